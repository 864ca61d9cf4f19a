import type { Node } from '../analysis/ast';
import type { Fix, SourceCode } from './layout';

/**
 * Appends text to a string literal, a template or the last operand of a concatenation, behind a
 * separator unless it ends in one; undefined for other nodes, and where text would need a template.
 */
export function appendToString(
  sourceCode: SourceCode,
  node: Node,
  separator: string,
  text: string,
): Fix | undefined {
  if (node.type === 'BinaryExpression')
    return appendToString(sourceCode, node.right, separator, text);
  const isExpression = text.startsWith('${');
  if (
    node.type === 'Literal'
      ? typeof node.value !== 'string' || isExpression
      : node.type !== 'TemplateLiteral'
  )
    return undefined;
  const end = node.range[1] - 1;
  const isSeparated = sourceCode.text.slice(node.range[0], end).trimEnd().endsWith(separator);
  const added = isSeparated || isExpression ? text : separator + text;
  return (fixer) => fixer.insertTextBeforeRange([end, end], added);
}
