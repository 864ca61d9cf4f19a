import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  isInside,
  keyOf,
  memberPath,
  outwards,
  stringOf,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { ownerOf, type Mention } from '../../analysis/mentions';
import { returnsOf, walk } from '../../analysis/nodes';
import { originsOf } from '../../analysis/origins';
import { property } from '../../analysis/values';
import { isGlobal, variableOf } from '../../analysis/variables';
import { handlerAround } from '../handlers';
import { clientValueAt } from '../ids/client-values';
import { strengthAt } from '../ids/id-strength';
import { sourceNamed } from '../ids/random-sources';
import { outsideTarget } from './transport-wiring';
import { transportsOf, type McpTransport } from './transports';

/** What may be done with a transport that forgets it afterwards. */
const MEMBERS = new Set('handleRequest close start onclose onerror onmessage sessionId'.split(' '));

/**
 * Whether a transport gives out a session id that no later request can use: it is made, connected
 * and used for one request, and neither it nor its id is kept. What may keep them is no orphan.
 */
export function isOrphan(sourceCode: SourceCode, transport: McpTransport): boolean {
  const { generator } = transport;
  return (
    isForgotten(sourceCode, transport) &&
    generator.state === 'given' &&
    isForgottenId(sourceCode, transport, generator.value)
  );
}

/** Whether nothing keeps a transport beyond its request: whatever id it gives out is an orphan's, unless something keeps that. */
export function isForgotten(sourceCode: SourceCode, transport: McpTransport): boolean {
  const { node, api, generator, wiring, connections, requests, entries, escapes } = transport;
  return (
    generator.state === 'given' &&
    api.missingMeans === 'stateless' &&
    wiring === 'per-request' &&
    connections.length > 0 &&
    requests.length > 0 &&
    entries.length === 0 &&
    escapes.length === 0 &&
    !isPersistent(sourceCode, transport) &&
    !hasStatelessTwin(sourceCode, transport) &&
    answersOnce(requests, node) &&
    transport.mentions.every((mention) => forgets(sourceCode, mention, transport)) &&
    transport.hasKnownCallbacks &&
    transport.callbacks.every(({ fn }) => fn && keepsNothing(sourceCode, fn))
  );
}

/** `isInitialize ? new T({ sessionIdGenerator }) : new T({})`: the other one answers the later requests, whatever their id. */
function hasStatelessTwin(sourceCode: SourceCode, transport: McpTransport): boolean {
  const handler = handlerAround(sourceCode, transport.node)?.fn;
  return transportsOf(sourceCode).some(
    ({ node, generator }) =>
      node !== transport.node &&
      generator.state !== 'given' &&
      handlerAround(sourceCode, node)?.fn === handler,
  );
}

/** A transport that saves its state elsewhere can be made again for every request. */
function isPersistent(sourceCode: SourceCode, { api, node }: McpTransport): boolean {
  const options = api.options && node.arguments[api.options.argument];
  if (!api.storage || !options) return false;
  return property(sourceCode, options, api.storage).state !== 'missing';
}

/** Whether no two requests are handed over one after the other: the first could be an `initialize` of the server's own. */
function answersOnce(requests: readonly Node[], made: Node): boolean {
  return requests.every(
    (request, index) =>
      !isRepeated(request, made) &&
      requests.slice(index + 1).every((other) => isEither(request, other)),
  );
}

function isRepeated(request: Node, made: Node): boolean {
  for (const at of outwards(request)) {
    if (isInside(made, at)) return false;
    if (/^(?:For|While|DoWhile)/.test(at.type)) return true;
  }
  return false;
}

/** Whether two nodes stand in two branches, of which one runs. */
function isEither(first: Node, second: Node): boolean {
  for (const at of outwards(first)) {
    const { parent } = at;
    if (!parent || !isInside(second, parent)) continue;
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression')
      return parent.test !== at && !isInside(second, parent.test);
    return parent.type === 'SwitchStatement';
  }
  return false;
}

/** Whether what is done with a transport at a mention leaves nothing of it behind. */
function forgets(
  sourceCode: SourceCode,
  { node, path }: Mention,
  { node: made }: McpTransport,
): boolean {
  const outer = wrapped(node);
  const { parent } = outer;
  if (parent?.type === 'AssignmentExpression' && parent.right === outer) {
    const fn = handlerAround(sourceCode, made)?.fn ?? enclosingFunction(made);
    const isVariable = unwrap(parent.left).type === 'Identifier';
    return !!fn && isVariable && !outsideTarget(sourceCode, parent, fn);
  }
  if (parent?.type === 'VariableDeclarator') return parent.id.type === 'Identifier';
  if (path.length > 0 || parent?.type !== 'MemberExpression' || parent.object !== outer)
    return true;
  const key = keyOf(parent);
  if (key === undefined || !MEMBERS.has(key)) return false;
  return key !== 'sessionId' || isOnlyShown(sourceCode, parent);
}

