import { noClientSuppliedSessionId as rule } from '../../src/rules/no-client-supplied-session-id';
import { noPredictableSessionId } from '../../src/rules/no-predictable-session-id';
import { commonjs, modules, typescript } from '../support/rule-tester';

const sdk = `import { StreamableHTTPServerTransport as T } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`;
const crypto = `import { randomUUID } from 'node:crypto';`;
const head = `${sdk} ${crypto} const sessions = new Map();`;
const keep = 'onsessioninitialized: (id) => { sessions.set(id, transport); }';

/** A handler of the MCP endpoint. */
const post = (body: string) => `${head}
        app.post('/mcp', async (req, res) => {
          ${body}
          await getServer().connect(transport);
          await transport.handleRequest(req, res, req.body);
        });`;
/** One whose generator gives an expression. */
const generating = (id: string, before = '') =>
  post(`${before}
          const transport = new T({ sessionIdGenerator: () => ${id}, ${keep} });`);

/** The report on a generator, and what is left when the client has no part in it. */
const generator = (line: number, column: number, output: string | null, text = 'randomUUID()') => ({
  messageId: 'generator' as const,
  line,
  column,
  suggestions: output === null ? [] : [{ messageId: 'useOwnId' as const, data: { text }, output }],
});

const header = `req.headers['mcp-session-id']`;

/** A file that keeps the streams of clients under the id that they send. */
const streams = (use: string, value = 'res') => `${crypto}
        const streams = new Map();
        app.get('/events', (req, res) => {
          const sessionId = ${header} ?? randomUUID();
          streams.set(sessionId, ${value});
          res.on('close', () => streams.delete(sessionId));
        });
        app.delete('/mcp', (req, res) => {
          const stream = streams.get(${header});
          ${use}
        });`;

/** A file that exports its handlers. */
const routeFile = (
  id: string,
  sid = 'sessionId || crypto.randomUUID()',
) => `import { WebStandardStreamableHTTPServerTransport as W } from '@modelcontextprotocol/server';
        const transports = new Map();
        async function open(sessionId) {
          if (sessionId && transports.has(sessionId)) return transports.get(sessionId);
          const sid = ${sid};
          const transport = new W({ sessionIdGenerator: () => sid });
          transports.set(sid, transport);
          return transport;
        }
        export const handlers = {
          POST: async ({ request }) => {
            const sid = request.headers.get('MCP-Session-Id');
            return (await open(sid)).handleRequest(request);
          },
        };
        export async function POST(request) {
          const { searchParams } = new URL(request.url);
          const transport = new W({ sessionIdGenerator: () => ${id} });
          transports.set(transport.sessionId, transport);
        }`;

