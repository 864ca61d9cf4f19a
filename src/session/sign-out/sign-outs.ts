import {
  keyOf,
  stringOf,
  unwrap,
  wrapped,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { property } from '../../analysis/values';
import type { SessionObjectModel, SignIn } from '../../models/types';
import { isFalsy } from '../auth-state';
import { clearedCookies, isServerSessionCookie } from '../cookies/cleared-cookies';
import { carriesId } from '../sign-in/fixable-sessions';
import { callAs, callsOf, librariesOf, type LibraryCall } from '../library-calls';
import { isAtLeast, isBelow } from '../packages';
import { sessionMember, sessionObject, type SessionObject } from '../session-objects';

/** What ends a login half-way: the browser or the handler forgets it, the session stays. */
export interface HalfMeasure {
  kind: 'field' | 'session' | 'cookie' | 'throwing-sign-out' | 'keeping-sign-out' | 'bare-sign-out';
  node: Node;
  /** The session it leaves alive, where the code names it. */
  session: SessionObject | undefined;
  /** The sign-out of a library, whose version decides what it does. */
  signOut?: SignIn;
}

/** What a project says of itself, beyond the file. */
export interface SignOutContext {
  filename: string;
  authKeys: ReadonlySet<string>;
  cookieNames: readonly string[];
  /** The range of a library that is installed; `undefined` where nothing tells it. */
  installed: (api: SignIn) => string | undefined;
}

/** The half measure that a node is, if it is one. */
export function halfMeasureAt(
  sourceCode: SourceCode,
  node: Node,
  context: SignOutContext,
): HalfMeasure | undefined {
  switch (node.type) {
    case 'AssignmentExpression':
      if (node.operator !== '=') return undefined;
      return isCleared(node.right)
        ? ofTarget(sourceCode, node, node.left, node.right, context)
        : undefined;
    case 'UnaryExpression':
      return node.operator === 'delete'
        ? ofTarget(sourceCode, node, node.argument, undefined, context)
        : undefined;
    case 'CallExpression':
      return ofCall(sourceCode, node, context);
    default:
      return undefined;
  }
}

function ofTarget(
  sourceCode: SourceCode,
  node: Node,
  target: Node,
  value: Node | undefined,
  context: SignOutContext,
): HalfMeasure | undefined {
  const session = sessionObject(sourceCode, target);
  if (session)
    return isKeptWhenUnset(sourceCode, session, value)
      ? { kind: 'session', node, session }
      : undefined;
  const member = sessionMember(sourceCode, target);
  const [key] = member?.path ?? [];
  return member && key !== undefined && context.authKeys.has(key)
    ? fieldMeasure(sourceCode, node, member.session, context)
    : undefined;
}

function fieldMeasure(
  sourceCode: SourceCode,
  node: Node,
  session: SessionObject,
  { filename }: SignOutContext,
): HalfMeasure | undefined {
  return carriesId(sourceCode, session, filename) ? { kind: 'field', node, session } : undefined;
}

function ofCall(
  sourceCode: SourceCode,
  call: CallLike,
  context: SignOutContext,
): HalfMeasure | undefined {
  const signOut = callAs(sourceCode, call, 'sign-in');
  if (signOut?.api.role === 'sign-out') return ofSignOut(sourceCode, signOut, context);
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return ofCookie(sourceCode, call, context);
  const [first, second] = call.arguments;
  const method = keyOf(callee);
  if (method === 'assign') {
    const session = first && sessionObject(sourceCode, first);
    return session && second && clearsKey(second, context.authKeys)
      ? fieldMeasure(sourceCode, call, session, context)
      : undefined;
  }
  const session = sessionObject(sourceCode, callee.object);
  if (!session) return ofCookie(sourceCode, call, context);
  if (!context.authKeys.has(stringOf(first) ?? '')) return undefined;
  const clears =
    /^(?:delete|remove|unset|forget)$/.test(method ?? '') ||
    (method === 'set' && !!second && isCleared(second));
  return clears ? fieldMeasure(sourceCode, call, session, context) : undefined;
}

/** `Object.assign(req.session, { user: null })`. */
function clearsKey(source: Node, authKeys: ReadonlySet<string>): boolean {
  const inner = unwrap(source);
  return (
    inner.type === 'ObjectExpression' &&
    inner.properties.some(
      (each) =>
        each.type === 'Property' && authKeys.has(keyOf(each) ?? '') && isCleared(each.value),
    )
  );
}

/** `req.logout()`: a callback tells that it is done, or it throws; before that it kept the session. */
function ofSignOut(
  sourceCode: SourceCode,
  { call, api, library }: LibraryCall & { api: SignIn },
  { filename, installed }: SignOutContext,
): HalfMeasure | undefined {
  if (api.settles !== 'callback') return undefined;
  const range = installed(api);
  const { since } = api.rotates;
  const measure = (kind: HalfMeasure['kind']): HalfMeasure => ({
    kind,
    node: call,
    session: undefined,
    signOut: api,
  });
  const keepsId = carriesId(sourceCode, { carrier: undefined }, filename);
  if (range !== undefined && isBelow(range, since))
    return keepsId ? measure('keeping-sign-out') : undefined;
  if (call.arguments.some((each) => unwrap(each).type !== 'ObjectExpression')) return undefined;
  if (range !== undefined && isAtLeast(range, since)) return measure('throwing-sign-out');
  // What gives a promise is another library's, or the project's own.
  const isTold =
    range !== undefined || librariesOf(sourceCode).imported.some((each) => each === library);
  return keepsId && (isTold || !isAwaited(call)) ? measure('bare-sign-out') : undefined;
}

/** `await req.logout()`, `req.logout().then(…)`. */
function isAwaited(call: Node): boolean {
  const { parent } = wrapped(call);
  return (
    parent?.type === 'AwaitExpression' ||
    (parent?.type === 'MemberExpression' && /^(?:then|catch|finally)$/.test(keyOf(parent) ?? ''))
  );
}

function ofCookie(
  sourceCode: SourceCode,
  call: CallLike,
  { cookieNames }: SignOutContext,
): HalfMeasure | undefined {
  const cleared = clearedCookies(sourceCode).find(({ node }) => node === call);
  if (!cleared) return undefined;
  const libraries = sessionLibraries(sourceCode);
  // Where sessions are sealed, the cookie is all there is.
  if (libraries.some(({ type }) => type !== 'id')) return undefined;
  return isServerSessionCookie(sourceCode, cleared, {
    showsSessions: libraries.length > 0,
    cookieNames,
  })
    ? { kind: 'cookie', node: call, session: undefined }
    : undefined;
}

/** Whether a value takes back what was there: `null`, `undefined`, `false`, `0`, `''`, `{}`. */
function isCleared(value: Node): boolean {
  const inner = unwrap(value);
  if (inner.type === 'AssignmentExpression')
    return inner.operator === '=' && isCleared(inner.right);
  if (inner.type === 'ObjectExpression') return inner.properties.length === 0;
  if (inner.type === 'ArrayExpression') return inner.elements.length === 0;
  return isFalsy(inner);
}

/**
 * Whether `session = value` (or its `delete`) leaves the session in its store: the library is known
 * to keep it, and its configuration in sight does not say otherwise.
 */
export function isKeptWhenUnset(
  sourceCode: SourceCode,
  { library }: SessionObject,
  value: Node | undefined,
): boolean {
  if (value && !isFalsy(value)) return false;
  if (library?.nullDestroys !== false) return false;
  const { nullDestroysWith } = library;
  if (!nullDestroysWith) return true;
  const configurations = configurationsOf(sourceCode, library);
  return (
    configurations.length > 0 &&
    configurations.every((options) => {
      if (!options) return true;
      const found = property(sourceCode, options, nullDestroysWith.path);
      if (found.state !== 'found') return found.state === 'missing';
      const text = stringOf(found.node);
      return text !== undefined && text !== nullDestroysWith.value;
    })
  );
}

function sessionLibraries(sourceCode: SourceCode): SessionObjectModel[] {
  return librariesOf(sourceCode).imported.flatMap(({ session }) => session ?? []);
}

/** The options of every configuration of a library in the file; `undefined` for a call without any. */
function configurationsOf(
  sourceCode: SourceCode,
  library: SessionObjectModel,
): (Node | undefined)[] {
  return callsOf(sourceCode, 'session-configuration')
    .filter((each) => each.library?.session === library)
    .map(({ call, api }) => call.arguments[api.options.argument]);
}
