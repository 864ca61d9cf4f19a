import type { Node, SourceCode } from '../../analysis/ast';
import { isAbsent, type Attribute, type AttributeName } from './cookie-attributes';
import { sessionCookiesIn, type Cookie } from './cookies';

/** An attribute that protects a session cookie and that the cookie surely lacks, or gets wrong. */
export interface CookieProblem {
  cookie: Cookie;
  name: AttributeName;
  attribute: Exclude<Attribute, { state: 'unknown' }>;
  kind:
    | 'missing'
    | 'disabled'
    | 'missingInHeader'
    /** Browsers refuse `SameSite=None` without `Secure`. */
    | 'noneWithoutSecure'
    | 'misplaced'
    | 'auto'
    | 'invalid';
}

/** The problems of the session cookies of a file; one for each attribute where several cookies share their options. */
export function cookieProblemsIn(
  sourceCode: SourceCode,
  names: readonly AttributeName[],
  cookieNames: readonly string[],
): CookieProblem[] {
  const problems = sessionCookiesIn(sourceCode, cookieNames).flatMap((cookie) =>
    names.flatMap((name) => problemOf(cookie, name) ?? []),
  );
  const firsts = new Map<Node, Map<AttributeName, CookieProblem>>();
  for (const problem of problems) {
    const { node } = problem.attribute;
    const byName = firsts.get(node) ?? new Map<AttributeName, CookieProblem>();
    if (!byName.has(problem.name)) byName.set(problem.name, problem);
    firsts.set(node, byName);
  }
  return problems.filter((each) => firsts.get(each.attribute.node)?.get(each.name) === each);
}

function problemOf(cookie: Cookie, name: AttributeName): CookieProblem | undefined {
  const attribute = cookie.attribute(name);
  if (attribute.state === 'unknown') return undefined;
  const as = (kind: CookieProblem['kind']) => ({ cookie, name, attribute, kind });
  if (attribute.state === 'misplaced') return as('misplaced');
  if (attribute.state === 'invalid')
    return as(attribute.literal.value === 'auto' ? 'auto' : 'invalid');
  if (!isAbsent(attribute)) return undefined;
  if (name === 'secure' && isNone(cookie.attribute('sameSite'))) return as('noneWithoutSecure');
  if (name === 'secure' && cookie.isLocal) return undefined;
  if (cookie.role === 'header') return as('missingInHeader');
  return as(attribute.state === 'set' ? 'disabled' : 'missing');
}

function isNone(attribute: Attribute): boolean {
  const value = attribute.state === 'set' ? attribute.literal?.value : undefined;
  return typeof value === 'string' && value.toLowerCase() === 'none';
}
