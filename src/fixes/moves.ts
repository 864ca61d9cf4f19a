import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, outwards, type Node } from '../analysis/ast';
import { walk } from '../analysis/nodes';
import { scopesAround } from './bindings';
import {
  endOfLineAfter,
  indentOf,
  lastTokenOf,
  lineBreak,
  startsLine,
  withLeadingComments,
  type SourceCode,
} from './layout';

type Range = readonly [number, number];

/**
 * Moves statements, with the comments above them, before a statement of an inner function.
 * Undefined when a name would mean something else there or is used elsewhere, when the function
 * cannot wait for them, and when one of them shares its lines.
 */
export function moveBefore(
  sourceCode: SourceCode,
  statements: readonly TSESTree.Statement[],
  target: TSESTree.Statement,
): TSESLint.ReportFixFunction | undefined {
  const lines = statements.map((statement) => linesOf(sourceCode, statement));
  if (!lines.every((range) => range !== undefined) || !startsLine(sourceCode, target))
    return undefined;
  if (!keepsMeaning(sourceCode, statements, target)) return undefined;
  const first = withLeadingComments(sourceCode, target);
  const indent = indentOf(sourceCode, target.loc.start.line);
  const text = lines.map((range) => reindented(sourceCode, range, indent)).join('');
  const at = startOfLine(sourceCode, first.loc.start.line);
  return (fixer) => [
    ...removals(sourceCode, lines).map((range) => fixer.removeRange(range)),
    fixer.insertTextBeforeRange([at, at], text),
  ];
}

/** The whole lines of a statement and of the comments above it, to the start of the next line. */
function linesOf(sourceCode: SourceCode, statement: TSESTree.Statement): Range | undefined {
  const first = withLeadingComments(sourceCode, statement);
  const last = lastTokenOf(sourceCode, statement);
  if (!last || !startsLine(sourceCode, first)) return undefined;
  const end = endOfLineAfter(sourceCode, last);
  const rest = /^[ \t]*(\r?\n|$)/.exec(sourceCode.text.slice(end));
  if (!rest || hasLongTemplate(sourceCode, statement)) return undefined;
  return [startOfLine(sourceCode, first.loc.start.line), end + rest[0].length];
}

/** Whether a template goes over several lines: its text would change. */
function hasLongTemplate(sourceCode: SourceCode, statement: Node): boolean {
  for (const node of walk(sourceCode, statement))
    if (node.type === 'TemplateElement' && node.value.raw.includes('\n')) return true;
  return false;
}

function startOfLine(sourceCode: SourceCode, line: number): number {
  return sourceCode.getIndexFromLoc({ line, column: 0 });
}

function reindented({ text }: SourceCode, [start, end]: Range, indent: string): string {
  const lines = text.slice(start, end).trimEnd().split(/\r?\n/);
  const own = /^\s*/.exec(lines[0] ?? '')?.[0] ?? '';
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  return lines
    .map((line) => (line.startsWith(own) && line.trim() ? indent + line.slice(own.length) : line))
    .map((line) => line + eol)
    .join('');
}

/** The lines to remove, with one of two empty lines that would meet. */
function removals(sourceCode: SourceCode, lines: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const range of lines) {
    const last = joined.at(-1);
    if (last?.[1] === range[0]) joined.splice(-1, 1, [last[0], range[1]]);
    else joined.push(range);
  }
  const { text } = sourceCode;
  const eol = lineBreak(sourceCode);
  return joined.map(([start, end]) => {
    const before = start === 0 || text.slice(0, start).endsWith(eol + eol);
    return [start, before && text.startsWith(eol, end) ? end + eol.length : end];
  });
}

function keepsMeaning(
  sourceCode: SourceCode,
  statements: readonly TSESTree.Statement[],
  target: TSESTree.Statement,
): boolean {
  const fn = enclosingFunction(target);
  const isMoved = (node: Node) => statements.some((statement) => isInside(node, statement));
  const declared = statements.flatMap((each) => sourceCode.getDeclaredVariables(each));
  const areLocal = declared.every(({ references }) =>
    references.every(
      ({ identifier }) =>
        isMoved(identifier) ||
        (isInside(identifier, target.parent) && identifier.range[0] >= target.range[0]),
    ),
  );
  if (!fn || !areLocal) return false;
  const scopes = scopesAround(sourceCode, target);
  return statements.every((statement) =>
    [...walk(sourceCode, statement)].every((node) => {
      if (node.type === 'ThisExpression') return false;
      if (node.type === 'AwaitExpression' && !isInInnerFunction(node, statement)) return fn.async;
      if (node.type !== 'Identifier') return true;
      const here = scopesAround(sourceCode, node).flatMap(named(node.name)).at(0);
      if (here && declared.includes(here)) return true;
      const [name] = here?.identifiers ?? [];
      return (name && isMoved(name)) || scopes.flatMap(named(node.name)).at(0) === here;
    }),
  );
}

function named(name: string): (scope: TSESLint.Scope.Scope) => TSESLint.Scope.Variable[] {
  return (scope) => scope.variables.filter((variable) => variable.name === name);
}

function isInInnerFunction(node: Node, statement: Node): boolean {
  for (const at of outwards(node)) {
    if (at === statement) return false;
    if (isFunction(at)) return true;
  }
  return false;
}
