import { requireAbsoluteSessionExpiry as rule } from '../../src/rules/require-absolute-session-expiry';
import { commonjs, modules, typescript } from '../support/rule-tester';

const session = `import session from 'express-session';`;
const sdk = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`;
const jwt = `import jwt from 'jsonwebtoken';`;

/** A server that keeps transports in `sessions`, with `more` beside it. */
function server(more: string, entry = 'transport', store = 'const sessions = new Map();'): string {
  return `${sdk}
${store}
app.post('/mcp', async (req, res) => {
  const id = req.headers['mcp-session-id'];
  const known = sessions.get(id);
  if (known) return known.handleRequest(req, res, req.body);
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (sid) => { sessions.set(sid, ${entry}); },
  });
  transport.onclose = () => { sessions.delete(transport.sessionId); };
  await transport.handleRequest(req, res, req.body);
});
${more}`;
}

/** A server that keeps the transports of two kinds in one object, with `more` beside it. */
function nestedServer(more = '', stores = '{ streamable: {}, sse: {} }'): string {
  return `${sdk}
const stores: Stores = ${stores};
app.post('/mcp', async (req, res) => {
  const id = req.headers['mcp-session-id'];
  if (stores.streamable[id]) return stores.streamable[id].handleRequest(req, res, req.body);
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (sid) => { stores.streamable[sid] = transport; },
  });
  transport.onclose = () => { delete stores.streamable[transport.sessionId]; };
  await transport.handleRequest(req, res, req.body);
});
${more}`;
}

typescript.run('require-absolute-session-expiry: no lifetime at all', rule, {
  valid: [
    {
      name: 'a lifetime of any kind: number, date, environment, configuration',
      code: `${session}
        app.use(session({ secret, cookie: { maxAge: 4 * 60 * 60 * 1000 } }));
        app.use(session({ secret, cookie: { expires: new Date(Date.now() + 1000) } }));
        app.use(session({ secret, cookie: { maxAge: Number(process.env.MAX_AGE) } }));
        app.use(session({ secret, cookie: { maxAge: config.maxAge } }));`,
    },
    {
      name: 'a store with a lifetime, given or its own',
      code: `${session}
        import { RedisStore } from 'connect-redis';
        import MongoStore from 'connect-mongo';
        import connectPgSimple from 'connect-pg-simple';
        const PgStore = connectPgSimple(session);
        app.use(session({ secret, store: new RedisStore({ client, ttl: 3600 }) }));
        app.use(session({ secret, store: new RedisStore({ client }) }));
        app.use(session({ secret, store: MongoStore.create({ mongoUrl }) }));
        app.use(session({ secret, store: new PgStore({ pool }) }));`,
    },
    {
      name: 'unknown: a store that no model knows, or that is chosen or imported',
      code: `${session}
        import { store } from './store';
        app.use(session({ secret, store: new DatabaseStore() }));
        app.use(session({ secret, store }));
        app.use(session({ secret, store: isProduction ? new RedisStore() : undefined }));`,
    },
    {
      name: 'unknown: options from elsewhere, a spread, a write under a condition',
      code: `${session}
        import { options } from './config';
        app.use(session(options));
        app.use(session(options.session));
        app.use(session({ ...options, secret }));
        app.use(session({ secret, cookie: options.cookie }));
        const own = { secret, cookie: {} };
        if (isProduction) own.cookie.maxAge = 1000;
        app.use(session(own));
        export const configure = (given) => session(given);`,
    },
    {
      name: 'the lifetime is written later, before the options are used',
      code: `${session}
        const options: SessionOptions = { secret, cookie: {} };
        options.cookie.maxAge = 1000;
        app.use(session(options));`,
    },
    {
      name: 'a lifetime of each session of its own, at sign-in',
      code: `${session}
        app.use(session({ secret }));
        app.post('/login', (req, res) => { req.session.cookie.maxAge = 1000; res.end(); });`,
    },
    {
      name: 'the file ends idle sessions itself',
      code: `${session}
        app.use(session({ secret }));
        app.use((req, res, next) => {
          if (Date.now() - req.session.lastActivity > LIMIT) return req.session.destroy(() => res.redirect('/'));
          req.session.lastActivity = Date.now();
          next();
        });`,
    },
    {
      name: 'libraries whose own default ends a session',
      code: `import { getIronSession } from 'iron-session';
        import koaSession from 'koa-session';
        import secureSession from '@fastify/secure-session';
        app.use(koaSession({ key: 'sid' }, app));
        fastify.register(secureSession, { key });
        export const get = (cookies) => getIronSession(cookies, { password, cookieName: 'sid' });`,
    },
    {
      name: "unknown: a storage of one's own beside the configuration, which may end them",
      code: `import { useSession, useSessionStorage } from '@hono/session';
        app.use(useSessionStorage({ get, set: (id, data) => redis.set(id, data, { ex: 3600 }), delete: remove }), useSession({ secret }));`,
    },
    {
      name: 'unknown: a storage that the context gives',
      code: `import * as sessions from '@hono/session';
        app.use(sessions.useSession({ secret }));
        app.use(sessions.useSessionStorage((c) => new KvStorage(c.env.KV)));`,
    },
    {
      name: 'session from another module',
      code: `import { session } from 'grammy'; bot.use(session({ initial: () => ({}) }));`,
    },
    {
      name: 'a plain cookie is no session configuration',
      code: `app.post('/login', (req, res) => { res.cookie('sid', id, { httpOnly: true }); });`,
    },
  ],
  invalid: [
    {
      name: 'nothing at all',
      code: `${session}
