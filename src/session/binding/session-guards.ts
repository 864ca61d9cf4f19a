import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { runAutomaton, stateSet, type Automaton, type FlowResult } from '../../analysis/flow';
import type { FlowGraph } from '../../analysis/flow-graph';
import { walk } from '../../analysis/nodes';
import { valueOf, variableOf } from '../../analysis/variables';
import { authStateOf, isMadeOfAuthState, tellsSignedIn, type AuthKeys } from '../auth-state';
import { handlersIn, isMiddleware, parameterName, type RequestHandler } from '../handlers';

/** A middleware or hook that lets signed-in requests through and refuses the others. */
export interface SessionGuard {
  fn: FunctionNode;
  /** The `next()` calls behind which a request is signed in; none for a hook without. */
  passes: readonly TSESTree.CallExpression[];
}

/** States besides 0, in which it is not known whether the request is signed in. */
const [SIGNED_IN, SIGNED_OUT] = [1, 2];

const REFUSES = /^(?:redirect|sendStatus|status|code|throw|unauthorized|forbidden|writeHead)$/;

/** The guards of a file that look at a session's authentication state. */
export function sessionGuardsIn(
  sourceCode: SourceCode,
  graph: FlowGraph,
  keys: AuthKeys,
): SessionGuard[] {
  const candidates = handlersIn(sourceCode).filter(
    (handler) => isMiddleware(handler) && readsAuthState(sourceCode, handler.fn, keys),
  );
  if (candidates.length === 0) return [];
  const result = runAutomaton(sourceCode, graph, automatonFor(sourceCode, keys));
  return candidates.flatMap((handler) => guardOf(sourceCode, handler, result) ?? []);
}

function readsAuthState(sourceCode: SourceCode, fn: FunctionNode, keys: AuthKeys): boolean {
  for (const node of walk(sourceCode, fn))
    if (
      (node.type === 'MemberExpression' || node.type === 'CallExpression') &&
      authStateOf(sourceCode, node, keys)
    )
      return true;
  return false;
}

function automatonFor(sourceCode: SourceCode, keys: AuthKeys): Automaton {
  return {
    step: (_, state) => state,
    pass(passage, state) {
      if (passage.kind !== 'condition' || state === SIGNED_IN) return state;
      const { test, holds } = passage;
      if (tells(sourceCode, test, holds, keys)) return SIGNED_IN;
      return tells(sourceCode, test, !holds, keys) ? SIGNED_OUT : state;
    },
  };
}

/** Whether a test says that the session is signed in, by its state or by what was looked up with it. */
function tells(sourceCode: SourceCode, test: Node, holds: boolean, keys: AuthKeys): boolean {
  if (tellsSignedIn(sourceCode, test, holds, keys)) return true;
  const inner = unwrap(test);
  if (inner.type === 'UnaryExpression' && inner.operator === '!')
    return tells(sourceCode, inner.argument, !holds, keys);
  const variable = holds ? variableOf(sourceCode, inner) : undefined;
  const value = variable && valueOf(variable);
  return !!value && isMadeOfAuthState(sourceCode, value, keys);
}

function guardOf(
  sourceCode: SourceCode,
  { fn, method }: RequestHandler,
  result: FlowResult,
): SessionGuard | undefined {
  const next = fn.params.map(parameterName).find((name) => name === 'next' || name === 'done');
  const calls: TSESTree.CallExpression[] = [];
  let refuses = false;
  for (const node of walk(sourceCode, fn)) {
    if (node.type !== 'CallExpression') continue;
    if (next !== undefined && calleeName(node) === next) {
      if (node.callee.type === 'Identifier' && node.arguments.length === 0) calls.push(node);
    } else if (REFUSES.test(calleeName(node) ?? '')) {
      refuses ||= result.before(node) === stateSet(SIGNED_OUT);
    }
  }
  if (calls.length === 0) return refuses && method === 'addHook' ? { fn, passes: [] } : undefined;
  return calls.every((call) => result.before(call) === stateSet(SIGNED_IN))
    ? { fn, passes: calls }
    : undefined;
}
