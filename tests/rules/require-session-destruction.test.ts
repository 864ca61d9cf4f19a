import { join } from 'node:path';
import { requireSessionDestruction as rule } from '../../src/rules/require-session-destruction';
import { commonjs, modules, typescript } from '../support/rule-tester';

const express = `import session from 'express-session';`;
const configured = `${express} app.use(session({ secret }));`;
const koa = `import Koa from 'koa'; import session from 'koa-generic-session';`;
const sdk = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
const transports = {};
async function start() {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => { transports[id] = transport; },
  });
}`;

/** A folder with a `package.json`. */
const project = (folder: string) => join(import.meta.dirname, '../fixtures', folder, 'routes.js');

/** A logout route around a body. */
const logout = (body: string, parameters = 'req, res, next') =>
  `app.post('/logout', (${parameters}) => { ${body} });`;
const asyncLogout = (body: string) => `app.post('/logout', async (req, res) => { ${body} });`;

const awaited =
  'await new Promise((resolve, reject) => req.session.destroy((err) => (err ? reject(err) : resolve())));';

interface Expected {
  name: string;
  code: string;
  /** The text of the reported node: its first occurrence. */
  at: string;
  messageId: string;
  /** What the suggestion makes of the code; absent where nothing is certain. */
  output?: string;
  suggestion?: string;
  options?: [{ clearCookie: boolean }];
  settings?: Record<string, unknown>;
  filename?: string;
}

/** A case that reports one node, at the place where its text stands. */
function reports({
  name,
  code,
  at,
  messageId,
  output,
  suggestion,
  options,
  settings,
  filename,
}: Expected) {
  const start = code.indexOf(at);
  const before = code.slice(0, start).split('\n');
  const suggestions =
    output === undefined ? [] : [{ messageId: suggestion ?? 'endSession', output }];
  return {
    name,
    code,
    options: options ?? [],
    ...(settings && { settings }),
    ...(filename !== undefined && { filename }),
    errors: [
      {
        messageId,
        line: before.length,
        column: (before.at(-1) ?? '').length + 1,
        endColumn: (before.at(-1) ?? '').length + 1 + at.length,
        suggestions: output === undefined ? null : suggestions,
      },
    ],
  };
}

modules.run('require-session-destruction', rule, {
  valid: [
    ...Object.entries({
      'destroy with a callback': logout(`req.session.destroy(() => res.redirect('/'));`),
      'destroy without a callback': logout(`req.session.destroy(); res.redirect('/');`),
      'destroy behind an optional chain': logout(
        `req.session?.destroy(() => {}); res.clearCookie('connect.sid'); res.end();`,
      ),
      'destroy before what is cleared': logout(
        `req.session.destroy(); res.clearCookie('connect.sid'); req.session = null;`,
      ),
      'destroy after what is cleared': logout(
        `req.session.user = null; req.session.destroy(() => res.end());`,
      ),
      'destroy on both paths': logout(
        `req.session.user = null; if (a) { req.session.destroy(); return res.end(); } req.session.destroy(() => res.end());`,
      ),
      'an awaited promise around destroy': asyncLogout(
        `delete req.session.user; await new Promise((resolve, reject) => req.session.destroy((e) => (e ? reject(e) : resolve()))); res.end();`,
      ),
      'an awaited promise that is handed to destroy': asyncLogout(
        `delete req.session.user; await new Promise((r) => { req.session.destroy(r); }); res.end();`,
      ),
      'a promisified destroy, bound': asyncLogout(
        `req.session.user = null; await promisify(req.session.destroy.bind(req.session))(); res.end();`,
      ),
      'a promisified destroy, called on the session': asyncLogout(
        `req.session.user = null; await promisify(req.session.destroy).call(req.session); res.end();`,
      ),
      'a promisified destroy in a variable': asyncLogout(
        `req.session.user = null; const end = promisify(req.session.destroy).bind(req.session); await end(); res.end();`,
      ),
      'an awaited destroy': asyncLogout(
        `request.session.user = null; await request.session.destroy();`,
      ),
      'regenerate used as a logout': logout(
        `req.session.user = null; req.session.regenerate((err) => { if (err) return next(err); res.redirect('/'); });`,
      ),
      'the logout of the README of express-session': `app.get('/logout', function (req, res, next) {
        req.session.user = null
        req.session.save(function (err) {
          if (err) next(err)
          req.session.regenerate(function (err) {
            if (err) next(err)
            res.redirect('/')
          })
        })
      })`,
      'a sign-out with a callback': logout(
        `req.session.user = null; req.logout((err) => { if (err) return next(err); res.redirect('/'); });`,
      ),
      'a sign-out with options and a callback': logout(
        `req.logout({ keepSessionInfo: true }, (err) => res.redirect('/'));`,
      ),
      'a sign-out in its other spelling': logout(`req.logOut((err) => res.redirect('/'));`),
      'destroy after a sign-out, whose version is not known': logout(
        `req.logout(); req.session.destroy(() => res.end());`,
      ),
      'a sign-out with a callback by name': logout(`req.logout(done);`),
      'a promisified sign-out': asyncLogout(
        `req.session.user = null; await promisify(req.logout.bind(req))(); res.end();`,
      ),
      'a promise around a sign-out': asyncLogout(
        `req.session.user = null; await new Promise((resolve, reject) => { req.logout((err) => (err ? reject(err) : resolve())); }); res.end();`,
      ),
      'an awaited sign-out of @fastify/passport': `import fastifyPassport from '@fastify/passport'; app.get('/logout', async (request, reply) => { request.session.user = null; await request.logOut(); reply.redirect('/'); });`,
      'null in Koa': `${koa} router.post('/logout', (ctx) => { ctx.session.user = null; ctx.session = null; ctx.redirect('/'); });`,
      'null under cookie-session': `import cookieSession from 'cookie-session'; ${logout(`req.session = null; res.redirect('/');`)}`,
      'null under express-session that destroys it then': `${express} app.use(session({ secret, unset: 'destroy' })); ${logout(`req.session = null; res.redirect('/');`)}`,
      'null under express-session whose options are out of sight': `${express} app.use(session(options)); ${logout(`req.session = null; res.redirect('/');`)}`,
      'null under express-session that another file configures': `${express} ${logout(`req.session = null; res.redirect('/');`)}`,
      'null where no import tells the library': logout(`req.session = null; res.redirect('/');`),
      'null after destroy': `${configured} ${logout(`req.session.destroy(); req.session = null; res.redirect('/');`)}`,
      'a sealed session, whose cookie is all there is': `import cookieSession from 'cookie-session'; ${logout(`req.session.user = null; res.redirect('/');`)}`,
      'a sealed session whose cookie is cleared': `import cookieSession from 'cookie-session'; ${logout(`res.clearCookie('session'); res.redirect('/');`)}`,
      'iron-session': `import { getIronSession } from 'iron-session'; export async function logout(req, res) { const session = await getIronSession(req, res, options); session.destroy(); res.clearCookie('connect.sid'); }`,
      'delete of @fastify/secure-session': `app.post('/logout', (request, reply) => { request.session.set('user', undefined); request.session.delete(); reply.send({}); });`,
      'deleteSession of hono-sessions': `import { sessionMiddleware } from 'hono-sessions'; app.post('/logout', (c) => { c.var.session.set('user', null); c.var.session.deleteSession(); return c.text('bye'); });`,
      'clear of h3': `export async function logout(event) { const session = await useSession(event); await session.clear(); deleteCookie(event, 'connect.sid'); }`,
      'destroySession of remix': `export async function logout(req, res) { res.clearCookie('connect.sid'); return redirect('/', { headers: { 'Set-Cookie': await destroySession(session) } }); }`,
      'lucia.invalidateSession': asyncLogout(
        `await lucia.invalidateSession(req.session.id); res.clearCookie('connect.sid'); res.end();`,
      ),
      'signOut of a library': asyncLogout(
        `await auth.signOut(); req.session.user = null; res.end();`,
      ),
      'res.oidc.logout': logout(`req.session.user = null; res.oidc.logout({ returnTo: '/' });`),
      'the store of the session': logout(
        `req.session.user = null; req.sessionStore.destroy(req.sessionID, () => res.end());`,
      ),
      'a map of sessions': logout(
        `sessions.delete(req.cookies.sid); res.clearCookie('connect.sid'); res.end();`,
      ),
      'an object of sessions': logout(
        `delete sessions[req.cookies.sid]; res.clearCookie('connect.sid'); res.end();`,
      ),
      'a row of a table': asyncLogout(
        `await prisma.session.delete({ where: { id } }); res.clearCookie('connect.sid'); res.end();`,
      ),
      'a row of a table, by a query': asyncLogout(
        `await db.query('DELETE FROM sessions WHERE id = $1', [id]); res.clearCookie('connect.sid'); res.end();`,
      ),
      'a row of a table, by a query builder': asyncLogout(
        `await db.delete(sessions).where(eq(sessions.id, id)); res.clearCookie('connect.sid'); res.end();`,
      ),
      'a key of Redis': asyncLogout(
        'await redis.del(`sess:${id}`); res.clearCookie("connect.sid"); res.end();',
      ),
      'a token that is revoked': asyncLogout(
        `await tokens.revoke(token); req.session.user = null; res.end();`,
      ),
      'a token on a blacklist': asyncLogout(
        'await redis.set(`blacklist:${jti}`, "1"); req.session.user = null; res.end();',
      ),
      'a helper of another file, by name': asyncLogout(
        `await destroySession(req); res.clearCookie('connect.sid'); res.end();`,
      ),
      'a helper of another file, whose name says logout': logout(
        `req.session.user = null; authService.logout(req.user.id); res.end();`,
      ),
      'a helper of another file, with a callback': logout(
        `destroySession(req, () => { res.clearCookie('connect.sid'); res.end(); });`,
      ),
      'a helper of another file that is handed the request and says nothing': logout(
        `req.session.user = null; finish(req, res);`,
      ),
      'a helper of another file that is handed the session': asyncLogout(
        `req.session.user = null; await finish(req.session); res.end();`,
      ),
      'a helper of this file, by its body': `function finish(r) { return new Promise((resolve) => r.session.destroy(resolve)); } app.post('/logout', async (req, res) => { req.session.user = null; await finish(req); res.end(); });`,
      'a helper of this file that takes the user out, before destroy': `function clearUser(req) { req.session.user = null; } ${logout(`clearUser(req); req.session.destroy(() => res.end());`)}`,
      'a function by that name whose caller destroys': `function logout(req) { req.session.user = null; } app.post('/account/close', (req, res) => { logout(req); req.session.destroy(() => res.end()); });`,
      'the next handler': logout(`req.session.user = null; next();`),
      'a session that is there or not': `${configured} ${logout(`if (req.session) { req.session.destroy(() => {}); } res.clearCookie('connect.sid'); res.json({});`)}`,
      'a session that is not there': `${configured} ${logout(`if (!req.session) { res.clearCookie('connect.sid'); return res.end(); } req.session.destroy(() => res.end());`)}`,
      'nobody in the session': `${configured} ${logout(`if (!req.session || !req.session.userId) { res.clearCookie('connect.sid'); return res.end(); } req.session.destroy(() => res.end());`)}`,
      'nobody by the request': `${configured} ${logout(`if (req.isAuthenticated() && req.session !== undefined) { req.session.destroy(); } res.clearCookie('connect.sid'); res.end();`)}`,
      'a session behind &&': `${configured} ${logout(`req.session && req.session.destroy(); res.clearCookie('connect.sid'); res.end();`)}`,
      'an error of the callback': logout(
        `req.session.user = null; db.save((err) => { if (err) { return res.status(500).end(); } req.session.destroy(() => res.end()); });`,
      ),
      'an attempt that threw': `${configured} ${asyncLogout(`try { req.session.user = null; await destroySession(req); } catch (e) { console.error(e); } res.clearCookie('connect.sid'); res.end();`)}`,
      'the cookie, in finally': `${configured} ${asyncLogout(`try { await endSession(req); } finally { res.clearCookie('connect.sid'); }`)}`,
      then: asyncLogout(
        `req.session.user = null; return sessions.destroy(req.sessionID).then(() => res.end());`,
      ),
      'destroy in then': asyncLogout(
        `req.session.user = null; db.save().then(() => { req.session.destroy(() => res.end()); });`,
      ),
      'a callback that takes the user out, and destroy below it': asyncLogout(
        `await db.save().then(() => { req.session.user = null; }); req.session.destroy(() => res.end());`,
      ),
      'an expired cookie of the session': logout(
        `req.session.user = null; req.session.cookie.maxAge = 0; res.end();`,
      ),
    }).map(([name, code]) => ({ name: `ends the session: ${name}`, code })),
    ...Object.entries({
      'a handler that touches no session': logout(`res.redirect('/');`),
      'a page': `app.get('/logout', (req, res) => { res.render('logout', { user: req.session.user }); });`,
      'a cookie of a token, and no session library in sight': logout(
        `res.clearCookie('token'); res.end();`,
      ),
      'a cookie by a session name, and no session library in sight': logout(
        `res.clearCookie('session'); res.end();`,
      ),
      'a cookie of a token beside a session library': `${configured} ${logout(`res.clearCookie('jwt'); res.end();`)}`,
      'another cookie than the one of the configuration': `${express} app.use(session({ secret, name: 'sid' })); ${logout(`res.clearCookie('session'); res.end();`)}`,
      'a cookie that is no session': `${configured} ${logout(`res.clearCookie('theme'); res.end();`)}`,
      'a cookie whose name is out of sight': `${configured} ${logout(`res.clearCookie(config.name); res.end();`)}`,
      'keys that hold no login': logout(
        `req.session.cart = null; delete req.session.returnTo; res.end();`,
      ),
      'a key that is not known': logout(`delete req.session[key]; res.end();`),
      'a key that is not cleared': logout(`req.session.user = guest; res.end();`),
      'a function that is no logout': `app.post('/profile', (req, res) => { req.session.user = null; res.end(); });`,
      'names that only sound alike': `app.post('/blog/outline', (req, res) => { req.session.user = null; res.end(); }); function blogOut(req) { req.session.user = null; }`,
      'no session of a request': `export function logout() { this.session.user = null; store.session.user = null; }`,
      'the session of a chat bot': `import { Telegraf, session } from 'telegraf'; bot.command('logout', (ctx) => { ctx.session.user = null; }); function logout(ctx) { ctx.session.user = null; }`,
      'a backchannel logout':
        `class Oidc { @Post(':id/backchannel-logout') async backchannelLogout(id, body) { await this.oidcService.processBackchannelLogout(id, body.logout_token); } }`.replace(
          "@Post(':id/backchannel-logout') ",
          '',
        ),
    }).map(([name, code]) => ({ name: `is no half logout: ${name}`, code })),
    {
      name: 'a sign-out of a passport below 0.6 over sealed sessions',
      code: `import cookieSession from 'cookie-session'; ${logout(`req.logout(); res.redirect('/');`, 'req, res')}`,
      settings: { 'mcp-session': { passport: '<0.6' } },
    },
    ...[
      [
        'middleware in it',
        'routes/logout.js',
        `export function check(req, res, next) { if (req.query.stale) { req.session.user = null; return res.redirect('/'); } next(); }`,
      ],
      [
        'another path in it',
        'routes/logout.js',
        `router.post('/guest', (req, res) => { req.session.user = null; });`,
      ],
      [
        'a test of it',
        'tests/logout.test.js',
        `app.get('/', (req, res) => { req.session.user = null; });`,
      ],
      [
        'the folder alone',
        'logout/guest.js',
        `app.get('/', (req, res) => { req.session.user = null; });`,
      ],
    ].map(([name = '', filename = '', code = '']) => ({
      name: `a file that is named for it: ${name}`,
      code,
      filename,
    })),
    ...Object.entries({
      'an application by that name': `module.exports = async function (fastify) { fastify.get('/logout', async (req, res) => { await req.logout(); res.redirect('/'); }); };`,
      'an application by that name, in a class': `class Auth { routes() { this.fastify.post('/logout', async (req, res) => { req.logout(); return {}; }); } }`,
      'what its handlers answer by': `export async function logout(request, reply) { request.logout(); return reply.send({}); }`,
      'options of the route': `module.exports = async (app) => { app.get('/logout', { preValidation: app.requireUser }, async (req, res) => { await req.logout(); res.redirect('/'); }); };`,
      'a route that is all options': `app.route({ method: 'POST', url: '/logout', handler: async (req, res) => { await req.logout(); } });`,
      'another route of the file': `app.post('/logout', signOut); async function signOut(req) { await req.logout(); } app.get('/me', { schema }, (req, res) => req.user);`,
    }).map(([name, code]) => ({ name: `a sign-out of Fastify, by ${name}`, code })),
    {
      name: 'a sign-out of Fastify, by the nearest package.json',
      code: asyncLogout('req.logout(); res.redirect("/");'),
      filename: project('fastify'),
    },
    {
      name: 'a sign-out that is awaited, of a library that nothing tells',
      code: asyncLogout('await req.logout(); res.redirect("/");'),
    },
    {
      name: 'a sign-out that is awaited by then, of a library that nothing tells',
      code: logout('req.logout().then(() => res.redirect("/"));'),
    },
    {
      name: 'a sign-out whose version is not known, over sealed sessions',
      code: `import cookieSession from 'cookie-session'; ${logout(`req.logout(); res.redirect('/');`, 'req, res')}`,
    },
    ...Object.entries({
      'hands over to the transport': `${sdk} app.delete('/mcp', async (req, res) => { const id = req.headers['mcp-session-id']; if (!transports[id]) return res.status(404).end(); await transports[id].handleRequest(req, res); });`,
      'one handler for GET and DELETE': `${sdk} const handle = async (req, res) => { await transports[req.headers['mcp-session-id']].handleRequest(req, res); }; app.get('/mcp', handle); app.delete('/mcp', handle);`,
      'closes the transport': `${sdk} app.delete('/mcp', async (req, res) => { await transports[req.headers['mcp-session-id']].close(); res.status(204).end(); });`,
      'deletes it': `${sdk} app.delete('/mcp', (req, res) => { delete transports[req.headers['mcp-session-id']]; res.status(204).end(); });`,
      'deletes it by a function of this file': `${sdk} function forget(id) { delete transports[id]; } app.delete('/mcp', (req, res) => { forget(req.headers['mcp-session-id']); res.status(204).end(); });`,
      'calls a helper of another file': `${sdk} app.delete('/mcp', async (req, res) => { await sessions.cleanupSession(req.headers['mcp-session-id']); res.status(204).end(); });`,
      'hands the request to a helper of another file': `${sdk} app.delete('/mcp', (req, res) => answer(req, res));`,
      'is a handler of another file': `${sdk} app.delete('/mcp', checkId, handleSessionRequest);`,
      'of a stateless server answers 405': `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'; app.delete('/mcp', (req, res) => { res.writeHead(405).end(); });`,
      'answers 405, as the specification allows': `${sdk} app.delete('/mcp', (req, res) => { res.status(405).end(); });`,
      'is of another endpoint': `${sdk} app.delete('/tasks/:id', (req, res) => { tasks.remove(req.params.id); res.end(); });`,
      'has a guard that reads the id': `${sdk} app.delete('/mcp', (req, res, next) => { if (!req.headers['mcp-session-id']) return res.status(400).end(); next(); }, async (req, res) => { await req.transport.handleRequest(req, res); });`,
    }).map(([name, code]) => ({ name: `the DELETE handler ${name}`, code })),
  ],
  invalid: [
    {
      name: 'a key set to null, and its handler in the callback',
      code: `app.post('/auth/logout', (req, res, next) => {
  req.session.user = null;
  res.redirect('/');
});`,
      at: 'req.session.user = null',
      messageId: 'field',
      output: `app.post('/auth/logout', (req, res, next) => {
  req.session.destroy((err) => {
    if (err) return next(err);
    res.redirect('/');
  });
});`,
    },
    {
      name: 'several keys in a row are one report, and one change',
      code: `export const logout = catchAsync((req, res) => {
  delete req.session.user;
  req.session.loggedIn = false;
  req.session.role = undefined;

  // home
  return res.redirect('/');
});`,
      at: 'delete req.session.user',
      messageId: 'field',
      output: `export const logout = catchAsync((req, res) => {
  req.session.destroy(() => {
    // home
    return res.redirect('/');
  });
});`,
    },
    {
      name: 'an async handler awaits the end',
      code: `async function signOut(req, res) {
  req.session.userId = null;
  await audit.save();
  res.json({ ok: true });
}`,
      at: 'req.session.userId = null',
      messageId: 'field',
      output: `async function signOut(req, res) {
  await new Promise((resolve, reject) =>
    req.session.destroy((err) => (err ? reject(err) : resolve())),
  );
  await audit.save();
  res.json({ ok: true });
}`,
    },
    {
      name: 'the cookie cleared before the key: the key is the place to change',
      code: `${configured}
router.post('/logout', (req, res) => {
  res.clearCookie('connect.sid');
  req.session.user = null;
  res.end();
});`,
      at: 'req.session.user = null',
      messageId: 'field',
      output: `${configured}
router.post('/logout', (req, res) => {
  res.clearCookie('connect.sid');
  req.session.destroy(() => {
    res.end();
  });
});`,
    },
    {
      name: 'the session is used after it: no suggestion',
      code: logout(`req.session.user = null; req.session.flash = 'bye'; res.end();`),
      at: 'req.session.user = null',
      messageId: 'field',
    },
    {
      name: 'a comment would be lost: no suggestion',
      code: logout(`
        req.session.user = null; // out
        req.session.role = null;
        res.end();`),
      at: 'req.session.user = null',
      messageId: 'field',
    },
    {
      name: 'in an expression: no suggestion',
      code: `export const logout = (req, res) => res.json((req.session.user = null));`,
      at: 'req.session.user = null',
      messageId: 'field',
    },
    ...Object.entries({
      false: ['req.session.loggedIn = false', 'req.session'],
      'an empty string': [`req.session.username = ''`, 'req.session'],
      'an empty object': ['req.session.user = {}', 'req.session'],
      'void 0': ['req.session.user = void 0', 'req.session'],
      'a static key': [`req.session['user'] = null`, 'req.session'],
      delete: ['delete req.session.user', 'req.session'],
      'delete behind an optional chain': ['delete req.session?.user', 'req.session'],
      'two in one': ['req.session.user = req.session.role = null', 'req.session'],
      'Object.assign': ['Object.assign(req.session, { user: null, role: null })', 'req.session'],
      'a key that passport keeps': ['req.session.passport = {}', 'req.session'],
    }).map(([name, [at = '', session = '']]) => ({
      name: `takes back a key: ${name}`,
      code: logout(`${at};\nres.end();`, 'req, res'),
      at,
      messageId: 'field',
      output: logout(`${session}.destroy(() => {\n  res.end();\n});`, 'req, res'),
    })),
    ...[
      `app.post('/log-out', (req, res) => { BODY });`,
      `app.route('/users/me/signout').post((req, res) => { BODY });`,
      `app.post('/auth/logOut', asyncHandler((req, res) => { BODY }));`,
      `router.all('/api/v1/logoff', requireAuth, (req, res) => { BODY });`,
      `app.delete('/api/session', (req, res) => { BODY });`,
      `exports.logout = function (req, res) { BODY };`,
      `module.exports.sign_out = wrap((req, res) => { BODY });`,
      `export default { endSession: (req, res) => { BODY } };`,
      `class A { logOut(req, res) { BODY } }`,
      `class A { signOut = (req, res) => { BODY } }`,
      `const handleLogout = (req, res) => { BODY }; app.post('/bye', handleLogout);`,
      `const logoutUser = [requireAuth, (req, res) => { BODY }];`,
      `const resolvers = { Mutation: { logout: (_, args, { req, res }) => { BODY } } };`,
    ].map((code) => ({
      name: `a logout by its path or name: ${code}`,
      code: code.replace('BODY', `req.session.user = null; res.end();`),
      at: 'req.session.user = null',
      messageId: 'field',
      output: code.replace('BODY', 'req.session.destroy(() => { res.end(); });'),
    })),
    ...Object.entries({
      'a path without it': `req.session.user = null; if (req.query.all) { req.session.destroy(() => res.end()); } else { res.end(); }`,
      'a return before it': `req.session.user = null; if (req.xhr) return res.end(); req.session.destroy(() => res.end());`,
      'a save, which ends nothing': `req.session.user = null; req.session.save(() => res.end());`,
      'a callback that ends it on one path': `req.session.user = null; db.save(() => { if (req.xhr) { return res.end(); } req.session.destroy(() => res.end()); });`,
      'a try that goes on': `try { req.session.user = null; await log(); } catch (e) { console.error(e); } res.end();`,
      'a helper that reads the request': `req.session.user = null; audit(req, 'logout'); logger.info('logout', req.session.id); res.end();`,
      'a database that is told of the user': `await User.update({ lastSeen: now }, { where: { id: req.session.userId } }); req.session.user = null; res.end();`,
      'the other cookie': `req.session.user = null; res.clearCookie('theme'); clearInterval(timer); res.end('session closed');`,
      'a message that says logout': `req.session.user = null; req.flash('success', 'logged out'); logLogout(req.user); res.redirect('/logout/done');`,
      'only where somebody is signed in': `if (req.session.user) { req.session.user = null; } res.end();`,
      'a loop that may not run': `req.session.user = null; for (const each of list) { req.session.destroy(); } res.end();`,
    }).map(([name, body]) => ({
      name: `leaves the session alive: ${name}`,
      code: asyncLogout(body),
      at: 'req.session.user = null',
      messageId: 'field',
      ...(!body.includes('req.session', body.indexOf('null')) && {
        output: asyncLogout(body.replace('req.session.user = null;', awaited)),
      }),
    })),
    {
      name: 'only the cookie is cleared, beside a session library',
      code: `${configured}
app.post('/logout', (req, res) => {
  res.clearCookie('connect.sid');
  res.redirect('/');
});`,
      at: `res.clearCookie('connect.sid')`,
      messageId: 'cookie',
      output: `${configured}
app.post('/logout', (req, res) => {
  req.session.destroy(() => {
    res.clearCookie('connect.sid');
    res.redirect('/');
  });
});`,
    },
    {
      name: 'only the cookie of a session library, which is not in sight',
      code: `app.post('/logout', async (req, res) => { res.clearCookie('connect.sid'); res.redirect('/'); });`,
      at: `res.clearCookie('connect.sid')`,
      messageId: 'cookie',
      output: `app.post('/logout', async (req, res) => { ${awaited} res.clearCookie('connect.sid'); res.redirect('/'); });`,
    },
    {
      name: 'only the cookie that the configuration names',
      code: `${express} const name = 'app'; app.use(session({ secret, name })); export const logout = (_, res) => res.clearCookie(name).end();`,
      at: 'res.clearCookie(name)',
      messageId: 'cookie',
    },
    {
      name: 'only the cookie, set to nothing',
      code: `${configured} app.get('/logout', (_req, res) => { res.cookie('connect.sid', '', { maxAge: 0 }); res.end(); });`,
      at: `res.cookie('connect.sid', '', { maxAge: 0 })`,
      messageId: 'cookie',
      output: `${configured} app.get('/logout', (_req, res) => { _req.session.destroy(() => { res.cookie('connect.sid', '', { maxAge: 0 }); res.end(); }); });`,
    },
    {
      name: 'only the cookie, by a constant that says so',
      code: `${express} import { SESSION_COOKIE } from './config'; export function logout(req, res) { res.clearCookie(SESSION_COOKIE); }`,
      at: 'res.clearCookie(SESSION_COOKIE)',
      messageId: 'cookie',
      output: `${express} import { SESSION_COOKIE } from './config'; export function logout(req, res) { req.session.destroy(() => { res.clearCookie(SESSION_COOKIE); }); }`,
    },
    {
      name: 'null under express-session, which keeps the session',
      code: `${configured} ${logout('req.session = null; res.end();')}`,
      at: 'req.session = null',
      messageId: 'session',
      output: `${configured} ${logout('req.session.destroy((err) => { if (err) return next(err); res.end(); });')}`,
    },
    {
      name: 'undefined, with another value of `unset`',
      code: `${express} app.use(session({ secret, unset: 'keep' })); ${logout('req.session = undefined; res.end();', 'req, res')}`,
      at: 'req.session = undefined',
      messageId: 'session',
      output: `${express} app.use(session({ secret, unset: 'keep' })); ${logout('req.session.destroy(() => { res.end(); });', 'req, res')}`,
    },
    {
      name: 'delete of the session itself, without options',
      code: `${express} app.use(session()); ${logout('delete req.session; res.end();', 'req, res')}`,
      at: 'delete req.session',
      messageId: 'session',
      output: `${express} app.use(session()); ${logout('req.session.destroy(() => { res.end(); });', 'req, res')}`,
    },
    {
      name: 'a sign-out without a callback, which throws',
      code: logout(`req.logout();\nres.redirect('/');`),
      settings: { 'mcp-session': { passport: '>=0.6' } },
      at: 'req.logout()',
      messageId: 'throwing-sign-out',
      suggestion: 'addCallback',
      output: logout(
        `req.logout((err) => {\n  if (err) return next(err);\n  res.redirect('/');\n});`,
      ),
    },
    {
      name: 'a sign-out with options and no callback, in an async handler',
      settings: { 'mcp-session': { passport: '~0.6.0' } },
      code: asyncLogout(`req.logOut({ keepSessionInfo: true }); res.redirect('/');`),
      at: 'req.logOut({ keepSessionInfo: true })',
      messageId: 'throwing-sign-out',
      suggestion: 'addCallback',
      output: asyncLogout(
        `await new Promise((resolve, reject) => req.logOut({ keepSessionInfo: true }, (err) => (err ? reject(err) : resolve()))); res.redirect('/');`,
      ),
    },
    {
      name: 'a sign-out without a callback, whose version is not known',
      code: logout(`req.logout();\nres.redirect('/');`),
      at: 'req.logout()',
      messageId: 'bare-sign-out',
      output: logout(
        `req.session.destroy((err) => {\n  if (err) return next(err);\n  res.redirect('/');\n});`,
      ),
    },
    {
      name: 'a sign-out with options and no callback, whose version may be either',
      code: asyncLogout(`req.logOut({ keepSessionInfo: true }); res.redirect('/');`),
      settings: { 'mcp-session': { passport: '>=0.5' } },
      at: 'req.logOut({ keepSessionInfo: true })',
      messageId: 'bare-sign-out',
      output: asyncLogout(`${awaited} res.redirect('/');`),
    },
    ...Object.entries({
      'the project names two frameworks': [
        asyncLogout(`req.logout(); res.redirect('/');`),
        'two-frameworks',
      ],
      'the file imports another framework': [
        `import express from 'express'; ${asyncLogout(`req.logout(); res.redirect('/');`)} app.get('/me', (request, reply) => {});`,
      ],
      'options of a request are none of a route': [
        `${asyncLogout(`req.logout(); res.redirect('/');`)} client.get('/me', { json: true }, (req, res) => {});`,
      ],
      'an awaited one, beside passport': [
        `import passport from 'passport'; ${asyncLogout(`await req.logout(); res.redirect('/');`)}`,
      ],
    }).map(([name, [code = '', folder]]) => ({
      name: `a sign-out that is not surely one of Fastify: ${name}`,
      code,
      ...(folder !== undefined && { filename: project(folder) }),
      at: 'req.logout()',
      messageId: 'bare-sign-out',
      output: code.replace(/(?:await )?req\.logout\(\);/, awaited),
    })),
    {
      name: 'an awaited sign-out of a passport that throws',
      code: asyncLogout(`await req.logout(); res.redirect('/');`),
      settings: { 'mcp-session': { passport: '^0.7.0' } },
      at: 'req.logout()',
      messageId: 'throwing-sign-out',
      suggestion: 'addCallback',
      output: asyncLogout(
        `await new Promise((resolve, reject) => req.logout((err) => (err ? reject(err) : resolve()))); res.redirect('/');`,
      ),
    },
    {
      name: 'a sign-out of a passport below 0.6, which keeps the session',
      code: logout(`req.logout();\nres.redirect('/');`, 'req, res'),
      settings: { 'mcp-session': { passport: '<0.6' } },
      at: 'req.logout()',
      messageId: 'keeping-sign-out',
      output: logout(`req.session.destroy(() => {\n  res.redirect('/');\n});`, 'req, res'),
    },
    ...[
      ['routes/signout.js', `router.get('/', checkLogin, (req, res, next) => { BODY });`],
      ['src/controllers/logout.ts', `export default (req, res) => { BODY };`],
      ['app/api/logout/route.js', `export function POST(req) { BODY }`],
    ].map(([filename = '', code = '']) => ({
      name: `a handler of a file that is named for it: ${filename}`,
      filename,
      code: `${express} ${code.replace('BODY', 'req.session.user = null;')}`,
      at: 'req.session.user = null',
      messageId: 'field',
      output: `${express} ${code.replace('BODY', 'req.session.destroy(() => {});')}`,
    })),
    {
      name: 'a sign-out without a callback, known to throw before what follows',
      code: logout('req.logout(); req.session.destroy(() => res.end());', 'req, res'),
      settings: { 'mcp-session': { passport: '^0.7.0' } },
      at: 'req.logout()',
      messageId: 'throwing-sign-out',
      suggestion: 'addCallback',
      output: logout('req.logout(() => { req.session.destroy(() => res.end()); });', 'req, res'),
    },
    {
      name: 'a home-made sign-out that takes the user out',
      code: `app.use((req, res, next) => { req.logout = () => { req.session.user = null; }; next(); });`,
      at: 'req.session.user = null',
      messageId: 'field',
      output: `app.use((req, res, next) => { req.logout = () => { req.session.destroy(() => {}); }; next(); });`,
    },
    {
      name: 'Koa, with a session that has an id',
      code: `${koa} router.post('/logout', async (ctx) => { ctx.session.user = null; ctx.redirect('/'); });`,
      at: 'ctx.session.user = null',
      messageId: 'field',
      output: `${koa} router.post('/logout', async (ctx) => { ctx.session = null; ctx.redirect('/'); });`,
    },
    {
      name: '@fastify/session, which has a promise',
      code: `import fastifySession from '@fastify/session'; app.post('/logout', async (request, reply) => { request.session.set('user', null); return reply.send({}); });`,
      at: `request.session.set('user', null)`,
      messageId: 'field',
      output: `import fastifySession from '@fastify/session'; app.post('/logout', async (request, reply) => { await request.session.destroy(); return reply.send({}); });`,
    },
    {
      name: 'a key of the project',
      code: logout('req.session.shopper = null;', 'req, res'),
      settings: { 'mcp-session': { authKeys: ['shopper'] } },
      at: 'req.session.shopper = null',
      messageId: 'field',
      output: logout('req.session.destroy(() => {});', 'req, res'),
    },
    {
      name: 'a helper of this file that only takes the user out: reported in the helper, once',
      code: `function clearUser(req) { req.session.user = null; } app.get('/logout', (req, res) => { clearUser(req); res.end(); }); app.post('/logout', (req, res) => { clearUser(req); res.end(); });`,
      at: 'req.session.user = null',
      messageId: 'field',
      output: `function clearUser(req) { req.session.destroy(() => {}); } app.get('/logout', (req, res) => { clearUser(req); res.end(); }); app.post('/logout', (req, res) => { clearUser(req); res.end(); });`,
    },
    {
      name: 'a function by that name whose callers do not end it either',
      code: `function logout(req) { req.session.user = null; } app.post('/account/close', (req, res) => { logout(req); res.end(); });`,
      at: 'req.session.user = null',
      messageId: 'field',
      output: `function logout(req) { req.session.destroy(() => {}); } app.post('/account/close', (req, res) => { logout(req); res.end(); });`,
    },
    {
      name: 'the session in a variable',
      code: `app.post('/logout', (req, res) => { const { session } = req; session.user = null; res.end(); });`,
      at: 'session.user = null',
      messageId: 'field',
    },
    ...Object.entries({
      'that only answers': `app.delete('/mcp', (req, res) => { const id = req.headers['mcp-session-id']; if (!transports[id]) return res.status(404).end(); res.status(204).end(); });`,
      'whose id has a constant name': `const HEADER = 'Mcp-Session-Id'; app.delete('/mcp', async (req, res) => { logger.info('DELETE', req.get(HEADER)); res.json({ ok: true }); });`,
      'that does not look at the id, beside a store of transports': `app.delete('/mcp', (req, res) => { res.status(200).json({ ok: true }); });`,
      'of another path that reads the id': `app.delete('/', (req, res) => { audit.record(req.headers['mcp-session-id']); res.end(); });`,
    }).map(([name, handler]) => ({
      name: `a DELETE handler ${name}`,
      code: `${sdk} ${handler}`,
      at: /(?:async )?\(req, res\) => \{.*\}(?=\))/.exec(handler)?.[0] ?? '',
      messageId: 'idleDelete',
    })),
    ...Object.entries({
      'destroy with a callback': [
        `req.session.destroy(() => res.redirect('/'));`,
        'req.session.destroy',
      ],
      'a promise around it': [
        `await new Promise((resolve) => req.session.destroy(resolve)); res.end();`,
        'req.session.destroy',
      ],
      'another cookie is cleared': [
        `res.clearCookie('theme'); req.session.destroy(() => res.end());`,
        'req.session.destroy',
      ],
    }).map(([name, [body = '', at = '']]) => ({
      name: `the browser keeps its cookie: ${name}`,
      code: asyncLogout(body),
      options: [{ clearCookie: true }] as [{ clearCookie: boolean }],
      at,
      messageId: 'keptCookie',
    })),
    {
      name: 'the browser keeps its cookie: a library that is known not to clear it',
      code: `import fastifySession from '@fastify/session'; app.post('/logout', async (request) => { await request.session.destroy(); });`,
      options: [{ clearCookie: true }],
      at: 'request.session.destroy',
      messageId: 'keptCookie',
    },
    {
      name: 'nothing follows',
      code: `app.get('/sign_out', (req, res) => {
  res.redirect('/');
  req.session.user = null;
});`,
      at: 'req.session.user = null',
      messageId: 'field',
      output: `app.get('/sign_out', (req, res) => {
  res.redirect('/');
  req.session.destroy(() => {});
});`,
    },
  ].map((each) => reports(each as Expected)),
});

