import { stringOf, type Node, type SourceCode } from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { oncePerFile } from '../../analysis/once-per-file';
import { property, resolve, staticValue } from '../../analysis/values';
import type { CookieAttribute } from '../../models/cookie-types';
import { attributeOf, cookiePath, FLAGS, type Attribute } from './cookie-attributes';
import { cookieName, isNoValue, isSessionId, nameOfConstant, verdictOnName } from './cookie-names';
import { cookieSites, type CookieSite } from './cookie-sites';
import { headerCookies } from './set-cookie-strings';

/** A cookie that the file sets, or a session library's that it configures. */
export interface Cookie {
  role: 'configuration' | 'setter' | 'header';
  /** The call, object or string. */
  node: Node;
  /** The library's name; none for a raw `Set-Cookie` header. */
  library: string | undefined;
  /** Its name, where the file states it. */
  name: string | undefined;
  /** The option's full name, as in messages: `cookie.secure`. */
  option: (attribute: CookieAttribute) => string;
  attribute: (attribute: CookieAttribute) => Attribute;
  /** Whether `secure: 'auto'` is real. */
  takesAuto: boolean;
  /** Whether its domain surely is this machine, so that no network ever sees it. */
  isLocal: boolean;
  /** Whether its name, or that of the constant that holds it, is a session's. */
  hasSessionName: (extraNames: readonly string[]) => boolean;
  /** Whether it holds a session or the token of a signed-in user: a session library's own, by its name, or by its value. */
  isSession: (extraNames: readonly string[]) => boolean;
}

/** Every cookie that the file sets or configures; cookies that are being cleared are left out. */
export const cookiesIn = oncePerFile((sourceCode: SourceCode): readonly Cookie[] => [
  ...findCookies(sourceCode),
]);

/** The cookies of the file that hold a session. */
export function sessionCookiesIn(
  sourceCode: SourceCode,
  extraNames: readonly string[] = [],
): readonly Cookie[] {
  return cookiesIn(sourceCode).filter((cookie) => cookie.isSession(extraNames));
}

function* findCookies(sourceCode: SourceCode): Generator<Cookie> {
  for (const site of cookieSites(sourceCode))
    if (site.role === 'configuration' || !isCleared(sourceCode, site))
      yield cookieOf(sourceCode, site);
  for (const header of headerCookies(sourceCode)) {
    const { node, attribute } = header;
    yield {
      ...nameFacts(sourceCode, header),
      role: 'header',
      node,
      library: undefined,
      option: (name) => FLAGS[name],
      takesAuto: false,
      isLocal: isLocalDomain(header.domain),
      attribute,
    };
  }
}

function cookieOf(sourceCode: SourceCode, site: CookieSite): Cookie {
  const { role, node, library, model } = site;
  const attributes = new Map<CookieAttribute, Attribute>();
  return {
    ...nameFacts(sourceCode, site),
    ...(role === 'configuration' && {
      isSession: () =>
        !site.name || verdictOnName(cookieName(sourceCode, site.name) ?? '') !== 'other',
    }),
    role,
    node,
    library: library?.name,
    // Of a function's result express-session takes `'auto'` for true.
    takesAuto: model.attributes.secure.auto === true && !isFunctionCookie(sourceCode, site),
    isLocal: isLocalDomain(domainOf(sourceCode, site)),
    option(name) {
      const { switchedBy } = model.attributes[name];
      const own = () => [...cookiePath(sourceCode, site), model.names?.[name] ?? name];
      return (switchedBy ?? own()).join('.');
    },
    attribute(name) {
      const attribute = attributes.get(name) ?? attributeOf(sourceCode, site, name);
      attributes.set(name, attribute);
      return attribute;
    },
  };
}

/** What is told by a cookie's name and value. */
function nameFacts(
  sourceCode: SourceCode,
  cookie: { name: Node | string | undefined; value: Node | undefined },
): Pick<Cookie, 'name' | 'hasSessionName' | 'isSession'> {
  const node = typeof cookie.name === 'object' ? cookie.name : undefined;
  const name = typeof cookie.name === 'string' ? cookie.name : node && cookieName(sourceCode, node);
  const known = name ?? (node && nameOfConstant(node)) ?? '';
  return {
    name,
    hasSessionName: (extraNames) => verdictOnName(known, extraNames) === 'session',
    isSession(extraNames) {
      const verdict = verdictOnName(known, extraNames);
      if (verdict === 'other' || (cookie.value && isCsrfToken(sourceCode, cookie.value)))
        return false;
      if (verdict === 'session') return true;
      return cookie.value !== undefined && isSessionId(cookie.value);
    },
  };
}

function isCsrfToken(sourceCode: SourceCode, value: Node): boolean {
  return /csrf|xsrf/i.test(sourceCode.getText(value));
}

/** The domain that the options of a cookie write out. */
function domainOf(sourceCode: SourceCode, site: CookieSite): string | undefined {
  const path = [...(site.api.options.path ?? []), ...cookiePath(sourceCode, site), 'domain'];
  const domain = site.options ? property(sourceCode, site.options, path) : undefined;
  return domain?.state === 'found' ? stringOf(resolve(sourceCode, domain.node)) : undefined;
}

function isLocalDomain(domain = ''): boolean {
  return /^(?:(?:.*\.)?localhost|127\.0\.0\.1|\[?::1\]?)$/i.test(domain);
}

function isFunctionCookie(sourceCode: SourceCode, { options, model }: CookieSite): boolean {
  if (!model.mayBeFunction || !options) return false;
  const cookie = property(sourceCode, options, model.path);
  return cookie.state === 'found' && functionOf(sourceCode, cookie.node) !== undefined;
}

/** Whether a setter clears its cookie: an empty value, no time to live, or a time that is past. */
export function isCleared(sourceCode: SourceCode, { value, options }: CookieSite): boolean {
  const content = value && staticValue(sourceCode, resolve(sourceCode, value));
  if (content && isNoValue(content.value)) return true;
  if (!options) return false;
  const maxAge = property(sourceCode, options, ['maxAge']);
  if (maxAge.state === 'found') {
    const age = staticValue(sourceCode, resolve(sourceCode, maxAge.node))?.value;
    if (typeof age === 'number' && age <= 0) return true;
  }
  const expires = property(sourceCode, options, ['expires']);
  return expires.state === 'found' && isPast(sourceCode, resolve(sourceCode, expires.node));
}

/** `new Date(0)`, `new Date('Thu, 01 Jan 1970 00:00:00 GMT')`, `new Date(Date.now() - 1000)`. */
function isPast(sourceCode: SourceCode, date: Node): boolean {
  if (date.type !== 'NewExpression') return false;
  const [time] = date.arguments;
  if (!time || time.type === 'SpreadElement') return false;
  const subtracts = time.type === 'BinaryExpression' && time.operator === '-';
  if (subtracts && sourceCode.getText(time.left) === 'Date.now()') return true;
  const known = staticValue(sourceCode, time)?.value;
  if (typeof known !== 'string' && typeof known !== 'number') return false;
  // Nothing that is written out as a date long ago is meant to live.
  return new Date(known).getTime() < Date.UTC(2001, 0);
}
