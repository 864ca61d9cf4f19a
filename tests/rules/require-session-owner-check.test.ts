import { requireSessionOwnerCheck } from '../../src/rules/require-session-owner-check';
import { commonjs, modules, typescript } from '../support/rule-tester';

const RULE = 'require-session-owner-check';
const IMPORTS = `import { randomUUID } from 'node:crypto';
import express from 'express';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { makeServer, verifier } from './server.js';
const app = express();
`;

interface Server {
  /** What declares the store. */
  store?: string;
  /** What finds the session `session` of `sessionId` in it. */
  find?: string;
  /** What stands between the lookup and \`handleRequest\`. */
  check?: string;
  /** What the store keeps of a new session. */
  keep?: string;
  /** Middleware of the route. */
  middleware?: string;
  before?: string;
}

/** A server that keeps its sessions, and lets requests that name one reach it. */
function server({
  store = 'const sessions = new Map();',
  find = 'const session = sessions.get(sessionId);',
  check = '',
  keep = '{ transport, userId: req.auth.clientId }',
  middleware = 'requireBearerAuth({ verifier }), ',
  before = '',
}: Server = {}): string {
  return `${IMPORTS}${store}
${before}
app.post('/mcp', ${middleware}async (req, res) => {
  const sessionId = req.headers['mcp-session-id'];
  if (sessionId) {
    ${find}
    if (!session) return res.status(404).end();
    ${check}
    return session.transport.handleRequest(req, res, req.body);
  }
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => { sessions.set(id, ${keep}); },
  });
  await makeServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});
`;
}

/** What a server without authentication knows of its callers: nothing. */
const ANONYMOUS = { middleware: '', keep: '{ transport }' };

const CALLER = `function requireCaller(req, res, next) {
  req.auth = verifier.check(req.headers.authorization);
  next();
}`;

/** Two servers in one file: sessions over SSE behind one secret, and one transport a request for callers that are known. */
function twoServers({ ofSse = 'requireSecret', ofHttp = 'requireBearerAuth({ verifier })' } = {}) {
  return `${IMPORTS}import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
function requireSecret(req, res, next) {
  return req.headers.authorization === process.env.SECRET ? next() : res.status(401).end();
}
${[ofSse, ofHttp].includes('requireCaller') ? CALLER : ''}
export function startSse(port) {
  const app = express();
  const transports = {};
  app.get('/sse', ${ofSse}, async (req, res) => {
    const transport = new SSEServerTransport('/messages', res);
    transports[transport.sessionId] = transport;
    await makeServer().connect(transport);
  });
  app.post('/messages', ${ofSse}, async (req, res) => {
    const transport = transports[req.query.sessionId];
    await transport.handlePostMessage(req, res);
  });
  app.listen(port);
}
export function startHttp(port) {
  const app = express();
  app.post('/mcp', ${ofHttp}, async (req, res) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await makeServer().connect(transport);
    await transport.handleRequest(req, res, req.body);
  });
  app.listen(port);
}
`;
}

const LOOKUP = 'sessions.get(sessionId)';
const unowned = { messageId: 'unowned' as const };

