import type { TSESTree } from '@typescript-eslint/utils';
import { keyOf, memberPath, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { walk } from '../../analysis/nodes';
import { isGlobal, valueOf, variableOf } from '../../analysis/variables';

/** Whether an expression compares something with the time now, through constants and `let`s written once. */
export function comparesTime(sourceCode: SourceCode, node: TSESTree.BinaryExpression): boolean {
  return (
    /^[<>]=?$/.test(node.operator) &&
    [...partsOf(sourceCode, node)].some((part) => isNow(sourceCode, part))
  );
}

/** Every node of an expression, and of the values of the variables in it. */
export function* partsOf(sourceCode: SourceCode, node: Node, steps = 4): Iterable<Node> {
  for (const each of walk(sourceCode, node, 'this function')) {
    yield each;
    const variable =
      each.type === 'Identifier' && steps > 0 ? variableOf(sourceCode, each) : undefined;
    const value = variable && valueOf(variable);
    if (value) yield* partsOf(sourceCode, value, steps - 1);
  }
}

/** `Date.now()`, `performance.now()`, `new Date()`, `dayjs()`, and parameters and fields named `now`. */
export function isNow(sourceCode: SourceCode, node: Node): boolean {
  if (node.type === 'Identifier') return /^now$/i.test(node.name) && !isGlobal(sourceCode, node);
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
  const callee = unwrap(node.callee);
  if (callee.type === 'MemberExpression') {
    const key = keyOf(callee);
    const { root } = memberPath(callee) ?? {};
    return (
      key === 'now' || (key === 'hrtime' && root?.type === 'Identifier' && root.name === 'process')
    );
  }
  if (callee.type !== 'Identifier' || node.arguments.length > 0) return false;
  return /^(?:Date|dayjs|moment|now|getTime|currentTime|getNow)$/.test(callee.name);
}
