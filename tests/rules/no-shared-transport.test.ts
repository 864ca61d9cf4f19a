import { noSharedTransport as rule } from '../../src/rules/no-shared-transport';
import { commonjs, modules, typescript } from '../support/rule-tester';

const http = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`;
const sse = `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';`;
const mcp = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';`;
const crypto = `import { randomUUID } from 'node:crypto';`;
const hono = `import { StreamableHTTPTransport } from '@hono/mcp';`;

/** A handler that makes a transport for its request and connects a server to it. */
const handle = (
  server: string,
  made = '{ sessionIdGenerator: undefined }',
) => `async (req, res) => {
  const transport = new StreamableHTTPServerTransport(${made});
  await ${server}.connect(transport);
  await transport.handleRequest(req, res, req.body);
}`;

/** The same in the middle of a handler. */
const answer = (server: string) => `const transport = new StreamableHTTPServerTransport({});
          await ${server}.connect(transport);
          await transport.handleRequest(req, res);`;

typescript.run('no-shared-transport: transports', rule, {
  valid: [
    {
      name: 'a stateless transport and its server are made for each request',
      code: `${http} ${mcp}
        app.post('/mcp', async (req, res) => {
          const server = new McpServer({ name: 'a', version: '1' });
          const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
          res.on('close', () => { transport.close(); server.close(); });
          await server.connect(transport);
          await transport.handleRequest(req, res, req.body);
        });`,
    },
    {
      name: 'a shared transport with sessions',
      code: `${http} ${crypto}
        const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
        app.post('/mcp', (req, res) => transport.handleRequest(req, res, req.body));`,
    },
    {
      name: 'a shared transport of the SDK without the option belongs to require-session-id-generator',
      code: `${http}
        const transport = new StreamableHTTPServerTransport({});
        app.post('/mcp', (req, res) => transport.handleRequest(req, res, req.body));`,
    },
    {
      name: 'a function that returns undefined makes no transport stateless: valid-session-id-generator',
      code: `${http}
        const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => undefined });
        app.post('/mcp', (req, res) => transport.handleRequest(req, res, req.body));`,
    },
    {
      name: 'unknown: an option that may or may not be undefined',
      code: `${http}
        export function serve(stateless, sessionIdGenerator, options) {
          const one = new StreamableHTTPServerTransport({ sessionIdGenerator: stateless ? undefined : makeId });
          const two = new StreamableHTTPServerTransport({ sessionIdGenerator });
          const three = new StreamableHTTPServerTransport(options);
          const four = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, ...options });
          app.post('/mcp', (req, res) => {
            one.handleRequest(req, res); two.handleRequest(req, res);
            three.handleRequest(req, res); four.handleRequest(req, res);
          });
        }`,
    },
    {
      name: 'a factory that each request calls',
      code: `${http}
        const create = () => new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
        app.post('/mcp', async (req, res) => {
          const transport = create();
          await createServer().connect(transport);
          await transport.handleRequest(req, res, req.body);
        });`,
    },
    {
      name: 'unknown: a factory that nobody in the file calls',
      code: `${http}
        export const create = () => new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });`,
    },
    {
      name: 'unknown: a Durable Object, and a class that a request makes an instance of',
      code: `${http}
        export class Server extends DurableObject {
          transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
          fetch(request) { return this.transport.handleRequest(request); }
        }
        class Session {
          transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
          handle(request, response) { return this.transport.handleRequest(request, response); }
        }
        app.post('/mcp', (req, res) => new Session().handle(req, res));`,
    },
    {
      name: '@hono/mcp: made for each request, with or without the option',
      code: `${hono}
        app.all('/mcp', async (c) => {
          const transport = new StreamableHTTPTransport();
          await createServer().connect(transport);
          return transport.handleRequest(c);
        });`,
    },
    {
      name: '@hono/mcp: shared, with sessions',
      code: `${hono} ${crypto}
        const transport = new StreamableHTTPTransport({ sessionIdGenerator: () => randomUUID() });
        app.all('/mcp', (c) => transport.handleRequest(c));`,
    },
    {
      name: 'made anew in each test, for a request that the test makes up',
      code: `${http}
        it('answers', async () => {
          const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
          await transport.handleRequest(new Request('http://in-process/mcp'));
        });
        verifies('answers', async () => {
          const request = new Request('http://in-process/mcp', { method: 'POST' });
          const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: undefined });
          await server.connect(transport);
          await transport.handleRequest(request);
        });`,
    },
    {
      name: 'a class of the same name from elsewhere, and servers that are stateless by themselves',
      code: `import { StreamableHTTPServerTransport } from './transport.js';
        import { createMcpHandler } from '@modelcontextprotocol/server';
        export const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
        export const handler = createMcpHandler(() => getServer());`,
    },
    {
      name: 'a stdio server',
      code: `import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
        const transport = new StdioServerTransport();
        await server.connect(transport);`,
    },
  ],
  invalid: [
    {
      name: 'one at module scope, which several handlers use',
      code: `${http}
${crypto}
const transport = new StreamableHTTPServerTransport({
  sessionIdGenerator: undefined, // stateless
});
await createMcpServer().connect(transport);
app.post('/mcp', async (req, res) => { await transport.handleRequest(req, res, req.body); });
app.get('/mcp', async (req, res) => { await transport.handleRequest(req, res); });`,
      errors: [
        {
          messageId: 'transport',
          line: 3,
          column: 19,
          endLine: 5,
          suggestions: [
            {
              messageId: 'addGenerator',
              output: `${http}
${crypto}
const transport = new StreamableHTTPServerTransport({
  sessionIdGenerator: () => randomUUID(), // stateless
});
await createMcpServer().connect(transport);
app.post('/mcp', async (req, res) => { await transport.handleRequest(req, res, req.body); });
app.get('/mcp', async (req, res) => { await transport.handleRequest(req, res); });`,
            },
          ],
        },
      ],
    },
    {
      name: 'one at module scope with a server of its own, used by one handler: both can move there',
      code: `${http}
${mcp}
${crypto}

function createServer() {
  const server = new McpServer({ name: 'a', version: '1' });
  server.tool('ping', async () => ({ content: [] }));
  return server;
}

// One for all.
const server = createServer();
const transport = new StreamableHTTPServerTransport({
  sessionIdGenerator: void 0,
});
await server.connect(transport);

app.post('/mcp', async (req, res) => {
  console.log(req.method);
  try {
    await transport.handleRequest(req, res, req.body);
  } finally {
    transport.close();
  }
});`,
      errors: [
        {
          messageId: 'transport',
          line: 13,
          column: 19,
          suggestions: [
            {
              messageId: 'moveTransport',
              output: `${http}
${mcp}
${crypto}

function createServer() {
  const server = new McpServer({ name: 'a', version: '1' });
  server.tool('ping', async () => ({ content: [] }));
  return server;
}

app.post('/mcp', async (req, res) => {
  console.log(req.method);
  // One for all.
  const server = createServer();
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: void 0,
  });
  await server.connect(transport);
  try {
    await transport.handleRequest(req, res, req.body);
  } finally {
    transport.close();
  }
});`,
            },
            {
              messageId: 'addGenerator',
              output: `${http}
${mcp}
${crypto}

function createServer() {
  const server = new McpServer({ name: 'a', version: '1' });
  server.tool('ping', async () => ({ content: [] }));
  return server;
}

// One for all.
const server = createServer();
const transport = new StreamableHTTPServerTransport({
  sessionIdGenerator: () => randomUUID(),
});
await server.connect(transport);

app.post('/mcp', async (req, res) => {
  console.log(req.method);
  try {
    await transport.handleRequest(req, res, req.body);
  } finally {
    transport.close();
  }
});`,
            },
          ],
        },
      ],
    },
    ...[
      {
        name: 'a server with tools would be shared, if the transport moved',
        before: `const server = new McpServer({});\nserver.tool('ping', ping);`,
        connect: 'await server.connect(transport);',
        handler: `async (req, res) => { await transport.handleRequest(req, res); }`,
      },
      {
        name: 'a function that cannot wait for the connection',
        before: `const createServer = () => new McpServer({});`,
        connect: 'await createServer().connect(transport);',
        handler: `(req, res) => { transport.handleRequest(req, res); }`,
      },
      {
        name: 'a function without a block',
        before: `const createServer = () => new McpServer({});`,
        connect: 'await createServer().connect(transport);',
        handler: `async (req, res) => transport.handleRequest(req, res)`,
      },
      {
        name: 'a factory that gives the same server each time',
        before: `let one; const createServer = () => { if (!one) one = new McpServer({}); return one; };`,
        connect: 'await createServer().connect(transport);',
        handler: `async (req, res) => { await transport.handleRequest(req, res); }`,
      },
      {
        name: 'a name that means something else in the handler',
        before: `const createServer = () => new McpServer({});`,
        connect: 'await createServer().connect(transport);',
        handler: `async (req, res) => { const createServer = 1; await transport.handleRequest(req, res, createServer); }`,
      },
      {
        name: 'a transport that other code uses',
        before: `const createServer = () => new McpServer({});`,
        connect: 'await createServer().connect(transport); transport.onerror = log;',
        handler: `async (req, res) => { await transport.handleRequest(req, res); }`,
      },
    ].map(({ name, before, connect, handler }) => {
      const code = (generator: string) => `${http}
${mcp}
${crypto}
${before}
const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: ${generator} });
${connect}
app.post('/mcp', ${handler});`;
      return {
        name: `the transport stays where it is: ${name}`,
        code: code('undefined'),
        errors: [
          {
            messageId: 'transport' as const,
            suggestions: [
              { messageId: 'addGenerator' as const, output: code('() => randomUUID()') },
            ],
          },
        ],
      };
    }),
    {
      name: 'a module-level transport that other files use',
      code: `${http}
const options = { sessionIdGenerator: undefined };
export const transport = new StreamableHTTPServerTransport(options);`,
      errors: [
        {
          messageId: 'transport',
          line: 3,
          column: 26,
          suggestions: [
            {
              messageId: 'addGenerator',
              output: `${http}
import { randomUUID } from 'node:crypto';
const options = { sessionIdGenerator: () => randomUUID() };
export const transport = new StreamableHTTPServerTransport(options);`,
            },
          ],
        },
      ],
    },
    {
      name: 'options that two transports share are left to the author',
      code: `${http}
const options = { sessionIdGenerator: undefined };
export const one = new StreamableHTTPServerTransport(options);
export const other = new StreamableHTTPServerTransport(options);`,
      errors: [
        { messageId: 'transport', line: 3, suggestions: [] },
        { messageId: 'transport', line: 4, suggestions: [] },
      ],
    },
    {
      name: 'a field, a constructor, a set-up function and a factory that is called once',
      code: `${http}
export class One {
  transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, ...{} });
  handle(req, res) { return this.transport.handleRequest(req, res); }
}
export class Two {
  constructor() { this.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, ...{} }); }
}
export function setUp(app) {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, ...{} });
  app.post('/mcp', (req, res) => transport.handleRequest(req, res));
}
async function create() {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, ...{} });
  await getServer().connect(transport);
  return transport;
}
const transport = await create();
app.post('/mcp', (req, res) => transport.handleRequest(req, res));`,
      errors: [
        { messageId: 'transport', line: 3, column: 15, suggestions: [] },
        { messageId: 'transport', line: 7, column: 36, suggestions: [] },
        { messageId: 'transport', line: 10, column: 21, suggestions: [] },
        { messageId: 'transport', line: 14, column: 21, suggestions: [] },
      ],
    },
    {
      name: 'made by the first request and kept for all',
      code: `${http}
let transport;
async function getTransport() {
  if (!transport) {
    transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, ...{} });
    await createServer().connect(transport);
  }
  return transport;
}
app.post('/mcp', async (req, res) => { await (await getTransport()).handleRequest(req, res); });`,
      errors: [{ messageId: 'transport', line: 5, column: 17, suggestions: [] }],
    },
    {
      name: '@hono/mcp: the wiring of its README',
      code: `${hono}
${mcp}
${crypto}
const mcpServer = new McpServer({ name: 'a', version: '1' });
const transport = new StreamableHTTPTransport();
app.all('/mcp', async (c) => {
  if (!mcpServer.isConnected()) await mcpServer.connect(transport);
  return transport.handleRequest(c);
});`,
      errors: [
        {
          messageId: 'unguarded',
          line: 5,
          column: 19,
          suggestions: [
            {
              messageId: 'addGenerator',
              output: `${hono}
${mcp}
${crypto}
const mcpServer = new McpServer({ name: 'a', version: '1' });
const transport = new StreamableHTTPTransport({ sessionIdGenerator: () => randomUUID() });
app.all('/mcp', async (c) => {
  if (!mcpServer.isConnected()) await mcpServer.connect(transport);
  return transport.handleRequest(c);
});`,
            },
          ],
        },
      ],
    },
    {
      name: '@hono/mcp: shared, with undefined',
      code: `${hono}
${crypto}
const transport = new StreamableHTTPTransport({ sessionIdGenerator: undefined });
app.all('/mcp', (c) => transport.handleRequest(c));`,
      errors: [
        {
          messageId: 'unguarded',
          line: 3,
          suggestions: [
            {
              messageId: 'addGenerator',
              output: `${hono}
${crypto}
const transport = new StreamableHTTPTransport({ sessionIdGenerator: () => randomUUID() });
app.all('/mcp', (c) => transport.handleRequest(c));`,
            },
          ],
        },
      ],
    },
  ],
});