modules.run(RULE, requireSessionOwnerCheck, {
  valid: [
    {
      name: 'the owner is compared with the caller, and others are turned away',
      code: server({
        check: 'if (session.userId !== req.auth.clientId) return res.status(404).end();',
      }),
    },
    {
      name: 'only the owner is let in',
      code: server({
        check:
          'if (session.userId === req.auth.clientId) { await session.transport.handleRequest(req, res); return; } return res.status(404).end();',
      }),
    },
    {
      name: 'the comparison is kept in a variable',
      code: server({
        check:
          'const isOwner = session.userId === req.auth.clientId; if (!isOwner) return res.status(404).end();',
      }),
    },
    {
      name: 'the owners are in a map of their own',
      code: server({
        before: 'const owners = new Map();',
        check: 'if (owners.get(sessionId) !== req.auth.extra.sub) return res.status(404).end();',
      }),
    },
    {
      name: 'hashes of the tokens are compared in constant time',
      code: server({
        check:
          'if (!timingSafeEqual(session.tokenHash, hash(req.auth.token))) return res.status(404).end();',
      }),
    },
    {
      name: 'the key is made of the user and the session',
      code: server({ find: 'const session = sessions.get(`${req.auth.clientId}:${sessionId}`);' }),
    },
    {
      name: 'a helper out of sight says by its name that it asks for the owner',
      code: server({
        check: 'if (!isSessionOwnedBy(sessionId, req.auth)) return res.status(404).end();',
      }),
    },
    {
      name: 'a helper out of sight checks the session against the request',
      code: server({ check: 'await assertSameCredentials(session, req);' }),
    },
    {
      name: 'a helper out of sight is handed the session and the caller: it may compare them',
      code: server({ check: 'if (intruder(session, req.auth)) return res.status(404).end();' }),
    },
    {
      name: 'a helper of this file compares',
      code: server({
        before: 'function fits(session, auth) { return session.userId === auth.clientId; }',
        check: 'if (!fits(session, req.auth)) return res.status(404).end();',
      }),
    },
    {
      name: 'a middleware of the route compares',
      code: server({
        middleware: 'requireBearerAuth({ verifier }), requireSessionOwner, ',
      }),
    },
    {
      name: 'a middleware of this file compares',
      code: server({
        before: `function guard(req, res, next) {
  const session = sessions.get(req.headers['mcp-session-id']);
  if (session && session.userId !== req.auth.clientId) return res.status(404).end();
  next();
}`,
        middleware: 'requireBearerAuth({ verifier }), guard, ',
      }),
    },
    {
      name: 'the function that calls the one that serves has compared',
      code: `${IMPORTS}const sessions = new Map();
async function serve(sessionId, req, res) {
  const session = sessions.get(sessionId);
  await session.transport.handleRequest(req, res);
}
app.post('/mcp', requireBearerAuth({ verifier }), async (req, res) => {
  const sessionId = req.headers['mcp-session-id'];
  if (sessions.get(sessionId)?.userId !== req.auth.clientId) return res.status(404).end();
  await serve(sessionId, req, res);
});
app.post('/mcp/new', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  await makeServer().connect(transport);
  await transport.handleRequest(req, res);
  sessions.set(transport.sessionId, { transport, userId: req.auth.clientId });
});
`,
    },
    {
      name: 'the owner stands in a record that a manager out of sight finds under the same id',
      code: server({
        before: "import { manager } from './manager.js';",
        find: `const record = manager.get(sessionId);
    if (!record || record.clientId !== (req.auth?.clientId ?? 'anonymous')) return res.status(404).end();
    const session = sessions.get(sessionId);`,
      }),
    },
    {
      name: 'the owner is taken out of a record that is loaded, and keeps its name',
      code: server({
        find: `const { userId } = await database.findSession({ where: { id: sessionId } });
    if (userId !== req.auth.clientId) return res.status(404).end();
    const session = sessions.get(sessionId);`,
      }),
    },
    {
      name: 'a helper of this file compares a record that was loaded by the id',
      code: server({
        before: 'function fits(record, auth) { return record.userId === auth.clientId; }',
        check:
          'const record = await loadSession(sessionId); if (!fits(record, req.auth)) return res.status(404).end();',
      }),
    },
    {
      name: 'a helper of this file compares in callbacks that run for the request',
      code: server({
        before: `function guard(session, req, res, next) {
  req.on('end', () => {
    if (!session.owners.some((owner) => owner === req.auth.clientId)) return res.status(404).end();
    next();
  });
}`,
        check:
          'await new Promise((resolve) => guard(session, req, res, resolve)); if (res.writableEnded) return;',
      }),
    },
    { name: 'nobody is authenticated: there is nobody to compare with', code: server(ANONYMOUS) },
    {
      name: 'one secret that all callers share tells nobody apart',
      code: server({
        ...ANONYMOUS,
        before: `app.use((req, res, next) => {
  const token = (req.headers.authorization ?? '').replace('Bearer ', '');
  if (token !== process.env.API_TOKEN) return res.status(401).end();
  next();
});`,
      }),
    },
    ...[
      ['by a helper out of sight', 'if (!secureCompare(token, config.secret)) return deny(res);'],
      ['by a method out of sight', 'if (!safe.isEqual(config.apiKey, token)) return deny(res);'],
      [
        'in the function that says so',
        'const fits = () => tokensEqual(token, expected); if (!fits()) return deny(res);',
      ],
      [
        'by what is only asked',
        'if (!token || !checkToken(token, process.env.TOKEN)) return deny(res);',
      ],
      [
        'by what is asked later',
        'const ok = await allows(token, options.authToken); if (ok !== true) return deny(res);',
      ],
      [
        'by a function whose answer is only asked',
        'function ok() { return allows(token, secret); } if (!ok()) return deny(res);',
      ],
      [
        'in a list of what was sent',
        `const sent = [];
  if (token) sent.push(token);
  for (const each of sent) if (each === process.env.TOKEN) return next();
  if (sent.some((each) => timingSafeEqual(each, expected))) return next();
  return deny(res);`,
      ],
    ].map(([how = '', check]) => ({
      name: `one secret that all callers share is compared ${how}`,
      code: server({
        ...ANONYMOUS,
        before: `app.use(async (req, res, next) => {
  const token = req.headers.authorization?.replace('Bearer ', '');
  ${check}
  next();
});`,
      }),
    })),
    {
      name: 'a middleware out of sight that is only called auth may compare a shared secret',
      code: server({ ...ANONYMOUS, before: 'app.use(authMiddleware);' }),
    },
    ...[
      ['counts', 'authLimiter(req, res, next);'],
      ['counts, as a middleware', "app.use('/mcp', bearerRateLimit); next();"],
      ['writes down who was let in', 'logger.authAttempt(true, req.ip); next();'],
      ['writes down who was not', 'recordAuthFailure(req); next();'],
    ].map(([what = '', call]) => ({
      name: `what ${what} finds out nothing, though its name speaks of authentication`,
      code: server({
        ...ANONYMOUS,
        before: `app.use((req, res, next) => {
  if (req.headers.authorization !== process.env.API_TOKEN) return res.status(401).end();
  ${call}
});`,
      }),
    })),
    {
      name: 'a token against forged requests says nothing of the caller',
      code: server({
        ...ANONYMOUS,
        before: "app.use((req, res, next) => { csrf(req.headers['x-csrf-token']); next(); });",
      }),
    },
    {
      name: 'another server of the file knows its callers, but this one only a secret that they share',
      code: twoServers(),
    },
    {
      name: 'what finds out who is calling is only used by another server of the file',
      code: twoServers({ ofHttp: 'requireCaller' }),
    },
    {
      name: 'who makes a token of what the request says does not ask who is calling',
      code: server({
        ...ANONYMOUS,
        before: "app.get('/link', (req, res) => res.send(createDownloadToken(req.query)));",
      }),
    },
    {
      name: 'a challenge that asks for a password, or that another server sent',
      code: server({
        ...ANONYMOUS,
        before: `app.use((req, res, next) => {
  if (req.headers.authorization === process.env.PASSWORD) return next();
  res.setHeader('WWW-Authenticate', 'Basic realm="mcp"').status(401).end();
});
export async function scopes(response) {
  return response.headers.get('www-authenticate')?.includes('insufficient_scope');
}`,
      }),
    },
    {
      name: 'a store out of sight may know the owners itself',
      code: server({ store: "import { sessions } from './sessions.js';" }),
    },
    {
      name: 'an id that the client did not send',
      code: server({ find: 'const session = sessions.get(await idFor(req.auth));' }),
    },
    {
      name: 'each request has a transport of its own',
      code: `${IMPORTS}app.post('/mcp', requireBearerAuth({ verifier }), async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await makeServer(req.auth).connect(transport);
  await transport.handleRequest(req, res, req.body);
});
`,
    },
  ],
  invalid: [
    {
      name: 'whoever sends the id is served',
      code: server(),
      errors: [{ ...unowned, line: 12, column: 21, endColumn: 21 + LOOKUP.length }],
    },
    {
      name: 'a shared secret is not all: the token of the caller is kept in the session',
      code: server({ middleware: '', keep: '{ transport, token: req.headers.authorization }' }),
      errors: [unowned],
    },
    ...[
      [
        'what asks for the user',
        'const user = await findUser(token, config.secret); if (!user) return deny(res);',
      ],
      ['what throws', 'await verify(token, process.env.API_SECRET);'],
      [
        'what tells more of him',
        'const found = await open(token, config.secret); if (!found) return deny(res); res.locals.plan = found.plan;',
      ],
      [
        'what knows who makes the tokens',
        'if (!(await allows(token, config.publicKey))) return deny(res);',
      ],
      [
        'what reads it as a token of its own',
        'if (!(await verifyJwt(token, config.secret))) return deny(res);',
      ],
      ['what asks elsewhere', 'if (!(await introspect(token, url))) return deny(res);'],
      ['a list that stays', 'seen.push(token);'],
      ['a list that is kept', 'const tokens = []; tokens.push(token); res.locals.tokens = tokens;'],
      [
        'each of a list',
        'const sent = []; sent.push(token); for (const each of sent) if (await findUser(each)) return next();',
      ],
      [
        'each of a list that a function makes',
        'const sentBy = () => { const sent = []; sent.push(token); return sent; }; sentBy().forEach((each) => remember(each));',
      ],
    ].map(([what = '', check]) => ({
      name: `a token is not only compared: it is handed to ${what}`,
      code: server({
        ...ANONYMOUS,
        before: `const seen = [];
app.use(async (req, res, next) => {
  const token = req.headers.authorization?.replace('Bearer ', '');
  ${check}
  next();
});`,
      }),
      errors: [unowned],
    })),
    {
      name: 'the request is handed to something that authenticates',
      code: server({
        middleware: '',
        keep: '{ transport }',
        check: 'const caller = await authenticateRequest(req); console.log(caller);',
      }),
      errors: [unowned],
    },
    {
      name: 'both servers of a file find out who is calling by the same function',
      code: twoServers({ ofSse: 'requireCaller', ofHttp: 'requireCaller' }),
      errors: [{ ...unowned, line: 24, column: 23 }],
    },
    {
      name: 'a function that no server of the file uses may be used by both',
      code: `${CALLER}\n${twoServers({ ofHttp: 'requireSecret' })}`,
      errors: [unowned],
    },
    {
      name: 'who starts the server has put the authentication before it',
      code: `${IMPORTS}import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
function mount(app) {
  const transports = {};
  app.get('/sse', async (req, res) => {
    const transport = new SSEServerTransport('/messages', res);
    transports[transport.sessionId] = transport;
    await makeServer().connect(transport);
  });
  app.post('/messages', async (req, res) => {
    const transport = transports[req.query.sessionId];
    await transport.handlePostMessage(req, res);
  });
}
export function main() {
  const app = express();
  app.use(requireBearerAuth({ verifier }));
  mount(app);
  app.listen(80);
}
`,
      errors: [unowned],
    },
    {
      name: 'a class is told who calls by middleware that another function of the file sets up with it',
      code: `${IMPORTS}class Sessions {
  sessions = new Map();
  async handle(req, res) {
    const session = this.sessions.get(req.headers['mcp-session-id']);
    await session.transport.handleRequest(req, res);
  }
  async open(req, res) {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => { this.sessions.set(id, { transport }); },
    });
    await makeServer().connect(transport);
    await transport.handleRequest(req, res);
  }
}
function identify(req, res, next) {
  req.user = verifier.check(req.headers.authorization);
  next();
}
export function start() {
  const sessions = new Sessions();
  const app = express();
  app.post('/mcp', identify, (req, res) => sessions.handle(req, res));
  app.listen(80);
}
`,
      errors: [unowned],
    },
    {
      name: 'the challenge of an OAuth resource server: each token is a caller of its own',
      code: server({
        ...ANONYMOUS,
        before: `app.use(async (req, res, next) => {
  if (await allowed(req.headers)) return next();
  res.set('WWW-Authenticate', \`Bearer resource_metadata="\${metadataUrl}"\`).status(401).end();
});`,
      }),
      errors: [unowned],
    },
    {
      name: 'the challenge for a scope that the token lacks, put together elsewhere',
      code: server({
        ...ANONYMOUS,
        before: `function challenge(scope) {
  const parts = ['error="insufficient_scope"'];
  parts.push('scope="' + scope + '"');
  return \`Bearer \${parts.join(', ')}\`;
}
app.use((req, res, next) => {
  if (scopesOf(req)) return next();
  res.writeHead(403, { 'WWW-Authenticate': challenge('tools') }).end();
});`,
      }),
      errors: [unowned],
    },
    {
      name: 'the user of Passport or Fastify',
      code: server({ middleware: '', keep: '{ transport, user: req.user }' }),
      errors: [unowned],
    },
    {
      name: 'a comparison whose branch only changes something lets the other user go on',
      code: server({
        check: 'if (session.userId !== req.auth.clientId) console.warn("another user");',
      }),
      errors: [unowned],
    },
    {
      name: 'a comparison with a constant, and with the id that the client sent, says nothing of the owner',
      code: server({
        check:
          "if (session.kind !== 'http') return res.status(400).end(); if (session.id !== sessionId) return res.status(400).end();",
      }),
      errors: [unowned],
    },
    {
      name: 'a check of the format of the id',
      code: server({ check: 'if (!isValidSessionId(sessionId)) return res.status(400).end();' }),
      errors: [unowned],
    },
    {
      name: 'a function that keeps the caller for the session compares nothing',
      code: server({ check: 'setAuthContext(sessionId, req.auth);' }),
      errors: [unowned],
    },
    {
      name: 'a helper of this file that compares nothing',
      code: server({
        before: 'function note(session, auth) { session.last = auth.clientId; }',
        check: 'note(session, req.auth);',
      }),
      errors: [unowned],
    },
    {
      name: 'a record out of sight is compared with a constant, or only in passing',
      code: server({
        check: `const record = await manager.get(sessionId);
    if (record.state !== 'open') return res.status(404).end();
    if (record.userId !== req.auth.clientId) console.warn('another user');`,
      }),
      errors: [unowned],
    },
    {
      name: 'a record of the caller, and not of the session',
      code: server({
        check: `const account = await accounts.get(req.auth.clientId);
    if (account.plan !== req.auth.extra.plan) return res.status(402).end();`,
      }),
      errors: [unowned],
    },
    {
      name: 'what is compared when the connection closes comes too late to end the request',
      code: server({
        check:
          "res.on('close', () => { if (session.res !== res) return; session.res = undefined; });",
      }),
      errors: [unowned],
    },
    {
      name: 'a helper of this file compares only when the connection closes',
      code: server({
        before: `function attach(session, res) {
  res.once('close', () => {
    for (const [id, stream] of session.streams) if (stream === res) session.streams.delete(id);
  });
}`,
        check: 'attach(session, res);',
      }),
      errors: [unowned],
    },
    {
      name: 'a helper of this file compares only when a timer runs, or the transport closes',
      code: server({
        before: `function watch(session, auth) {
  session.transport.onclose = () => { if (session.userId === auth.clientId) count(); };
  setTimeout(() => { if (session.userId !== auth.clientId) count(); }, 1000);
}`,
        check: 'watch(session, req.auth);',
      }),
      errors: [unowned],
    },
    {
      name: 'a store in an object of stores, from which sessions are deleted',
      code: server({
        store: 'const stores = { streamable: {}, sse: {} };',
        find: 'const session = stores.streamable[sessionId];',
      }).replace(
        /sessions\.set\(id, (.*)\);/,
        'stores.streamable[id] = $1; transport.onclose = () => { delete stores.streamable[id]; };',
      ),
      errors: [{ ...unowned, line: 12 }],
    },
    {
      name: 'the found session is given the credentials of the caller',
      code: server({ check: 'session.auth = req.auth;' }),
      errors: [{ messageId: 'replaced', line: 14, column: 5, endColumn: 28 }],
    },
    {
      name: 'the found session is given its own credentials again, and then those of the caller',
      code: server({
        check: `const record = await manager.get(sessionId);
    session.auth.token = record.accessToken;
    session.auth.token = req.auth.token;`,
      }),
      errors: [{ messageId: 'replaced', line: 16, column: 5 }],
    },
    {
      name: 'the found session is only given its own credentials again',
      code: server({
        check:
          'const { accessToken } = await manager.load(sessionId); session.auth.token = accessToken;',
      }),
      errors: [unowned],
    },
    {
      name: 'the found session is handed the credentials of the caller',
      code: server({ check: 'session.updateAuth(req.auth);' }),
      errors: [{ messageId: 'replaced', line: 14, column: 5 }],
    },
    {
      name: 'several handlers of one store are one report',
      code: `${server()}
app.get('/mcp', requireBearerAuth({ verifier }), async (req, res) => {
  await sessions.get(req.headers['mcp-session-id'])?.transport.handleRequest(req, res);
});
`,
      errors: [{ ...unowned, line: 12 }],
    },
    {
      name: 'a handler that compares does not excuse another one',
      code: `${server({ check: 'if (session.userId !== req.auth.clientId) return res.status(404).end();' })}
app.delete('/mcp', requireBearerAuth({ verifier }), async (req, res) => {
  const { transport } = sessions.get(req.headers['mcp-session-id']) ?? {};
  await transport?.handleRequest(req, res);
});
`,
      errors: [{ ...unowned, line: 26 }],
    },
    {
      name: 'messages of an SSE session, found by the id in the query',
      code: `import express from 'express';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
const app = express();
const transports = {};
app.get('/sse', requireBearerAuth({ verifier }), async (req, res) => {
  const transport = new SSEServerTransport('/messages', res);
  transports[transport.sessionId] = transport;
  await makeServer(req.auth).connect(transport);
});
app.post('/messages', async (req, res) => {
  const transport = transports[req.query.sessionId];
  await transport.handlePostMessage(req, res);
});
`,
      errors: [{ ...unowned, line: 11, column: 21 }],
    },
  ],
});

