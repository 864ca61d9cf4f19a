import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { markdownBlocks } from '../tests/support/markdown-blocks';
import { fileOf } from './support/markdown';
import { inOrder, parseFindings, type OxlintFinding } from './support/oxlint';
import { openInOxlint } from './support/oxlint-editor';
import { createProject, shareDependencies, type Project } from './support/project';
import { repository, run, type Run } from './support/run';

const CONFIG = '.oxlintrc.json';
/** The one line of the page that sets oxlint up. */
const SETUP = fileOf('oxlint.md', CONFIG);
const PAGE = readFileSync(join(repository, 'docs/oxlint.md'), 'utf8');
const RECOMMENDED = './node_modules/eslint-plugin-mcp-session/oxlint/recommended.json';

const WEAK_ID = 'mcp-session/no-predictable-session-id';
const WEAK_COOKIE = 'mcp-session/require-secure-session-cookie';
const SEED_FLAGS = [
  'mcp-session/require-session-regeneration',
  WEAK_ID,
  WEAK_COOKIE,
  'mcp-session/require-absolute-session-expiry',
  'mcp-session/require-session-destruction',
  'mcp-session/require-session-id-generator',
];
const session = (options: string) =>
  `session({ secret: process.env.SECRET, ${options} cookie: { maxAge: 3_600_000, secure: true } })`;
const IMPORT = `import session from 'express-session';\n`;
const FLAWED_ID = 'genid: () => Math.random().toString(36),';
const FLAWED = `${IMPORT}export const sessions = ${session(FLAWED_ID)};\n`;

/** The findings of this plugin in what oxlint prints, and nothing that it could not read. */
function ownFindings(result: Run): OxlintFinding[] {
  const findings = parseFindings(result);
  expect(findings.filter(({ rule }) => rule === 'no rule')).toEqual([]);
  return findings.filter(({ rule }) => rule.startsWith('mcp-session/'));
}

interface EslintResult {
  filePath: string;
  messages: {
    ruleId: string;
    severity: number;
    message: string;
    line: number;
    column: number;
  }[];
}

/** The findings of ESLint in the form of oxlint's. */
function eslintFindings(project: Project, args: readonly string[], folder = '.'): OxlintFinding[] {
  const { stdout, stderr } = project.bin('eslint', [...args, '--format', 'json'], folder);
  if (!stdout.startsWith('[')) throw new Error(`ESLint printed no JSON:\n${stdout}${stderr}`);
  return (JSON.parse(stdout) as EslintResult[]).flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, severity, message, line, column }) => ({
      filename: relative(join(project.root, folder), filePath).replaceAll('\\', '/'),
      severity: severity === 2 ? 'error' : 'warning',
      rule: ruleId,
      message,
      line,
      column,
    })),
  );
}

const places = (findings: readonly OxlintFinding[]) =>
  findings.map(({ filename, rule }) => `${filename} ${rule}`);

function copyExamples(project: Project): void {
  const generated = /[\\/](?:dist|node_modules)(?:[\\/]|$)/;
  cpSync(join(repository, 'examples'), join(project.root, 'examples'), {
    recursive: true,
    filter: (source) => !generated.test(source.slice(repository.length)),
  });
  for (const name of ['good.js', 'vulnerable.js'])
    cpSync(join(repository, 'e2e/fixtures', name), join(project.root, 'examples', name));
}

