import {
  isFunction,
  keyOf,
  outwards,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { nodesOfType, nodesWithin, walk } from '../../analysis/nodes';
import { variableOf } from '../../analysis/variables';
import { sessionObject } from '../session-objects';

/** `req.session.regenerate = (done) => done()`: what beside a session without ids satisfies passport, and rotates nothing. */
export function isShimmed(sourceCode: SourceCode, method: string): boolean {
  return nodesOfType(sourceCode, 'AssignmentExpression').some(({ left, right }) => {
    const target = unwrap(left);
    if (target.type !== 'MemberExpression' || keyOf(target) !== method) return false;
    if (!sessionObject(sourceCode, target.object)) return false;
    const fn = functionOf(sourceCode, right);
    return !!fn && !isOnlyWhereMissing(sourceCode, target, method) && !delegates(sourceCode, fn);
  });
}

/** `if (!req.session.regenerate)` around: a session that can rotate still does. */
function isOnlyWhereMissing(sourceCode: SourceCode, target: Node, method: string): boolean {
  for (const at of outwards(target)) {
    if (isFunction(at)) return false;
    if (at.type !== 'IfStatement' && at.type !== 'LogicalExpression') continue;
    const test = at.type === 'IfStatement' ? at.test : at.left;
    for (const node of walk(sourceCode, test))
      if (node.type === 'MemberExpression' && keyOf(node) === method) return true;
  }
  return false;
}

/** Whether a function's body calls something but its own parameter. */
function delegates(sourceCode: SourceCode, fn: FunctionNode): boolean {
  return nodesWithin(sourceCode, 'CallExpression', fn.body).some((call) => {
    const definition = variableOf(sourceCode, call.callee)?.defs[0];
    return !(definition?.type === 'Parameter' && definition.node === fn);
  });
}
