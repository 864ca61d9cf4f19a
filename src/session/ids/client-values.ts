import { keyOf, memberPath, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { originsOf } from '../../analysis/origins';
import type { RequestPart } from '../../models/requests';
import { isRequestName } from '../handlers';
import { lastName } from './id-words';
import { ANY, placeOf } from './request-places';

/** Something that the client chose: it stands in the request. */
export interface ClientValue {
  /** The expression that reads it. */
  node: Node;
  from: RequestPart;
  /** What it goes by there, in lower case: `mcp-session-id`; `undefined` where that cannot be told. */
  name: string | undefined;
}

/** The client's values that the value of an expression may be, through variables, functions, conditions and what leaves a text as it is. */
export function clientValuesIn(sourceCode: SourceCode, node: Node): ClientValue[] {
  return originsOf(sourceCode, node).flatMap(
    (origin) => clientValueAt(sourceCode, origin.node) ?? [],
  );
}

/** The client's value that an expression itself reads: `req.headers.x`, `c.req.header('x')`, `url.searchParams.get('x')`, `args.x`. */
export function clientValueAt(sourceCode: SourceCode, node: Node): ClientValue | undefined {
  const place = placeOf(sourceCode, node);
  if (!place) return sessionHeader(sourceCode, node);
  if (place.part === 'request' || place.keys.length === 0) return undefined;
  const name = place.keys.at(-1);
  return { node: unwrap(node), from: place.part, name: name === ANY ? undefined : name };
}

/** `readMcpSessionIdHeader(req)`: a function out of sight whose name says which header it reads from the request that it is handed. */
function sessionHeader(sourceCode: SourceCode, node: Node): ClientValue | undefined {
  const call = unwrap(node);
  if (call.type !== 'CallExpression' || call.arguments.length !== 1) return undefined;
  const name = lastName(call.callee) ?? '';
  if (!READS_SESSION_HEADER.test(name) || functionOf(sourceCode, call.callee)) return undefined;
  const [request] = call.arguments;
  const place = request && placeOf(sourceCode, request);
  if (place?.part !== 'request' && place?.part !== 'headers') return undefined;
  return { node: call, from: 'headers', name: /mcp/i.test(name) ? 'mcp-session-id' : 'session-id' };
}

const READS_SESSION_HEADER =
  /^(?:read|get|extract|parse|find)?_?(?:mcp)?_?session_?id_?(?:from_?)?(?:(?:http|request)_?)?headers?$/i;

/** Whether two expressions read the same value of the request. */
export function isSameValue(sourceCode: SourceCode, one: ClientValue, other: ClientValue): boolean {
  if (one.from !== other.from || one.name !== other.name) return false;
  return one.name !== undefined || sourceCode.getText(one.node) === sourceCode.getText(other.node);
}

// --- by the names alone ---------------------------------------------------------------------------

const ALL = new Set('headers query body params cookies signedCookies searchParams'.split(' '));
const CREDENTIALS = new Set('headers cookies signedCookies'.split(' '));
const READERS = new Set('get header headers query param cookie getHeader'.split(' '));
const READING = /^(?:getCookie|getSignedCookie|getHeader|getRequestHeader|parseCookies?)$/;

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
    if (callee.type === 'Identifier') return READING.test(callee.name);
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