typescript.run('no-client-supplied-session-id', rule, {
  valid: [
    ...[
      'if (stream) { stream.end(); streams.delete(id); }',
      'if (!stream) return res.status(404).end(); stream.removeAllListeners(); stream.destroy();',
      'stream?.end();',
    ].map((use) => ({
      name: `a stream for everybody's news, which its key only ends: ${use}`,
      code: streams(use),
    })),
    {
      name: 'a stream of Fastify that its key only ends',
      code: streams('stream?.end();', 'res.raw'),
    },
    {
      name: 'a random id',
      code: generating('randomUUID()'),
    },
    {
      name: 'a random id that is kept in a variable, beside a header that is only looked up',
      code: post(`const sent = ${header};
          if (sent && sessions.has(sent)) return sessions.get(sent).handleRequest(req, res, req.body);
          const sessionId = randomUUID();
          const transport = new T({ sessionIdGenerator: () => sessionId });
          sessions.set(sessionId, transport);`),
    },
    {
      name: 'the variable of the header gets a random id before the transport is made',
      code: post(`let sessionId = ${header} as string | undefined;
          let session = sessionId ? sessions.get(sessionId) : undefined;
          let transport = session?.transport;
          if (!session) {
            sessionId = randomUUID();
            transport = new T({ sessionIdGenerator: () => sessionId! });
            sessions.set(sessionId, { transport });
          }`),
    },
    {
      name: 'the same in a block of its own, after an answer to unknown ids',
      code: post(`let sessionId = ${header};
          if (sessionId && !sessions.has(sessionId)) return res.status(404).end();
          if (!sessionId) sessionId = randomUUID();
          const transport = sessions.get(sessionId) ?? new T({ sessionIdGenerator: () => sessionId });`),
    },
    {
      name: 'the session is made only where the client sent no id',
      code: post(`const sessionId = ${header};
          let transport;
          if (sessionId) transport = sessions.get(sessionId);
          else transport = new T({ sessionIdGenerator: () => sessionId ?? randomUUID(), ${keep} });`),
    },
    {
      name: 'a session that a store knows is made again, and adopted',
      code: post(`const sessionId = ${header};
          let transport;
          if (sessionId && (await store.has(sessionId))) {
            transport = new T({ sessionIdGenerator: () => sessionId });
            transport.sessionId = sessionId;
            transport._initialized = true;
            sessions.set(sessionId, transport);
          } else transport = new T({ sessionIdGenerator: () => randomUUID() });`),
    },
    {
      name: 'the same after a record was loaded, and compared with the caller',
      code: post(`const sessionId = ${header};
          const record = await store.load(\`mcp:\${sessionId}\`);
          if (!record) return res.status(404).end();
          if (record.owner !== req.auth.clientId) return res.status(404).end();
          const transport = new T({ sessionIdGenerator: () => sessionId });`),
    },
    {
      name: 'the same when the record is found with others, or asked for its owner at once',
      code: `${head}
        app.post('/a', async (req, res) => {
          const [user, record] = await Promise.all([load(req), Session.findOne({ where: { id: ${header} } })]);
          if (!record) return res.status(404).end();
          sessions.set(${header}, new T({ sessionIdGenerator: () => ${header} }));
        });
        app.post('/b', async (req, res) => {
          if ((await store.ownerOf(${header})) !== req.auth.clientId) return res.status(404).end();
          sessions.set(${header}, new T({ sessionIdGenerator: () => ${header} }));
        });
        app.post('/c', async (req, res) => {
          if (${header} !== current.sessionId) return res.status(404).end();
          sessions.set(${header}, new T({ sessionIdGenerator: () => ${header} }));
        });`,
    },
    {
      name: 'a check that throws when it does not know the id',
      code: post(`const sessionId = ${header};
          await assertKnownSession(sessionId);
          const transport = new T({ sessionIdGenerator: () => sessionId });`),
    },
    {
      name: 'a store that there is only where sessions are kept is asked for the id',
      code: post(`const sessionId = ${header};
          if (store && sessionId && !store.isValidFor(sessionId, req.auth)) return res.status(404).end();
          const id = sessionId ?? randomUUID();
          const transport = new T({ sessionIdGenerator: () => id, ${keep} });`),
    },
    {
      name: 'the same in two conditions, and by a field that is compared with nothing',
      code: `${head}
        class Endpoint {
          async handle(req, res) {
            if (this.store !== undefined) {
              if (${header} && !(await this.store.has(${header}))) return res.status(404).end();
            }
            const transport = new T({ sessionIdGenerator: () => ${header} ?? randomUUID() });
            sessions.set(transport.sessionId, transport);
          }
        }`,
    },
    {
      name: 'the choice itself asks the store',
      code: generating(`sessions.has(${header}) ? ${header} : randomUUID()`),
    },
    {
      name: 'a function of this file asks the store, and gives a random id otherwise',
      code: `${head}
        function idFor(req) {
          const sent = ${header};
          if (sent && known[sent]) return sent;
          return randomUUID();
        }
        app.post('/mcp', async (req, res) => {
          const id = idFor(req);
          let later;
          later = idFor(req);
          sessions.set(id, new T({ sessionIdGenerator: () => id }));
          sessions.set(later, new T({ sessionIdGenerator: () => later }));
        });`,
    },
    {
      name: 'one caller of a function gives a random id, the other one that a store knows',
      code: `${head}
        function open(id) {
          const transport = new T({ sessionIdGenerator: () => id });
          sessions.set(id, transport);
          return transport;
        }
        app.post('/mcp', async (req, res) => {
          const sent = ${header};
          const transport = (await store.exists(sent)) ? open(sent) : open(randomUUID());
          await transport.handleRequest(req, res);
        });`,
    },
    {
      name: 'a class is handed an id that a store knows',
      code: `${head}
        class Session {
          constructor(id) { this.id = id; }
          open() { return new T({ sessionIdGenerator: () => this.id }); }
        }
        app.post('/mcp', async (req, res) => {
          if (!(await store.has(${header}))) return res.status(404).end();
          const session = new Session(${header});
          await session.open().handleRequest(req, res);
        });`,
    },
    {
      name: 'an id that others have a part in is not the client alone',
      code: generating(`\`\${req.auth.userId}:\${${header}}\``),
    },
    {
      name: 'a lookup only',
      code: `${head}
        app.get('/mcp', async (req, res) => {
          const id = req.query.sessionId ?? ${header};
          const transport = sessions.get(id);
          sessions.delete(id);
          lastSeen[id] = Date.now();
        });`,
    },
    {
      name: 'a known session is written again',
      code: `${head}
        app.post('/mcp', async (req, res) => {
          const session = sessions.get(${header});
          sessions.set(${header}, { ...session, lastSeen: Date.now() });
          sessions.set(${header}, undefined);
        });`,
    },
    {
      name: 'the id that the library hands back, or its response tells',
      code: `${head}
        app.post('/mcp', async (req, res) => {
          const transport = new T({ sessionIdGenerator: randomUUID, ${keep} });
          await transport.handleRequest(req, res);
          sessions.set(transport.sessionId, transport);
          sessions.set(res.getHeader('mcp-session-id'), transport);
        });`,
    },
    {
      name: 'unknown: a parameter, an import, a field of another class, a Durable Object name',
      code: `${sdk} import { sessionId } from './session.js';
        export const given = (id) => new T({ sessionIdGenerator: () => id });
        export const imported = () => new T({ sessionIdGenerator: () => sessionId });
        export class Worker extends Agent {
          one = new T({ sessionIdGenerator: () => this.ctx.id.toString() });
          other = new T({ sessionIdGenerator: () => this.name });
        }`,
    },
    {
      name: 'a generator of the options, with a random one behind it',
      code: `${head}
        export function make(options) {
          return new T({ sessionIdGenerator: () => options?.sessionIdGenerator?.() || randomUUID() });
        }`,
    },
    {
      name: 'a token that is verified, or hashed, is not what the client sent',
      code: generating(`jwt.verify(${header}, key).sid`),
    },
    {
      name: 'sessions of another kind: a chat, a telemetry run, a quiz by the body of its request',
      code: `const chatSessions = new Map(); const sessions = new Map();
        app.post('/chat', (req, res) => {
          chatSessions.set(req.body.sessionId, { messages: [] });
          sessions.set(req.body.sessionId, { messages: [], startedAt: Date.now() });
        });`,
    },
    {
      name: 'a transport that is kept by what it serves, which the path names',
      code: `${head}
        app.post('/:project', async (req, res) => {
          sessions.set(req.params.project, new T({ sessionIdGenerator: undefined }));
        });`,
    },
    {
      name: 'a client keeps what a server told it',
      code: `${sdk}
        const response = await fetch(url);
        sessions.set(response.headers.get('mcp-session-id'), new T({ sessionIdGenerator: randomUUID }));`,
    },
    {
      name: "what the server put into Hono's context is not the client's",
      code: `import { Hono } from 'hono'; ${head}
        app.post('/mcp', async (c) => {
          const transport = new T({ sessionIdGenerator: () => c.get('sessionId') });
          sessions.set(c.get('sessionId'), transport);
        });`,
    },
    {
      name: 'a generator that is a promise, or of a session that nobody keeps, is for other rules',
      code: `${sdk} ${crypto}
        const sessions = new Map();
        app.post('/a', async (req, res) => {
          const transport = new T({ sessionIdGenerator: async () => ${header} ?? randomUUID(), ${keep} });
        });
        app.post('/b', async (req, res) => {
          const transport = new T({ sessionIdGenerator: () => ${header} ?? randomUUID() });
          await getServer().connect(transport);
          await transport.handleRequest(req, res, req.body);
        });`,
    },
    {
      name: 'genid of a session library makes a random id',
      code: `import session from 'express-session'; import uid from 'uid-safe';
        app.use(session({ genid: (req) => uid.sync(18), secret }));`,
    },
  ],
  invalid: [
    ...['stream.write(text(req.body));', 'answer(stream, req.body);', 'send({ to: stream });'].map(
      (use) => ({
        name: `a stream that a message of its client is answered on: ${use}`,
        code: streams(use),
        errors: [
          {
            messageId: 'created' as const,
            line: 4,
            column: 29,
          },
        ],
      }),
    ),
    {
      name: 'what is kept is no stream',
      code: streams('stream?.end();', 'new Chat(res)'),
      errors: [{ messageId: 'created', line: 4, column: 29 }],
    },
    {
      name: 'the header, or a random id',
      code: generating(`${header} ?? randomUUID()`),
      errors: [generator(4, 63, generating('randomUUID()'))],
    },
    {
      name: 'the header alone',
      code: generating(header),
      errors: [generator(4, 63, generating('randomUUID()'))],
    },
    {
      name: 'the header behind a cast, an array, a condition',
      code: generating(
        `(Array.isArray(h) ? h[0] : (h as string)) || randomUUID()`,
        `const h = ${header};`,
      ),
      errors: [generator(4, 64, generating('randomUUID()', `const h = ${header};`))],
    },
    {
      name: 'a variable that is a choice',
      code: post(`const sessionId = ${header};
          const sessionIdToUse = sessionId || randomUUID();
          const transport = new T({ sessionIdGenerator: () => sessionIdToUse, ${keep} });`),
      errors: [
        generator(
          4,
          34,
          post(`const sessionId = ${header};
          const sessionIdToUse = randomUUID();
          const transport = new T({ sessionIdGenerator: () => sessionIdToUse, ${keep} });`),
        ),
      ],
    },
    {
      name: 'a variable that is given a choice in one of two branches',
      code: post(`const sessionId = ${header};
          let sessionIdToUse;
          if (isTenant) sessionIdToUse = \`tenant-\${randomUUID()}\`;
          else sessionIdToUse = sessionId || randomUUID();
          logger.info('new', { sessionId: sessionIdToUse });
          const transport = new T({ sessionIdGenerator: () => sessionIdToUse, ${keep} });`),
      errors: [
        generator(
          6,
          33,
          post(`const sessionId = ${header};
          let sessionIdToUse;
          if (isTenant) sessionIdToUse = \`tenant-\${randomUUID()}\`;
          else sessionIdToUse = randomUUID();
          logger.info('new', { sessionId: sessionIdToUse });
          const transport = new T({ sessionIdGenerator: () => sessionIdToUse, ${keep} });`),
        ),
      ],
    },
    {
      name: 'a random id is given on some paths only',
      code: post(`let sessionId = ${header};
          if (!sessionId) sessionId = randomUUID();
          const transport = new T({ sessionIdGenerator: () => sessionId, ${keep} });`),
      errors: [
        generator(
          5,
          63,
          post(`let sessionId = ${header};
          if (!sessionId) sessionId = randomUUID();
          const transport = new T({ sessionIdGenerator: () => randomUUID(), ${keep} });`),
        ),
      ],
    },
    {
      name: 'the session is made again for any id that is not known: a generator and a store, one report',
      code: `${head}
        app.post('/mcp', async (req, res) => {
          const sessionId = ${header} || randomUUID();
          let transport = sessions.get(sessionId);
          if (!transport) {
            transport = new T({ sessionIdGenerator: () => sessionId });
            sessions.set(sessionId, transport);
          }
        });`,
      errors: [generator(3, 29, null)],
    },
    {
      name: 'that something else than the store is missing says nothing of the id',
      code: generating(
        'sessionId',
        `const sessionId = ${header};
          if (config && sessionId && !store.has(sessionId)) return res.status(404).end();`,
      ),
      errors: [
        generator(
          5,
          63,
          generating(
            'randomUUID()',
            `const sessionId = ${header};
          if (config && sessionId && !store.has(sessionId)) return res.status(404).end();`,
          ),
        ),
      ],
    },
    {
      name: 'a session that was not found, and is asked for its owner where it was',
      code: generating(
        'sessionId',
        `const sessionId = ${header};
          const session = await store.load(sessionId);
          if (session && !session.belongsTo(sessionId, req.auth)) return res.status(404).end();`,
      ),
      errors: [
        generator(
          6,
          63,
          generating(
            'randomUUID()',
            `const sessionId = ${header};
          const session = await store.load(sessionId);
          if (session && !session.belongsTo(sessionId, req.auth)) return res.status(404).end();`,
          ),
        ),
      ],
    },
    {
      name: 'a store that is there, and does not know the id',
      code: generating(
        'sessionId',
        `const sessionId = ${header};
          if (store && store.has(sessionId)) return reuse(sessionId);`,
      ),
      errors: [
        generator(
          5,
          63,
          generating(
            'randomUUID()',
            `const sessionId = ${header};
          if (store && store.has(sessionId)) return reuse(sessionId);`,
          ),
        ),
      ],
    },
    {
      name: 'a look at the form of an id finds nothing',
      code: post(`const sessionId = ${header};
          if (typeof sessionId !== 'string' || !isUuid(sessionId) || !/^[\\w-]+$/.test(sessionId)) return;
          const transport = new T({ sessionIdGenerator: () => sessionId, ${keep} });`),
      errors: [
        generator(
          5,
          63,
          post(`const sessionId = ${header};
          if (typeof sessionId !== 'string' || !isUuid(sessionId) || !/^[\\w-]+$/.test(sessionId)) return;
          const transport = new T({ sessionIdGenerator: () => randomUUID(), ${keep} });`),
        ),
      ],
    },
    {
      name: 'a transport takes over the id',
      code: `${head}
        app.post('/mcp', async (req, res) => {
          const transport = new T({ sessionIdGenerator: () => randomUUID(), ${keep} });
          transport.sessionId = ${header};
          transport._initialized = true;
        });`,
      errors: [
        {
          messageId: 'assigned',
          line: 4,
          column: 33,
        },
      ],
    },
    {
      name: 'a map or an object of sessions gets a new one under the id, in the branch where it was not found',
      code: `${sdk} import express from 'express';
        const sessions: Record<string, Session> = {}; const transports = new Map();
        app.post('/a', async (req, res) => {
          const id = req.get('mcp-session-id');
          if (sessions[id]) return sessions[id].run(req);
          sessions[id] = new Session();
        });
        app.post('/b', async (req, res) => {
          const id = req.query.sessionId;
          if (!transports.has(id)) transports.set(id, new T({ sessionIdGenerator: undefined }));
        });`,
      errors: [
        { messageId: 'created', line: 6, column: 20 },
        { messageId: 'created', line: 10, column: 51 },
      ],
    },
    {
      name: 'a function of this file makes it, for every id that is not known',
      code: `${head}
        async function open(id) {
          const existing = sessions.get(id);
          if (existing) return existing;
          const transport = new T({ sessionIdGenerator: () => id });
          sessions.set(id, transport);
          return transport;
        }
        app.post('/mcp', async (req, res) => {
          const sent = req.header('Mcp-Session-Id');
          const id = sent && sent.trim() !== '' ? sent : randomUUID();
          await (await open(id)).handleRequest(req, res, req.body);
        });`,
      errors: [generator(11, 51, null)],
    },
    {
      name: 'a known session is made again, and so is one that nobody knows',
      code: post(`const sessionId = ${header};
          let transport;
          if (sessionId && (await store.has(sessionId))) {
            transport = new T({ sessionIdGenerator: () => sessionId });
            sessions.set(sessionId, transport);
          } else if (!sessionId && isInitializeRequest(req.body)) {
            transport = new T({ sessionIdGenerator: () => randomUUID(), ${keep} });
          } else if (sessionId) {
            transport = new T({ sessionIdGenerator: () => sessionId });
            sessions.set(sessionId, transport);
          }`),
      errors: [generator(11, 59, null)],
    },
    {
      name: 'a transport that stays stateless for the library takes over the id',
      code: `${head}
        app.post('/mcp', async (req, res) => {
          const sessionId = ${header} || crypto.randomUUID();
          const transport = new T({ sessionIdGenerator: undefined });
          (transport as any)._webStandardTransport.sessionId = sessionId;
        });`,
      errors: [
        {
          messageId: 'assigned',
          line: 3,
          column: 29,
          suggestions: [
            {
              messageId: 'useOwnId',
              data: { text: 'crypto.randomUUID()' },
              output: `${head}
        app.post('/mcp', async (req, res) => {
          const sessionId = crypto.randomUUID();
          const transport = new T({ sessionIdGenerator: undefined });
          (transport as any)._webStandardTransport.sessionId = sessionId;
        });`,
            },
          ],
        },
      ],
    },
    {
      name: 'a session library',
      code: `import session from 'express-session'; import uid from 'uid-safe';
        app.use(session({ genid: (req) => req.body.sessionId || uid.sync(24), secret }));`,
      errors: [
        generator(
          2,
          43,
          `import session from 'express-session'; import uid from 'uid-safe';
        app.use(session({ genid: (req) => uid.sync(24), secret }));`,
          'uid.sync(24)',
        ),
      ],
    },
    {
      name: 'a cookie of a session of the file',
      code: `import express from 'express';
        const sessions = {};
        app.use((req, res, next) => {
          const sid = req.cookies.sid;
          if (!sessions[sid]) sessions[sid] = {};
          next();
        });`,
      errors: [{ messageId: 'created', line: 5, column: 40 }],
    },
    {
      name: "a transport's constructor from elsewhere",
      code: `${sdk} import { SocketTransport } from './socket.js';
        wss.on('connection', (socket, request) => {
          const sessionId = new URL(request.url, 'http://localhost').searchParams.get('sessionId');
          const one = new SocketTransport(socket, sessionId);
        });
        app.get('/sse', (req, res) => {
          const other = new SocketTransport({ response: res, sessionId: req.params.sessionId });
        });`,
      errors: [
        { messageId: 'assigned', line: 4, column: 51 },
        { messageId: 'assigned', line: 7, column: 73 },
      ],
    },
    {
      name: 'a transport of this file is handed the id',
      code: `${sdk}
        class SocketServerTransport {
          constructor(socket, sessionId) { this.sessionId = sessionId; }
        }
        app.get('/sse', (req, res) => new SocketServerTransport(res, req.query.sessionId));`,
      errors: [{ messageId: 'assigned', line: 5, column: 70 }],
    },
    {
      name: 'the arguments of a tool',
      code: `${head} import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
        const server = new McpServer({ name: 'a', version: '1' });
        server.registerTool('open', { inputSchema: {} }, async ({ sessionId }) => {
          sessions.set(sessionId, new T({ sessionIdGenerator: undefined }));
        });
        server.server.setRequestHandler(CallToolRequestSchema, async (request) => {
          const args = request.params.arguments;
          sessions.set(args.sessionId, new T({ sessionIdGenerator: undefined }));
        });`,
      errors: [
        { messageId: 'created', line: 4, column: 24 },
        { messageId: 'created', line: 8, column: 24 },
      ],
    },
    {
      name: 'what a route file reads: a request among others, web headers, the parts of a URL',
      code: routeFile("searchParams.get('sid') ?? crypto.randomUUID()"),
      errors: [
        generator(
          5,
          23,
          routeFile("searchParams.get('sid') ?? crypto.randomUUID()", 'crypto.randomUUID()'),
          'crypto.randomUUID()',
        ),
        {
          messageId: 'generator',
          line: 18,
          column: 63,
          suggestions: [{ messageId: 'useOwnId', output: routeFile('crypto.randomUUID()') }],
        },
      ],
    },
    {
      name: 'other frameworks: Fastify, Koa, Hono, h3, a copy of the headers, cookies of Next',
      code: `${head}
        import { Hono } from 'hono'; import { getHeader } from 'h3'; import { cookies } from 'next/headers';
        fastify.post('/a', async (request, reply) => {
          const { 'mcp-session-id': sid } = request.headers;
          sessions.set(sid, new T({ sessionIdGenerator: undefined }));
        });
        router.post('/b', async (ctx) => { sessions.set(ctx.headers['x-session'], new T({ sessionIdGenerator: undefined })); });
        hono.post('/c', async (c) => { sessions.set(c.req.header('mcp-session-id'), new T({ sessionIdGenerator: undefined })); });
        const d = async (event) => { sessions.set(getHeader(event, 'mcp-session-id'), new T({ sessionIdGenerator: undefined })); };
        const e = async (req) => {
          const headers = new Headers(req.headers);
          sessions.set(String(headers.get('mcp-session-id')), new T({ sessionIdGenerator: undefined }));
        };
        const f = async () => { sessions.set((await cookies()).get('sid')?.value, new T({ sessionIdGenerator: undefined })); };
        hono.post('/g', async (c) => {
          const body = await c.req.json();
          sessions.set(body.sessionId, new T({ sessionIdGenerator: undefined }));
        });`,
      errors: [
        { messageId: 'created', line: 5, column: 24 },
        { messageId: 'created', line: 7, column: 57 },
        { messageId: 'created', line: 8, column: 53 },
        { messageId: 'created', line: 9, column: 51 },
        { messageId: 'created', line: 12, column: 24 },
        { messageId: 'created', line: 14, column: 46 },
        { messageId: 'created', line: 17, column: 24 },
      ],
    },
  ],
});

