import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { fileOf } from './support/markdown';
import { createProject, messagesOf } from './support/project';
import { repository, run } from './support/run';

interface Hook {
  id: string;
  entry: string;
  language: string;
  additional_dependencies: string[];
}

interface PreCommitConfig {
  repos: { rev: string; hooks: { id: string; args?: string[] }[] }[];
}

const MANIFEST = '.pre-commit-hooks.yaml';
const CONFIG = '.pre-commit-config.yaml';

const readJson = (file: string) => JSON.parse(readFileSync(join(repository, file), 'utf8'));
const [hook, ...others] = parse(readFileSync(join(repository, MANIFEST), 'utf8')) as [Hook];
const packageJson = readJson('package.json') as { version: string; bin: Record<string, string> };
const recipes = ['With nothing else installed', 'With other rules'].map(
  (section) => parse(fileOf('pre-commit.md', CONFIG, section)) as PreCommitConfig,
);

// A Python program: .ci/run installs it, other machines may not have it.
const hasPreCommit = spawnSync('pre-commit', ['--version']).status === 0;

describe('the hook that this repository gives to pre-commit', () => {
  it.skipIf(!hasPreCommit)('is one that pre-commit takes', () => {
    const { status, stdout, stderr } = run(
      'pre-commit',
      ['validate-manifest', MANIFEST],
      repository,
    );
    expect(stdout + stderr).toBe('');
    expect(status).toBe(0);
  });
  it('is the one that the recipes name, in this version', () => {
    expect(others).toEqual([]);
    for (const { repos } of recipes) {
      expect(repos.map(({ rev }) => rev)).toEqual([`v${packageJson.version}`]);
      expect(repos.flatMap(({ hooks }) => hooks.map(({ id }) => id))).toEqual([hook.id]);
    }
  });
  it('brings the versions that the tests of this repository run', () => {
    const brought = hook.additional_dependencies.map((dependency) => dependency.split(/(?<=.)@/));
    expect(brought.map(([name]) => name)).toEqual([
      'eslint',
      '@typescript-eslint/parser',
      'typescript',
    ]);
    for (const [name = '', version] of brought)
      expect(readJson(`node_modules/${name}/package.json`).version, name).toBe(version);
  });
  it('can be packed by pre-commit, which takes all output of npm for the name of a file', () => {
    expect(inject('packed').trim()).toBe(basename(inject('tarball')));
  });
});

describe('the command of the hook', () => {
  const project = createProject('eslint', ['@typescript-eslint/parser', 'typescript']);
  const flawed = (extra: string) =>
    `import session from 'express-session';\nexport const sessions = session({ secret: process.env.SECRET${extra}, cookie: { secure: false, maxAge: 1 } });\n`;
  const FILES = {
    'flawed.ts': flawed(' as string'),
    'flawed.js': flawed(''),
    'view.js': 'export const view = <p>Hello</p>;\n',
    'view.jsx': 'export const view = <p>Hello</p>;\n',
    'view.tsx': 'export const view = (name: string) => <p>{name}</p>;\n',
    'script.cjs': 'if (!module.parent) return;\n',
    'types.mts': 'export type Port = number;\nexport enum Level { Low }\n',
    'disabled.js': '// eslint-disable-next-line no-console\nconsole.log(1);\n',
    'discloses.ts':
      "import express from 'express';\nexpress().get('/', (req, res) => { res.json({ id: req.sessionID }); });\n",
    'eslint.config.mjs': "import other from 'eslint-plugin-other';\nexport default [other];\n",
  };
  for (const [file, text] of Object.entries(FILES)) project.write(file, text);
  const lint = (...args: string[]) =>
    project.bin(hook.entry, [...args, '--format', 'json', ...Object.keys(FILES)]);
  const plain = lint();
  const rulesIn = (file: string, result = plain) =>
    messagesOf(result)[file]?.map(({ ruleId, message }) => ruleId ?? message);

  it('is in the package', () => {
    expect(Object.keys(packageJson.bin)).toEqual([hook.entry]);
    const file = packageJson.bin[hook.entry] ?? '';
    expect(existsSync(join(project.root, 'node_modules/eslint-plugin-mcp-session', file))).toBe(
      true,
    );
  });
  it.each(['flawed.ts', 'flawed.js'])('finds the flaw of %s, and fails', (file) => {
    expect(rulesIn(file)).toEqual(['mcp-session/require-secure-session-cookie']);
    expect(plain.status).toBe(1);
  });
  it.each(Object.entries(FILES).filter(([file]) => !file.startsWith('flawed')))(
    'reads %s and leaves it as it is, whatever the project’s own ESLint is told',
    (file, text) => {
      expect(rulesIn(file)).toEqual([]);
      expect(readFileSync(join(project.root, file), 'utf8')).toBe(text);
    },
  );
  it('takes the arguments of the recipe', () => {
    const args = recipes[1]?.repos[0]?.hooks[0]?.args ?? [];
    expect(rulesIn('discloses.ts', lint(...args))).toEqual([
      'mcp-session/no-session-id-disclosure',
    ]);
  });
});
