import { keyOf, memberPath, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { originsOf } from '../../analysis/origins';
import { isRequestName } from '../handlers';
import { lastName } from './id-words';

/** What a client sends: all of it, or what it proves itself with. */
const ALL = new Set('headers query body params cookies signedCookies searchParams'.split(' '));
const CREDENTIALS = new Set('headers cookies signedCookies'.split(' '));
const READERS = new Set('get header headers query param cookie getHeader'.split(' '));
const FUNCTIONS = /^(?:getCookie|getSignedCookie|getHeader|getRequestHeader|parseCookies?)$/;

/** Whether a value may be a header or cookie of the request. */
export function isCredential(sourceCode: SourceCode, node: Node): boolean {
  return originsOf(sourceCode, node).some((origin) => reads(origin.node, CREDENTIALS));
}

/** Whether an expression reads what the client sent: `req.headers.x`, `req.get('x')`, `c.req.header('x')`, `getCookie(c, 'x')`. */
export function isSent(node: Node): boolean {
  return reads(node, ALL);
}

function reads(node: Node, parts: ReadonlySet<string>): boolean {
  const inner = unwrap(node);
  if (inner.type === 'CallExpression') {
    const callee = unwrap(inner.callee);
    if (callee.type === 'Identifier') return FUNCTIONS.test(callee.name);
    if (callee.type !== 'MemberExpression') return false;
    if (reads(callee.object, parts)) return true;
    return READERS.has(keyOf(callee) ?? '') && isRequestName(lastName(callee.object) ?? '');
  }
  if (inner.type !== 'MemberExpression') return false;
  if (reads(inner.object, parts)) return true;
  const path = memberPath(inner);
  const names = path
    ? [...(path.root.type === 'Identifier' ? [path.root.name] : []), ...path.path]
    : [];
  return names.some(
    (name, index) => index > 0 && parts.has(name) && isRequestName(names[index - 1] ?? ''),
  );
}
