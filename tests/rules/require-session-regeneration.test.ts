import { join } from 'node:path';
import type { InvalidTestCase, RuleTester, ValidTestCase } from '@typescript-eslint/rule-tester';
import { requireSessionRegeneration as rule } from '../../src/rules/require-session-regeneration';
import { commonjs, modules, typescript } from '../support/rule-tester';

type Options = [{ authKeys?: string[] }];
type Valid = ValidTestCase<Options>;
type Invalid = InvalidTestCase<string, Options>;
type More = Partial<Pick<Invalid, 'options' | 'settings' | 'filename'>>;
type Suggestion = ['regenerateFirst' | 'wrapInRegenerate', output: string];

const express = "import session from 'express-session';\n";
const fastify = "import fastifySession from '@fastify/session';\n";
const koa = "import Koa from 'koa';\n";
const nest = "import { Controller, Post, Req, Session, UseGuards } from '@nestjs/common';\n";
const passport = "import passport from 'passport';\n";
const OLD = { settings: { 'mcp-session': { passport: '<0.6' } } };

/** A handler of express that runs `body`; its session library is in sight. */
const handler = (body: string) =>
  `${express}app.post('/login', async (req, res, next) => { ${body} });`;
/** The same without `await` and `next`, where nothing can be suggested. */
const sync = (body: string) => `${express}app.post('/login', (req, res) => { ${body} });`;

const valid = (name: string, code: string, more: Partial<Valid> = {}): Valid => ({
  name,
  code,
  ...more,
});

/** The first of `at` in the code is reported, and suggested is `suggestion` or nothing. */
function invalid(
  name: string,
  code: string,
  at: string,
  suggestion?: Suggestion,
  more: More & { messageId?: string; data?: Record<string, string> } = {},
): Invalid {
  const { messageId = 'keepsId', data, ...rest } = more;
  const before = code.slice(0, code.indexOf(at)).split('\n');
  if (!code.includes(at)) throw new Error(`${at} is not in ${code}`);
  return {
    name,
    code,
    output: null,
    ...rest,
    errors: [
      {
        messageId,
        ...(data && { data }),
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
        suggestions: suggestion ? [{ messageId: suggestion[0], output: suggestion[1] }] : null,
      },
    ],
  };
}

const run = (tester: RuleTester, title: string, tests: { valid: Valid[]; invalid: Invalid[] }) => {
  tester.run(title, rule, tests);
};

const WRITE = 'req.session.userId = user.id';
const REGENERATE = 'await new Promise((r, j) => req.session.regenerate((e) => (e ? j(e) : r())));';

run(modules, 'what is a sign-in', {
  valid: [
    valid('another key', sync("req.session.cart = [1]; req.session.returnTo = '/';")),
    valid(
      'keys that only look like it',
      sync(
        'req.session.orderId = id; req.session.pendingUserId = id; req.session.twoFactorPendingUserId = id; req.session.mcpClientId = id;',
      ),
    ),
    valid(
      'state of the flow and of the visit',
      sync(
        'req.session.state = s; req.session.nonce = n; req.session.codeVerifier = v; req.session.csrf = c; req.session.locale = l; req.session.lastActivity = Date.now(); req.session.flash = f;',
      ),
    ),
    valid(
      'cleared values',
      sync(
        "req.session.user = null; req.session.userId = undefined; req.session.loggedIn = false; req.session.role = ''; req.session.uid = void 0; req.session.admin = !1; req.session.account = 0; req.session.tokens = {}; req.session.roles = [];",
      ),
    ),
    valid('a guest', sync("if (!req.session.role) req.session.role = 'guest';")),
    valid('a constant that clears', sync('const nobody = null; req.session.user = nobody;')),
    valid(
      'a value of the same session',
      sync('req.session.user = { ...req.session.user, name: req.body.name };'),
    ),
    valid(
      'a value of the same session by way of a local',
      sync('const { user } = req.session; if (x) y(); req.session.user = { ...user, name };'),
    ),
    valid(
      'the end of an impersonation',
      sync(
        'req.session.userId = req.session.originalUserId; delete req.session.originalUserId; res.end();',
      ),
    ),
    valid(
      'the end of an impersonation, by way of a local',
      sync(
        'const { impersonator } = req.session; if (!impersonator) return res.end(); req.session.user = impersonator;',
      ),
    ),
    valid(
      'the end of an impersonation that looks the administrator up',
      handler(
        'const admin = await User.findById(req.session.impersonatedBy); req.session.user = admin;',
      ),
    ),
    valid(
      'what the file set aside of the signed-in session',
      `${sync('req.session.aside = req.session.user; req.session.user = other;')}\nexport const back = (req, res) => { req.session.user = req.session.aside; };`,
    ),
    valid('a field of the user', sync('req.session.user.name = req.body.name;')),
    valid('a computed field of the user', sync('req.session.user[field] = value;')),
    valid('a computed key', sync('req.session[key] = user;')),
    valid('a deleted key', sync('delete req.session.user;')),
    valid('an object without such keys', sync('Object.assign(req.session, { cart, ...more });')),
    valid('an object out of sight', sync('Object.assign(req.session, values);')),
    valid('another object', sync('req.user = user; res.locals.session.user = user;')),
    valid(
      'a key set in a Fastify file that shows neither plugin',
      "import Fastify from 'fastify';\napp.post('/login', async (request, reply) => { request.session.set('user', u); });",
    ),
  ],
  invalid: [
    invalid('a user id', sync(`${WRITE};`), WRITE, undefined, {
      data: { key: 'userId', rotate: 'req.session.regenerate()' },
    }),
    ...[
      'user',
      'user_id',
      'uid',
      'username',
      'loggedIn',
      'isLoggedIn',
      'authenticated',
      'auth',
      'isAdmin',
      'role',
      'tokenSet',
      'accessToken',
      'githubAccessToken',
      'claims',
      'auth_context',
      'is_logined',
    ].map((key) =>
      invalid(`the key ${key}`, sync(`req.session.${key} = x.${key};`), `req.session.${key} =`),
    ),
    invalid('a key in brackets', sync("req.session['user'] = user;"), "req.session['user']"),
    invalid('a default', sync('req.session.user ??= user;'), 'req.session.user'),
    invalid(
      'a user whose id is pending',
      sync('req.session.userId = req.session.pendingUserId;'),
      'req.session.userId',
    ),
    invalid(
      'a user who is looked up by where he wanted to go',
      sync('req.session.user = find(req.session.originalUrl, req.session.previousPage);'),
      'req.session.user',
    ),
    invalid(
      'what the file set aside of a session that nobody has signed in to',
      sync('req.session.aside = req.body.user; req.session.user = req.session.aside;'),
      'req.session.user',
    ),
    invalid('an assigned object', sync('Object.assign(req.session, { user });'), 'Object.assign'),
    invalid(
      'a token under the name of its provider',
      sync('req.session.tokens[provider] = tokens;'),
      'req.session.tokens',
    ),
    invalid(
      'a token in a container that is made when missing',
      sync(
        'if (!req.session.tokens) req.session.tokens = {};\nreq.session.tokens[provider] = tokens;',
      ),
      'req.session.tokens[',
    ),
    invalid(
      "passport's own key",
      sync('req.session.passport = { user: user.id };'),
      'req.session.passport',
    ),
    invalid(
      "passport's own key, below",
      sync('req.session.passport.user = user.id;'),
      'req.session.passport',
    ),
    invalid(
      'a destructured session',
      sync('const { session } = req; session.userId = user.id;'),
      'session.userId',
    ),
    invalid(
      'a session held by a variable',
      sync('const s = req.session; s.userId = user.id;'),
      's.userId',
    ),
    invalid(
      'a session handed to a function of this file',
      `${express}function signIn(session, user) { session.userId = user.id; }\napp.post('/login', (req, res) => { signIn(req.session, u); });`,
      'session.userId',
    ),
    invalid(
      'several keys are one sign-in',
      sync(
        'req.session.userId = user.id; req.session.role = user.role; req.session.authenticatedAt = now;',
      ),
      'req.session.userId',
    ),
    {
      name: 'a sign-in on each of two branches',
      code: sync('if (a) { req.session.user = a; } else { req.session.user = b; }'),
      output: null,
      errors: [{ messageId: 'keepsId' }, { messageId: 'keepsId' }],
    },
    invalid(
      'raising a role',
      sync("if (password === process.env.PASS) req.session.role = 'admin';"),
      'req.session.role',
    ),
    invalid(
      'a key of the options',
      sync('req.session.memberNumber = n;'),
      'req.session.memberNumber',
      undefined,
      { options: [{ authKeys: ['memberNumber'] }] },
    ),
    invalid(
      'a key of the settings',
      sync('req.session.memberNumber = n;'),
      'req.session.memberNumber',
      undefined,
      { settings: { 'mcp-session': { authKeys: ['memberNumber'] } } },
    ),
    invalid(
      'a key set in a session of @fastify/session',
      `${fastify}app.post('/login', (request, reply) => { request.session.set('user', u); });`,
      'request.session.set',
    ),
    invalid(
      "Koa's session assigned whole",
      `${koa}router.post('/login', async (ctx) => { ctx.session = { user }; });`,
      'ctx.session',
    ),
  ],
});

