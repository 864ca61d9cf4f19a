import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf } from './support/markdown';
import { createProject, messagesOf, type EslintPackage, type Project } from './support/project';
import { repository, run } from './support/run';

const ESM = `import { defineConfig } from 'eslint/config';
import mcpSession, { type RuleOptions, type Rules, type Settings } from 'eslint-plugin-mcp-session';
`;
const COMMON_JS = `import { defineConfig } from 'eslint/config';
import mcpSession = require('eslint-plugin-mcp-session');
type Rules = mcpSession.Rules;
type RuleOptions = mcpSession.RuleOptions;
type Settings = mcpSession.Settings;
`;
const GOOD = `
export default defineConfig([
  mcpSession.configs['flat/recommended'],
  mcpSession.configs['flat/strict'],
  { plugins: { 'mcp-session': mcpSession }, extends: ['mcp-session/recommended'] },
  { extends: [mcpSession.configs['flat/strict']], files: ['src/**'] },
  {
    settings: {
      'mcp-session': { authKeys: ['memberId'], cookieNames: [], passport: '<0.6', crossFile: true } satisfies Settings,
    },
    rules: {
      'mcp-session/no-orphan-session': 'off',
      'mcp-session/no-shared-transport': ['warn'],
      'mcp-session/no-predictable-session-id': [2, { minEntropyBits: 128 }],
      'mcp-session/no-session-id-disclosure': ['error', {}],
      'mcp-session/require-secure-session-cookie': ['error', { attributes: ['httpOnly'], cookieNames: ['login'] }],
      'mcp-session/require-session-id-generator': ['error', { stateless: 'never' }],
      'mcp-session/require-session-regeneration': 1,
    } satisfies Rules,
  },
]);
const keys: readonly string[] = ['memberId'];
export const bits: RuleOptions['mcp-session/no-predictable-session-id'] = [{ minEntropyBits: 64 }];
export const shared: Rules = { 'mcp-session/require-session-regeneration': ['error', { authKeys: keys }] };
export const version: string = mcpSession.meta.version;
export const legacy: string[] | undefined = mcpSession.configs.recommended.plugins;
`;

/** Lines that a configuration must not hold, and what the compiler is to name there. */
const WRONG = [
  {
    title: 'an option that does not exist',
    line: "rules({ 'mcp-session/require-secure-session-cookie': ['error', { atributes: ['secure'] }] });",
    names: /'atributes' does not exist/,
  },
  {
    title: 'a value that is not in the list of an option',
    line: "rules({ 'mcp-session/require-secure-session-cookie': ['error', { attributes: ['httponly'] }] });",
    names: /"httponly"' is not assignable.*"httpOnly"/,
  },
  {
    title: 'a word that an option does not take',
    line: "rules({ 'mcp-session/require-session-id-generator': ['error', { stateless: 'always' }] });",
    names: /"always"' is not assignable.*"explicit"/,
  },
  {
    title: 'a value of the wrong type',
    line: "rules({ 'mcp-session/no-predictable-session-id': ['error', { minEntropyBits: '64' }] });",
    names: /'string' is not assignable to type 'number/,
  },
  {
    title: 'options for a rule without any',
    line: "rules({ 'mcp-session/no-orphan-session': ['error', { logs: true }] });",
    names: /has 2 element|not assignable to type/,
  },
  {
    title: 'options of another rule',
    line: "rules({ 'mcp-session/require-session-destruction': ['error', { logs: true }] });",
    names: /'logs' does not exist/,
  },
  {
    title: 'a severity that does not exist',
    line: "rules({ 'mcp-session/no-orphan-session': 'warning' });",
    names: /"warning"' is not assignable/,
  },
  {
    title: 'a rule that does not exist',
    line: "rules({ 'mcp-session/require-secure-cookie': 'error' });",
    names: /'mcp-session\/require-secure-cookie.* does not exist/,
  },
  {
    title: 'a setting that does not exist',
    line: "settings({ authkeys: ['memberId'] });",
    names: /'authkeys'/,
  },
  {
    title: 'a setting of the wrong type',
    line: "settings({ crossFile: 'yes' });",
    names: /'string' is not assignable to type 'boolean/,
  },
  {
    title: 'a config that does not exist',
    line: "mcpSession.configs['flat/none'];",
    names: /flat\/none/,
  },
];
const WRONG_HEAD = `${ESM}declare function rules(_: Rules): void;\ndeclare function settings(_: Settings): void;\n`;