app.use(session({ secret: process.env.SECRET, resave: false }));`,
      errors: [
        {
          messageId: 'noLifetime',
          data: { subject: 'Sessions of express-session have', option: 'cookie.maxAge' },
          line: 2,
          column: 9,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${session}
app.use(session({ secret: process.env.SECRET, resave: false, cookie: { maxAge: 4 * 60 * 60 * 1000 } }));`,
            },
          ],
        },
      ],
    },
    {
      name: 'a cookie without a lifetime, in a constant',
      code: `${session}
const options = {
  secret,
  cookie: {
    httpOnly: true,
    secure: true,
  },
};
app.use(session(options));`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 9,
          column: 9,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${session}
const options = {
  secret,
  cookie: {
    httpOnly: true,
    secure: true,
    maxAge: 4 * 60 * 60 * 1000,
  },
};
app.use(session(options));`,
            },
          ],
        },
      ],
    },
    ...['null', 'Infinity', 'Number.POSITIVE_INFINITY', 'undefined'].map((value) => ({
      name: `a lifetime of ${value}`,
      code: `${session}
app.use(session({ secret, cookie: { maxAge: ${value} } }));`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 2,
          column: value === 'undefined' ? 9 : 45,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${session}
app.use(session({ secret, cookie: { maxAge: 4 * 60 * 60 * 1000 } }));`,
            },
          ],
        } as const,
      ],
    })),
    {
      name: 'expires: false',
      code: `${session}
app.use(session({ secret, cookie: { expires: false } }));`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 2,
          column: 46,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${session}
app.use(session({ secret, cookie: { expires: false, maxAge: 4 * 60 * 60 * 1000 } }));`,
            },
          ],
        },
      ],
    },
    {
      name: 'stores that keep sessions for ever',
      code: `${session}
import { RedisStore } from 'connect-redis';
app.use(session({ secret, store: new RedisStore({ client, disableTTL: true }), cookie: {} }));
app.use(session({ secret, store: new session.MemoryStore(), cookie: {} }));`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 3,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${session}
import { RedisStore } from 'connect-redis';
app.use(session({ secret, store: new RedisStore({ client, disableTTL: true }), cookie: { maxAge: 4 * 60 * 60 * 1000 } }));
app.use(session({ secret, store: new session.MemoryStore(), cookie: {} }));`,
            },
          ],
        },
        {
          messageId: 'noLifetime',
          line: 4,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${session}
import { RedisStore } from 'connect-redis';
app.use(session({ secret, store: new RedisStore({ client, disableTTL: true }), cookie: {} }));
app.use(session({ secret, store: new session.MemoryStore(), cookie: { maxAge: 4 * 60 * 60 * 1000 } }));`,
            },
          ],
        },
      ],
    },
    {
      name: 'koa-session that ends with the browser only',
      code: `import session from 'koa-session';
app.use(session({ maxAge: 'session' }, app));`,
      errors: [
        {
          messageId: 'noLifetime',
          data: { subject: 'Sessions of koa-session have', option: 'maxAge' },
          line: 2,
          column: 27,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `import session from 'koa-session';
app.use(session({ maxAge: 4 * 60 * 60 * 1000 }, app));`,
            },
          ],
        },
      ],
    },
    {
      name: 'a plugin that is registered',
      code: `import fastifySession from '@fastify/session';
fastify.register(fastifySession, { secret });`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 2,
          column: 1,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `import fastifySession from '@fastify/session';
fastify.register(fastifySession, { secret, cookie: { maxAge: 4 * 60 * 60 * 1000 } });`,
            },
          ],
        },
      ],
    },
    {
      name: "a library whose storage is imported and another's is used",
      code: `import { useSession, useSessionStorage } from '@hono/session';
import { MemoryStore } from 'hono-sessions';
new MemoryStore();
app.use(useSession({ secret }));`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 4,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `import { useSession, useSessionStorage } from '@hono/session';
import { MemoryStore } from 'hono-sessions';
new MemoryStore();
app.use(useSession({ secret, duration: { absolute: 4 * 60 * 60 } }));`,
            },
          ],
        },
      ],
    },
    {
      name: 'a library that counts in seconds',
      code: `import { CookieStore, sessionMiddleware } from 'hono-sessions';
app.use(sessionMiddleware({ store: new CookieStore(), encryptionKey }));`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 2,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `import { CookieStore, sessionMiddleware } from 'hono-sessions';
app.use(sessionMiddleware({ store: new CookieStore(), encryptionKey, expireAfterSeconds: 4 * 60 * 60 }));`,
            },
          ],
        },
      ],
    },
  ],
});

typescript.run('require-absolute-session-expiry: tokens', rule, {
  valid: [
    {
      name: 'a token that ends, by option or claim',
      code: `${jwt}
        app.post('/login', (req, res) => {
          res.cookie('token', jwt.sign({ id }, SECRET, { expiresIn: '1h' }));
          res.cookie('token', jwt.sign({ id, exp: now + 3600 }, SECRET));
        });`,
    },
    {
      name: 'unknown: a payload or options from elsewhere',
      code: `${jwt}
        app.post('/login', (req, res) => {
          res.cookie('token', jwt.sign(payload, SECRET));
          res.cookie('token', jwt.sign({ ...claims }, SECRET));
          res.cookie('token', jwt.sign({ id }, SECRET, options));
          res.cookie('token', jwt.sign(...args));
        });`,
    },
    {
      name: 'a token that is no session cookie',
      code: `${jwt}
        app.post('/invite', (req, res) => {
          res.cookie('theme', jwt.sign({ id }, SECRET));
          res.json({ token: jwt.sign({ id }, SECRET) });
        });`,
    },
  ],
  invalid: [
    {
      name: 'a token for ever in a session cookie, through a variable and a function',
      code: `${jwt}
const createToken = (user) => jwt.sign({ id: user.id }, SECRET, { algorithm: 'HS256' });
app.post('/login', (req, res) => {
  const token = jwt.sign({ id: req.user.id }, SECRET);
  res.cookie('token', token, { httpOnly: true });
  res.cookie('auth_token', createToken(req.user));
});`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 2,
          column: 31,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${jwt}
const createToken = (user) => jwt.sign({ id: user.id }, SECRET, { algorithm: 'HS256', expiresIn: '4h' });
app.post('/login', (req, res) => {
  const token = jwt.sign({ id: req.user.id }, SECRET);
  res.cookie('token', token, { httpOnly: true });
  res.cookie('auth_token', createToken(req.user));
});`,
            },
          ],
        },
        {
          messageId: 'noLifetime',
          data: { subject: 'This session token of jsonwebtoken has', option: 'expiresIn' },
          line: 4,
          column: 17,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${jwt}
const createToken = (user) => jwt.sign({ id: user.id }, SECRET, { algorithm: 'HS256' });
app.post('/login', (req, res) => {
  const token = jwt.sign({ id: req.user.id }, SECRET, { expiresIn: '4h' });
  res.cookie('token', token, { httpOnly: true });
  res.cookie('auth_token', createToken(req.user));
});`,
            },
          ],
        },
      ],
    },
  ],
});

typescript.run('require-absolute-session-expiry: stores that never let go', rule, {
  valid: [
    {
      name: 'an interval that deletes what is old',
      code: server(
        `setInterval(() => {
          for (const [id, entry] of sessions) if (Date.now() - entry.lastSeen > LIMIT) sessions.delete(id);
        }, 60_000);`,
        '{ transport, lastSeen: Date.now() }',
      ),
    },
    ...[
      ['by its name', 'for (const id of old()) delete stores.streamable[id];'],
      [
        'by any name',
        'for (const kind of kinds) for (const id of old(kind)) delete stores[kind][id];',
      ],
      [
        'with all others',
        'for (const store of Object.values(stores)) for (const id of old(store)) delete store[id];',
      ],
      [
        'in another variable',
        'const { streamable } = stores; for (const id of old(streamable)) delete streamable[id];',
      ],
      ['in a new object', 'stores.streamable = {};'],
    ].map(([how = '', sweep]) => ({
      name: `an interval that deletes from an object in an object, ${how}`,
      code: nestedServer(`setInterval(() => { ${sweep} }, 60_000);`),
    })),
    {
      name: 'unknown: an object of objects that is exported',
      code: nestedServer('export { stores };'),
    },
    {
      name: 'an interval that closes the transports whose onclose deletes (SDK 1.32 examples)',
      code: server(
        `setInterval(() => {
          const cutoff = Date.now() - IDLE;
          for (const { transport, lastActive } of sessions.values())
            if (lastActive < cutoff) transport.close().catch(console.error);
        }, 60_000).unref();`,
        '{ transport, lastActive: Date.now() }',
      ),
    },
    {
      name: 'a timer that deletes through functions of this file',
      code: server(
        `function remove(id) { sessions.delete(id); }
        function sweep() { for (const id of old()) remove(id); }
        setInterval(sweep, 60_000);`,
      ),
    },
    {
      name: 'a timer for each session',
      code: server('', '{ transport, timer: setTimeout(() => sessions.delete(sid), LIMIT) }'),
    },
    {
      name: 'a timer that closes the transport',
      code: server('', '(setTimeout(() => void transport.close(), LIMIT), transport)'),
    },
    {
      name: 'the age is compared when a session is read',
      code: server(
        `export function find(id) {
          const entry = sessions.get(id);
          if (entry && Date.now() - entry.createdAt > LIMIT) { sessions.delete(id); return undefined; }
          return entry;
        }`,
        '{ transport, createdAt: Date.now() }',
      ),
    },
    {
      name: 'a class with a timer that runs a method',
      code: `${sdk}
        export class Server {
          private sessions: Record<string, Session> = {};
          start() { this.timer = setInterval(this.sweep.bind(this), 1000); }
          private sweep() { for (const id of this.old()) delete this.sessions[id]; }
          async handle(req, res) {
            const transport = new StreamableHTTPServerTransport({
              sessionIdGenerator, onsessioninitialized: (id) => { this.sessions[id] = { transport }; },
            });
            await transport.handleRequest(req, res);
          }
        }`,
    },
    {
      name: 'a manager that says when a session has grown old',
      code: server(`manager.on('session-evicted', ({ id }) => { sessions.delete(id); });`),
    },
    {
      name: 'a counter with a timeout that calls back',
      code: server(
        `const counter = new AccessCounter(sessionTimeout, (id) => { delete sessions[id]; });`,
        'transport',
        'const sessions = {};',
      ),
    },
    {
      name: 'a decorated method, and a loop that sleeps',
      code: `${sdk}
        export class Service {
          private sessions = new Map();
          @Interval(60_000) sweep() { this.sessions.clear(); }
          async handle(req, res) {
            const transport = new StreamableHTTPServerTransport({ sessionIdGenerator });
            await transport.handleRequest(req, res);
            this.sessions.set(transport.sessionId, transport);
          }
        }
        ${server('async function run() { while (true) { await sleep(1000); sessions.clear(); } }').replace(sdk, '')}`,
    },
    {
      name: 'a store with a lifetime of its own, or of unknown origin',
      code: server(
        '',
        'transport',
        `import { LRUCache } from 'lru-cache'; const sessions = new LRUCache({ max: 100, ttl: 1000 });`,
      ),
    },
    {
      name: 'unknown: an imported store, a parameter',
      code: `${server('', 'transport', `import { sessions } from './sessions';`)}
        export function keep(store, id) { store.set(id, new StreamableHTTPServerTransport({ sessionIdGenerator })); }`,
    },
    {
      name: 'unknown: a store that is exported, or handed to code out of sight',
      code: server('', 'transport', 'export const sessions = new Map();'),
    },
    {
      name: 'unknown: handed to a function of another file',
      code: server('startSweep(sessions);'),
    },
    {
      name: 'unknown: given out by a function that is exported',
      code: server('export function getSessions() { return sessions; }'),
    },
    {
      name: 'unknown: code out of sight gets the callback that removes',
      code: server('new SessionManager({ onBeforeRemoval: (id) => { sessions.delete(id); } });'),
    },
    {
      name: 'unknown: code out of sight gets the function that removes',
      code: server('function drop(id) { sessions.delete(id); }\nregistry.whenUnused(drop);'),
    },
    {
      name: 'unknown: code out of sight gets what a function that makes the store returns',
      code: `${sdk}
        const host = (app) => {
          ${server('return { drop: (id) => sessions.delete(id) };').replace(sdk, '')}
        };
        host(express()).drop('1');
        registry.whenUnused(host(express()).drop);`,
    },
    {
      name: 'unknown: code out of sight gets a callback made beside the store',
      code: `${sdk}
        run(async () => {
          ${server('registry.whenUnused((id) => { sessions.delete(id); });').replace(sdk, '')}
        });`,
    },
    {
      name: 'unknown: kept in an object of an imported class, which may have a timeout',
      code: server('', 'new ManagedSession(transport)'),
    },
    {
      name: 'unknown: a helper that looks after the transport',
      code: server('', '(armIdleTimer(transport), transport)'),
    },
    {
      name: 'the function that makes the store ends its sessions with its own work',
      code: `${sdk}
        it('answers', async () => {
          ${server('try { await use(app); } finally { for (const each of sessions.values()) await each.close(); }').replace(sdk, '')}
        });
        it('answers again', async () => {
          ${server('try { await use(app); } finally { await endAll(); }\nasync function endAll() { for (const [, each] of sessions) await each.close(); }').replace(sdk, '')}
        });
        it('answers once more', async () => {
          ${server(
            `await using end = {
              [Symbol.asyncDispose]: async () => { for (const each of sessions.values()) await each.close(); },
            };
            await use(app);`,
          ).replace(sdk, '')}
        });`,
    },
    {
      name: 'the function that makes the store closes all servers of its sessions at its end',
      code: `${sdk}
        it('answers', async () => {
          const sessions = new Map();
          const servers = [];
          const handle = async (request) => {
            const transport = new StreamableHTTPServerTransport({
              sessionIdGenerator, onsessioninitialized: (id) => void sessions.set(id, transport),
            });
            const server = new McpServer({ name: 'echo', version: '1.0.0' });
            servers.push(server);
            await server.connect(transport);
            return transport.handleRequest(request);
          };
          try { await use(handle); } finally { await Promise.all(servers.map((each) => each.close())); }
        });`,
    },
    {
      name: 'unknown: a manager of another file with a timeout is told of each session',
      code: `${sdk}
        import { SessionManager } from './session-manager';
        export class Server {
          private transports = new Map();
          private manager = new SessionManager({ inactivityTimeout: 1000, maxLifetime: 5000 });
          async handle(req, res) {
            const transport = new StreamableHTTPServerTransport({
              sessionIdGenerator,
              onsessioninitialized: (id) => { this.transports.set(id, transport); },
              onsessionclosed: (id) => { this.transports.delete(id); this.manager.remove(id, 'closed'); },
            });
            await transport.handleRequest(req, res);
          }
        }`,
    },
    {
      name: 'unknown: a registry by require, whose time is in its name',
      code: server(
        `const { createExpiringSessions } = require('./sessions');
        const registry = createExpiringSessions(store);`,
        '(registry.add(sid), transport)',
      ),
    },
    {
      name: 'SSE transports end with their connection',
      code: `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
        const transports = {};
        app.get('/sse', (req, res) => {
          const transport = new SSEServerTransport('/messages', res);
          transports[transport.sessionId] = transport;
          res.on('close', () => { delete transports[transport.sessionId]; });
        });`,
    },
    {
      name: 'a store with an idle sweep satisfies strict',
      code: server(
        `setInterval(() => { for (const id of sessions.keys()) if (isIdle(id)) sessions.delete(id); }, 1000);`,
      ),
      options: [{ absolute: true }],
    },
  ],
  invalid: [
    {
      name: 'onclose alone is no expiry',
      code: server(''),
      errors: [{ messageId: 'neverLetsGo', data: { store: 'sessions' }, line: 2, column: 7 }],
    },
    {
      name: 'nothing is ever deleted from a plain object, of objects',
      code: `${sdk}
const sessions: Record<string, { transport: unknown }> = {};
export async function POST(request: Request) {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => crypto.randomUUID() });
  const response = await transport.handleRequest(request);
  const session = { transport };
  if (transport.sessionId) sessions[transport.sessionId] = session;
  return response;
}`,
      errors: [{ messageId: 'neverLetsGo', line: 2, column: 7 }],
    },
    {
      name: 'an object in an object, from which only closing deletes',
      code: nestedServer(),
      errors: [{ messageId: 'neverLetsGo', data: { store: 'streamable' }, line: 2, column: 26 }],
    },
    {
      name: 'the same, with a cast, and an interval for another one',
      code: nestedServer(
        'setInterval(() => { for (const id of old()) delete stores.sse[id]; }, 60_000);',
        '{ streamable: {} as Record<string, StreamableHTTPServerTransport>, sse: {} }',
      ),
      errors: [{ messageId: 'neverLetsGo', data: { store: 'streamable' }, line: 2, column: 26 }],
    },
    {
      name: 'a field of a class, which only closing and shutting down empty',
      code: `${sdk}
