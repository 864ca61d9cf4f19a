import type { SecureSessionCookieOptions } from '../config-types';
import { createRule, optionsSchema, type RuleContext } from '../create-rule';
import { isSafeToFix, protectCookie, type CookieEdit } from '../remedies/cookie-protection';
import { FLAGS, type AttributeName } from '../session/cookies/cookie-attributes';
import { cookieProblemsIn, type CookieProblem } from '../session/cookies/cookie-problems';
import { settingsOf } from '../settings';

type Options = Required<SecureSessionCookieOptions>;

type MessageId = CookieProblem['kind'] | CookieEdit['kind'];

const RISKS: Record<AttributeName, string> = {
  httpOnly: 'any script in the page can read it',
  secure: 'it travels over plain HTTP too, where it can be read',
  sameSite: 'only the browser decides whether other sites can send it along',
};

export const requireSecureSessionCookie = createRule<MessageId, Options>({
  name: 'require-secure-session-cookie',
  meta: {
    type: 'problem',
    docs: {
      description: 'require session cookies to be `HttpOnly` and `Secure`',
      recommended: 'error',
      strict: ['error', { attributes: ['httpOnly', 'secure', 'sameSite'] }],
      severity: 'high',
      cwe: [614, 1004, 1275],
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: optionsSchema({
      attributes: {
        description: 'The attributes that a session cookie must have.',
        type: 'array',
        items: { type: 'string', enum: ['httpOnly', 'secure', 'sameSite'] },
        uniqueItems: true,
      },
      cookieNames: {
        description: 'More names of session cookies, for cookies that the file sets itself.',
        type: 'array',
        items: { type: 'string' },
        uniqueItems: true,
      },
    }),
    messages: {
      missing:
        '`{{library}}` sends {{cookie}} without `{{flag}}` unless `{{option}}` is set, so {{risk}}.',
      disabled: '`{{given}}` makes `{{library}}` send {{cookie}} without `{{flag}}`, so {{risk}}.',
      missingInHeader: 'This `Set-Cookie` header sends {{cookie}} without `{{flag}}`, so {{risk}}.',
      noneWithoutSecure:
        '`SameSite=None` without `Secure` makes browsers drop {{cookie}}, or send it to everyone in the clear; set `{{option}}`.',
      misplaced:
        '`{{library}}` ignores `{{given}}`, so it does not protect {{cookie}}; it looks for `{{option}}`.',
      auto: '`{{given}}` is merely true to `{{library}}`, so {{cookie}} gets `Secure` on every connection and is lost over plain HTTP; say `true`, or what decides.',
      invalid:
        '`{{given}}` makes `{{library}}` send a `{{flag}}` that browsers do not know, so {{risk}}.',
      set: 'Set `{{option}}: {{value}}`.',
      move: 'Move it to `{{option}}`.',
      append: 'Append `{{text}}`.',
    },
  },
  defaultOptions: { attributes: ['httpOnly', 'secure'], cookieNames: [] },
  create(context, options) {
    const { attributes } = options;
    const cookieNames = [...options.cookieNames, ...(settingsOf(context).cookieNames ?? [])];
    return {
      'Program:exit'() {
        for (const problem of cookieProblemsIn(context.sourceCode, attributes, cookieNames))
          report(context, problem, cookieNames);
      },
    };
  },
});

function report(
  context: RuleContext<MessageId, [Options]>,
  problem: CookieProblem,
  cookieNames: readonly string[],
): void {
  const { cookie, name, kind, attribute } = problem;
  const { node } = attribute;
  const option = cookie.option(name);
  const text = context.sourceCode.getText(node);
  const edits = protectCookie(context.sourceCode, problem).map((edit) => ({
    messageId: edit.kind,
    data: edit.data,
    fix: edit.fix,
  }));
  context.report({
    node,
    messageId: kind,
    data: {
      library: cookie.library ?? '',
      cookie: cookie.name === undefined ? 'the session cookie' : `the cookie \`${cookie.name}\``,
      flag: FLAGS[name],
      option,
      given: node.type === 'Property' ? text : `${option}: ${text}`,
      risk: RISKS[name],
    },
    ...(isSafeToFix(problem, cookieNames) ? { fix: edits[0]?.fix ?? null } : { suggest: edits }),
  });
}
