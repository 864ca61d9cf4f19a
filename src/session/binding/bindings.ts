import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  keyOf,
  stringOf,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { isForeign } from '../../analysis/files';
import { functionOf } from '../../analysis/functions';
import { isImported } from '../../analysis/imports';
import { nodesOfType, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { authStateOf } from '../auth-state';
import { holdsClientTrait } from './client-traits';
import { isRequestName } from '../handlers';
import { sessionMember, sessionObject } from '../session-objects';

/** A write that keeps in the session who the client was: `req.session.ip = req.ip`. */
export interface TraitStore {
  node: TSESTree.AssignmentExpression | TSESTree.CallExpression;
}

/** Where a file keeps the client's address or browser in a session. */
export const traitStoresIn = oncePerFile((sourceCode: SourceCode): TraitStore[] => {
  const assigned = nodesOfType(sourceCode, 'AssignmentExpression').filter(
    ({ left, right }) =>
      !!sessionMember(sourceCode, left) &&
      !isStateOf(sourceCode, right) &&
      holdsClientTrait(sourceCode, right),
  );
  const called = nodesOfType(sourceCode, 'CallExpression').filter((call) => {
    const callee = unwrap(call.callee);
    const [first, second] = call.arguments;
    if (callee.type !== 'MemberExpression' || !first || !second) return false;
    const method = keyOf(callee);
    const isWrite =
      (method === 'assign' && !!sessionObject(sourceCode, first)) ||
      (method === 'set' &&
        stringOf(first) !== undefined &&
        !!sessionObject(sourceCode, callee.object));
    return isWrite && holdsClientTrait(sourceCode, second);
  });
  return [...assigned, ...called].sort((a, b) => a.range[0] - b.range[0]).map((node) => ({ node }));
});

const COMPARES = /equal|compare|match|verify|same|check/i;

/** Whether the file compares something of a session with the client of the request. */
export const comparesTraits = oncePerFile((sourceCode: SourceCode): boolean => {
  return (
    nodesOfType(sourceCode, 'BinaryExpression').some(
      ({ operator, left, right }) =>
        /^[!=]==?$/.test(operator) && isComparison(sourceCode, [left, right]),
    ) ||
    nodesOfType(sourceCode, 'CallExpression').some(
      (call) =>
        COMPARES.test(calleeName(call) ?? '') &&
        !functionOf(sourceCode, call.callee) &&
        isComparison(sourceCode, call.arguments),
    )
  );
});

function isComparison(sourceCode: SourceCode, sides: readonly Node[]): boolean {
  return sides.some(
    (side) =>
      holdsState(sourceCode, side) &&
      sides.some(
        (other) =>
          other !== side &&
          !isStateOf(sourceCode, other) &&
          holdsClientTrait(sourceCode, other, 'any'),
      ),
  );
}

/** Every key of a session. */
class AnyKey extends Set<string> {
  override has(): boolean {
    return true;
  }
}
const ANY_KEY = new AnyKey();

function isStateOf(sourceCode: SourceCode, node: Node): boolean {
  return !!authStateOf(sourceCode, node, ANY_KEY);
}

/** Whether an expression is, or is made of, what a session holds: `fp.ip`, `Buffer.from(req.session.fingerprint)`. */
function holdsState(sourceCode: SourceCode, node: Node): boolean {
  for (const each of walk(sourceCode, node)) if (isStateOf(sourceCode, each)) return true;
  return false;
}

const BINDS =
  /finger_?print|bind_?session|session_?bind|hijack|user_?agent|client_?ip|same_?(?:client|device)/i;
const TELLS =
  /^(?:log|audit|track|record|debug|info|warn|error|trace|get|find|load|fetch|attach|next|redirect)/i;

/**
 * Whether code out of sight may compare: something imported whose name says so, or a helper of a
 * guard that is handed the request and tells nothing of itself.
 */
export function mayCompareElsewhere(
  sourceCode: SourceCode,
  guards: readonly FunctionNode[],
): boolean {
  const imports = nodesOfType(sourceCode, 'Identifier').some(
    (node) => BINDS.test(node.name) && isOutOfSight(sourceCode, node),
  );
  if (imports) return true;
  return guards.some((guard) => {
    for (const node of walk(sourceCode, guard))
      if (node.type === 'CallExpression' && isUnknownHelper(sourceCode, node)) return true;
    return false;
  });
}

function isOutOfSight(sourceCode: SourceCode, node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'MemberExpression' && !parent.computed && parent.property === node) {
    const isCalled = parent.parent.type === 'CallExpression' && parent.parent.callee === parent;
    return isCalled ? !isInSight(sourceCode, parent) : isImported(sourceCode, parent);
  }
  return isImported(sourceCode, node);
}

/** What a helper next door does is not judged here. */
function isInSight(sourceCode: SourceCode, node: Node): boolean {
  const fn = functionOf(sourceCode, node);
  return !!fn && !isForeign(sourceCode, fn);
}

function isUnknownHelper(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  if (isInSight(sourceCode, call.callee) || TELLS.test(calleeName(call) ?? '')) return false;
  return call.arguments.some((argument) => {
    const inner = unwrap(argument);
    if (inner.type === 'Identifier' && isRequestName(inner.name)) return true;
    return !!sessionObject(sourceCode, inner);
  });
}