describe('a project that is set up as the page says, with no TypeScript in it', () => {
  const project = createProject('eslint', ['@typescript-eslint/parser'], ['oxlint']);
  const oxlint = (args: readonly string[], folder?: string) =>
    project.bin('oxlint', ['--format', 'json', ...args], folder);
  project.write(CONFIG, SETUP);
  copyExamples(project);

  it('has none', () => {
    expect(existsSync(join(project.root, 'node_modules/typescript'))).toBe(false);
  });

  it('finds what ESLint finds in the examples, with the same severities, and fails', () => {
    project.write(
      'eslint.config.mjs',
      `import parser from '@typescript-eslint/parser';
import mcpSession from 'eslint-plugin-mcp-session';
export default [
  { files: ['**/*.ts'], languageOptions: { parser } },
  { files: ['**/*.{js,ts}'], ...mcpSession.configs['flat/recommended'] },
];
`,
    );
    const result = oxlint(['examples']);
    const found = ownFindings(result);
    const expected = eslintFindings(project, ['--config', 'eslint.config.mjs', 'examples']);
    const files = new Set(expected.map(({ filename }) => filename));
    expect([...files].sort()).toEqual([
      'examples/vulnerable-server/src/server.ts',
      'examples/vulnerable.js',
    ]);
    expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set(['error', 'warning']));
    for (const file of new Set([...files, ...found.map(({ filename }) => filename)]))
      expect(withSeverity(found, file), file).toEqual(withSeverity(expected, file));
    expect(result.status).toBe(1);
  });

  it('passes where nothing is wrong, and where all findings are warnings, unless they are denied', () => {
    expect(oxlint(['examples/secure-server']).status).toBe(0);
    project.write('warned/server.js', `${IMPORT}export const s = session({ secret: x });\n`);
    const config = {
      extends: [`.${RECOMMENDED}`],
      categories: { correctness: 'off' },
      rules: { [WEAK_COOKIE]: 'warn' },
    };
    project.write(`warned/${CONFIG}`, JSON.stringify(config));
    const warned = oxlint(['.'], 'warned');
    expect(new Set(ownFindings(warned).map(({ severity }) => severity))).toEqual(
      new Set(['warning']),
    );
    expect(warned.status).toBe(0);
    expect(oxlint(['--deny-warnings', '.'], 'warned').status).toBe(1);
  });

  it('has the findings of strict with the other file', () => {
    project.write('strict/server.js', `${IMPORT}export const sessions = ${session('')};\n`);
    const rules = (name: string) => {
      project.write(`strict/${CONFIG}`, SETUP.replace('./', '../').replace('recommended', name));
      return ownFindings(oxlint(['.'], 'strict')).map(({ rule }) => rule);
    };
    expect(rules('recommended')).toEqual([]);
    expect(rules('strict')).toContain(WEAK_COOKIE);
  });

  it('takes the rules, options and settings of the page', () => {
    const block = markdownBlocks(PAGE).find(
      ({ heading, info }) => heading === 'Rules, options and settings' && info[0] === 'json',
    );
    const config = block?.code.replace('./node_modules', '../node_modules') ?? '';
    project.write(
      'options/server.js',
      `${FLAWED}export function signIn(req, res) {
  req.session.memberNumber = req.body.number;
  res.end();
}
`,
    );
    const rules = (text: string) => {
      project.write(`options/${CONFIG}`, text);
      return ownFindings(oxlint(['.'], 'options')).map(({ rule }) => rule);
    };
    expect(rules(SETUP.replace('./', '../'))).toEqual([WEAK_ID]);
    expect(rules(config).sort()).toEqual([WEAK_COOKIE, 'mcp-session/require-session-regeneration']);
  });

  it.each([
    { title: 'setting', wrong: 'authKey', part: { settings: { 'mcp-session': { authKey: [] } } } },
    {
      title: 'option',
      wrong: 'attribute',
      part: { rules: { [WEAK_COOKIE]: ['error', { attribute: [] }] } },
    },
  ])('names a $title that is misspelt', ({ title, wrong, part }) => {
    project.write(`wrong-${title}/server.js`, FLAWED);
    const config = { extends: [`.${RECOMMENDED}`], ...part };
    project.write(`wrong-${title}/${CONFIG}`, JSON.stringify(config));
    const { status, stdout, stderr } = project.bin('oxlint', ['.'], `wrong-${title}`);
    expect(stdout + stderr).toMatch(new RegExp(`["'.]${wrong}\\b`));
    expect(status).toBe(1);
  });

  it.each(['eslint', 'oxlint'])('is silent where an %s-disable comment says so', (name) => {
    const folder = `disabled-by-${name}`;
    project.write(`${folder}/${CONFIG}`, SETUP.replace('./', '../'));
    project.write(`${folder}/server.js`, `/* ${name}-disable ${WEAK_ID} */\n${FLAWED}`);
    project.write(`${folder}/other.js`, FLAWED);
    expect(places(ownFindings(oxlint(['.'], folder)))).toEqual([`other.js ${WEAK_ID}`]);
  });

  it('is not found by the name of the package', () => {
    project.write(
      `by-name/${CONFIG}`,
      '{ "extends": ["eslint-plugin-mcp-session/oxlint/recommended.json"] }',
    );
    expect(project.bin('oxlint', ['.'], 'by-name').stdout).toContain('invalid config file');
  });

  it('shows findings of what is typed in an editor, and takes the fix and the suggestion', async () => {
    const text = `${IMPORT}export const sessions = session({ ${FLAWED_ID} cookie: { maxAge: 60_000, secure: false } });\n`;
    const document = await openInOxlint(project.root, 'unsaved.mjs', text);
    const steps = [
      { rule: WEAK_ID, title: `Fix ${WEAK_ID} problem`, text: 'genid: () => randomUUID(),' },
      { rule: WEAK_COOKIE, title: 'Set `cookie.secure: true`.', text: 'secure: true }' },
    ];
    const codes = steps.map(({ rule }) => rule.replace(/\/(.+)/, '($1)'));
    for (const [index, step] of steps.entries()) {
      const diagnostics = await document.diagnostics();
      expect(diagnostics.map(({ code }) => code)).toEqual(codes.slice(index));
      for (const { severity, codeDescription } of diagnostics) {
        expect(severity).toBe(1);
        // The page says that there is no link.
        expect(codeDescription).toBeUndefined();
      }
      const actions = await document.actions(diagnostics[0] ?? expect.fail('no diagnostic'));
      const action = actions.find(({ title }) => title === step.title);
      await document.take(action ?? expect.fail(actions.map(({ title }) => title).join('\n')));
      expect(document.text()).toContain(step.text);
    }
    expect(await document.diagnostics()).toEqual([]);
  });

  describe('what the page says differs', () => {
    /** A folder with files, and what each linter leaves there with `--fix`. */
    interface Difference {
      title: string;
      files: Record<string, string>;
      /** The parts of a flat config object. */
      eslint?: string;
      oxlint?: object;
      found: { eslint: readonly string[]; oxlint: readonly string[] };
    }
    const options = 'export const options = { cookie: { maxAge: 3_600_000, secure: false } };\n';
    const NOT_FIXED = `${IMPORT}export const sessions = session({ cookie: { maxAge: 3_600_000, secure: false } });\n`;
    const importing = (specifier: string) =>
      `${IMPORT}import { options } from '${specifier}';\nexport const sessions = session(options);\n`;
    const component = (open: string, close: string) => `${open}\n${NOT_FIXED}${close}\n`;
    const DIFFERENCES: Difference[] = [
      {
        title: '`crossFile` does nothing.',
        files: { 'server.mjs': importing('./options.mjs'), 'options.mjs': options },
        eslint: "settings: { 'mcp-session': { crossFile: true } }",
        oxlint: { settings: { 'mcp-session': { crossFile: true } } },
        found: { eslint: [`server.mjs ${WEAK_COOKIE}`], oxlint: [] },
      },
      {
        title: 'Types are not used.',
        files: {
          'tsconfig.json': JSON.stringify({
            compilerOptions: {
              module: 'esnext',
              moduleResolution: 'bundler',
              paths: { '#*': ['./*'] },
            },
          }),
          'server.ts': importing('#options'),
          'options.ts': options,
        },
        eslint:
          'languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } }',
        found: { eslint: [`server.ts ${WEAK_COOKIE}`], oxlint: [] },
      },
      {
        title: '`--fix` makes one pass.',
        files: { 'server.mjs': `${FLAWED}export const others = ${session(FLAWED_ID)};\n` },
        found: { eslint: [], oxlint: [`server.mjs ${WEAK_ID}`] },
      },
      {
        title: '`node_modules` is linted where `.gitignore` does not name it.',
        files: { 'node_modules/dependency/index.mjs': NOT_FIXED, 'server.mjs': '' },
        found: { eslint: [], oxlint: [`node_modules/dependency/index.mjs ${WEAK_COOKIE}`] },
      },
      {
        title: 'The scripts of Vue, Svelte and Astro files are linted.',
        files: {
          'page.vue': component('<script>', '</script>'),
          'page.svelte': component('<script>', '</script>'),
          'page.astro': component('---', '---'),
          'server.mjs': '',
        },
        found: {
          eslint: [],
          oxlint: ['page.astro', 'page.svelte', 'page.vue'].map((file) => `${file} ${WEAK_COOKIE}`),
        },
      },
    ];

    it('is what these tests show', () => {
      const [, section = ''] = /^## What differs\n([^]*?)^## /m.exec(PAGE) ?? [];
      const titles = [...section.matchAll(/^- \*\*(.+?)\*\*/gm)].map(([, title]) => title);
      expect(titles).toEqual(DIFFERENCES.map(({ title }) => title));
    });

    const folderOf = ({ title }: Difference) => `differences/${title.replace(/\W+/g, '-')}`;
    const found = { eslint: [] as string[], oxlint: [] as string[] };

    beforeAll(() => {
      for (const each of DIFFERENCES) {
        const folder = folderOf(each);
        for (const [file, text] of Object.entries(each.files))
          project.write(`${folder}/${file}`, text);
        const config = { extends: [`../.${RECOMMENDED}`], ...each.oxlint };
        project.write(`${folder}/${CONFIG}`, JSON.stringify(config));
      }
      const own = DIFFERENCES.map(
        (each) =>
          `{ files: ['${folderOf(each)}/**/*.{mjs,js,ts}'], ...mcpSession.configs['flat/recommended'], ${each.eslint ?? ''} },`,
      );
      project.write(
        'differences.config.mjs',
        `import parser from '@typescript-eslint/parser';
import mcpSession from 'eslint-plugin-mcp-session';
export default [
${own.join('\n')}
];
`,
      );
      // ESLint first, and on a text that it only reads: the fixes of both are compared below.
      const args = ['--config', 'differences.config.mjs', '--fix-dry-run', 'differences'];
      found.eslint = places(eslintFindings(project, args));
      found.oxlint = places(ownFindings(oxlint(['--fix', 'differences'])));
    });

    it.each(DIFFERENCES)('$title', (each) => {
      const folder = folderOf(each);
      const inFolder = (findings: readonly string[]) =>
        findings.filter((finding) => finding.startsWith(`${folder}/`)).sort();
      const expected = (findings: readonly string[]) =>
        findings.map((finding) => `${folder}/${finding}`);
      expect(inFolder(found.eslint)).toEqual(expected(each.found.eslint));
      expect(inFolder(found.oxlint)).toEqual(expected(each.found.oxlint));
    });

    it('fixes the rest in the next run', () => {
      expect(ownFindings(oxlint(['--fix', 'differences/-fix-makes-one-pass-']))).toEqual([]);
    });

    it.each([
      { title: '.gitignore', file: '.gitignore', text: 'node_modules/\n' },
      {
        title: 'ignorePatterns',
        file: CONFIG,
        text: JSON.stringify({ extends: [`.${RECOMMENDED}`], ignorePatterns: ['node_modules'] }),
      },
    ])('leaves node_modules out that $title names', ({ title, file, text }) => {
      const folder = `without-${title}`;
      project.write(`${folder}/node_modules/dependency/index.js`, FLAWED);
      project.write(`${folder}/server.mjs`, FLAWED);
      project.write(`${folder}/${CONFIG}`, SETUP.replace('./', '../'));
      project.write(`${folder}/${file}`, text);
      expect(places(ownFindings(oxlint(['.'], folder)))).toEqual([`server.mjs ${WEAK_ID}`]);
    });
  });
});