typescript.run('no-shared-transport: servers', rule, {
  valid: [
    {
      name: 'a server of its own for each request, from a function of this file or another one',
      code: `${http} ${mcp} import { makeServer } from './server.js';
        const createServer = () => new McpServer({ name: 'a', version: '1' });
        app.post('/a', ${handle('createServer()')});
        app.post('/b', ${handle('makeServer()')});
        app.post('/c', ${handle('new McpServer({})')});
        app.post('/d', async (req, res) => {
          const { server, cleanup } = await makeServer();
          const transport = new StreamableHTTPServerTransport({});
          await server.connect(transport);
          await transport.handleRequest(req, res);
        });`,
    },
    {
      name: 'the set-up function is given a function that makes servers',
      code: `${http}
        export const handler = (createServer) => ${handle('createServer()')};
        export function plugin(app, { createServer }) {
          app.post('/mcp', async (req, res) => {
            const server = await createServer();
            const transport = new StreamableHTTPServerTransport({});
            await server.connect(transport);
            await transport.handleRequest(req, res);
          });
        }`,
    },
    {
      name: 'a session keeps its own server and transport',
      code: `${http} ${mcp} ${crypto}
        const transports = new Map();
        app.post('/mcp', async (req, res) => {
          let transport = transports.get(req.headers['mcp-session-id']);
          if (!transport && isInitializeRequest(req.body)) {
            transport = new StreamableHTTPServerTransport({
              sessionIdGenerator: () => randomUUID(),
              onsessioninitialized: (id) => { transports.set(id, transport); },
            });
            const server = new McpServer({ name: 'a', version: '1' });
            await server.connect(transport);
          }
          await transport.handleRequest(req, res, req.body);
        });`,
    },
    {
      name: 'one transport for all is connected once: at module scope, by a set-up function, by the first request',
      code: `${http} ${mcp} ${crypto}
        const server = new McpServer({ name: 'a', version: '1' });
        const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
        await server.connect(transport);
        let other;
        async function getOther() {
          if (!other) {
            other = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
            await server.connect(other);
          }
          return other;
        }
        app.post('/mcp', (req, res) => transport.handleRequest(req, res, req.body));
        app.post('/other', async (req, res) => (await getOther()).handleRequest(req, res, req.body));`,
    },
    {
      name: 'one-shot set-ups and stdio servers are no request handlers',
      code: `${http} ${mcp} import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
        const server = new McpServer({ name: 'a', version: '1' });
        await server.connect(new StdioServerTransport());
        async function main() {
          const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: makeId });
          await server.connect(transport);
          app.post('/mcp', (req, res) => transport.handleRequest(req, res));
        }
        app.get('/stdio', async (req, res) => { await server.connect(new StdioServerTransport()); });
        app.listen(3000, async () => { await server.connect(new StreamableHTTPServerTransport({ sessionIdGenerator: makeId })); });`,
    },
    {
      name: 'unknown: an imported server',
      code: `${http} import { server } from './server.js'; import * as app2 from './app.js';
        app.post('/mcp', ${handle('server')});
        app.post('/other', ${handle('app2.server')});`,
    },
    {
      name: 'unknown: what connects may be something else than a server',
      code: `${http} import { Gateway } from './gateway.js'; import type { Sessions } from './sessions.js';
        const gateway = new Gateway();
        app.post('/a', ${handle('gateway')});
        export function setUp(sessions, server: Sessions, factory: () => void) {
          app.post('/b', ${handle('sessions')});
          app.post('/c', ${handle('server')});
        }
        export class Controller {
          constructor(private readonly server: Sessions) {}
          ${handle('this.server').replace('async (req, res) =>', 'async handle(req, res)')}
        }`,
    },
    {
      name: 'unknown: the server of the function that also connects it, and of a callback',
      code: `${http}
        export async function answer(server, req, res) {
          const transport = new StreamableHTTPServerTransport({});
          await server.connect(transport);
          await transport.handleRequest(req, res);
        }
        withServer((server) => { app.post('/mcp', ${handle('server')}); });`,
    },
    {
      name: 'unknown: a set-up function that a request calls',
      code: `${http}
        const createHandler = (server) => ${handle('server')};
        app.post('/mcp', (req, res) => createHandler(getServer())(req, res));`,
    },
    {
      name: 'a helper that gets the server of the request',
      code: `${http} ${mcp}
        async function answer(server, transport, req, res) {
          await server.connect(transport);
          await transport.handleRequest(req, res);
        }
        app.post('/mcp', async (req, res) => {
          await answer(new McpServer({}), new StreamableHTTPServerTransport({}), req, res);
        });`,
    },
    {
      name: 'unknown: an object of this file makes a server in its own connect',
      code: `${http} ${mcp}
        class App {
          async connect(transport) {
            const server = new McpServer({ name: 'a', version: '1' });
            await server.connect(transport);
          }
        }
        const application = new App();
        app.post('/mcp', ${handle('application')});`,
    },
    {
      name: 'unknown: a server that is one of several',
      code: `${http} ${mcp}
        const shared = new McpServer({});
        app.post('/mcp', async (req, res) => {
          const server = req.query.own ? new McpServer({}) : shared;
          const transport = new StreamableHTTPServerTransport({});
          await server.connect(transport);
          await transport.handleRequest(req, res);
        });`,
    },
    {
      name: 'unknown: a class that a request makes an instance of, and one there is for each name',
      code: `${http} ${mcp}
        class Session {
          server = new McpServer({});
          ${handle('this.server').replace('async (req, res) =>', 'async handle(req, res)')}
        }
        app.post('/mcp', (req, res) => new Session().handle(req, res));
        export class Agent extends DurableObject {
          server = new McpServer({});
          async fetch(request) {
            const transport = new StreamableHTTPServerTransport({});
            await this.server.connect(transport);
            return transport.handleRequest(request);
          }
        }`,
    },
    {
      name: 'one client at a time: the last connection ends before the next one',
      code: `${sse} ${mcp}
        const server = new McpServer({});
        let transport;
        app.get('/a', async (req, res) => {
          await server.close();
          await server.connect(new SSEServerTransport('/messages', res));
        });
        app.get('/b', async (req, res) => {
          if (transport) await transport.close();
          transport = new SSEServerTransport('/messages', res);
          await server.connect(transport);
        });`,
    },
    {
      name: 'a function that sets up and runs a handler makes the server for that run',
      code: `${http} ${mcp}
        const createHandler = (server: McpServer) => ${handle('server')};
        class Session {
          constructor(server: McpServer) { this.server = server; }
          run(incoming) { return this.answer(incoming); }
          ${handle('this.server').replace('async (req, res) =>', 'async answer(req, res)')}
        }
        export async function one(input, output) {
          const handler = createHandler(new McpServer({}));
          await handler(input, output);
        }
        export async function two(input) {
          const session = new Session(new McpServer({}));
          await session.run(input);
        }`,
    },
    {
      name: 'a function that runs a handler calls another one that sets it up',
      code: `${http} ${mcp}
        class Session {
          constructor(server: McpServer) { this.server = server; }
          ${handle('this.server').replace('async (req, res) =>', 'async run(req, res)')}
        }
        export function createSession() { return new Session(new McpServer({})); }
        export async function start(input) { await createSession().run(input); }`,
    },
    {
      name: 'a worker that makes its routes for each request: itself, by a function of this file',
      code: `${hono} ${mcp}
        function createApp(server: McpServer) {
          const app = new Hono();
          app.post('/mcp', async (c) => {
            const transport = new StreamableHTTPTransport();
            await server.connect(transport);
            return transport.handleRequest(c);
          });
          return app;
        }
        export const one = { fetch: (request, env) => createApp(new McpServer({})).fetch(request, env) };
        export const handler = (event) => lambda(createApp(new McpServer({})), event);
        export default {
          async fetch(request, env) {
            const server = new McpServer({});
            const app = new Hono();
            app.post('/mcp', async (c) => {
              const transport = new StreamableHTTPTransport();
              await server.connect(transport);
              return transport.handleRequest(c);
            });
            return app.fetch(request, env);
          },
        };`,
    },
    ...[
      { caller: 'is handed on', calls: 'const start = tenants.map(serve);' },
      {
        caller: 'is a callback',
        calls: 'tenants.forEach((app) => setUp(app, new McpServer({})));',
      },
      { caller: 'a test calls', calls: "it('answers', () => serve(express()));" },
      {
        caller: 'a request calls',
        calls: "app.post('/mcp', (req, res) => serve(req.app)(req, res));",
      },
    ].map(({ caller, calls }) => ({
      name: `unknown: what calls the set-up function ${caller}`,
      code: `${http} ${mcp}
        function setUp(app, server: McpServer) { app.post('/mcp', ${handle('server')}); }
        ${calls.includes('serve') ? 'function serve(app) { setUp(app, new McpServer({})); }' : ''}
        ${calls}`,
    })),
    {
      name: 'unknown: a function of this file makes a server, and sets up nothing',
      code: `${http} ${mcp}
        export function makeServer() { return new McpServer({}); }
        let server;
        export function renew() { server = makeServer(); }
        app.post('/mcp', ${handle('server')});`,
    },
    {
      name: 'an object of its own for each request, from a function or a static method',
      code: `${http} ${mcp}
        class Tools {
          server = new McpServer({});
          static async create() { const made = new Tools(); await made.load(); return made; }
          getServer() { return this.server; }
          load() {}
        }
        const createTools = () => new Tools();
        app.post('/a', async (req, res) => {
          const tools = await Tools.create();
          ${answer('tools.server')}
        });
        app.post('/b', async (req, res) => {
          const tools = createTools();
          ${answer('tools.getServer()')}
        });
        app.post('/c', async (req, res) => {
          ${answer('(await Tools.create()).getServer()')}
        });`,
    },
    {
      name: 'a variable without a server at first gets a new one for each request, or loses it with each connection',
      code: `${http} ${mcp}
        let one: McpServer | null = null;
        app.post('/a', async (req, res) => {
          one = new McpServer({});
          ${answer('one')}
        });
        let two: McpServer | null = null;
        app.post('/b', async (req, res) => {
          if (!two) two = new McpServer({});
          res.on('close', () => { two = null; });
          ${answer('two')}
        });
        let three: McpServer | null = null;
        function forget() { three = null; }
        app.post('/c', async (req, res) => {
          if (!three) three = new McpServer({});
          res.on('close', () => forget());
          ${answer('three')}
        });
        let none = null;
        app.post('/d', ${handle('none')});`,
    },
    {
      name: 'a promise that a request waits for gives a server of its own, and what else one gives is unknown',
      code: `${http} import { createServer, connectToHub } from './server.js';
        app.post('/a', (req, res) => createServer().then(async (server) => {
          const transport = new StreamableHTTPServerTransport({});
          await server.connect(transport);
          await transport.handleRequest(req, res);
        }));
        let hub = null;
        connectToHub().then((made) => { hub = made; });
        app.post('/b', ${handle('hub')});
        let other = null;
        createServer().then(log, (server) => { other = server; });
        app.post('/c', ${handle('other')});`,
    },
    {
      name: 'unknown: the property of a parameter whose type is something else, or of a callback',
      code: `${http} import type { Sessions } from './sessions.js';
        interface Options { server: Sessions }
        type Settings = Options;
        export function one(app, options: { server: Sessions | undefined }) {
          const { server } = options;
          app.post('/mcp', ${handle('server')});
        }
        export function two(app, options: Settings) {
          const { server } = options;
          app.post('/mcp', ${handle('server')});
          app.post('/other', ${handle('options.server')});
        }
        export function three(app, { server }: Options) { app.post('/mcp', ${handle('server')}); }
        export function four(app, options) {
          const { gateway } = options;
          app.post('/mcp', ${handle('gateway')});
        }
        plug((options) => {
          const { server } = options;
          app.post('/mcp', ${handle('server')});
        });`,
    },
    {
      name: 'one client at a time: a request is refused while the server is connected',
      code: `${http} ${mcp}
        import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
        const one = new McpServer({});
        app.post('/a', async (req, res) => {
          if (one.isConnected()) return res.status(409).end();
          ${answer('one')}
        });
        export const createHandler = (two: McpServer | Server) => async (req, res) => {
          const isBusy = two instanceof McpServer ? two.isConnected() : two.transport !== undefined;
          if (isBusy) throw new Error('Make a server for each request.');
          ${answer('two')}
        };`,
    },
    {
      name: 'made anew for each test',
      code: `${http} ${mcp}
        const server = new McpServer({});
        it('connects', async () => {
          app.post('/mcp', ${handle('server')});
        });`,
    },
  ],
  invalid: [
    {
      name: 'one server at module scope, connected by the handler of each request',
      code: `${http}
${mcp}
const server = new McpServer({ name: 'a', version: '1' });
server.tool('ping', async () => ({ content: [] }));
app.post('/mcp', ${handle('server')});`,
      errors: [{ messageId: 'server', line: 7, column: 9, suggestions: [] }],
    },
    {
      name: 'one server that is used for nothing else can be made in the handler',
      code: `${http}
import { createServer } from './server.js';

const server = createServer();

app.post('/mcp', async (req, res) => {
  if (!req.body) return;
  const transport = new StreamableHTTPServerTransport({});
  await server.connect(transport);
  await transport.handleRequest(req, res, req.body);
  res.on('close', () => server.close());
});`,
      errors: [
        {
          messageId: 'server',
          line: 9,
          column: 9,
          suggestions: [
            {
              messageId: 'moveServer',
              output: `${http}
import { createServer } from './server.js';

app.post('/mcp', async (req, res) => {
  if (!req.body) return;
  const transport = new StreamableHTTPServerTransport({});
  const server = createServer();
  await server.connect(transport);
  await transport.handleRequest(req, res, req.body);
  res.on('close', () => server.close());
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'whoever gets the server by a name that does not say it is new',
      code: `${http}
import { getServer } from './server.js';
const server = getServer();
app.post('/mcp', ${handle('server')});`,
      errors: [{ messageId: 'server', line: 6, suggestions: [] }],
    },
    {
      name: 'the server is handed to the set-up function: by nobody in the file, by its type, by its caller',
      code: `${http}
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
export function streamableHttpHandler(server) {
  return ${handle('server')};
}
export const typed = (instance: Server) => ${handle('instance')};
function setUp(app, { server }) {
  app.post('/mcp', ${handle('server')});
}
export function options(app, options) {
  app.post('/mcp', ${handle('options.mcpServer')});
}`,
      errors: [
        { messageId: 'server', line: 6, column: 9, suggestions: [] },
        { messageId: 'server', line: 12, column: 9, suggestions: [] },
        { messageId: 'server', line: 18, column: 9, suggestions: [] },
        { messageId: 'server', line: 25, column: 9, suggestions: [] },
      ],
    },
    {
      name: 'the server of a class: a field, a parameter of the constructor, an assignment',
      code: `${http}
${mcp}
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
export class One {
  server = new McpServer({});
  start() { this.app.post('/mcp', ${handle('this.server')}); }
}
export class Two {
  constructor(private readonly server: Server) {}
  async handle(req, res) {
    const transport = new StreamableHTTPServerTransport({});
    await this.server.connect(transport);
    await transport.handleRequest(req, res);
  }
}
export class Three {
  constructor(server) { this.server = server; }
  async handle(req, res) {
    const transport = new StreamableHTTPServerTransport({});
    await this.server.connect(transport);
    await transport.handleRequest(req, res);
  }
}`,
      errors: [
        { messageId: 'server', line: 8, column: 9, suggestions: [] },
        { messageId: 'server', line: 16, column: 11, suggestions: [] },
        { messageId: 'server', line: 24, column: 11, suggestions: [] },
      ],
    },
    {
      name: 'a session keeps its transport, but not its server, also after the request',
      code: `${http}
${mcp}
${crypto}
const sessions = new Map();
const mcpServer = new McpServer({});
app.post('/a', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => { sessions.set(id, transport); },
  });
  await mcpServer.connect(transport);
  await transport.handleRequest(req, res, req.body);
});
app.post('/b', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  await mcpServer.server.connect(transport);
  await transport.handleRequest(req, res, req.body);
  if (transport.sessionId) sessions.set(transport.sessionId, transport);
});`,
      errors: [
        { messageId: 'server', line: 11, column: 9, suggestions: [] },
        { messageId: 'server', line: 16, column: 9, suggestions: [] },
      ],
    },
    {
      name: 'SSE transports, kept by id or as the last one, or given as they are made',
      code: `${sse}
${mcp}
const server = new McpServer({});
const transports = {};
let transport;
app.get('/a', async (req, res) => {
  const transport = new SSEServerTransport('/messages', res);
  transports[transport.sessionId] = transport;
  await server.connect(transport);
});
app.get('/b', async (req, res) => {
  transport = new SSEServerTransport('/messages', res);
  await server.connect(transport).catch(log);
});
app.get('/c', async (req, res) => { await server.connect(new SSEServerTransport('/messages', res)); });`,
      errors: [
        { messageId: 'server', line: 9, column: 9, suggestions: [] },
        { messageId: 'server', line: 13, column: 9, suggestions: [] },
        { messageId: 'server', line: 15, column: 43, suggestions: [] },
      ],
    },
    {
      name: 'a set-up function makes the server: itself, by a function of this file, by another one',
      code: `${http}
${mcp}
import { createServer } from './server.js';
function make() { return new McpServer({}); }
export async function one(app) {
  const { server, cleanup } = await createServer();
  app.post('/mcp', ${handle('server')});
  process.on('SIGINT', cleanup);
}
async function two(app) {
  const server = make();
  server.tool('ping', ping);
  app.post('/mcp', ${handle('server')});
}
two(express());`,
      errors: [
        { messageId: 'server', line: 9, column: 9, suggestions: [] },
        { messageId: 'server', line: 19, column: 9, suggestions: [] },
      ],
    },
    {
      name: 'a factory that gives the same server each time',
      code: `${http}
${mcp}
let server;
function getServer() {
  if (!server) server = new McpServer({});
  return server;
}
app.post('/mcp', ${handle('getServer()')});`,
      errors: [{ messageId: 'server', line: 10, column: 9, suggestions: [] }],
    },
    {
      name: 'the connect of a class of this file hands on to the server that it keeps',
      code: `${http}
${mcp}
class App {
  server = new McpServer({});
  async connect(transport) { await this.server.connect(transport); }
}
const application = new App();
app.post('/mcp', ${handle('application')});`,
      errors: [{ messageId: 'server', line: 5, column: 36, suggestions: [] }],
    },
    {
      name: '@hono/mcp and a worker',
      code: `${hono}
${mcp}
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
class Tools extends McpServer {}
const server = new Tools({});
const mcpRoutes = new Hono().all('/', async (c) => {
  const transport = new StreamableHTTPTransport();
  await server.connect(transport);
  return transport.handleRequest(c);
});
export default { async fetch(request) {
  const transport = new WebStandardStreamableHTTPServerTransport();
  await server.connect(transport);
  return transport.handleRequest(request);
} };`,
      errors: [
        { messageId: 'server', line: 8, column: 9, suggestions: [] },
        { messageId: 'server', line: 13, column: 9, suggestions: [] },
      ],
    },
    {
      name: 'the set-up function has a caller in the file that is handed the server, or makes it',
      code: `${http}
${mcp}
function setUp(app, server: McpServer) {
  app.post('/mcp', ${handle('server')});
}
export async function start(server: McpServer) {
  const app = express();
  setUp(app, server);
  app.listen(3000);
}
export async function createApp() {
  const app = express();
  setUp(app, new McpServer({}));
  return app;
}`,
      errors: [{ messageId: 'server', line: 6, column: 9, suggestions: [] }],
    },
    {
      name: 'a set-up function that is called by one that is called by one',
      code: `${http}
${mcp}
const makeServer = () => new McpServer({});
const createHandler = (server) => ${handle('server')};
function addRoutes(app, server) { app.post('/mcp', createHandler(server)); }
export function serve() {
  const server = makeServer();
  addRoutes(express(), server);
}
export function main() { serve(); }`,
      errors: [{ messageId: 'server', line: 6, column: 9, suggestions: [] }],
    },
    {
      name: 'the set-up function makes the object that handles the requests',
      code: `${http}
${mcp}
class Handler {
  constructor(server: McpServer) { this.server = server; }
  async answer(c) {
    const transport = new StreamableHTTPServerTransport({});
    await this.server.connect(transport);
    await transport.handleRequest(c.req.raw, c.res);
  }
}
export function setUp(server: McpServer) {
  const app = new Hono();
  const handler = new Handler(server);
  app.post('/mcp', (c) => handler.answer(c));
  return app;
}`,
      errors: [{ messageId: 'server', line: 7, column: 11, suggestions: [] }],
    },
    {
      name: 'one object for all, and its server by a field, a method and a function',
      code: `${http}
${mcp}
class Tools {
  server = new McpServer({});
  getServer() { return this.server; }
}
const tools = new Tools();
const getTools = () => tools;
app.post('/a', ${handle('tools.server')});
app.post('/b', ${handle('getTools().getServer()')});
export function setUp(app) {
  const own = new Tools();
  app.post('/c', ${handle('own.getServer()')});
}`,
      errors: [
        { messageId: 'server', line: 11, column: 9, suggestions: [] },
        { messageId: 'server', line: 16, column: 9, suggestions: [] },
        { messageId: 'server', line: 23, column: 9, suggestions: [] },
      ],
    },
    {
      name: 'the variable holds null until the server is there, and when it has gone',
      code: `${http}
${mcp}
import startServer from './server.js';
let one: McpServer | null = null;
one = new McpServer({});
app.post('/a', ${handle('one')});
let two: McpServer | undefined = undefined;
async function main() { two = new McpServer({}); app.listen(3000); }
main();
app.post('/b', async (req, res) => {
  if (!two) return res.status(503).end();
  const transport = new StreamableHTTPServerTransport({});
  await two.connect(transport);
  await transport.handleRequest(req, res);
});
let three: McpServer | null = null;
startServer().then((made) => { three = made; });
app.post('/c', ${handle('three!')});
export async function stop() { await three?.close(); three = null; }`,
      errors: [
        { messageId: 'server', line: 8, column: 9, suggestions: [] },
        { messageId: 'server', line: 17, column: 9, suggestions: [] },
        { messageId: 'server', line: 24, column: 9, suggestions: [] },
      ],
    },
    {
      name: 'the server is taken out of the options of a set-up function, in the function, by its type or its name',
      code: `${http}
${mcp}
interface Options { instance: McpServer | null }
export function one(app, options: Options) {
  const { instance } = options;
  app.post('/mcp', ${handle('instance')});
}
export function two(app, params) {
  const { app: router, server = undefined } = params;
  app.post('/mcp', ${handle('server')});
}
export function three(app, { instance }: { instance?: McpServer } = {}) {
  app.post('/mcp', ${handle('instance')});
}`,
      errors: [
        { messageId: 'server', line: 8, column: 9, suggestions: [] },
        { messageId: 'server', line: 16, column: 9, suggestions: [] },
        { messageId: 'server', line: 23, column: 9, suggestions: [] },
      ],
    },
    {
      name: 'whether the server is connected is asked, but nobody is refused, or about another one',
      code: `${http}
${mcp}
const server = new McpServer({}), other = new McpServer({});
export const createHandler = (server: McpServer | null) => ${handle('server!')};
app.post('/mcp', async (req, res) => {
  if (server.isConnected()) log('busy');
  if (!server.isConnected()) return;
  if (other.isConnected()) return;
  const transport = new StreamableHTTPServerTransport({});
  await server.connect(transport);
  await transport.handleRequest(req, res);
});`,
      errors: [
        { messageId: 'server', line: 6, column: 9, suggestions: [] },
        { messageId: 'server', line: 14, column: 9, suggestions: [] },
      ],
    },
    {
      name: 'one report for a handler that connects it in two places',
      code: `${http}
${mcp}
const server = new McpServer({});
addTools(server);
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({});
  if (req.body.one) await server.connect(transport);
  else await server.connect(transport);
  await transport.handleRequest(req, res);
});`,
      errors: [{ messageId: 'server', line: 7, column: 27, suggestions: [] }],
    },
  ],
});

modules.run('no-shared-transport, plain modules', rule, {
  valid: [],
  invalid: [
    {
      name: 'a namespace import, and a transport of version 2',
      code: `import * as mcp from '@modelcontextprotocol/sdk/server/streamableHttp';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { McpServer, PerRequestHTTPServerTransport } from '@modelcontextprotocol/server';
const transport = new mcp.StreamableHTTPServerTransport({ sessionIdGenerator: undefined, ...{} });
const other = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: void 0, ...{} });
const server = new McpServer({});
addTools(server);
app.all('/mcp', async (req, res) => {
  await transport.handleRequest(req, res);
  await other.handleRequest(req, res);
  await server.connect(new PerRequestHTTPServerTransport({ classification }));
});`,
      errors: [
        { messageId: 'transport', line: 4, column: 19, suggestions: [] },
        { messageId: 'transport', line: 5, column: 15, suggestions: [] },
        { messageId: 'server', line: 11, column: 9, suggestions: [] },
      ],
    },
  ],
});

commonjs.run('no-shared-transport, CommonJS', rule, {
  valid: [
    {
      name: 'compiled code that makes both for each request',
      code: `"use strict";
        const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
        const server_1 = require("./server");
        app.post('/mcp', async (req, res) => {
          const server = (0, server_1.createServer)();
          const transport = new streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
          await server.connect(transport);
          await transport.handleRequest(req, res, req.body);
        });`,
    },
  ],
  invalid: [
    {
      name: 'compiled code that shares the transport, or the server',
      code: `"use strict";
const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
const mcp_js_1 = require("@modelcontextprotocol/sdk/server/mcp.js");
const server = new mcp_js_1.McpServer({});
addTools(server);
exports.transport = new streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
app.post('/mcp', async (req, res) => {
  const transport = new streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await server.connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
      errors: [
        {
          messageId: 'transport',
          line: 6,
          column: 21,
          suggestions: [
            {
              messageId: 'addGenerator',
              output: `"use strict";
const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
const mcp_js_1 = require("@modelcontextprotocol/sdk/server/mcp.js");
const { randomUUID } = require("node:crypto");
const server = new mcp_js_1.McpServer({});
addTools(server);
exports.transport = new streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
app.post('/mcp', async (req, res) => {
  const transport = new streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await server.connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
            },
          ],
        },
        { messageId: 'server', line: 9, column: 9, suggestions: [] },
      ],
    },
  ],
});
