import { join } from 'node:path';
import type { InvalidTestCase, RuleTester } from '@typescript-eslint/rule-tester';
import { requireSecureSessionCookie as rule } from '../../src/rules/require-secure-session-cookie';
import { commonjs, modules, typescript } from '../support/rule-tester';

type Options = [{ attributes?: ('httpOnly' | 'secure' | 'sameSite')[]; cookieNames?: string[] }];
type Invalid = InvalidTestCase<string, Options>;
type Problem = Invalid['errors'][number];

const run = (tester: RuleTester, title: string, tests: { valid: Valid[]; invalid: Invalid[] }) => {
  tester.run(title, rule, tests);
};
interface Valid {
  name: string;
  code: string;
  options?: Options;
  filename?: string;
}

const PRODUCTION = "process.env.NODE_ENV === 'production'";
const STRICT: Options = [{ attributes: ['httpOnly', 'secure', 'sameSite'] }];
const SAME_SITE: Options = [{ attributes: ['sameSite'] }];

/** A report with the suggestions that make `before` one of `after`. */
function problem(
  messageId: string,
  [line, column]: [number, number],
  code: string,
  before = '',
  after: string[] = [],
): Problem {
  const suggestions = after.map((text) => {
    if (!code.includes(before)) throw new Error(`${before} is not in ${code}`);
    return { messageId: suggestionId(messageId), output: code.replace(before, () => text) };
  });
  return {
    messageId,
    line,
    column,
    suggestions: suggestions.length > 0 ? suggestions : null,
  };
}

function suggestionId(messageId: string): string {
  return { misplaced: 'move', missingInHeader: 'append' }[messageId] ?? 'set';
}

/** What `secure` may become: always, in production, and (where it is real) by the connection. */
const secure = (text: (value: string) => string, auto = true) =>
  ['true', PRODUCTION, ...(auto ? ["'auto'"] : [])].map(text);

const express = "import session from 'express-session';\n";

function invalid(
  name: string,
  code: string,
  errors: (code: string) => Problem[],
  more: Partial<Invalid> = {},
): Invalid {
  return { name, code, output: null, errors: errors(code), ...more };
}

// --- session libraries --------------------------------------------------------------------------

run(typescript, 'require-secure-session-cookie: what is on by default', {
  valid: [
    {
      name: 'express-session sets HttpOnly by itself',
      code: `${express}app.use(session({ secret, cookie: { secure: true } }));`,
    },
    {
      name: '@fastify/session sets both by itself',
      code: "import fastifySession from '@fastify/session';\napp.register(fastifySession, { secret });",
    },
    {
      name: '@fastify/session keeps them when undefined is written out',
      code: "import fastifySession from '@fastify/session';\napp.register(fastifySession, { secret, cookie: { secure: undefined, httpOnly: undefined } });",
    },
    {
      name: 'iron-session sets both by itself',
      code: "import { getIronSession } from 'iron-session';\nawait getIronSession(await cookies(), { password, cookieName: 'sid' });",
    },
    {
      name: 'cookie-session follows the connection',
      code: "import cookieSession from 'cookie-session';\napp.use(cookieSession({ keys }));",
    },
    {
      name: 'koa-session follows the connection',
      code: "import session from 'koa-session';\napp.use(session({ key: 'app' }, app));\napp.use(session(app));",
    },
    {
      name: 'koa-generic-session follows the connection',
      code: "import session from 'koa-generic-session';\napp.use(session({ key: 'app' }));\napp.use(session());",
    },
    {
      name: 'the cookies of Koa are HttpOnly and follow the connection',
      code: "ctx.cookies.set('sid', id);",
    },
    {
      name: 'null, which some libraries take for missing',
      code: "import fastifySession from '@fastify/session';\napp.register(fastifySession, { secret, cookie: { secure: null } });",
    },
    {
      name: 'express 3 knows no SameSite',
      code: "import express from 'express';\napp.use(express.session({ secret, cookie: { secure: true } }));",
      options: STRICT,
    },
    {
      name: '@fastify/secure-session sets HttpOnly in some versions',
      code: "import secureSession from '@fastify/secure-session';\napp.register(secureSession, { key, cookie: { secure: true } });",
    },
  ],
  invalid: [
    invalid(
      'express-session does not set Secure',
      `${express}app.use(session({ secret }));`,
      (code) => [
        problem(
          'missing',
          [2, 17],
          code,
          '{ secret }',
          secure((value) => `{ secret, cookie: { secure: ${value} } }`),
        ),
      ],
    ),
    invalid('express-session without options', `${express}app.use(session());`, (code) => [
      problem(
        'missing',
        [2, 9],
        code,
        'session()',
        secure((value) => `session({ cookie: { secure: ${value} } })`),
      ),
    ]),
    invalid('an empty cookie', `${express}app.use(session({ secret, cookie: {} }));`, (code) => [
      problem(
        'missing',
        [2, 35],
        code,
        '{}',
        secure((value) => `{ secure: ${value} }`),
      ),
    ]),
    invalid(
      'a cookie on lines of its own keeps its layout and its comments',
      `${express}app.use(
  session({
    secret,
    cookie: {
      maxAge: 1000, // one second
    },
  }),
);`,
      (code) => [
        problem(
          'missing',
          [5, 13],
          code,
          '// one second',
          secure((value) => `// one second\n      secure: ${value},`),
        ),
      ],
    ),
    invalid(
      'hono-sessions sets nothing',
      "import { sessionMiddleware } from 'hono-sessions';\napp.use(sessionMiddleware({ store }));",
      (code) => [
        problem('missing', [2, 27], code, '{ store }', [
          '{ store, cookieOptions: { httpOnly: true } }',
        ]),
        problem(
          'missing',
          [2, 27],
          code,
          '{ store }',
          secure((value) => `{ store, cookieOptions: { secure: ${value} } }`, false),
        ),
      ],
    ),
    invalid(
      '@fastify/secure-session does not set Secure, for one session or several',
      "import secureSession from '@fastify/secure-session';\napp.register(secureSession, [{ key, cookie: { secure: true } }, { key, cookie: { path: '/' } }]);",
      (code) => [
        problem(
          'missing',
          [2, 80],
          code,
          "path: '/'",
          secure((value) => `path: '/', secure: ${value}`),
        ),
      ],
    ),
  ],
});

