import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

export type SourceCode = Readonly<TSESLint.SourceCode>;
export type Fix = (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix;

const LICENCE = /copyright|SPDX-Licen|@licen[cs]e|licensed under|\bMIT licen[cs]e/i;
const ABOUT_THE_FILE =
  /^\s*(?:eslint-(?:disable|enable|env)\s|eslint-disable$|eslint\s|globals?\s|@ts-(?:no)?check|\/\s*<|@flow|@jsx)|@file|@module\b|@packageDocumentation|@preserve/;

/** The file's line break. */
export function lineBreak({ text }: SourceCode): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** The white space that opens a line (counted from 1). */
export function indentOf({ lines }: SourceCode, line: number): string {
  return leadingSpace(lines[line - 1] ?? '');
}

/** One level of indentation as the file has it: the first step in after a line that opens a bracket; two spaces if there is none. */
export function indentUnit({ lines }: SourceCode): string {
  let opener: string | undefined;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = leadingSpace(line);
    const step =
      opener !== undefined && indent.startsWith(opener) ? indent.slice(opener.length) : '';
    if (step === '\t' || /^ {2,8}$/.test(step)) return step;
    opener = /[([{]$/.test(line.trimEnd()) ? indent : undefined;
  }
  return '  ';
}

/** The lines, which are written with two spaces a level, in the file's own indentation below `base`. */
export function indentLines(
  sourceCode: SourceCode,
  lines: readonly string[],
  base: string,
): string[] {
  const unit = indentUnit(sourceCode);
  return lines.map((line) => {
    const levels = Math.floor(leadingSpace(line).length / 2);
    return base + unit.repeat(levels) + line.trimStart();
  });
}

/** Whether nothing but white space precedes the node on its line. */
export function startsLine(
  { lines }: SourceCode,
  { loc: { start } }: TSESTree.NodeOrTokenData,
): boolean {
  return (lines[start.line - 1] ?? '').slice(0, start.column).trim() === '';
}

/** The statement's last token; for `import a from 'a'⏎;[b].map(c)` the one before the semicolon that guards the next line. */
export function lastTokenOf(
  sourceCode: SourceCode,
  statement: TSESTree.Node,
): TSESTree.Token | undefined {
  const [last, previous] = sourceCode.getLastTokens(statement, 2).reverse();
  const guardsNextLine =
    last?.value === ';' && previous && previous.loc.end.line < last.loc.start.line;
  return guardsNextLine ? previous : last;
}

/** The offset after a token and the comments that end its line. */
export function endOfLineAfter(sourceCode: SourceCode, token: TSESTree.Token): number {
  const { line } = token.loc.end;
  if (sourceCode.getTokenAfter(token)?.loc.start.line === line) return token.range[1];
  let end = token.range[1];
  for (const comment of sourceCode.getCommentsAfter(token)) {
    if (comment.loc.start.line !== line || comment.loc.end.line !== line) break;
    end = comment.range[1];
  }
  return end;
}

/** The first of the comments that stand right above a statement, or the statement itself; comments about the whole file are not its own. */
export function withLeadingComments(
  sourceCode: SourceCode,
  statement: TSESTree.Node,
): TSESTree.Node | TSESTree.Comment {
  const comments = sourceCode.getCommentsBefore(statement);
  let first: TSESTree.Node | TSESTree.Comment = statement;
  for (const comment of comments.slice(endOfHeader(comments)).reverse()) {
    if (comment.loc.end.line < first.loc.start.line - 1 || !startsLine(sourceCode, comment)) break;
    first = comment;
  }
  return first;
}

/** How many of the comments belong to the file: the shebang, the licence, directives for tools. */
function endOfHeader(comments: readonly TSESTree.Comment[]): number {
  let end = 0;
  let inLicence = false;
  comments.forEach((comment, index) => {
    const previous = comments[index - 1];
    inLicence =
      LICENCE.test(comment.value) ||
      (inLicence &&
        comment.type === 'Line' &&
        previous?.type === 'Line' &&
        previous.loc.end.line === comment.loc.start.line - 1);
    const isShebang = (comment.type as string) === 'Shebang';
    if (inLicence || isShebang || ABOUT_THE_FILE.test(comment.value)) end = index + 1;
  });
  return end;
}

function leadingSpace(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}
