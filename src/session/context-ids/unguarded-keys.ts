import { isInside, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { hasState, runAutomaton, type FlowResult } from '../../analysis/flow';
import type { FlowGraph } from '../../analysis/flow-graph';
import { originsOf } from '../../analysis/origins';
import { mcpHandlersIn, type McpHandler } from '../tool-handlers';
import { transportsOf, type McpTransport } from '../transports/transports';
import { contextIdsOf, isNothing, type ContextId } from './context-ids';
import { IdGuards, REPLACED, UNGUARDED } from './id-guards';
import { containerId, isMadeHere, isShared, keyUseOf, type KeyUse } from './key-uses';

/** A place where all clients without a session get the same key. */
export interface UnguardedKey {
  handler: McpHandler;
  /** The expression that is the key. */
  key: Node;
  id: ContextId;
  use: KeyUse;
  /** The session id itself in what is to change, where it stands there. */
  bare: Node | undefined;
}

/** What people call the one client of a server over standard input. */
const STDIO = /std(?:io|in)/i;

/** The first such place of every handler; none in a file whose clients all have a session, or that has one client. */
export function unguardedKeysIn(sourceCode: SourceCode, graph: FlowGraph): UnguardedKey[] {
  const handlers = mcpHandlersIn(sourceCode).filter(({ isStateful }) => !isStateful);
  if (handlers.length === 0 || hasSessionsOnly(sourceCode)) return [];
  const all = handlers.map((handler) => ({ handler, ids: contextIdsOf(sourceCode, handler) }));
  const keys = all.flatMap(({ handler, ids }) => keysOf(sourceCode, handler, ids));
  if (keys.length === 0) return [];
  const guards = new IdGuards(
    sourceCode,
    all.flatMap(({ ids }) => ids),
  );
  const flow = runAutomaton(sourceCode, graph, guards);
  const open = keys.flatMap((key) => openKey(flow, guards, key) ?? []);
  const written = new Set(
    open.filter(({ use }) => use.writes).map(({ use }) => containerId(sourceCode, use.container)),
  );
  const sharing = open.filter((key) => isWritten(sourceCode, key, written));
  return handlers.flatMap((handler) => sharing.find((key) => key.handler === handler) ?? []);
}

function keysOf(
  sourceCode: SourceCode,
  handler: McpHandler,
  ids: readonly ContextId[],
): UnguardedKey[] {
  const isOwn = ({ key }: UnguardedKey) => isInside(key, handler.fn);
  const keys = ids.flatMap((id) => {
    if (id.form.kind === 'other' || (id.form.kind === 'literal' && STDIO.test(id.form.value)))
      return [];
    const use = keyUseOf(sourceCode, id.node);
    if (!use || !isShared(sourceCode, use.container, handler.fn)) return [];
    const changed = id.form.kind === 'literal' ? id.form.by : id.node;
    const bare = ids.find(({ node, form }) => form.kind === 'nothing' && isInside(node, changed));
    return { handler, key: id.node, id, use, bare: bare?.node };
  });
  // A literal is what to change, rather than what it stands in for.
  const literals = new Set(
    keys.filter(({ id }) => id.form.kind === 'literal').map(({ use }) => use.node),
  );
  return keys
    .filter(({ id, use }) => id.form.kind === 'literal' || !literals.has(use.node))
    .sort((one, other) => one.key.range[0] - other.key.range[0])
    .sort((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
}

/** The key as it is where nothing has made sure of a session; `undefined` where something has. */
function openKey(flow: FlowResult, guards: IdGuards, key: UnguardedKey): UnguardedKey | undefined {
  const states = flow.before(key.use.node);
  if (hasState(states, UNGUARDED)) return key;
  if (!hasState(states, REPLACED)) return undefined;
  const form = guards.replacementOf(key.key);
  return form && { ...key, id: { node: key.key, form }, bare: undefined };
}

/** Whether something is ever kept under the common key: seen in this file, or told by a literal that code out of sight is asked for. */
function isWritten(
  sourceCode: SourceCode,
  { id, use }: UnguardedKey,
  written: ReadonlySet<string>,
): boolean {
  if (written.has(containerId(sourceCode, use.container))) return true;
  return (
    id.form.kind === 'literal' && id.form.value !== '' && !isMadeHere(sourceCode, use.container)
  );
}

/** Whether the file makes transports, and each gives its client an id or has one client. */
function hasSessionsOnly(sourceCode: SourceCode): boolean {
  const transports = transportsOf(sourceCode);
  return transports.length > 0 && transports.every((each) => hasSession(sourceCode, each));
}

function hasSession(sourceCode: SourceCode, { api, generator }: McpTransport): boolean {
  if (api.wire === 'stdio' || api.idAtOnce) return true;
  if (generator.state === 'missing') return api.missingMeans === 'random';
  return (
    generator.state === 'given' &&
    originsOf(sourceCode, generator.value).every(({ node }) => !isNothing(unwrap(node)))
  );
}
