import { statSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const SOURCE = /\.[cm]?[jt]sx?$/;
const NOT_READ = /\.d\.[cm]?ts$|[\\/]node_modules[\\/]/;
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
    const found = sourceFileAt(candidate);
    if (found) return found;
  }
  return undefined;
}

/** The source file at a path; `undefined` for declarations, installed packages, and what is no JavaScript or TypeScript. */
export function sourceFileAt(path: string): FoundFile | undefined {
  if (!SOURCE.test(path) || NOT_READ.test(path)) return undefined;
  const stats = statOf(path);
  return stats?.isFile() ? { path, size: stats.size, mtime: stats.mtimeMs } : undefined;
}

function* candidatesFor(path: string): Generator<string> {
  const extension = SOURCE.exec(path)?.[0] ?? '';
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