/** A file of Express that configures express-session by these options. */
const app = (options: string) =>
  `import express from 'express'; ${express} const NAME = 'sid'; app.use(session(${options}));`;
const fastify = `import fastifySession from '@fastify/session'; app.register(fastifySession, { secret });`;

/** A case that asks for the cookie to be cleared, and what its one suggestion makes of it. */
function suggests(name: string, start: string, code: string, output: string) {
  const clears = output.split('.clearCookie(').length > code.split('.clearCookie(').length;
  return {
    name,
    code: `${start} ${code}`,
    options: [{ clearCookie: true }] as never,
    errors: [
      {
        messageId: 'field' as never,
        suggestions: [
          {
            messageId: (clears ? 'endSessionAndCookie' : 'endSession') as never,
            output: `${start} ${output}`,
          },
        ],
      },
    ],
  };
}

modules.run('require-session-destruction, with { clearCookie: true }', rule, {
  valid: Object.entries({
    'the cookie is cleared in the callback': logout(
      `req.session.destroy(() => { res.clearCookie('connect.sid'); res.end(); });`,
    ),
    'the cookie is cleared by a name out of sight': logout(
      `res.clearCookie(config.name); req.session.destroy(() => res.end());`,
    ),
    'a helper of this file clears it': `function forget(r) { r.clearCookie('sid'); } ${logout(`req.session.destroy(() => { forget(res); res.end(); });`)}`,
    'a helper of another file is handed the response': logout(
      `req.session.destroy(() => { finish(res); });`,
    ),
    'a header clears it': logout(
      `res.set('Clear-Site-Data', '"cookies"'); req.session.destroy(() => res.end());`,
    ),
    'a sign-out starts a new session': logout(`req.logout(() => res.end());`),
    'regenerate starts a new session': logout(`req.session.regenerate(() => res.end());`),
    'Koa clears it by itself': `${koa} router.post('/logout', (ctx) => { ctx.session = null; });`,
    'iron-session clears it by itself': `import { getIronSession } from 'iron-session'; export async function logout(req, res) { await req.session.destroy(); }`,
    'a store in the cookie has nothing else to clear': `import { sessionMiddleware, CookieStore } from 'hono-sessions'; app.use(sessionMiddleware({ store: new CookieStore() })); app.post('/logout', (c) => { c.get('session').deleteSession(); });`,
    'nothing tells which library destroys without a callback': logout(
      `req.session.destroy(); res.end();`,
    ),
    'a function that is no logout': `app.post('/reset', (req, res) => { req.session.destroy(() => res.end()); });`,
  }).map(([name, code]) => ({ name, code, options: [{ clearCookie: true }] as never })),
  invalid: [
    ...Object.entries({
      'in the callback': [
        logout(`req.session.user = null; res.redirect('/');`, 'req, res'),
        logout(
          `req.session.destroy(() => { res.clearCookie('connect.sid'); res.redirect('/'); });`,
          'req, res',
        ),
      ],
      'in the callback, on lines of their own, after an error': [
        logout(`\n  req.session.user = null;\n  res.redirect('/');\n`),
        logout(
          `\n  req.session.destroy((err) => {\n    if (err) return next(err);\n    res.clearCookie('connect.sid');\n    res.redirect('/');\n  });\n`,
        ),
      ],
      'after a promise': [
        `app.post('/logout', async (request, response) => { request.session.user = null; await log(); return response.status(204).end(); });`,
        `app.post('/logout', async (request, response) => { ${awaited.replace('req.', 'request.')} response.clearCookie('connect.sid'); await log(); return response.status(204).end(); });`,
      ],
      'and another one': [
        logout(`req.session.user = null; res.clearCookie('theme').redirect('/');`, 'req, res'),
        logout(
          `req.session.destroy(() => { res.clearCookie('connect.sid'); res.clearCookie('theme').redirect('/'); });`,
          'req, res',
        ),
      ],
    }).map(([name, [code = '', output = '']]) =>
      suggests(`clears the cookie as well: ${name}`, app('{ secret }'), code, output),
    ),
    ...Object.entries({
      'by the name that the configuration gives it': ["{ secret, name: 'app' }", 'app'],
      'by a constant': ['{ secret, name: NAME, cookie: { secure: true } }', 'sid'],
      'at the path that is the default': ["{ secret, cookie: { path: '/' } }", 'connect.sid'],
    }).map(([name, [options = '', cookie = '']]) =>
      suggests(
        `clears the cookie as well: ${name}`,
        app(options),
        logout(`req.session.user = null; res.redirect('/');`, 'req, res'),
        logout(
          `req.session.destroy(() => { res.clearCookie('${cookie}'); res.redirect('/'); });`,
          'req, res',
        ),
      ),
    ),
    ...Object.entries({
      'whose name is not known': '{ secret, name: process.env.NAME }',
      'whose options are not known': '{ secret, ...given }',
      'of a domain': "{ secret, cookie: { domain: 'example.com' } }",
      'of a path': "{ secret, cookie: { path: '/app' } }",
      'that only a secure connection sets': "{ secret, name: '__Host-sid' }",
    }).map(([name, options]) =>
      suggests(
        `leaves a cookie ${name}`,
        app(options),
        logout(`req.session.user = null; res.redirect('/');`, 'req, res'),
        logout(`req.session.destroy(() => { res.redirect('/'); });`, 'req, res'),
      ),
    ),
    ...Object.entries({
      'of two configurations': [
        `${app('{ secret }')} app.use(session({ secret }));`,
        `req.session.user = null; res.redirect('/');`,
      ],
      'of a server without a framework': [
        configured,
        `req.session.user = null; res.redirect('/');`,
      ],
      'after the answer': [app('{ secret }'), `req.session.user = null; log();`],
      'that is cleared': [
        app('{ secret }'),
        `req.session.user = null; res.clearCookie('connect.sid').redirect('/');`,
      ],
    }).map(([name, [start = '', body = '']]) =>
      suggests(
        `leaves a cookie ${name}`,
        start,
        logout(body, 'req, res'),
        logout(
          body.replace('req.session.user = null;', 'req.session.destroy(() => {') + ' });',
          'req, res',
        ),
      ),
    ),
    suggests(
      'clears the cookie as well: in Fastify',
      fastify,
      `app.post('/logout', async (request, reply) => { request.session.user = null; return reply.send({}); });`,
      `app.post('/logout', async (request, reply) => { await request.session.destroy(); reply.clearCookie('sessionId'); return reply.send({}); });`,
    ),
  ],
});