export class Server {
  private readonly transports = new Map<string, StreamableHTTPServerTransport>();
  async handle(req, res) {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator, onsessioninitialized: (id) => { this.transports.set(id, transport); },
    });
    transport.onclose = () => this.transports.delete(transport.sessionId);
    await transport.handleRequest(req, res);
  }
  async close() {
    for (const transport of this.transports.values()) await transport.close();
    this.transports.clear();
  }
}`,
      errors: [{ messageId: 'neverLetsGo', data: { store: 'transports' }, line: 3, column: 3 }],
    },
    {
      name: 'an interval that sweeps another map',
      code: server(
        `const tokens = new Map();
setInterval(function cleanUpStaleSessions() {
  for (const [id, token] of tokens) if (token.expiresAt < Date.now()) tokens.delete(id);
}, 60_000);`,
      ),
      errors: [{ messageId: 'neverLetsGo', line: 2 }],
    },
    {
      name: 'a timer that runs when it has been closed already, or at the end of the process',
      code: server(
        `process.on('SIGINT', async () => {
  for (const transport of sessions.values()) await transport.close();
  setTimeout(() => process.exit(1), 5000);
});`,
      ),
      errors: [{ messageId: 'neverLetsGo', line: 2 }],
    },
    {
      name: 'callbacks that run as a part of the function around them, or of one of the file',
      code: server(
        `function each(list, callback) { for (const id of list) callback(id); }
