import { keyOf, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { resolve } from '../../analysis/values';
import { variableOf } from '../../analysis/variables';
import { AUTH_KEYS } from '../auth-keys';
import { isCredential } from './client-values';
import { lastName, namesOtherSessions, namesSessionId } from './id-words';
import { transportsOf } from '../transports/transports';

interface Entry {
  node: Node;
  store: Node;
  key: Node;
  value: Node;
}

const STORE =
  /^[_#]*(?:(?:active|user|auth|mcp|http|sse|client|login|web|server|open|live|streamable|current)_?)*(?:sessions?|transports?)(?:_?(?:store|map|by_?id|cache|table|registry))?$/i;
const AUTH = new Set(AUTH_KEYS);

export interface StoreSink {
  /** The call or assignment that puts it there. */
  node: Node;
  key: Node;
  value: Node;
  /** Whether what is stored is a transport, holds one, or says who is signed in. */
  holdsSession: boolean;
  /** Whether clients know the key: it is called a session id, or they send it. A counted connection is nobody's business. */
  isPublic: boolean;
}

/** The keys under which the file keeps transports, or sessions that a request can ask for. */
export const storeSinks = oncePerFile((sourceCode: SourceCode): readonly StoreSink[] => [
  ...findStoreSinks(sourceCode),
]);

function* findStoreSinks(sourceCode: SourceCode): Generator<StoreSink> {
  const kept = new Set(
    transportsOf(sourceCode).flatMap(({ entries }) => entries.map(({ node }) => node)),
  );
  for (const { node, store, key, value } of entriesIn(sourceCode)) {
    const isNamedId = namesSessionId(lastName(key) ?? '');
    if (!namesSessions(lastName(store) ?? '', key)) continue;
    const isAsked = isAskedByClients(sourceCode, store);
    const isHeld = kept.has(node) || holdsSession(sourceCode, value);
    if (isAsked || isHeld)
      yield { node, key, value, holdsSession: isHeld, isPublic: isAsked || isNamedId };
  }
}

/** Whether the name of a store, or of a key of it, says that it keeps sessions. */
export function namesSessions(store: string, key?: Node): boolean {
  const isNamed = STORE.test(store) || (!!key && namesSessionId(lastName(key) ?? ''));
  return isNamed && !namesOtherSessions(store);
}

/** `store.set(key, value)`, `store[key] = value`. */
function* entriesIn(sourceCode: SourceCode): Generator<Entry> {
  for (const node of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(node.callee);
    const [key, value] = node.arguments;
    if (callee.type === 'MemberExpression' && keyOf(callee) === 'set' && key && value)
      yield { node, store: callee.object, key, value };
  }
  for (const node of nodesOfType(sourceCode, 'AssignmentExpression')) {
    const target = unwrap(node.left);
    if (target.type !== 'MemberExpression' || !target.computed || keyOf(target) !== undefined)
      continue;
    yield { node, store: target.object, key: target.property, value: node.right };
  }
}

/** Whether what is stored is a transport, holds one, or says who is signed in. */
export function holdsSession(sourceCode: SourceCode, value: Node): boolean {
  const content = resolve(sourceCode, value);
  if (/transport$/i.test(lastName(unwrap(value)) ?? '')) return true;
  return (
    content.type === 'ObjectExpression' &&
    content.properties.some((each) => {
      const key = keyOf(each);
      return key !== undefined && (key === 'transport' || AUTH.has(key));
    })
  );
}

/** Whether the file looks the store up by what a request's header or cookie says. */
function isAskedByClients(sourceCode: SourceCode, store: Node): boolean {
  const isSame = (other: Node) => sameName(sourceCode, store, other);
  for (const node of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(node.callee);
    const [key] = node.arguments;
    if (callee.type !== 'MemberExpression' || !key || !/^(?:get|has)$/.test(keyOf(callee) ?? ''))
      continue;
    if (isSame(callee.object) && isCredential(sourceCode, key)) return true;
  }
  return nodesOfType(sourceCode, 'MemberExpression').some(
    ({ computed, object, property }) =>
      computed && isSame(object) && isCredential(sourceCode, property),
  );
}

function sameName(sourceCode: SourceCode, one: Node, other: Node): boolean {
  const [a, b] = [unwrap(one), unwrap(other)];
  if (a.type === 'Identifier' && b.type === 'Identifier')
    return a.name === b.name && variableOf(sourceCode, a) === variableOf(sourceCode, b);
  return a.type === b.type && sourceCode.getText(a) === sourceCode.getText(b);
}
