import { noHardcodedSessionSecret as rule } from '../../src/rules/no-hardcoded-session-secret';
import { commonjs, modules, typescript } from '../support/rule-tester';

const express = `import session from 'express-session';`;
const configured = (secret: string, before = ''): string =>
  `${express}\n${before}app.use(session({ secret: ${secret}, resave: false }));`;

/** One report on the text of a secret, and what the suggestion makes of the file. */
const hardcoded = (output: string, place: object = {}, option = 'secret') => ({
  errors: [
    {
      messageId: 'hardcoded' as const,
      data: { option },
      ...place,
      suggestions: [{ messageId: 'useEnvironment' as const, output }],
    },
  ],
});
const fallback = (output: string, place: object = {}, option = 'secret') => ({
  errors: [
    {
      messageId: 'fallback' as const,
      data: { option },
      ...place,
      suggestions: [{ messageId: 'removeFallback' as const, output }],
    },
  ],
});

const ENV = 'process.env.SESSION_SECRET';

/** A function whose default is for development only, where it is told so; here it is not. */
const told = (secret: string): string => `${express}
const get = (name, fallback, isNeeded) => {
  if (isNeeded && process.env.NODE_ENV === 'production') throw new Error(name);
  return fallback;
};
app.use(session({ secret: get('SECRET', ${secret}) }));
app.use(session({ secret: get('OTHER', 'dev-secret', true) }));`;

