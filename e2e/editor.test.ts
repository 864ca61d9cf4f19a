import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-protocol/node';
import { FIX_ALL, openInEditor, type Customization, type OpenDocument } from './support/editor';
import { createProject, type EslintPackage } from './support/project';

const VULNERABLE = readFileSync(join(import.meta.dirname, 'fixtures/vulnerable.js'), 'utf8');

/** Fixes and suggestions that an editor offers for e2e/fixtures/vulnerable.js, by rule. */
const OFFERED = {
  'no-predictable-session-id': { severity: 'Error', fix: true, suggestions: 0 },
  'require-absolute-session-expiry': { severity: 'Warning', fix: false, suggestions: 1 },
  'require-secure-session-cookie': { severity: 'Error', fix: false, suggestions: 3 },
  'require-session-destruction': { severity: 'Warning', fix: false, suggestions: 1 },
  'require-session-id-generator': { severity: 'Warning', fix: false, suggestions: 2 },
  'require-session-regeneration': { severity: 'Error', fix: false, suggestions: 1 },
} as const;
type Rule = keyof typeof OFFERED;
const RULES = Object.keys(OFFERED) as Rule[];

const ESM = `import mcpSession from 'eslint-plugin-mcp-session';
export default [mcpSession.configs['flat/recommended']];
`;
const FLAT = { file: 'eslint.config.mjs', text: ESM };
const ESLINTRC = {
  file: '.eslintrc.json',
  text: JSON.stringify({
    root: true,
    env: { node: true },
    parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
    extends: ['plugin:mcp-session/recommended'],
  }),
};

interface Setup {
  title: string;
  eslint: EslintPackage;
  config: typeof FLAT;
  /** The extension's setting `eslint.useFlatConfig`, where its own choice does not do. */
  useFlatConfig?: boolean;
}

const SETUPS: Setup[] = [
  { title: 'ESLint 8.57 with .eslintrc.json', eslint: 'eslint8', config: ESLINTRC },
  {
    title: 'ESLint 8.57 with eslint.config.mjs',
    eslint: 'eslint8',
    config: FLAT,
    useFlatConfig: true,
  },
  { title: 'ESLint 9 with eslint.config.mjs', eslint: 'eslint9', config: FLAT },
  {
    title: 'ESLint 9 with .eslintrc.json',
    eslint: 'eslint9',
    config: ESLINTRC,
    useFlatConfig: false,
  },
  { title: 'ESLint 10 with eslint.config.mjs', eslint: 'eslint', config: FLAT },
];

describe.each(SETUPS)('$title', ({ eslint, config, useFlatConfig }) => {
  const project = createProject(eslint);
  project.write(config.file, config.text);
  project.write('server.js', VULNERABLE);
  let document: OpenDocument;
  beforeAll(async () => {
    document = await openInEditor(project.root, 'server.js', 'javascript', { useFlatConfig });
  });

  it('shows each finding with its severity, its rule and the page of the rule', async () => {
    const shown = (await document.diagnostics()).map(({ code, severity, codeDescription }) => ({
      code,
      severity,
      page: codeDescription?.href.replace(/^.*(?=docs\/)/, ''),
    }));
    expect(shown.sort((one, other) => String(one.code).localeCompare(String(other.code)))).toEqual(
      RULES.map((rule) => ({
        code: `mcp-session/${rule}`,
        severity: DiagnosticSeverity[OFFERED[rule].severity],
        page: `docs/rules/${rule}.md`,
      })),
    );
    expect(document.complaints).toEqual([]);
  });

  it.each(RULES)(
    '%s: each fix and suggestion in the light bulb ends the squiggle',
    async (rule) => {
      const find = async () =>
        (await document.diagnostics()).find(({ code }) => code === `mcp-session/${rule}`);
      const offers = async () => {
        const diagnostic = await find();
        const actions = diagnostic ? await document.actions(diagnostic) : [];
        const command = (action: (typeof actions)[number]) =>
          typeof action.command === 'string' ? action.command : action.command?.command;
        return {
          fixes: actions.filter((action) => command(action) === 'eslint.applySingleFix'),
          suggestions: actions.filter((action) => command(action) === 'eslint.applySuggestion'),
        };
      };

      const { fixes, suggestions } = await offers();
      expect({ fix: fixes.length > 0, suggestions: suggestions.length }).toEqual({
        fix: OFFERED[rule].fix,
        suggestions: OFFERED[rule].suggestions,
      });
      for (const index of [...fixes, ...suggestions].keys()) {
        await document.type(VULNERABLE);
        const again = await offers();
        const action = [...again.fixes, ...again.suggestions][index];
        if (!action) throw new Error('offered once, and not again');
        await document.take(action);
        expect(document.text()).not.toBe(VULNERABLE);
        const left = (await document.diagnostics()).map(({ code }) => code);
        expect(left).toHaveLength(RULES.length - 1);
        expect(left).not.toContain(`mcp-session/${rule}`);
      }
    },
  );

  it('fixes on save what is safe to fix, and nothing else', async () => {
    await document.type(VULNERABLE);
    await document.diagnostics();
    await document.fixAll();
    const left = (await document.diagnostics()).map(({ code }) => code).sort();
    expect(left).toEqual(
      RULES.filter((rule) => !OFFERED[rule].fix).map((rule) => `mcp-session/${rule}`),
    );
    expect(document.text()).toContain('sessionIdGenerator: () => randomUUID()');
  });

  it('judges what is typed, before it is saved', async () => {
    await document.type(`${VULNERABLE}\nres.cookie('sid', id, { secure: true });\n`);
    const line = VULNERABLE.split('\n').length;
    const shown = await document.diagnostics();
    expect(shown.filter(({ range }) => range.start.line === line).map(({ code }) => code)).toEqual([
      'mcp-session/require-secure-session-cookie',
    ]);
    await document.type('');
    expect(await document.diagnostics()).toEqual([]);
  });
});

describe('the settings of docs/editors.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/editors.md'), 'utf8');
  const settings = [...page.matchAll(/```json\n([^`]+)```/g)].map(
    ({ 1: json }) => JSON.parse(json ?? '') as Record<string, unknown>,
  );
  const setting = (name: string) => settings.find((each) => name in each)?.[name];

  it('fix on save with the action that the server answers to', () => {
    expect(setting('editor.codeActionsOnSave')).toHaveProperty([FIX_ALL]);
    expect(JSON.stringify(setting('languages'))).toContain(FIX_ALL);
  });

  it('give the severities that the page says', async () => {
    const project = createProject('eslint');
    project.write(FLAT.file, FLAT.text);
    project.write('server.js', VULNERABLE);
    const document = await openInEditor(project.root, 'server.js', 'javascript', {
      rulesCustomizations: setting('eslint.rules.customizations') as Customization[],
    });
    const severities = (await document.diagnostics()).map(({ severity }) => severity);
    expect(severities).toEqual(RULES.map(() => DiagnosticSeverity.Information));
  });
});
