import type { TSESTree } from '@typescript-eslint/utils';
import {
  isFunction,
  keyOf,
  outwards,
  stringOf,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { isForeign } from '../analysis/files';
import { functionOf } from '../analysis/functions';
import { mentionsOfParameter } from '../analysis/mentions';
import { nodesOfType } from '../analysis/nodes';
import { oncePerFile } from '../analysis/once-per-file';
import { property, resolve } from '../analysis/values';
import { models } from '../models';
import type { HandlerMethod } from '../models/handler-types';
import type { ArgumentPath } from '../models/cookie-types';
import type { LibraryModel } from '../models/types';
import { parameterName } from './handlers';
import { librariesOf } from './library-calls';

/** A function that answers MCP requests: a tool, a resource, a prompt, or any request. */
export interface McpHandler {
  fn: FunctionNode;
  handles: HandlerMethod['handles'];
  /** The call that registers it; none for a function known by its type alone. */
  registration: TSESTree.CallExpression | undefined;
  /** The parameter that holds what the client sent (`args`, `request`, `uri`); `undefined` when there is none, or it cannot be told from the context. */
  arguments: Node | undefined;
  /** The parameter that says who asks: `extra` in v1, `ctx` in v2. */
  context: Node | undefined;
  /** Whether the library gives every client a session id unless it is told otherwise. */
  isStateful: boolean;
}

/** Names of parameters that say who asks, where the number of parameters does not tell. */
const CONTEXT = /^_?(?:extra|ctx|context)$/i;
/** What receivers are called, and made by, that are no servers. */
const CLIENT = /client$/i;

const methods = new Map<string, { library: LibraryModel; model: HandlerMethod }[]>();
const contextTypes = new Set<string>();
const functionTypes = new Map<string, HandlerMethod['handles']>();
for (const library of models) {
  for (const model of library.handlers?.methods ?? [])
    methods.set(model.method, [...(methods.get(model.method) ?? []), { library, model }]);
  for (const name of library.handlers?.contextTypes ?? []) contextTypes.add(name);
  for (const [name, handles] of Object.entries(library.handlers?.functionTypes ?? {}))
    functionTypes.set(name, handles);
}

/** The functions of the file that answer MCP requests, once each. */
export const mcpHandlersIn: (sourceCode: SourceCode) => readonly McpHandler[] =
  oncePerFile(findHandlers);

/** The MCP handler that a node stands in, directly or in a function inside it. */
export function mcpHandlerAround(sourceCode: SourceCode, node: Node): McpHandler | undefined {
  const handlers = new Map(mcpHandlersIn(sourceCode).map((each) => [each.fn as Node, each]));
  for (const at of outwards(node)) {
    const handler = handlers.get(at);
    if (handler) return handler;
  }
  return undefined;
}

/** Every expression that may hold the session id of a handler's context: `extra.sessionId`, `sid` after `const { sessionId: sid } = extra`, also in functions it is handed to. */
export function contextSessionIds(sourceCode: SourceCode, { context }: McpHandler): Node[] {
  if (!context) return [];
  const { mentions } = mentionsOfParameter(sourceCode, context, ['sessionId']);
  return mentions.filter(({ path }) => path.length === 0).map(({ node }) => node);
}

function findHandlers(sourceCode: SourceCode): McpHandler[] {
  const found = new Map<FunctionNode, McpHandler>();
  const add = (handler: McpHandler | undefined) => {
    if (handler && !found.has(handler.fn) && !isForeign(sourceCode, handler.fn))
      found.set(handler.fn, handler);
  };
  for (const call of nodesOfType(sourceCode, 'CallExpression')) add(registeredBy(sourceCode, call));
  if (importsHandlers(sourceCode))
    for (const type of [
      'FunctionDeclaration',
      'FunctionExpression',
      'ArrowFunctionExpression',
    ] as const)
      for (const fn of nodesOfType(sourceCode, type)) add(typed(fn));
  return [...found.values()];
}

function registeredBy(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
): McpHandler | undefined {
  const callee = unwrap(call.callee);
  const method = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
  if (callee.type !== 'MemberExpression' || !method) return undefined;
  for (const { library, model } of methods.get(method) ?? []) {
    if (!isServer(sourceCode, callee.object, library, model)) continue;
    const given = handlerGiven(sourceCode, call, model);
    const fn = given && functionOf(sourceCode, insideWrapper(given));
    if (!fn) continue;
    const registration = call;
    const { handles, stateful = false } = model;
    return {
      fn,
      handles,
      registration,
      isStateful: stateful,
      ...parametersOf(sourceCode, fn, call, model),
    };
  }
  return undefined;
}

/** Whether methods of a receiver are those of a library's server. */
function isServer(
  sourceCode: SourceCode,
  receiver: Node,
  library: LibraryModel,
  { receivers }: HandlerMethod,
): boolean {
  const names = [receiver, resolve(sourceCode, receiver)].map(nameOf);
  if (names.some((name) => CLIENT.test(name.replace('()', '')))) return false;
  return (
    !receivers || imports(sourceCode, library) || names.some((name) => receivers.includes(name))
  );
}

/** `server` for `this.server`, `McpServer()` for `new McpServer(…)`. */
function nameOf(receiver: Node): string {
  const inner = unwrap(receiver);
  if (inner.type === 'Identifier') return inner.name;
  if (inner.type === 'MemberExpression') return keyOf(inner) ?? '';
  return inner.type === 'NewExpression' ? `${nameOf(inner.callee)}()` : '';
}

function imports(sourceCode: SourceCode, { name, modules }: LibraryModel): boolean {
  const imported = librariesOf(sourceCode).modules;
  return (
    modules.some((module) => imported.has(module)) ||
    [...imported].some((module) => module.startsWith(`${name}/`))
  );
}

function importsHandlers(sourceCode: SourceCode): boolean {
  return models.some((library) => library.handlers && imports(sourceCode, library));
}

function handlerGiven(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  { handler }: HandlerMethod,
): Node | undefined {
  if (!handler) return call.arguments.length > 1 ? call.arguments.at(-1) : undefined;
  return valueAt(sourceCode, call, handler);
}

function valueAt(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  { argument, path = [] }: ArgumentPath,
): Node | undefined {
  const given = call.arguments[argument];
  const found = given && property(sourceCode, given, path);
  return found?.state === 'found' ? found.node : undefined;
}

/** `withLogging(async (args, extra) => …)` gives the function inside. */
function insideWrapper(node: Node): Node {
  const inner = unwrap(node);
  if (inner.type !== 'CallExpression') return inner;
  const functions = inner.arguments.filter((each) => isFunction(unwrap(each)));
  return functions.length === 1 && functions[0] ? functions[0] : inner;
}

type Parameters = Pick<McpHandler, 'arguments' | 'context'>;

function parametersOf(
  sourceCode: SourceCode,
  fn: FunctionNode,
  call: TSESTree.CallExpression,
  model: HandlerMethod,
): Parameters {
  const [first, second, third] = fn.params;
  if (model.handles === 'resource') {
    const isTemplate = !third && second && !isFixedUri(call) && !isContext(second);
    return {
      arguments: isTemplate ? second : first,
      context: isTemplate ? undefined : (third ?? second),
    };
  }
  if (second) return { arguments: first, context: second };
  if (!first) return { arguments: undefined, context: undefined };
  const takes = takesArguments(sourceCode, call, model) ?? (isContext(first) ? 'none' : undefined);
  return {
    arguments: takes === 'some' ? first : undefined,
    context: takes === 'none' ? first : undefined,
  };
}

/** A resource at a fixed address has no variables: `server.resource('config', 'config://app', (uri, extra) => …)`. */
function isFixedUri(call: TSESTree.CallExpression): boolean {
  return stringOf(call.arguments[1]) !== undefined;
}

function isContext(parameter: Node): boolean {
  return CONTEXT.test(parameterName(parameter) ?? '');
}

/** Whether a handler is handed arguments before its context; `undefined` when that is not known. */
function takesArguments(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  { schema }: HandlerMethod,
): 'some' | 'none' | undefined {
  if (!schema) return 'some';
  if (schema === 'between') {
    const between = call.arguments.slice(1, -1).map((each) => resolve(sourceCode, each));
    if (between.every((each) => stringOf(each) !== undefined)) return 'none';
    return between.some(({ type }) => type === 'ObjectExpression') ? 'some' : undefined;
  }
  const given = call.arguments[schema.argument];
  const found = given && property(sourceCode, given, schema.path ?? []);
  if (!found || found.state === 'unknown') return undefined;
  return found.state === 'found' ? 'some' : 'none';
}

/** A function with a parameter of the type of a handler's context, or that is itself of the type of a handler. */
function typed(fn: FunctionNode): McpHandler | undefined {
  const index = fn.params.findIndex((each) => contextTypes.has(typeOf(each) ?? ''));
  const declared = fn.parent.type === 'VariableDeclarator' ? typeOf(fn.parent.id) : undefined;
  const handles = functionTypes.get(declared ?? '');
  if (index < 0 && !handles) return undefined;
  const at = index < 0 ? fn.params.length - 1 : index;
  const context = index >= 0 || at > 0 ? fn.params[at] : undefined;
  return {
    fn,
    handles: handles ?? 'request',
    registration: undefined,
    arguments: at > 0 ? fn.params[0] : undefined,
    context,
    isStateful: false,
  };
}

/** The name of the type that a parameter or variable is declared with. */
function typeOf(target: Node): string | undefined {
  const inner = target.type === 'AssignmentPattern' ? target.left : target;
  const annotation = 'typeAnnotation' in inner ? inner.typeAnnotation : undefined;
  if (annotation?.type !== 'TSTypeAnnotation') return undefined;
  const type = annotation.typeAnnotation;
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier'
    ? type.typeName.name
    : undefined;
}