modules.run('no-hardcoded-session-secret', rule, {
  valid: [
    ...[
      'process.env.SESSION_SECRET',
      'process.env.SESSION_SECRET ?? fail()',
      'String(process.env.SESSION_SECRET)',
      'config.session.secret',
      "config.get('sessionSecret')",
      'getSecret()',
      'await kms.decrypt(blob)',
      "crypto.randomBytes(64).toString('hex')",
      "process.env.SESSION_SECRET || crypto.randomBytes(64).toString('hex')",
      "fs.readFileSync('/run/secrets/session').toString()",
      '[process.env.NEW_SECRET, process.env.OLD_SECRET]',
      "process.env.SECRETS.split(',')",
      '`${process.env.SESSION_SECRET}-v2`',
      "'v2-' + process.env.SESSION_SECRET",
      "createHash('sha256').update(process.env.SESSION_SECRET).digest('hex')",
      "createHmac('sha256', process.env.SESSION_SECRET).update('session').digest('hex')",
      "scryptSync(process.env.SESSION_SECRET, 'salt', 32)",
      "Buffer.from(process.env.SESSION_KEY, 'hex')",
      'Array.from({ length: 32 }, () => randomInt(256))',
      "'x'.repeat(32).replace(/x/g, () => randomInt(16).toString(16))",
      "z.string().default('secret').parse(process.env.SESSION_SECRET)",
    ].map((secret) => ({
      name: `a secret that is not in the source: ${secret}`,
      code: configured(secret),
    })),
    {
      name: 'unknown: what is imported, a parameter, a spread, options from elsewhere',
      code: `${express} import { secret, options } from './config.js';
        app.use(session({ secret }));
        app.use(session(options));
        app.use(session({ ...options }));
        app.use(session({ secret: 'x', ...options }));
        export function sessions(secret) { return session({ secret }); }`,
    },
    {
      name: 'an empty fallback, with which the library does not run',
      code: configured("process.env.SESSION_SECRET ?? ''"),
    },
    {
      name: 'a text that is overwritten before it is used, or may be',
      code: `${express}
        const options = { secret: 'keyboard cat' };
        options.secret = process.env.SESSION_SECRET;
        app.use(session(options));
        const other = { secret: 'keyboard cat' };
        if (process.env.SESSION_SECRET) other.secret = process.env.SESSION_SECRET;
        app.use(session(other));
        let secret = 'keyboard cat';
        secret = process.env.SESSION_SECRET;
        app.use(session({ secret }));
        const config = { secret: 'keyboard cat' };
        loadInto(config);
        app.use(session({ secret: config.secret }));
        let late = '';
        export async function start() { late = await load(); app.use(session({ secret: late })); }
        class App {
          secret = 'keyboard cat';
          constructor(options) { this.secret = options.secret; }
          start() { app.use(session({ secret: this.secret })); }
        }`,
    },
    ...[
      "process.env.NODE_ENV === 'production' ? process.env.SESSION_SECRET : 'dev-secret'",
      "process.env.NODE_ENV !== 'production' ? 'dev-secret' : process.env.SESSION_SECRET",
      "isProduction ? required('SESSION_SECRET') : 'dev-secret'",
      "isDev ? 'dev-secret' : process.env.SESSION_SECRET",
      "process.env.SESSION_SECRET ?? (isProd ? fail() : 'dev-secret')",
      "process.env.SESSION_SECRET || (process.env.NODE_ENV === 'test' && 'test-secret')",
      "!isDevelopment ? process.env.SESSION_SECRET : 'dev-secret'",
    ].map((secret) => ({
      name: `a text that is for development only: ${secret}`,
      code: configured(secret),
    })),
    {
      name: 'the whole set-up is for development only',
      code: `${express}
        if (app.get('env') === 'development') app.use(session({ secret: 'keyboard cat' }));
        switch (process.env.NODE_ENV) {
          case 'test':
            app.use(session({ secret: 'keyboard cat' }));
        }
        const secrets = { development: 'keyboard cat', production: process.env.SESSION_SECRET };
        app.use(session({ secret: secrets[process.env.NODE_ENV] }));
        app.use(session({ secret: secrets.development }));`,
    },
    {
      name: 'without a secret the program stops',
      code: configured(
        "process.env.SESSION_SECRET || 'dev-secret'",
        "if (isProduction && !process.env.SESSION_SECRET) throw new Error('SESSION_SECRET is missing');\n",
      ),
    },
    {
      name: 'it stops by process.exit, and asks for a constant of its own',
      code: configured(
        'secret',
        `const given = process.env.SESSION_SECRET;
if (!given) { console.error('no secret'); process.exit(1); }
const secret = given ?? 'dev-secret';
`,
      ),
    },
    {
      name: 'a function that throws in production',
      code: configured(
        'getSecret()',
        `function getSecret() {
  const secret = process.env.SESSION_SECRET;
  if (secret) return secret;
  if (process.env.NODE_ENV === 'production') throw new Error('SESSION_SECRET is missing');
  return 'dev-secret';
}
`,
      ),
    },
    ...[
      'if (process.env[name]) return process.env[name];\n  if (!production) return fallback;\n  throw new Error(name);',
      'if (process.env[name]) return process.env[name];\n  if (production) throw new Error(name);\n  return fallback;',
      'if (production) return process.env[name];\n  return fallback;',
      'if (production) {\n    return process.env[name];\n  } else {\n    return fallback;\n  }',
      'const value = process.env[name];\n  if (value || strict) return value;\n  return fallback;',
      'let value = process.env[name];\n  if (!value && !strict) value = fallback;\n  return value;',
      'return process.env[name] ?? (strict ? fail(name) : fallback);',
      'if (!production || !options.required) return fallback;\n  throw new Error(name);',
      'if (fallback !== undefined && (!production || !options.required)) return fallback;\n  throw new Error(name);',
      'if (strict && options.required) throw new Error(name);\n  return fallback;',
      'if (options.required && !process.env[name]) throw new Error(name);\n  return process.env[name] || fallback;',
      'if (!options.required) return fallback;\n  throw new Error(name);',
      'if (!production || options.unknown[name]) return fallback;\n  throw new Error(name);',
    ].map((body) => ({
      name: `a function that hands its default on outside of production only: ${body}`,
      code: configured(
        "get('SESSION_SECRET', 'dev-secret', required)",
        `const production = process.env.NODE_ENV === 'production';
const strict = process.env.NODE_ENV === 'production';
const required = { required: true };
function get(name, fallback, options = { required: false }) {
  ${body}
}
`,
      ),
    })),
    {
      name: 'a function that is told in which environment it runs, and whether the program needs the variable',
      code: `${express}
        const get = (name, { fallback, needed = true }, isLive) => {
          if (process.env[name]) return process.env[name];
          if (isLive && needed) throw new Error(name);
          return fallback;
        };
        app.use(session({ secret: get('SECRET', { fallback: 'dev-secret' }, process.env.NODE_ENV === 'production') }));`,
    },
    {
      name: 'a constant that is for development only',
      code: configured(
        'getSecret()',
        `const DEFAULT = 'dev-secret';
function getSecret() {
  if (process.env.NODE_ENV === 'production') return process.env.SESSION_SECRET;
  return DEFAULT;
}
`,
      ),
    },
    {
      name: 'a template that another program fills in',
      code: configured("'<%= secret %>'"),
    },
    {
      name: 'other secrets, and other libraries of that name',
      code: `import { session } from 'grammy';
        import cookieParser from 'cookie-parser';
        import jwt from 'jsonwebtoken';
        bot.use(session({ secret: 'keyboard cat' }));
        const stripe = new Stripe({ secret: 'sk_live' });
        const token = jwt.sign({ id }, 'keyboard cat');
        app.use(cookieParser('keyboard cat'));`,
    },
    {
      name: 'a salt is no secret, nor is what names a key',
      code: `import secureSession from '@fastify/secure-session';
        app.register(secureSession, { secret: process.env.SESSION_SECRET, salt: 'mq9hDxBVDbspDR6n' });
        getIronSession(request, response, { password: { id: 'main', secret: process.env.SECRET } });`,
    },
    {
      name: 'what keeps a theme or a language is no session',
      code: `import { createCookie, createCookieSessionStorage } from 'react-router';
        import { setSignedCookie } from 'hono/cookie';
        createCookieSessionStorage({ cookie: { name: 'theme' } });
        createCookieSessionStorage({ cookie: { name: 'locale', secrets: ['one'] } });
        createCookie('color-theme', { secrets: ['one'] });
        setSignedCookie(c, 'lang', 'de', 'one');`,
    },
    {
      name: 'sessions that keep no more than an id in the cookie, and signed ones',
      code: `import { createCookie, createCookieSessionStorage, createMemorySessionStorage } from '@remix-run/node';
        import { cookie } from './cookie.js';
        createMemorySessionStorage({ cookie: { name: '__session' } });
        createCookieSessionStorage({ cookie: { name: '__session', secrets: [process.env.SESSION_SECRET] } });
        createCookieSessionStorage({ cookie: { name: '__session', secrets } });
        createCookieSessionStorage({ cookie: { ...defaults } });
        createCookieSessionStorage({ cookie });
        const own = createCookie('__session', { secrets: [process.env.SESSION_SECRET] });
        createCookieSessionStorage({ cookie: own });
        createCookieSessionStorage(options);`,
    },
  ],
  invalid: [
    {
      name: 'a literal',
      code: configured("'keyboard cat'"),
      ...hardcoded(configured(ENV), { line: 2, column: 27, endColumn: 41 }),
    },
    ...[
      '"changeme"',
      '`keyboard cat`',
      "''",
      "'keyboard' + ' ' + 'cat'",
      '`${NAME}-secret`',
      '`${NAME}`',
    ].map((secret) => ({
      name: `fixed text: ${secret}`,
      code: configured(secret, "const NAME = 'shop';\n"),
      ...hardcoded(
        secret === '`${NAME}`'
          ? configured(ENV, "const NAME = 'shop';\n")
          : configured(ENV, "const NAME = 'shop';\n"),
        { line: 3, column: 27 },
      ),
    })),
    {
      name: 'a list: one report',
      code: configured("['one', 'two']"),
      ...hardcoded(configured(`[${ENV}]`), { column: 27 }),
    },
    {
      name: 'a list in which one is a text',
      code: configured("[process.env.NEW_SECRET, 'old']"),
      ...hardcoded(configured(`[process.env.NEW_SECRET, ${ENV}]`), { column: 52 }),
    },
    ...(
      [
        [
          "createHash('sha256').update('keyboard cat').digest()",
          "createHash('sha256').update(*).digest()",
        ],
        [
          "crypto.createHash('md5').update('keyboard').update('cat').digest('hex')",
          "crypto.createHash('md5').update(*).update('cat').digest('hex')",
        ],
        [
          "createHmac('sha256', 'keyboard').update('cat').digest('hex')",
          "createHmac('sha256', *).update('cat').digest('hex')",
        ],
        ["Buffer.from('6b6579', 'hex')", "Buffer.from(*, 'hex')"],
        ["new TextEncoder().encode('keyboard cat')", 'new TextEncoder().encode(*)'],
        ["scryptSync('keyboard cat', 'salt', 32)", "scryptSync(*, 'salt', 32)"],
        ["'keyboard cat'.padEnd(32, '!')", "*.padEnd(32, '!')"],
        ["'one,two'.split(',')", "*.split(',')"],
        ["String('keyboard cat')", 'String(*)'],
      ] as const
    ).map(([secret, output]) => ({
      name: `derived from fixed text: ${secret}`,
      code: configured(secret),
      ...hardcoded(configured(output.replace('*', ENV))),
    })),
    {
      name: 'through a constant: at the text',
      code: configured('SECRET', "const SECRET = 'keyboard cat';\n"),
      ...hardcoded(configured('SECRET', `const SECRET = ${ENV};\n`), { line: 2, column: 16 }),
    },
    {
      name: 'a text that two libraries use: one report',
      code: `${express} import cookieParser from 'cookie-parser';
const secret = 'keyboard cat';
app.use(cookieParser(secret));
app.use(session({ secret }));`,
      ...hardcoded(
        `${express} import cookieParser from 'cookie-parser';
const secret = ${ENV};
app.use(cookieParser(secret));
app.use(session({ secret }));`,
        { line: 2 },
      ),
    },
    {
      name: 'in options, an object of settings, a function, a field, an argument of this file',
      code: `${express}
const options = { secret: 'one' };
app.use(session(options));
const config = { session: { secret: 'two' } };
app.use(session({ secret: config.session.secret }));
const secret = () => 'three';
app.use(session({ secret: secret() }));
class App { secret = 'four'; start() { app.use(session({ secret: this.secret })); } }
function start(secret) { app.use(session({ secret })); }
start('five');`,
      errors: [
        [2, 'one'],
        [4, 'two'],
        [6, 'three'],
        [8, 'four'],
        [10, 'five'],
      ].map(([line, text]) => ({
        messageId: 'hardcoded' as const,
        line: line as number,
        suggestions: [
          {
            messageId: 'useEnvironment' as const,
            output: `${express}
const options = { secret: 'one' };
app.use(session(options));
const config = { session: { secret: 'two' } };
app.use(session({ secret: config.session.secret }));
const secret = () => 'three';
app.use(session({ secret: secret() }));
class App { secret = 'four'; start() { app.use(session({ secret: this.secret })); } }
function start(secret) { app.use(session({ secret })); }
start('five');`.replace(`'${text}'`, ENV),
          },
        ],
      })),
    },
    ...(
      [
        ["process.env.SESSION_SECRET || 'keyboard cat'", 'process.env.SESSION_SECRET'],
        ["process.env.SESSION_SECRET ?? 'keyboard cat'", 'process.env.SESSION_SECRET'],
        ["process.env.SECRET ? process.env.SECRET : 'keyboard cat'", 'process.env.SECRET'],
        ["!process.env.SECRET ? 'keyboard cat' : process.env.SECRET", 'process.env.SECRET'],
        ["config.secret || 'keyboard cat'", 'config.secret'],
        ["process.env.A || process.env.B || 'keyboard cat'", 'process.env.A || process.env.B'],
        ['process.env.SESSION_SECRET || DEFAULT_SECRET', 'process.env.SESSION_SECRET'],
        ["[process.env.SESSION_SECRET || 'keyboard cat']", '[process.env.SESSION_SECRET]'],
        ["`${process.env.SECRET ?? 'keyboard'}-cat`", '`${process.env.SECRET}-cat`'],
        ["isProduction ? 'keyboard cat' : process.env.SECRET", 'process.env.SECRET'],
      ] as const
    ).map(([secret, output]) => ({
      name: `a fallback: ${secret}`,
      code: configured(secret, "const DEFAULT_SECRET = 'keyboard cat';\n"),
      ...fallback(configured(output, "const DEFAULT_SECRET = 'keyboard cat';\n"), { line: 3 }),
    })),
    {
      name: 'a fallback that a constant holds',
      code: configured('secret', "const secret = process.env.SESSION_SECRET || 'keyboard cat';\n"),
      ...fallback(configured('secret', 'const secret = process.env.SESSION_SECRET;\n'), {
        line: 2,
        column: 46,
      }),
    },
    {
      name: 'a fallback that is assigned, in both directions, and a default of a parameter',
      code: `${express}
let one = process.env.SESSION_SECRET;
if (!one) one = 'keyboard cat';
app.use(session({ secret: one }));
let two = 'keyboard dog';
if (process.env.SESSION_SECRET) two = process.env.SESSION_SECRET;
app.use(session({ secret: two }));
export function start(secret = 'keyboard cow') { app.use(session({ secret })); }`,
      errors: [
        [3, 'cat'],
        [5, 'dog'],
        [8, 'cow'],
      ].map(([line, text]) => ({
        messageId: 'fallback' as const,
        line: line as number,
        suggestions: [
          {
            messageId: 'useEnvironment' as const,
            output: `${express}
let one = process.env.SESSION_SECRET;
if (!one) one = 'keyboard cat';
app.use(session({ secret: one }));
let two = 'keyboard dog';
if (process.env.SESSION_SECRET) two = process.env.SESSION_SECRET;
app.use(session({ secret: two }));
export function start(secret = 'keyboard cow') { app.use(session({ secret })); }`.replace(
              `'keyboard ${text}'`,
              ENV,
            ),
          },
        ],
      })),
    },
    {
      name: 'a warning does not stop the program; a check of what cannot be missing never does',
      code: configured(
        'secret',
        `const secret = process.env.SESSION_SECRET || 'keyboard cat';
if (!process.env.SESSION_SECRET) console.warn('SESSION_SECRET is missing');
if (!secret) throw new Error('SESSION_SECRET is missing');
`,
      ),
      ...fallback(
        configured(
          'secret',
          `const secret = process.env.SESSION_SECRET;
if (!process.env.SESSION_SECRET) console.warn('SESSION_SECRET is missing');
if (!secret) throw new Error('SESSION_SECRET is missing');
`,
        ),
      ),
    },
    ...(
      [
        [
          'get(NAME, *)',
          'if (!production || !options.required) return fallback;\n  throw new Error(name);',
        ],
        [
          'get(NAME, *, { required: false })',
          'if (!production || !options.required) return fallback;\n  throw new Error(name);',
        ],
        [
          'get(NAME, *)',
          'if (production && options.required) throw new Error(name);\n  return fallback;',
        ],
        ['get(NAME, *)', 'if (options.required) throw new Error(name);\n  return fallback;'],
        ['get(NAME, *)', 'if (!production) return process.env[name];\n  return fallback;'],
        ['get(NAME, *)', 'if (!production) throw new Error(name);\n  return fallback;'],
        [
          'get(NAME, *)',
          'if (production && process.env[name]) return process.env[name];\n  return fallback;',
        ],
        ['get(NAME, *)', 'if (fallback === undefined) throw new Error(name);\n  return fallback;'],
        ['get(NAME, *)', 'if (production) return fallback;\n  throw new Error(name);'],
        ['get(NAME, *)', 'if (!strict) console.warn(name);\n  return fallback;'],
        ['get(NAME, *)', 'if (strict) return fallback;\n  throw new Error(name);'],
        ['get(NAME, *)', 'if (production) {\n    console.warn(name);\n  }\n  return fallback;'],
      ] as const
    ).map(([call, body]) => {
      const code = (secret: string) =>
        configured(
          call.replace('NAME', "'SESSION_SECRET'").replace('*', secret),
          `const production = process.env.NODE_ENV === 'production';
const strict = process.env.NODE_ENV === 'production';
function get(name, fallback, options = { required: false }) {
  ${body}
}
`,
        );
      return {
        name: `a function that hands its default on in production as well: ${call}, ${body}`,
        code: code("'keyboard cat'"),
        errors: [
          {
            messageId: body.includes('return process')
              ? ('fallback' as const)
              : ('hardcoded' as const),
            line: 6 + body.split('\n').length,
            suggestions: [{ messageId: 'useEnvironment' as const, output: code(ENV) }],
          },
        ],
      };
    }),
    {
      name: 'a function that is told not to ask for the variable',
      code: told("'keyboard cat'"),
      ...hardcoded(told(ENV), { line: 6 }),
    },
    {
      name: 'an empty fallback that the library takes',
      code: `import cookieSession from 'cookie-session';
app.use(cookieSession({ keys: [process.env.KEY ?? ''] }));`,
      ...fallback(
        `import cookieSession from 'cookie-session';
app.use(cookieSession({ keys: [process.env.KEY] }));`,
        {},
        'keys',
      ),
    },
    ...(
      [
        [
          `import cookieSession from 'cookie-session';`,
          `cookieSession({ keys: ['one', 'two'] });`,
          'keys',
          `['one', 'two']`,
        ],
        [
          `import cookieSession from 'cookie-session';`,
          `cookieSession({ secret: 'one' });`,
          'secret',
          `'one'`,
        ],
        [
          `import sessions from 'client-sessions';`,
          `sessions({ cookieName: 'session', secret: 'one' });`,
          'secret',
          `'one'`,
        ],
        [
          `import fastifySession from '@fastify/session';`,
          `app.register(fastifySession, { secret: 'one' });`,
          'secret',
          `'one'`,
        ],
        [
          `import secureSession from '@fastify/secure-session';`,
          `app.register(secureSession, { key: Buffer.from('one', 'hex') });`,
          'key',
          `'one'`,
        ],
        [
          `import secureSession from '@fastify/secure-session';`,
          `app.register(secureSession, [{ sessionName: 'a', secret: 'one', salt: 'two' }]);`,
          'secret',
          `'one'`,
        ],
        [
          `import cookie from '@fastify/cookie'; import s from '@fastify/session';`,
          `app.register(cookie, { secret: 'one' });`,
          'secret',
          `'one'`,
        ],
        [
          `import { getIronSession } from 'iron-session';`,
          `getIronSession(await cookies(), { cookieName: 'a', password: 'one' });`,
          'password',
          `'one'`,
        ],
        [
          `import { getIronSession } from 'iron-session';`,
          `getIronSession(req, res, { cookieName: 'a', password: { 1: 'one', 2: process.env.B } });`,
          'password',
          `'one'`,
        ],
        [
          `import { useSession } from 'h3';`,
          `useSession(event, { password: 'one' });`,
          'password',
          `'one'`,
        ],
        [
          `import { sessionMiddleware } from 'hono-sessions';`,
          `sessionMiddleware({ store, encryptionKey: 'one' });`,
          'encryptionKey',
          `'one'`,
        ],
        [
          `import { useSession } from '@hono/session';`,
          `useSession({ secret: 'one' });`,
          'secret',
          `'one'`,
        ],
        [
          `import { setSignedCookie } from 'hono/cookie';`,
          `await setSignedCookie(c, 'sid', id, 'one', {});`,
          'secret',
          `'one'`,
        ],
        [
          `import NextAuth from 'next-auth';`,
          `export default NextAuth({ providers, secret: 'one' });`,
          'secret',
          `'one'`,
        ],
        [
          `import { betterAuth } from 'better-auth';`,
          `export const auth = betterAuth({ secret: 'one' });`,
          'secret',
          `'one'`,
        ],
        [
          `import { auth } from 'express-openid-connect';`,
          `app.use(auth({ secret: 'one' }));`,
          'secret',
          `'one'`,
        ],
        [
          `import { vercel } from 'grant';`,
          `vercel({ config, session: { secret: 'one' } });`,
          'session.secret',
          `'one'`,
        ],
        [
          `import { sealData } from 'iron-session';`,
          `await sealData({ id }, { password: 'one' });`,
          'password',
          `'one'`,
        ],
        [
          `import { unsealSession } from 'h3';`,
          `await unsealSession(event, { password: 'one' }, sealed);`,
          'password',
          `'one'`,
        ],
        [
          `import { Elysia } from 'elysia';`,
          `new Elysia({ cookie: { secrets: ['one'], sign: ['sid'] } });`,
          'cookie.secrets',
          `['one']`,
        ],
        [
          `import yar from '@hapi/yar';`,
          `await server.register({ plugin: yar, options: { cookieOptions: { password: 'one' } } });`,
          'cookieOptions.password',
          `'one'`,
        ],
        [
          `import cookie from '@hapi/cookie';`,
          `server.auth.strategy('session', 'cookie', { cookie: { name: 'sid', password: 'one' } });`,
          'cookie.password',
          `'one'`,
        ],
        [
          `import hapi from '@hapi/hapi';`,
          `server.state('session', { encoding: 'iron', password: 'one' });`,
          'password',
          `'one'`,
        ],
        [
          `import { createCookieSessionStorage } from 'react-router';`,
          `createCookieSessionStorage({ cookie: { name: 'a', secrets: ['one'] } });`,
          'cookie.secrets',
          `['one']`,
        ],
        [
          `import { createSessionStorage } from '@remix-run/node';`,
          `createSessionStorage({ cookie: { name: 'a', secrets: ['one'] }, createData });`,
          'cookie.secrets',
          `['one']`,
        ],
        [
          `import { createCookie } from '@remix-run/node';`,
          `createCookie('session', { secrets: ['one'] });`,
          'secrets',
          `['one']`,
        ],
        [
          `import cookieParser from 'cookie-parser'; import session from 'express-session';`,
          `app.use(cookieParser('one'));`,
          'secret',
          `'one'`,
        ],
        [
          `import cookieParser from 'cookie-parser';`,
          `app.use(cookieParser('one')); res.cookie('sid', id, { signed: true });`,
          'secret',
          `'one'`,
        ],
        [
          `import Keygrip from 'keygrip'; import cookieSession from 'cookie-session';`,
          `cookieSession({ keys: new Keygrip(['one'], 'sha256') });`,
          'keys',
          `['one']`,
        ],
        [
          `import Cookies from 'cookies';`,
          `new Cookies(req, res, { keys: ['one'] }).set('sid', id, { signed: true });`,
          'keys',
          `['one']`,
        ],
        [`import Koa from 'koa';`, `const app = new Koa(); app.keys = ['one'];`, 'keys', `['one']`],
        [`import Koa from 'koa';`, `const app = new Koa({ keys: ['one'] });`, 'keys', `['one']`],
        [
          `import session from 'koa-session';`,
          `export default (app) => { app.keys = ['one']; app.use(session(app)); };`,
          'keys',
          `['one']`,
        ],
        [
          `import jwt from 'jsonwebtoken';`,
          `const token = jwt.sign({ id }, 'one', { expiresIn: '1h' }); res.cookie('session', token);`,
          'secret',
          `'one'`,
        ],
      ] as const
    ).map(([imports, code, option, text]) => ({
      name: `${option} of ${/from '(.*?)'/.exec(imports)?.[1]}: ${code}`,
      code: `${imports}\n${code}`,
      ...hardcoded(
        `${imports}\n${code.replace(text, text.startsWith('[') ? `[${ENV}]` : ENV)}`,
        { line: 2 },
        option,
      ),
    })),
    {
      name: 'a cookie session that nobody signs',
      code: `import { createCookieSessionStorage } from '@remix-run/node';
export const storage = createCookieSessionStorage({
  cookie: { name: '__session', httpOnly: true },
});`,
      errors: [
        {
          messageId: 'unsigned',
          data: { option: 'cookie.secrets' },
          line: 2,
          column: 24,
          suggestions: [
            {
              messageId: 'sign',
              output: `import { createCookieSessionStorage } from '@remix-run/node';
export const storage = createCookieSessionStorage({
  cookie: { name: '__session', httpOnly: true, secrets: [${ENV}] },
});`,
            },
          ],
        },
      ],
    },
    ...(
      [
        [
          'createCookieSessionStorage()',
          `createCookieSessionStorage({ cookie: { secrets: [${ENV}] } })`,
        ],
        [
          'createCookieSessionStorage({})',
          `createCookieSessionStorage({ cookie: { secrets: [${ENV}] } })`,
        ],
        [
          'createCookieSessionStorage({ cookie: { secrets: [] } })',
          `createCookieSessionStorage({ cookie: { secrets: [${ENV}] } })`,
        ],
        [
          "createCookieSessionStorage({ cookie: createCookie('__session', { path: '/' }) })",
          `createCookieSessionStorage({ cookie: createCookie('__session', { path: '/', secrets: [${ENV}] }) })`,
        ],
      ] as const
    ).map(([code, output]) => ({
      name: `unsigned: ${code}`,
      code: `import { createCookie, createCookieSessionStorage } from 'react-router';\n${code};`,
      errors: [
        {
          messageId: 'unsigned' as const,
          suggestions: [
            {
              messageId: 'sign' as const,
              output: `import { createCookie, createCookieSessionStorage } from 'react-router';\n${output};`,
            },
          ],
        },
      ],
    })),
    {
      name: 'no suggestion that would lose a comment',
      code: configured("['one', /* until 2027 */ 'two']"),
      errors: [{ messageId: 'hardcoded', suggestions: [] }],
    },
    {
      name: 'a test file is no exception',
      filename: 'app.test.js',
      code: configured("'test'"),
      ...hardcoded(configured(ENV)),
    },
  ],
});