app.post('/shutdown', (req, res) => {
  [...sessions.keys()].forEach((id) => { sessions.delete(id); });
  each(req.body.ids, (id) => sessions.delete(id));
  res.end();
});`,
      ),
      errors: [{ messageId: 'neverLetsGo', line: 2 }],
    },
    {
      name: 'a handler of requests that a function out of sight is given',
      code: server(
        'host(async (request) => { sessions.delete(request.headers.get("mcp-session-id")); });',
      ),
      errors: [{ messageId: 'neverLetsGo', line: 2 }],
    },
    {
      name: 'the close() of what sets the server up, called where each run sets up another one',
      code: `${sdk}
function host(app) {
  const sessions = new Map();
  app.post('/mcp', async (req, res) => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator,
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await transport.handleRequest(req, res, req.body);
  });
  return {
    close: async () => {
      for (const transport of sessions.values()) await transport.close();
      sessions.clear();
    },
  };
}
verifies('an answer', async () => {
  const { close } = host(express());
  await close();
});
verifies('another answer', async () => {
  const hosted = host(express());
  await hosted.close();
});`,
      errors: [{ messageId: 'neverLetsGo', line: 3 }],
    },
    {
      name: 'a callback of code out of sight that makes the store, and another one that it empties at its end',
      code: `${sdk}
