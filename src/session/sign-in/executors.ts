import {
  enclosingFunction,
  isFunction,
  isInside,
  unwrap,
  wrapped,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { walk } from '../../analysis/nodes';
import { variableOf } from '../../analysis/variables';

/** Whether the executor of a promise directly holds a call. */
export function isInExecutor(call: Node): boolean {
  const fn = enclosingFunction(call);
  return !!fn && isExecutor(fn);
}

/** Whether a function is what `new Promise` runs at once. */
export function isExecutor(fn: FunctionNode): boolean {
  const { parent } = wrapped(fn);
  return (
    parent?.type === 'NewExpression' &&
    parent.callee.type === 'Identifier' &&
    parent.callee.name === 'Promise'
  );
}

/** Whether a call is the `new Promise` of an executor. */
export function isExecutorCall(call: CallLike): boolean {
  const [first] = call.arguments;
  const inner = first && unwrap(first);
  return isFunction(inner) && isExecutor(inner);
}

/** Whether an expression mentions one of some parameters. */
export function mentionsParameter(
  sourceCode: SourceCode,
  node: Node,
  parameters: readonly Node[],
): boolean {
  for (const each of walk(sourceCode, node)) {
    if (each.type !== 'Identifier') continue;
    const name = variableOf(sourceCode, each)?.defs[0]?.name as Node | undefined;
    if (name && parameters.some((parameter) => isInside(name, parameter))) return true;
  }
  return false;
}