typescript.run('no-hardcoded-session-secret (TypeScript)', rule, {
  valid: [
    {
      name: 'a secret from the environment, whatever its type is said to be',
      code: `${express}
        app.use(session({ secret: process.env.SESSION_SECRET! }));
        app.use(session({ secret: process.env.SESSION_SECRET as string }));
        app.use(session({ secret: <string>process.env.SESSION_SECRET }));`,
    },
    {
      name: 'options declared as something else, or written to later',
      code: `import type { SessionOptions } from 'iron-session';
        import type { SessionOptions as Other } from './types';
        export const partial: Partial<SessionOptions> = { password: 'one' };
        export const other: Other = { password: 'one' };
        const options: SessionOptions = { cookieName: 'a', password: 'one' };
        options.password = process.env.SESSION_SECRET!;
        export { options };`,
    },
  ],
  invalid: [
    {
      name: 'the type of the library takes no undefined',
      code: configured("'keyboard cat' as string"),
      ...hardcoded(configured(`${ENV}!`)),
    },
    {
      name: 'nor when a fallback goes',
      code: configured("process.env.SESSION_SECRET || 'keyboard cat'"),
      ...fallback(configured('process.env.SESSION_SECRET!')),
    },
    {
      name: 'what is said to be a string stays so',
      code: configured("(process.env.SESSION_SECRET as string) || 'keyboard cat'"),
      ...fallback(configured('process.env.SESSION_SECRET as string')),
    },
    {
      name: 'several alternatives before it',
      code: configured("process.env.A || process.env.B || 'keyboard cat'"),
      ...fallback(configured('(process.env.A || process.env.B)!')),
    },
    {
      name: 'a list, and an unsigned session',
      code: `import { createCookieSessionStorage } from 'react-router';
createCookieSessionStorage<Data>({ cookie: { name: 'a', secrets: ['one'] } });
createCookieSessionStorage<Data>({ cookie: { name: 'a' } });`,
      errors: [
        {
          messageId: 'hardcoded',
          suggestions: [
            {
              messageId: 'useEnvironment',
              output: `import { createCookieSessionStorage } from 'react-router';
createCookieSessionStorage<Data>({ cookie: { name: 'a', secrets: [${ENV}!] } });
createCookieSessionStorage<Data>({ cookie: { name: 'a' } });`,
            },
          ],
        },
        {
          messageId: 'unsigned',
          suggestions: [
            {
              messageId: 'sign',
              output: `import { createCookieSessionStorage } from 'react-router';
createCookieSessionStorage<Data>({ cookie: { name: 'a', secrets: ['one'] } });
createCookieSessionStorage<Data>({ cookie: { name: 'a', secrets: [${ENV}!] } });`,
            },
          ],
        },
      ],
    },
    ...(
      [
        [
          `import type { SessionOptions } from 'iron-session';`,
          'export const options: SessionOptions = { cookieName: "a", password: * };',
        ],
        [
          `import type { SessionOptions } from 'iron-session';`,
          'export const options = { cookieName: "a", password: * } satisfies SessionOptions;',
        ],
        [
          `import { IronSessionOptions } from 'iron-session';`,
          'export const options = { cookieName: "a", password: * } as IronSessionOptions;',
        ],
        [
          `import session from 'express-session';`,
          'export const options: session.SessionOptions = { secret: * };',
        ],
        [
          `import NextAuth, { type NextAuthOptions } from 'next-auth';`,
          'export const authOptions: NextAuthOptions = { providers, secret: * };',
        ],
        [
          `import type { IronSessionOptions } from 'iron-session';`,
          'export class Options { static options: IronSessionOptions = { password: * }; }',
        ],
      ] as const
    ).map(([imports, code]) => ({
      name: `options that another file hands on: ${code}`,
      code: `${imports}\n${code.replace('*', "'keyboard cat'")}`,
      ...hardcoded(
        `${imports}\n${code.replace('*', `${ENV}!`)}`,
        { line: 2 },
        imports.includes('iron') ? 'password' : 'secret',
      ),
    })),
  ],
});

