import type { TSESTree } from '@typescript-eslint/utils';
import {
  keyOf,
  unwrap,
  wrapped,
  type CallLike,
  type ClassNode,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { classOf, functionOf } from '../../analysis/functions';
import { mentionsOf, type Mention } from '../../analysis/mentions';
import { nodesOfType, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { property, resolve } from '../../analysis/values';
import { variableOf } from '../../analysis/variables';
import type { LibraryModel, Transport } from '../../models/types';
import { apiOf, callsOf } from '../library-calls';
import { entriesOf, isOwnId, keepsItsParameter, type StoreEntry } from './store-entries';
import { wiringOf, type Wiring } from './transport-wiring';

/** An MCP transport that the file makes. */
export interface McpTransport {
  /** The `new` (or call) that makes it. */
  node: CallLike;
  api: Transport;
  library: LibraryModel | undefined;
  generator: GeneratorOption;
  /** Functions given for `onsessioninitialized` and its kind. */
  callbacks: readonly SessionCallback[];
  /** Whether nothing else is given for them: no parameter, no option of another file. */
  hasKnownCallbacks: boolean;
  wiring: Wiring;
  /** Where the file puts it, or an object that holds it, into a map, a keyed object or a list. */
  entries: readonly StoreEntry[];
  /** Whether one of these is under the id that the transport itself gives out. */
  storedById: boolean;
  /** The `connect(transport)` calls of MCP servers. */
  connections: readonly TSESTree.CallExpression[];
  /** The `transport.handleRequest` by which it gets requests. */
  requests: readonly TSESTree.MemberExpression[];
  /** Every expression that may hold it, or an object that does. */
  mentions: readonly Mention[];
  /** What hands it to code out of sight, other than `connect` and an entry. */
  escapes: readonly Node[];
}

/** The option that makes session ids, and the literal of this call alone that it stands in. */
export type GeneratorOption =
  | { state: 'given'; value: Node; place: TSESTree.ObjectExpression | undefined }
  /** Written out as `undefined` or `void 0`: stateless on purpose. */
  | { state: 'none'; value: Node; place: TSESTree.ObjectExpression | undefined }
  /** Surely absent; `place` is where it would be written: the literal of this call alone, or the call without one. */
  | { state: 'missing'; place: TSESTree.ObjectExpression | CallLike | undefined }
  | { state: 'unknown' };

export interface SessionCallback {
  name: string;
  /** The value of the option. */
  node: Node;
  /** The function, unless it is imported. */
  fn: FunctionNode | undefined;
  /** Whether it keeps the id that it is handed. */
  storesId: boolean;
}

interface Construction {
  node: CallLike;
  api: Transport;
  library: LibraryModel | undefined;
  /** The call that reaches the library's constructor: itself, or the `super()` of a subclass; `undefined` when that cannot be told. */
  call: CallLike | undefined;
}

/** The transports that a file makes, found once. */
export const transportsOf = oncePerFile((sourceCode): readonly McpTransport[] =>
  [...constructions(sourceCode)].map((each) => transportOf(sourceCode, each)),
);

function* constructions(sourceCode: SourceCode): Iterable<Construction> {
  for (const { call, api, library } of callsOf(sourceCode, 'transport'))
    if (!isSuperClass(call)) yield { node: call, api, library, call };
  for (const node of nodesOfType(sourceCode, 'NewExpression')) {
    const owner = classOf(sourceCode, node);
    const parent = owner?.superClass && apiOf(sourceCode, owner.superClass, 'transport');
    if (!owner || !parent) continue;
    const { api, library } = parent;
    yield {
      node,
      api,
      library,
      call: constructorOf(owner) ? superCallIn(sourceCode, owner) : node,
    };
  }
}

function isSuperClass(call: Node): boolean {
  return call.parent?.type === 'ClassDeclaration' || call.parent?.type === 'ClassExpression';
}

function constructorOf(owner: ClassNode): Node | undefined {
  return owner.body.body.find(
    (member) => member.type === 'MethodDefinition' && member.kind === 'constructor',
  );
}

function superCallIn(sourceCode: SourceCode, owner: ClassNode): CallLike | undefined {
  const constructor = constructorOf(owner);
  if (!constructor) return undefined;
  for (const node of walk(sourceCode, constructor))
    if (node.type === 'CallExpression' && node.callee.type === 'Super') return node;
  return undefined;
}

function transportOf(sourceCode: SourceCode, construction: Construction): McpTransport {
  const { node, api, library } = construction;
  const { mentions, escapes } = mentionsOf(sourceCode, node);
  const itself = mentions.filter(({ path }) => path.length === 0).map((each) => each.node);
  const requests = itself.flatMap((mention) => requestOf(mention) ?? []);
  const connections = itself.flatMap((mention) => connectionOf(mention) ?? []);
  const entries = entriesOf(mentions);
  const callbacks = callbacksOf(sourceCode, construction);
  const handed = new Set<Node>([...connections, ...entries.map((entry) => entry.node)]);
  const names = new Set(itself.map(unwrap));
  const storedById = entries.some(
    ({ key }) =>
      key &&
      isOwnId(
        sourceCode,
        key,
        names,
        callbacks.flatMap(({ fn }) => fn ?? []),
      ),
  );
  return {
    node,
    api,
    library,
    generator: generatorOf(sourceCode, construction),
    callbacks,
    hasKnownCallbacks: hasKnownCallbacks(sourceCode, construction, callbacks),
    wiring: wiringOf(sourceCode, node, requests),
    entries,
    storedById,
    connections,
    requests,
    mentions,
    escapes: escapes.filter(({ parent }) => !parent || !handed.has(parent)),
  };
}

/** `transport.handleRequest`, called or handed on. */
function requestOf(mention: Node): TSESTree.MemberExpression | undefined {
  const outer = wrapped(mention);
  const { parent } = outer;
  return parent?.type === 'MemberExpression' &&
    parent.object === outer &&
    /^handle(?:Request|PostMessage)$/.test(keyOf(parent) ?? '')
    ? parent
    : undefined;
}

/** `server.connect(transport)`. */
function connectionOf(mention: Node): TSESTree.CallExpression | undefined {
  const outer = wrapped(mention);
  const { parent } = outer;
  if (parent?.type !== 'CallExpression' || parent.arguments[0] !== outer) return undefined;
  const callee = unwrap(parent.callee);
  return callee.type === 'MemberExpression' && keyOf(callee) === 'connect' ? parent : undefined;
}

function optionsOf({ api, call }: Construction): Node | 'absent' | undefined {
  const index = api.options?.argument;
  if (!call || index === undefined) return undefined;
  if (call.arguments.slice(0, index + 1).some(({ type }) => type === 'SpreadElement'))
    return undefined;
  return call.arguments[index] ?? 'absent';
}

function generatorOf(sourceCode: SourceCode, construction: Construction): GeneratorOption {
  const { api, call } = construction;
  const options = optionsOf(construction);
  if (!api.generator || !call || !options) return { state: 'unknown' };
  if (options === 'absent') {
    const isNext = call.arguments.length === api.options?.argument;
    return { state: 'missing', place: isNext ? call : undefined };
  }
  const found = property(sourceCode, options, api.generator);
  if (found.state === 'unknown') return found;
  if (found.state === 'missing')
    return { state: 'missing', place: ownLiteral(sourceCode, options, found.object) };
  const state = isUndefined(resolve(sourceCode, found.node)) ? 'none' : 'given';
  return { state, value: found.node, place: ownLiteral(sourceCode, options, found.object) };
}

function isUndefined(node: Node): boolean {
  return (
    (node.type === 'Identifier' && node.name === 'undefined') ||
    (node.type === 'UnaryExpression' && node.operator === 'void')
  );
}

/** The literal of the options, when this call alone uses it. */
function ownLiteral(
  sourceCode: SourceCode,
  options: Node,
  literal: TSESTree.ObjectExpression | undefined,
): TSESTree.ObjectExpression | undefined {
  if (!literal || unwrap(options) === literal) return literal;
  const reads = variableOf(sourceCode, options)?.references.filter((each) => each.isRead());
  return reads?.length === 1 && resolve(sourceCode, options) === literal ? literal : undefined;
}

function hasKnownCallbacks(
  sourceCode: SourceCode,
  construction: Construction,
  callbacks: readonly SessionCallback[],
): boolean {
  const options = optionsOf(construction);
  if (!options || options === 'absent') return options === 'absent';
  return (construction.api.sessionCallbacks ?? []).every(
    (name) =>
      callbacks.some((callback) => callback.name === name) ||
      property(sourceCode, options, [name]).state === 'missing',
  );
}

/** Options that are functions, of this file or imported; a parameter or a member may be `undefined`. */
function callbacksOf(sourceCode: SourceCode, construction: Construction): SessionCallback[] {
  const options = optionsOf(construction);
  if (!options || options === 'absent') return [];
  return (construction.api.sessionCallbacks ?? []).flatMap((name) => {
    const found = property(sourceCode, options, [name]);
    if (found.state !== 'found') return [];
    const fn = functionOf(sourceCode, found.node);
    if (!fn && variableOf(sourceCode, found.node)?.defs[0]?.type !== 'ImportBinding') return [];
    return { name, node: found.node, fn, storesId: !!fn && keepsItsParameter(sourceCode, fn) };
  });
}