const plain = 'const sessions = new Map();';
const route = (choice: string, name = 'Transport') => `
        app.post('/mcp', async (req, res) => {
          const sessionId = ${choice};
          const transport = new ${name}({ sessionIdGenerator: () => sessionId });
          sessions.set(sessionId, transport);
        });`;

modules.run('no-client-supplied-session-id', rule, {
  valid: [
    {
      name: 'a random id',
      code: `import { StreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'; import { randomUUID } from 'crypto'; ${plain}${route('randomUUID()')}`,
    },
    {
      name: 'a class of the same name from elsewhere',
      code: `import { StreamableHTTPServerTransport as Transport } from './mine.js'; const all = new Map();
        export const open = (req) => new Transport({ sessionIdGenerator: () => req.headers['mcp-session-id'] });`,
    },
  ],
  invalid: [
    {
      name: 'the header, or a random id: the suggestion takes the random part',
      code: `import { StreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'; import { randomUUID } from 'crypto'; ${plain}${route("req.headers['mcp-session-id'] || randomUUID()")}`,
      errors: [
        generator(
          3,
          29,
          `import { StreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'; import { randomUUID } from 'crypto'; ${plain}${route('randomUUID()')}`,
        ),
      ],
    },
  ],
});

commonjs.run('no-client-supplied-session-id', rule, {
  valid: [
    {
      name: 'required, and compiled: a random id',
      code: `"use strict"; const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js"); const node_crypto_1 = require("node:crypto"); ${plain}${route('(0, node_crypto_1.randomUUID)()', 'streamableHttp_js_1.StreamableHTTPServerTransport')}`,
    },
  ],
  invalid: [
    {
      name: 'required, and compiled: the header, or a random id',
      code: `"use strict"; const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js"); const uuid_1 = require("uuid"); ${plain}${route('req.headers["mcp-session-id"] || (0, uuid_1.v4)()', 'streamableHttp_js_1.StreamableHTTPServerTransport')}`,
      errors: [
        generator(
          3,
          29,
          `"use strict"; const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js"); const uuid_1 = require("uuid"); ${plain}${route('(0, uuid_1.v4)()', 'streamableHttp_js_1.StreamableHTTPServerTransport')}`,
          '(0, uuid_1.v4)()',
        ),
      ],
    },
    {
      name: 'the header, or a weak id: a random id for both',
      code: `const { StreamableHTTPServerTransport: Transport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js'); const { randomUUID } = require('node:crypto'); ${plain}${route("req.headers['mcp-session-id'] ?? String(Date.now())")}`,
      errors: [
        generator(
          3,
          29,
          `const { StreamableHTTPServerTransport: Transport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js'); const { randomUUID } = require('node:crypto'); ${plain}${route('randomUUID()')}`,
        ),
      ],
    },
    {
      name: 'a transport of another file is handed the id',
      code: `const { StreamableHTTPServerTransport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js');
        const { SocketTransport } = require('./socket.js'); const http_1 = require('./http.js');
        app.get('/sse', (req, res) => new SocketTransport(res, req.query.sessionId));
        app.get('/sse2', (req, res) => new http_1.StreamTransport(res, req.query.sessionId));`,
      errors: [
        { messageId: 'assigned', line: 3, column: 64 },
        { messageId: 'assigned', line: 4, column: 72 },
      ],
    },
    {
      name: 'the header, the query, or what another file says: no suggestion',
      code: `const { StreamableHTTPServerTransport: Transport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js'); const { idOf } = require('./ids'); ${plain}${route("req.headers['mcp-session-id'] || req.query.sid || idOf(req.user)")}`,
      errors: [generator(3, 29, null)],
    },
  ],
});

modules.run('no-predictable-session-id beside it', noPredictableSessionId, {
  valid: [
    {
      name: 'a weak id behind one that the client may choose is one flaw, and reported as that',
      code: `import { StreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'; ${plain}${route("req.headers['mcp-session-id'] ?? String(Date.now())")}`,
    },
  ],
  invalid: [
    {
      name: 'a weak id beside one of the client that a store knows',
      code: `import { StreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'; import { randomUUID } from 'node:crypto'; ${plain}${route('known.has(req.headers.sid) ? req.headers.sid : String(Date.now())')}`,
      errors: [
        {
          messageId: 'predictable',
          line: 3,
          column: 76,
          suggestions: [
            {
              messageId: 'useRandomId',
              output: `import { StreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'; import { randomUUID } from 'node:crypto'; ${plain}${route('known.has(req.headers.sid) ? req.headers.sid : randomUUID()')}`,
            },
          ],
        },
      ],
    },
  ],
});