run(typescript, 'require-secure-session-cookie: what is turned off', {
  valid: [
    ...[
      'true',
      "'auto'",
      "process.env.NODE_ENV === 'production'",
      "process.env.NODE_ENV !== 'test'",
      'isProduction',
      '!dev',
      'config.secureCookies',
      "config.get('cookie.secure')",
      'prod ? true : false',
      '!0',
      '1',
    ].map((value) => ({
      name: `express-session with secure: ${value}`,
      code: `${express}app.use(session({ secret, cookie: { secure: ${value} } }));`,
    })),
    {
      name: 'a shorthand property',
      code: `${express}const secure = isProduction();\napp.use(session({ secret, cookie: { secure } }));`,
    },
    {
      name: 'the README of express-session: secure under a condition',
      code: `${express}var sess = { secret: 'x', cookie: {} };
if (app.get('env') === 'production') {
  app.set('trust proxy', 1);
  sess.cookie.secure = true;
}
app.use(session(sess));`,
    },
    {
      name: 'an initial false that a condition overwrites',
      code: `${express}export function configureSession(app) {
  const sess = { secret: 'x', cookie: { secure: false } };
  if (app.get('env') === 'production') sess.cookie.secure = true;
  app.use(session(sess));
}`,
    },
    {
      name: 'a false that is surely overwritten',
      code: `${express}const sess = { secret: 'x', cookie: { secure: false } };\nsess.cookie.secure = true;\napp.use(session(sess));`,
    },
    {
      name: 'a false that each request overwrites',
      code: `${express}app.use(session({ secret, cookie: { secure: false } }));\napp.use((req, res, next) => { req.session.cookie.secure = req.secure; next(); });`,
    },
    {
      name: 'a configuration for development beside one for production',
      code: `${express}if (process.env.NODE_ENV === 'production') app.use(session({ secret, cookie: { secure: true } }));\nelse app.use(session({ secret, cookie: { secure: false } }));`,
    },
    {
      name: 'options for development beside those for production',
      code: `${express}app.use(session(prod ? { secret, cookie: { secure: true } } : { secret, cookie: { secure: false } }));`,
    },
    ...['localhost', '127.0.0.1', '.LocalHost', 'api.localhost'].map((domain) => ({
      name: `a cookie that never leaves the machine, for it is for ${domain}`,
      code: `${express}const domain = '${domain}';\napp.use(session({ secret, cookie: { maxAge, domain } }));\nres.cookie('sid', id, { httpOnly: true, secure: false, domain });`,
    })),
    {
      name: 'a configuration in a switch over the environment',
      code: `${express}switch (process.env.NODE_ENV) { case 'development': app.use(session({ secret, cookie: { secure: false } })); }`,
    },
  ],
  invalid: [
    ...['false', '0', 'null', "''", 'void 0', '!1', 'undefined', 'false as boolean'].map((value) =>
      invalid(
        `express-session with secure: ${value}`,
        `${express}app.use(session({ secret, cookie: { secure: ${value} } }));`,
        (code) => [
          problem(
            value === 'undefined' || value === 'void 0' ? 'missing' : 'disabled',
            [2, 37],
            code,
            `secure: ${value}`,
            secure((text) => `secure: ${text}`),
          ),
        ],
      ),
    ),
    ...['false', 'undefined', 'null'].map((value) =>
      invalid(
        `express-session with httpOnly: ${value}`,
        `${express}app.use(session({ secret, cookie: { secure: true, httpOnly: ${value} } }));`,
        (code) => [problem('disabled', [2, 51], code, `httpOnly: ${value}`, ['httpOnly: true'])],
      ),
    ),
    invalid(
      'iron-session drops what is written as undefined',
      "import { getIronSession } from 'iron-session';\nawait getIronSession(req, res, { password, cookieName: 'sid', cookieOptions: { secure: undefined } });",
      (code) => [
        problem(
          'disabled',
          [2, 80],
          code,
          'secure: undefined',
          secure((text) => `secure: ${text}`, false),
        ),
      ],
    ),
    invalid(
      'cookie-session does as it is told',
      "import cookieSession from 'cookie-session';\napp.use(cookieSession({ keys, secure: false, httpOnly: false }));",
      (code) => [
        problem(
          'disabled',
          [2, 31],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`, false),
        ),
        problem('disabled', [2, 46], code, 'httpOnly: false', ['httpOnly: true']),
      ],
    ),
    invalid(
      'a session library is changed by a suggestion, whatever its cookie is called',
      "import cookieSession from 'cookie-session';\napp.use(cookieSession({ name: 'sid', keys, httpOnly: false }));",
      (code) => [problem('disabled', [2, 44], code, 'httpOnly: false', ['httpOnly: true'])],
    ),
    invalid(
      'koa-session does as it is told',
      "import session from 'koa-session';\nconst CONFIG = { key: 'app', httpOnly: false };\napp.use(session(CONFIG, app));",
      (code) => [problem('disabled', [2, 30], code, 'httpOnly: false', ['httpOnly: true'])],
    ),
    invalid(
      'a plugin that is registered',
      "import fastifySession from '@fastify/session';\nawait app.register(fastifySession, { secret, cookie: { secure: false } });",
      (code) => [
        problem(
          'disabled',
          [2, 56],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'a plugin that is registered by a dynamic import',
      "app.register(import('@fastify/session'), { secret, cookie: { secure: false } });",
      (code) => [
        problem(
          'disabled',
          [1, 62],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'a plugin under its own name, cast',
      "import { fastifySession as plugin } from '@fastify/session';\napp.register(plugin as never, { secret, cookie: { secure: false } });",
      (code) => [
        problem(
          'disabled',
          [2, 51],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'a member that is surely written before the use',
      `${express}const sess = { secret: 'x', cookie: {} };\nsess.cookie.secure = false;\napp.use(session(sess));`,
      (code) => [
        problem(
          'disabled',
          [3, 22],
          code,
          'secure = false',
          secure((text) => `secure = ${text}`),
        ),
      ],
    ),
    invalid(
      'each request weakens it once more',
      `${express}app.use(session({ secret, cookie: { secure: false } }));\napp.use((req, res, next) => { req.session.cookie.secure = false; next(); });`,
      (code) => [
        problem(
          'disabled',
          [2, 37],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'a condition that tells no environment',
      `${express}if (process.env.REDIS_URL) app.use(session({ secret, store, cookie: { secure: false } }));`,
      (code) => [
        problem(
          'disabled',
          [2, 71],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    ...["'example.com'", "'localhost.example.com'", 'config.domain'].map((domain) =>
      invalid(
        `a cookie for ${domain}`,
        `${express}app.use(session({ secret, cookie: { secure: false, domain: ${domain} } }));`,
        (code) => [
          problem(
            'disabled',
            [2, 37],
            code,
            'secure: false',
            secure((text) => `secure: ${text}`),
          ),
        ],
      ),
    ),
    invalid(
      'a domain that is written later, where it may be another one',
      `${express}const sess = { secret, cookie: { secure: false, domain: 'localhost' } };\nif (domain) sess.cookie.domain = domain;\napp.use(session(sess));`,
      (code) => [
        problem(
          'disabled',
          [2, 34],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'HttpOnly is no matter of the domain',
      `${express}app.use(session({ secret, cookie: { httpOnly: false, domain: 'localhost' } }));`,
      (code) => [problem('disabled', [2, 37], code, 'httpOnly: false', ['httpOnly: true'])],
    ),
    invalid(
      'HttpOnly is no matter of the environment',
      `${express}if (dev) app.use(session({ secret, cookie: { secure: true, httpOnly: false } }));`,
      (code) => [problem('disabled', [2, 60], code, 'httpOnly: false', ['httpOnly: true'])],
    ),
  ],
});

const fixture = (path: string) => join(import.meta.dirname, '../fixtures', path);
const OLD = fixture('old-versions/server.js');
const NEW = fixture('new-versions/server.js');
const nextAuth = "import NextAuth from 'next-auth';\n";
const secureSession =
  "import secureSession from '@fastify/secure-session';\napp.register(secureSession, { key, cookie: { secure: true } });";

run(typescript, 'require-secure-session-cookie: defaults that depend on the version', {
  valid: [
    ...[undefined, NEW].map((filename) => ({
      name: `next-auth merges what is given, ${filename ? 'since 5' : 'or it is not known'}`,
      code: `${nextAuth}NextAuth({ cookies: { sessionToken: { name: 'sid', options: { path: '/' } } } });`,
      options: STRICT,
      ...(filename && { filename }),
    })),
    {
      name: 'next-auth before 5, where nothing is given, or all, or it is out of sight',
      code: `${nextAuth}NextAuth({});\nNextAuth({ cookies: { csrfToken: { name: 'a' } } });\nNextAuth({ cookies });\nNextAuth({ cookies: { sessionToken } });\nNextAuth({ cookies: { sessionToken: { name: 'sid', options: { httpOnly: true, secure, sameSite: 'lax' } } } });`,
      options: STRICT,
      filename: OLD,
    },
    ...[undefined, NEW].map((filename) => ({
      name: `@fastify/secure-session sets HttpOnly, ${filename ? 'since 7.3' : 'or it is not known'}`,
      code: secureSession,
      options: STRICT,
      ...(filename && { filename }),
    })),
    ...[undefined, NEW].map((filename) => ({
      name: `SameSite of @fastify/cookie and h3, ${filename ? 'since 10 and 2' : 'where they are not known'}`,
      code: `import { useSession } from 'h3';\nuseSession(event, { password });\nreply.setCookie('sid', id, { httpOnly: true, secure: true });`,
      options: STRICT,
      ...(filename && { filename }),
    })),
  ],
  invalid: [
    invalid(
      'next-auth before 5, where the given object stands in place of the defaults',
      `${nextAuth}NextAuth({ cookies: { sessionToken: { name: 'sid', options: { sameSite: 'lax', secure: true } } } });`,
      (code) => [
        problem('missing', [2, 61], code, 'secure: true }', ['secure: true, httpOnly: true }']),
      ],
      { filename: OLD },
    ),
    invalid(
      'next-auth before 5, given a name alone',
      `${nextAuth}NextAuth({ cookies: { sessionToken: { name: 'sid' } } });`,
      (code) => [
        problem('missing', [2, 37], code, "'sid' }", ["'sid', options: { httpOnly: true } }"]),
        problem(
          'missing',
          [2, 37],
          code,
          "'sid' }",
          secure((text) => `'sid', options: { secure: ${text} } }`, false),
        ),
      ],
      { filename: OLD },
    ),
    invalid(
      '@fastify/secure-session before 7.2',
      secureSession,
      (code) => [
        problem('missing', [2, 44], code, 'secure: true }', ['secure: true, httpOnly: true }']),
      ],
      { filename: OLD },
    ),
    invalid(
      'SameSite of @fastify/cookie before 10, and of h3 before 2',
      "import { useSession } from 'h3';\nuseSession(event, { password });\nreply.setCookie('sid', id, { path: '/' });",
      (code) => [
        problem('missing', [2, 19], code, 'password }', [
          "password, cookie: { sameSite: 'lax' } }",
        ]),
        problem('missing', [3, 28], code, "'/' }", ["'/', sameSite: 'lax' }"]),
      ],
      { filename: OLD, options: SAME_SITE },
    ),
  ],
});

run(typescript, 'require-secure-session-cookie: options that stand for others', {
  valid: [
    {
      name: 'grant, where no cookie is given, or all of it, or it is out of sight',
      code: "import grant from 'grant';\ngrant.vercel({ config, session: { secret, cookie } });\ngrant.vercel({ config, session });\ngrant.vercel({ config, session: { secret, cookie: { httpOnly: true, secure: true } } });",
    },
    {
      name: 'better-auth, where the URL or the environment decides',
      code: "import { betterAuth } from 'better-auth';\nbetterAuth({});\nbetterAuth({ advanced });\nbetterAuth({ advanced: { useSecureCookies: true } });\nbetterAuth({ advanced: { useSecureCookies: undefined } });\nbetterAuth({ advanced: { useSecureCookies: prod } });\nbetterAuth({ advanced: { defaultCookieAttributes: { secure: false } } });",
    },
    {
      name: 'better-auth, where an attribute wins',
      code: "import { betterAuth } from 'better-auth';\nbetterAuth({ advanced: { useSecureCookies: false, defaultCookieAttributes: { secure: true } } });\nbetterAuth({ advanced: { useSecureCookies: false, cookies: { session_token: { attributes: { secure: prod } } } } });\nbetterAuth({ advanced: { useSecureCookies: false, defaultCookieAttributes } });",
    },
  ],
  invalid: [
    invalid(
      'grant, which puts nothing beside the cookie that is given',
      "import grant from 'grant';\ngrant.vercel({ config, session: { secret, cookie: { secure: true } } });",
      (code) => [
        problem('missing', [2, 51], code, 'secure: true }', ['secure: true, httpOnly: true }']),
      ],
    ),
    invalid(
      'grant, which does not set Secure by itself',
      "import grant from 'grant';\ngrant.vercel({ config, session: { secret } });",
      (code) => [
        // A cookie of `secure` alone would lose HttpOnly.
        problem('missing', [2, 33], code),
      ],
    ),
    invalid(
      'better-auth, told not to',
      "import { betterAuth } from 'better-auth';\nbetterAuth({ advanced: { useSecureCookies: false } });",
      (code) => [
        problem(
          'disabled',
          [2, 26],
          code,
          'useSecureCookies: false',
          secure((text) => `useSecureCookies: ${text}`, false),
        ),
      ],
    ),
  ],
});

const yar = "import Yar from '@hapi/yar';\n";

run(typescript, 'require-secure-session-cookie: where the options come from', {
  valid: [
    {
      name: 'an imported configuration',
      code: `${express}import config from './config';\napp.use(session(config.session));\napp.use(session(config));`,
    },
    {
      name: 'a parameter',
      code: `${express}export const configure = (app, options) => app.use(session(options));`,
    },
    {
      name: 'a spread of something imported',
      code: `${express}app.use(session({ secret, ...options }));\napp.use(session({ secret, cookie: { ...base.cookie } }));`,
    },
    {
      name: 'a spread under a condition',
      code: `${express}app.use(session({ secret, cookie: { ...(prod && { secure: true }) } }));`,
    },
    {
      name: 'a computed key',
      code: `${express}app.use(session({ secret, cookie: { [flag]: true } }));`,
    },
    { name: 'spread arguments', code: `${express}app.use(session(...args));` },
    {
      name: 'yar, whose options are out of sight, or say nothing of the cookie',
      code: `${yar}server.register({ plugin: Yar, options });\nserver.register({ plugin: Yar });\nserver.register({ plugin: Yar, ...rest });\nserver.register({ plugin: Yar, options: { cookieOptions: { password } } });\nserver.register(Yar, { cookieOptions: { isSecure: false } });`,
    },
    {
      name: 'another plugin of hapi',
      code: `${yar}server.register({ plugin: Inert, options: { cookieOptions: { isSecure: false } } });`,
    },
    {
      name: 'koa-session with options out of sight, before the application or behind it',
      code: "import session from 'koa-session';\napp.use(session(options, app));\napp.use(session(app, options));\napp.use(session(app));",
    },
    {
      name: 'known spreads that set it',
      code: `${express}const base = { secret: 'x', cookie: { secure: true } };\napp.use(session({ ...base, cookie: { ...base.cookie, maxAge: 1 } }));`,
    },
    {
      name: 'options that are handed to a function elsewhere',
      code: `${express}const sess = { secret: 'x', cookie: {} };\nharden(sess);\napp.use(session(sess));`,
    },
    {
      name: 'a helper in another file',
      code: "res.cookie('token', token, this.security.getCookieOptions());",
    },
    {
      name: 'an element of options by environment',
      code: `${express}const options = { development: { secret: 'x' }, production: {} };\napp.use(session(options[env]));`,
    },
    {
      name: 'a cookie function that returns several things',
      code: `${express}app.use(session({ secret, cookie: (req) => { if (req.secure) return { secure: true }; return {}; } }));`,
    },
    {
      name: 'somebody else’s session',
      code: "import { session } from 'grammy';\nbot.use(session({ cookie: { secure: false } }));",
    },
    {
      name: 'a shadowed import',
      code: `${express}function f(session) { session({ cookie: { secure: false } }); }\nf(session);`,
    },
    {
      name: 'a cookie function whose library takes none',
      code: "import session from 'koa-generic-session';\napp.use(session({ cookie: () => ({ secure: false }) }));",
    },
    {
      name: 'options registered by a function',
      code: "import fastifySession from '@fastify/session';\napp.register(fastifySession, () => ({ secret, cookie: { secure: false } }));",
    },
  ],
  invalid: [
    ...[
      ['in one object', 'await server.register({ plugin: Yar, options: OPTIONS });'],
      ['in a list', 'server.register([Inert, { plugin: Yar, options: OPTIONS }]);'],
      ['in a constant', 'const plugin = { plugin: Yar, options: OPTIONS };\nregister(plugin);'],
      ['for another file', 'export default { plugin: Yar, options: OPTIONS };'],
      ['as before hapi 17', 'server.register({ register: Yar, options: OPTIONS }, done);'],
      ['with its plugin by name', 'server.register({ plugin: Yar.plugin, options: OPTIONS });'],
    ].map(([name, use = '']) =>
      invalid(
        `yar, handed on with its options ${name ?? ''}`,
        `${yar}${use.replace('OPTIONS', '{ cookieOptions: { password, isSecure: false } }')}`,
        (code) => {
          const before = code.slice(0, code.indexOf('isSecure')).split('\n');
          const at: [number, number] = [before.length, (before.at(-1)?.length ?? 0) + 1];
          return [
            {
              ...problem(
                'disabled',
                at,
                code,
                'isSecure: false',
                secure((text) => `isSecure: ${text}`, false),
              ),
              data: {
                library: '@hapi/yar',
                cookie: 'the session cookie',
                flag: 'Secure',
                option: 'cookieOptions.isSecure',
                given: 'isSecure: false',
                risk: 'it travels over plain HTTP too, where it can be read',
              },
            },
          ];
        },
      ),
    ),
    invalid(
      '@hapi/cookie, in a strategy',
      "import Cookie from '@hapi/cookie';\nserver.auth.strategy('session', 'cookie', { cookie: { name: 'sid', password, isSecure: false } });",
      (code) => [
        problem(
          'disabled',
          [2, 78],
          code,
          'isSecure: false',
          secure((text) => `isSecure: ${text}`, false),
        ),
      ],
    ),
    ...['options, app', 'app, options'].map((list) =>
      invalid(
        `koa-session, called with (${list})`,
        `import session from 'koa-session';\nconst app = new Koa();\napp.use(session(${list.replace('options', '{ httpOnly: false }')}));`,
        (code) => {
          const column = (code.split('\n')[2]?.indexOf('httpOnly') ?? 0) + 1;
          return [problem('disabled', [3, column], code, 'httpOnly: false', ['httpOnly: true'])];
        },
      ),
    ),
    invalid(
      '@fastify/secure-session, which says where it looked',
      "import secureSession from '@fastify/secure-session';\napp.register(secureSession, { key, cookieOptions: { path: '/' } });",
      (code) => [
        {
          ...problem(
            'missing',
            [2, 51],
            code,
            "path: '/'",
            secure((text) => `path: '/', secure: ${text}`),
          ),
          data: {
            library: '@fastify/secure-session',
            cookie: 'the session cookie',
            flag: 'Secure',
            option: 'cookieOptions.secure',
            risk: 'it travels over plain HTTP too, where it can be read',
          },
        },
      ],
    ),
    invalid(
      'a constant',
      `${express}const options: session.SessionOptions = { secret: 'x', cookie: { secure: false } };\noptions.store = new Store();\nexport default session(options);`,
      (code) => [
        problem(
          'disabled',
          [2, 66],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'known spreads',
      `${express}const base = { secret: 'x', cookie: { httpOnly: true } };\napp.use(session({ ...base, cookie: { ...base.cookie, maxAge: 1 } }));`,
      (code) => [
        problem(
          'missing',
          [3, 36],
          code,
          'maxAge: 1',
          secure((text) => `maxAge: 1, secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'a merge',
      `${express}app.use(session(Object.assign({}, { secret }, { cookie: { secure: false } })));`,
      (code) => [
        problem(
          'disabled',
          [2, 59],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'a function of this file',
      `${express}function options() { return { secret: 'x', cookie: { secure: false } }; }\napp.use(session(options()));`,
      (code) => [
        problem(
          'disabled',
          [2, 54],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'a class',
      `${express}class App { constructor() { this.app.use((session as any)(<any>{ secret: process.env.SECRET! })); } }`,
      (code) => [
        problem(
          'missing',
          [2, 64],
          code,
          '{ secret: process.env.SECRET! }',
          secure((text) => `{ secret: process.env.SECRET!, cookie: { secure: ${text} } }`),
        ),
      ],
    ),
    invalid(
      'a function of the request, whose auto express-session takes for true',
      `${express}app.use(session({ secret, cookie: (req) => ({ secure: false }) }));`,
      (code) => [
        problem(
          'disabled',
          [2, 47],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`, false),
        ),
      ],
    ),
    invalid(
      'two branches that both lack it, which one edit could not mend',
      `${express}app.use(session(memory ? { secret } : { secret, store }));`,
      (code) => [problem('missing', [2, 39], code)],
    ),
    invalid(
      'a namespace import',
      "import * as session from 'express-session';\nexport const middleware = session({ secret, cookie: { secure: false } });",
      (code) => [
        problem(
          'disabled',
          [2, 55],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'two cookies with one object of options are one problem',
      "const options = { httpOnly: true, maxAge: 1 };\nres.cookie('access_token', a, options);\nres.cookie('refresh_token', b, options);\nres.clearCookie('access_token', options);",
      (code) => [
        problem(
          'missing',
          [1, 17],
          code,
          'maxAge: 1',
          secure((text) => `maxAge: 1, secure: ${text}`, false),
        ),
      ],
    ),
  ],
});

// --- misplaced and invalid values ---------------------------------------------------------------

run(typescript, 'require-secure-session-cookie: options in the wrong place', {
  valid: [
    {
      name: 'a misplaced value that is the default anyway',
      code: `${express}app.use(session({ secret, httpOnly: true, cookie: { secure: true } }));`,
    },
    {
      name: 'a misplaced value beside one in the right place',
      code: `${express}app.use(session({ secret, secure: true, cookie: { secure: isProd } }));`,
    },
    {
      name: 'nested in cookie-session, as it is by default',
      code: "import cookieSession from 'cookie-session';\napp.use(cookieSession({ keys, cookie: { httpOnly: true, secure: false } }));",
    },
    {
      name: 'auto where it is real',
      code: "reply.setCookie('sid', id, { httpOnly: true, secure: 'auto' });",
    },
    {
      name: 'SameSite=true where it is strict',
      code: "res.cookie('sid', id, { httpOnly: true, secure: true, sameSite: true });",
      options: STRICT,
    },
  ],
  invalid: [
    invalid(
      'at the top of express-session, in place of the missing one',
      `${express}app.use(session({ secret, secure: true, resave: false }));`,
      (code) => [
        problem('misplaced', [2, 27], code, 'secure: true, resave: false', [
          'resave: false, cookie: { secure: true }',
        ]),
      ],
    ),
    invalid(
      'at the top, beside the cookie that lacks it',
      `${express}app.use(session({ secret, secure: isProd, cookie: { maxAge: 1 } }));`,
      (code) => [
        problem('misplaced', [2, 27], code, 'secure: isProd, cookie: { maxAge: 1 }', [
          'cookie: { maxAge: 1, secure: isProd }',
        ]),
      ],
    ),
    invalid(
      'one for each attribute',
      `${express}app.use(session({ secret, secure: true, sameSite: 'lax', cookie: {} }));`,
      (code) => [
        problem('misplaced', [2, 27], code, "secure: true, sameSite: 'lax', cookie: {}", [
          "sameSite: 'lax', cookie: { secure: true }",
        ]),
        problem('misplaced', [2, 41], code, ", sameSite: 'lax', cookie: {}", [
          ", cookie: { sameSite: 'lax' }",
        ]),
      ],
      { options: STRICT },
    ),
    invalid(
      'a misplaced false is the missing one',
      `${express}app.use(session({ secret, secure: false }));`,
      (code) => [
        problem(
          'missing',
          [2, 17],
          code,
          'secure: false',
          secure((text) => `secure: false, cookie: { secure: ${text} }`),
        ),
      ],
    ),
    invalid(
      'nested in cookie-session',
      "import cookieSession from 'cookie-session';\napp.use(cookieSession({ keys, cookie: { secure: true } }));",
      (code) => [
        problem('misplaced', [2, 41], code, 'cookie: { secure: true }', [
          'cookie: {}, secure: true',
        ]),
      ],
    ),
    invalid(
      'auto where it is merely true',
      "res.cookie('sid', id, { httpOnly: true, secure: 'auto' });",
      (code) => [
        problem(
          'auto',
          [1, 41],
          code,
          "secure: 'auto'",
          secure((text) => `secure: ${text}`, false),
        ),
      ],
    ),
    invalid(
      'SameSite=true in Next',
      "import { cookies } from 'next/headers';\n(await cookies()).set('session', token, { httpOnly: true, secure: true, sameSite: true });",
      (code) => [problem('invalid', [2, 73], code, 'sameSite: true', ["sameSite: 'strict'"])],
      { options: STRICT },
    ),
  ],
});

run(typescript, 'require-secure-session-cookie: SameSite', {
  valid: [
    {
      name: 'is not asked for by default',
      code: `${express}app.use(session({ secret, cookie: { secure: true } }));`,
    },
    ...["'lax'", "'strict'", 'true', "'none'", "'auto'", 'crossSite'].map((value) => ({
      name: `is ${value}`,
      code: `${express}app.use(session({ secret, cookie: { secure: true, sameSite: ${value} } }));`,
      options: STRICT,
    })),
    {
      name: 'none with a Secure that follows the connection',
      code: "import cookieSession from 'cookie-session';\napp.use(cookieSession({ keys, sameSite: 'none' }));",
      options: STRICT,
    },
    {
      name: 'is set by iron-session itself',
      code: "import { getIronSession } from 'iron-session';\nawait getIronSession(req, res, { password, cookieName: 'sid' });",
      options: STRICT,
    },
    {
      name: 'depends on the version of @fastify/cookie',
      code: "reply.setCookie('sid', id, { httpOnly: true, secure: true });",
      options: STRICT,
    },
    {
      name: 'none without Secure is a matter of Secure',
      code: `${express}app.use(session({ secret, cookie: { sameSite: 'none' } }));`,
      options: SAME_SITE,
    },
  ],
  invalid: [
    invalid(
      'is missing',
      `${express}app.use(session({ secret, cookie: { secure: true } }));`,
      (code) => [
        problem('missing', [2, 35], code, 'secure: true', ["secure: true, sameSite: 'lax'"]),
      ],
      { options: STRICT },
    ),
    invalid(
      'is false',
      `${express}app.use(session({ secret, cookie: { secure: true, sameSite: false } }));`,
      (code) => [problem('disabled', [2, 51], code, 'sameSite: false', ["sameSite: 'lax'"])],
      { options: SAME_SITE },
    ),
    invalid(
      'none without Secure is one finding, on Secure',
      `${express}app.use(session({ secret, cookie: { secure: false, sameSite: 'none' } }));`,
      (code) => [
        problem(
          'noneWithoutSecure',
          [2, 37],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
      { options: STRICT },
    ),
    invalid(
      'None with a missing Secure',
      "res.cookie('sid', id, { httpOnly: true, sameSite: 'None' });",
      (code) => [
        problem(
          'noneWithoutSecure',
          [1, 23],
          code,
          "sameSite: 'None'",
          secure((text) => `sameSite: 'None', secure: ${text}`, false),
        ),
      ],
    ),
  ],
});

// --- setters ------------------------------------------------------------------------------------

const flags = '{ httpOnly: true, secure: true }';

run(typescript, 'require-secure-session-cookie: which cookies are sessions', {
  valid: [
    ...[
      'csrf',
      'csrf_token',
      'XSRF-TOKEN',
      '_csrf',
      'csrftoken',
      'theme',
      'locale',
      'cookie_consent',
      'session_expiry',
      'hasSession',
      'oauth_state',
      'returnTo',
      'side',
      'lastSid1',
      'cart',
    ].map((name) => ({
      name: `the cookie ${name} is none`,
      code: `res.cookie('${name}', value);`,
    })),
    { name: 'a name that is not known', code: 'res.cookie(name, value);' },
    {
      name: 'a CSRF token by its value',
      code: "res.cookie('token', generateCsrfToken(req));",
    },
    ...[
      "res.cookie('sid', '')",
      "res.cookie('sid', null)",
      "res.cookie('jwt', 'loggedout', { expires })",
      "res.cookie('sid', 'deleted')",
      "res.cookie('sid', id, { maxAge: 0 })",
      "res.cookie('sid', id, { maxAge: -1 })",
      "res.cookie('sid', id, { expires: new Date(0) })",
      "res.cookie('sid', id, { expires: new Date(1) })",
      "res.cookie('sid', id, { expires: new Date('Thu, 01 Jan 1970 00:00:00 GMT') })",
      "res.cookie('sid', id, { expires: new Date(Date.now() - 1000) })",
      "const options = { maxAge: 0 };\nres.cookie('sid', id, options)",
      "res.clearCookie('sid')",
      "ctx.cookies.set('sid')",
    ].map((code) => ({ name: `a cookie that is cleared: ${code}`, code })),
    {
      name: 'a theme that remix-like storages configure is no session',
      code: "import { sessionMiddleware } from 'hono-sessions';\napp.use(sessionMiddleware({ store, sessionCookieName: 'theme' }));",
    },
    {
      name: 'js-cookie in a browser',
      code: "import Cookies from 'js-cookie';\nCookies.set('session', id);",
    },
    { name: 'a cookie that is read', code: "const sid = req.cookies.sid; res.cookie('sid');" },
    {
      name: 'the cookies of an incoming request in Next',
      code: "import { NextRequest } from 'next/server';\nrequest.cookies.set('session', id);",
    },
  ],
  invalid: [
    ...[
      'sid',
      'connect.sid',
      'session',
      'session_id',
      'sessionToken',
      'app_session',
      'MyApp-Session',
      'PHPSESSID',
      '__Host-sid',
      '__Secure-app.session-token',
      'auth_token',
      'authToken',
      'token',
      'jwt',
      'access_token',
      'accessToken',
      'app-refresh-token',
    ].map((name) =>
      invalid(
        `the cookie ${name}`,
        `res.cookie('${name}', value, { secure: true });`,
        () => [
          {
            messageId: 'missing',
            line: 1,
            column: 23 + name.length,
            suggestions: null,
          },
        ],
        { output: `res.cookie('${name}', value, { secure: true, httpOnly: true });` },
      ),
    ),
    invalid(
      'a name in a constant',
      "const NAME = 'sid';\nres.cookie(NAME, value, { secure: true });",
      (code) => [problem('missing', [2, 25], code)],
      { output: "const NAME = 'sid';\nres.cookie(NAME, value, { secure: true, httpOnly: true });" },
    ),
    invalid(
      'a name with a prefix from elsewhere',
      'res.cookie(`${app}_session`, value, { secure: true });',
      (code) => [problem('missing', [1, 37], code)],
      { output: 'res.cookie(`${app}_session`, value, { secure: true, httpOnly: true });' },
    ),
    invalid(
      'a name with a fallback',
      "res.cookie(process.env.COOKIE || 'sid', value, { httpOnly: true });",
      (code) => [
        problem(
          'missing',
          [1, 48],
          code,
          'httpOnly: true',
          secure((text) => `httpOnly: true, secure: ${text}`, false),
        ),
      ],
    ),
    invalid(
      'a constant from elsewhere whose name says so',
      "import { SESSION_COOKIE_NAME } from './constants';\nres.cookie(SESSION_COOKIE_NAME, value, { httpOnly: true, secure: false });",
      (code) => [
        problem(
          'disabled',
          [2, 58],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`, false),
        ),
      ],
    ),
    ...[
      'req.sessionID',
      'sessionId',
      'session.id',
      'req.session.id',
      '`${sessionId}`',
      'newSessionId',
    ].map((value) =>
      invalid(
        `a session id by its value: ${value}`,
        `res.cookie('visitor', ${value}, { secure: true });`,
        (code) => [
          {
            ...(problem('missing', [1, 0], code, 'secure: true', [
              'secure: true, httpOnly: true',
            ]) as object),
            column: 25 + value.length,
          } as never,
        ],
      ),
    ),
    invalid(
      'a name that the options add',
      "res.cookie('warden', value, { secure: true });",
      (code) => [problem('missing', [1, 29], code)],
      {
        options: [{ cookieNames: ['warden'] }],
        output: "res.cookie('warden', value, { secure: true, httpOnly: true });",
      },
    ),
  ],
});

run(typescript, 'require-secure-session-cookie: setters', {
  valid: [
    { name: 'express', code: `res.cookie('sid', id, ${flags});` },
    { name: 'express, behind a status', code: `response.status(200).cookie('sid', id, ${flags});` },
    { name: '@fastify/cookie', code: `reply.setCookie('sid', id, ${flags});` },
    {
      name: '@fastify/cookie with defaults for every cookie',
      code: "import cookie from '@fastify/cookie';\napp.register(cookie, { parseOptions: { httpOnly: true, secure: true } });\napp.get('/', (request, reply) => reply.setCookie('sid', id));",
    },
    {
      name: '@fastify/cookie with defaults from elsewhere',
      code: "import cookie from '@fastify/cookie';\napp.register(cookie, { parseOptions });\napp.get('/', (request, reply) => reply.setCookie('sid', id));",
    },
    {
      name: 'hono',
      code: `import { setCookie } from 'hono/cookie';\nsetCookie(c, 'session', id, ${flags});`,
    },
    {
      name: 'hono with a prefix that sets Secure',
      code: "import { setCookie } from 'hono/cookie';\nsetCookie(c, 'session', id, { httpOnly: true, prefix: 'host' });\nsetCookie(c, 'session', id, { httpOnly: true, prefix });",
    },
    {
      name: 'next, with one object',
      code: "import { cookies } from 'next/headers';\n(await cookies()).set({ name: 'session', value, httpOnly: true, secure: true });",
    },
    {
      name: 'h3, SvelteKit and remix where they set it by themselves, or it is no session',
      code: `import { useSession } from 'h3';\nimport { redirect } from '@sveltejs/kit';\nimport { createCookie, createCookieSessionStorage } from 'react-router';\nuseSession(event, { password });\ncookies.set('session', id, { path: '/' });\ncreateCookie('theme');\ncreateCookieSessionStorage({ cookie: { name: 'theme' } });\ncreateCookieSessionStorage({ cookie });`,
    },
    {
      name: 'Deno',
      code: "import { setCookie } from 'jsr:@std/http/cookie';\nsetCookie(headers, { name: 'sid', value: id, httpOnly: true, secure: true });\nsetCookie(headers, { name: 'theme', value: 'dark' });\nsetCookie(headers, { name: 'sid', value: '' });\nsetCookie(headers, cookie);\nsetCookie(headers, { ...cookie, name: 'sid', value: id });",
    },
    {
      name: 'a function of the same name from elsewhere',
      code: "import { setCookie } from './cookies';\nsetCookie(c, 'session', id);",
    },
    {
      name: 'options of a parameter',
      code: "export function send(res, options) { res.cookie('sid', id, { ...options, httpOnly: true }); }",
    },
  ],
  invalid: [
    invalid(
      'Deno',
      "import { setCookie } from '@std/http/cookie';\nsetCookie(headers, { name: 'sid', value: id, secure: true });",
      (code) => [problem('missing', [2, 20], code)],
      {
        output:
          "import { setCookie } from '@std/http/cookie';\nsetCookie(headers, { name: 'sid', value: id, secure: true, httpOnly: true });",
      },
    ),
    invalid(
      'express, without options',
      "res.cookie('sid', id);",
      (code) => [
        problem('missing', [1, 1], code),
        problem(
          'missing',
          [1, 1],
          code,
          'id)',
          secure((text) => `id, { secure: ${text} })`, false),
        ),
      ],
      { output: "res.cookie('sid', id, { httpOnly: true });" },
    ),
    invalid(
      'express, one after the other',
      "return_(res.status(200).cookie('accessToken', a, { secure: true }).cookie('theme', t).cookie('refreshToken', b, { secure: true }).json({}));",
      (code) => [problem('missing', [1, 50], code), problem('missing', [1, 113], code)],
      {
        output:
          "return_(res.status(200).cookie('accessToken', a, { secure: true, httpOnly: true }).cookie('theme', t).cookie('refreshToken', b, { secure: true, httpOnly: true }).json({}));",
      },
    ),
    invalid(
      'express, told otherwise',
      "res.cookie('sid', id, { httpOnly: false, secure: true });",
      (code) => [problem('disabled', [1, 25], code)],
      { output: "res.cookie('sid', id, { httpOnly: true, secure: true });" },
    ),
    invalid(
      'a key that express does not know',
      "res.cookie('sid', id, { httponly: true, secure: true });",
      (code) => [problem('missing', [1, 23], code)],
      { output: "res.cookie('sid', id, { httponly: true, secure: true, httpOnly: true });" },
    ),
    invalid(
      'options that other cookies may share are changed by a suggestion only',
      "const options = { secure: true };\nres.cookie('sid', id, options);\nres.cookie('theme', theme, options);",
      (code) => [
        problem('missing', [1, 17], code, 'secure: true', ['secure: true, httpOnly: true']),
      ],
    ),
    invalid(
      'options of a function of this file',
      "const options = () => ({ httpOnly: true });\nres.cookie('sid', id, options());",
      (code) => [
        problem(
          'missing',
          [1, 24],
          code,
          'httpOnly: true',
          secure((text) => `httpOnly: true, secure: ${text}`, false),
        ),
      ],
    ),
    invalid('options written as undefined', "res.cookie('sid', id, undefined);", (code) => [
      problem('missing', [1, 1], code),
      problem('missing', [1, 1], code),
    ]),
    invalid(
      '@fastify/cookie, whose auto is real',
      "reply.setCookie('sid', id, { httpOnly: true });",
      (code) => [
        problem(
          'missing',
          [1, 28],
          code,
          'httpOnly: true',
          secure((text) => `httpOnly: true, secure: ${text}`),
        ),
      ],
    ),
    invalid(
      '@fastify/cookie with weak defaults for every cookie',
      "import cookie from '@fastify/cookie';\napp.register(cookie, { parseOptions: { httpOnly: true, secure: false } });\napp.get('/', (request, reply) => reply.setCookie('sid', id));",
      (code) => [
        problem(
          'disabled',
          [2, 56],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'hono',
      "import { setCookie } from 'hono/cookie';\nsetCookie(c, 'session', id, { httpOnly: true, secure: false });",
      (code) => [
        problem(
          'disabled',
          [2, 47],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`, false),
        ),
      ],
    ),
    invalid(
      'hono, without the arguments before the options',
      "import { setSignedCookie } from 'hono/cookie';\nsetSignedCookie(c, 'session', id);",
      (code) => [problem('missing', [2, 1], code), problem('missing', [2, 1], code)],
    ),
    invalid(
      'next, by a variable',
      "import { cookies } from 'next/headers';\nconst store = await cookies();\nstore.set('session', token, { secure: true });",
      (code) => [problem('missing', [3, 29], code)],
      {
        output:
          "import { cookies } from 'next/headers';\nconst store = await cookies();\nstore.set('session', token, { secure: true, httpOnly: true });",
      },
    ),
    invalid(
      'next, with one object',
      "import { cookies } from 'next/headers';\ncookies().set({ name: 'session', value, secure: true });",
      (code) => [problem('missing', [2, 15], code)],
      {
        output:
          "import { cookies } from 'next/headers';\ncookies().set({ name: 'session', value, secure: true, httpOnly: true });",
      },
    ),
    invalid(
      'express 3, which brought its own session',
      "import express from 'express';\napp.use(express.session({ secret }));",
      (code) => [
        problem(
          'missing',
          [2, 25],
          code,
          '{ secret }',
          secure((text) => `{ secret, cookie: { secure: ${text} } }`, false),
        ),
      ],
    ),
    invalid(
      'h3',
      "import { setCookie, useSession } from 'h3';\nsetCookie(event, 'sid', id, { secure: true });\nawait useSession(event, { password, cookie: { secure: false } });",
      (code) => [
        problem('missing', [2, 29], code),
        problem(
          'disabled',
          [3, 47],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`, false),
        ),
      ],
      {
        output:
          "import { setCookie, useSession } from 'h3';\nsetCookie(event, 'sid', id, { secure: true, httpOnly: true });\nawait useSession(event, { password, cookie: { secure: false } });",
      },
    ),
    invalid(
      'SvelteKit, told otherwise',
      "import type { Actions } from './$types';\nexport const actions: Actions = { default: ({ cookies }) => { cookies.set('session', id, { path: '/', httpOnly: undefined }); } };",
      (code) => [problem('disabled', [2, 103], code)],
      {
        output:
          "import type { Actions } from './$types';\nexport const actions: Actions = { default: ({ cookies }) => { cookies.set('session', id, { path: '/', httpOnly: true }); } };",
      },
    ),
    invalid(
      'astro',
      "import type { APIRoute } from 'astro';\nexport const POST: APIRoute = ({ cookies }) => { cookies.set('session', id, { secure: true }); };",
      (code) => [problem('missing', [2, 77], code)],
      {
        output:
          "import type { APIRoute } from 'astro';\nexport const POST: APIRoute = ({ cookies }) => { cookies.set('session', id, { secure: true, httpOnly: true }); };",
      },
    ),
    invalid(
      'remix and react-router',
      "import { createCookie, createCookieSessionStorage } from '@remix-run/node';\nexport const token = createCookie('token', { httpOnly: true });\nexport const storage = createCookieSessionStorage({ cookie: { name: 'app', secure: true } });",
      (code) => [
        problem(
          'missing',
          [2, 44],
          code,
          'httpOnly: true',
          secure((text) => `httpOnly: true, secure: ${text}`, false),
        ),
        problem('missing', [3, 61], code, 'secure: true } });', [
          'secure: true, httpOnly: true } });',
        ]),
      ],
    ),
    invalid(
      'Koa, told otherwise',
      "ctx.cookies.set('sid', id, { httpOnly: false });",
      (code) => [problem('disabled', [1, 30], code)],
      { output: "ctx.cookies.set('sid', id, { httpOnly: true });" },
    ),
    invalid(
      'cookie.serialize',
      "import { serialize } from 'cookie';\nres.setHeader('Set-Cookie', serialize('sid', id, { httpOnly: true }));",
      (code) => [
        problem(
          'missing',
          [2, 50],
          code,
          'httpOnly: true',
          secure((text) => `httpOnly: true, secure: ${text}`, false),
        ),
      ],
    ),
    invalid(
      'two fixes in one call, one after the other',
      "res.cookie('sid', a, { secure: true });\nres.cookie('token', b, { secure: true });",
      (code) => [problem('missing', [1, 22], code), problem('missing', [2, 24], code)],
      {
        output:
          "res.cookie('sid', a, { secure: true, httpOnly: true });\nres.cookie('token', b, { secure: true, httpOnly: true });",
      },
    ),
  ],
});

// --- raw headers --------------------------------------------------------------------------------

run(typescript, 'require-secure-session-cookie: raw Set-Cookie headers', {
  valid: [
    {
      name: 'everything is there',
      code: "res.setHeader('Set-Cookie', `sid=${id}; Path=/; HttpOnly; secure; SameSite=Lax; Max-Age=${ttl}`);",
      options: STRICT,
    },
    {
      name: 'a condition adds Secure',
      code: "res.setHeader('Set-Cookie', `sid=${id}; HttpOnly${isProd ? '; Secure' : ''}`);\nres.setHeader('Set-Cookie', `sid=${id}; HttpOnly; ${isProd && 'Secure'}`);",
    },
    {
      name: 'a constant adds Secure',
      code: "const secure = isProd ? '; Secure' : '';\nres.setHeader('Set-Cookie', 'sid=' + id + '; HttpOnly' + secure);",
    },
    {
      name: 'an unknown part may hold the attributes',
      code: "res.setHeader('Set-Cookie', `sid=${id}; ${attributes}`);\nres.setHeader('Set-Cookie', `sid=${id}${attributes}`);\nres.setHeader('Set-Cookie', `sid=${id}; Path=/${attributes}`);\nres.setHeader('Set-Cookie', `sid=${id}; Max-Age=${ttl}${attributes}`);",
    },
    {
      name: 'a cookie that never leaves the machine',
      code: "res.setHeader('Set-Cookie', `sid=${id}; HttpOnly; Domain=localhost; Path=/`);",
    },
    {
      name: 'a list of the sessions that a browser has',
      code: "res.setHeader('Set-Cookie', `sessions=${JSON.stringify(teams)}; Path=/`);\nres.cookie('sessions', JSON.stringify(teams), { httpOnly: false });",
    },
    {
      name: 'a cookie from elsewhere',
      code: "res.setHeader('Set-Cookie', cookie);\nres.setHeader('Set-Cookie', [a, ...cookies]);",
    },
    {
      name: 'pieces of a list, some unknown',
      code: "res.setHeader('Set-Cookie', [`sid=${id}`, 'HttpOnly', ...more].join('; '));",
    },
    {
      name: 'a cookie that is cleared',
      code: "res.setHeader('Set-Cookie', 'sid=; Path=/');\nres.setHeader('Set-Cookie', `sid=x${id}; Max-Age=0`);\nres.setHeader('Set-Cookie', `sid=${id}; Expires=Thu, 01 Jan 1970 00:00:00 GMT`);\nres.setHeader('Set-Cookie', 'sid=deleted');",
    },
    {
      name: 'a list of pieces that grows',
      code: "const parts = [`sid=${id}`, 'HttpOnly'];\nif (isProd) parts.push('Secure');\nres.setHeader('Set-Cookie', parts.join('; '));",
    },
    { name: 'another cookie', code: "res.setHeader('Set-Cookie', `theme=${theme}`);" },
    {
      name: 'another header',
      code: "res.setHeader('Cookie', `sid=${id}`);\nfetch(url, { headers: { cookie: `sid=${id}` } });",
    },
    {
      name: 'a constant in an object, as tests have it',
      code: "const response = new Response(null, { headers: { 'set-cookie': 'session=abc; Path=/' } });",
    },
    {
      name: 'what a test expects',
      code: "expect(response).toEqual({ headers: { 'set-cookie': `session=${id}` } });",
    },
    {
      name: 'a header for development beside one for production',
      code: "res.setHeader('Set-Cookie', isProd ? `sid=${id}; HttpOnly; Secure` : `sid=${id}; HttpOnly`);\nif (dev) res.setHeader('Set-Cookie', `sid=${id}; HttpOnly`);",
    },
    {
      name: 'a text that grows',
      code: "let cookie = `sid=${id}; HttpOnly`;\nif (isProd) cookie += '; Secure';\nres.setHeader('Set-Cookie', cookie);",
    },
  ],
  invalid: [
    invalid(
      'a template',
      "res.setHeader('Set-Cookie', `sid=${id}; Path=/`);",
      (code) => [
        problem('missingInHeader', [1, 29], code),
        problem('missingInHeader', [1, 29], code, 'Path=/', [
          'Path=/; Secure',
          `Path=/\${${PRODUCTION} ? '; Secure' : ''}`,
        ]),
        problem('missingInHeader', [1, 29], code, 'Path=/', ['Path=/; SameSite=Lax']),
      ],
      { options: STRICT, output: "res.setHeader('Set-Cookie', `sid=${id}; Path=/; HttpOnly`);" },
    ),
    invalid(
      'a concatenation that ends in a semicolon',
      "res.setHeader('Set-Cookie', 'sid=' + id + '; Path=/;');",
      (code) => [
        problem('missingInHeader', [1, 29], code),
        problem('missingInHeader', [1, 29], code, 'Path=/;', ['Path=/; Secure']),
      ],
      { output: "res.setHeader('Set-Cookie', 'sid=' + id + '; Path=/; HttpOnly');" },
    ),
    invalid(
      'a concatenation that ends in an expression',
      "res.setHeader('Set-Cookie', 'HttpOnly; sid='.slice(10) + id); res.setHeader('Set-Cookie', 'sid=' + id);",
      (code) => [
        problem('missingInHeader', [1, 91], code),
        problem('missingInHeader', [1, 91], code),
      ],
    ),
    invalid(
      'a list of cookies',
      "res.append('Set-Cookie', [`theme=${theme}`, `session=${id}; HttpOnly`]);",
      (code) => [
        problem('missingInHeader', [1, 45], code, 'HttpOnly', [
          'HttpOnly; Secure',
          `HttpOnly\${${PRODUCTION} ? '; Secure' : ''}`,
        ]),
      ],
    ),
    invalid(
      'the pieces of a list',
      "const cookie = ['sid=' + id, 'HttpOnly', isProd && 'Path=/'].filter(Boolean).join('; ');\nres.setHeader('Set-Cookie', cookie);",
      (code) => [problem('missingInHeader', [1, 16], code)],
    ),
    invalid(
      'a function of this file',
      "const cookie = (id) => `sid=${id}; HttpOnly`;\nres.setHeader('Set-Cookie', cookie(a));\nheaders.append('set-cookie', cookie(b));",
      (code) => [
        problem('missingInHeader', [1, 24], code, '; HttpOnly', [
          '; HttpOnly; Secure',
          `; HttpOnly\${${PRODUCTION} ? '; Secure' : ''}`,
        ]),
      ],
    ),
    invalid(
      'a name in a constant, a value that is signed',
      "const NAME = 'app.sid';\nreply.header('set-cookie', `${NAME}=${id}.${signature}; HttpOnly; Domain=.${domain}`);",
      (code) => [
        problem('missingInHeader', [2, 28], code, '${domain}', [
          '${domain}; Secure',
          `\${domain}\${${PRODUCTION} ? '; Secure' : ''}`,
        ]),
      ],
    ),
    invalid(
      'a name from elsewhere, a value that is a session id',
      "res.setHeader('Set-Cookie', `${name}=${sessionId}; HttpOnly`);",
      (code) => [
        problem('missingInHeader', [1, 29], code, 'HttpOnly', [
          'HttpOnly; Secure',
          `HttpOnly\${${PRODUCTION} ? '; Secure' : ''}`,
        ]),
      ],
    ),
    ...[
      'res.writeHead(302, { Location: "/", "Set-Cookie": COOKIE });',
      'new Response(null, { headers: { "Set-Cookie": COOKIE } });',
      'new Headers({ "Set-Cookie": COOKIE });',
      'async function handler() { return { statusCode: 200, headers: { "Set-Cookie": COOKIE } }; }',
      'redirect("/", { headers: { "Set-Cookie": COOKIE } });',
      'setHeader(event, "Set-Cookie", COOKIE);',
      'context.header("Set-Cookie", COOKIE);',
    ].map((form) => {
      const code = form.replace('COOKIE', '`sid=${id}; Secure`');
      return invalid(
        form,
        code,
        () => [problem('missingInHeader', [1, code.indexOf('`') + 1], code)],
        { output: code.replace('Secure', 'Secure; HttpOnly') },
      );
    }),
    invalid(
      'SameSite=None without Secure',
      "res.setHeader('Set-Cookie', 'sid=abc; HttpOnly; SameSite=None');",
      (code) => [
        {
          ...(problem('noneWithoutSecure', [1, 29], code) as object),
          suggestions: [{ messageId: 'append', output: code.replace('None', 'None; Secure') }],
        } as never,
      ],
      { options: STRICT },
    ),
  ],
});

// --- module systems -----------------------------------------------------------------------------

const requires = {
  'a require': "const session = require('express-session');\nSESSION(session)",
  'an inline require': "SESSION(require('express-session'))",
  'a compiled default import':
    'const express_session_1 = __importDefault(require("express-session"));\nSESSION((0, express_session_1.default))',
  'a compiled namespace':
    'const session = __importStar(require("express-session"));\nSESSION(session)',
};

run(commonjs, 'require-secure-session-cookie: CommonJS', {
  valid: [
    {
      name: 'a configuration object alone says nothing of what becomes of it',
      code: "module.exports = { secret: 'x', resave: false, saveUninitialized: true };",
    },
    {
      name: 'a module that is required from elsewhere',
      code: "const session = require('./session');\napp.use(session({}));",
    },
  ],
  invalid: [
    ...Object.entries(requires).map(([name, text]) => {
      const code = text.replace(
        /SESSION\((.*)\)$/,
        (_, callee: string) => `module.exports = ${callee}({ cookie: { secure: false } });`,
      );
      const [last = ''] = code.split('\n').slice(-1);
      return invalid(name, code, () => [
        problem(
          'disabled',
          [code.split('\n').length, last.indexOf('secure') + 1],
          code,
          'secure: false',
          secure((value) => `secure: ${value}`),
        ),
      ]);
    }),
    ...["require('@fastify/session')", 'plugin', 'session_1.default'].map((plugin) => {
      const head =
        'const plugin = require("@fastify/session");\nconst session_1 = __importDefault(require("@fastify/session"));\n';
      const code = `${head}app.register(${plugin}, { cookie: { secure: false } });`;
      return invalid(`a registered plugin: ${plugin}`, code, () => [
        problem(
          'disabled',
          [3, 28 + plugin.length],
          code,
          'secure: false',
          secure((value) => `secure: ${value}`),
        ),
      ]);
    }),
    invalid(
      'a setter of a required module',
      "const { setCookie } = require('hono/cookie');\nsetCookie(c, 'sid', id, { secure: true });",
      (code) => [problem('missing', [2, 25], code)],
      {
        output:
          "const { setCookie } = require('hono/cookie');\nsetCookie(c, 'sid', id, { secure: true, httpOnly: true });",
      },
    ),
  ],
});

run(modules, 'require-secure-session-cookie: ES modules', {
  valid: [],
  invalid: [
    invalid(
      'a default import under another name',
      "import expressSession from 'express-session';\nconst session = expressSession({ secret, cookie: { secure: false } });\nexport default session;",
      (code) => [
        problem(
          'disabled',
          [2, 52],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
    invalid(
      'a dynamic import',
      "const { default: session } = await import('express-session');\napp.use(session({ secret, cookie: { secure: false } }));",
      (code) => [
        problem(
          'disabled',
          [2, 37],
          code,
          'secure: false',
          secure((text) => `secure: ${text}`),
        ),
      ],
    ),
  ],
});
