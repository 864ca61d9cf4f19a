import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingFunction,
  keyOf,
  outwards,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { mentionsOf } from '../../analysis/mentions';
import { walk } from '../../analysis/nodes';
import { resolve } from '../../analysis/values';
import { variableOf } from '../../analysis/variables';
import { entriesOf } from './store-entries';
import type { SessionStore } from './stores';

const CLOSES = new Set(['close', 'terminate', 'destroy', 'dispose', 'shutdown', 'stop', 'end']);

/** Whether a call closes something: `transport.close()`. */
export function isClose(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' && CLOSES.has(keyOf(callee) ?? '');
}

/**
 * Whether the function that makes a store also ends its sessions, whatever happens, when its own
 * work is done: in a `finally`, or by `await using`. Work that waits for a signal lasts as long as
 * the process.
 */
export function endsWithItsMaker(sourceCode: SourceCode, store: SessionStore): boolean {
  const maker = enclosingFunction(store.container);
  if (!maker) return false;
  const nodes = [...walk(sourceCode, maker)];
  if (nodes.some(isSignal)) return false;
  const endings = nodes.flatMap((node) => endingOf(sourceCode, node, maker) ?? []);
  if (endings.length === 0) return false;
  const sessions = sessionsOf(sourceCode, store);
  return endings.some((ending) => endsSessions(sourceCode, ending, store, sessions));
}

function isSignal(node: Node): boolean {
  return node.type === 'Literal' && /^SIG(?:INT|TERM|HUP|QUIT)$/.test(String(node.value));
}

/** The block of a `finally`, or the function that `await using` runs, when a function itself has it. */
function endingOf(sourceCode: SourceCode, node: Node, maker: FunctionNode): Node | undefined {
  const ending =
    node.type === 'TryStatement'
      ? node.finalizer
      : node.type === 'VariableDeclaration' && node.kind.endsWith('using')
        ? disposalOf(sourceCode, node)
        : undefined;
  return ending && enclosingFunction(node) === maker ? ending : undefined;
}

/** What `{ [Symbol.asyncDispose]: fn }` does at its end. */
function disposalOf(
  sourceCode: SourceCode,
  { declarations: [declarator] }: TSESTree.VariableDeclaration,
): Node | undefined {
  const resource = declarator.init && resolve(sourceCode, declarator.init);
  if (resource?.type !== 'ObjectExpression') return undefined;
  for (const member of resource.properties)
    if (
      member.type === 'Property' &&
      /^Symbol\.(?:asyncDispose|dispose)$/.test(sourceCode.getText(member.key))
    )
      return member.value;
  return undefined;
}

/** Every expression that is a store, one of its transports, a server of one, or a list of such servers. */
function sessionsOf(sourceCode: SourceCode, store: SessionStore): Set<Node> {
  const sessions = new Set(store.mentions);
  for (const { mentions, connections } of store.transports) {
    for (const { node } of mentions) sessions.add(node);
    for (const { callee } of connections) {
      const member = unwrap(callee);
      if (member.type !== 'MemberExpression') continue;
      const servers = mentionsOf(sourceCode, resolve(sourceCode, member.object)).mentions;
      for (const { node } of servers) sessions.add(node);
      for (const list of entriesOf(servers))
        for (const { identifier } of variableOf(sourceCode, list.store)?.references ?? [])
          sessions.add(identifier);
    }
  }
  return sessions;
}

/** Whether code takes what it closes from the sessions of a store, or empties that, also through functions of the file. */
function endsSessions(
  sourceCode: SourceCode,
  ending: Node,
  store: SessionStore,
  sessions: ReadonlySet<Node>,
  steps = 3,
): boolean {
  const isOfSessions = (node: Node) =>
    [...walk(sourceCode, node)].some((each) => sessions.has(each));
  return [...walk(sourceCode, ending)].some((node) => {
    if (store.deletions.includes(node)) return true;
    if (node.type !== 'CallExpression') return false;
    if (isClose(node)) {
      if (isOfSessions(node.callee)) return true;
      for (const at of outwards(node)) {
        if (at.type === 'ForOfStatement' && isOfSessions(at.right)) return true;
        if (at.type === 'CallExpression' && isOfSessions(at.callee)) return true;
        if (at === ending) break;
      }
    }
    const fn = steps > 0 ? functionOf(sourceCode, node.callee) : undefined;
    return !!fn && endsSessions(sourceCode, fn, store, sessions, steps - 1);
  });
}
