import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  isFunction,
  isInside,
  keyOf,
  outwards,
  stringOf,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf, usesOf } from '../../analysis/functions';
import { nodesOfType, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { CHANGING_WORDS, CHECKING_WORDS, OWNERSHIP_WORDS } from '../../models/caller-names';
import { handlerAround, registrationsIn } from '../handlers';
import { lastName } from '../ids/id-words';
import { wordsOf } from '../name-words';
import type { KeyedLookup } from '../transports/lookups';
import { speaksOfCaller, tellsCallersApart } from './callers';
import { mayServe } from './servers';
import { isClientsId, isFoundElsewhere, lookupsBehind, servedSessionsIn } from './served-sessions';

/** A session that answers whoever sends its id, though the file knows who calls. */
export interface UnownedSession {
  lookup: KeyedLookup;
  /** Where the session is given the credentials of the caller, if it is. */
  replaced: Node | undefined;
}

/** The first such session of each store; none where the owner is compared, or may be, out of sight. */
export const unownedSessionsIn = oncePerFile((sourceCode: SourceCode): UnownedSession[] => {
  const served = servedSessionsIn(sourceCode);
  if (served.length === 0) return [];
  const unowned = new Map<Node, UnownedSession>();
  for (const { lookup, request } of served) {
    const { container } = lookup.store;
    if (unowned.has(container)) continue;
    if (!tellsCallersApart(sourceCode, (node) => mayServe(sourceCode, node, container))) continue;
    const scopes = scopesAround(sourceCode, request);
    if (scopes.some((scope) => checksOwner(sourceCode, scope))) continue;
    unowned.set(container, { lookup, replaced: replacementIn(sourceCode, scopes) });
  }
  return [...unowned.values()];
});

const MAX_CALLERS = 3;

/** What runs for a request: its handler, the functions of this file that call it, and the middleware of its route. */
function scopesAround(sourceCode: SourceCode, request: Node): Node[] {
  const handler = handlerAround(sourceCode, request);
  const innermost = handler?.fn ?? enclosingFunction(request);
  if (!innermost) return [];
  const scopes = new Set<Node>([innermost]);
  for (const scope of scopes) {
    if (scopes.size > MAX_CALLERS) break;
    for (const call of usesOf(sourceCode, scope as FunctionNode).calls) {
      const caller = enclosingFunction(call);
      if (caller) scopes.add(caller);
    }
  }
  const routes = registrationsIn(sourceCode).flatMap(({ fn, registration }) =>
    fn === innermost && registration?.type === 'CallExpression' ? registration.arguments : [],
  );
  return [...scopes, ...routes.filter((each) => !scopes.has(unwrap(each)))];
}

/** Whether a piece of code compares the owner of a session with who is calling, or hands both to something that may. */
function checksOwner(sourceCode: SourceCode, scope: Node): boolean {
  if (scope.type === 'Identifier' || scope.type === 'MemberExpression')
    return speaksOfOwners(lastName(scope) ?? '') || bodyChecks(sourceCode, scope);
  for (const node of walk(sourceCode, scope)) {
    const isCheck =
      (node.type === 'BinaryExpression' && isOwnerComparison(sourceCode, node)) ||
      (node.type === 'CallExpression' && mayCheckOwner(sourceCode, node));
    if (isCheck && !comesTooLate(node, scope)) return true;
  }
  return false;
}

/** Whether code inside a function runs when its request is over: `res.on('close', …)`, a timer. */
function comesTooLate(node: Node, within: Node): boolean {
  for (const at of outwards(node)) {
    if (at === within) return false;
    if (isFunction(at) && runsAfterwards(at)) return true;
  }
  return false;
}

function runsAfterwards(fn: FunctionNode): boolean {
  const { parent } = wrapped(fn);
  switch (parent?.type) {
    case 'AssignmentExpression':
      return /^_?on.*(?:clos|error|abort)/i.test(keyOf(unwrap(parent.left)) ?? '');
    case 'Property':
      return /^_?on.*(?:clos|error|abort)/i.test(keyOf(parent) ?? '');
    case 'CallExpression': {
      const name = calleeName(parent) ?? '';
      if (/^set(?:Timeout|Interval)$/.test(name)) return true;
      return (
        /^(?:on|once|addListener|addEventListener)$/.test(name) &&
        /close|finish|error|abort|disconnect/.test(stringOf(parent.arguments[0]) ?? '')
      );
    }
    default:
      return false;
  }
}

/** A middleware of this file, named in a route. */
function bodyChecks(sourceCode: SourceCode, name: Node): boolean {
  const fn = functionOf(sourceCode, name);
  return !!fn && checksOwner(sourceCode, fn);
}

/** `session.userId !== req.auth.clientId`, which turns the caller away, or lets only the owner in. */
function isOwnerComparison(
  sourceCode: SourceCode,
  { left, right, operator }: TSESTree.BinaryExpression,
): boolean {
  if (!/^[!=]==?$/.test(operator)) return false;
  const sides: [Node, Node][] = [
    [left, right],
    [right, left],
  ];
  const compares = sides.some(
    ([one, other]) =>
      isOfSessionOrRecord(sourceCode, one) &&
      !isConstant(other) &&
      !isOfSession(sourceCode, other) &&
      !isClientsId(sourceCode, other),
  );
  return compares && decides(sourceCode, left);
}

/** `session.userId`, `owners.get(sessionId)`: what is kept of a session, not its transport. */
function isOfSession(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  if (lookupsBehind(sourceCode, inner).length > 0) return true;
  const key =
    inner.type === 'MemberExpression' && inner.computed
      ? inner.property
      : inner.type === 'CallExpression' && calleeName(inner)?.startsWith('get')
        ? inner.arguments[0]
        : undefined;
  return !!key && isClientsId(sourceCode, key);
}

/** Also what code out of sight keeps of the session: its owner may stand there, and the transport here. */
function isOfSessionOrRecord(sourceCode: SourceCode, node: Node): boolean {
  return isOfSession(sourceCode, node) || isFoundElsewhere(sourceCode, node);
}

function isConstant(node: Node): boolean {
  const inner = unwrap(node);
  return (
    inner.type === 'Literal' ||
    (inner.type === 'Identifier' && inner.name === 'undefined') ||
    (inner.type === 'UnaryExpression' && (inner.operator === 'typeof' || inner.operator === 'void'))
  );
}

/** Whether a comparison can end the request: not one whose branch only changes something. */
function decides(sourceCode: SourceCode, comparison: Node): boolean {
  for (const at of outwards(comparison)) {
    if (at.type !== 'IfStatement') continue;
    if (!isInside(comparison, at.test)) return true;
    return [at.consequent, at.alternate].some((branch) => branch && leaves(sourceCode, branch));
  }
  return true;
}

function leaves(sourceCode: SourceCode, branch: Node): boolean {
  const requests = new Set<Node>(servedSessionsIn(sourceCode).map(({ request }) => request));
  for (const node of walk(sourceCode, branch, 'this function')) {
    if (/^(?:Return|Throw|Continue|Break)Statement$/.test(node.type) || requests.has(node))
      return true;
    if (node.type === 'AssignmentExpression' && lookupsBehind(sourceCode, node.right).length > 0)
      return true;
  }
  return false;
}

/** A call that is handed the session or its id, and by its name, its body or out of sight compares the owner. */
function mayCheckOwner(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  const name = calleeName(call) ?? lastName(call.callee) ?? '';
  if (/^handle(?:Request|PostMessage|Message)$/.test(name)) return false;
  const given = call.arguments.filter((each) => each.type !== 'SpreadElement');
  const sessions = given.filter(
    (each) => isOfSessionOrRecord(sourceCode, each) || isClientsId(sourceCode, each),
  );
  if (sessions.length === 0) return speaksOfOwners(name) && given.length > 0;
  if (speaksOfOwners(name)) return true;
  const fn = functionOf(sourceCode, call.callee);
  if (fn) return fnCompares(sourceCode, fn);
  const isTold = given.some((each) => !sessions.includes(each) && speaksOfCaller(sourceCode, each));
  const words = wordsOf(name);
  if (words.some((word) => CHECKING_WORDS.has(word))) return isTold;
  return isTold && !words.some((word) => CHANGING_WORDS.has(word));
}

function speaksOfOwners(name: string): boolean {
  return wordsOf(name).some((word) => OWNERSHIP_WORDS.has(word));
}

/** Whether a function of this file compares two things that are not constant, while the request runs. */
function fnCompares(sourceCode: SourceCode, fn: FunctionNode): boolean {
  for (const node of walk(sourceCode, fn)) {
    const isComparison =
      node.type === 'BinaryExpression'
        ? /^[!=]==?$/.test(node.operator) && ![node.left, node.right].some(isConstant)
        : node.type === 'CallExpression' && /equal|match|same/i.test(calleeName(node) ?? '');
    if (isComparison && !comesTooLate(node, fn)) return true;
  }
  return false;
}

/** Where a found session is given the caller's credentials: `session.auth = req.auth`, `session.updateAuth(auth)`. */
function replacementIn(sourceCode: SourceCode, scopes: readonly Node[]): Node | undefined {
  const isHere = (node: Node) => scopes.some((scope) => isInside(node, scope));
  const assigned = nodesOfType(sourceCode, 'AssignmentExpression').find(({ left, right }) => {
    const target = unwrap(left);
    return (
      target.type === 'MemberExpression' &&
      isHere(left) &&
      isCredentialName(keyOf(target) ?? '') &&
      lookupsBehind(sourceCode, target.object).length > 0 &&
      speaksOfCaller(sourceCode, right) &&
      !isOfSessionOrRecord(sourceCode, right)
    );
  });
  if (assigned) return assigned;
  return nodesOfType(sourceCode, 'CallExpression').find((call) => {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression' || !isHere(call)) return false;
    const words = wordsOf(keyOf(callee) ?? '');
    return (
      words.some((word) => /^(?:set|update|refresh|replace|rebind)$/.test(word)) &&
      isCredentialName(keyOf(callee) ?? '') &&
      lookupsBehind(sourceCode, callee.object).length > 0
    );
  });
}

function isCredentialName(name: string): boolean {
  return wordsOf(name).some((word) =>
    /^(?:auth|token|credentials?|user|principal|identity|headers|context)$/.test(word),
  );
}
