import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, keyOf, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { models } from '../../models';
import { cookieName, nameOfConstant, verdictOnName } from './cookie-names';
import { cookieSites } from './cookie-sites';
import { isCleared } from './cookies';

/** A call that asks the browser to forget a cookie: `res.clearCookie(name)`. */
export interface ClearedCookie {
  node: TSESTree.CallExpression;
  /** The expression of the cookie's name; none where it cannot be told. */
  name: Node | undefined;
}

/** Every cookie that the file clears. */
export const clearedCookies: (sourceCode: SourceCode) => readonly ClearedCookie[] =
  oncePerFile(findCleared);

function findCleared(sourceCode: SourceCode): ClearedCookie[] {
  const found = nodesOfType(sourceCode, 'CallExpression').flatMap((node): ClearedCookie[] => {
    const callee = unwrap(node.callee);
    switch (calleeName(node)) {
      case 'clearCookie':
        return [{ node, name: node.arguments[0] }];
      // Hono and h3: `deleteCookie(c, name)`.
      case 'deleteCookie':
        return [{ node, name: node.arguments[1] }];
      case 'delete':
        return callee.type === 'MemberExpression' && isCookieJar(callee.object)
          ? [{ node, name: node.arguments[0] }]
          : [];
      default:
        return [];
    }
  });
  for (const site of cookieSites(sourceCode)) {
    const { role, node, name } = site;
    if (role === 'setter' && node.type === 'CallExpression' && isCleared(sourceCode, site))
      found.push({ node, name });
  }
  return found;
}

/** `cookies().delete(name)`, `ctx.cookies.delete(name)`. */
function isCookieJar(node: Node): boolean {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'AwaitExpression':
      return isCookieJar(inner.argument);
    case 'CallExpression':
      return calleeName(inner) === 'cookies';
    case 'MemberExpression':
      return keyOf(inner) === 'cookies';
    default:
      return inner.type === 'Identifier' && /^cookie(?:s|Store|Jar)$/.test(inner.name);
  }
}

/** Names that only session libraries give their cookies, `connect.sid`; a plain word may be anybody's. */
const TELLING_NAMES = new Set(
  models.flatMap(({ session, exports = {} }) =>
    session?.type === 'id'
      ? Object.values(exports)
          .flat()
          .flatMap(
            (api) => (api.kind === 'session-configuration' ? api.cookie?.defaultName : []) ?? [],
          )
          .filter((name) => name.includes('.'))
      : [],
  ),
);

/**
 * Whether a cleared cookie is that of a session which the server keeps: by the name that the
 * session's configuration gives it, else by a session's name where the file shows such sessions.
 */
export function isServerSessionCookie(
  sourceCode: SourceCode,
  { name }: ClearedCookie,
  file: { showsSessions: boolean; cookieNames: readonly string[] },
): boolean {
  if (!name) return false;
  const text = cookieName(sourceCode, name);
  const configured = configuredNames(sourceCode);
  if (text === undefined) {
    const constant = nameOfConstant(name);
    return file.showsSessions && !!constant && /sess|sid/i.test(constant);
  }
  if (configured.includes(text) || TELLING_NAMES.has(text)) return true;
  if (!file.showsSessions || configured.length > 0) return false;
  return verdictOnName(text, file.cookieNames) === 'session' && !/token|jwt/i.test(text);
}

/** The cookie names of the sessions with an id that the file configures. */
function configuredNames(sourceCode: SourceCode): string[] {
  return [...cookieSites(sourceCode)].flatMap(({ role, library, name, model }) => {
    if (role !== 'configuration' || library?.session?.type !== 'id') return [];
    const text = name ? cookieName(sourceCode, name) : model.defaultName;
    return text ?? [];
  });
}