run(modules, 'whose session it is', {
  valid: [
    valid(
      'sealed by cookie-session',
      "import cookieSession from 'cookie-session';\napp.post('/login', (req, res) => { req.session.user = u; });",
    ),
    valid(
      'sealed by iron-session',
      "import { getIronSession } from 'iron-session';\nexport default async (req, res) => { const session = await getIronSession(req, res, o); session.user = u; await session.save(); };",
    ),
    valid(
      'sealed by @fastify/secure-session',
      "import s from '@fastify/secure-session';\napp.post('/login', (request, reply) => { request.session.set('user', u); request.session.user = u; });",
    ),
    valid(
      'sealed by koa-session without a store',
      `${koa}import session from 'koa-session';\napp.use(session({ key: 'sid' }, app));\napp.use(async (ctx) => { ctx.session.user = u; });`,
    ),
    valid(
      'one of two libraries in sight has no ids',
      `${express}import cookieSession from 'cookie-session';\napp.post('/login', (req, res) => { req.session.user = u; });`,
    ),
    valid(
      'with a library that has no way to give another id',
      "import nextSession from 'next-session';\nexport default async function login(req, res) { await getSession(req, res); req.session.user = u; }",
    ),
    valid(
      'by the nearest package.json, which names sealed ones only',
      'export const login = (req, res) => { req.session.user = u; };',
      { filename: join(import.meta.dirname, '../fixtures/cookie-session/login.js') },
    ),
    valid(
      'sealed by the CookieStore of hono-sessions',
      "import { sessionMiddleware, CookieStore } from 'hono-sessions';\nconst store = new CookieStore();\napp.use('*', sessionMiddleware({ store }));\napp.post('/login', async (c) => { c.get('session').set('userId', u.id); });",
    ),
    valid(
      "a mock that a test's context carries",
      "it('knows the user', async (ctx) => { ctx.req.session.user = u; });\nbeforeEach(function (ctx) { ctx.req.session.user = u; });\ntest.only('knows', (context) => { context.req.session.userId = 1; });",
    ),
    valid(
      "a chat bot's",
      "import { Bot } from 'grammy';\nbot.on('message', (ctx) => { ctx.session.user = u; });",
    ),
    valid(
      "a context's whose framework is out of sight",
      'export const f = (ctx) => { ctx.session.user = u; };',
    ),
    ...(['koa-bot', 'passport-0.5'] as const).map((folder) =>
      valid(
        `a context's in a project ${folder === 'koa-bot' ? 'that has a chat bot too' : 'without Koa'}`,
        'export async function login(ctx) { ctx.session.user = await find(ctx.request.body); }',
        { filename: join(import.meta.dirname, '../fixtures', folder, 'login.js') },
      ),
    ),
    valid(
      'a context of something else in a Koa project',
      'export function remember(ctx, user, notes) { ctx.session.user = user; }',
      { filename: join(import.meta.dirname, '../fixtures/koa/login.js') },
    ),
    valid('a map of sessions', 'const session = sessions.get(id); session.user = u;'),
    valid(
      'a parameter that nobody gives',
      'export function f(session, user) { session.user = user; }',
    ),
    valid(
      'a request that nothing shows to be one',
      'export function remember(req, userId) { req.session.user = { id: userId }; }',
    ),
    valid(
      'the session callback of next-auth',
      'export default NextAuth({ callbacks: { async session({ session, token }) { session.user.id = token.id; session.accessToken = token.accessToken; return session; } } });',
    ),
  ],
  invalid: [
    invalid(
      'of a controller in a file of its own',
      'export async function login(req, res) { const user = await find(req.body);\n  req.session.user = user;\n}',
      'req.session.user',
      [
        'regenerateFirst',
        'export async function login(req, res) { const user = await find(req.body);\n  await new Promise((resolve, reject) =>\n    req.session.regenerate((error) => (error ? reject(error) : resolve())),\n  );\n  req.session.user = user;\n}',
      ],
    ),
    ...[
      'export async function login(ctx) { ctx.session = { user: await find(ctx.request.body) }; }',
      'exports.login = async (ctx, next) => { ctx.session.user = u; await next(); };',
      'export default { async login(ctx) { ctx.session.user = u; } };',
      'export class Users { login = async (ctx) => { ctx.session.user = u; }; }',
    ].map((code) =>
      invalid(
        `of a Koa controller that imports nothing, by the nearest package.json: ${code}`,
        code,
        'ctx.session',
        undefined,
        { filename: join(import.meta.dirname, '../fixtures/koa/login.js') },
      ),
    ),
    invalid(
      'of a project with sealed sessions and others',
      'export const login = (req, res) => { req.session.user = u; };',
      'req.session.user',
      undefined,
      { filename: join(import.meta.dirname, '../fixtures/two-sessions/login.js') },
    ),
    invalid(
      'of a helper that a handler of the file calls',
      'function signIn(req, user) { req.session.user = user; }\nexport const login = (req, res) => { signIn(req, u); };',
      'req.session.user',
    ),
    invalid(
      "of a GraphQL resolver's context",
      'export const login = (_, { email }, context) => { context.req.session.userId = find(email); };',
      'context.req.session',
    ),
    invalid(
      "of a GraphQL resolver's destructured context",
      'export const login = (_, { email }, { req }) => { req.session.userId = find(email); };',
      'req.session',
    ),
    invalid(
      'of Koa with its configuration out of sight',
      `${koa}router.post('/login', async (ctx) => { ctx.session.user = u; });`,
      'ctx.session.user',
    ),
    invalid(
      'of koa-session with a store',
      `${koa}import session from 'koa-session';\napp.use(session({ store }, app));\napp.use(async (ctx) => {\n  ctx.session.user = u;\n});`,
      'ctx.session.user',
      [
        'regenerateFirst',
        `${koa}import session from 'koa-session';\napp.use(session({ store }, app));\napp.use(async (ctx) => {\n  await ctx.session.regenerate();\n  ctx.session.user = u;\n});`,
      ],
    ),
    invalid(
      'of koa-generic-session',
      "import session from 'koa-generic-session';\napp.use(async (ctx) => {\n  ctx.session.user = u;\n});",
      'ctx.session.user',
      [
        'regenerateFirst',
        "import session from 'koa-generic-session';\napp.use(async (ctx) => {\n  await ctx.regenerateSession();\n  ctx.session.user = u;\n});",
      ],
      { data: { key: 'user', rotate: 'ctx.regenerateSession()' } },
    ),
    invalid(
      'of hono-sessions',
      "import { sessionMiddleware } from 'hono-sessions';\napp.post('/login', async (c) => {\n  const session = c.get('session');\n  session.set('userId', u.id);\n});",
      'session.set',
      undefined,
      { data: { key: 'userId', rotate: "c.set('session_key_rotation', true)" } },
    ),
    invalid(
      'of hono-sessions with a store in memory',
      "import { sessionMiddleware, MemoryStore } from 'hono-sessions';\napp.use('*', sessionMiddleware({ store: new MemoryStore() }));\napp.post('/login', (c) => {\n  c.get('session').set('userId', u.id);\n});",
      "c.get('session').set",
      [
        'regenerateFirst',
        "import { sessionMiddleware, MemoryStore } from 'hono-sessions';\napp.use('*', sessionMiddleware({ store: new MemoryStore() }));\napp.post('/login', (c) => {\n  c.set('session_key_rotation', true);\n  c.get('session').set('userId', u.id);\n});",
      ],
    ),
    invalid(
      'of hapi with yar',
      "import Yar from '@hapi/yar';\nexport const login = (request, h) => {\n  request.yar.set('user', u);\n};",
      'request.yar.set',
      [
        'regenerateFirst',
        "import Yar from '@hapi/yar';\nexport const login = (request, h) => {\n  request.yar.reset();\n  request.yar.set('user', u);\n};",
      ],
      { data: { key: 'user', rotate: 'request.yar.reset()' } },
    ),
    invalid(
      'of Astro',
      "import { defineMiddleware } from 'astro:middleware';\nexport const onRequest = async (context) => {\n  context.session?.set('user', u);\n};",
      'context.session?.set',
      [
        'regenerateFirst',
        "import { defineMiddleware } from 'astro:middleware';\nexport const onRequest = async (context) => {\n  await context.session.regenerate();\n  context.session?.set('user', u);\n};",
      ],
    ),
    invalid(
      "of Astro's own object",
      "import { actions } from 'astro:actions';\nexport const login = async (u) => {\n  Astro.session.set('user', u);\n};",
      'Astro.session.set',
      [
        'regenerateFirst',
        "import { actions } from 'astro:actions';\nexport const login = async (u) => {\n  await Astro.session.regenerate();\n  Astro.session.set('user', u);\n};",
      ],
    ),
    invalid(
      'of Fastify, by its properties',
      "import Fastify from 'fastify';\napp.post('/login', async (request, reply) => {\n  request.session.userId = 1;\n});",
      'request.session.userId',
      [
        'regenerateFirst',
        "import Fastify from 'fastify';\napp.post('/login', async (request, reply) => {\n  await request.session.regenerate();\n  request.session.userId = 1;\n});",
      ],
    ),
  ],
});

