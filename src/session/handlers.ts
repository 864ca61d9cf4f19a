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
import { functionOf, nameOf } from '../analysis/functions';
import { nodesOfType } from '../analysis/nodes';
import { oncePerFile } from '../analysis/once-per-file';
import { property } from '../analysis/values';

/** A function that answers requests. */
export interface RequestHandler {
  fn: FunctionNode;
  /** `get`, `post`, `delete`, `use`, `all` …; `undefined` when nothing in the file says so. */
  method: string | undefined;
  /** The route's path, when the file states it. */
  path: string | undefined;
  /** The call or decorator that registers it; none for a handler known by its parameters alone. */
  registration: Node | undefined;
}

const ROUTE_METHODS = new Set(
  'get post put patch delete del options head all use on route addHook'.split(' '),
);
const NEST_METHODS = new Set('Get Post Put Patch Delete All Options Head'.split(' '));
const NEXT_EXPORTS = new Set('GET POST PUT PATCH DELETE OPTIONS HEAD'.split(' '));

const REQUEST = /^_?(?:req|request|incoming|incomingMessage)$/i;
const RESPONSE = /^_?(?:res|response|reply|rep|outgoing)$/i;
const CONTEXT = /^_?(?:ctx|context|c|event)$/i;

interface Handlers {
  /** Every registration, those of one function by several routes included. */
  registrations: RequestHandler[];
  /** The first of each function. */
  handlers: RequestHandler[];
}

/** Every request handler of the file, once: registered with a route, decorated, or with a handler's parameters. */
export const handlersIn = (sourceCode: SourceCode): readonly RequestHandler[] =>
  known(sourceCode).handlers;

/** Every registration of a handler: `app.get('/mcp', f); app.delete('/mcp', f)` are two. */
export const registrationsIn = (sourceCode: SourceCode): readonly RequestHandler[] =>
  known(sourceCode).registrations;

const known = oncePerFile(findHandlers);

/** The handler a node stands in, directly or in a function inside it; the outermost wins nothing: the nearest. */
export function handlerAround(sourceCode: SourceCode, node: Node): RequestHandler | undefined {
  const byFunction = new Map(
    handlersIn(sourceCode).map((handler) => [handler.fn as Node, handler]),
  );
  for (const at of outwards(node)) {
    const handler = byFunction.get(at);
    if (handler) return handler;
  }
  return undefined;
}

/** Whether a name is one that requests go by, or contexts that hold one. */
export function isRequestName(name: string): boolean {
  return REQUEST.test(name) || CONTEXT.test(name);
}

export function isResponseName(name: string): boolean {
  return RESPONSE.test(name);
}

export function isContextName(name: string): boolean {
  return CONTEXT.test(name);
}

function findHandlers(sourceCode: SourceCode): Handlers {
  const registrations: RequestHandler[] = [];
  const found = new Map<FunctionNode, RequestHandler>();
  const add = (handler: RequestHandler) => {
    if (isForeign(sourceCode, handler.fn)) return;
    if (handler.registration || !found.has(handler.fn)) registrations.push(handler);
    if (!found.has(handler.fn)) found.set(handler.fn, handler);
  };
  for (const call of nodesOfType(sourceCode, 'CallExpression'))
    for (const handler of registeredBy(sourceCode, call)) add(handler);
  for (const type of [
    'FunctionDeclaration',
    'FunctionExpression',
    'ArrowFunctionExpression',
  ] as const)
    for (const fn of nodesOfType(sourceCode, type)) {
      const handler = decorated(fn) ?? exportedForNext(fn) ?? shaped(fn);
      if (handler) add(handler);
    }
  return { registrations, handlers: [...found.values()] };
}

/** `app.post('/login', check, handler)`, `app.route('/x').get(handler)`, `fastify.route({ … })`, `http.createServer(handler)`. */
function* registeredBy(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
): Generator<RequestHandler> {
  const callee = unwrap(call.callee);
  const method = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
  const name = method ?? (callee.type === 'Identifier' ? callee.name : undefined);
  if (name === 'createServer' || name === 'serve') {
    for (const argument of call.arguments) {
      const fn = functionOf(sourceCode, argument);
      if (fn && fn.params.length > 0)
        yield { fn, method: undefined, path: undefined, registration: call };
    }
    return;
  }
  if (callee.type !== 'MemberExpression' || !method || !ROUTE_METHODS.has(method)) return;
  const [first] = call.arguments;
  if (method === 'route' && first?.type === 'ObjectExpression') {
    yield* routeOptions(sourceCode, call, first);
    return;
  }
  const path = stringOf(first) ?? pathOfRoute(callee.object);
  // `map.get(key)`, `emitter.on('x', f)` are no routes: a route has a path or handler-shaped functions.
  for (const argument of call.arguments) {
    const fn = functionOf(sourceCode, handlerIn(argument));
    if (!fn || fn.params.length > 4) continue;
    const isRoute = method !== 'on' && (path === '*' || path?.startsWith('/'));
    if (!isRoute && !shaped(fn)) continue;
    yield { fn, method: method === 'del' ? 'delete' : method, path, registration: call };
  }
}

