import { memberPath, stringOf, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { resolve } from '../../analysis/values';

/** A word of which one is enough: `connect.sid`, `app_session`, `sessionToken`, `PHPSESSID`. A list of `sessions` is none. */
const SESSION_WORD = /^(?:sid|sess|jwt|.*sessid|session(?!s$).*|.*session|jsessionid)$/;
/** Names that hold a token of a signed-in user when they are the whole name, or its end. */
const TOKEN_NAMES = /^token$|(?:^|-)(?:(?:auth|access|refresh|session)-?token)$/;
/** Words of cookies that page script reads, or that hold no secret, whatever else is in the name. */
const OTHER_WORDS = new Set(
  'csrf xsrf theme locale lang language i18n consent gdpr timezone tz expiry expires expire exp hint has is flag status'.split(
    ' ',
  ),
);

/** What a cookie's name says: it is a session's, surely something else's, or nothing. */
export type NameVerdict = 'session' | 'other' | undefined;

/** Whether a name is a session cookie's. */
export function verdictOnName(name: string, extraNames: readonly string[] = []): NameVerdict {
  if (extraNames.includes(name)) return 'session';
  const words = wordsOf(name.replace(/^__(?:Host|Secure)-/i, ''));
  if (words.some((word) => OTHER_WORDS.has(word) || /^(?:csrf|xsrf)/.test(word))) return 'other';
  if (words.some((word) => SESSION_WORD.test(word)) || TOKEN_NAMES.test(words.join('-')))
    return 'session';
  return undefined;
}

/** `connect.sid`, `authToken`, `SESSION_ID` as lower-case words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
}

/** The static text of a cookie's name: a literal, a constant, the literal of a fallback. */
export function cookieName(sourceCode: SourceCode, node: Node): string | undefined {
  const value = resolve(sourceCode, node);
  if (value.type === 'LogicalExpression') return cookieName(sourceCode, value.right);
  return stringOf(value);
}

/** What tells of a name that is not static: that of its constant (`SESSION_COOKIE_NAME`), or the text around its expressions. */
export function nameOfConstant(node: Node): string | undefined {
  if (node.type === 'TemplateLiteral') return node.quasis.map(({ value }) => value.raw).join('-');
  const path = memberPath(node);
  const name = path?.path.at(-1) ?? (path?.root.type === 'Identifier' ? path.root.name : undefined);
  return name
    ?.replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/_?(?:cookie|names?|key|prefix)(?=_|$)/gi, '')
    .replace(/^_/, '');
}

/** Whether an expression is a session's id: `sessionId`, `req.sessionID`, `session.id`. */
export function isSessionId(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === 'TemplateLiteral' && inner.expressions[0] && inner.expressions.length === 1)
    return isSessionId(inner.expressions[0]);
  const path = memberPath(inner);
  if (!path) return false;
  const names = [...(path.root.type === 'Identifier' ? [path.root.name] : []), ...path.path];
  const [owner = '', last = ''] = names.length > 1 ? names.slice(-2) : ['', names[0]];
  return (
    /^(?:new)?_?(?:session_?(?:id|token)|sid)$/i.test(last) ||
    (/^(?:id|token)$/.test(last) && /session$/i.test(owner))
  );
}

const NO_VALUE =
  /^(?:deleted?|removed?|cleared?|none|null|undefined|expired?|invalid|log(?:ged)?[ _-]?out|[-_.0x])?$/i;

/** Whether a cookie's value stands for none: `res.cookie('jwt', 'loggedout')`. */
export function isNoValue(value: unknown): boolean {
  return value == null || (typeof value === 'string' && NO_VALUE.test(value.trim()));
}