typescript.run(RULE, requireSessionOwnerCheck, {
  valid: [
    {
      name: 'a class compares in a method of its own',
      code: `import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
export class Sessions {
  private readonly sessions = new Map<string, { transport: NodeStreamableHTTPServerTransport; owner: string }>();
  async handle(req: Request & { auth: AuthInfo }, res: Response): Promise<void> {
    const id = req.headers['mcp-session-id'] as string;
    const session = this.sessions.get(id)!;
    if (!this.allows(session.owner, req.auth)) throw new Error('not found');
    await session.transport.handleRequest(req, res);
  }
  private allows(owner: string, auth: AuthInfo): boolean {
    return owner === auth.clientId;
  }
  add(transport: NodeStreamableHTTPServerTransport, owner: string): void {
    this.sessions.set(transport.sessionId!, { transport, owner });
  }
  make(): NodeStreamableHTTPServerTransport {
    const transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: () => crypto.randomUUID() });
    this.add(transport, 'owner');
    return transport;
  }
}
`,
    },
    {
      name: 'a class asks the manager that it was given for the owner, with casts',
      code: `import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
export class Sessions {
  private readonly transports = new Map<string, NodeStreamableHTTPServerTransport>();
  constructor(private readonly manager: Manager) {}
  async handle(req: Request & { auth: AuthInfo }, res: Response): Promise<void> {
    const id = req.headers['mcp-session-id'] as string;
    const record = (await this.manager.lookUp(id)) as Owned | undefined;
    if (record?.owner!.clientId !== req.auth.clientId) throw new Error('not found');
    await this.transports.get(id)!.handleRequest(req, res);
  }
  add(transport: NodeStreamableHTTPServerTransport): void {
    this.transports.set(transport.sessionId!, transport);
  }
  make(): NodeStreamableHTTPServerTransport {
    const transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: () => crypto.randomUUID() });
    this.add(transport);
    return transport;
  }
}
`,
    },
  ],
  invalid: [
    {
      name: 'a class that keeps transports by id, with casts',
      code: `import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
export class Sessions {
  private readonly transports: Record<string, NodeStreamableHTTPServerTransport> = {};
  async handle(req: Request & { auth?: AuthInfo }, res: Response): Promise<void> {
    const id = req.headers['mcp-session-id'] as string | undefined;
    let transport: NodeStreamableHTTPServerTransport;
    if (id && this.transports[id]) {
      transport = this.transports[id]!;
    } else {
      transport = new NodeStreamableHTTPServerTransport({
        sessionIdGenerator: () => crypto.randomUUID(),
        onsessioninitialized: (sid) => { this.transports[sid] = transport; },
      });
      await makeServer(req.auth).connect(transport);
    }
    await transport.handleRequest(req, res);
  }
}
`,
      errors: [{ ...unowned, line: 8, column: 19 }],
    },
  ],
});

commonjs.run(RULE, requireSessionOwnerCheck, {
  valid: [],
  invalid: [
    {
      name: 'compiled CommonJS',
      code: `"use strict";
const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
const bearerAuth_js_1 = require("@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js");
const transports = {};
app.post('/mcp', (0, bearerAuth_js_1.requireBearerAuth)({ verifier }), async (req, res) => {
    const sessionId = req.headers['mcp-session-id'];
    let transport = transports[sessionId];
    if (!transport) {
        transport = new streamableHttp_js_1.StreamableHTTPServerTransport({
            sessionIdGenerator: () => (0, crypto_1.randomUUID)(),
            onsessioninitialized: (id) => { transports[id] = transport; },
        });
    }
    await transport.handleRequest(req, res, req.body);
});
`,
      errors: [{ ...unowned, line: 7, column: 21 }],
    },
  ],
});