/** `asyncHandler(async (req, res) => …)` registers the function inside. */
function handlerIn(argument: Node): Node {
  const inner = unwrap(argument);
  if (inner.type !== 'CallExpression') return inner;
  const wrappedFunction = inner.arguments.find((each) => isFunction(unwrap(each)));
  return wrappedFunction ?? inner;
}

/** `app.route('/x')` in front of `.get(handler)`. */
function pathOfRoute(object: Node): string | undefined {
  const inner = unwrap(object);
  if (inner.type !== 'CallExpression') return undefined;
  const callee = unwrap(inner.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  return keyOf(callee) === 'route' ? stringOf(inner.arguments[0]) : pathOfRoute(callee.object);
}

function* routeOptions(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  options: TSESTree.ObjectExpression,
): Generator<RequestHandler> {
  const [handler, method, url] = ['handler', 'method', 'url'].map((key) => {
    const found = property(sourceCode, options, [key]);
    return found.state === 'found' ? found.node : undefined;
  });
  const fn = handler && functionOf(sourceCode, handler);
  if (!fn) return;
  yield {
    fn,
    method: stringOf(method)?.toLowerCase(),
    path: stringOf(url),
    registration: call,
  };
}

/** Nest: `@Post('login') login(@Req() req) { … }`. */
function decorated(fn: FunctionNode): RequestHandler | undefined {
  const { parent } = fn;
  if (parent.type !== 'MethodDefinition') return undefined;
  // Only parsers of TypeScript give the list.
  for (const decorator of 'decorators' in parent ? parent.decorators : []) {
    const expression = unwrap(decorator.expression);
    if (expression.type !== 'CallExpression' || expression.callee.type !== 'Identifier') continue;
    if (!NEST_METHODS.has(expression.callee.name)) continue;
    const path = stringOf(expression.arguments[0]) ?? '';
    const method = expression.callee.name.toLowerCase();
    return { fn, method, path, registration: decorator };
  }
  return undefined;
}

/** Next's route files: `export async function POST(request) { … }`. */
function exportedForNext(fn: FunctionNode): RequestHandler | undefined {
  const name = nameOf(fn);
  if (!name || !NEXT_EXPORTS.has(name)) return undefined;
  const statement = fn.type === 'FunctionDeclaration' ? fn : fn.parent.parent;
  return statement?.parent?.type === 'ExportNamedDeclaration'
    ? { fn, method: name.toLowerCase(), path: undefined, registration: undefined }
    : undefined;
}

/** A function whose parameters are a handler's: `(req, res, next)`, `(request, reply)`, `(ctx, next)`. */
function shaped(fn: FunctionNode): RequestHandler | undefined {
  const [first, second] = fn.params.map(parameterName);
  const fourth = fn.params.length === 4 ? parameterName(fn.params[1] as Node) : undefined;
  const isPair = (a?: string, b?: string) => !!a && !!b && REQUEST.test(a) && RESPONSE.test(b);
  const isContext = !!first && /^_?ctx$/i.test(first) && (!second || second === 'next');
  const isError = isPair(fourth, fn.params[2] && parameterName(fn.params[2]));
  return isPair(first, second) || isContext || isError
    ? { fn, method: undefined, path: undefined, registration: undefined }
    : undefined;
}

/** The name of a parameter; a destructured one has none. */
export function parameterName(parameter: Node): string | undefined {
  switch (parameter.type) {
    case 'Identifier':
      return parameter.name;
    case 'AssignmentPattern':
      return parameterName(parameter.left);
    case 'TSParameterProperty':
      return parameterName(parameter.parameter);
    default:
      return undefined;
  }
}

/** Whether a handler is handed on: it has a third parameter, or is registered with `use` or as a hook. */
export function isMiddleware({ fn, method }: RequestHandler): boolean {
  if (method === 'use' || method === 'addHook') return true;
  const [first, second, third] = fn.params.map(parameterName);
  return /^(?:next|done)$/.test(third ?? (first && isContextName(first) ? second : '') ?? '');
}
