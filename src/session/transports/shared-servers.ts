import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingClass,
  enclosingFunction,
  isCall,
  isClass,
  isFunction,
  isInside,
  keyOf,
  outwards,
  unwrap,
  wrapped,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { classOf, functionOf, nameOf, usesOf } from '../../analysis/functions';
import { mentionsOf } from '../../analysis/mentions';
import { nodesWithin, nodesOfType, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { originsOf, type Place } from '../../analysis/origins';
import { resolve } from '../../analysis/values';
import { isNothing } from '../context-ids/context-ids';
import { handlerAround, isRequestName, parameterName } from '../handlers';
import { isServerClass, serverAt } from './server-sources';
import { isExport, isInTest, keptOutside, wiringOf, type Wiring } from './transport-wiring';
import { transportsOf, type McpTransport } from './transports';

/** Steps from a function to those that it calls. */
const MAX_STEPS = 4;

/** An MCP server that was made once and is connected to a transport for every request, or every client. */
export interface SharedServer {
  /** The `server.connect(transport)`. */
  connection: TSESTree.CallExpression;
  /** The expression of the server in it. */
  server: Node;
  transport: McpTransport;
  /** The function that runs for every request. */
  handler: FunctionNode;
}

/** The shared servers of a file, one for each handler that connects one; those that cannot be told are none. */
export const sharedServersOf: (sourceCode: SourceCode) => readonly SharedServer[] =
  oncePerFile(findServers);

function findServers(sourceCode: SourceCode): SharedServer[] {
  const found: SharedServer[] = [];
  for (const transport of transportsOf(sourceCode)) {
    if (transport.api.wire === 'stdio' || transport.wiring === 'shared') continue;
    for (const connection of transport.connections) {
      const shared = sharedAt(sourceCode, transport, connection);
      const isKnown = found.some(
        ({ handler, server }) =>
          handler === shared?.handler &&
          sourceCode.getText(server) === sourceCode.getText(shared.server),
      );
      if (shared && !isKnown) found.push(shared);
    }
  }
  return found;
}

function sharedAt(
  sourceCode: SourceCode,
  transport: McpTransport,
  connection: TSESTree.CallExpression,
): SharedServer | undefined {
  const callee = unwrap(connection.callee);
  // A `connect` of this file: what it does with the transport is a connection of its own.
  if (callee.type !== 'MemberExpression' || functionOf(sourceCode, callee)) return undefined;
  if (wiringOf(sourceCode, connection, transport.requests) !== 'per-request') return undefined;
  const handler = handlerAround(sourceCode, connection)?.fn ?? enclosingFunction(connection);
  const server = callee.object;
  const shared = handler && { connection, server, transport, handler };
  if (!shared || isClosedBefore(sourceCode, shared) || isRefusedBefore(sourceCode, shared))
    return undefined;
  return isMadeOnce(sourceCode, server, handler) ? shared : undefined;
}

/** Whether every run of a handler gets the same server, from the same object where it is read from one. */
function isMadeOnce(sourceCode: SourceCode, server: Node, handler: FunctionNode): boolean {
  const origins = originsOf(sourceCode, server).filter(({ node }) => !isNotYet(sourceCode, node));
  if (origins.length === 0) return false;
  return (
    origins.every(({ node, frame }) => {
      const made = serverAt(sourceCode, node);
      return made && wiringAt(sourceCode, { node: made, frame }, handler) === 'shared';
    }) &&
    instancesBehind(sourceCode, server).every((instance) =>
      originsOf(sourceCode, instance).every(
        (origin) => wiringAt(sourceCode, origin, handler) === 'shared',
      ),
    )
  );
}

/** The `null` that a variable holds until the server is there, or when it has gone: nobody connects that. */
function isNotYet(sourceCode: SourceCode, node: Node): boolean {
  return (
    isNothing(node) &&
    !handlerAround(sourceCode, node) &&
    wiringOf(sourceCode, node, []) !== 'per-request'
  );
}

/** The objects of classes in reach whose fields and methods give a value: `mcp` in `mcp.server`, `mcp.getServer()`. */
function instancesBehind(sourceCode: SourceCode, value: Node): Node[] {
  const found = new Set<Node>();
  const collect = (node: Node): boolean => {
    const object = objectOf(node);
    if (object && !found.has(object) && isInstance(sourceCode, object)) {
      found.add(object);
      originsOf(sourceCode, object, collect);
    }
    return false;
  };
  originsOf(sourceCode, value, collect);
  return [...found];
}

/** What a field is read from, or a method called on. */
function objectOf(node: Node): Node | undefined {
  const member = node.type === 'CallExpression' ? unwrap(node.callee) : node;
  return member.type === 'MemberExpression' ? unwrap(member.object) : undefined;
}

function isInstance(sourceCode: SourceCode, object: Node): boolean {
  if (object.type === 'ThisExpression' || isClass(resolve(sourceCode, object))) return false;
  return !!classOf(sourceCode, object);
}

/** Whether an expression surely is a new server, each time that it is evaluated: `new McpServer(…)`, a function of this file that makes one. */
export function isNewServer(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === 'NewExpression') return isServerClass(sourceCode, inner);
  if (inner.type !== 'CallExpression' || !functionOf(sourceCode, inner.callee)) return false;
  return originsOf(sourceCode, inner).every(
    (origin) =>
      origin.frame?.call &&
      origin.node.type === 'NewExpression' &&
      isInside(origin.node, origin.frame.fn) &&
      isServerClass(sourceCode, origin.node) &&
      !keptOutside(sourceCode, origin.node, origin.frame.fn),
  );
}

