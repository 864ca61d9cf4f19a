import type { Node } from '../analysis/ast';
import { createRule, optionsSchema, type RuleContext } from '../create-rule';
import { isWithin } from '../fixes/options';
import { protectCookie } from '../remedies/cookie-protection';
import {
  FLAGS,
  isAbsent,
  type Attribute,
  type AttributeName,
} from '../session/cookies/cookie-attributes';
import { sessionCookiesIn, type Cookie } from '../session/cookies/cookies';
import { settingsOf } from '../settings';

interface Options {
  attributes: AttributeName[];
  cookieNames: string[];
}

type MessageId =
  | 'missing'
  | 'disabled'
  | 'missingInHeader'
  | 'noneWithoutSecure'
  | 'misplaced'
  | 'auto'
  | 'invalid'
  | 'set'
  | 'move'
  | 'append';

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
        const reported = new Map<Node, Set<AttributeName>>();
        for (const cookie of sessionCookiesIn(context.sourceCode, cookieNames))
          for (const name of attributes) {
            const problem = problemOf(cookie, name);
            if (!problem) continue;
            const names = reported.get(problem.node) ?? new Set();
            // Several cookies may share one object of options.
            if (!names.has(name)) report(context, cookie, name, problem, cookieNames);
            reported.set(problem.node, names.add(name));
          }
      },
    };
  },
});

type Problem = Exclude<Attribute, { state: 'unknown' }> & { messageId: MessageId };

function problemOf(cookie: Cookie, name: AttributeName): Problem | undefined {
  const attribute = cookie.attribute(name);
  if (attribute.state === 'unknown') return undefined;
  if (attribute.state === 'misplaced') return { ...attribute, messageId: 'misplaced' };
  if (attribute.state === 'invalid')
    return { ...attribute, messageId: attribute.literal.value === 'auto' ? 'auto' : 'invalid' };
  if (!isAbsent(attribute)) return undefined;
  if (name === 'secure' && isNone(cookie.attribute('sameSite')))
    return { ...attribute, messageId: 'noneWithoutSecure' };
  if (cookie.role === 'header') return { ...attribute, messageId: 'missingInHeader' };
  return { ...attribute, messageId: attribute.state === 'set' ? 'disabled' : 'missing' };
}

function isNone(attribute: Attribute): boolean {
  const value = attribute.state === 'set' ? attribute.literal?.value : undefined;
  return typeof value === 'string' && value.toLowerCase() === 'none';
}

function report(
  context: RuleContext<MessageId, [Options]>,
  cookie: Cookie,
  name: AttributeName,
  problem: Problem,
  cookieNames: readonly string[],
): void {
  const { node, messageId } = problem;
  const option = cookie.option(name);
  const text = context.sourceCode.getText(node);
  const edits = protectCookie(context.sourceCode, cookie, name, problem).map(
    ({ kind, ...edit }) => ({ messageId: kind, ...edit }),
  );
  // It can only stop scripts of the page from reading the cookie.
  const isSafe =
    name === 'httpOnly' &&
    cookie.role !== 'configuration' &&
    cookie.hasSessionName(cookieNames) &&
    (!problem.place || isWithin(problem.place, cookie.node));
  context.report({
    node,
    messageId,
    data: {
      library: cookie.library ?? '',
      cookie: cookie.name === undefined ? 'the session cookie' : `the cookie \`${cookie.name}\``,
      flag: FLAGS[name],
      option,
      given: node.type === 'Property' ? text : `${option}: ${text}`,
      risk: RISKS[name],
    },
    ...(isSafe ? { fix: edits[0]?.fix ?? null } : { suggest: edits }),
  });
}