run(modules, 'rotations', {
  valid: [
    valid('a write in the callback', sync(`req.session.regenerate((err) => { ${WRITE}; });`)),
    valid(
      'a write below the callback',
      sync(`req.session.regenerate(() => { save(() => { ${WRITE}; }); });`),
    ),
    valid('a named callback', sync(`function done() { ${WRITE}; } req.session.regenerate(done);`)),
    valid('an awaited promise', handler(`${REGENERATE} ${WRITE};`)),
    valid(
      'an awaited promise whose resolve is the callback',
      handler(`await new Promise((resolve) => req.session.regenerate(resolve)); ${WRITE};`),
    ),
    valid(
      'an awaited promise around a function that hands its callback on',
      `function over(req, done) { log(req); req.session.regenerate(done); }\n${handler(`await new Promise((resolve) => over(req, resolve)); ${WRITE};`)}`,
    ),
    valid(
      'an awaited promise around a function that calls back when it is done',
      `function over(req, done) { req.session.regenerate((e) => { log(req, e); done(); }); }\n${handler(`await new Promise((resolve) => { over(req, () => resolve()); }); ${WRITE};`)}`,
    ),
    valid(
      'a method that the file adds to sessions',
      `session.Session.prototype.startOver = function (done) { this.regenerate(done); };
${sync(`req.session.startOver(() => { ${WRITE}; });`)}`,
    ),
    valid(
      'the state in which a function of the file that changes nothing is given its callback',
      `function load(id, then) { if (!id) return then(); db.find(id, then); }
app.get('/user', (req, res) => { load(req.params.id, (user) => { res.json(user); }); });
app.post('/name', (req, res) => {
  if (!req.session.userId) return res.end();
  load(req.session.userId, (user) => { req.session.user = user; res.end(); });
});`,
    ),
    valid(
      'an awaited promise with a block',
      handler(
        `await new Promise((resolve, reject) => { req.session.regenerate((err) => { if (err) return reject(err); resolve(); }); }); ${WRITE};`,
      ),
    ),
    valid(
      'an awaited promise that rotates in a callback',
      handler(
        `await new Promise((resolve) => { req.session.save(() => { req.session.regenerate(() => resolve()); }); }); ${WRITE};`,
      ),
    ),
    valid(
      'a write in the promise',
      handler(
        `await new Promise((resolve) => req.session.regenerate(() => { ${WRITE}; resolve(); }));`,
      ),
    ),
    valid(
      'then of a promise',
      sync(`new Promise((r) => req.session.regenerate(r)).then(() => { ${WRITE}; });`),
    ),
    valid(
      'a promise chain that rotates before',
      sync(
        `check().then((user) => new Promise((r) => req.session.regenerate(() => r(user)))).then((user) => { ${WRITE}; }).catch(log);`,
      ),
    ),
    valid(
      'a list of steps that rotates before',
      sync(
        `async.series([(done) => req.session.regenerate(done), (done) => { ${WRITE}; done(); }]);`,
      ),
    ),
    valid(
      'promisified and bound',
      handler(`await promisify(req.session.regenerate.bind(req.session))(); ${WRITE};`),
    ),
    valid(
      'promisified, then bound',
      handler(`await promisify(req.session.regenerate).bind(req.session)(); ${WRITE};`),
    ),
    valid(
      'promisified and called',
      handler(`await util.promisify(req.session.regenerate).call(req.session); ${WRITE};`),
    ),
    valid(
      'promisified and applied',
      handler(`await promisify(req.session.regenerate).apply(req.session); ${WRITE};`),
    ),
    valid(
      'promisified, kept in a variable',
      handler(
        `const regenerate = promisify(req.session.regenerate.bind(req.session)); await regenerate(); ${WRITE};`,
      ),
    ),
    valid(
      'promisified, kept, called',
      handler(
        `const again = promisify(req.session.regenerate); await again.call(req.session); ${WRITE};`,
      ),
    ),
    valid(
      'a promisified arrow',
      handler(`await promisify((done) => req.session.regenerate(done))(); ${WRITE};`),
    ),
    valid(
      'an awaited wrapper of a callback',
      handler(`await callAsync((done) => req.session.regenerate(done)); ${WRITE};`),
    ),
    valid(
      'an awaited wrapper of the method',
      handler(`await invoke(req.session.regenerate.bind(req.session)); ${WRITE};`),
    ),
    valid(
      "the library's own promise",
      `${fastify}app.post('/login', async (request, reply) => { await request.session.regenerate(['cart']); request.session.user = u; });`,
    ),
    valid(
      "the library's callback form",
      `${fastify}app.post('/login', (request, reply) => { request.session.regenerate(() => { request.session.user = u; }); });`,
    ),
    valid(
      'regenerateSession of koa-generic-session',
      "import session from 'koa-generic-session';\napp.use(async (ctx) => { await ctx.regenerateSession(); ctx.session.user = u; });",
    ),
    valid(
      'the rotation flag of hono-sessions',
      "import { sessionMiddleware } from 'hono-sessions';\napp.post('/login', async (c) => { const session = c.get('session'); c.set('session_key_rotation', true); session.set('userId', u.id); });",
    ),
    valid(
      'the rotation flag of hono-sessions behind the write',
      "import { sessionMiddleware } from 'hono-sessions';\napp.post('/login', async (c) => { const session = c.get('session'); session.set('userId', u.id); c.set('session_key_rotation', true); });",
    ),
    valid(
      'an ended session and a new one',
      sync(`req.session.destroy(() => { req.sessionStore.generate(req); ${WRITE}; });`),
    ),
    valid(
      'a helper of the file',
      `${handler(`await rotate(req); ${WRITE};`)}\nasync function rotate(req) { ${REGENERATE} }`,
    ),
    valid(
      'reset of yar',
      "import Yar from '@hapi/yar';\nexport const login = (request, h) => { request.yar.reset(); request.yar.set('user', u); };",
    ),
    valid(
      "Astro's promise",
      "import { defineMiddleware } from 'astro:middleware';\nexport const onRequest = async (context) => { await context.session.regenerate(); context.session.set('user', u); }; await Astro.session.regenerate();",
    ),
    valid(
      'a helper of the file that returns the promise',
      `const fresh = (req) => new Promise((ok, no) => { req.session.regenerate((e) => (e ? no(e) : ok())); });\n${handler(`await fresh(req); ${WRITE};`)}`,
    ),
    valid(
      'a helper of the file with a callback',
      `function again(req, done) { req.session.regenerate((err) => { done(err); }); }\n${sync(`again(req, () => { ${WRITE}; });`)}`,
    ),
    valid(
      'a helper of the file that hands its callback on',
      `function again(req, done) { req.session.regenerate(done); }\n${sync(`again(req, () => { ${WRITE}; });`)}`,
    ),
    valid(
      'a promisified helper of the file',
      `function again(req, done) { req.session.regenerate(done); }\n${handler(`await promisify(again)(req); ${WRITE};`)}`,
    ),
    valid(
      'a method of the class',
      `${express}class A { async login(req, res) { await this.fresh(req); ${WRITE}; } async fresh(req) { ${REGENERATE} } }`,
    ),
    valid(
      'a helper that writes what it is called with, after the rotation',
      `${handler(`${REGENERATE} signIn(req, user);`)}\nfunction signIn(req, user) { ${WRITE}; }`,
    ),
    valid(
      'an imported helper whose name says so',
      `import { regenerateSession } from './session.js';\n${handler(`await regenerateSession(req); ${WRITE};`)}`,
    ),
    valid(
      "a service's method whose name says so",
      handler(`await sessions.rotateId(req); ${WRITE};`),
    ),
    valid('a method added to the session', handler(`await req.session.renew(); ${WRITE};`)),
    valid('an imported helper with a callback', sync(`clearSession(req, () => { ${WRITE}; });`)),
    valid(
      'middleware of the same route',
      `${express}app.post('/login', regenerateSession, (req, res) => { ${WRITE}; });`,
    ),
    valid(
      'middleware of the file in the same route',
      `${express}const fresh = (req, res, next) => { req.session.regenerate(next); };\napp.post('/login', [fresh, limit], (req, res) => { ${WRITE}; });`,
    ),
    valid(
      'every branch rotates',
      handler(
        `switch (kind) { case 'a': ${REGENERATE} break; default: await regenerate(req); } ${WRITE};`,
      ),
    ),
    valid('a loop behind it', handler(`${REGENERATE} for (const user of users) ${WRITE};`)),
    valid('finally', handler(`try { await log(); } finally { ${REGENERATE} } ${WRITE};`)),
    valid(
      'an early return on the other branch',
      handler(`if (!user) return res.status(401).end(); ${REGENERATE} ${WRITE};`),
    ),
    valid(
      'an optional chain that is the only way',
      handler(`${REGENERATE} req.session?.touch?.(); ${WRITE};`),
    ),
    valid(
      'regenerate put in only where it is missing',
      sync(
        `if (!req.session.regenerate) req.session.regenerate = (cb) => cb(); req.session.regenerate(() => { ${WRITE}; });`,
      ),
    ),
  ],
  invalid: [
    invalid('none', sync(`${WRITE};`), WRITE),
    invalid('after the write', sync(`${WRITE}; req.session.regenerate(() => {});`), WRITE),
    invalid(
      'after the call of the callback form',
      sync(`req.session.regenerate(() => {}); ${WRITE};`),
      WRITE,
    ),
    invalid('save, which is none', sync(`req.session.save(() => { ${WRITE}; });`), WRITE),
    invalid('on one branch', handler(`if (a) { ${REGENERATE} } ${WRITE}; x(req.session);`), WRITE),
    invalid('behind &&', handler(`a && (await regenerate(req)); ${WRITE}; x(req.session);`), WRITE),
    invalid(
      'in a loop that may not run',
      handler(`for (const a of b) { ${REGENERATE} } ${WRITE}; x(req.session);`),
      WRITE,
    ),
    invalid(
      'in a switch without a default',
      handler(`switch (a) { case 1: ${REGENERATE} } ${WRITE}; x(req.session);`),
      WRITE,
    ),
    invalid(
      'failed, in a catch that goes on',
      handler(`try { ${REGENERATE} } catch { log(); } ${WRITE}; x(req.session);`),
      WRITE,
    ),
    invalid(
      'an awaited promise around a function that calls back without',
      `function over(req, done) { req.session.regenerate(() => { log(req); }); done(); }\n${handler(`await new Promise((resolve) => over(req, resolve)); ${WRITE}; x(req.session);`)}`,
      WRITE,
    ),
    invalid(
      'a method that the file adds to sessions, whose name says more than it does',
      `session.Session.prototype.regenerateIt = function (done) { this.save(done); };
${sync(`req.session.regenerateIt(() => { ${WRITE}; });`)}`,
      WRITE,
    ),
    invalid(
      'in the callback of a function that changes nothing, in one of two calls',
      `function load(id, then) { db.find(id, then); }
app.post('/in', (req, res) => { load(req.body.id, (user) => { req.session.user = user; res.end(); }); });
app.post('/name', (req, res) => {
  if (req.session.userId) load(req.session.userId, (user) => { log(user); });
});`,
      'req.session.user = user',
    ),
    invalid(
      'a promise that may resolve without',
      handler(
        `await new Promise((r) => { if (a) return r(); req.session.regenerate(r); }); ${WRITE}; x(req.session);`,
      ),
      WRITE,
    ),
    invalid(
      'a helper whose name says so and whose body does not',
      `${sync(`regenerateSession(req); ${WRITE};`)}\nfunction regenerateSession(req) { log(req); }`,
      WRITE,
    ),
    invalid(
      'a helper that does not always rotate',
      `${handler(`await rotate(req); ${WRITE}; x(req.session);`)}\nasync function rotate(req) { if (!req.a) return; ${REGENERATE} }`,
      WRITE,
    ),
    invalid(
      'a helper that is called without it, too',
      `${express}function signIn(req, user) { ${WRITE}; }\napp.post('/a', (req, res) => { req.session.regenerate(() => signIn(req, u)); });\napp.post('/b', (req, res) => { signIn(req, u); });`,
      WRITE,
    ),
    invalid(
      'a function that rotates and that nobody calls',
      sync(`function again() { req.session.regenerate(() => {}); } ${WRITE};`),
      WRITE,
    ),
    invalid(
      "passport's shim, which rotates nothing",
      sync(`req.session.regenerate = (cb) => cb(); req.session.regenerate(() => { ${WRITE}; });`),
      WRITE,
    ),
    invalid(
      'a method of something else',
      sync(`cache.regen(); cart.session.reset(); ${WRITE};`).replace('cache.regen(); ', ''),
      WRITE,
    ),
    invalid(
      'an early return behind the write of another branch',
      sync(`if (a) { req.session.regenerate(() => {}); return; } ${WRITE};`),
      WRITE,
    ),
    invalid(
      'a promise chain that rotates behind',
      sync(
        `check().then((user) => { ${WRITE}; }).then(() => new Promise((r) => req.session.regenerate(r)));`,
      ),
      WRITE,
    ),
    invalid(
      'a list of steps that rotates behind',
      sync(
        `async.series([(done) => { ${WRITE}; done(); }, (done) => req.session.regenerate(done)]);`,
      ),
      WRITE,
    ),
    invalid(
      'a handler in a set-up function that rotates elsewhere',
      `${express}export function setUp(app) { rotateLogs(app);\napp.post('/login', (req, res) => { ${WRITE}; }); }`,
      WRITE,
    ),
    invalid(
      'an asynchronous handler in a wrapper',
      `${express}const wrap = (fn) => (req, res, next) => fn(req, res, next).catch(next);\napp.post('/login', wrap(async (req, res) => { ${WRITE}; x(req.session); }));`,
      WRITE,
    ),
  ],
});

