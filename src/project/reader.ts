import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, SourceCode } from '../analysis/ast';
import { register, type ProjectFile } from '../analysis/files';
import { parse, type Language } from './parser';
import { findFile, type FoundFile } from './resolver';
import { viewOf } from './view';

/** Imports from the linted file on. */
const MAX_DEPTH = 3;
/** Other files that are read for one linted file. */
const MAX_FILES = 20;
const MAX_BYTES = 300_000;

/** What the reader is told of the linted file. */
export interface LintedFile {
  filename: string;
  sourceCode: SourceCode;
  language: Language;
}

/** A file that was opened, and those that it led to. */
export interface OpenedFile extends ProjectFile {
  depth: number;
  opened: Map<string, OpenedFile>;
}

interface Parsed {
  mtime: number;
  size: number;
  parser: unknown;
  sourceCode: SourceCode | undefined;
}

const parsed = new Map<string, Parsed>();
/** Files are kept for the next linted one; an editor that runs for days starts again at some point. */
const MAX_KEPT = 500;

const projects = new WeakMap<TSESTree.Program, OpenedFile>();

/** The project as it is seen from a linted file; `undefined` where that has no place on the disk. */
export function projectOf(linted: LintedFile): OpenedFile | undefined {
  if (!isAbsolute(linted.filename)) return undefined;
  const { ast } = linted.sourceCode;
  let root = projects.get(ast);
  if (!root) projects.set(ast, (root = new Project(linted.language).root(linted)));
  return root;
}

class Project {
  private readonly files = new Map<string, OpenedFile | undefined>();
  private readonly sources = new Map<Node, SourceCode>();

  constructor(private readonly language: Language) {}

  root({ filename, sourceCode }: LintedFile): OpenedFile {
    return this.add(filename, sourceCode, 0);
  }

  private add(filename: string, sourceCode: SourceCode, depth: number): OpenedFile {
    this.sources.set(sourceCode.ast, sourceCode);
    const opened = new Map<string, OpenedFile>();
    const file: OpenedFile = {
      filename,
      depth,
      opened,
      sourceCode: viewOf(sourceCode, (program) => this.sources.get(program)),
      open: (specifier) => {
        const next = opened.get(specifier) ?? this.open(file, specifier);
        if (next) opened.set(specifier, next);
        return next;
      },
    };
    this.files.set(filename, file);
    register(file);
    return file;
  }

  private open(importer: OpenedFile, specifier: string): OpenedFile | undefined {
    const found = findFile(importer.filename, specifier);
    if (!found) return undefined;
    const { path, size } = found;
    const known = this.files.get(path);
    if (known || this.files.has(path)) return known;
    if (importer.depth >= MAX_DEPTH || size > MAX_BYTES || this.files.size > MAX_FILES)
      return undefined;
    this.files.set(path, undefined);
    const sourceCode = sourceCodeOf(found, this.language);
    return sourceCode && this.add(path, sourceCode, importer.depth + 1);
  }
}

/** The parsed file, from the last time unless it has changed since. */
function sourceCodeOf({ path, size, mtime }: FoundFile, language: Language) {
  const known = parsed.get(path);
  const { parser } = language;
  if (known?.mtime === mtime && known.size === size && known.parser === parser)
    return known.sourceCode;
  if (parsed.size >= MAX_KEPT) parsed.clear();
  let sourceCode: SourceCode | undefined;
  try {
    sourceCode = parse(readFileSync(path, 'utf8'), path, language);
  } catch {
    sourceCode = undefined;
  }
  parsed.set(path, { mtime, size, parser, sourceCode });
  return sourceCode;
}
