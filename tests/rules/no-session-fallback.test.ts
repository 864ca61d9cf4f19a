import { noSessionFallback as rule } from '../../src/rules/no-session-fallback';
import { commonjs, modules, typescript } from '../support/rule-tester';

const sdk = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';`;

const initialize = (keep: string) => `app.get('/sse', async (req, res) => {
  const transport = new SSEServerTransport('/mcp', res);
  const id = transport.sessionId;
  ${keep}
  await server.connect(transport);
});`;
const map = `${sdk}
const sessions = new Map();
${initialize('sessions.set(id, transport);')}`;
const object = `${sdk}
const transports = {};
${initialize('transports[id] = transport;')}`;
const holding = `${sdk}
const sessions = new Map();
${initialize('sessions.set(id, { server, transport });')}`;
const streamable = `${sdk}
const sessions = new Map();
app.post('/init', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => { sessions.set(id, transport); },
  });
  await transport.handleRequest(req, res, req.body);
});`;
const handler = (body: string) => `app.post('/mcp', async (req, res) => {
  const id = req.query.sessionId;
  ${body}
});`;
const serve = (found: string) =>
  handler(`const found = ${found};
  if (!found) return res.status(404).end();
  await found.handlePostMessage(req, res);`);

/** A case whose fallback is `text`; `without` is the expression that is left. */
const fallback = (
  name: string,
  store: string,
  expression: string,
  text: string,
  without?: string,
) => ({
  name,
  code: `${store}\n${serve(expression)}`,
  errors: [
    {
      messageId: 'any' as const,
      data: { store: /const (\w+) = (?:new Map|\{)/.exec(store)?.[1] ?? '', text },
      suggestions:
        without === undefined
          ? null
          : [{ messageId: 'remove' as const, output: `${store}\n${serve(without)}` }],
    },
  ],
});

typescript.run('no-session-fallback', rule, {
  valid: [
    {
      name: 'an unknown id is refused',
      code: `${map}\n${serve('sessions.get(id)')}`,
    },
    {
      name: 'a missing id is refused, an empty one is never kept',
      code: `${map}\n${serve("sessions.get(id ?? '')")}`,
    },
    {
      name: 'the lookup falls back to nothing, or to a session that is made for the request',
      code: `${map}
        ${serve('sessions.get(id) ?? null')}
        ${serve('sessions.get(id) ?? new StreamableHTTPServerTransport({ sessionIdGenerator })')}
        ${serve('id ? sessions.get(id) : undefined')}`,
    },
    {
      name: 'two stores are asked for the same id',
      code: `${map}
        const streams = new Map<string, SSEServerTransport>();
        ${serve('sessions.get(id) ?? streams.get(id)')}`,
    },
    {
      name: 'all sessions are closed at the end',
      code: `${map}
        process.on('SIGINT', async () => {
          for (const [id, transport] of sessions) { await transport.close(); sessions.delete(id); }
          for (const transport of Object.values(sessions)) await transport.close();
          await Promise.all([...sessions.values()].map((each) => each.close()));
        });`,
    },
    {
      name: 'all sessions get a notification',
      code: `${map}
        for (const transport of sessions.values()) transport.send(notification);
        sessions.forEach((transport) => transport.send(notification));`,
    },
    {
      name: 'sessions are counted and listed',
      code: `${map}
        app.get('/health', (req, res) => res.json({ active: sessions.size, ids: [...sessions.keys()] }));
        app.get('/first', (req, res) => res.json({ first: [...sessions.keys()][0] }));
        if (sessions.size === 1) console.log('the first client');`,
    },
    {
      name: 'the oldest session makes room for a new one',
      code: `${holding}
        if (sessions.size >= MAX) {
          const oldest = sessions.keys().next().value;
          const session = sessions.get(oldest);
          await session.transport.close();
          sessions.delete(oldest);
        }`,
    },
    {
      name: 'the function that closes a session gets the id of the oldest, and of one that is deleted',
      code: `${holding}
        const close = (id) => { const session = sessions.get(id); session.transport.close(); };
        if (sessions.size > MAX) { const oldest = [...sessions.keys()][0]; close(oldest); }
        app.delete('/mcp', (req, res) => close(req.headers['mcp-session-id']));
        ${serve('sessions.get(id)')}`,
    },
    {
      name: 'old sessions are swept',
      code: `${holding}
        setInterval(() => {
          for (const [id, session] of sessions)
            if (session.seen < Date.now() - LIMIT) { session.transport.close(); sessions.delete(id); break; }
        }, 1000);`,
    },
    {
      name: 'a session is found by its owner',
      code: `${holding}
        function sessionOf(id, user) {
          for (const session of sessions.values()) {
            if (session.userId === user.id) return session.transport;
          }
          return sessions.get(id);
        }
        function firstOf(id, user) {
          if (id) return sessions.get(id);
          for (const session of sessions.values()) {
            if (session.userId !== user.id) continue;
            return session;
          }
        }
        ${serve('sessions.get(id) ?? [...sessions.values()].find((each) => each.userId === req.auth.clientId)')}
        ${serve('sessions.get(id) ?? [...sessions.values()].filter((each) => each.userId === req.auth.clientId)[0]')}`,
    },
    {
      name: 'a test looks at the only session',
      code: `${map}
        it('keeps one session', () => {
          const [only] = sessions.values();
          expect(only.sessionId).toBe([...sessions.keys()][0]);
        });`,
    },
    {
      name: 'the first of something else',
      code: `${map}
        const servers = new Map();
        ${serve('sessions.get(id) ?? [...servers.values()][0]')}
        ${serve('sessions.get(id) ?? imported.values().next().value')}`,
    },
    {
      name: 'nothing is known of an imported store, and of one of other things',
      code: `${sdk}
        import { sessions } from './sessions.js';
        const users = new Map();
        ${serve('sessions.get(id) ?? [...sessions.values()][0]')}
        ${serve('users.get(id) ?? [...users.values()][0]')}`,
    },
    {
      name: 'a default id under which nothing is kept finds nothing',
      code: `${map}\n${serve("sessions.get(id ?? 'none')")}`,
    },
    {
      name: 'the transport of this request is kept outside only while it is set up',
      code: `${sdk}
        const transports = {};
        let transport;
        app.post('/mcp', async (req, res) => {
          const id = req.headers['mcp-session-id'];
          if (transports[id]) transport = transports[id];
          else {
            transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
            transports[transport.sessionId] = transport;
          }
          await transport.handleRequest(req, res, req.body);
        });`,
    },
    {
      name: 'Streamable HTTP with a generator refuses requests that do not name its session',
      code: `${streamable}
        ${handler(`const found = sessions.get(id) ?? [...sessions.values()][0];
          await found.handleRequest(req, res, req.body);`)}`,
    },
    {
      name: 'nothing is known of the generator of transports that are made elsewhere',
      code: `${sdk}
        const sessions: Record<string, StreamableHTTPServerTransport> = {};
        ${handler(`const found = sessions[id] ?? Object.values(sessions)[0];
          await found.handleRequest(req, res, req.body);`)}`,
    },
    {
      name: 'one transport for all, without a store',
      code: `${sdk}
        let transport;
        app.get('/sse', async (req, res) => {
          transport = new SSEServerTransport('/messages', res);
          await server.connect(transport);
        });
        app.post('/messages', (req, res) => transport.handlePostMessage(req, res));`,
    },
    {
      name: 'the last transport is only asked how it is',
      code: `${sdk}
        const transports = {};
        let last;
        app.post('/mcp', async (req, res) => {
          const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
          last = transport;
          transports[transport.sessionId] = transport;
        });
        app.get('/debug', (req, res) => { res.json({ known: !!transports[req.query.id], last: last.sessionId }); });`,
    },
  ],
  invalid: [
    fallback(
      'the first value of an object',
      object,
      'transports[id] ?? Object.values(transports)[0]',
      'Object.values(transports)[0]',
      'transports[id]',
    ),
    fallback(
      'the last value of an object',
      object,
      'transports[id] || Object.values(transports).at(-1)',
      'Object.values(transports).at(-1)',
      'transports[id]',
    ),
    fallback(
      'the first step of an iterator',
      map,
      'sessions.get(id) ?? sessions.values().next().value',
      'sessions.values().next().value',
      'sessions.get(id)',
    ),
    fallback(
      'the first of a spread',
      map,
      '(sessions.get(id)) ?? [...sessions.values()][0]',
      '[...sessions.values()][0]',
      '(sessions.get(id))',
    ),
    fallback(
      'the second part of the first entry',
      map,
      'sessions.get(id) ?? [...sessions][0][1]',
      '[...sessions][0]',
      'sessions.get(id)',
    ),
    fallback(
      'the last of Array.from',
      map,
      'sessions.get(id) ?? Array.from(sessions.values()).pop()',
      'Array.from(sessions.values()).pop()',
      'sessions.get(id)',
    ),
    fallback(
      'the latest, after sorting',
      map,
      'sessions.get(id) ?? [...sessions.values()].sort(byAge).reverse()[0]',
      '[...sessions.values()].sort(byAge).reverse()[0]',
      'sessions.get(id)',
    ),
    fallback(
      'the one under the first id',
      object,
      'transports[id] ?? transports[Object.keys(transports)[0]]',
      'Object.keys(transports)[0]',
    ),
    fallback(
      'a part of what is found, and of what is taken',
      holding,
      'sessions.get(id)?.transport ?? [...sessions.values()][0]?.transport',
      '[...sessions.values()][0]',
      'sessions.get(id)?.transport',
    ),
    fallback(
      'for a request that sends no id',
      map,
      'id ? sessions.get(id) : [...sessions.values()][0]',
      '[...sessions.values()][0]',
    ),
    fallback(
      'the only session there is, in a condition of its own',
      map,
      '(id && sessions.get(id)) || (sessions.size === 1 ? [...sessions.values()][0] : undefined)',
      '[...sessions.values()][0]',
      '(id && sessions.get(id))',
    ),
    fallback(
      'the id of the first, in the place of a missing one',
      map,
      'sessions.get(id ?? sessions.keys().next().value)',
      'sessions.keys().next().value',
    ),
    {
      name: 'the id of the only session is set in the place of a missing one',
      code: `${map}
app.post('/messages', async (req, res) => {
  let id = req.query.sessionId;
  if (!id && sessions.size === 1) id = Array.from(sessions.keys())[0];
  if (!id) return res.status(400).end();
  const transport = sessions.get(id);
  await transport.handlePostMessage(req, res);
});`,
      errors: [
        {
          messageId: 'any',
          line: 12,
          column: 40,
          suggestions: [
            {
              messageId: 'remove',
              output: `${map}
app.post('/messages', async (req, res) => {
  let id = req.query.sessionId;
  if (!id) return res.status(400).end();
  const transport = sessions.get(id);
  await transport.handlePostMessage(req, res);
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'the parts of the only session, in two patterns',
      code: `${holding}
app.post('/messages', async (req, res) => {
  const [{ transport }] = sessions.values();
  await transport.handlePostMessage(req, res);
});`,
      errors: [{ messageId: 'any', line: 11, column: 27, suggestions: null }],
    },
    {
      name: 'the only session there is serves whoever comes',
      code: `${map}
${handler(`if (!id && sessions.size === 1) {
    const [only] = sessions.values();
    await only.handlePostMessage(req, res);
  }`)}`,
      errors: [{ messageId: 'any', suggestions: null }],
    },
    {
      name: 'the only session is found by its id, with a list that is kept in a variable',
      code: `${object}
${handler(`let found = transports[id];
  const ids = Object.keys(transports);
  if (ids.length === 1) found = transports[ids[0]];
  await found.handlePostMessage(req, res);`)}`,
      errors: [{ messageId: 'any', data: { store: 'transports', text: 'ids[0]' } }],
    },
    {
      name: 'a statement of its own, which can go',
      code: `${object}
${handler(`let found = transports[id];
  if (!found) {
    found = Object.values(transports)[0];
  }
  if (!found) return res.status(404).end();
  await found.handlePostMessage(req, res);`)}`,
      errors: [
        {
          messageId: 'any',
          suggestions: [
            {
              messageId: 'remove',
              output: `${object}
${handler(`let found = transports[id];
  if (!found) return res.status(404).end();
  await found.handlePostMessage(req, res);`)}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a loop that takes the first',
      code: `${map}
${handler(`let found = sessions.get(id);
  if (!found) for (const transport of sessions.values()) { found = transport; break; }
  await found.handlePostMessage(req, res);`)}`,
      errors: [{ messageId: 'any', data: { store: 'sessions', text: 'sessions.values()' } }],
    },
    {
      name: 'a function that returns what is found, or any',
      code: `${holding}
export function sessionOf(id) {
  if (id) return sessions.get(id);
  for (const [key, session] of sessions) return session;
}`,
      errors: [{ messageId: 'any', data: { store: 'sessions', text: 'sessions' }, line: 12 }],
    },
    {
      name: 'a function of the file takes it',
      code: `${object}
const anySession = () => Object.values(transports)[0];
${serve('transports[id] ?? anySession()')}`,
      errors: [
        { messageId: 'any', data: { store: 'transports', text: 'Object.values(transports)[0]' } },
      ],
    },
    {
      name: 'SSE: the message goes to any stream',
      code: `${sdk}
const streams: Record<string, SSEServerTransport> = {};
app.get('/sse', async (req, res) => {
  const transport = new SSEServerTransport('/messages', res);
  streams[transport.sessionId] = transport;
});
app.post('/messages', async (req, res) => {
  const stream = req.query.sessionId ? streams[req.query.sessionId] : Object.values(streams)[0];
  await stream.handlePostMessage(req, res, req.body);
});`,
      errors: [{ messageId: 'any', line: 9, column: 71, suggestions: null }],
    },
    {
      name: 'a field of a class, whose type says what it keeps',
      code: `${sdk}
interface Session { transport: SSEServerTransport }
export class Sessions {
  private sessions = new Map<string, Session>();
  find(id?: string): Session | undefined {
    return (id && this.sessions.get(id)) || this.sessions.values().next().value;
  }
}`,
      errors: [{ messageId: 'any', line: 7, suggestions: null }],
    },
    {
      name: 'the last transport serves who names none',
      code: `${sdk}
const transports = {};
let last;
app.get('/sse', async (req, res) => {
  const transport = new SSEServerTransport('/messages', res);
  transports[transport.sessionId] = transport;
  last = transport;
});
app.post('/messages', async (req, res) => {
  const transport = transports[req.query.sessionId] ?? last;
  if (!transport) return res.status(404).end();
  await transport.handlePostMessage(req, res);
});`,
      errors: [
        {
          messageId: 'last',
          data: { store: 'transports', text: 'last' },
          line: 11,
          column: 56,
          suggestions: [
            {
              messageId: 'remove',
              output: `${sdk}
const transports = {};
let last;
app.get('/sse', async (req, res) => {
  const transport = new SSEServerTransport('/messages', res);
  transports[transport.sessionId] = transport;
  last = transport;
});
app.post('/messages', async (req, res) => {
  const transport = transports[req.query.sessionId];
  if (!transport) return res.status(404).end();
  await transport.handlePostMessage(req, res);
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'the last transport of a class serves in a branch of its own',
      code: `${sdk}
class Server {
  transports = new Map();
  current = null;
  async open(req, res) {
    const transport = new SSEServerTransport('/messages', res);
    this.transports.set(transport.sessionId, transport);
    this.current = transport;
  }
  async message(req, res) {
    const found = this.transports.get(req.query.sessionId);
    if (found) await found.handlePostMessage(req, res);
    else await this.current.handlePostMessage(req, res);
  }
}`,
      errors: [
        { messageId: 'last', data: { store: 'transports', text: 'this.current' }, line: 14 },
      ],
    },
    {
      name: 'a default id that all share',
      code: `${sdk}
const sessions = new Map();
app.get('/sse', async (req, res) => {
  const id = req.headers['x-session'] ?? 'default';
  const transport = new SSEServerTransport('/messages', res);
  sessions.set(id, transport);
});
app.post('/messages', async (req, res) => {
  const found = sessions.get(req.headers['x-session'] ?? 'default');
  if (found) await found.handlePostMessage(req, res);
});`,
      errors: [
        {
          messageId: 'default',
          data: { store: 'sessions', text: "'default'" },
          line: 10,
          column: 58,
          suggestions: null,
        },
      ],
    },
    {
      name: 'Streamable HTTP without a generator does not ask whose session it is',
      code: `${sdk}
const sessions = new Map();
app.post('/mcp', async (req, res) => {
  let found = sessions.get(req.query.user) ?? sessions.values().next().value;
  if (!found) {
    found = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    sessions.set(req.query.user, found);
  }
  await found.handleRequest(req, res, req.body);
});`,
      errors: [
        {
          messageId: 'any',
          line: 5,
          suggestions: [
            {
              messageId: 'remove',
              output: `${sdk}
const sessions = new Map();
app.post('/mcp', async (req, res) => {
  let found = sessions.get(req.query.user);
  if (!found) {
    found = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    sessions.set(req.query.user, found);
  }
  await found.handleRequest(req, res, req.body);
});`,
            },
          ],
        },
      ],
    },
    ...[
      "req.headers['mcp-session-id'] = found.sessionId;",
      "req.rawHeaders.push('Mcp-Session-Id', found.sessionId);",
    ].map((write) => ({
      name: `Streamable HTTP, after ${write}`,
      code: `${streamable}
${handler(`const found = sessions.get(id) ?? [...sessions.values()][0];
  ${write}
  await found.handleRequest(req, res, req.body);`)}`,
      errors: [{ messageId: 'any' as const, suggestions: null }],
    })),
  ],
});

modules.run('no-session-fallback (ES modules)', rule, {
  valid: [{ name: 'asks for the id alone', code: `${map}\n${serve('sessions.get(id)')}` }],
  invalid: [
    fallback(
      'the first value',
      object,
      'transports[id] ?? Object.values(transports)[0]',
      'Object.values(transports)[0]',
      'transports[id]',
    ),
  ],
});

const compiled = `"use strict";
const sse_js_1 = require("@modelcontextprotocol/sdk/server/sse.js");
const transports = {};
app.get('/sse', async (req, res) => {
  const transport = new sse_js_1.SSEServerTransport('/mcp', res);
  transports[transport.sessionId] = transport;
});`;

commonjs.run('no-session-fallback (compiled CommonJS)', rule, {
  valid: [{ name: 'asks for the id alone', code: `${compiled}\n${serve('transports[id]')}` }],
  invalid: [
    {
      name: 'the first value, without the newer operators',
      code: `${compiled}
${handler(`var _a;
  const found = (_a = transports[id]) !== null && _a !== void 0 ? _a : Object.values(transports)[0];
  await found.handlePostMessage(req, res);`)}`,
      errors: [{ messageId: 'any', line: 11, suggestions: null }],
    },
  ],
});
