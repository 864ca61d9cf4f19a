import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { repository, run, runOrThrow, type Run } from './run';
import { toolFolder, type Tool } from './tools';

export type EslintPackage = 'eslint8' | 'eslint9' | 'eslint';

export interface Project {
  root: string;
  write(file: string, text: string): void;
  /** Runs a command of an installed package inside a folder of the project. */
  bin(name: string, args: readonly string[], folder?: string, env?: Record<string, string>): Run;
}

/**
 * An empty project into which npm installs the packed plugin, next to packages that come from this
 * repository: no network. It is deleted after the tests of the file.
 */
export function createProject(
  eslint: EslintPackage,
  linked: readonly string[] = [],
  tools: readonly Tool[] = [],
): Project {
  const parent = mkdtempSync(join(tmpdir(), 'mcp-session-e2e-'));
  afterAll(() => rmSync(parent, { recursive: true }));
  const root = join(parent, 'project');
  mkdirSync(root);
  writeFileSync(join(root, 'package.json'), '{ "name": "project", "private": true }\n');
  const fromHere = (name: string, folder = name) =>
    `${name}@file:${join(repository, 'node_modules', folder)}`;
  const packages = [
    inject('tarball'),
    fromHere('eslint', eslint),
    ...['@eslint-community/eslint-utils', ...linked].map((name) => fromHere(name)),
    ...tools.map((tool) => `${tool}@file:${toolFolder(tool)}`),
  ];
  runOrThrow('npm', ['install', '--offline', '--no-audit', '--no-fund', ...packages], root);
  return {
    root,
    write(file, text) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    },
    bin: (name, args, folder = '.', env = {}) =>
      run(join(root, 'node_modules/.bin', name), args, join(root, folder), env),
  };
}

/** Everything that is installed in this repository can be imported in the project as well. */
export function shareDependencies(project: Project): void {
  symlinkSync(join(repository, 'node_modules'), join(project.root, '../node_modules'), 'junction');
}

interface LintResult {
  filePath: string;
  messages: { ruleId: string | null; message: string; line: number; fatal?: true }[];
}

/** The messages of ESLint's JSON output, for each file by its name. */
export function messagesOf({ stdout, stderr }: Run): Record<string, LintResult['messages']> {
  if (!stdout.startsWith('[')) throw new Error(`ESLint printed no JSON:\n${stdout}${stderr}`);
  const results = JSON.parse(stdout) as LintResult[];
  return Object.fromEntries(
    results.map(({ filePath, messages }) => [filePath.replace(/.*[\\/]/, ''), messages]),
  );
}
