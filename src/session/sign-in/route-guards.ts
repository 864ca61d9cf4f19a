import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  isFunction,
  keyOf,
  memberPath,
  outwards,
  stringOf,
  unwrap,
  wrapped,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { isForeign } from '../../analysis/files';
import { functionOf, nameOf } from '../../analysis/functions';
import { nodesOfType, nodesWithin, walk } from '../../analysis/nodes';
import { authStateOf, type AuthKeys } from '../auth-state';
import { handlerAround } from '../handlers';
import { lastName } from '../ids/id-words';
import { makesMock } from './mocks';
import { rotationOf, type RotatesItself } from './rotations';
import { signInApi, signsNobodyIn } from './sign-in-calls';

export interface GuardOptions {
  authKeys: AuthKeys;
  rotatesItself: RotatesItself;
}

const ROUTE_METHODS = /^(?:get|post|put|patch|delete|del|all|use|on|route|addHook)$/;
/** Middleware out of sight that lets only signed-in callers pass, or rotates: by its name. */
const GUARD =
  /^(?:require|ensure|must|check|verify|is|needs?|only|protect|restrict|with)\w*(?:auth|log(?:ged)?in|signed|user|admin|session|role|permission|access)|^(?:auth\w*|protect\w*|loginRequired|guard\w*)$|regenerat|rotate|renew/i;
/** Where Fastify's routes list what runs before the handler. */
const HOOKS = /^(?:onRequest|preParsing|preValidation|preHandler)$/;
/** A check of what somebody signs in with: `fastify.auth([fastify.basicAuth])`. */
const PASSWORD_CHECK = /basic|local|passw|credential/i;
const PROMISE_METHODS = /^(?:then|catch|finally)$/;
const NO_GUARD = /not|guest|anonymous|redirectIf|forward|optional|noAuth|unauth/i;
/** Guards of decorated handlers, by name; guards that sign in (`LocalAuthGuard`) are none. */
const CLASS_GUARD =
  /^(?:\w*(?:Session|Authenticated|LoggedIn|Jwt|Token|Bearer|Role|Roles|Admin|Permission)\w*Guard|AuthGuard)$/;

/**
 * Whether a function that is handed on runs only after its route has rotated the session, or has let
 * in signed-in callers alone; so does what a passport strategy verifies. What a mock does never runs
 * for a caller.
 */
export function isBehindGuard(
  sourceCode: SourceCode,
  call: CallLike,
  argument: Node,
  options: GuardOptions,
): boolean {
  return (
    !!calleeName(call)?.endsWith('Strategy') ||
    makesMock(call) ||
    followsRotation(sourceCode, call, options) ||
    isBehindSiblings(sourceCode, argument, options)
  );
}

/** `.then(() => regenerate()).then(callback)`: a callback before it in the chain of promises rotates. */
function followsRotation(sourceCode: SourceCode, call: CallLike, options: GuardOptions): boolean {
  for (let at: Node = call; at.type === 'CallExpression';) {
    const callee = unwrap(at.callee);
    const method = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
    if (callee.type !== 'MemberExpression' || !PROMISE_METHODS.test(method ?? '')) return false;
    const [first] = at.arguments;
    const fn = at !== call && method === 'then' && first && functionOf(sourceCode, first);
    if (fn && rotatesInside(sourceCode, fn, options)) return true;
    at = unwrap(callee.object);
  }
  return false;
}

/** What stands before a function in its route, or in a list of steps. */
function isBehindSiblings(sourceCode: SourceCode, argument: Node, options: GuardOptions): boolean {
  const steps: Node[] = [];
  for (let at: Node = wrapped(argument); ;) {
    const parent: Node | undefined = at.parent;
    if (parent?.type === 'ArrayExpression') {
      const before = parent.elements.slice(0, (parent.elements as (Node | null)[]).indexOf(at));
      steps.push(...before.filter((each) => each !== null));
    } else if (parent?.type === 'CallExpression' && isRoute(parent)) {
      const before = parent.arguments.slice(firstHandlerOf(parent), indexIn(parent, at));
      return (
        [...steps, ...before].some((each) => isGuard(sourceCode, each, options)) ||
        usedBefore(sourceCode, parent, options)
      );
    } else if (parent?.type !== 'CallExpression') {
      return false;
    } else if (steps.length > 0) {
      // `async.series([rotate, signIn])`.
      return steps.some((step) => {
        const fn = functionOf(sourceCode, step);
        return !!fn && rotatesInside(sourceCode, fn, options);
      });
    }
    at = wrapped(parent);
  }
}

