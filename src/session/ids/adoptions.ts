import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  isFunction,
  keyOf,
  outwards,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { isImported } from '../../analysis/imports';
import { nodesOfType, returnsOf } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { originsOf } from '../../analysis/origins';
import { verdictOnName } from '../cookies/cookie-names';
import { isServerFile } from '../server-files';
import { claimantOf } from '../transports/claims';
import { transportsOf } from '../transports/transports';
import type { ClientValue } from './client-values';
import { idSinksIn } from './id-sinks';
import { storeSinks } from './id-stores';
import { lastName, namesSessionId } from './id-words';

/** A place where a session gets its id. */
export interface Adoption {
  /** `generator`: a function makes it; `assigned`: a transport is given it; `created`: a session is kept under it. */
  kind: 'generator' | 'assigned' | 'created';
  /** The expression of the id. */
  id: Node;
  /** The node before which the id is what it is. */
  at: Node;
  /** The function that makes it, where one does. */
  maker?: FunctionNode;
  /** Whether the session is kept under the id that the library hands back, and not under the expression's value. */
  isHandedBack?: boolean;
  /** Whether a value of the client is a session's id here. */
  takes(value: ClientValue): boolean;
}

/** Every place of the file where a session gets its id from what the client sends, if it does. */
export const adoptionsIn = oncePerFile((sourceCode: SourceCode): readonly Adoption[] => [
  ...findAdoptions(sourceCode),
]);

function* findAdoptions(sourceCode: SourceCode): Generator<Adoption> {
  yield* generators(sourceCode);
  for (const { kind, node } of idSinksIn(sourceCode)) {
    const { parent } = wrapped(node);
    if (kind === 'assignment' && parent?.type === 'AssignmentExpression')
      yield { kind: 'assigned', id: node, at: parent, takes: isAnything };
  }
  yield* constructorArguments(sourceCode);
  yield* creations(sourceCode);
}

const isAnything = () => true;

function* generators(sourceCode: SourceCode): Generator<Adoption> {
  const claimed = new Set<Node>();
  const keptOtherwise = new Set<Node>();
  for (const transport of transportsOf(sourceCode)) {
    const { generator, callbacks, entries, storedById } = transport;
    if (generator.state !== 'given') continue;
    if (claimantOf(sourceCode, transport)) claimed.add(generator.value);
    const isHandedBack = callbacks.some(({ storesId }) => storesId) && entries.length === 0;
    if (!storedById && !isHandedBack) keptOtherwise.add(generator.value);
  }
  for (const { kind, node, mayBeAsync } of idSinksIn(sourceCode)) {
    if (kind !== 'generator' || claimed.has(node)) continue;
    for (const origin of originsOf(sourceCode, node)) {
      const maker = functionOf(sourceCode, origin.node);
      if (!maker || maker.generator || (maker.async && !mayBeAsync)) continue;
      for (const { id, at } of madeBy(sourceCode, maker))
        yield {
          kind: 'generator',
          id,
          at,
          maker,
          isHandedBack: !keptOtherwise.has(node),
          takes: isAnything,
        };
    }
  }
}

function madeBy(sourceCode: SourceCode, maker: FunctionNode): { id: Node; at: Node }[] {
  return returnsOf(sourceCode, maker).map((id) => {
    const statement = [...outwards(id)].find(
      (each) => each === maker || each.type === 'ReturnStatement',
    );
    return { id, at: statement ?? maker };
  });
}

/** `new SomeTransport(response, sessionId)`, `new SomeTransport({ sessionId })` of a class from elsewhere. */
function* constructorArguments(sourceCode: SourceCode): Generator<Adoption> {
  if (!isServerFile(sourceCode)) return;
  for (const node of nodesOfType(sourceCode, 'NewExpression')) {
    const name = calleeName(node) ?? '';
    if (!/transport$/i.test(name) || /client|mock|fake/i.test(name)) continue;
    if (!isImported(sourceCode, node.callee)) continue;
    for (const id of idsGiven(node)) yield { kind: 'assigned', id, at: node, takes: isAnything };
  }
}

function idsGiven(call: TSESTree.NewExpression): Node[] {
  return call.arguments.flatMap((argument): Node[] => {
    if (argument.type !== 'ObjectExpression')
      return namesSessionId(lastName(argument) ?? '') ? [argument] : [];
    const own = argument.properties.find((each) => /^_?sessionId$/.test(keyOf(each) ?? ''));
    return own?.type === 'Property' && !isFunction(own.value) ? [own.value] : [];
  });
}

function* creations(sourceCode: SourceCode): Generator<Adoption> {
  const seen = new Set<Node>();
  const kept = transportsOf(sourceCode).flatMap(({ entries }) =>
    entries.flatMap(({ node, key, value }) =>
      key ? [{ node, key, value, holdsSession: true }] : [],
    ),
  );
  for (const { node, key, value, holdsSession } of [...kept, ...storeSinks(sourceCode)]) {
    if (seen.has(node) || !isNew(value)) continue;
    seen.add(node);
    const isNamedId = namesSessionId(lastName(key) ?? '');
    const takes = (sent: ClientValue) =>
      holdsSession ? isNamedId || namesSession(sent) : isSessionId(sent);
    yield { kind: 'created', id: key, at: node, takes };
  }
}

/** Whether a stored value may begin a session; a copy of one, `undefined`, a number or a flag begins none. */
function isNew(value: Node): boolean {
  const inner = unwrap(value);
  switch (inner.type) {
    case 'Literal':
    case 'UnaryExpression':
    case 'BinaryExpression':
      return false;
    case 'ObjectExpression':
      return inner.properties.every((each) => each.type !== 'SpreadElement');
    case 'CallExpression': {
      const callee = unwrap(inner.callee);
      return callee.type !== 'MemberExpression' || lastName(callee.object) !== 'Date';
    }
    case 'Identifier':
      return inner.name !== 'undefined';
    default:
      return true;
  }
}

/** A transport may well be kept by what it serves: `transports[req.params.project]`. */
function namesSession({ name }: ClientValue): boolean {
  return /session|(?:^|[^a-z])sid$/.test(name ?? '');
}

/** Whether its name alone says that a value is the id of a session with this server. */
function isSessionId({ from, name }: ClientValue): boolean {
  if (name === undefined) return false;
  if (from === 'cookies') return verdictOnName(name) === 'session' && !/token|jwt/.test(name);
  return from === 'headers' && name === 'mcp-session-id';
}
