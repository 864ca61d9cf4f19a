import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  isFunction,
  isInside,
  keyOf,
  stringOf,
  unwrap,
  wrapped,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { isForeign } from '../../analysis/files';
import { functionOf } from '../../analysis/functions';
import { ownerOf } from '../../analysis/mentions';
import { nodesOfType, returnsOf, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { originsOf } from '../../analysis/origins';
import { assignmentsOf, variableOf } from '../../analysis/variables';
import { clientValuesIn } from '../ids/client-values';
import { lookupsOf, type KeyedLookup } from './lookups';
import { picksOf } from './picks';
import type { SessionStore } from './stores';
import { transportsOf } from './transports';

/** A session that a request gets though it did not name it. */
export interface SessionFallback {
  /** Any one of the store's, the one that was made last, or one that all share by a default id. */
  is: 'any' | 'last' | 'default';
  node: Node;
  store: SessionStore;
}

/** Parts of a session, one in the other; deeper ones end here. */
const MAX_STEPS = 4;

/** Where a file serves a request in a session that it did not name, found once. */
export const sessionFallbacksOf: (sourceCode: SourceCode) => readonly SessionFallback[] =
  oncePerFile(findFallbacks);

function findFallbacks(sourceCode: SourceCode): SessionFallback[] {
  const lookups = lookupsOf(sourceCode);
  if (lookups.length === 0) return [];
  const found = new Map<Node, SessionFallback>();
  const serving = new Set(servingObjects(sourceCode).flatMap((each) => leavesOf(sourceCode, each)));
  const isOpen = (store: SessionStore) => servesStrangers(sourceCode, store);
  for (const [node, pick] of picksOf(sourceCode))
    if (isOpen(pick.listing.store) && (serving.has(node) || isJoined(sourceCode, node)))
      found.set(pick.node, { is: 'any', node: pick.node, store: pick.listing.store });
  for (const node of keptOutside(sourceCode)) {
    const lookup = lookupBefore(sourceCode, node);
    if (lookup && isOpen(lookup.store) && (isJoined(sourceCode, node) || isServing(node)))
      found.set(node, { is: 'last', node, store: lookup.store });
  }
  for (const lookup of lookups) {
    const node = lookup.how === 'get' ? sharedDefault(sourceCode, lookup) : undefined;
    if (node && isOpen(lookup.store)) found.set(node, { is: 'default', node, store: lookup.store });
  }
  return [...found.values()];
}

/**
 * Whether the transports of a store answer requests that do not name their session. Those of
 * Streamable HTTP with a generator refuse them, unless the server writes the id into the request.
 */
function servesStrangers(sourceCode: SourceCode, { apis, transports }: SessionStore): boolean {
  return (
    apis.some(({ wire }) => wire === 'sse') ||
    transports.some(
      ({ api, generator }) =>
        generator.state === 'none' ||
        (generator.state === 'missing' && api.missingMeans === 'stateless'),
    ) ||
    (apis.length > 0 && writesSessionId(sourceCode))
  );
}

/** `req.headers['mcp-session-id'] = id`, `req.rawHeaders.push('mcp-session-id', id)`. */
function writesSessionId(sourceCode: SourceCode): boolean {
  const isHeader = (name: string | undefined) => name?.toLowerCase() === 'mcp-session-id';
  return (
    nodesOfType(sourceCode, 'AssignmentExpression').some(({ left }) =>
      isHeader(keyOf(unwrap(left))),
    ) ||
    nodesOfType(sourceCode, 'CallExpression').some(
      (call) =>
        /^(?:push|set)$/.test(calleeName(call) ?? '') &&
        isHeader(stringOf(call.arguments[0])) &&
        /headers/i.test(sourceCode.getText(call.callee)),
    )
  );
}

/** The transports that are handed requests: `transport` of `transport.handleRequest`. */
function servingObjects(sourceCode: SourceCode): Node[] {
  return nodesOfType(sourceCode, 'MemberExpression').flatMap((member) =>
    isRequest(member) ? member.object : [],
  );
}

function isRequest(member: TSESTree.MemberExpression): boolean {
  return /^handle(?:Request|PostMessage)$/.test(keyOf(member) ?? '');
}

function isServing(node: Node): boolean {
  const outer = wrapped(node);
  const { parent } = outer;
  return parent?.type === 'MemberExpression' && parent.object === outer && isRequest(parent);
}

/** What a value may be, and for a part of something what that may be: an origin of `entry.transport` is `entry`'s. */
function leavesOf(sourceCode: SourceCode, node: Node, steps = MAX_STEPS): Node[] {
  if (steps <= 0) return [];
  const picks = picksOf(sourceCode);
  return originsOf(sourceCode, node).flatMap(({ node: origin }) => {
    const inner = unwrap(origin);
    if (picks.has(inner) || lookupAt(sourceCode, inner)) return [inner];
    const whole = wholeOf(sourceCode, inner);
    return whole ? leavesOf(sourceCode, whole, steps - 1) : [inner];
  });
}

/** What an expression is a part of: `entry` of `entry.transport`, and of `transport` in `const { transport } = entry`. */
function wholeOf(sourceCode: SourceCode, node: Node): Node | undefined {
  if (node.type === 'MemberExpression') return keyOf(node) === undefined ? undefined : node.object;
  const definition = variableOf(sourceCode, node)?.defs[0];
  if (definition?.type !== 'Variable' || definition.node.id.type !== 'ObjectPattern')
    return undefined;
  return definition.node.init ?? undefined;
}

function lookupAt(sourceCode: SourceCode, node: Node): KeyedLookup | undefined {
  return lookupsOf(sourceCode).find(
    (each): each is KeyedLookup => each.how === 'get' && each.node === node,
  );
}

/** Whether a value may be a session that was asked for by its id. */
function isLookup(sourceCode: SourceCode, node: Node): boolean {
  const picks = picksOf(sourceCode);
  return leavesOf(sourceCode, node).some(
    (leaf) => !picks.has(leaf) && lookupAt(sourceCode, leaf) !== undefined,
  );
}

/** Whether a value stands in for a session that was asked for by its id, and not found. */
function isJoined(sourceCode: SourceCode, node: Node): boolean {
  const outer = wrapped(node);
  const { parent } = outer;
  const isAny = (nodes: readonly Node[]) =>
    nodes.some((each) => each !== outer && isLookup(sourceCode, each));
  switch (parent?.type) {
    case 'AwaitExpression':
      return isJoined(sourceCode, parent);
    case 'MemberExpression':
      return parent.object === outer && keyOf(parent) !== undefined && isJoined(sourceCode, parent);
    case 'LogicalExpression':
      if (parent.operator === '&&') return parent.right === outer && isJoined(sourceCode, parent);
      return (parent.right === outer && isAny([parent.left])) || isJoined(sourceCode, parent);
    case 'ConditionalExpression':
      if (parent.test === outer) return false;
      return (
        isAny([parent.consequent, parent.alternate]) ||
        [...walk(sourceCode, parent.test)].some((each) => lookupAt(sourceCode, each)) ||
        isJoined(sourceCode, parent)
      );
    case 'AssignmentExpression':
    case 'VariableDeclarator': {
      const target = parent.type === 'VariableDeclarator' ? parent.id : parent.left;
      const variable = variableOf(sourceCode, target);
      return !!variable && isAny(assignmentsOf(variable) ?? []);
    }
    case 'ReturnStatement':
    case 'ArrowFunctionExpression': {
      const fn = isFunction(parent) ? parent : enclosingFunction(parent);
      return !!fn && isAny(returnsOf(sourceCode, fn));
    }
    default:
      return false;
  }
}

/** Mentions of a variable or field outside the handlers that is set to each transport they make. */
function* keptOutside(sourceCode: SourceCode): Generator<Node> {
  for (const { node: made, mentions, wiring } of transportsOf(sourceCode)) {
    if (wiring === 'shared') continue;
    for (const { node, path } of mentions) {
      if (path.length > 0 || node === made) continue;
      const fn = enclosingFunction(node);
      const owner = ownerOf(sourceCode, node);
      const isVariable = node.type === 'Identifier' || node.type === 'MemberExpression';
      if (!isVariable || !fn || (owner && isInside(owner, fn)) || isParameter(sourceCode, node))
        continue;
      const maker = enclosingFunction(made);
      if (maker && (!owner || !isInside(owner, maker)) && !isSetIn(sourceCode, node, fn))
        yield node;
    }
  }
}

function isParameter(sourceCode: SourceCode, node: Node): boolean {
  return variableOf(sourceCode, node)?.defs[0]?.type === 'Parameter';
}

/** Whether a function sets the variable or field that an expression reads. */
function isSetIn(sourceCode: SourceCode, node: Node, fn: Node): boolean {
  const name = sourceCode.getText(node);
  return nodesOfType(sourceCode, 'AssignmentExpression').some(
    ({ left, range }) =>
      sourceCode.getText(unwrap(left)) === name &&
      range[0] >= fn.range[0] &&
      range[1] <= fn.range[1],
  );
}

/** A lookup in the function around a node that comes before it. */
function lookupBefore(sourceCode: SourceCode, node: Node): KeyedLookup | undefined {
  const fn = enclosingFunction(node);
  return lookupsOf(sourceCode).find(
    (each): each is KeyedLookup =>
      each.how === 'get' &&
      enclosingFunction(each.node) === fn &&
      each.node.range[0] < node.range[0],
  );
}

/** The constant that a lookup's key falls back to when the client names none, if sessions are kept under it. */
function sharedDefault(sourceCode: SourceCode, { key, store }: KeyedLookup): Node | undefined {
  if (clientValuesIn(sourceCode, key).length === 0) return undefined;
  const constant = originsOf(sourceCode, key).find(
    ({ node, as }) => as === 'fallback' && stringOf(node),
  )?.node;
  const id = stringOf(constant);
  if (!constant || !id) return undefined;
  const isKept = store.entries.some((entry) =>
    idsOf(sourceCode, store, entry.key).some((each) => stringOf(each) === id),
  );
  if (!isKept) return undefined;
  return isForeign(sourceCode, constant) ? key : constant;
}

/** The values that the key of an entry may have; of a transport's own id, those that its generator gives. */
function idsOf(
  sourceCode: SourceCode,
  { transports }: SessionStore,
  key: Node | undefined,
): Node[] {
  if (!key) return [];
  const generated = transports.flatMap(({ generator }) => {
    const fn = generator.state === 'given' ? functionOf(sourceCode, generator.value) : undefined;
    return fn ? returnsOf(sourceCode, fn) : [];
  });
  return [key, ...generated].flatMap((each) => originsOf(sourceCode, each).map(({ node }) => node));
}