run(modules, 'a session that is signed in already', {
  valid: [
    valid(
      'read and used before',
      handler('const user = await find(req.session.userId); req.session.user = user;'),
    ),
    valid(
      'tested before',
      sync('if (!req.session.userId) return res.status(401).end(); req.session.user = u;'),
    ),
    valid(
      'tested before, in a conjunction',
      sync('if (!(req.session && req.session.user)) return res.end(); req.session.user = u;'),
    ),
    valid(
      'tested before, in an alternative',
      sync('if (!req.session || !req.session.user) return res.end(); req.session.user = u;'),
    ),
    valid(
      'tested by way of a local',
      sync('const id = req.session.userId; if (!id) return res.end(); req.session.user = u;'),
    ),
    valid(
      'by one of several hooks of Fastify',
      `${fastify}app.post('/me', { preHandler: app.auth([app.verifyJwt, app.basicAuth]) }, (request, reply) => { request.session.user = u; });`,
    ),
    valid(
      'tested by way of a destructured local',
      sync('const { userId } = req.session; if (!userId) throw e; req.session.user = u;'),
    ),
    valid('in the branch where it is', sync('if (req.session.userId) { req.session.role = r; }')),
    valid(
      'compared',
      sync("if (req.session.role !== 'admin') return res.end(); req.session.user = u;"),
    ),
    valid(
      'compared with nothing',
      sync('if (req.session.user === undefined) return res.end(); req.session.role = r;'),
    ),
    valid(
      'asked by passport',
      sync('if (!req.isAuthenticated()) return res.end(); req.session.accessToken = t;'),
    ),
    valid(
      'asked by a function of the file',
      `const isIn = (req) => !!req.session.user;\n${sync('if (!isIn(req)) return res.end(); req.session.user = u;')}`,
    ),
    valid(
      'the user of the request',
      sync('if (!req.user) return res.end(); req.session.githubAccessToken = t;'),
    ),
    valid(
      'a token that is refreshed',
      handler(
        'const fresh = await refresh(req.session.refreshToken); req.session.accessToken = fresh.token;',
      ),
    ),
    valid(
      'middleware of the route',
      `${express}app.post('/me', requireAuth, (req, res) => { req.session.user = u; });`,
    ),
    valid(
      'middleware of the file',
      `${express}const check = (req, res, next) => { if (!req.session.user) return res.end(); next(); };\napp.post('/me', check, wrap((req, res) => { req.session.user = u; }));`,
    ),
    valid(
      'middleware in a list with the handler',
      `${express}app.post('/me', [requireAuth, (req, res) => { req.session.user = u; }]);`,
    ),
    valid(
      "hooks of Fastify's route",
      `${fastify}app.post('/me', { preHandler: [app.requireAuth] }, async (request, reply) => { request.session.user = u; }); app.route({ url: '/me', onRequest: requireUser, handler: async (request, reply) => { request.session.user = u; } });`,
    ),
    valid(
      'middleware of the router',
      `${express}router.use(ensureLoggedIn());\nrouter.post('/me', (req, res) => { req.session.user = u; });`,
    ),
    valid(
      'a function that updates',
      'export const updateProfile = async (req, res) => { req.session.user = await save(req.body); };',
    ),
    valid(
      'a function that changes a password',
      'export const changePassword = async (req, res) => { req.session.user = await save(req.body.password); };',
    ),
    valid(
      'a route that changes settings',
      `${express}app.post('/account/settings', (req, res) => { req.session.user = u; });`,
    ),
  ],
  invalid: [
    invalid(
      'a function that changes a password by a token that was sent',
      'export const changePassword = ({ token, password }, { req }) => reset(token, password).then((user) => { req.session.userId = user.id; });',
      'req.session.userId',
    ),
    invalid(
      'a redirect of those who are',
      sync("if (req.session.userId) return res.redirect('/'); req.session.userId = u;"),
      'req.session.userId = u',
    ),
    invalid(
      'a redirect of those who are, by a local',
      sync('const { userId } = req.session; if (userId) return; req.session.userId = u;'),
      'req.session.userId = u',
    ),
    invalid(
      'in the branch where it is not',
      sync('if (!req.session.user) { req.session.user = u; }'),
      'req.session.user = u',
    ),
    invalid(
      'logged only',
      sync('console.log(req.session.user); req.session.user = u;'),
      'req.session.user = u',
    ),
    invalid(
      'another key read',
      sync('if (!req.session.state) return; const cart = req.session.cart; req.session.user = u;'),
      'req.session.user = u',
    ),
    invalid(
      'read on one branch',
      sync('if (a) use(req.session.userId); req.session.user = u;'),
      'req.session.user = u',
    ),
    ...['app.authorization.basic', 'app.verifyUserAndPassword', 'basicAuth'].map((check) =>
      invalid(
        `a check of a password, which is the sign-in: ${check}`,
        `${fastify}app.get('/login', { preHandler: app.auth([${check}]) }, (request, reply) => { request.session.user = u; });`,
        'request.session.user = u',
      ),
    ),
    invalid(
      'middleware that lets strangers in',
      `${express}app.post('/login', redirectIfAuthenticated, ensureGuest, validate, (req, res) => { req.session.user = u; });`,
      'req.session.user = u',
    ),
    invalid(
      'a call with an argument that is named like middleware',
      sync('verify(authToken, (err) => { req.session.user = u; });'),
      'req.session.user = u',
    ),
    invalid(
      'middleware behind the handler',
      `${express}app.post('/login', (req, res, next) => { req.session.user = u; if (a) { x(req.session); } }, requireAuth);`,
      'req.session.user = u',
    ),
  ],
});

