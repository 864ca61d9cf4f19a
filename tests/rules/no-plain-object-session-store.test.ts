import { noPlainObjectSessionStore as rule } from '../../src/rules/no-plain-object-session-store';
import { commonjs, modules, typescript } from '../support/rule-tester';

const sdk = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';`;

/** An endpoint that makes sessions, and what it does with a request that names one. */
const endpoint = (keep: string, found: string) => `app.post('/mcp', async (req, res) => {
  const sessionId = req.headers['mcp-session-id'];
  if (!sessionId && isInitializeRequest(req.body)) {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => { ${keep} },
    });
    await server.connect(transport);
    return transport.handleRequest(req, res, req.body);
  }
  ${found}
});`;
const lookup = `const transport = transports[sessionId];
  if (!transport) return res.status(404).end();
  await transport.handleRequest(req, res, req.body);`;
const usual = endpoint('transports[id] = transport;', lookup);

const program = (container: string, code = usual, after = '') =>
  `${sdk}\n${container}\n${code}\n${after}`;

/** A store that the fix mends by itself. */
const fixed = (name: string, before: string, after: string, code = usual, rest = '') => ({
  name,
  code: program(before, code, rest),
  output: program(after, code, rest),
  errors: [{ messageId: 'plainObject' as const, suggestions: null }],
});

/** A store that the edit may change for others. */
const suggested = (name: string, before: string, after: string, code = usual, rest = '') => ({
  name,
  code: program(before, code, rest),
  output: null,
  errors: [
    {
      messageId: 'plainObject' as const,
      suggestions: [{ messageId: 'inheritNothing' as const, output: program(after, code, rest) }],
    },
  ],
});

/** A store that is reported, and that nothing mends for certain. */
const reported = (name: string, container: string, code = usual, rest = '') => ({
  name,
  code: program(container, code, rest),
  output: null,
  errors: [{ messageId: 'plainObject' as const, suggestions: null }],
});

/** The rest of a class that keeps its sessions in a field. */
const fieldUser = (field: string) => `
  async post(req, res) {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => { this.${field}[id] = transport; },
    });
  }
  async get(req, res) {
    await this.${field}[req.headers['mcp-session-id']].handleRequest(req, res);
  }
}`;

const nested = (streamable: string, sse: string) => `${sdk}
const transports = { streamable: ${streamable}, sse: ${sse} };
app.get('/sse', async (req, res) => {
  const transport = new SSEServerTransport('/messages', res);
  transports.sse[transport.sessionId] = transport;
});
app.post('/messages', async (req, res) => {
  await transports.sse[req.query.sessionId]?.handlePostMessage(req, res);
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator, onsessioninitialized: (id) => { transports.streamable[id] = transport; },
  });
  await transports.streamable[req.headers['mcp-session-id']].handleRequest(req, res);
});`;

const plain = 'const transports = {};';
const bare = 'const transports = Object.create(null);';

