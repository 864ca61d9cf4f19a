import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProject, messagesOf, type EslintPackage } from './support/project';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

/** One finding each of e2e/fixtures/vulnerable.js, sorted. */
const SEED_FLAGS = [
  'mcp-session/no-predictable-session-id',
  'mcp-session/require-absolute-session-expiry',
  'mcp-session/require-secure-session-cookie',
  'mcp-session/require-session-destruction',
  'mcp-session/require-session-id-generator',
  'mcp-session/require-session-regeneration',
];
const FINDINGS = {
  recommended: SEED_FLAGS,
  strict: [...SEED_FLAGS, 'mcp-session/require-session-binding'].sort(),
};

interface Setup {
  title: string;
  file: string;
  text: string;
  finds?: keyof typeof FINDINGS;
  /** ESLINT_USE_FLAT_CONFIG, where the default of this major is the other one. */
  flat?: 'true' | 'false';
}

function eslintrc(name: 'recommended' | 'strict', flat?: 'false'): Setup {
  const config = {
    root: true,
    env: { node: true },
    parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
    extends: [`plugin:mcp-session/${name}`],
  };
  const text = JSON.stringify(config);
  return { title: `.eslintrc.json, ${name}`, file: '.eslintrc.json', text, finds: name, flat };
}

function flat(forced?: 'true'): Setup[] {
  const commonJs = (body: string) =>
    `const mcpSession = require('eslint-plugin-mcp-session');\nmodule.exports = ${body};\n`;
  const esm = (body: string) =>
    `import mcpSession from 'eslint-plugin-mcp-session';\nexport default ${body};\n`;
  const setups: Setup[] = [
    {
      title: 'eslint.config.mjs, recommended',
      file: 'eslint.config.mjs',
      text: esm("[mcpSession.configs['flat/recommended']]"),
    },
    {
      title: 'eslint.config.mjs, strict',
      file: 'eslint.config.mjs',
      text: esm("[mcpSession.configs['flat/strict']]"),
      finds: 'strict',
    },
    {
      title: 'eslint.config.cjs, recommended',
      file: 'eslint.config.cjs',
      text: commonJs("[mcpSession.configs['flat/recommended']]"),
    },
  ];
  return setups.map((setup) => ({ ...setup, flat: forced }));
}

function stringExtends(): Setup[] {
  const body = (name: string) =>
    `defineConfig({ plugins: { 'mcp-session': mcpSession }, extends: ['mcp-session/${name}'] })`;
  return [
    {
      title: 'defineConfig with extends by name, ESM',
      file: 'eslint.config.mjs',
      text: `import { defineConfig } from 'eslint/config';\nimport mcpSession from 'eslint-plugin-mcp-session';\nexport default ${body('recommended')};\n`,
    },
    {
      title: 'defineConfig with extends by name, CommonJS',
      file: 'eslint.config.cjs',
      text: `const { defineConfig } = require('eslint/config');\nconst mcpSession = require('eslint-plugin-mcp-session');\nmodule.exports = ${body('recommended')};\n`,
    },
    {
      title: 'defineConfig with extends of strict by name',
      file: 'eslint.config.mjs',
      text: `import { defineConfig } from 'eslint/config';\nimport mcpSession from 'eslint-plugin-mcp-session';\nexport default ${body('strict')};\n`,
      finds: 'strict',
    },
  ];
}

const SETUPS: Record<EslintPackage, Setup[]> = {
  eslint8: [eslintrc('recommended'), eslintrc('strict'), ...flat('true')],
  eslint9: [eslintrc('recommended', 'false'), ...flat(), ...stringExtends()],
  eslint: [...flat(), ...stringExtends()],
};

describe.each(Object.entries(SETUPS) as [EslintPackage, Setup[]][])('%s', (eslint, setups) => {
  const project = createProject(eslint);
  const version = JSON.parse(
    readFileSync(join(project.root, 'node_modules/eslint/package.json'), 'utf8'),
  ) as { version: string };

  const inFolder = (setup: Setup) => `lint-${setups.indexOf(setup)}`;
  const environment = (mode: Setup['flat']): Record<string, string> =>
    mode ? { ESLINT_USE_FLAT_CONFIG: mode } : {};

  it('is the major that its name says', () => {
    const major = { eslint8: '8.57.', eslint9: '9.', eslint: '10.' }[eslint];
    expect(version.version.startsWith(major)).toBe(true);
  });

  it.each(setups)('$title', (setup) => {
    const folder = inFolder(setup);
    project.write(`${folder}/${setup.file}`, setup.text);
    project.write(`${folder}/vulnerable.js`, fixture('vulnerable.js'));
    project.write(`${folder}/good.js`, fixture('good.js'));
    const args = ['--format', 'json', 'vulnerable.js', 'good.js'];
    const result = project.bin('eslint', args, folder, environment(setup.flat));
    const messages = messagesOf(result);
    const found = messages['vulnerable.js']?.map(({ ruleId }) => ruleId).sort();
    expect(found).toEqual(FINDINGS[setup.finds ?? 'recommended']);
    expect(messages['good.js']).toEqual([]);
    expect(result.status).toBe(1);
  });

  it('names the rule and the option that does not exist', () => {
    const entry = ['error', { atributes: ['secure'] }];
    const rules = { 'mcp-session/require-secure-session-cookie': entry };
    const body = `[{ plugins: { 'mcp-session': mcpSession }, rules: ${JSON.stringify(rules)} }]`;
    if (eslint === 'eslint8')
      project.write(
        'options/.eslintrc.json',
        JSON.stringify({ root: true, plugins: ['mcp-session'], rules }),
      );
    else
      project.write(
        'options/eslint.config.mjs',
        `import mcpSession from 'eslint-plugin-mcp-session';\nexport default ${body};\n`,
      );
    project.write('options/server.js', '');
    const { status, stdout, stderr } = project.bin('eslint', ['server.js'], 'options');
    expect(status).toBe(2);
    expect(stdout + stderr).toContain('mcp-session/require-secure-session-cookie');
    expect(stdout + stderr).toContain('atributes');
  });

  it("leaves a file that the parser cannot read to ESLint's own error", () => {
    const [setup] = setups;
    if (!setup) return;
    project.write(`unreadable/${setup.file}`, setup.text);
    project.write('unreadable/server.js', "import session from 'express-session';\nsession({ ;\n");
    const args = ['--format', 'json', 'server.js'];
    const result = project.bin('eslint', args, 'unreadable', environment(setup.flat));
    expect(messagesOf(result)['server.js']).toEqual([
      expect.objectContaining({ ruleId: null, fatal: true, line: 2 }),
    ]);
    expect(result.status).toBe(1);
  });
});
