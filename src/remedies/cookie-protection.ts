import type { TSESLint } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/ast';
import { isWithin, moveOption, setOption } from '../fixes/options';
import { appendToString } from '../fixes/strings';
import type { AttributeName } from '../session/cookies/cookie-attributes';
import type { CookieProblem } from '../session/cookies/cookie-problems';

/** A change that protects a cookie: an option set or moved, or a text appended to a header. */
export interface CookieEdit {
  kind: 'set' | 'move' | 'append';
  data: Record<string, string>;
  fix: TSESLint.ReportFixFunction;
}

/** The changes that could be right, the strictest first. */
export function protectCookie(sourceCode: SourceCode, problem: CookieProblem): CookieEdit[] {
  const { cookie, name, attribute } = problem;
  const option = cookie.option(name);
  if (attribute.state === 'misplaced') {
    const fix = moveOption(sourceCode, attribute.from, attribute.place);
    return fix ? [{ kind: 'move', data: { option }, fix }] : [];
  }
  if (cookie.role === 'header')
    return HEADER_TEXTS[name].flatMap((text) => {
      const fix = appendToString(sourceCode, attribute.node, ';', text);
      return fix ? [{ kind: 'append', data: { text: text.trim() }, fix }] : [];
    });
  return valuesOf(problem).flatMap((value) => {
    const fix = attribute.place && setOption(sourceCode, attribute.place, value);
    return fix ? [{ kind: 'set', data: { option, value }, fix }] : [];
  });
}

/** Whether the first change can only stop scripts of the page from reading a cookie that the call itself sets. */
export function isSafeToFix(
  { cookie, name, attribute: { place } }: CookieProblem,
  cookieNames: readonly string[],
): boolean {
  return (
    name === 'httpOnly' &&
    cookie.role !== 'configuration' &&
    cookie.hasSessionName(cookieNames) &&
    (!place || isWithin(place, cookie.node))
  );
}

const HEADER_TEXTS: Record<AttributeName, readonly string[]> = {
  httpOnly: [' HttpOnly'],
  secure: [' Secure', "${process.env.NODE_ENV === 'production' ? '; Secure' : ''}"],
  sameSite: [' SameSite=Lax'],
};

function valuesOf({ cookie, name, attribute: { state } }: CookieProblem): string[] {
  if (name === 'httpOnly') return ['true'];
  // `true` stands for strict where it is known.
  if (name === 'sameSite') return [state === 'invalid' ? "'strict'" : "'lax'"];
  const values = ['true', "process.env.NODE_ENV === 'production'"];
  return cookie.takesAuto ? [...values, "'auto'"] : values;
}