run(modules, 'the body of a mock', {
  valid: [
    ...[
      'validate = sinon.fake((req, res, next) => { req.session.user = u; next(); });',
      'sandbox.stub(auth, "guard").callsFake(function (req, res, next) { req.session.user = u; next(); });',
      'vi.fn((req, res, next) => { req.session.user = u; next(); });',
      'auth.guard = jest.fn().mockImplementation((req, res, next) => { req.session.user = u; next(); });',
      'guard.mockImplementationOnce((req, res, next) => { req.session.user = u; next(); });',
      "mock.method(auth, 'guard', (req, res, next) => { req.session.user = u; next(); });",
    ].map((code) => valid(`serves nobody: ${code}`, `${express}${code}`)),
  ],
  invalid: [
    invalid(
      'is none of a function that is called otherwise',
      `${express}app.fn((req, res) => { req.session.user = u; });`,
      'req.session.user = u',
    ),
    invalid(
      'is no app in a test',
      `${express}import sinon from 'sinon';\napp.use((req, res) => { req.session.user = u; });`,
      'req.session.user = u',
    ),
  ],
});

run(modules, 'a session that began with this request', {
  valid: [
    valid(
      'is one that its store does not know by its id yet',
      handler(
        'const known = await carts.findSessionById(req.session.id); if (!known) { req.session.authenticated = true; }',
      ),
    ),
    valid(
      'is one that its store has no record of',
      handler(
        'const row = await sessionRepository.findOne({ where: { id: req.sessionID } }); if (row === null) req.session.user = u;',
      ),
    ),
    valid(
      'is one that the handler goes on with after it has turned away those that are known',
      handler(
        'if (await this.store.sessionStore.has(req.session.id)) return res.end(); req.session.user = u;',
      ),
    ),
    valid(
      'is one that is not known besides something else',
      handler(
        'const known = await loadSession(req.sessionID); if (user && known == null) req.session.user = user;',
      ),
    ),
    valid(
      'is one that koa-session calls new',
      `${koa}import session from 'koa-session';\napp.use(session({ store }, app));\napp.use((ctx) => { if (ctx.session.isNew) ctx.session.user = u; });`,
    ),
    valid(
      'is one that is called new where the configuration is out of sight',
      `${koa}router.post('/login', async (ctx) => { if (!ctx.session.isNew) return; ctx.session.user = u; });`,
    ),
    valid(
      'is one that a variable calls new',
      `${koa}router.post('/login', async (ctx) => { const fresh = ctx.session.isNew; if (fresh) ctx.session.user = u; });`,
    ),
  ],
  invalid: [
    invalid(
      'is none that koa-session does not call new',
      `${koa}router.post('/login', async (ctx) => { if (!ctx.session.isNew) ctx.session.user = u; });`,
      'ctx.session.user = u',
    ),
    invalid(
      'is not told by a library that has no such word',
      `${koa}import session from 'koa-generic-session';\nrouter.post('/login', async (ctx) => {\n  if (ctx.session.isNew) {\n    ctx.session.user = u;\n  }\n});`,
      'ctx.session.user = u',
      [
        'regenerateFirst',
        `${koa}import session from 'koa-generic-session';\nrouter.post('/login', async (ctx) => {\n  if (ctx.session.isNew) {\n    await ctx.regenerateSession();\n    ctx.session.user = u;\n  }\n});`,
      ],
    ),
    invalid(
      'is not told by another key of it',
      `${koa}router.post('/login', async (ctx) => { const old = ctx.session.old; if (old) ctx.session.user = u; });`,
      'ctx.session.user = u',
    ),
    invalid(
      'is not told by a user who is new',
      `${koa}router.post('/login', async (ctx) => { if (user.isNew) ctx.session.user = user; });`,
      'ctx.session.user = user',
    ),
    invalid(
      'is none that its store knows',
      sync('const known = loadSession(req.sessionID); if (known) { req.session.user = u; }'),
      'req.session.user = u',
    ),
    invalid(
      'is not told by a user who is missing',
      sync('const user = users.findBySession(req.sessionID); if (!user) { req.session.user = u; }'),
      'req.session.user = u',
    ),
    invalid(
      "is not told by a user's record of it",
      sync(
        'const user = User.findOne({ sessionId: req.sessionID }); if (!user) { req.session.user = u; }',
      ),
      'req.session.user = u',
    ),
    invalid(
      'is not told by the id of another session',
      sync('const row = loadSession(req.body.id); if (!row) { req.session.user = u; }'),
      'req.session.user = u',
    ),
    invalid(
      'is not told by one of two reasons',
      sync('const row = loadSession(req.sessionID); if (!row || fresh) { req.session.user = u; }'),
      'req.session.user = u',
    ),
    invalid(
      'is not told by a map of its own',
      sync('if (!signedIn.has(req.sessionID)) { req.session.user = u; }'),
      'req.session.user = u',
    ),
  ],
});

