import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, SourceCode } from '../analysis/ast';
import { register, type ProjectFile } from '../analysis/files';
import { parse, type Language } from './parser';
import { declaredExport, moduleFile, programBehind, type Program } from './program';
import { findFile, sourceFileAt, type FoundFile } from './resolver';
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

/** How imports lead to files. */
export interface Lookup {
  /** Whether relative specifiers are followed where the parser's types do not tell. */
  relative: boolean;
  /** Whether a module is known by its name, and its files say no more. */
  isKnown: (module: string) => boolean;
}

/** A file that was opened, and those that its imports led to. */
export interface OpenedFile extends ProjectFile {
  depth: number;
  opened: Map<string, Set<OpenedFile>>;
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

/** The project as it is seen from a linted file; `undefined` where that has no place on the disk, or nothing leads from it. */
export function projectOf(linted: LintedFile, lookup: Lookup): OpenedFile | undefined {
  const { ast } = linted.sourceCode;
  let root = projects.get(ast);
  if (root || !isAbsolute(linted.filename)) return root;
  const program = programBehind(linted.sourceCode);
  if (!program && !lookup.relative) return undefined;
  root = new Project(linted.language, lookup, program).root(linted);
  projects.set(ast, root);
  return root;
}

class Project {
  private readonly files = new Map<string, OpenedFile | undefined>();
  private readonly sources = new Map<Node, SourceCode>();

  constructor(
    private readonly language: Language,
    private readonly lookup: Lookup,
    private readonly program: Program | undefined,
  ) {}

  root({ filename, sourceCode }: LintedFile): OpenedFile {
    return this.add(filename, sourceCode, 0);
  }

  private add(filename: string, sourceCode: SourceCode, depth: number): OpenedFile {
    this.sources.set(sourceCode.ast, sourceCode);
    const opened = new Map<string, Set<OpenedFile>>();
    const enter = (specifier: string, found: FoundFile | undefined) => {
      const next = found && this.open(file, found);
      if (next) opened.set(specifier, (opened.get(specifier) ?? new Set()).add(next));
      return next;
    };
    const find = memoised((specifier) => this.find(filename, specifier));
    const findDeclarer = memoised((specifier, name) => this.declarer(filename, specifier, name));
    const file: OpenedFile = {
      filename,
      depth,
      opened,
      sourceCode: viewOf(sourceCode, (program) => this.sources.get(program)),
      open: (specifier) => enter(specifier, find(specifier, '')),
      declarer: (specifier, name) => {
        const declared = findDeclarer(specifier, name);
        const next = declared && enter(specifier, declared.found);
        return next && { file: next, name: declared.name };
      },
    };
    this.files.set(filename, file);
    register(file);
    return file;
  }

  /** The file that a specifier names, as the types say, else as it is written. */
  private find(importer: string, specifier: string): FoundFile | undefined {
    if (this.lookup.isKnown(specifier)) return undefined;
    const typed = this.program && moduleFile(this.program, importer, specifier);
    const found = typed === undefined ? undefined : sourceFileAt(typed);
    return found ?? (this.lookup.relative ? findFile(importer, specifier) : undefined);
  }

  private declarer(importer: string, specifier: string, name: string) {
    if (!this.program || this.lookup.isKnown(specifier)) return undefined;
    const declared = declaredExport(this.program, importer, specifier, name);
    const found = declared && sourceFileAt(declared.path);
    return found && { found, name: declared.name };
  }

  private open(importer: OpenedFile, { path, size, mtime }: FoundFile): OpenedFile | undefined {
    const known = this.files.get(path);
    if (known || this.files.has(path)) return known;
    if (importer.depth >= MAX_DEPTH || size > MAX_BYTES || this.files.size > MAX_FILES)
      return undefined;
    this.files.set(path, undefined);
    const sourceCode = sourceCodeOf({ path, size, mtime }, this.language);
    return sourceCode && this.add(path, sourceCode, importer.depth + 1);
  }
}

/** Asked again and again by every rule, and answered once. */
function memoised<T>(ask: (specifier: string, name: string) => T) {
  const answers = new Map<string, T>();
  return (specifier: string, name: string): T => {
    const key = `${specifier} ${name}`;
    if (!answers.has(key)) answers.set(key, ask(specifier, name));
    return answers.get(key) as T;
  };
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