/** How what is made at a place comes to the function that connects it. */
function wiringAt(sourceCode: SourceCode, { node, frame }: Place, handler: FunctionNode): Wiring {
  let call: Node | undefined;
  for (let at = frame; at; at = at.outer) call = at.call;
  const own = wiringFor(sourceCode, node, handler);
  return call && own !== 'shared' ? wiringFor(sourceCode, call, handler) : own;
}

/** How often a place outside or inside of a handler is passed. */
function wiringFor(sourceCode: SourceCode, at: Node, handler: FunctionNode): Wiring {
  const owner = enclosingFunction(at);
  const isAround = owner && owner !== handler && isInside(handler, owner);
  if (isAround) return isSetUp(sourceCode, owner) ? 'shared' : 'unknown';
  const wiring = wiringOf(sourceCode, at, []);
  if (wiring !== 'unknown' || !owner || isInClassOf(at, owner)) return wiring;
  return setsUp(sourceCode, owner, handler) ? 'shared' : 'unknown';
}

/** Whether a function that holds or sets up a request handler runs once: it gets no request, and nothing here calls it for one. */
function isSetUp(sourceCode: SourceCode, fn: FunctionNode): boolean {
  if (handlerAround(sourceCode, fn) || isInTest(fn) || takesRequest(fn)) return false;
  return !usesOf(sourceCode, fn).calls.some(
    (call) => isInTest(call) || wiringOf(sourceCode, call, []) === 'per-request',
  );
}

/** `fetch(request, env)` of a worker, `handler(event)`: it may make its routes for each request. */
function takesRequest(fn: FunctionNode): boolean {
  return fn.params.some((each) => isRequestName(parameterName(each) ?? ''));
}

/** A constructor, or a function around the class that a place stands in: there is one for each instance. */
function isInClassOf(at: Node, owner: FunctionNode): boolean {
  const around = enclosingClass(at);
  return !!around && (isInside(around, owner) || nameOf(owner) === 'constructor');
}

/** Whether a function sets up a handler by functions and classes of this file, and neither it nor what calls it runs that. */
function setsUp(sourceCode: SourceCode, fn: FunctionNode, handler: FunctionNode): boolean {
  return leadsTo(sourceCode, fn, handler) && isAloof(sourceCode, fn, handler);
}