function indexIn(call: TSESTree.CallExpression, argument: Node): number {
  return Math.max(0, (call.arguments as Node[]).indexOf(argument));
}

/** Where the handlers of a route start: behind its path, which `use` and `route('/x').get` do without. */
function firstHandlerOf(route: TSESTree.CallExpression): number {
  const callee = unwrap(route.callee);
  const isChained =
    callee.type === 'MemberExpression' && unwrap(callee.object).type === 'CallExpression';
  return isChained || calleeName(route) === 'use' ? 0 : 1;
}

function isRoute(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' && ROUTE_METHODS.test(keyOf(callee) ?? '');
}

/** `router.use(requireAuth)` above a route of the same router. */
function usedBefore(
  sourceCode: SourceCode,
  route: TSESTree.CallExpression,
  options: GuardOptions,
): boolean {
  const router = routerOf(route);
  if (!router || calleeName(route) === 'use') return false;
  return nodesOfType(sourceCode, 'CallExpression').some(
    (call) =>
      calleeName(call) === 'use' &&
      call.range[1] <= route.range[0] &&
      routerOf(call) === router &&
      call.arguments.every((each) => stringOf(each) === undefined) &&
      call.arguments.some((each) => isGuard(sourceCode, each, options)),
  );
}

function routerOf(call: TSESTree.CallExpression): string | undefined {
  const callee = unwrap(call.callee);
  const chain = callee.type === 'MemberExpression' ? memberPath(callee.object) : undefined;
  return chain?.root.type === 'Identifier' ? [chain.root.name, ...chain.path].join('.') : undefined;
}

function isGuard(sourceCode: SourceCode, node: Node, options: GuardOptions): boolean {
  const inner = unwrap(node);
  if (inner.type === 'ArrayExpression')
    return inner.elements.some((each) => each && isGuard(sourceCode, each, options));
  if (inner.type === 'ObjectExpression')
    return inner.properties.some(
      (hook) =>
        hook.type === 'Property' &&
        HOOKS.test(keyOf(hook) ?? '') &&
        isGuard(sourceCode, hook.value, options),
    );
  const fn = functionOf(sourceCode, inner);
  if (fn && guardsInside(sourceCode, fn, options)) return true;
  // What a guard next door asks may be further away still: then its name tells.
  if (fn && !isForeign(sourceCode, fn)) return false;
  if (inner.type === 'CallExpression') {
    const api = signInApi(sourceCode, inner);
    if (api) return options.rotatesItself(api) && !signsNobodyIn(sourceCode, inner, api);
    if (isPassportLike(inner)) return !hasSessionFalse(inner);
    const made = functionOf(sourceCode, inner.callee);
    if (made && guardsInside(sourceCode, made, options)) return true;
    if (made && !isForeign(sourceCode, made)) return false;
    if (checksPasswords(inner)) return false;
  }
  const name =
    inner.type === 'CallExpression'
      ? calleeName(inner)
      : inner.type === 'Identifier'
        ? inner.name
        : keyOf(inner);
  return !!name && GUARD.test(name) && !NO_GUARD.test(name);
}

/** `fastify.auth([fastify.authorization.basic])`. */
function checksPasswords(call: TSESTree.CallExpression): boolean {
  const [first] = call.arguments;
  const checks = first?.type === 'ArrayExpression' ? first.elements : [];
  return (
    checks.length > 0 && checks.every((each) => each && PASSWORD_CHECK.test(lastName(each) ?? ''))
  );
}

/** `authenticate` of a passport that the project configures in a file of its own. */
function isPassportLike(call: TSESTree.CallExpression): boolean {
  const chain = memberPath(call.callee);
  return (
    chain?.root.type === 'Identifier' &&
    /passport/i.test(chain.root.name) &&
    chain.path.at(-1) === 'authenticate'
  );
}

