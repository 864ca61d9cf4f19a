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
import { models } from '../../models';
import { clearedCookies } from '../cookies/cleared-cookies';
import { cookieName, verdictOnName } from '../cookies/cookie-names';
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
  const cleared = clearedCookies(sourceCode).filter(({ name }) => {
    const text = name && cookieName(sourceCode, name);
    return text === undefined || verdictOnName(text) !== 'other';
  });
  let first: Node | undefined;
  for (const fn of functionsRunBy(sourceCode, handler))
    for (const node of walk(sourceCode, fn)) {
      if (cleared.some((each) => each.node === node) || mayClearCookie(sourceCode, node))
        return undefined;
      if (node.type === 'MemberExpression' && leavesCookie(sourceCode, node)) first ??= node;
    }
  return first;
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