typescript.run('no-plain-object-session-store', rule, {
  valid: [
    {
      name: 'a Map',
      code: program(
        'const transports = new Map<string, StreamableHTTPServerTransport>();',
        endpoint(
          'transports.set(id, transport);',
          'await transports.get(sessionId)?.handleRequest(req, res);',
        ),
      ),
    },
    { name: 'an object that inherits nothing', code: program(bare) },
    {
      name: 'an object that inherits nothing, as a literal',
      code: program('const transports = { __proto__: null };'),
    },
    {
      name: 'an own key is asked for',
      code: [
        'Object.hasOwn(transports, sessionId)',
        'Object.prototype.hasOwnProperty.call(transports, sessionId)',
        'transports.hasOwnProperty(sessionId)',
        '{}.hasOwnProperty.call(transports, sessionId)',
      ]
        .map((guard) =>
          program(
            '',
            `{ const transports = {}; ${endpoint('transports[id] = transport;', `if (!(${guard})) return res.status(404).end(); ${lookup}`)} }`,
          ).replace(sdk, ''),
        )
        .reduce((all, each) => all + each, sdk),
    },
    {
      name: 'an own key is asked for in a condition, and by a function of the file',
      code: program(
        plain,
        endpoint(
          'transports[id] = transport;',
          'const found = Object.hasOwn(transports, sessionId) ? transports[sessionId] : undefined;\n  await found?.handleRequest(req, res);',
        ),
        `const isKnown = (id) => Object.hasOwn(transports, id);
         app.get('/mcp', async (req, res) => {
           const id = req.headers['mcp-session-id'];
           if (!isKnown(id)) return res.status(404).end();
           await transports[id].handleRequest(req, res);
         });`,
      ),
    },
    {
      name: 'the caller asks for an own key',
      code: program(
        plain,
        endpoint(
          'transports[id] = transport;',
          'if (!Object.hasOwn(transports, sessionId)) return res.status(404).end();\n  await find(sessionId).handleRequest(req, res);',
        ),
        'function find(id) { return transports[id]; }',
      ),
    },
    {
      name: 'the form of the id is asked for first',
      code: [
        'UUID.test(sessionId)',
        'validate(sessionId)',
        'isValidSessionId(sessionId)',
        "sessionId.startsWith('sess_')",
        'sessionId.length === 36',
        'known.has(sessionId)',
      ]
        .map(
          (guard) =>
            `{ const transports = {}; ${endpoint('transports[id] = transport;', `if (!(${guard})) return res.status(404).end(); ${lookup}`)} }`,
        )
        .reduce((all, each) => `${all}\n${each}`, sdk),
    },
    {
      name: 'another store is asked for the id first',
      code: program(
        `${plain} const sessions = new Map();`,
        endpoint(
          'transports[id] = transport; sessions.set(id, { server });',
          `const session = sessions.get(sessionId);\n  if (!session) return res.status(404).end();\n  ${lookup}`,
        ),
      ),
    },
    {
      name: 'what is found is held against its class, or asked for a member',
      code: program(
        plain,
        endpoint(
          'transports[id] = transport;',
          `const found = transports[sessionId];
          if (!(found instanceof StreamableHTTPServerTransport)) return res.status(404).end();
          await found.handleRequest(req, res, req.body);`,
        ),
        `const sessions = {};
        app.get('/sse', (req, res) => { const transport = new SSEServerTransport('/messages', res); sessions[transport.sessionId] = { transport }; });
        app.post('/messages', async (req, res) => {
          const session = sessions[req.query.sessionId];
          if (!session?.transport) return res.status(404).end();
          await session.transport.handlePostMessage(req, res);
        });`,
      ),
    },
    {
      name: 'only the ids that the server made are looked up',
      code: program(
        plain,
        endpoint(
          'transports[id] = transport;',
          'transports[id]?.close(); return res.status(400).end();',
        ).replace('transports[id]?.close(); ', ''),
        `app.get('/sse', async (req, res) => {
          const transport = new SSEServerTransport('/messages', res);
          transports[transport.sessionId] = transport;
          res.on('close', () => { transports[transport.sessionId].close(); delete transports[transport.sessionId]; });
        });
        for (const id in transports) await transports[id].close();
        for (const transport of Object.values(transports)) await transport.close();`,
      ),
    },
    {
      name: 'a client asks only whether there is a session, or ends it',
      code: program(
        plain,
        endpoint(
          'transports[id] = transport;',
          'if (transports[sessionId]) res.status(200).end();\n  delete transports[sessionId];',
        ),
      ),
    },
    {
      name: 'a key that no member of Object.prototype has',
      code: program(
        plain,
        endpoint(
          'transports[`mcp:${id}`] = transport;',
          "await transports[`mcp:${sessionId}`]?.handleRequest(req, res);\n  await transports['mcp:' + sessionId]?.handleRequest(req, res);",
        ),
      ),
    },
    {
      name: 'an id that the server has signed',
      code: `const sessions = {};
        app.get('/', (req, res) => { const session = sessions[req.signedCookies.sid]; if (session) res.send(session.name); });`,
    },
    {
      name: 'unknown: where the id of an exported function comes from',
      code: program(
        plain,
        endpoint('transports[id] = transport;', ''),
        'export const find = (id) => transports[id];',
      ),
    },
    {
      name: 'unknown: stores of other files',
      code: program("import { transports } from './transports.js';"),
    },
    {
      name: 'unknown: a store of another kind under the same name',
      code: program('const transports = createStore();'),
    },
    {
      name: 'objects that keep no sessions: settings, chats, games, what clients choose from',
      code: `const handlers = {}; const chatSessions = {}; const gameSessions = {}; const users = {};
        app.post('/', (req, res) => {
          handlers[req.headers['x-action']]();
          chatSessions[req.headers['x-session-id']].push(req.body.text);
          gameSessions[req.cookies.sid].score++;
          users[req.params.id].visit();
        });`,
    },
    {
      name: 'histories that are kept under an id of the body are no sign-ins',
      code: `const sessions = {};
        app.post('/ask', (req, res) => {
          const { sessionId, question } = req.body;
          if (!sessions[sessionId]) sessions[sessionId] = [];
          sessions[sessionId].push(question);
        });`,
    },
  ],
  invalid: [
    {
      ...fixed('a plain object', plain, bare),
      errors: [
        {
          messageId: 'plainObject' as const,
          data: { name: 'transports' },
          line: 3,
          column: 20,
          endColumn: 22,
          suggestions: null,
        },
      ],
    },
    fixed(
      'a type in an annotation',
      'const transports: { [sessionId: string]: StreamableHTTPServerTransport } = {};',
      'const transports: { [sessionId: string]: StreamableHTTPServerTransport } = Object.create(null);',
    ),
    fixed(
      'a type in a cast',
      'const transports = {} as Record<string, StreamableHTTPServerTransport>;',
      'const transports = Object.create(null) as Record<string, StreamableHTTPServerTransport>;',
    ),
    fixed(
      'a type in an old cast, in parentheses',
      'const transports = (<Record<string, SSEServerTransport>>{});',
      'const transports = (<Record<string, SSEServerTransport>>Object.create(null));',
    ),
    fixed(
      'deleted, listed and asked for with `in`, which all see own keys, or do not differ',
      plain,
      bare,
      endpoint(
        'transports[id] = transport; transport.onclose = () => { delete transports[id]; };',
        `if (!(sessionId in transports)) return res.status(404).end();\n  await transports[sessionId].handleRequest(req, res);`,
      ),
      'for (const id in transports) transports[id].close();\nObject.keys(transports).length; Object.values(transports); Object.entries(transports);',
    ),
    fixed(
      'a condition on the id alone is none on the key',
      plain,
      bare,
      endpoint(
        'transports[id] = transport;',
        `if (!sessionId || Array.isArray(sessionId) || !transports[sessionId]) return res.status(400).send('Invalid');\n  const transport = transports[sessionId];\n  await transport.handleRequest(req, res);`,
      ),
    ),
    fixed(
      'an id that goes through a function of the file',
      plain,
      bare,
      endpoint('transports[id] = transport;', 'await find(sessionId)?.handleRequest(req, res);'),
      'function find(id) { return transports[id]; }',
    ),
    fixed(
      'a function that asks for nothing but truth is no guard',
      plain,
      bare,
      endpoint(
        'transports[id] = transport;',
        `if (!isKnown(sessionId)) return res.status(404).end();\n  ${lookup}`,
      ),
      'function isKnown(id) { return !!transports[id]; }',
    ),
    fixed(
      'a session that holds the transport',
      'const sessions = {};',
      'const sessions = Object.create(null);',
      endpoint(
        'sessions[id] = { server, transport };',
        'const { transport } = sessions[sessionId];\n  await transport.handleRequest(req, res);',
      ),
    ),
    fixed(
      'an id of the query string, for SSE',
      plain,
      bare,
      `app.get('/sse', async (req, res) => {
        const transport = new SSEServerTransport('/messages', res);
        transports[transport.sessionId] = transport;
      });
      app.post('/messages', async (req, res) => {
        const transport = transports[req.query.sessionId as string];
        if (transport) await transport.handlePostMessage(req, res);
      });`,
    ),
    ...['#transports = {};', 'private readonly transports: Record<string, Stored> = {};'].map(
      (field) =>
        fixed(
          `a private field of a class: ${field}`,
          `export class Server { ${field}`,
          `export class Server { ${field.replace('{}', 'Object.create(null)')}`,
          fieldUser(field.startsWith('#') ? '#transports' : 'transports'),
        ),
    ),
    fixed(
      'a field of a class that no other file has',
      'class Server { transports = {};',
      'class Server { transports = Object.create(null);',
      `${fieldUser('transports')} new Server();`,
    ),
    fixed(
      'a field that the constructor sets',
      'class Server { constructor() { this.transports = {}; }',
      'class Server { constructor() { this.transports = Object.create(null); }',
      `${fieldUser('transports')} new Server();`,
    ),
    suggested(
      'a field that other files may use',
      'export class Server { transports = {};',
      'export class Server { transports = Object.create(null);',
      fieldUser('transports'),
    ),
    fixed(
      'a store that only its type tells: the transports are made elsewhere',
      'interface Session { transport: StreamableHTTPServerTransport }\ntype Sessions = Record<string, Session>;\nconst sessions: Sessions = {};',
      'interface Session { transport: StreamableHTTPServerTransport }\ntype Sessions = Record<string, Session>;\nconst sessions: Sessions = Object.create(null);',
      `app.post('/mcp', async (req, res) => {
        const id = req.headers['mcp-session-id'];
        sessions[id ?? ''] ??= await open(req);
        await sessions[id].transport.handleRequest(req, res);
      });`,
    ),
    fixed(
      'sessions that say who is signed in, by the cookie that names them',
      'const sessions = {};',
      'const sessions = Object.create(null);',
      `app.post('/login', (req, res) => {
        const sid = randomUUID();
        sessions[sid] = { userId: user.id };
        res.cookie('sid', sid);
      });
      app.get('/me', (req, res) => {
        const session = sessions[req.cookies.sid];
        if (!session) return res.status(401).end();
        res.json(users.find(session.userId));
      });`,
    ),
    suggested(
      'an exported store',
      'export const transports = {};',
      'export const transports = Object.create(null);',
    ),
    suggested('a store that is handed on', plain, bare, usual, 'watch(transports);'),
    suggested(
      'a store that is logged: it looks otherwise then',
      plain,
      bare,
      usual,
      'console.log(transports);',
    ),
    suggested(
      'a store that is spread into a new object',
      plain,
      bare,
      usual,
      'const copy = { ...transports };',
    ),
    {
      name: 'a store that is set anew: all its objects',
      code: program('let transports = {};', usual, 'function clear() { transports = {}; }'),
      output: null,
      errors: [
        {
          messageId: 'plainObject',
          line: 3,
          suggestions: [
            {
              messageId: 'inheritNothing',
              output: program(
                'let transports = Object.create(null);',
                usual,
                'function clear() { transports = Object.create(null); }',
              ),
            },
          ],
        },
      ],
    },
    reported(
      'a store of which a method of Object.prototype is called',
      plain,
      usual,
      'transports.hasOwnProperty(other);',
    ),
    reported('a comment that would be lost', 'const transports = {\n  // by id\n};'),
    reported(
      'a store that holds something from the start',
      'const transports = { first: undefined };',
    ),
    {
      name: 'two stores in one object are two reports',
      code: nested('{}', '{}'),
      output: null,
      errors: [
        {
          messageId: 'plainObject',
          data: { name: 'streamable' },
          line: 3,
          column: 34,
          suggestions: [
            { messageId: 'inheritNothing', output: nested('Object.create(null)', '{}') },
          ],
        },
        {
          messageId: 'plainObject',
          data: { name: 'sse' },
          line: 3,
          column: 43,
          suggestions: [
            { messageId: 'inheritNothing', output: nested('{}', 'Object.create(null)') },
          ],
        },
      ],
    },
  ],
});

modules.run('no-plain-object-session-store (ES modules)', rule, {
  valid: [{ name: 'an object that inherits nothing', code: program(bare) }],
  invalid: [fixed('a plain object', plain, bare)],
});

const compiled = (container: string) => `"use strict";
const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
const transports = ${container};
app.post('/mcp', async (req, res) => {
  const transport = new streamableHttp_js_1.StreamableHTTPServerTransport({
    sessionIdGenerator: () => (0, node_crypto_1.randomUUID)(),
    onsessioninitialized: (id) => { transports[id] = transport; },
  });
});
app.get('/mcp', async (req, res) => {
  await transports[req.headers['mcp-session-id']].handleRequest(req, res);
});`;

commonjs.run('no-plain-object-session-store (compiled CommonJS)', rule, {
  valid: [{ name: 'an object that inherits nothing', code: compiled('Object.create(null)') }],
  invalid: [
    {
      name: 'a plain object',
      code: compiled('{}'),
      output: compiled('Object.create(null)'),
      errors: [{ messageId: 'plainObject' }],
    },
    {
      name: 'a name that hides Object',
      code: `${compiled('{}')}\nconst Object = require('./object');`,
      output: null,
      errors: [{ messageId: 'plainObject', suggestions: null }],
    },
  ],
});