run(async (app) => {
  const sessions = new Map();
  const others = new Map();
  app.post('/mcp', async (req, res) => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator,
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await transport.handleRequest(req, res, req.body);
  });
  try { await use(app, sessions.size); } finally {
    for (const other of others.values()) await other.close();
    console.log(sessions.size);
  }
});`,
      errors: [{ messageId: 'neverLetsGo', line: 3 }],
    },
    {
      name: 'the work of the function that makes the store ends with the process',
      code: `${sdk}
async function main() {
  ${server(`app.listen(3000);
  try { await once(process, 'SIGTERM'); } finally {
    for (const transport of sessions.values()) await transport.close();
  }`).replace(`${sdk}\n`, '')}
}
void main();`,
      errors: [{ messageId: 'neverLetsGo', line: 3 }],
    },
    {
      name: 'the store is made outside the function that ends its sessions',
      code: server(`export async function check() {
  try { await use(app); } finally { for (const each of sessions.values()) await each.close(); }
}`),
      errors: [{ messageId: 'neverLetsGo', line: 2 }],
    },
    {
      name: 'what is told of each session knows no time, is no keeper of sessions, is one of this file, or is told of something else',
      code: `import { EventLog, RateLimiter, SessionManager, SessionNames } from './sessions';
${server(
  `const log = new EventLog();
const names = new SessionNames({ max: 100 });
const limiter = new RateLimiter({ interval: 1000 });
const others = new SessionManager({ timeout: 1000 });
others.add(user);
class SessionTimeouts { add(id) { this.ids.push(id); } }
const timeouts = new SessionTimeouts({ timeout: 1000 });`,
  '(log.add(sid), names.add(sid), limiter.add(sid), timeouts.add(sid), transport)',
)}`,
      errors: [{ messageId: 'neverLetsGo', line: 3 }],
    },
    {
      name: 'a DELETE handler is asked for by the client',
      code: server(
        `app.delete('/mcp', async (req, res) => {
  const id = req.headers['mcp-session-id'];
  await sessions.get(id)?.close();
  sessions.delete(id);
  res.end();
});`,
      ),
      errors: [{ messageId: 'neverLetsGo', line: 2 }],
    },
    {
      name: 'onsessionclosed through a method that cleans up',
      code: `${sdk}
