import type { TSESTree } from '@typescript-eslint/utils';
import {
  keyOf,
  memberPath,
  stringOf,
  unwrap,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { resolve } from '../../analysis/values';
import type { SignIn } from '../../models/types';
import { isFalsy, isMadeOfAuthState, type AuthKeys } from '../auth-state';
import { isContextName } from '../handlers';
import { callsOf } from '../library-calls';
import type { RotatesItself } from './rotations';
import { canRotate, carriesId, isRequestSession } from './fixable-sessions';
import { sessionMember, sessionObject, type SessionObject } from '../session-objects';
import { onlyRedirects, signsNobodyIn } from './sign-in-calls';

/** A place where a session becomes somebody's. */
export type SignInEvent = SessionWrite | SignInCall;

/** Authentication state is written to a session. */
export interface SessionWrite {
  kind: 'write';
  node: TSESTree.AssignmentExpression | TSESTree.CallExpression;
  /** The key, or what is written below it: `userId`. */
  key: string;
  session: SessionObject;
}

/** A library signs in and leaves the id as it is. */
export interface SignInCall {
  kind: 'call';
  node: CallLike;
  api: SignIn;
}

export interface SignInOptions {
  filename: string;
  authKeys: AuthKeys;
  rotatesItself: RotatesItself;
}

/** Keys that hold several: `tokens[provider] = …` adds a sign-in, `user[field] = …` changes a user. */
const HOLDS_MANY = /(?:s|roles|claims)$/;
const HOLDERS = new Set(['auth', 'passport']);

/** The sign-in events of a file, whatever leads to them. Only sessions that have an id count. */
export function signInsIn(sourceCode: SourceCode, options: SignInOptions): SignInEvent[] {
  const writes = [...assigned(sourceCode, options), ...called(sourceCode, options)];
  return [
    ...writes.filter(
      ({ session }) =>
        carriesId(sourceCode, session, options.filename) &&
        canRotate(sourceCode, session, options.filename) &&
        isRequestSession(sourceCode, session),
    ),
    ...libraryCalls(sourceCode, options),
  ];
}

function* assigned(sourceCode: SourceCode, options: SignInOptions): Generator<SessionWrite> {
  for (const node of nodesOfType(sourceCode, 'AssignmentExpression')) {
    if (!['=', '??=', '||='].includes(node.operator)) continue;
    const target = unwrap(node.left);
    if (target.type !== 'MemberExpression') continue;
    const member = sessionMember(sourceCode, target);
    if (member) {
      const key = writtenKey(target, member.path, options.authKeys);
      if (key && signsIn(sourceCode, node.right, options))
        yield { kind: 'write', node, key, session: member.session };
      continue;
    }
    // Koa's `ctx.session = { user }`.
    const session = sessionObject(sourceCode, target);
    const key = session && isOnContext(session) && keyInObject(sourceCode, node.right, options);
    if (key) yield { kind: 'write', node, key, session };
  }
}

/** The authentication key that a write sets; `undefined` for `req.session.user.name`. */
function writtenKey(
  target: TSESTree.MemberExpression,
  path: readonly string[],
  keys: AuthKeys,
): string | undefined {
  const [first = '', second] = path;
  if (!keys.has(first)) return undefined;
  if (keyOf(target) === undefined) return HOLDS_MANY.test(first) ? first : undefined;
  if (path.length === 1) return first;
  if (HOLDS_MANY.test(first)) return path.length === 2 ? first : undefined;
  const isHeld = path.length === 2 && HOLDERS.has(first) && keys.has(second ?? '');
  return isHeld ? path.join('.') : undefined;
}

function* called(sourceCode: SourceCode, options: SignInOptions): Generator<SessionWrite> {
  for (const node of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(node.callee);
    if (callee.type !== 'MemberExpression') continue;
    const [first, second] = node.arguments;
    const method = keyOf(callee);
    if (method === undefined || !first || !second) continue;
    if (method === 'assign' && unwrap(callee.object).type === 'Identifier') {
      // `Object.assign(req.session, { user })`.
      const session = sessionObject(sourceCode, first);
      const key = session && keyInObject(sourceCode, second, options);
      if (key) yield { kind: 'write', node, key, session };
      continue;
    }
    const session = sessionObject(sourceCode, callee.object);
    const key = stringOf(first) ?? '';
    if (!session?.library?.set?.includes(method) || !options.authKeys.has(key)) continue;
    if (signsIn(sourceCode, second, options)) yield { kind: 'write', node, key, session };
  }
}

/** The first authentication key of an object that is written to the session. */
function keyInObject(
  sourceCode: SourceCode,
  node: Node,
  options: SignInOptions,
): string | undefined {
  const object = unwrap(node);
  if (object.type !== 'ObjectExpression') return undefined;
  for (const member of object.properties) {
    const key = member.type === 'Property' ? keyOf(member) : undefined;
    if (member.type !== 'Property' || !key || !options.authKeys.has(key)) continue;
    if (signsIn(sourceCode, member.value, options)) return key;
  }
  return undefined;
}

/** Whether a value signs somebody in: it is not cleared, and not made of what the session knows already. */
function signsIn(sourceCode: SourceCode, value: Node, { authKeys }: SignInOptions): boolean {
  const known = resolve(sourceCode, value);
  return (
    !isCleared(known) &&
    !isMadeOfAuthState(sourceCode, value, authKeys) &&
    !isMadeOfAuthState(sourceCode, known, authKeys) &&
    !wasSetAside(sourceCode, known, authKeys)
  );
}

/** Whether a value is what the file has put under another key of the session, of authentication state. */
function wasSetAside(sourceCode: SourceCode, value: Node, keys: AuthKeys): boolean {
  const key = sessionMember(sourceCode, value)?.path[0];
  if (key === undefined) return false;
  return nodesOfType(sourceCode, 'AssignmentExpression').some(
    ({ left, right }) =>
      sessionMember(sourceCode, left)?.path[0] === key &&
      isMadeOfAuthState(sourceCode, right, keys),
  );
}

function isCleared(value: Node): boolean {
  if (value.type === 'ObjectExpression') return value.properties.length === 0;
  if (value.type === 'ArrayExpression') return value.elements.length === 0;
  return isFalsy(value) || /^(?:guest|anonymous|visitor)$/i.test(stringOf(value) ?? '');
}

function isOnContext({ carrier }: SessionObject): boolean {
  const chain = carrier && memberPath(carrier);
  if (!chain) return false;
  const { root, path } = chain;
  return isContextName(path.at(-1) ?? (root.type === 'Identifier' ? root.name : 'ctx'));
}

function* libraryCalls(
  sourceCode: SourceCode,
  { filename, rotatesItself }: SignInOptions,
): Generator<SignInCall> {
  if (!carriesId(sourceCode, { carrier: undefined }, filename)) return;
  for (const { call, api } of callsOf(sourceCode, 'sign-in')) {
    if (api.role === 'sign-out' || rotatesItself(api)) continue;
    if (!signsNobodyIn(sourceCode, call, api) && !onlyRedirects(sourceCode, call, api))
      yield { kind: 'call', node: call, api };
  }
}