describe('a project whose TypeScript is 7', () => {
  const project = createProject('eslint', [], ['oxlint', 'typescript']);
  shareDependencies(project);
  copyExamples(project);
  project.write(CONFIG, SETUP);
  project.write('.gitignore', 'node_modules/\n');

  it('checks the types of the example server with it', () => {
    expect(project.bin('tsc', ['--version']).stdout).toBe('Version 7.0.2\n');
    const { status, stdout } = project.bin('tsc', ['--noEmit'], 'examples/vulnerable-server');
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('finds the six flaws of the example server', () => {
    const result = project.bin('oxlint', ['--format', 'json']);
    const flawed = ownFindings(result).filter(
      ({ filename }) => filename === 'examples/vulnerable-server/src/server.ts',
    );
    expect(flawed.map(({ rule }) => rule)).toEqual(expect.arrayContaining(SEED_FLAGS));
    expect(result.status).toBe(1);
  });
});

describe('the measurement of the page', () => {
  it('compares the times of both linters, and their findings', () => {
    const args = ['scripts/bench-oxlint.mjs', 'examples', '--rounds', '1', '--print'];
    const { status, stdout, stderr } = run(process.execPath, args, repository);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\| ESLint 10\..+\d s \|\n\| oxlint .+\d s \|$/m);
    expect(stdout).toMatch(/ on 8 files .+ Both reported the same \d+ findings\.$/m);
    expect(status).toBe(0);
  });
});

/** What is found in a file, with the severities; the same places and rules come in the same order. */
function withSeverity(findings: readonly OxlintFinding[], file: string) {
  const own = findings.filter(({ filename }) => filename === file);
  return {
    findings: inOrder(own),
    errors: inOrder(own.filter(({ severity }) => severity === 'error')),
  };
}