export class Server {
  transports = {};
  async handle(req, res) {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator,
      onsessioninitialized: (id) => { this.transports[id] = transport; },
      onsessionclosed: (id) => { void this.cleanUp(id); },
    });
    await transport.handleRequest(req, res);
  }
  private async cleanUp(id) {
    const transport = this.transports[id];
    delete this.transports[id];
    await transport.close();
  }
}`,
      errors: [{ messageId: 'neverLetsGo', line: 3, column: 3 }],
    },
    {
      name: 'two stores, of which the interval sweeps one',
      code: server(
        `const transports = {};
setInterval(() => { sessions.clear(); }, 1000);`,
        '(transports[sid] = transport)',
      ),
      errors: [{ messageId: 'neverLetsGo', data: { store: 'transports' }, line: 14 }],
    },
    {
      name: 'a store that a function of this file hands on',
      code: `${sdk}
async function handle(req, res, sessions) {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });
  sessions.set(id, transport);
  await transport.handleRequest(req, res);
}
export function start() {
  const store = new Map();
  createServer((req, res) => handle(req, res, store)).listen(3000);
}`,
      errors: [{ messageId: 'neverLetsGo', data: { store: 'store' }, line: 8 }],
    },
  ],
});

typescript.run('require-absolute-session-expiry: sliding only', rule, {
  valid: [
    {
      name: 'recommended: a lifetime that slides on the server only',
      code: `${session} app.use(session({ secret, rolling: false, cookie: { maxAge: 1000 } }));`,
    },
    {
      name: 'unknown: rolling from elsewhere',
      code: `${session} app.use(session({ secret, rolling: config.rolling, cookie: { maxAge: 1000 } }));`,
    },
    ...[
      [
        'directly',
        'if (Date.now() - req.session.authenticatedAt > LIMIT) { req.session.destroy(); return res.status(401).end(); }',
      ],
      [
        'through locals',
        'const age = Date.now() - req.session.createdAt; if (age > LIMIT) return req.session.destroy(() => res.redirect("/login"));',
      ],
      [
        'through a date and a destructured field',
        'const { loginTime } = req.session; const now = Date.now(); if (now > new Date(loginTime).getTime() + LIMIT) { req.session.destroy(() => next()); return; }',
      ],
      [
        'by the time it ends',
        'if (req.session.absoluteExpiresAt < Date.now()) return endSession(req, res); function endSession(req, res) { req.session.destroy(() => res.sendStatus(401)); }',
      ],
      [
        'written once, when it is missing',
        'if (!req.session.createdAt) req.session.createdAt = Date.now(); if (Date.now() - req.session.createdAt > LIMIT) return req.session.destroy(next);',
      ],
    ].map(([how = '', check = '']) => ({
      name: `an absolute check, ${how}`,
      code: `${session}
        app.use(session({ secret, rolling: true, cookie: { maxAge: 1000 } }));
        app.use((req, res, next) => { ${check} next(); });`,
      options: [{ absolute: true }],
    })),
    {
      name: 'strict: a store that counts from the last write only',
      code: `${session} import { RedisStore } from 'connect-redis';
        app.use(session({ secret, store: new RedisStore({ client, disableTouch: true }), cookie: { maxAge: 1000 } }));`,
      options: [{ absolute: true }],
    },
    {
      name: 'strict: a class that a factory gives, of a store that counts from the last write only',
      code: `${session} import connectRedis from 'connect-redis';
        const RedisStore = connectRedis(session);
        app.use(session({ secret, store: new RedisStore({ client, disableTouch: true }), cookie: { maxAge: 1000 } }));
        app.use(session({ secret, store: new RedisStore(options) }));`,
      options: [{ absolute: true }],
    },
    {
      name: 'strict: a lifetime that counts from the beginning',
      code: `import { useSession } from 'h3';
        export default (event) => useSession(event, { password, maxAge: 4 * 60 * 60 });`,
      options: [{ absolute: true }],
    },
    {
      name: 'strict: a limit of the library, which holds unless it is turned off',
      code: `import { auth } from 'express-openid-connect';
        import { Auth0Client } from '@auth0/nextjs-auth0/server';
        app.use(auth());
        app.use(auth({ session: { rolling: true, rollingDuration: 3600 } }));
        app.use(auth({ session: { rolling: true, absoluteDuration: 4 * 3600 } }));
        app.use(auth({ session: { rolling: false, rollingDuration: false } }));
        app.use(auth({ session: { absoluteDuration: config.limit } }));
        app.use(auth({ session: { absoluteDuration: undefined } }));
        app.use(auth(config)); app.use(auth({ session }));
        export const auth0 = new Auth0Client({ session: { rolling: true } });`,
      options: [{ absolute: true }],
    },
    {
      name: 'options that are added to what is not known',
      code: `${session} const options = { secret };
        app.use(session(Object.assign(given, { secret })));
        app.use(session(Object.assign(options, given)));
        app.use(session(registry.assign(options, { rolling: true })));`,
    },
    {
      name: 'strict: unknown options, an unknown store',
      code: `${session} app.use(session(config.session)); app.use(session({ secret, store: new Unknown() }));`,
      options: [{ absolute: true }],
    },
  ],
  invalid: [
    {
      name: 'recommended: rolling, in every response',
      code: `${session}
