import {
  enclosingFunction,
  isInside,
  keyOf,
  stringOf,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf, nameOf, usesOf } from '../../analysis/functions';
import { nodesOfType, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { resolve } from '../../analysis/values';
import { handlersIn, isMiddleware, registrationsIn, type RequestHandler } from '../handlers';
import { wordsOf } from '../name-words';
import { transportsOf } from '../transports/transports';

const SIGN_OUT = /(?:^|-)(?:log|sign)-?(?:out|off)(?:-|$)|(?:^|-)end-?session(?:-|$)/;

/** Whether a path or name says that it ends a login: `/auth/sign_out`, `handleLogout`, `endSession`. */
export function saysSignOut(name: string): boolean {
  return SIGN_OUT.test(wordsOf(name).join('-'));
}

/**
 * The functions whose business is to end a login: handlers of a logout route, functions by such a
 * name. One that others of the file call is judged where they call it.
 */
export const logoutHandlersOf: (
  sourceCode: SourceCode,
  filename: string,
) => readonly FunctionNode[] = oncePerFile(findLogoutHandlers);

function findLogoutHandlers(sourceCode: SourceCode, filename: string): FunctionNode[] {
  const isLogoutFile = saysSignOut(nameOfFile(filename));
  const routes = registrationsIn(sourceCode).filter(
    (handler) => isLogoutRoute(handler) || (isLogoutFile && answersForFile(sourceCode, handler)),
  );
  const named = (
    ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'] as const
  ).flatMap((type) =>
    nodesOfType(sourceCode, type).filter((fn) => saysSignOut(nameAround(fn) ?? '')),
  );
  const roots = new Set([
    ...routes.map(({ fn }) => fn),
    ...named.flatMap((fn) => callersOf(sourceCode, fn)),
  ]);
  return [...roots].filter(
    (fn) => ![...roots].some((other) => other !== fn && isInside(fn, other)),
  );
}

/** `post('/logout')`, and `delete('/session')`. */
function isLogoutRoute({ path, method }: RequestHandler): boolean {
  if (path === undefined) return false;
  return (
    saysSignOut(path) || (method === 'delete' && /^sessions?$/.test(wordsOf(path).at(-1) ?? ''))
  );
}

/** The name of a file, or of the folder that speaks for it: `logout` of `routes/logout.js` and of `logout/route.ts`; none of a test. */
function nameOfFile(filename: string): string {
  const [file = '', folder = ''] = filename.split(/[\\/]/).reverse();
  const name = file.replace(/\.\w+$/, '');
  if (/\.(?:test|spec)$/.test(name)) return '';
  return /^(?:index|route|\+server)$/.test(name) ? folder : name;
}

/** Whether a handler is what its file is named for: it answers at the root of its router, or has no path of its own. */
function answersForFile(sourceCode: SourceCode, handler: RequestHandler): boolean {
  if (handler.path === undefined) return !isMiddleware(handler);
  return /^\/?$/.test(handler.path) && isLastArgument(sourceCode, handler);
}

/** The name a function goes by, looked for through what wraps it: `logout = catchAsync(async (req, res) => …)`. */
function nameAround(fn: FunctionNode): string | undefined {
  const own = nameOf(fn);
  if (own !== undefined) return own;
  let outer = wrapped(fn);
  for (;;) {
    const { parent } = outer;
    const isWrapped =
      parent?.type === 'ArrayExpression' ||
      (parent?.type === 'CallExpression' && parent.callee !== outer);
    if (!isWrapped) break;
    outer = wrapped(parent);
  }
  switch (outer.parent?.type) {
    case 'VariableDeclarator':
      return outer.parent.id.type === 'Identifier' ? outer.parent.id.name : undefined;
    case 'AssignmentExpression':
      return outer.parent.left.type === 'Identifier'
        ? outer.parent.left.name
        : keyOf(outer.parent.left);
    case 'Property':
    case 'PropertyDefinition':
      return keyOf(outer.parent);
    default:
      return undefined;
  }
}

/** The functions that a function's calls stand in, outermost; itself when nobody in the file calls it, or it is handed on too. */
function callersOf(sourceCode: SourceCode, fn: FunctionNode): FunctionNode[] {
  const { calls, values } = usesOf(sourceCode, fn);
  const outside = calls.filter((call) => !isInside(call, fn));
  const isHandedOn = values.some((value) => value !== fn && !isExported(value));
  const callers = outside.flatMap((call) => handlerAround(sourceCode, call) ?? []);
  return callers.length < outside.length || outside.length === 0 || isHandedOn
    ? [fn, ...callers]
    : callers;
}

/** The request handler around a node, else the outermost function. */
function handlerAround(sourceCode: SourceCode, node: Node): FunctionNode | undefined {
  const handlers = new Set<Node>(handlersIn(sourceCode).map(({ fn }) => fn));
  let outermost: FunctionNode | undefined;
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) {
    if (handlers.has(at)) return at;
    outermost = at;
  }
  return outermost;
}

function isExported(mention: Node): boolean {
  const { parent } = mention;
  return parent?.type === 'ExportSpecifier' || parent?.type === 'ExportDefaultDeclaration';
}

/**
 * The handlers by which MCP clients end their sessions: `DELETE` of an MCP endpoint, where the
 * handler reads the session id or the file keeps its transports. A stateless server has none.
 */
export const mcpDeleteHandlersOf = oncePerFile((sourceCode: SourceCode): FunctionNode[] => {
  const transports = transportsOf(sourceCode);
  const keeps = transports.some(({ entries }) => entries.length > 0);
  const routes = new Map<unknown, RequestHandler[]>();
  for (const handler of registrationsIn(sourceCode)) {
    if (handler.method !== 'delete') continue;
    const key = handler.registration ?? handler.fn;
    routes.set(key, [...(routes.get(key) ?? []), handler]);
  }
  return [...routes.values()].flatMap((handlers) => {
    const last = handlers.at(-1);
    if (!last || !isLastArgument(sourceCode, last)) return [];
    const isEndpoint = wordsOf(last.path ?? '').includes('mcp');
    const isMcp = handlers.some(({ fn }) => readsSessionId(sourceCode, fn))
      ? isEndpoint || transports.length > 0
      : isEndpoint && keeps;
    return isMcp ? [last.fn] : [];
  });
});

/** Whether nothing out of sight follows a handler in its route. */
function isLastArgument(sourceCode: SourceCode, { fn, registration }: RequestHandler): boolean {
  if (registration?.type !== 'CallExpression') return true;
  const last = registration.arguments.at(-1);
  if (!last || last.type === 'SpreadElement') return false;
  return (
    isInside(fn, last) || functionOf(sourceCode, last) === fn || last.type === 'ObjectExpression'
  );
}

const SESSION_HEADER = /^mcp-session-id$/i;

function readsSessionId(sourceCode: SourceCode, fn: FunctionNode): boolean {
  for (const node of walk(sourceCode, fn)) {
    if (node.type !== 'Literal' && node.type !== 'Identifier' && node.type !== 'TemplateLiteral')
      continue;
    if (node.type === 'Identifier' && !isKey(node)) continue;
    if (SESSION_HEADER.test(stringOf(resolve(sourceCode, node)) ?? '')) return true;
  }
  return false;
}

/** A computed key or an argument: `req.headers[SESSION_HEADER]`, `req.get(SESSION_HEADER)`. */
function isKey({ parent }: Node): boolean {
  return (
    parent?.type === 'CallExpression' || (parent?.type === 'MemberExpression' && parent.computed)
  );
}