run(modules, 'passport', {
  valid: [
    valid('rotates by itself', `${passport}app.post('/login', passport.authenticate('local'));`),
    valid(
      'rotates before the next handler of the route',
      `${passport}${express}app.post('/login', passport.authenticate('local'), (req, res) => { req.session.user = req.user; });`,
    ),
    valid(
      'configured elsewhere rotates as well',
      `import passport from './passport.js';\n${express}app.post('/login', passport.authenticate('local', o), (req, res) => { req.session.user = req.user; });`,
    ),
    valid(
      'also when it keeps the data',
      `${passport}app.post('/login', passport.authenticate('local', { keepSessionInfo: true }));`,
    ),
    valid('logIn rotates before its callback', sync(`req.logIn(user, (err) => { ${WRITE}; });`)),
    valid('login promisified', handler(`await promisify(req.login.bind(req))(user); ${WRITE};`)),
    valid(
      'login in a promise',
      handler(`await new Promise((r, j) => req.login(user, (e) => (e ? j(e) : r()))); ${WRITE};`),
    ),
    valid(
      'logs in inside the custom callback',
      `${passport}${sync(`passport.authenticate('local', (err, user) => { req.logIn(user, () => { ${WRITE}; }); })(req, res, next);`)}`,
    ),
    valid(
      'hands on behind its middleware',
      `${passport}${sync(`passport.authenticate('local')(req, res, () => { ${WRITE}; });`)}`,
    ),
    valid(
      'what a strategy verifies',
      `${passport}${express}passport.use(new GitHubStrategy({ passReqToCallback: true }, (req, accessToken, r, profile, done) => { req.session.accessToken = accessToken; done(null, profile); }));`,
    ),
    valid(
      'of a version that the settings exclude',
      `${passport}app.post('/login', passport.authenticate('local'));`,
      {
        settings: { 'mcp-session': { passport: '>=0.6' } },
      },
    ),
    valid(
      'of a range that may be either',
      `${passport}app.post('/login', passport.authenticate('local'));`,
      { settings: { 'mcp-session': { passport: '>=0.5' } } },
    ),
    valid(
      'below 0.6 without a session',
      `${passport}app.post('/api', passport.authenticate('jwt', { session: false }), h); app.use((req, res) => { req.logIn(u, { session: false }, f); });`,
      OLD,
    ),
    valid(
      'below 0.6 only authorises',
      `${passport}app.get('/link', passport.authorize('github'), h);`,
      OLD,
    ),
    valid(
      'below 0.6 restores a sign-in',
      `${passport}app.use(passport.authenticate('session'));`,
      OLD,
    ),
    valid(
      'below 0.6 sends to the provider',
      `${passport}app.get('/auth/google', passport.authenticate('google', { scope: ['profile'] }));`,
      OLD,
    ),
    valid(
      'below 0.6 with a custom callback, which signs in itself',
      `${passport}app.post('/login', (req, res, next) => { passport.authenticate('local', (err, user) => {})(req, res, next); });`,
      OLD,
    ),
    valid(
      'below 0.6 behind a rotation',
      `${passport}app.post('/login', (req, res, next) => { req.session.regenerate(() => { req.logIn(u, next); }); });`,
      OLD,
    ),
    valid(
      'below 0.6 that sends to the provider, by a call in a handler',
      `${passport}app.get('/auth/github', (req, res, next) => passport.authenticate('github')(req, res, next));\nexport const start = (req, res, next) => { passport.authenticate(req.params.strategy, { scope })(req, res, next); };`,
      OLD,
    ),
    valid(
      'below 0.6 that sends to the provider, in a module of Nest',
      `${passport}consumer.apply(passport.authenticate('google', { scope })).forRoutes('/auth/google');`,
      OLD,
    ),
    valid(
      'handed in, whose version is not known',
      "export default (app, passport) => { app.post('/login', passport.authenticate('local'), h); };",
    ),
    valid(
      'below 0.6 over sealed sessions, which have no id',
      `${passport}import cookieSession from 'cookie-session';\napp.use(cookieSession({ keys }));\napp.post('/login', passport.authenticate('local'), (req, res) => { req.logIn(user, done); });`,
      OLD,
    ),
    valid(
      'of the nearest package.json that rotates',
      `${passport}app.post('/login', passport.authenticate('local'), h);`,
      { filename: join(import.meta.dirname, '../fixtures/server.js') },
    ),
  ],
  invalid: [
    invalid(
      'without a session rotates nothing',
      `${passport}${express}app.post('/login', passport.authenticate('local', { session: false }), (req, res) => { req.session.user = req.user; });`,
      'req.session.user =',
    ),
    invalid(
      'with a custom callback rotates nothing',
      `${passport}${sync(`passport.authenticate('local', (err, user) => { ${WRITE}; })(req, res, next);`)}`,
      WRITE,
    ),
    invalid(
      'rotates before its callback, not before what follows',
      sync(`req.logIn(user, () => {}); ${WRITE};`),
      WRITE,
    ),
    invalid(
      'below 0.6 signs in with the old id',
      `${passport}app.post('/login', passport.authenticate('local'), h);`,
      'passport.authenticate',
      undefined,
      {
        ...OLD,
        messageId: 'signsInWithOldId',
        data: { method: 'passport.authenticate', name: 'passport', since: '0.6.0' },
      },
    ),
    invalid(
      'below 0.6 signs in with the old id, with a redirect',
      `${passport}app.post('/login', passport.authenticate('local', { successRedirect: '/' }));`,
      'passport.authenticate',
      undefined,
      { ...OLD, messageId: 'signsInWithOldId' },
    ),
    {
      name: 'below 0.6 on two routes',
      code: `${passport}app.post('/login', passport.authenticate('local', { successRedirect: '/' }));\napp.post('/signup', passport.authenticate('signup', { successRedirect: '/' }));`,
      ...OLD,
      errors: [
        { messageId: 'signsInWithOldId', line: 2 },
        { messageId: 'signsInWithOldId', line: 3 },
      ],
    },
    invalid(
      'below 0.6 signs in with the old id, by a call in a handler before others',
      `${passport}app.post('/login', (req, res, next) => passport.authenticate('local')(req, res, next), welcome);`,
      "passport.authenticate('local')",
      undefined,
      { ...OLD, messageId: 'signsInWithOldId' },
    ),
    invalid(
      'below 0.6 signs in with the old id, by a call with a callback',
      `${passport}export const login = (req, res) => { passport.authenticate('local')(req, res, () => res.redirect('/')); };`,
      "passport.authenticate('local')",
      undefined,
      { ...OLD, messageId: 'signsInWithOldId' },
    ),
    invalid(
      'below 0.6 that is handed in',
      "export default (app, passport) => { app.post('/login', passport.authenticate('local', { successRedirect: '/' })); };",
      'passport.authenticate',
      undefined,
      { ...OLD, messageId: 'signsInWithOldId' },
    ),
    invalid(
      "below 0.6 from the project's own module",
      "import passport from './config/passport';\napp.post('/login', passport.authenticate('local'), h);",
      'passport.authenticate',
      undefined,
      { ...OLD, messageId: 'signsInWithOldId' },
    ),
    invalid(
      'below 0.6 in a custom callback',
      `${passport}app.post('/login', (req, res, next) => { passport.authenticate('local', (err, user) => { req.logIn(user, next); })(req, res, next); });`,
      'req.logIn',
      undefined,
      { ...OLD, messageId: 'signsInWithOldId' },
    ),
    invalid(
      'below 0.6 by the nearest package.json',
      `${passport}app.post('/login', passport.authenticate('local'), h);`,
      'passport.authenticate',
      undefined,
      {
        filename: join(import.meta.dirname, '../fixtures/passport-0.5/server.js'),
        messageId: 'signsInWithOldId',
      },
    ),
    invalid(
      'of Fastify below 2.3 by the nearest package.json',
      "import fastifyPassport from '@fastify/passport';\napp.post('/login', { preValidation: fastifyPassport.authenticate('local') }, h);",
      'fastifyPassport.authenticate',
      undefined,
      {
        filename: join(import.meta.dirname, '../fixtures/passport-0.5/server.js'),
        messageId: 'signsInWithOldId',
      },
    ),
  ],
});