app.use(session({ secret, rolling: true, cookie: { maxAge: 60_000 } }));`,
      errors: [
        { messageId: 'slidingOnly', data: { library: 'express-session' }, line: 2, column: 36 },
      ],
    },
    {
      name: 'options that are added to a constant',
      code: `${session}
const options = { secret, cookie: { maxAge: 60_000 } };
app.use(session(Object.assign(options, { rolling: true })));
app.use(session(Object.assign(given, { rolling: true, store, cookie: { maxAge: 60_000 } })));`,
      errors: [
        { messageId: 'slidingOnly', line: 3, column: 51 },
        { messageId: 'slidingOnly', line: 4, column: 49 },
      ],
    },
    {
      name: 'no lifetime at all is the first message only',
      code: `${session}
app.use(session({ secret, rolling: true, cookie: config.none ?? {} }));
app.use(session({ secret, rolling: true }));`,
      errors: [
        { messageId: 'slidingOnly', line: 2 },
        {
          messageId: 'noLifetime',
          line: 3,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${session}
app.use(session({ secret, rolling: true, cookie: config.none ?? {} }));
app.use(session({ secret, rolling: true, cookie: { maxAge: 4 * 60 * 60 * 1000 } }));`,
            },
          ],
        },
      ],
    },
    {
      name: 'strict: a lifetime, a store, a default; all of them slide',
      code: `${session}
import { RedisStore } from 'connect-redis';
import { getIronSession } from 'iron-session';
app.use(session({ secret, cookie: { maxAge: 60_000 } }));
app.use(session({ secret, store: new RedisStore({ client }) }));
export const get = (cookies) => getIronSession(cookies, { password, cookieName: 'sid' });`,
      options: [{ absolute: true }],
      errors: [
        { messageId: 'slidingOnly', line: 4, column: 9 },
        { messageId: 'slidingOnly', line: 5, column: 9 },
        { messageId: 'slidingOnly', data: { library: 'iron-session' }, line: 6, column: 33 },
      ],
    },
    ...Object.entries({
      'connect-redis up to 6': "import make from 'connect-redis'; const Store = make(session);",
      'connect-mongo up to 3': "const Store = require('connect-mongo')(session);",
    }).map(([name, made]) => ({
      name: `strict: a store whose class a factory gives: ${name}`,
      code: `${session} ${made}
app.use(session({ secret, store: new Store({ ttl: 3600 }) }));
app.use(session({ secret, store: new (require('connect-redis')(session))({ client }) }));`,
      options: [{ absolute: true }] as never,
      errors: [
        { messageId: 'slidingOnly' as never, line: 2, column: 9 },
        { messageId: 'slidingOnly' as never, line: 3, column: 9 },
      ],
    })),
    {
      name: 'a store whose class a factory gives, which keeps sessions for ever',
      code: `${session} const RedisStore = require('connect-redis')(session);
app.use(session({ secret, store: new RedisStore({ client, disableTTL: true }), cookie: { secure: true } }));`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 2,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `${session} const RedisStore = require('connect-redis')(session);
app.use(session({ secret, store: new RedisStore({ client, disableTTL: true }), cookie: { secure: true, maxAge: 4 * 60 * 60 * 1000 } }));`,
            },
          ],
        },
      ],
    },
    {
      name: 'options that several calls are handed, once',
      code: `import { getIronSession } from 'iron-session';
const options = { password, cookieName: 'app' };
export const read = (req, res) => getIronSession(req, res, options);
export const write = (req, res) => getIronSession(req, res, options);
export const other = (req, res) => getIronSession(req, res, { password, cookieName: 'other' });`,
      options: [{ absolute: true }],
      errors: [
        { messageId: 'slidingOnly', line: 3 },
        { messageId: 'slidingOnly', line: 5 },
      ],
    },
    {
      name: 'a limit of the library that is turned off',
      code: `import { auth } from 'express-openid-connect';
app.use(auth({ session: { absoluteDuration: false } }));
app.use(auth({ session: { rolling: true, absoluteDuration: false } }));`,
      options: [{ absolute: true }],
      errors: [
        { messageId: 'slidingOnly', data: { library: 'express-openid-connect' }, line: 2 },
        { messageId: 'slidingOnly', line: 3, column: 36 },
      ],
    },
    {
      name: 'strict: a session of hapi, handed on with its options',
      code: `import Yar from '@hapi/yar';
server.register({ plugin: Yar, options: { cache: { expiresIn: 1000 } } });`,
      options: [{ absolute: true }],
      errors: [{ messageId: 'slidingOnly', data: { library: '@hapi/yar' }, line: 2, column: 17 }],
    },
    ...[
      [
        'an idle check is none',
        'if (Date.now() - req.session.lastActivity > LIMIT) return req.session.destroy(next); req.session.lastActivity = Date.now();',
      ],
      [
        'the field is written on each request',
        'if (Date.now() - req.session.createdAt > LIMIT) return req.session.destroy(next); req.session.createdAt = Date.now();',
      ],
      [
        'an old session gets a new id and a new beginning',
        'if (Date.now() - req.session.createdAt > LIMIT) { req.session.regenerate(next); req.session.createdAt = Date.now(); }',
      ],
      ['nothing is ended', 'if (Date.now() - req.session.createdAt > LIMIT) console.log("old");'],
      [
        'the age of the account',
        'if (Date.now() - req.session.user.createdAt > LIMIT) return req.session.destroy(next);',
      ],
    ].map(([why = '', check = '']) => ({
      name: `no absolute check: ${why}`,
      code: `${session}
app.use(session({ secret, rolling: true, cookie: { maxAge: 1000 } }));
app.use((req, res, next) => { ${check} next(); });`,
      errors: [{ messageId: 'slidingOnly', line: 2, column: 36 } as const],
    })),
  ],
});

