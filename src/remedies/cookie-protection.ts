import type { TSESLint } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/ast';
import { moveOption, setOption } from '../fixes/options';
import { appendToString } from '../fixes/strings';
import type { Attribute, AttributeName } from '../session/cookies/cookie-attributes';
import type { Cookie } from '../session/cookies/cookies';

type KnownAttribute = Exclude<Attribute, { state: 'unknown' }>;

/** A change that protects a cookie: an option set or moved, or a text appended to a header. */
export interface CookieEdit {
  kind: 'set' | 'move' | 'append';
  data: Record<string, string>;
  fix: TSESLint.ReportFixFunction;
}

/** The changes that could be right, the strictest first. */
export function protectCookie(
  sourceCode: SourceCode,
  cookie: Cookie,
  name: AttributeName,
  problem: KnownAttribute,
): CookieEdit[] {
  const option = cookie.option(name);
  if (problem.state === 'misplaced') {
    const fix = moveOption(sourceCode, problem.from, problem.place);
    return fix ? [{ kind: 'move', data: { option }, fix }] : [];
  }
  if (cookie.role === 'header')
    return HEADER_TEXTS[name].flatMap((text) => {
      const fix = appendToString(sourceCode, problem.node, ';', text);
      return fix ? [{ kind: 'append', data: { text: text.trim() }, fix }] : [];
    });
  return valuesOf(cookie, name, problem).flatMap((value) => {
    const fix = problem.place && setOption(sourceCode, problem.place, value);
    return fix ? [{ kind: 'set', data: { option, value }, fix }] : [];
  });
}

const HEADER_TEXTS: Record<AttributeName, readonly string[]> = {
  httpOnly: [' HttpOnly'],
  secure: [' Secure', "${process.env.NODE_ENV === 'production' ? '; Secure' : ''}"],
  sameSite: [' SameSite=Lax'],
};

function valuesOf(cookie: Cookie, name: AttributeName, { state }: KnownAttribute): string[] {
  if (name === 'httpOnly') return ['true'];
  // `true` stands for strict where it is known.
  if (name === 'sameSite') return [state === 'invalid' ? "'strict'" : "'lax'"];
  const values = ['true', "process.env.NODE_ENV === 'production'"];
  return cookie.takesAuto ? [...values, "'auto'"] : values;
}
