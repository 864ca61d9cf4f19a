import { keyOf, unwrap, wrapped, type Node, type SourceCode } from '../../analysis/ast';
import { mentionsOf } from '../../analysis/mentions';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { resolve } from '../../analysis/values';
import { variableOf } from '../../analysis/variables';
import { AUTH_KEYS } from '../auth-keys';
import { isResponseName } from '../handlers';
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
/** What ends a stream, or asks how it is. */
const ENDS =
  /^(?:end|destroy|close|off|removeListener|removeAllListeners|writable\w*|destroyed|closed|headersSent)$/;

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
    const isAsked = isAskedByClients(sourceCode, store, isStream(value));
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

/** Whether what is stored is the stream of an answer: `res`, `reply.raw`. */
function isStream(value: Node): boolean {
  const inner = unwrap(value);
  const holder = inner.type === 'MemberExpression' && keyOf(inner) === 'raw' ? inner.object : inner;
  return isResponseName(lastName(holder) ?? '');
}

/**
 * Whether the file looks the store up by what a request's header or cookie says. A stream must be
 * written to then: one that is only ended by its key serves nobody under it.
 */
function isAskedByClients(sourceCode: SourceCode, store: Node, isStream: boolean): boolean {
  const asks = (object: Node, key: Node, node: Node) =>
    sameName(sourceCode, store, object) &&
    isCredential(sourceCode, key) &&
    (!isStream || isWritten(sourceCode, node));
  for (const node of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(node.callee);
    const [key] = node.arguments;
    if (callee.type !== 'MemberExpression' || !key || !/^(?:get|has)$/.test(keyOf(callee) ?? ''))
      continue;
    if (asks(callee.object, key, node)) return true;
  }
  return nodesOfType(sourceCode, 'MemberExpression').some(
    (node) => node.computed && asks(node.object, node.property, node),
  );
}

function isWritten(sourceCode: SourceCode, found: Node): boolean {
  const { mentions, escapes } = mentionsOf(sourceCode, found);
  if (escapes.length > 0) return true;
  return mentions.some(({ node }) => {
    const outer = wrapped(node);
    const { parent } = outer;
    if (parent?.type !== 'MemberExpression' || parent.object !== outer) return false;
    return !ENDS.test(keyOf(parent) ?? '');
  });
}

function sameName(sourceCode: SourceCode, one: Node, other: Node): boolean {
  const [a, b] = [unwrap(one), unwrap(other)];
  if (a.type === 'Identifier' && b.type === 'Identifier')
    return a.name === b.name && variableOf(sourceCode, a) === variableOf(sourceCode, b);
  return a.type === b.type && sourceCode.getText(a) === sourceCode.getText(b);
}