/** Module settings of projects, and the files of a good configuration that they can hold. */
const MODULES = {
  nodenext: {
    resolution: 'nodenext',
    good: { 'good.mts': ESM, 'good.cts': COMMON_JS, 'default.cts': ESM },
  },
  esnext: { resolution: 'bundler', good: { 'good.ts': ESM } },
  preserve: { resolution: 'bundler', good: { 'good.ts': ESM, 'required.cts': COMMON_JS } },
};

interface Cell {
  eslint: EslintPackage;
  typescript: 'typescript' | 'typescript5';
  module: keyof typeof MODULES;
}

const CELLS: Cell[] = [
  { eslint: 'eslint', typescript: 'typescript', module: 'nodenext' },
  { eslint: 'eslint', typescript: 'typescript', module: 'preserve' },
  { eslint: 'eslint', typescript: 'typescript5', module: 'nodenext' },
  { eslint: 'eslint9', typescript: 'typescript', module: 'nodenext' },
  { eslint: 'eslint9', typescript: 'typescript5', module: 'esnext' },
];

const projects = {
  eslint: createProject('eslint', ['jiti']),
  eslint9: createProject('eslint9', ['jiti']),
};

describe.each(CELLS)(
  'types in $eslint, $typescript, module $module',
  ({ eslint, typescript, module }) => {
    const project = projects[eslint as keyof typeof projects];
    const folder = `${typescript}-${module}`;
    const { resolution, good } = MODULES[module];
    const extension = module === 'nodenext' ? 'mts' : 'ts';
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2022'],
      module,
      moduleResolution: resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      esModuleInterop: true,
      skipLibCheck: false,
      types: [],
    };
    project.write(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions }));
    for (const [file, head] of Object.entries(good))
      project.write(`${folder}/${file}`, head + GOOD);
    for (const [index, { line }] of WRONG.entries())
      project.write(`${folder}/wrong-${index}.${extension}`, `${WRONG_HEAD}${line}\n`);
    project.write(`${folder}/readme.${extension}`, fileOf('../README.md', 'eslint.config.ts'));

    const tsc = join(repository, 'node_modules', typescript, 'bin/tsc');
    const { stdout } = run(
      process.execPath,
      [tsc, '-p', '.', '--pretty', 'false'],
      join(project.root, folder),
    );
    /** An error with the lines that explain it. */
    const errors = stdout.split(/\n(?! )/).filter((error) => error !== '');
    const errorsIn = (file: string) => errors.filter((error) => error.startsWith(`${file}(`));

    it.each(Object.keys(good))('a good configuration has no error: %s', (file) => {
      expect(errorsIn(file)).toEqual([]);
    });
    it('the example of the README has no error', () => {
      expect(errorsIn(`readme.${extension}`)).toEqual([]);
    });
    it.each(WRONG.map((row, index) => ({ ...row, index })))(
      '$title is an error',
      ({ index, names }) => {
        const [error, ...others] = errorsIn(`wrong-${index}.${extension}`);
        const wrongLine = WRONG_HEAD.split('\n').length;
        expect(error).toContain(`(${wrongLine},`);
        expect(error).toMatch(names);
        expect(others).toEqual([]);
      },
    );
    it('the types of the plugin have none themselves', () => {
      expect(errors.filter((error) => !/^wrong-\d+\./.test(error))).toEqual([]);
    });
  },
);

describe.each(Object.entries(projects))(
  '%s loads the eslint.config.ts of the README',
  (_, project) => {
    const [finding, ...others] = lintWithReadme(project);

    it('with the options that it gives', () => {
      expect(finding?.ruleId).toBe('mcp-session/require-secure-session-cookie');
      expect(finding?.message).toContain('SameSite');
      expect(others).toEqual([]);
    });
    it('with the settings that it gives', () => {
      expect(finding?.message).toContain('(cookie.js:1)');
    });
  },
);

/** Lints a server whose cookie stands in another file and lacks `sameSite` alone. */
function lintWithReadme(project: Project) {
  project.write('loaded/cookie.js', 'export const cookie = { secure: true, maxAge: 3_600_000 };\n');
  project.write(
    'loaded/server.js',
    "import session from 'express-session';\nimport { cookie } from './cookie.js';\nexport const sessions = session({ secret: process.env.SESSION_SECRET, cookie });\n",
  );
  project.write('loaded/eslint.config.ts', fileOf('../README.md', 'eslint.config.ts'));
  const result = project.bin('eslint', ['--format', 'json', 'server.js'], 'loaded');
  return messagesOf(result)['server.js'] ?? [];
}