function hasSessionFalse(call: TSESTree.CallExpression): boolean {
  return call.arguments.some(
    (each) =>
      each.type === 'ObjectExpression' &&
      each.properties.some(
        (property) =>
          property.type === 'Property' &&
          keyOf(property) === 'session' &&
          property.value.type === 'Literal' &&
          property.value.value === false,
      ),
  );
}

/** Middleware of this file that hands on, and that rotates or reads authentication state. */
function guardsInside(
  sourceCode: SourceCode,
  fn: FunctionNode,
  { authKeys, rotatesItself }: GuardOptions,
): boolean {
  if (rotatesInside(sourceCode, fn, { rotatesItself })) return true;
  const reads = nodesWithin(sourceCode, 'MemberExpression', fn.body).some((member) =>
    authStateOf(sourceCode, member, authKeys),
  );
  return reads && !NO_GUARD.test(nameOf(fn) ?? '');
}

function rotatesInside(
  sourceCode: SourceCode,
  fn: FunctionNode,
  { rotatesItself }: Pick<GuardOptions, 'rotatesItself'>,
): boolean {
  return nodesWithin(sourceCode, 'CallExpression', fn.body).some((call) =>
    rotationOf(sourceCode, call, rotatesItself),
  );
}

/** Whether a function stands in a list or in the options of a route, behind what lets signed-in callers alone in. */
export function isListedBehindGuard(
  sourceCode: SourceCode,
  fn: FunctionNode,
  options: GuardOptions,
): boolean {
  const { parent } = wrapped(fn);
  if (parent?.type === 'ArrayExpression') return isBehindSiblings(sourceCode, fn, options);
  return (
    parent?.type === 'Property' &&
    keyOf(parent) === 'handler' &&
    isGuard(sourceCode, parent.parent, options)
  );
}

/** Whether the decorators of a method or of its class let signed-in callers alone in: `@UseGuards(SessionGuard)`. */
export function hasGuardDecorator(fn: FunctionNode): boolean {
  const { parent } = fn;
  if (parent.type !== 'MethodDefinition') return false;
  const owner = parent.parent.parent;
  // Only parsers of TypeScript give the lists.
  const decorators = [parent, owner].flatMap((node) =>
    'decorators' in node ? node.decorators : [],
  );
  return decorators.some(({ expression }) => {
    if (expression.type !== 'CallExpression') return false;
    if (calleeName(expression) !== 'UseGuards') return false;
    return expression.arguments.some((guard) => CLASS_GUARD.test(nameOfGuard(guard)));
  });
}

/** `SessionGuard`, `new SessionGuard()`; `AuthGuard('local')` is no name but a strategy. */
function nameOfGuard(node: Node): string {
  const inner = unwrap(node);
  if (inner.type === 'NewExpression') return nameOfGuard(inner.callee);
  return inner.type === 'Identifier' ? inner.name : '';
}

const CHANGE = /^(?:update|edit|change|modify|refresh|sync|upload)(?![a-z])/;
const CHANGE_PATH = /\/(?:profile|settings|preferences|avatar|(?:update|edit)[\w-]*)\/?$/i;
const PASSWORD = /passw|pwd/i;
const RESET_TOKEN = /^(?:\w*reset_?)?token$/i;

/** Whether the function or route around a node changes what somebody signed in has: `updateProfile`, `/settings`. */
export function changesSignedIn(sourceCode: SourceCode, node: Node): boolean {
  const path = handlerAround(sourceCode, node)?.path;
  if (path && CHANGE_PATH.test(path)) return true;
  for (const at of outwards(node)) {
    const name = isFunction(at) ? (nameOf(at) ?? '') : '';
    if (CHANGE.test(name) && !/session/i.test(name)) return !resetsPassword(sourceCode, at, name);
  }
  return false;
}

/** Who changes his password by a token that he was sent has not signed in. */
function resetsPassword(sourceCode: SourceCode, fn: Node, name: string): boolean {
  if (!PASSWORD.test(name)) return false;
  for (const node of walk(sourceCode, fn))
    if (node.type === 'Identifier' && RESET_TOKEN.test(node.name)) return true;
  return false;
}
