import { isNotCommaToken } from '@eslint-community/eslint-utils';
import type { TSESTree } from '@typescript-eslint/utils';
import {
  endOfLineAfter,
  indentOf,
  indentUnit,
  lineBreak,
  startsLine,
  type Fix,
  type SourceCode,
} from './layout';

/** What stands between two brackets, separated by commas: properties, arguments, import specifiers. */
export interface List {
  open: TSESTree.Token;
  close: TSESTree.Token;
  last: TSESTree.Node | undefined;
  /** What an empty list puts around its first item. */
  padding: '' | ' ';
}

/** Appends an item in the layout of the list: one line or several, its trailing comma and its comments as before; undefined when no token of the list precedes its end. */
export function appendItem(sourceCode: SourceCode, list: List, item: string): Fix | undefined {
  const { open, close, last } = list;
  if (!last) return fillEmptyList(sourceCode, list, item);

  const beforeClose = sourceCode.getTokenBefore(close);
  const content = sourceCode.getTokenBefore(close, isNotCommaToken);
  if (!beforeClose || !content) return undefined;
  const isOnLinesOfItsOwn =
    last.loc.start.line > open.loc.end.line && beforeClose.loc.end.line < close.loc.start.line;
  if (!isOnLinesOfItsOwn) {
    const end = endWithBlockComments(sourceCode, content);
    return (fixer) => fixer.insertTextAfterRange([end, end], `, ${item}`);
  }

  const line = lineBreak(sourceCode) + indentOf(sourceCode, last.loc.start.line) + item;
  const end = endOfLineAfter(sourceCode, beforeClose);
  const hasTrailingComma = content !== beforeClose;
  if (hasTrailingComma) return (fixer) => fixer.insertTextAfterRange([end, end], `${line},`);
  const comments = sourceCode.text.slice(content.range[1], end);
  return (fixer) => fixer.replaceTextRange([content.range[1], end], `,${comments}${line}`);
}

function fillEmptyList(sourceCode: SourceCode, { open, close, padding }: List, item: string): Fix {
  const comment = sourceCode.getCommentsBefore(close).at(-1);
  if (!comment) {
    return (fixer) =>
      fixer.replaceTextRange([open.range[1], close.range[0]], padding + item + padding);
  }
  if (comment.loc.end.line === close.loc.start.line) {
    return (fixer) => fixer.insertTextAfter(comment, ` ${item}`);
  }
  const indent = startsLine(sourceCode, comment)
    ? indentOf(sourceCode, comment.loc.start.line)
    : indentOf(sourceCode, open.loc.start.line) + indentUnit(sourceCode);
  return (fixer) => fixer.insertTextAfter(comment, lineBreak(sourceCode) + indent + item);
}

// A block comment right behind an item stays with what it explains.
function endWithBlockComments(sourceCode: SourceCode, token: TSESTree.Token): number {
  let end = token.range[1];
  for (const comment of sourceCode.getCommentsAfter(token)) {
    if (comment.type !== 'Block' || comment.loc.start.line !== token.loc.end.line) break;
    end = comment.range[1];
  }
  return end;
}