function isAloof(
  sourceCode: SourceCode,
  fn: FunctionNode,
  handler: FunctionNode,
  steps = MAX_STEPS,
): boolean {
  const { calls, values } = usesOf(sourceCode, fn);
  const callers = calls.map(enclosingFunction).filter((caller) => caller !== undefined);
  return (
    values.every(isExport) &&
    isSetUp(sourceCode, fn) &&
    !runs(sourceCode, fn, handler) &&
    callers.every((caller) => steps > 0 && isAloof(sourceCode, caller, handler, steps - 1))
  );
}

/** Whether a function calls one that holds another function, or makes an instance of the class that does. */
function leadsTo(
  sourceCode: SourceCode,
  fn: FunctionNode,
  inner: Node,
  steps = MAX_STEPS,
): boolean {
  return [...outwards(inner)].some(
    (around) =>
      around !== inner &&
      callsOf(sourceCode, around).some(
        (call) => isInside(call, fn) || (steps > 0 && leadsTo(sourceCode, fn, call, steps - 1)),
      ),
  );
}

function callsOf(sourceCode: SourceCode, node: Node): readonly CallLike[] {
  if (isFunction(node)) return usesOf(sourceCode, node).calls;
  if (!isClass(node)) return [];
  return nodesOfType(sourceCode, 'NewExpression').filter(
    (call) => !isInside(call, node) && classOf(sourceCode, call) === node,
  );
}

/** Whether a function itself calls another one, or a function that does. */
function runs(
  sourceCode: SourceCode,
  fn: FunctionNode,
  called: FunctionNode,
  steps = MAX_STEPS,
): boolean {
  const calls = usesOf(sourceCode, called).calls.concat(
    mentionsOf(sourceCode, called).mentions.flatMap(({ node, path }) => {
      const outer = wrapped(node);
      const { parent } = outer;
      return path.length === 0 && isCall(parent) && parent.callee === outer ? [parent] : [];
    }),
  );
  return calls.some((call) => {
    const caller = enclosingFunction(call);
    return caller === fn || (!!caller && steps > 0 && runs(sourceCode, fn, caller, steps - 1));
  });
}

/** `await server.close()`, or the end of the last transport, before the next one is connected: one client at a time is meant. */
function isClosedBefore(
  sourceCode: SourceCode,
  { connection, server, transport, handler }: SharedServer,
): boolean {
  const transports = new Set(transport.mentions.map((each) => unwrap(each.node)));
  const name = sourceCode.getText(unwrap(server));
  return nodesOfType(sourceCode, 'CallExpression').some((call) => {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression' || keyOf(callee) !== 'close') return false;
    if (!isInside(call, handler) || call.range[1] > connection.range[0]) return false;
    if (isInOtherFunction(call, connection)) return false;
    const object = unwrap(callee.object);
    return (
      sourceCode.getText(object) === name ||
      (transports.has(object) && call.range[1] <= transport.node.range[0])
    );
  });
}

/** `if (server.isConnected()) throw …`, `if (server.transport) return …`: nobody else is served while a client is. */
function isRefusedBefore(
  sourceCode: SourceCode,
  { connection, server, handler }: SharedServer,
): boolean {
  const name = sourceCode.getText(unwrap(server));
  const asks = (node: Node) =>
    node.type === 'MemberExpression' &&
    /^(?:isConnected|transport)$/.test(keyOf(node) ?? '') &&
    sourceCode.getText(unwrap(node.object)) === name;
  return nodesWithin(sourceCode, 'IfStatement', handler).some(
    ({ test, consequent, range }) =>
      range[1] <= connection.range[0] &&
      !isInOtherFunction(test, connection) &&
      unwrap(test).type !== 'UnaryExpression' &&
      [...walk(sourceCode, resolve(sourceCode, test))].some(asks) &&
      [...walk(sourceCode, consequent, 'this function')].some(({ type }) =>
        /^(?:Throw|Return)Statement$/.test(type),
      ),
  );
}

function isInOtherFunction(node: Node, other: Node): boolean {
  for (const at of outwards(node)) if (isFunction(at)) return !isInside(other, at);
  return false;
}
