import type { TSESTree } from '@typescript-eslint/utils';
import { programOf, type Node, type SourceCode } from './ast';

/**
 * A file of the project that can be looked into: the linted one, or one that it imports. There are
 * none unless the project reader is on.
 */
export interface ProjectFile {
  filename: string;
  /** Its source code; what is asked of a node of another file is answered by that file. */
  sourceCode: SourceCode;
  /** The file that a specifier names; `undefined` where it cannot be read. */
  open(specifier: string): ProjectFile | undefined;
  /** The file that declares what a module exports by a name, and its name there; `undefined` where only the files in between can tell. */
  declarer(specifier: string, name: string): { file: ProjectFile; name: string } | undefined;
}

const files = new WeakMap<TSESTree.Program, ProjectFile>();

export function register(file: ProjectFile): void {
  files.set(file.sourceCode.ast, file);
}

/** The file that a node stands in, when the project reader knows it. */
export function fileOf(node: Node): ProjectFile | undefined {
  const program = programOf(node);
  return program && files.get(program);
}

/** Whether a node stands in another file than the one that is asked about. */
export function isForeign(sourceCode: SourceCode, node: Node): boolean {
  const file = files.has(sourceCode.ast) ? fileOf(node) : undefined;
  return !!file && file.sourceCode.ast !== sourceCode.ast;
}

/** The source code of the file that a node stands in. */
export function homeOf(sourceCode: SourceCode, node: Node): SourceCode {
  return files.has(sourceCode.ast) ? (fileOf(node)?.sourceCode ?? sourceCode) : sourceCode;
}
