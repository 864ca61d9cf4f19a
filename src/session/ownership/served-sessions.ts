import type { TSESTree } from '@typescript-eslint/utils';
import { keyOf, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { originsOf } from '../../analysis/origins';
import { variableOf } from '../../analysis/variables';
import { FINDING_WORDS } from '../../models/caller-names';
import { clientValuesIn } from '../ids/client-values';
import { lastName } from '../ids/id-words';
import { wordsOf } from '../name-words';
import { lookupsOf, type KeyedLookup } from '../transports/lookups';

/** A session of a store that answers a request because the request names its id. */
export interface ServedSession {
  lookup: KeyedLookup;
  /** `transport.handleRequest(…)`. */
  request: TSESTree.CallExpression;
}

/** The stored sessions that requests of this file reach, found once. */
export const servedSessionsIn: (sourceCode: SourceCode) => readonly ServedSession[] =
  oncePerFile(findServed);

function findServed(sourceCode: SourceCode): ServedSession[] {
  if (!lookupsOf(sourceCode).some(({ how }) => how === 'get')) return [];
  return nodesOfType(sourceCode, 'CallExpression').flatMap((request) => {
    const callee = unwrap(request.callee);
    if (callee.type !== 'MemberExpression') return [];
    if (!/^handle(?:Request|PostMessage|Message)$/.test(keyOf(callee) ?? '')) return [];
    return lookupsBehind(sourceCode, callee.object)
      .filter(({ key }) => isClientsId(sourceCode, key))
      .map((lookup) => ({ lookup, request }));
  });
}

/** Whether a value is the session id that the client sent, alone: not a key that is made of it and of who calls. */
export function isClientsId(sourceCode: SourceCode, node: Node): boolean {
  return clientValuesIn(sourceCode, node).some(({ name }) => name?.includes('session'));
}

const MAX_PLACES = 30;

/** The lookups of a store whose result an expression is, or is a part of. */
export function lookupsBehind(sourceCode: SourceCode, node: Node): KeyedLookup[] {
  const lookups = new Map<Node, KeyedLookup>();
  for (const each of lookupsOf(sourceCode)) if (each.how === 'get') lookups.set(each.node, each);
  return originsBehind(sourceCode, node, (each) => lookups.has(each)).flatMap(
    (origin) => lookups.get(origin) ?? [],
  );
}

/** Whether a value is, or is a part of, what something out of sight finds by the id that the client sent: `manager.get(sessionId).userId`. */
export function isFoundElsewhere(sourceCode: SourceCode, node: Node): boolean {
  const isFind = (each: Node) => findsByClientsId(sourceCode, each);
  return originsBehind(sourceCode, node, isFind).some(isFind);
}

function findsByClientsId(sourceCode: SourceCode, node: Node): boolean {
  if (node.type !== 'CallExpression') return false;
  const [verb = ''] = wordsOf(lastName(node.callee) ?? '');
  return FINDING_WORDS.has(verb) && node.arguments.some((each) => isByClientsId(sourceCode, each));
}

/** `sessionId`, `{ where: { id: sessionId } }`. */
function isByClientsId(sourceCode: SourceCode, key: Node): boolean {
  const inner = unwrap(key);
  if (inner.type !== 'ObjectExpression') return isClientsId(sourceCode, inner);
  return inner.properties.some(
    (each) => each.type === 'Property' && isByClientsId(sourceCode, each.value),
  );
}

/** The expressions that a value, or what it is a part of, comes from; one that `isWhole` is a part of nothing. */
function originsBehind(
  sourceCode: SourceCode,
  node: Node,
  isWhole: (node: Node) => boolean,
): Node[] {
  const found = new Set<Node>();
  const places = new Set<Node>([node]);
  for (const place of places) {
    if (places.size > MAX_PLACES) break;
    for (const origin of originsOf(sourceCode, place, isWhole)) {
      found.add(origin.node);
      const whole = isWhole(origin.node) ? undefined : wholeOf(sourceCode, origin.node);
      if (whole) places.add(whole);
    }
  }
  return [...found];
}

/** What an expression is a part of: `session` of `session.transport`, or of `const { transport } = session`. */
function wholeOf(sourceCode: SourceCode, node: Node): Node | undefined {
  if (node.type === 'MemberExpression') return node.object;
  const [definition] = variableOf(sourceCode, node)?.defs ?? [];
  const declarator: Node | undefined = definition?.node;
  return declarator?.type === 'VariableDeclarator' && declarator.id.type !== 'Identifier'
    ? (declarator.init ?? undefined)
    : undefined;
}
