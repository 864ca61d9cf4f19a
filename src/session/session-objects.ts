import type { TSESTree } from '@typescript-eslint/utils';
import {
  keyOf,
  memberPath,
  stringOf,
  unwrap,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { usesOf } from '../analysis/functions';
import { walk } from '../analysis/nodes';
import { oncePerFile } from '../analysis/once-per-file';
import { assignmentsOf, variableOf, type Variable } from '../analysis/variables';
import { models } from '../models';
import type { SessionObjectModel } from '../models/types';
import { addedMethod, isThisSession } from './added-methods';
import { isContextName, isRequestName } from './handlers';
import { importsAny, librariesOf } from './library-calls';
import { dependencyRange, filenameOf } from './packages';

/** An expression that is a request's session: `req.session`, `session` after `const { session } = req`. */
export interface SessionObject {
  node: Node;
  /** The expression that carries it, `req` in `req.session`; none for a parameter that is the session itself. */
  carrier: Node | undefined;
  /** What the file's session library can do; `undefined` when no import tells which it is. */
  library: SessionObjectModel | undefined;
}

/** Properties that hold a session, from the models: `session`, `yar`. */
const SESSION_PROPERTIES = new Set([
  'session',
  ...models.flatMap(({ session }) =>
    (session?.on ?? []).map((path) => path.split('.').at(-1) ?? ''),
  ),
]);

/** Modules without which a bare `ctx.session` is no web session: chat bots have one too. */
const CONTEXT_EVIDENCE = models.flatMap(({ session, modules, contextSessions }) =>
  contextSessions || session?.on.some((path) => isContextName(path.split('.')[0] ?? ''))
    ? modules
    : [],
);

const WEB_CONTEXTS = models.flatMap(({ name, session }) =>
  session?.type !== 'foreign' && session?.on.includes('ctx.session') ? name : [],
);
const FOREIGN = models.flatMap(({ name, session }) => (session?.type === 'foreign' ? name : []));

const SESSION_MODULES = new Set(models.flatMap(({ session, modules }) => (session ? modules : [])));

const sessions = new WeakMap<TSESTree.Program, Map<Node, SessionObject | undefined>>();

/** The session an expression is; `undefined` when it is none, or nothing shows that it is one. */
export function sessionObject(sourceCode: SourceCode, node: Node): SessionObject | undefined {
  let known = sessions.get(sourceCode.ast);
  if (!known) sessions.set(sourceCode.ast, (known = new Map<Node, SessionObject | undefined>()));
  const inner = unwrap(node);
  if (!known.has(inner)) {
    known.set(inner, undefined); // a variable that is assigned from itself ends here
    known.set(inner, findSession(sourceCode, inner));
  }
  return known.get(inner);
}

/** The function that a call of a session's method runs, when the project added that method. */
export function methodRunBy(sourceCode: SourceCode, call: CallLike): FunctionNode | undefined {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' && sessionObject(sourceCode, callee.object)
    ? addedMethod(sourceCode, callee)
    : undefined;
}

/** The session library of the file, told by its imports; `undefined` when none or several are. */
export const sessionLibrary = oncePerFile(
  (sourceCode: SourceCode): SessionObjectModel | undefined => {
    const found = librariesOf(sourceCode).imported.flatMap(({ session }) => session ?? []);
    return found.length === 1 ? found[0] : undefined;
  },
);

function findSession(sourceCode: SourceCode, node: Node): SessionObject | undefined {
  if (node.type === 'MemberExpression') {
    const key = keyOf(node);
    if (key === undefined || !SESSION_PROPERTIES.has(key)) return undefined;
    if (!carriesSessions(sourceCode, node.object)) return namedByLibrary(sourceCode, node);
    return { node, carrier: node.object, library: sessionLibrary(sourceCode) };
  }
  if (node.type === 'CallExpression') return namedByLibrary(sourceCode, node);
  if (node.type === 'ThisExpression' && isThisSession(sourceCode, node))
    return { node, carrier: undefined, library: sessionLibrary(sourceCode) };
  if (node.type !== 'Identifier') return undefined;
  const variable = variableOf(sourceCode, node);
  const source = variable && sourceOf(sourceCode, variable);
  return source && { ...source, node };
}

/** A session where an imported library puts it: `Astro.session`, `c.var.session`, which is also `c.get('session')`. */
function namedByLibrary(
  sourceCode: SourceCode,
  node: TSESTree.MemberExpression | TSESTree.CallExpression,
): SessionObject | undefined {
  const asked = node.type === 'CallExpression' ? unwrap(node.callee) : node;
  const chain = memberPath(asked);
  if (chain?.root.type !== 'Identifier') return undefined;
  const { root, path: keys } = chain;
  const variable = node.type === 'CallExpression' ? stringOf(node.arguments[0]) : undefined;
  const path =
    node.type === 'MemberExpression' ? keys : keys.join() === 'get' ? ['var', variable] : [];
  const library = librariesOf(sourceCode).imported.find(({ session }) =>
    session?.on.some((named) => {
      const [holder = '', ...below] = named.split('.');
      const isHolder = holder === root.name || (isContextName(holder) && isContextName(root.name));
      return isHolder && below.join() === path.join();
    }),
  );
  return library && { node, carrier: root, library: library.session };
}

/** Whether an expression is a request, or a context, that carries a web session. */
function carriesSessions(sourceCode: SourceCode, carrier: Node): boolean {
  const path = memberPath(carrier);
  if (!path) return false;
  const { root, path: keys } = path;
  const name = keys.at(-1) ?? (root.type === 'Identifier' ? root.name : '');
  if (!isRequestName(name)) return false;
  if (root.type === 'Identifier' && keys.length === 0 && isModule(sourceCode, root)) return false;
  if (!isContextName(name)) return true;
  return importsAny(sourceCode, CONTEXT_EVIDENCE) || isInWebProject(sourceCode);
}

/** Whether the nearest `package.json` names a library that puts a web session on contexts, and none that puts something else there. */
function isInWebProject(sourceCode: SourceCode): boolean {
  const filename = filenameOf(sourceCode);
  const isNamed = (name: string) => !!filename && !!dependencyRange(filename, name);
  return WEB_CONTEXTS.some(isNamed) && !FOREIGN.some(isNamed);
}

function isModule(sourceCode: SourceCode, node: Node): boolean {
  return variableOf(sourceCode, node)?.defs[0]?.type === 'ImportBinding';
}

/** The session a variable holds: assigned, destructured from a request, or handed on to a parameter. */
function sourceOf(sourceCode: SourceCode, variable: Variable): SessionObject | undefined {
  const [definition] = variable.defs;
  if (!definition) return undefined;
  const { parent } = definition.name;
  if (parent.type === 'Property' && parent.parent.type === 'ObjectPattern')
    return destructured(sourceCode, parent, parent.parent);
  if (definition.type === 'Parameter')
    return handedOn(sourceCode, definition.node as FunctionNode, definition.name);
  const [value] = assignmentsOf(variable) ?? [];
  return value && sessionObject(sourceCode, value);
}

/** `const { session } = req`, or `({ session }, res) => …`. */
function destructured(
  sourceCode: SourceCode,
  property: TSESTree.Property,
  pattern: TSESTree.ObjectPattern,
): SessionObject | undefined {
  if (!SESSION_PROPERTIES.has(keyOf(property) ?? '')) return undefined;
  const holder = pattern.parent;
  const library = sessionLibrary(sourceCode);
  if (holder.type === 'VariableDeclarator' && holder.init)
    return carriesSessions(sourceCode, holder.init)
      ? { node: property, carrier: holder.init, library }
      : undefined;
  const isFirstOfHandler =
    'params' in holder && holder.params[0] === pattern && holder.params.length >= 2;
  return isFirstOfHandler ? { node: property, carrier: undefined, library } : undefined;
}

/** A parameter that is the session: decorated with `@Session()`, or given one by a call in this file. */
function handedOn(sourceCode: SourceCode, fn: FunctionNode, name: Node): SessionObject | undefined {
  const index = fn.params.findIndex((parameter) => parameter === name || holds(parameter, name));
  const parameter = fn.params[index];
  if (!parameter) return undefined;
  if (isSessionDecorated(sourceCode, parameter) || isSessionTyped(sourceCode, parameter))
    return { node: name, carrier: undefined, library: sessionLibrary(sourceCode) };
  for (const call of usesOf(sourceCode, fn).calls) {
    const argument = call.arguments[index];
    const given = argument && sessionObject(sourceCode, argument);
    if (given) return { ...given, carrier: undefined };
  }
  return undefined;
}

function holds(parameter: Node, name: Node): boolean {
  return (
    (parameter.type === 'AssignmentPattern' && parameter.left === name) ||
    (parameter.type === 'TSParameterProperty' && parameter.parameter === name)
  );
}

/** Nest's `@Session()`, and not the decorator of the same name that authentication libraries have. */
function isSessionDecorated(sourceCode: SourceCode, parameter: Node): boolean {
  const decorators = 'decorators' in parameter ? parameter.decorators : [];
  return decorators.some(({ expression }) => {
    const callee = expression.type === 'CallExpression' ? unwrap(expression.callee) : expression;
    const [definition] = variableOf(sourceCode, callee)?.defs ?? [];
    return (
      definition?.node.type === 'ImportSpecifier' &&
      definition.node.imported.type === 'Identifier' &&
      definition.node.imported.name === 'Session' &&
      importedFrom(sourceCode, callee) === '@nestjs/common'
    );
  });
}

/** The module that an identifier is imported from. */
function importedFrom(sourceCode: SourceCode, identifier: Node): string | undefined {
  const [definition] = variableOf(sourceCode, identifier)?.defs ?? [];
  return definition?.type === 'ImportBinding' && definition.parent.type === 'ImportDeclaration'
    ? definition.parent.source.value
    : undefined;
}

/** Whether a parameter's type is the `Session` of a session library: `session: Session & Partial<SessionData>`. */
function isSessionTyped(sourceCode: SourceCode, parameter: Node): boolean {
  const annotation = 'typeAnnotation' in parameter ? parameter.typeAnnotation : undefined;
  if (!annotation) return false;
  for (const node of walk(sourceCode, annotation)) {
    if (node.type !== 'TSTypeReference' || node.typeName.type !== 'Identifier') continue;
    const module = /^\w*Session(?:Object)?$/.test(node.typeName.name)
      ? importedFrom(sourceCode, node.typeName)
      : undefined;
    if (module !== undefined && SESSION_MODULES.has(module)) return true;
  }
  return false;
}

/** A member of a session: `req.session.user` is key `user` of `req.session`. */
export interface SessionMember {
  session: SessionObject;
  /** The static keys below the session; the first is the one written or read. */
  path: readonly string[];
}

/** The session and keys of a member expression: `req.session.user.name`, `session['user']`, `req.session.tokens[provider]`. */
export function sessionMember(sourceCode: SourceCode, node: Node): SessionMember | undefined {
  const keys: string[] = [];
  for (let at = unwrap(node); at.type === 'MemberExpression'; at = unwrap(at.object)) {
    const session = keys.length > 0 ? sessionObject(sourceCode, at) : undefined;
    if (session) return { session, path: keys };
    const key = keyOf(at);
    if (key === undefined) keys.length = 0;
    else keys.unshift(key);
    const object = unwrap(at.object);
    if (object.type !== 'Identifier' || keys.length === 0) continue;
    const variable = sessionObject(sourceCode, object);
    if (variable) return { session: variable, path: keys };
  }
  return undefined;
}
