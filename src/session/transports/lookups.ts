import type { TSESTree } from '@typescript-eslint/utils';
import { isCall, keyOf, unwrap, wrapped, type Node, type SourceCode } from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import { isGlobal } from '../../analysis/variables';
import { sessionStoresOf, type SessionStore } from './stores';

/** A place that looks into a store of MCP transports. */
export type StoreLookup = KeyedLookup | Listing;

/** One session by its key: `map.get(key)`, `object[key]`; or whether there is one: `map.has(key)`, `key in object`. */
export interface KeyedLookup {
  how: 'get' | 'has';
  /** The call, member or operator. */
  node: Node;
  store: SessionStore;
  key: Node;
  /** Whether only what was put in counts as found; `object[key]` and `key in object` find `constructor` too. */
  isOwn: boolean;
}

/** All of them: `map.values()`, `Object.keys(object)`, `[...map]`, `for (… of map)`, `map.size`. */
export interface Listing {
  how: 'list';
  node: Node;
  store: SessionStore;
  gives: 'keys' | 'values' | 'entries' | 'size';
}

/** Where a file looks into its stores of transports, found once. */
export const lookupsOf = oncePerFile((sourceCode): readonly StoreLookup[] =>
  sessionStoresOf(sourceCode).flatMap((store) => lookupsIn(sourceCode, store)),
);

/** Where a file looks into one store. */
export function lookupsIn(sourceCode: SourceCode, store: SessionStore): StoreLookup[] {
  return store.mentions.flatMap((mention) => lookupAt(sourceCode, store, mention) ?? []);
}

function lookupAt(
  sourceCode: SourceCode,
  store: SessionStore,
  mention: Node,
): StoreLookup | undefined {
  const outer = wrapped(mention);
  const { parent } = outer;
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === outer ? memberLookup(store, parent) : undefined;
    case 'BinaryExpression':
      return parent.operator === 'in' && parent.right === outer
        ? { how: 'has', node: parent, store, key: parent.left, isOwn: false }
        : undefined;
    case 'CallExpression':
      return parent.callee === outer ? undefined : callLookup(sourceCode, store, parent, outer);
    case 'SpreadElement':
      return { how: 'list', node: parent, store, gives: 'entries' };
    case 'ForOfStatement':
      return parent.right === outer
        ? { how: 'list', node: mention, store, gives: 'entries' }
        : undefined;
    case 'ForInStatement':
      return parent.right === outer
        ? { how: 'list', node: mention, store, gives: 'keys' }
        : undefined;
    default:
      return undefined;
  }
}

/** `store[key]`, and the methods and the size of a map. */
function memberLookup(
  store: SessionStore,
  member: TSESTree.MemberExpression,
): StoreLookup | undefined {
  const outer = wrapped(member);
  const { parent } = outer;
  const name = keyOf(member);
  const isCallee = isCall(parent) && parent.callee === outer;
  if (isCallee) {
    const [key] = parent.arguments;
    if (name === 'hasOwnProperty' && key)
      return { how: 'has', node: parent, store, key, isOwn: true };
    if (store.kind !== 'map') return undefined;
    if ((name === 'get' || name === 'has') && key)
      return { how: name, node: parent, store, key, isOwn: true };
    if (name === 'keys' || name === 'values' || name === 'entries')
      return { how: 'list', node: parent, store, gives: name };
    return name === 'forEach' ? { how: 'list', node: parent, store, gives: 'entries' } : undefined;
  }
  if (store.kind === 'map')
    return name === 'size' ? { how: 'list', node: member, store, gives: 'size' } : undefined;
  const isTarget =
    (parent?.type === 'AssignmentExpression' && parent.left === outer) ||
    (parent?.type === 'UnaryExpression' && parent.operator === 'delete');
  return isTarget
    ? undefined
    : { how: 'get', node: member, store, key: member.property, isOwn: false };
}

/** `Object.keys(store)`, `Object.hasOwn(store, key)`, `Array.from(store)`, `Object.prototype.hasOwnProperty.call(store, key)`. */
function callLookup(
  sourceCode: SourceCode,
  store: SessionStore,
  call: TSESTree.CallExpression,
  argument: Node,
): StoreLookup | undefined {
  const [first, key] = call.arguments;
  const callee = unwrap(call.callee);
  const name = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
  if (callee.type !== 'MemberExpression' || first !== argument || name === undefined)
    return undefined;
  if (name === 'call' && key && /hasOwn(?:Property)?$/.test(lastKey(callee.object) ?? ''))
    return { how: 'has', node: call, store, key, isOwn: true };
  const object = unwrap(callee.object);
  if (object.type !== 'Identifier' || !isGlobal(sourceCode, object)) return undefined;
  switch (`${object.name}.${name}`) {
    case 'Object.keys':
    case 'Object.values':
    case 'Object.entries':
      return { how: 'list', node: call, store, gives: name as Listing['gives'] };
    case 'Object.getOwnPropertyNames':
    case 'Reflect.ownKeys':
      return { how: 'list', node: call, store, gives: 'keys' };
    case 'Array.from':
      return { how: 'list', node: call, store, gives: 'entries' };
    case 'Object.hasOwn':
      return key && { how: 'has', node: call, store, key, isOwn: true };
    case 'Reflect.has':
      return key && { how: 'has', node: call, store, key, isOwn: false };
    case 'Reflect.get':
      return key && { how: 'get', node: call, store, key, isOwn: false };
    default:
      return undefined;
  }
}

/** The last name of `{}.hasOwnProperty`, `Object.prototype.hasOwnProperty`, `hasOwn`. */
function lastKey(node: Node): string | undefined {
  const inner = unwrap(node);
  return inner.type === 'Identifier' ? inner.name : keyOf(inner);
}
