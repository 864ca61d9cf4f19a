import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/ast';
import { fileOf } from '../analysis/files';

const names = new WeakMap<TSESTree.Program, string>();

/** Notes what file a rule is asked about: its project may say which versions hold there. */
export function nameFile({ ast }: SourceCode, filename: string): void {
  names.set(ast, filename);
}

/** The file that source code is of, where that is known. */
export function filenameOf({ ast }: SourceCode): string | undefined {
  return names.get(ast) ?? fileOf(ast)?.filename;
}

type Ranges = ReadonlyMap<string, string>;

const nearest = new Map<string, Ranges | undefined>();

/**
 * The version range that the `package.json` nearest to a file gives for a package; `undefined` when
 * there is none, or it cannot be read. Read once a folder.
 */
export function dependencyRange(filename: string, name: string): string | undefined {
  return isAbsolute(filename) ? rangesAt(dirname(filename))?.get(name) : undefined;
}

/** Whether the project around a file surely has a package in a version below this one; unknown is no. */
export function isInstalledBelow(sourceCode: SourceCode, name: string, version: string): boolean {
  const filename = filenameOf(sourceCode);
  const range = filename && dependencyRange(filename, name);
  return !!range && isBelow(range, version);
}

function rangesAt(folder: string): Ranges | undefined {
  if (!nearest.has(folder)) {
    const above = dirname(folder);
    const own = rangesIn(join(folder, 'package.json'));
    nearest.set(folder, own ?? (above === folder ? undefined : rangesAt(above)));
  }
  return nearest.get(folder);
}

/** The ranges of one `package.json`: none when it is broken, `undefined` when it is not there. */
function rangesIn(path: string): Ranges | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const ranges = new Map<string, string>();
  for (const key of ['peerDependencies', 'devDependencies', 'dependencies'])
    for (const [name, range] of Object.entries(fieldOf(text, key)))
      if (typeof range === 'string') ranges.set(name, range);
  return ranges;
}

function fieldOf(text: string, key: string): object {
  try {
    const value = (JSON.parse(text) as Record<string, unknown> | null)?.[key];
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

type Version = readonly [major: number, minor: number, patch: number];

const COMPARATOR = /^(<=|>=|<|>|=|\^|~)?\s*v?(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(-[\w.-]+)?$/;

/**
 * Whether every version that a range allows is below a version: `^0.5.0` is below 0.6.0, `>=0.5` is
 * not. What is no plain range (a tag, a URL, `workspace:`) is not.
 */
export function isBelow(range: string, version: string): boolean {
  const limit = versionOf(version);
  const alternatives = range.split('||').map((part) => ceilingOf(part.trim()));
  return alternatives.every((ceiling) => !!ceiling && compare(ceiling, limit) <= 0);
}

/** Whether no version that a range allows is below a version: `^0.6.0` is not below 0.6.0, `>=0.5` may be. */
export function isAtLeast(range: string, version: string): boolean {
  const limit = versionOf(version);
  return range.split('||').every((part) => {
    const [first = ''] = part.trim().split(' - ');
    const comparators = comparatorsOf(first).map((each) => COMPARATOR.exec(each));
    return (
      comparators.every((match) => match) &&
      comparators.some((match) => {
        const [, operator = '=', ...digits] = match ?? [];
        return !operator.startsWith('<') && compare(versionOf(digits.slice(0, 3)), limit) >= 0;
      })
    );
  });
}

function versionOf(text: string | readonly (string | undefined)[]): Version {
  const [major, minor, patch] = typeof text === 'string' ? text.split('.') : text;
  return [Number(major) || 0, Number(minor) || 0, Number(patch) || 0];
}

function comparatorsOf(text: string): string[] {
  return text.replace(/([<>=^~])\s+/g, '$1').split(/\s+/);
}

/** The lowest version above all that a set of comparators allows; `undefined` when it has no end or is not understood. */
function ceilingOf(comparators: string): Version | undefined {
  const hyphen = / - (\S+)$/.exec(comparators);
  const parts = hyphen ? [`<=${hyphen[1] ?? ''}`] : comparatorsOf(comparators);
  const ceilings = parts.map(ceilingOfOne);
  if (ceilings.includes('unreadable')) return undefined;
  const ends = ceilings.filter((ceiling): ceiling is Version => typeof ceiling === 'object');
  return ends.sort(compare)[0];
}

/** The same for one comparator. */
function ceilingOfOne(comparator: string): Version | 'endless' | 'unreadable' {
  const match = COMPARATOR.exec(comparator);
  if (!match) return 'unreadable';
  const [, operator = '=', ...digits] = match;
  const [major, minor, patch] = digits
    .slice(0, 3)
    .map((digit: string | undefined) => Number(digit ?? NaN));
  const version: Version = [major || 0, minor || 0, patch || 0];
  switch (operator) {
    case '>':
    case '>=':
      return 'endless';
    case '<':
      return version;
    case '^':
      if (version[0] > 0 || Number.isNaN(minor)) return [version[0] + 1, 0, 0];
      if (version[1] > 0 || Number.isNaN(patch)) return [0, version[1] + 1, 0];
      return [0, 0, version[2] + 1];
    case '~':
      return Number.isNaN(minor) ? [version[0] + 1, 0, 0] : [version[0], version[1] + 1, 0];
    default:
      if (Number.isNaN(minor)) return [version[0] + 1, 0, 0];
      return Number.isNaN(patch)
        ? [version[0], version[1] + 1, 0]
        : [version[0], version[1], version[2] + 1];
  }
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