const expectField = { messageId: 'field' as never, line: 3, column: 3 };

typescript.run('require-session-destruction, in TypeScript', rule, {
  valid: [
    {
      name: 'a controller of Nest that destroys',
      code: `import { Session } from '@nestjs/common';
        class AuthController {
          @Post('logout') async logout(@Req() request: RequestWithSession): Promise<void> {
            const destroy = promisify(request.session.destroy.bind(request.session));
            delete request.session.user;
            await destroy();
          }
        }`,
    },
    {
      name: 'a method of a service that destroys',
      code: `class AuthController {
          constructor(private readonly sessions: SessionService) {}
          @Delete('logout') logout(@Req() req: Request) { req.session.userId = undefined; return this.sessions.end(req); }
        }`,
    },
    {
      name: 'a backchannel logout that touches no session',
      code: `class OidcController {
          @Post(':id/backchannel-logout') async backchannelLogout(@Param('id') id: string, @Body() body: Dto) {
            await this.oidcService.processBackchannelLogout(id, body.logout_token);
          }
        }`,
    },
  ],
  invalid: [
    {
      name: 'a controller of Nest with the session as a parameter',
      code: `import { Session } from '@nestjs/common';
class A { @Post('signout') signOut(@Session() session: Record<string, unknown>) {
  session.userId = null as unknown;
} }`,
      errors: [expectField],
    },
    {
      name: 'a typed handler awaits a typed promise',
      code: `
export const logout = async (req: Request, res: Response): Promise<void> => {
  (req.session as Session).user = undefined!;
  res.redirect('/');
};`,
      errors: [
        {
          ...expectField,
          suggestions: [
            {
              messageId: 'endSession',
              output: `
export const logout = async (req: Request, res: Response): Promise<void> => {
  await new Promise<void>((resolve, reject) =>
    req.session.destroy((err: unknown) => (err ? reject(err) : resolve())),
  );
  res.redirect('/');
};`,
            },
          ],
        },
      ],
    },
  ],
});

commonjs.run('require-session-destruction, in CommonJS', rule, {
  valid: [
    {
      name: 'compiled: destroyed through util.promisify',
      code: `"use strict";
const util_1 = require("util");
exports.logout = async (req, res) => { req.session.user = null; await (0, util_1.promisify)(req.session.destroy.bind(req.session))(); };`,
    },
    {
      name: 'compiled: null under express-session whose options say so',
      code: `const express_session_1 = __importDefault(require("express-session"));
app.use((0, express_session_1.default)({ unset: "destroy" }));
exports.logout = (req, res) => { req.session = null; };`,
    },
  ],
  invalid: [
    {
      name: 'compiled: null under express-session',
      code: `const express_session_1 = __importDefault(require("express-session"));
app.use((0, express_session_1.default)({ secret }));
exports.logout = (req, res) => { req.session = void 0; };`,
      errors: [
        {
          messageId: 'session',
          line: 3,
          column: 34,
          suggestions: [
            {
              messageId: 'endSession',
              output: `const express_session_1 = __importDefault(require("express-session"));
app.use((0, express_session_1.default)({ secret }));
exports.logout = (req, res) => { req.session.destroy(() => {}); };`,
            },
          ],
        },
      ],
    },
  ],
});
