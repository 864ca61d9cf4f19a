import { statSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
/** What TypeScript writes for the file that it compiles. */
const SOURCES: Record<string, readonly string[]> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** A file that can be read. */
export interface FoundFile {
  path: string;
  size: number;
  mtime: number;
}

/** The source file that a relative specifier names, as bundlers, Node and TypeScript find it; no declaration files. */
export function findFile(importer: string, specifier: string): FoundFile | undefined {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
  const path = resolve(dirname(importer), specifier);
  for (const candidate of candidatesFor(path)) {
    const stats = /\.d\.[cm]?ts$/.test(candidate) ? undefined : statOf(candidate);
    if (stats?.isFile()) return { path: candidate, size: stats.size, mtime: stats.mtimeMs };
  }
  return undefined;
}

function* candidatesFor(path: string): Generator<string> {
  const extension = /\.[cm]?[jt]sx?$/.exec(path)?.[0] ?? '';
  if (extension) yield path;
  for (const source of SOURCES[extension] ?? [])
    yield path.slice(0, path.length - extension.length) + source;
  for (const each of EXTENSIONS) yield path + each;
  for (const each of EXTENSIONS) yield resolve(path, `index${each}`);
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // below a file, behind a locked folder
  }
}
