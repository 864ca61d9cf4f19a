import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import {
  indentLines,
  indentOf,
  lineBreak,
  startsLine,
  withLeadingComments,
  type SourceCode,
} from './layout';
import { insertBefore, wrapRestOfBlock } from './statements';

/** A call and how it says that it is done: by a callback, a promise, or at once; a `statement` is no call. */
export interface SettlingCall {
  /** The callee, or the statement. */
  text: string;
  /** What it is handed before the callback. */
  leading?: string | undefined;
  settles: 'callback' | 'promise' | 'sync' | 'statement';
}

export interface Continuation {
  /** Statements in a row that the call takes the place of; none where it goes before `rest`. */
  replaced: readonly TSESTree.Statement[];
  /** What has to run after it: the statements to the end of the block. */
  rest: readonly TSESTree.Statement[];
  isAsync: boolean;
  /** Whether the file takes type annotations. */
  typed: boolean;
  /** The name of the function that is handed an error, where there is one. */
  next: string | undefined;
  /** Statements to add after it, before `rest`. */
  added?: readonly string[];
}

/** Whether a file takes type annotations, by its name: not every linter says which parser read it. */
export function isTypeScript(filename: string): boolean {
  return /\.[cm]?tsx?$/.test(filename);
}

/**
 * Puts a call into a block so that the statements after it wait for it: by `await` in an async
 * function, else in its callback. Undefined where neither is certain.
 */
export function callThen(
  sourceCode: SourceCode,
  call: SettlingCall,
  to: Continuation,
): TSESLint.ReportFixFunction | undefined {
  const [head] = to.rest;
  const [first = head] = to.replaced;
  if (!first) return undefined;
  const { added = [] } = to;
  if (call.settles !== 'callback') return put(sourceCode, to, first, [plain(call), ...added]);
  if (to.isAsync) return put(sourceCode, to, first, [...awaited(call, to.typed), ...added]);
  if (!head) return put(sourceCode, to, first, [`${opening(call, '() => {')}});`]);
  const before =
    to.next === undefined
      ? opening(call, '() => {')
      : `${opening(call, `${errorOf(to.typed)} => {`)}\n  if (err) return ${to.next}(err);`;
  const wrap = wrapRestOfBlock(
    sourceCode,
    head,
    [before, ...added.map((each) => `  ${each}`)].join('\n'),
    '});',
    { allowReturns: true },
  );
  const start = withLeadingComments(sourceCode, head).range[0];
  if (!wrap || !isFreeOfComments(sourceCode, first, to.replaced, start)) return undefined;
  return (fixer) =>
    first === head ? wrap(fixer) : [fixer.removeRange([first.range[0], start]), wrap(fixer)];
}

function put(
  sourceCode: SourceCode,
  { replaced }: Continuation,
  first: TSESTree.Statement,
  lines: readonly string[],
): TSESLint.ReportFixFunction | undefined {
  const text = startsLine(sourceCode, first) ? lines : [onOneLine(lines)];
  const last = replaced.at(-1);
  if (!last) return insertBefore(sourceCode, first, text);
  if (!isFreeOfComments(sourceCode, first, replaced, last.range[1])) return undefined;
  const indented = indentLines(sourceCode, text, indentOf(sourceCode, first.loc.start.line));
  return (fixer) =>
    fixer.replaceTextRange(
      [first.range[0], last.range[1]],
      indented.join(lineBreak(sourceCode)).trimStart(),
    );
}

function onOneLine(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join(' ')
    .replace(', );', ');');
}

/** Whether no comment is lost with the statements. */
function isFreeOfComments(
  sourceCode: SourceCode,
  first: TSESTree.Statement,
  replaced: readonly TSESTree.Statement[],
  end: number,
): boolean {
  if (replaced.length === 0) return true;
  return !sourceCode
    .getAllComments()
    .some(({ range }) => range[0] >= first.range[0] && range[1] <= end);
}

function opening({ text, leading }: SettlingCall, callback: string): string {
  return `${text}(${[leading, callback].filter(Boolean).join(', ')}`;
}

function awaited(call: SettlingCall, typed: boolean): string[] {
  return [
    `await new Promise${typed ? '<void>' : ''}((resolve, reject) =>`,
    `  ${opening(call, `${errorOf(typed)} => (err ? reject(err) : resolve())`)}),`,
    ');',
  ];
}

function errorOf(typed: boolean): string {
  return typed ? '(err: unknown)' : '(err)';
}

function plain({ text, settles }: SettlingCall): string {
  if (settles === 'statement') return `${text};`;
  return settles === 'promise' ? `await ${text}();` : `${text}();`;
}
