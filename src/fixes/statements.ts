import { isArrowToken } from '@eslint-community/eslint-utils';
import type { TSESTree } from '@typescript-eslint/utils';
import { canMoveIntoCallback, exits, followsInFunction } from './callback-safety';
import {
  endOfLineAfter,
  indentLines,
  indentOf,
  indentUnit,
  lastTokenOf,
  lineBreak,
  startsLine,
  withLeadingComments,
  type Fix,
  type SourceCode,
} from './layout';

const LIST_PARENTS = ['Program', 'BlockStatement', 'StaticBlock', 'SwitchCase', 'TSModuleBlock'];
const LONE_BODY_PARENTS = [
  'IfStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
];

/** Inserts lines (two spaces a level) above a statement and its comments, with braces around a lone body; undefined where braces would not do. */
export function insertBefore(
  sourceCode: SourceCode,
  statement: TSESTree.Node,
  lines: readonly string[],
): Fix | undefined {
  const { parent } = statement;
  const isValue = statement.type !== 'BlockStatement';
  if (parent?.type === 'ArrowFunctionExpression' && parent.body === statement && isValue) {
    return braceArrowBody(sourceCode, parent, lines);
  }
  if (isLoneBody(statement)) {
    return braceStatement(sourceCode, statement, (body) => [...lines, body]);
  }
  if (!parent || !LIST_PARENTS.includes(parent.type)) return undefined;

  const first = withLeadingComments(sourceCode, statement);
  if (!startsLine(sourceCode, first)) {
    return (fixer) => fixer.insertTextBefore(first, `${oneLine(lines)} `);
  }
  const indent = indentOf(sourceCode, first.loc.start.line);
  const eol = lineBreak(sourceCode);
  const text = indentLines(sourceCode, lines, indent).join(eol).trimStart();
  return (fixer) => fixer.insertTextBefore(first, text + eol + indent);
}

/** Inserts lines (two spaces a level) below a statement and the comment that ends its line; undefined after a jump, and where braces would not do. */
export function insertAfter(
  sourceCode: SourceCode,
  statement: TSESTree.Node,
  lines: readonly string[],
): Fix | undefined {
  if (exits(statement)) return undefined;
  if (isLoneBody(statement)) {
    return braceStatement(sourceCode, statement, (body) => [body, ...lines]);
  }
  if (!statement.parent || !LIST_PARENTS.includes(statement.parent.type)) return undefined;

  const last = lastTokenOf(sourceCode, statement);
  if (!last) return undefined;
  const guard = '([`+-*/'.includes(lines[0]?.charAt(0) ?? ' ') && last.value !== ';' ? ';' : '';
  const isInline =
    !startsLine(sourceCode, statement) &&
    sourceCode.getTokenAfter(last)?.loc.start.line === last.loc.end.line;
  if (isInline) {
    const separator = last.value === ';' || last.value === '}' ? ' ' : '; ';
    return (fixer) => fixer.insertTextAfter(last, separator + oneLine(lines));
  }
  const end = endOfLineAfter(sourceCode, last);
  const eol = lineBreak(sourceCode);
  const indent = indentOf(sourceCode, statement.loc.start.line);
  const [head = '', ...rest] = indentLines(sourceCode, lines, indent);
  const text = [indent + guard + head.slice(indent.length), ...rest].map((line) => eol + line);
  return (fixer) => fixer.insertTextAfterRange([end, end], text.join(''));
}

export interface WrapOptions {
  /** Whether `return value` may move: the caller of a request handler does not look at what it returns. */
  allowReturns?: boolean;
}

/**
 * Puts the statements from `first` to the end of its block between `before` (which ends in `{`) and
 * `after`. Undefined when they use what a callback does not have (`await`, `yield`, a loop to leave,
 * a value to return, `this` under a `function`), share a name with the code around or the callback's
 * parameters, or when code behind the block would no longer run after them.
 */