run(modules, 'suggestions', {
  valid: [],
  invalid: [
    invalid(
      'regenerate first, above all writes in a row',
      `${express}app.post('/login', async (req, res) => {
  const user = await check(req.body);
  // who and when
  req.session.provider = 'local';
  req.session.userId = user.id;
  req.session.authenticatedAt = Date.now();
  res.end();
});`,
      'req.session.userId',
      [
        'regenerateFirst',
        `${express}app.post('/login', async (req, res) => {
  const user = await check(req.body);
  await new Promise((resolve, reject) =>
    req.session.regenerate((error) => (error ? reject(error) : resolve())),
  );
  // who and when
  req.session.provider = 'local';
  req.session.userId = user.id;
  req.session.authenticatedAt = Date.now();
  res.end();
});`,
      ],
      { data: { key: 'userId', rotate: 'req.session.regenerate()' } },
    ),
    invalid(
      'wrap the rest of a handler with next',
      `${express}app.post('/login', (req, res, next) => {
  req.session.userId = find(req.body);
  res.redirect('/');
});`,
      'req.session.userId',
      [
        'wrapInRegenerate',
        `${express}app.post('/login', (req, res, next) => {
  req.session.regenerate((err) => {
    if (err) return next(err);
    req.session.userId = find(req.body);
    res.redirect('/');
  });
});`,
      ],
    ),
    invalid(
      'braces around a lone body',
      `${express}app.post('/login', async (req, res) => {
  if (ok) req.session.userId = 1;
});`,
      'req.session.userId',
      [
        'regenerateFirst',
        `${express}app.post('/login', async (req, res) => {
  if (ok) {
    await new Promise((resolve, reject) =>
      req.session.regenerate((error) => (error ? reject(error) : resolve())),
    );
    req.session.userId = 1;
  }
});`,
      ],
    ),
    invalid(
      'none where the session holds what is read later',
      handler('req.session.user = u; res.redirect(req.session.returnTo);'),
      'req.session.user',
    ),
    invalid(
      'none where the value is made of the session',
      handler('req.session.userId = req.session.pendingUserId;'),
      'req.session.userId',
    ),
    invalid(
      'none where something was written before',
      handler('req.session.step = 2; x(); req.session.user = u;'),
      'req.session.user',
    ),
    invalid(
      'none where somebody else holds the session',
      handler('req.session.user = u; await audit(req.session);'),
      'req.session.user',
    ),
    invalid(
      'none for a local that would hold the old session',
      handler('const { session } = req; session.user = u;'),
      'session.user',
    ),
    invalid('none without next', sync('req.session.user = u; res.end();'), 'req.session.user'),
    invalid(
      'none where the write is part of an expression',
      handler('ok && (req.session.user = u);'),
      'req.session.user',
    ),
    invalid(
      'none where the rest awaits, in a callback',
      `${express}app.post('/login', (req, res, next) => { for (const a of b) { req.session.user = a; break; } });`,
      'req.session.user',
    ),
  ],
});