modules.run('require-absolute-session-expiry, plain modules', rule, {
  valid: [
    {
      name: 'a class without types',
      code: `${sdk}
        export class Server {
          sessions = new Map();
          start() { setInterval(() => this.sessions.clear(), 1000); }
          async handle(req, res) {
            const transport = new StreamableHTTPServerTransport({ sessionIdGenerator });
            await transport.handleRequest(req, res);
            this.sessions.set(transport.sessionId, transport);
          }
        }`,
    },
  ],
  invalid: [
    {
      name: 'Object.create(null), assigned in the constructor',
      code: `${sdk}
export class Server {
  constructor() { this.sessions = Object.create(null); }
  async handle(req, res) {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator });
    await transport.handleRequest(req, res);
    this.sessions[transport.sessionId] = transport;
  }
}`,
      errors: [{ messageId: 'neverLetsGo', data: { store: 'this.sessions' }, line: 3, column: 19 }],
    },
  ],
});

commonjs.run('require-absolute-session-expiry, CommonJS', rule, {
  valid: [
    {
      name: 'a store by require, with a lifetime of its own',
      code: `const session = require('express-session');
        const MongoStore = require('connect-mongo')(session);
        app.use(session({ secret, store: new MongoStore({ url }) }));`,
    },
  ],
  invalid: [
    {
      name: 'compiled code',
      code: `const express_session_1 = __importDefault(require("express-session"));
app.use((0, express_session_1.default)({ secret }));`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 2,
          column: 9,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `const express_session_1 = __importDefault(require("express-session"));
app.use((0, express_session_1.default)({ secret, cookie: { maxAge: 4 * 60 * 60 * 1000 } }));`,
            },
          ],
        },
      ],
    },
    {
      name: 'an inline require',
      code: `app.use(require('express-session')({ secret, cookie: { maxAge: null } }));`,
      errors: [
        {
          messageId: 'noLifetime',
          line: 1,
          column: 64,
          suggestions: [
            {
              messageId: 'addLifetime',
              output: `app.use(require('express-session')({ secret, cookie: { maxAge: 4 * 60 * 60 * 1000 } }));`,
            },
          ],
        },
      ],
    },
  ],
});