/** Methods of texts that give a text. */
const TEXT = /^(?:slice|substring|substr|padEnd|padStart|toString|toUpperCase|replace)$/;

/** Whether the value of an expression is asked for, logged or sent as a header, and goes nowhere else. */
function isOnlyShown(sourceCode: SourceCode, value: Node): boolean {
  const outer = wrapped(value);
  const { parent } = outer;
  switch (parent?.type) {
    case 'TemplateLiteral':
    case 'LogicalExpression':
    case 'BinaryExpression':
    case 'ConditionalExpression':
    case 'ObjectExpression':
      return isOnlyShown(sourceCode, parent);
    case 'Property':
      return isOnlyShown(sourceCode, parent.parent);
    case 'IfStatement':
    case 'UnaryExpression':
      return true;
    case 'MemberExpression': {
      const call = wrapped(parent).parent;
      const isText = parent.object === outer && TEXT.test(keyOf(parent) ?? '');
      return isText && call?.type === 'CallExpression' && isOnlyShown(sourceCode, call);
    }
    case 'CallExpression':
      return parent.callee !== outer && (isLog(sourceCode, parent) || isHeader(parent));
    default:
      return false;
  }
}

function isLog(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  const path = memberPath(call.callee);
  if (path?.root.type !== 'Identifier') return /log/i.test(path?.path.at(-2) ?? '');
  const names = [path.root.name, ...path.path];
  return (
    (names[0] === 'console' && isGlobal(sourceCode, path.root)) ||
    names.some((name) => /^log|log(?:ger)?$/i.test(name))
  );
}

function isHeader(call: TSESTree.CallExpression): boolean {
  return (
    /^(?:setHeader|set|header|append)$/.test(calleeName(call) ?? '') &&
    /session/i.test(stringOf(call.arguments[0]) ?? '')
  );
}

/** Whether a callback does nothing but log: it may be handed the id. */
function keepsNothing(sourceCode: SourceCode, fn: FunctionNode): boolean {
  for (const node of walk(sourceCode, fn.body)) {
    if (node.type === 'AssignmentExpression') return false;
    if (node.type === 'NewExpression') return false;
    if (node.type === 'CallExpression' && !isLog(sourceCode, node))
      if (!TEXT.test(calleeName(node) ?? '')) return false;
  }
  return true;
}

/** Whether a generator's id is made for this transport, and nothing else gets it. */
function isForgottenId(sourceCode: SourceCode, transport: McpTransport, value: Node): boolean {
  return originsOf(sourceCode, value).every(({ node }) => {
    const fn = functionOf(sourceCode, node);
    if (!fn) return !!sourceNamed(sourceCode, node);
    return isInnocent(sourceCode, fn, transport.node) && isKnownId(sourceCode, fn);
  });
}

/** Whether the values that a function returns are random, guessable or the client's: an id from elsewhere may be known there. */
function isKnownId(sourceCode: SourceCode, fn: FunctionNode): boolean {
  return returnsOf(sourceCode, fn)
    .flatMap((returned) => originsOf(sourceCode, returned))
    .every(
      (origin) =>
        strengthAt(sourceCode, origin, 1).is !== 'unknown' ||
        !!clientValueAt(sourceCode, origin.node),
    );
}

/** Whether a generator changes nothing, and shares its id with nobody. */
function isInnocent(sourceCode: SourceCode, fn: FunctionNode, made: Node): boolean {
  for (const node of walk(sourceCode, fn.body)) {
    if (node.type === 'AssignmentExpression') return false;
    if (node.type === 'ExpressionStatement') {
      const call = unwrap(node.expression);
      if (call.type !== 'CallExpression' || !isLog(sourceCode, call)) return false;
    }
    if (node.type === 'Identifier' && isKnownElsewhere(sourceCode, node, fn, made)) return false;
  }
  return true;
}

/** Whether a name in a generator stands for a text that other code of the request has too, other than to show it. */
function isKnownElsewhere(
  sourceCode: SourceCode,
  identifier: Node,
  fn: FunctionNode,
  made: Node,
): boolean {
  const variable = variableOf(sourceCode, identifier);
  const definition = variable?.defs[0];
  const owner = ownerOf(sourceCode, identifier);
  if (!variable || !owner || !isInside(made, owner)) return false;
  if (definition?.type === 'Parameter')
    return wrapped(identifier).parent?.type !== 'MemberExpression';
  if (definition?.type !== 'Variable' || functionOf(sourceCode, identifier)) return false;
  return variable.references.some(
    (reference) =>
      !reference.init &&
      !isInside(reference.identifier, fn) &&
      !isInside(reference.identifier, made) &&
      !isOnlyShown(sourceCode, reference.identifier),
  );
}