run(commonjs, 'in CommonJS', {
  valid: [
    valid(
      'rotated',
      "const session = require('express-session');\nexports.login = (req, res) => { req.session.regenerate(() => { req.session.user = u; }); };",
    ),
    valid(
      'sealed',
      "const session = require('cookie-session');\nexports.login = (req, res) => { req.session.user = u; };",
    ),
    valid(
      'compiled and sealed',
      "const cookie_session_1 = __importDefault(require('cookie-session'));\nexports.login = (req, res) => { req.session.user = u; };",
    ),
    valid(
      'compiled and rotated',
      "const util_1 = require('util');\nexports.login = async (req, res) => { await (0, util_1.promisify)(req.session.regenerate.bind(req.session))(); req.session.user = u; };",
    ),
    valid(
      'a compiled helper whose name says so',
      "const session_1 = require('./session');\nexports.login = async (req, res) => { await (0, session_1.regenerateSession)(req); req.session.user = u; };",
    ),
  ],
  invalid: [
    invalid(
      'not rotated',
      "const session = require('express-session');\nexports.login = (req, res) => { req.session.user = u; };",
      'req.session.user',
    ),
    invalid(
      'compiled passport below 0.6',
      "const passport_1 = __importDefault(require('passport'));\napp.post('/login', passport_1.default.authenticate('local'), h);",
      'passport_1.default',
      undefined,
      { ...OLD, messageId: 'signsInWithOldId' },
    ),
  ],
});

run(typescript, 'in TypeScript', {
  valid: [
    valid(
      'rotated in a Nest controller',
      `${nest}@Controller() class A { @Post('login') async login(@Req() req: Request) { await new Promise<void>((r, j) => req.session.regenerate((e) => (e ? j(e) : r()))); req.session.userId = u.id; } }`,
    ),
    valid(
      'rotated by a service of the class',
      `${nest}@Controller() class A { constructor(private sessions: Sessions) {} @Post('login') async login(@Req() req: Request) { await this.sessions.regenerate(req); req.session.userId = u.id; } }`,
    ),
    valid(
      'behind a guard of the method',
      `${nest}@Controller() class A { @UseGuards(SessionGuard) @Post('me') change(@Session() session: any) { session.user = u; } }`,
    ),
    valid(
      'behind a guard of the class',
      `${nest}@UseGuards(new AuthenticatedGuard()) @Controller() class A { @Post('me') change(@Session() session: any) { session.user = u; } }`,
    ),
    valid(
      'a session that a service of the class does not know by its id yet',
      `${nest}@Controller() class A { constructor(private sessions: Sessions) {} @Post('cart') async cart(@Session() session: any) { const known = await this.sessions.findSessionById(session.id); if (!known) session.authenticated = true; } }`,
    ),
    valid(
      'the decorator of an authentication library',
      "import { Session } from '@thallesp/nestjs-better-auth';\nclass A { @Post('x') f(@Session() session: UserSession) { session.user = u; } }",
    ),
    valid(
      'a request by a type of the DOM',
      'export function f(req: Request, user: User) { req.session.user = user; }',
    ),
  ],
  invalid: [
    invalid(
      "Nest's @Req()",
      `${nest}@Controller() class A { @Post('login') login(@Req() req: any) { req.session.userId = u.id; } }`,
      'req.session.userId',
    ),
    invalid(
      "Nest's @Session()",
      `${nest}@Controller() class A { @Post('login') async login(@Session() session: Record<string, any>) { session.userId = u.id; } }`,
      'session.userId',
    ),
    invalid(
      "Nest's @Session() by another name",
      "import { Post, Session as HttpSession } from '@nestjs/common';\nclass A { @Post('login') login(@HttpSession() session: any) { session.userId = u.id; } }",
      'session.userId',
    ),
    invalid(
      'a guard that signs in',
      `${nest}@Controller() class A { @UseGuards(LocalAuthGuard, LoginEnabledGuard) @Post('login') login(@Req() req: any) { req.session.user = req.user; } }`,
      'req.session.user =',
    ),
    invalid(
      'a request by its imported type',
      "import type { Request } from 'express';\nexport function signIn(req: Request, id: string) { req.session.userId = id; }",
      'req.session.userId',
    ),
    invalid(
      'a session by its imported type',
      "import type { Session, SessionData } from 'express-session';\nexport function signIn(session: Session & Partial<SessionData>, id: string) { session.userId = id; }",
      'session.userId',
    ),
    invalid(
      'a cast session',
      "import type { Request, Response } from 'express';\nexport const login = async (req: Request, res: Response) => {\n  (req.session as any).userId = 1;\n};",
      '(req.session as any)',
      [
        'regenerateFirst',
        "import type { Request, Response } from 'express';\nexport const login = async (req: Request, res: Response) => {\n  await new Promise<void>((resolve, reject) =>\n    req.session.regenerate((error: unknown) => (error ? reject(error) : resolve())),\n  );\n  (req.session as any).userId = 1;\n};",
      ],
    ),
    invalid(
      'a session that may be missing by its type',
      "import type { Request, Response } from 'express';\nexport const login = (req: Request, res: Response, next: NextFunction) => {\n  req.session!.userId = 1;\n};",
      'req.session!',
      [
        'wrapInRegenerate',
        "import type { Request, Response } from 'express';\nexport const login = (req: Request, res: Response, next: NextFunction) => {\n  req.session!.regenerate((err: unknown) => {\n    if (err) return next(err);\n    req.session!.userId = 1;\n  });\n};",
      ],
    ),
    invalid(
      'a request of an execution context',
      `${nest}class Guard { canActivate(context: ExecutionContext) { const req = context.switchToHttp().getRequest(); req.session.userId = 1; } }`,
      'req.session.userId',
    ),
    invalid(
      "a resolver's @Ctx()",
      "import { Ctx, Mutation } from 'type-graphql';\nclass R { @Mutation() login(@Ctx() { req }: MyContext) { req.session.userId = 1; } }",
      'req.session.userId',
    ),
    invalid(
      'a class property',
      "import type { Request, Response } from 'express';\nclass A { login = (req: Request, res: Response) => { req.session.user = u; }; }",
      'req.session.user',
    ),
  ],
});
