import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingClass,
  enclosingFunction,
  isFunction,
  isInside,
  keyOf,
  outwards,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { classOf, functionOf, nameOf, usesOf } from '../../analysis/functions';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { originsOf, type Step } from '../../analysis/origins';
import { variableOf } from '../../analysis/variables';
import { handlerAround } from '../handlers';
import { apiOf } from '../library-calls';
import { isInTest, keptOutside, wiringOf, type Wiring } from './transport-wiring';
import { transportsOf, type McpTransport } from './transports';

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
  if (!handler || isClosedBefore(sourceCode, { connection, server, transport, handler }))
    return undefined;
  const origins = originsOf(sourceCode, server);
  const isShared =
    origins.length > 0 &&
    origins.every((origin) => wiringAt(sourceCode, origin, handler) === 'shared');
  return isShared ? { connection, server, transport, handler } : undefined;
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

/** How a server comes to the function that connects it. */
function wiringAt(sourceCode: SourceCode, origin: Step, handler: FunctionNode): Wiring {
  const { node, frame } = origin;
  const made = serverAt(sourceCode, node);
  if (!made) return 'unknown';
  let call: Node | undefined;
  for (let at = frame; at; at = at.outer) call = at.call;
  const own = wiringFor(sourceCode, made, handler);
  return call && own !== 'shared' ? wiringFor(sourceCode, call, handler) : own;
}

/** How often a place outside or inside of a handler is passed. */
function wiringFor(sourceCode: SourceCode, at: Node, handler: FunctionNode): Wiring {
  const owner = enclosingFunction(at);
  const isAround = owner && owner !== handler && isInside(handler, owner);
  if (!isAround) return wiringOf(sourceCode, at, []);
  return isSetUp(sourceCode, owner) ? 'shared' : 'unknown';
}

/** Whether a function that holds a request handler runs once: nothing here calls it for a request. */
function isSetUp(sourceCode: SourceCode, fn: FunctionNode): boolean {
  if (handlerAround(sourceCode, fn) || isInTest(fn)) return false;
  return !usesOf(sourceCode, fn).calls.some(
    (call) => isInTest(call) || wiringOf(sourceCode, call, []) === 'per-request',
  );
}

/** Where a server is made or handed in; `undefined` for what may be something else, or is imported. */
function serverAt(sourceCode: SourceCode, node: Node): Node | undefined {
  switch (node.type) {
    case 'NewExpression':
      return isServerClass(sourceCode, node) ? node : undefined;
    case 'CallExpression':
      return /server$/i.test(calleeName(node) ?? '') ? node : undefined;
    case 'Identifier': {
      const definition = variableOf(sourceCode, node)?.defs[0];
      if (definition?.type === 'Parameter')
        return serverParameter(sourceCode, definition.node as FunctionNode, definition.name);
      const from = definition?.type === 'Variable' && takenFrom(definition.node);
      return from && isServerName(node.name) ? from : undefined;
    }
    case 'MemberExpression':
      return serverMember(sourceCode, node);
    default:
      return undefined;
  }
}

/** The call in `const { server } = await createServer()`. */
function takenFrom({ id, init }: TSESTree.VariableDeclarator): Node | undefined {
  const inner = id.type === 'ObjectPattern' && init && unwrap(init);
  if (!inner) return undefined;
  const call = inner.type === 'AwaitExpression' ? unwrap(inner.argument) : inner;
  return call.type === 'CallExpression' ? call : undefined;
}

function isServerClass(sourceCode: SourceCode, made: TSESTree.NewExpression): boolean {
  const owner = classOf(sourceCode, made);
  const named = owner ? owner.superClass : made.callee;
  return !!named && apiOf(sourceCode, named, 'framework')?.api.serves === 'mcp';
}

/** `mcpServer.server`; `this.server` that the constructor was handed; `options.server` of a function. */
function serverMember(sourceCode: SourceCode, member: TSESTree.MemberExpression): Node | undefined {
  const object = unwrap(member.object);
  const key = keyOf(member);
  if (key === undefined) return undefined;
  if (object.type === 'ThisExpression') {
    const owner = enclosingClass(object);
    const property = nodesOfType(sourceCode, 'TSParameterProperty').find(
      (each) => enclosingClass(each) === owner && nameIn(each.parameter) === key,
    );
    return property && isServerTyped(sourceCode, property.parameter, key) ? property : undefined;
  }
  if (key === 'server') {
    const [only, ...others] = originsOf(sourceCode, object);
    const made = only && others.length === 0 ? serverAt(sourceCode, only.node) : undefined;
    if (made) return made;
  }
  const definition = variableOf(sourceCode, object)?.defs[0];
  if (definition?.type !== 'Parameter' || !isServerName(key)) return undefined;
  return isNamed(definition.node as FunctionNode) ? definition.name : undefined;
}

function serverParameter(
  sourceCode: SourceCode,
  fn: FunctionNode,
  name: TSESTree.Node,
): Node | undefined {
  if (name.type !== 'Identifier' || !isNamed(fn)) return undefined;
  return isServerTyped(sourceCode, name, name.name) ? name : undefined;
}

/** Whether a parameter is declared as a server, or named as one where there is no type. */
function isServerTyped(sourceCode: SourceCode, parameter: Node, name: string): boolean {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  const type = target.type === 'Identifier' ? target.typeAnnotation?.typeAnnotation : undefined;
  if (!type) return isServerName(name);
  return (
    type.type === 'TSTypeReference' &&
    apiOf(sourceCode, type.typeName as Node, 'framework')?.api.serves === 'mcp'
  );
}

function isServerName(name: string): boolean {
  return /^[_#]?(?:mcp_?)?server$|Server$/.test(name);
}

function nameIn(parameter: Node): string | undefined {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  return target.type === 'Identifier' ? target.name : undefined;
}

/** Whether a function is one that others call: not a callback of something out of sight. */
function isNamed(fn: FunctionNode): boolean {
  return nameOf(fn) !== undefined || fn.parent.type.startsWith('Export');
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

function isInOtherFunction(node: Node, other: Node): boolean {
  for (const at of outwards(node)) if (isFunction(at)) return !isInside(other, at);
  return false;
}