export function wrapRestOfBlock(
  sourceCode: SourceCode,
  first: TSESTree.Statement,
  before: string,
  after: string,
  options: WrapOptions = {},
): Fix | undefined {
  const block = first.parent;
  if (block.type !== 'BlockStatement') return undefined;
  const statements = block.body.slice(block.body.indexOf(first));
  const last = statements.at(-1);
  const follows = followsInFunction(block);
  if (!last || follows === 'unknown' || (follows === 'code' && !exits(last))) return undefined;
  if (!canMoveIntoCallback(sourceCode, statements, before, options.allowReturns ?? false)) {
    return undefined;
  }

  const head = withLeadingComments(sourceCode, first);
  const [tail] = sourceCode.getLastTokens(block, { count: 2, includeComments: true });
  if (!tail) return undefined;
  const range: [number, number] = [head.range[0], tail.range[1]];
  // The block left the function before, so it still has to: `return;` type-checks in every handler.
  const ending = [...after.split('\n'), ...(follows === 'code' ? ['return;'] : [])];
  if (!startsLine(sourceCode, head)) {
    if (sourceCode.getCommentsInside(block).some(({ type }) => type === 'Line')) return undefined;
    const text = sourceCode.text.slice(...range);
    const line = `${oneLine(before.split('\n'))} ${text} ${oneLine(ending)}`;
    return (fixer) => fixer.replaceTextRange(range, line);
  }
  const indent = indentOf(sourceCode, head.loc.start.line);
  const eol = lineBreak(sourceCode);
  const text = [
    ...indentLines(sourceCode, before.split('\n'), indent),
    indent + indentUnit(sourceCode) + shiftedText(sourceCode, range, indentUnit(sourceCode)),
    ...indentLines(sourceCode, ending, indent),
  ].join(eol);
  return (fixer) => fixer.replaceTextRange(range, text.trimStart());
}

function isLoneBody(statement: TSESTree.Node): boolean {
  return statement.parent !== undefined && LONE_BODY_PARENTS.includes(statement.parent.type);
}

/** `if (ok) go();` with braces around; undefined for `else if`, a declaration, and where comments precede the body. */
function braceStatement(
  sourceCode: SourceCode,
  statement: TSESTree.Node,
  layOut: (body: string) => string[],
): Fix | undefined {
  const { parent } = statement;
  const previous = sourceCode.getTokenBefore(statement, { includeComments: true });
  const last = lastTokenOf(sourceCode, statement);
  const isPlain = statement.type === 'ExpressionStatement' || exits(statement);
  if (!parent || !previous || !last || !isPlain) return undefined;
  if (previous.type === 'Block' || previous.type === 'Line') return undefined;

  const outer = indentOf(sourceCode, parent.loc.start.line);
  const end = last.range[1];
  const range: [number, number] = [previous.range[1], end];
  const body = startsLine(sourceCode, statement)
    ? sourceCode.text.slice(statement.range[0], end)
    : shiftedText(sourceCode, [statement.range[0], end], indentUnit(sourceCode));
  return (fixer) => fixer.replaceTextRange(range, braces(sourceCode, layOut(body), outer));
}

/** `() => value` as `() => { …; return value; }`; undefined where comments follow the arrow. */
function braceArrowBody(
  sourceCode: SourceCode,
  arrow: TSESTree.ArrowFunctionExpression,
  lines: readonly string[],
): Fix | undefined {
  const token = sourceCode.getTokenBefore(arrow.body, isArrowToken);
  const first = token && sourceCode.getTokenAfter(token, { includeComments: true });
  if (!first || first.type === 'Block' || first.type === 'Line') return undefined;
  const range: [number, number] = [token.range[1], arrow.range[1]];
  const bodyRange: [number, number] = [first.range[0], arrow.range[1]];
  const value = startsLine(sourceCode, first)
    ? sourceCode.text.slice(...bodyRange)
    : shiftedText(sourceCode, bodyRange, indentUnit(sourceCode));
  const outer = indentOf(sourceCode, token.loc.start.line);
  const text = braces(sourceCode, [...lines, `return ${value};`], outer);
  return (fixer) => fixer.replaceTextRange(range, text);
}

function braces(sourceCode: SourceCode, lines: readonly string[], outer: string): string {
  const inner = indentLines(sourceCode, lines, outer + indentUnit(sourceCode));
  return [' {', ...inner, `${outer}}`].join(lineBreak(sourceCode));
}

/** The text of a range, every line but the first one level deeper, except those that open inside a string, a template or JSX text. */
function shiftedText(
  { ast, lines, text }: SourceCode,
  range: readonly [number, number],
  unit: string,
): string {
  const offsets: number[] = [];
  const frozen = new Set<number>();
  for (const { loc } of ast.tokens) {
    for (let line = loc.start.line + 1; line <= loc.end.line; line++) frozen.add(line);
  }
  let offset = text.indexOf('\n', range[0]) + 1;
  for (; offset > 0 && offset < range[1]; offset = text.indexOf('\n', offset) + 1) {
    offsets.push(offset);
  }
  let line = text.slice(0, range[0]).split('\n').length;
  let shifted = text.slice(range[0], offsets[0] ?? range[1]);
  offsets.forEach((start, index) => {
    line++;
    const isKept = frozen.has(line) || (lines[line - 1] ?? '').trim() === '';
    shifted += (isKept ? '' : unit) + text.slice(start, offsets[index + 1] ?? range[1]);
  });
  return shifted;
}

function oneLine(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join(' ');
}