commonjs.run('no-hardcoded-session-secret (CommonJS)', rule, {
  valid: [
    {
      name: 'a secret from the environment',
      code: `app.use(require('express-session')({ secret: process.env.SESSION_SECRET }));`,
    },
  ],
  invalid: [
    {
      name: 'required, inline',
      code: `app.use(require('express-session')({ secret: 'keyboard cat' }));`,
      ...hardcoded(`app.use(require('express-session')({ secret: ${ENV} }));`),
    },
    {
      name: 'compiled',
      code: `const express_session_1 = __importDefault(require('express-session'));
app.use((0, express_session_1.default)({ secret: process.env.SECRET || 'keyboard cat' }));`,
      ...fallback(`const express_session_1 = __importDefault(require('express-session'));
app.use((0, express_session_1.default)({ secret: process.env.SECRET }));`),
    },
    {
      name: 'Koa, exported where it is made; Express 3',
      code: `const Koa = require('koa');
const express = require('express');
const app = (module.exports = new Koa());
app.keys = ['one'];
app.use(express.cookieParser('two'));
app.use(express.session({ secret: process.env.SECRET }));
res.cookie('a', 'b', { signed: true });`,
      errors: [
        {
          messageId: 'hardcoded',
          line: 4,
          suggestions: [
            {
              messageId: 'useEnvironment',
              output: `const Koa = require('koa');
const express = require('express');
const app = (module.exports = new Koa());
app.keys = [${ENV}];
app.use(express.cookieParser('two'));
app.use(express.session({ secret: process.env.SECRET }));
res.cookie('a', 'b', { signed: true });`,
            },
          ],
        },
        {
          messageId: 'hardcoded',
          line: 5,
          suggestions: [
            {
              messageId: 'useEnvironment',
              output: `const Koa = require('koa');
const express = require('express');
const app = (module.exports = new Koa());
app.keys = ['one'];
app.use(express.cookieParser(${ENV}));
app.use(express.session({ secret: process.env.SECRET }));
res.cookie('a', 'b', { signed: true });`,
            },
          ],
        },
      ],
    },
  ],
});
