import type { TSESTree } from '@typescript-eslint/utils';
import { keyOf, wrapped, type Node } from '../analysis/ast';
import type { Fix, SourceCode } from './layout';
import { setProperty } from './properties';

/** Puts another expression in the place of one, with its casts; undefined when comments would be lost. */
export function replaceExpression(
  sourceCode: SourceCode,
  node: TSESTree.Node,
  text: string,
): Fix | undefined {
  const target = wrapped(node);
  if (sourceCode.getCommentsInside(target).length > 0) return undefined;
  return (fixer) => fixer.replaceText(target, text);
}

/** Puts an arrow function in the place of a function or of what names one, also of a method of an object; undefined for other methods and declarations, and when comments would be lost. */
export function replaceFunction(
  sourceCode: SourceCode,
  node: TSESTree.Node,
  arrow: string,
): Fix | undefined {
  const { parent } = wrapped(node);
  if (parent?.type === 'Property' && parent.parent.type === 'ObjectExpression') {
    const key = keyOf(parent);
    return key === undefined ? undefined : setProperty(sourceCode, parent.parent, key, arrow);
  }
  if (node.type === 'FunctionDeclaration' || parent?.type === 'MethodDefinition') return undefined;
  return replaceExpression(
    sourceCode,
    node,
    isBare(node) && bindsTighter(parent) ? `(${arrow})` : arrow,
  );
}

/** An arrow function among operands stands in parentheses already. */
function isBare(node: Node): boolean {
  return node.type !== 'ArrowFunctionExpression';
}

function bindsTighter(parent: Node | undefined): boolean {
  return parent?.type === 'LogicalExpression' || parent?.type === 'CallExpression';
}
