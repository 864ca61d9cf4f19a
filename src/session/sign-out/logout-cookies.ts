import {
  isInside,
  keyOf,
  stringOf,
  unwrap,
  wrapped,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { fileOf, isForeign } from '../../analysis/files';
import { functionOf } from '../../analysis/functions';
import { walk } from '../../analysis/nodes';
import { resolve } from '../../analysis/values';
import { models } from '../../models';
import type { SessionObjectModel } from '../../models/types';
import { optionOf } from '../configurations';
import { clearedCookies } from '../cookies/cleared-cookies';
import { cookieName, verdictOnName } from '../cookies/cookie-names';
import { cookieSites, type CookieSite } from '../cookies/cookie-sites';
import { librariesOf } from '../library-calls';
import { carriesId } from '../sign-in/fixable-sessions';
import { logoutHandlersOf } from './logout-handlers';
import { sessionObject, type SessionObject } from '../session-objects';
import { functionsRunBy } from './unfinished-logouts';

/** Headers by which a response can clear cookies without a call of their own. */
const HEADERS = /^(?:clear-site-data|set-cookie)$/i;

/** The first end of a session in each logout handler that leaves the browser its cookie. */
export function keptCookies(sourceCode: SourceCode, filename: string): Node[] {
  return logoutHandlersOf(sourceCode, filename)
    .flatMap((handler) => keptBy(sourceCode, handler) ?? [])
    .filter((node) => !isSaidNextDoor(sourceCode, node));
}

/** Whether a node stands in a logout of another file, which says it itself. */
function isSaidNextDoor(sourceCode: SourceCode, node: Node): boolean {
  const file = isForeign(sourceCode, node) ? fileOf(node) : undefined;
  return (
    !!file &&
    logoutHandlersOf(file.sourceCode, file.filename).some((handler) => isInside(node, handler))
  );
}

function keptBy(sourceCode: SourceCode, handler: FunctionNode): Node | undefined {
  if (clearsCookie(sourceCode, handler)) return undefined;
  return nodesRunBy(sourceCode, handler).find((node) => leavesCookie(sourceCode, node));
}

function nodesRunBy(sourceCode: SourceCode, handler: FunctionNode): Node[] {
  return [...functionsRunBy(sourceCode, handler)].flatMap((fn) => [...walk(sourceCode, fn)]);
}

/** Whether a logout asks the browser to forget the session's cookie, or may. */
function clearsCookie(sourceCode: SourceCode, handler: FunctionNode): boolean {
  const cleared = clearedCookies(sourceCode).filter(({ name }) => {
    const text = name && cookieName(sourceCode, name);
    return text === undefined || verdictOnName(text) !== 'other';
  });
  return nodesRunBy(sourceCode, handler).some(
    (node) => cleared.some((each) => each.node === node) || mayClearCookie(sourceCode, node),
  );
}

/** How the browser is asked to forget a cookie: by a method of the response, which is handed the name. */
export interface CookieClearing {
  method: string;
  cookie: string;
}

/**
 * What would have the browser forget the cookie of a session which a logout ends: none where the
 * logout or the library does it, where the file does not tell the name, or where it takes more than that.
 */
export function missingClearing(
  sourceCode: SourceCode,
  handler: FunctionNode,
  session: SessionObjectModel | undefined,
): CookieClearing | undefined {
  if (session?.clearsCookie !== false || clearsCookie(sourceCode, handler)) return undefined;
  const method = librariesOf(sourceCode).imported.find(({ clearing }) => clearing)?.clearing;
  const [site, another] = cookieSites(sourceCode).filter(
    ({ role, library }) => role === 'configuration' && library?.session === session,
  );
  const cookie = site && !another ? plainName(sourceCode, site) : undefined;
  return method !== undefined && cookie !== undefined ? { method, cookie } : undefined;
}

/** The name of a configured cookie that is cleared by its name alone: it has no domain and no path of its own. */
function plainName(sourceCode: SourceCode, site: CookieSite): string | undefined {
  const { model } = site;
  const textAt = (path: readonly string[], missing = '') => {
    const found = optionOf(sourceCode, site, path);
    if (found.state === 'missing') return missing;
    return found.state === 'found' ? stringOf(resolve(sourceCode, found.node)) : undefined;
  };
  const names = (model.nameOptions ?? []).map((path) => textAt(path));
  if (names.includes(undefined) || textAt([...model.path, 'domain']) !== '') return undefined;
  if (textAt([...model.path, 'path'], '/') !== '/') return undefined;
  const name = names.find(Boolean) ?? model.defaultName;
  // A name with a prefix is cleared over a secure connection only.
  return name !== undefined && /^(?!__)[\w.-]+$/.test(name) ? name : undefined;
}

/** A header, or a helper out of sight that is handed the response. */
function mayClearCookie(sourceCode: SourceCode, node: Node): boolean {
  if (node.type === 'Literal') return HEADERS.test(stringOf(node) ?? '');
  if (node.type !== 'CallExpression' || functionOf(sourceCode, node.callee)) return false;
  return node.arguments.some((argument) => {
    const inner = unwrap(argument);
    return inner.type === 'Identifier' && /^_?(?:res|response|reply|ctx|c)$/i.test(inner.name);
  });
}

/** Whether a member is a method that ends the session and is known not to clear its cookie. */
function leavesCookie(sourceCode: SourceCode, member: Node): boolean {
  const key = keyOf(member);
  const session =
    member.type === 'MemberExpression' ? sessionObject(sourceCode, member.object) : undefined;
  if (!session || key === undefined || !carriesId(sourceCode, session)) return false;
  const candidates = librariesWith(session, key, hasCallback(member));
  return candidates.length > 0 && candidates.every(({ clearsCookie }) => clearsCookie === false);
}

/** The libraries whose sessions end by this method; where no import tells the library, a callback narrows it down. */
function librariesWith({ library }: SessionObject, key: string, callback: boolean) {
  const possible = library ? [library] : models.flatMap(({ session }) => session ?? []);
  return possible.filter(({ destroy = [] }) =>
    destroy.some(
      ({ method, settles }) =>
        method === key && (library || !callback || settles === 'callback' || settles === 'both'),
    ),
  );
}

function hasCallback(member: Node): boolean {
  const outer = wrapped(member);
  const { parent } = outer;
  if (parent?.type !== 'CallExpression') return false;
  return parent.callee === outer && (parent as CallLike).arguments.length > 0;
}
