import { requireSessionIdGenerator as rule } from '../../src/rules/require-session-id-generator';
import { commonjs, modules, typescript } from '../support/rule-tester';

const sdk = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`;
const crypto = `import { randomUUID } from 'node:crypto';`;
const shared = 'app.post("/mcp", (req, res) => transport.handleRequest(req, res, req.body));';

typescript.run('require-session-id-generator', rule, {
  valid: [
    {
      name: 'a transport made, connected and used in one handler may leave the option out',
      code: `${sdk}
        app.post('/mcp', async (req, res) => {
          const server = getServer();
          const transport = new StreamableHTTPServerTransport({});
          await server.connect(transport);
          await transport.handleRequest(req, res, req.body);
        });`,
    },
    {
      name: 'no argument at all, with the web standard transport',
      code: `import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
        app.all('/mcp', async (c) => {
          const transport = new WebStandardStreamableHTTPServerTransport();
          await getServer().connect(transport);
          return transport.handleRequest(c.req.raw);
        });`,
    },
    {
      name: 'stateless on purpose: undefined, void 0',
      code: `${sdk}
        export const one = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
        export const other = new StreamableHTTPServerTransport({ sessionIdGenerator: void 0 });`,
    },
    {
      name: 'stateless on purpose, by a callback of its own, is not this option left out',
      code: `${sdk}
        const transport = new StreamableHTTPServerTransport({
          sessionIdGenerator: undefined, onsessioninitialized: (id) => { sessions.set(id, transport); },
        });`,
    },
    {
      name: 'every form of a generator',
      code: `${sdk} ${crypto}
        export const forms = (options, stateless, sessionIdGenerator) => [
          new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: stateless ? undefined : randomUUID }),
          new StreamableHTTPServerTransport(stateless ? { sessionIdGenerator: undefined } : { sessionIdGenerator: randomUUID }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: options.sessionIdGenerator }),
          new StreamableHTTPServerTransport({ sessionIdGenerator }),
        ];
        export const transport = new StreamableHTTPServerTransport({ sessionIdGenerator() { return randomUUID(); } });`,
    },
    {
      name: 'unknown: options that another file or a caller gives, a spread of them, a computed key',
      code: `${sdk}
        import { options } from './options.js';
        export const imported = new StreamableHTTPServerTransport(options);
        export const spread = new StreamableHTTPServerTransport({ ...options, enableJsonResponse: true });
        export const list = new StreamableHTTPServerTransport(...options);
        export const computed = new StreamableHTTPServerTransport({ [options.key]: makeId });
        export function make(given) { return new StreamableHTTPServerTransport(given); }
        make(options);`,
    },
    {
      name: 'a field of this class gives the option',
      code: `${sdk}
        export class Server {
          private options = { sessionIdGenerator: makeId };
          private transport = new StreamableHTTPServerTransport(this.options);
        }`,
    },
    {
      name: 'the option is set on the options before they are used',
      code: `${sdk}
        const options: Options = { enableJsonResponse: true };
        options.sessionIdGenerator = makeId;
        export const transport = new StreamableHTTPServerTransport(options);`,
    },
    {
      name: 'transports that make their own ids, or never have sessions',
      code: `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
        import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
        import { PerRequestHTTPServerTransport, createMcpHandler } from '@modelcontextprotocol/server';
        import { StreamableHttpTransport } from '@rekog/mcp-nest';
        const transports = {};
        app.get('/sse', (req, res) => {
          const transport = new SSEServerTransport('/messages', res);
          transports[transport.sessionId] = transport;
        });
        export const handler = createMcpHandler(() => getServer());
        export const one = new PerRequestHTTPServerTransport({ classification });
        export const nest = new StreamableHttpTransport({});
        await server.connect(new StdioServerTransport());`,
    },
    {
      name: 'a class of the same name from elsewhere',
      code: `import { StreamableHTTPServerTransport } from './transport.js';
        export const transport = new StreamableHTTPServerTransport({});`,
    },
    {
      name: "the shared transport of @hono/mcp is another rule's",
      code: `import { StreamableHTTPTransport } from '@hono/mcp';
        const transport = new StreamableHTTPTransport();
        app.all('/mcp', (c) => transport.handleRequest(c));`,
    },
    {
      name: 'unknown: a factory that nobody in the file calls',
      code: `${sdk}
        export function createTransport() { return new StreamableHTTPServerTransport({}); }`,
    },
    {
      name: 'a factory that a handler calls for each request',
      code: `${sdk}
        async function createSession() {
          const transport = new StreamableHTTPServerTransport({});
          const server = getServer();
          await server.connect(transport);
          return { server, transport };
        }
        app.post('/mcp', async (req, res) => {
          const { transport } = await createSession();
          await transport.handleRequest(req, res, req.body);
        });`,
    },
    {
      name: 'unknown: a factory that is called for each request and once as well',
      code: `${sdk}
        const create = () => new StreamableHTTPServerTransport({});
        const main = create();
        app.post('/mcp', (req, res) => create().handleRequest(req, res));`,
    },
    {
      name: 'a function that hands the request over itself, also by a callback and by a function of this file',
      code: `${sdk}
        export async function handle(request: Request) {
          const transport = new StreamableHTTPServerTransport({});
          return storage.run({}, () => transport.handleRequest(request));
        }
        export async function other(request: Request) {
          const transport = new StreamableHTTPServerTransport({});
          return forward(transport, request);
        }
        function forward(transport, request) { return transport.handleRequest(request); }`,
    },
    {
      name: 'a method of a controller, a route of Next, a worker, a createServer callback',
      code: `${sdk} import { createServer } from 'node:http';
        @Controller('mcp')
        export class McpController {
          @Post() async post(@Req() request, @Res() response) {
            const transport = new StreamableHTTPServerTransport();
            await this.server.connect(transport);
            await transport.handleRequest(request, response);
          }
        }
        export async function POST(request: Request) {
          const transport = new StreamableHTTPServerTransport();
          return transport.handleRequest(request);
        }
        export default { async fetch(request) {
          const transport = new StreamableHTTPServerTransport();
          return transport.handleRequest(request);
        } };
        createServer(async (req, res) => {
          const transport = new StreamableHTTPServerTransport();
          await transport.handleRequest(req, res);
        }).listen(3000);`,
    },
    {
      name: 'unknown: replaced by each request in a variable from outside',
      code: `${sdk}
        let transport;
        app.get('/mcp', async (req, res) => {
          transport = new StreamableHTTPServerTransport({});
          await transport.handleRequest(req, res);
        });`,
    },
    {
      name: 'unknown: a class that a handler makes an instance of',
      code: `${sdk}
        class Session {
          transport = new StreamableHTTPServerTransport({});
          handle(request, response) { return this.transport.handleRequest(request, response); }
        }
        app.post('/mcp', (req, res) => new Session().handle(req, res));`,
    },
    {
      name: 'unknown: a Durable Object, which there is one of for each name',
      code: `${sdk}
        export class Server extends DurableObject { transport = new StreamableHTTPServerTransport({}); }`,
    },
    {
      name: 'unknown: a function that only connects what it makes',
      code: `${sdk}
        export async function connect(server) {
          const transport = new StreamableHTTPServerTransport({});
          await server.connect(transport);
          serve(transport);
        }`,
    },
    {
      name: 'made anew for each test',
      code: `${sdk}
        describe('server', () => {
          let transport;
          beforeEach(async () => { transport = new StreamableHTTPServerTransport({}); });
          it('answers', (done) => { app.get('/', (req, res) => transport.handleRequest(req, res)); });
        });
        Deno.test({ name: 'serves', async fn() {
          const transport = new StreamableHTTPServerTransport({});
          Deno.serve((request) => transport.handleRequest(request));
        } });`,
    },
    {
      name: 'unknown: a callback that may be undefined',
      code: `${sdk}
        export const make = (options) => new StreamableHTTPServerTransport({ onsessioninitialized: options.onOpen });`,
    },
    {
      name: 'stored under an id of its own making',
      code: `${sdk} ${crypto}
        app.post('/mcp', async (req, res) => {
          const id = randomUUID();
          const transport = new StreamableHTTPServerTransport({});
          transports.set(id, transport);
          await transport.handleRequest(req, res);
        });`,
      options: [{ stateless: 'explicit' }],
    },
    {
      name: 'explicit: undefined written out',
      code: `${sdk}
        app.post('/mcp', (req, res) => new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }).handleRequest(req, res));`,
      options: [{ stateless: 'explicit' }],
    },
    {
      name: "never: a shared transport that is stateless on purpose is another rule's",
      code: `${sdk}
        export const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });`,
      options: [{ stateless: 'never' }],
    },
  ],
  invalid: [
    {
      name: 'a callback that stores the id, without a generator: it is never called',
      code: `${sdk}
${crypto}
const transports = new Map();
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({
    onsessioninitialized: (id) => {
      transports.set(id, transport);
    },
  });
  await transport.handleRequest(req, res, req.body);
});`,
      output: `${sdk}
${crypto}
const transports = new Map();
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({
    onsessioninitialized: (id) => {
      transports.set(id, transport);
    },
    sessionIdGenerator: () => randomUUID(),
  });
  await transport.handleRequest(req, res, req.body);
});`,
      errors: [
        {
          messageId: 'callback',
          data: { option: 'sessionIdGenerator', callback: 'onsessioninitialized' },
          line: 5,
          column: 21,
        },
      ],
    },
    {
      name: 'a callback that stores the id as a key, or through a method',
      code: `${sdk}
${crypto}
class Server {
  transports: Record<string, unknown> = {};
  async handle(req, res) {
    const transport = new StreamableHTTPServerTransport({ onsessioninitialized: (id) => this.keep(id, transport) });
    await transport.handleRequest(req, res);
  }
  keep(id: string, transport) { this.transports[id] = transport; }
}`,
      output: `${sdk}
${crypto}
class Server {
  transports: Record<string, unknown> = {};
  async handle(req, res) {
    const transport = new StreamableHTTPServerTransport({ onsessioninitialized: (id) => this.keep(id, transport), sessionIdGenerator: () => randomUUID() });
    await transport.handleRequest(req, res);
  }
  keep(id: string, transport) { this.transports[id] = transport; }
}`,
      errors: [{ messageId: 'callback', line: 6, column: 23 }],
    },
    {
      name: 'a callback that only logs: both ways out',
      code: `${sdk}
${crypto}
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ onsessionclosed: (id) => { console.log(id); } });
  await transport.handleRequest(req, res);
});`,
      output: null,
      errors: [
        {
          messageId: 'callback',
          line: 4,
          column: 21,
          suggestions: [
            {
              messageId: 'addGenerator',
              output: `${sdk}
${crypto}
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ onsessionclosed: (id) => { console.log(id); }, sessionIdGenerator: () => randomUUID() });
  await transport.handleRequest(req, res);
});`,
            },
            {
              messageId: 'stateStateless',
              output: `${sdk}
${crypto}
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ onsessionclosed: (id) => { console.log(id); }, sessionIdGenerator: undefined });
  await transport.handleRequest(req, res);
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'an imported callback means sessions too',
      code: `${sdk}
${crypto}
import { remember } from './sessions.js';
export const make = () => new StreamableHTTPServerTransport({ onsessioninitialized: remember });`,
      output: null,
      errors: [
        {
          messageId: 'callback',
          line: 4,
          column: 27,
          suggestions: [
            {
              messageId: 'addGenerator',
              output: `${sdk}
${crypto}
import { remember } from './sessions.js';
export const make = () => new StreamableHTTPServerTransport({ onsessioninitialized: remember, sessionIdGenerator: () => randomUUID() });`,
            },
            {
              messageId: 'stateStateless',
              output: `${sdk}
${crypto}
import { remember } from './sessions.js';
export const make = () => new StreamableHTTPServerTransport({ onsessioninitialized: remember, sessionIdGenerator: undefined });`,
            },
          ],
        },
      ],
    },
    {
      name: 'stored by the session id that it never has, after the request',
      code: `${sdk}
${crypto}
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport();
  await transport.handleRequest(req, res, req.body);
  const sid = transport.sessionId;
  if (sid) sessions.set(sid, { transport, createdAt: Date.now() });
});`,
      output: `${sdk}
${crypto}
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  await transport.handleRequest(req, res, req.body);
  const sid = transport.sessionId;
  if (sid) sessions.set(sid, { transport, createdAt: Date.now() });
});`,
      errors: [{ messageId: 'stored', line: 4, column: 21 }],
    },
    {
      name: 'one at module scope, with an import to add',
      code: `${sdk}

const transport = new StreamableHTTPServerTransport({});
await server.connect(transport);
${shared}`,
      output: `${sdk}
${crypto}

const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
await server.connect(transport);
${shared}`,
      errors: [{ messageId: 'shared', line: 3, column: 19 }],
    },
    {
      name: 'one at module scope that this file does not use',
      code: `${sdk}
${crypto}
export const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });`,
      output: `${sdk}
${crypto}
export const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true, sessionIdGenerator: () => randomUUID() });`,
      errors: [{ messageId: 'shared', line: 3, column: 26 }],
    },
    {
      name: 'a field, and what a constructor makes',
      code: `${sdk}
${crypto}
export class Server {
  private readonly field = new StreamableHTTPServerTransport();
  constructor() {
    this.transport = new StreamableHTTPServerTransport({});
  }
}`,
      output: `${sdk}
${crypto}
export class Server {
  private readonly field = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  constructor() {
    this.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  }
}`,
      errors: [
        { messageId: 'shared', line: 4, column: 28 },
        { messageId: 'shared', line: 6, column: 22 },
      ],
    },
    {
      name: 'a set-up function whose inner function hands the requests over',
      code: `${sdk}
${crypto}
export async function main() {
  const transport = new StreamableHTTPServerTransport({});
  await server.connect(transport);
  ${shared}
}`,
      output: `${sdk}
${crypto}
export async function main() {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  await server.connect(transport);
  ${shared}
}`,
      errors: [{ messageId: 'shared', line: 4, column: 21 }],
    },
    {
      name: 'a method that sets up, and another that hands the requests over',
      code: `${sdk}
${crypto}
export class Server {
  async start() { this.transport = new StreamableHTTPServerTransport({}); }
  async handle(req, res) { await this.transport.handleRequest(req, res); }
}`,
      output: `${sdk}
${crypto}
export class Server {
  async start() { this.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() }); }
  async handle(req, res) { await this.transport.handleRequest(req, res); }
}`,
      errors: [{ messageId: 'shared', line: 4, column: 36 }],
    },
    {
      name: 'handed to a function of this file that serves with it',
      code: `${sdk}
${crypto}
function main() { listen(new StreamableHTTPServerTransport({})); }
function listen(transport) { ${shared} }`,
      output: `${sdk}
${crypto}
function main() { listen(new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() })); }
function listen(transport) { ${shared} }`,
      errors: [{ messageId: 'shared', line: 3, column: 26 }],
    },
    {
      name: 'a factory that is called once',
      code: `${sdk}
${crypto}
async function create() {
  const transport = new StreamableHTTPServerTransport({});
  return transport;
}
const transport = await create();
${shared}`,
      output: `${sdk}
${crypto}
async function create() {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  return transport;
}
const transport = await create();
${shared}`,
      errors: [{ messageId: 'shared', line: 4, column: 21 }],
    },
    {
      name: 'a function that makes a handler, and is called once',
      code: `${sdk}
${crypto}
const createHandler = () => {
  const transport = new StreamableHTTPServerTransport({});
  return (req, res) => transport.handleRequest(req, res);
};
app.post('/mcp', createHandler());`,
      output: `${sdk}
${crypto}
const createHandler = () => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  return (req, res) => transport.handleRequest(req, res);
};
app.post('/mcp', createHandler());`,
      errors: [{ messageId: 'shared', line: 4, column: 21 }],
    },
    ...['if (!transport) transport =', 'transport ??=', 'transport = transport ||'].map(
      (assign) => ({
        name: `made by the first request and kept for all: ${assign}`,
        code: `${sdk}
${crypto}
let transport;
app.post('/mcp', async (req, res) => {
  ${assign} new StreamableHTTPServerTransport({});
  await transport.handleRequest(req, res);
});`,
        output: `${sdk}
${crypto}
let transport;
app.post('/mcp', async (req, res) => {
  ${assign} new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  await transport.handleRequest(req, res);
});`,
        errors: [{ messageId: 'shared', line: 5 } as const],
      }),
    ),
    {
      name: 'kept in a field by the first request that finds none',
      code: `${sdk}
${crypto}
class Server {
  async handle(req, res) {
    const transport = await this.get();
    await transport.handleRequest(req, res);
  }
  async get() {
    if (this.transport) return this.transport;
    this.transport = new StreamableHTTPServerTransport({});
    return this.transport;
  }
}`,
      output: `${sdk}
${crypto}
class Server {
  async handle(req, res) {
    const transport = await this.get();
    await transport.handleRequest(req, res);
  }
  async get() {
    if (this.transport) return this.transport;
    this.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
    return this.transport;
  }
}`,
      errors: [{ messageId: 'shared', line: 10, column: 22 }],
    },
    {
      name: 'an alias, a subclass and options in a constant',
      code: `${sdk}
${crypto}
const Transport = StreamableHTTPServerTransport;
export const alias = new Transport({});
class Logged extends StreamableHTTPServerTransport { constructor() { super({}); } }
export const logged = new Logged();
const options = { enableJsonResponse: true };
export const constant = new StreamableHTTPServerTransport(options);`,
      output: `${sdk}
${crypto}
const Transport = StreamableHTTPServerTransport;
export const alias = new Transport({ sessionIdGenerator: () => randomUUID() });
class Logged extends StreamableHTTPServerTransport { constructor() { super({ sessionIdGenerator: () => randomUUID() }); } }
export const logged = new Logged();
const options = { enableJsonResponse: true, sessionIdGenerator: () => randomUUID() };
export const constant = new StreamableHTTPServerTransport(options);`,
      errors: [
        { messageId: 'shared', line: 4, column: 22 },
        { messageId: 'shared', line: 6, column: 23 },
        { messageId: 'shared', line: 8, column: 25 },
      ],
    },
    {
      name: 'options that two transports share are left to the author',
      code: `${sdk}
const options = {};
export const one = new StreamableHTTPServerTransport(options);
export const other = new StreamableHTTPServerTransport(options);`,
      output: null,
      errors: [
        { messageId: 'shared', line: 3 },
        { messageId: 'shared', line: 4 },
      ],
    },
    {
      name: '@hono/mcp: a callback without a generator',
      code: `import { StreamableHTTPTransport } from '@hono/mcp';
${crypto}
app.all('/mcp', async (c) => {
  const transport = new StreamableHTTPTransport({ onsessioninitialized: (id) => { sessions[id] = transport; } });
  return transport.handleRequest(c);
});`,
      output: `import { StreamableHTTPTransport } from '@hono/mcp';
${crypto}
app.all('/mcp', async (c) => {
  const transport = new StreamableHTTPTransport({ onsessioninitialized: (id) => { sessions[id] = transport; }, sessionIdGenerator: () => randomUUID() });
  return transport.handleRequest(c);
});`,
      errors: [{ messageId: 'callback', line: 4 }],
    },
    {
      name: 'explicit: one for each request, without the option',
      code: `${sdk}
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport();
  await transport.handleRequest(req, res, req.body);
});`,
      options: [{ stateless: 'explicit' }],
      output: null,
      errors: [
        {
          messageId: 'implicit',
          line: 3,
          column: 21,
          suggestions: [
            {
              messageId: 'stateStateless',
              output: `${sdk}
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await transport.handleRequest(req, res, req.body);
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'never: one for each request, with undefined or without the option',
      code: `${sdk}
app.post('/mcp', (req, res) => new StreamableHTTPServerTransport({}).handleRequest(req, res));
app.get('/mcp', (req, res) => new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }).handleRequest(req, res));`,
      options: [{ stateless: 'never' }],
      output: null,
      errors: [
        { messageId: 'never', line: 2, suggestions: [] },
        { messageId: 'never', line: 3, suggestions: [] },
      ],
    },
  ],
});

modules.run('require-session-id-generator, plain modules', rule, {
  valid: [],
  invalid: [
    {
      name: 'a namespace import, without .js',
      code: `import * as mcp from '@modelcontextprotocol/sdk/server/streamableHttp';
import { randomUUID as newId } from 'crypto';
export const transport = new mcp.StreamableHTTPServerTransport({});`,
      output: `import * as mcp from '@modelcontextprotocol/sdk/server/streamableHttp';
import { randomUUID as newId } from 'crypto';
export const transport = new mcp.StreamableHTTPServerTransport({ sessionIdGenerator: () => newId() });`,
      errors: [{ messageId: 'shared', line: 3, column: 26 }],
    },
    {
      name: 'a class without types',
      code: `import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import crypto from 'node:crypto';
export class Server { transport = new NodeStreamableHTTPServerTransport; }`,
      output: `import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import crypto from 'node:crypto';
export class Server { transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: () => crypto.randomUUID() }); }`,
      errors: [{ messageId: 'shared', line: 3 }],
    },
  ],
});

commonjs.run('require-session-id-generator, CommonJS', rule, {
  valid: [
    {
      name: 'a compiled handler',
      code: `const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
        app.post('/mcp', async (req, res) => {
          const transport = new streamableHttp_js_1.StreamableHTTPServerTransport({ enableJsonResponse: true });
          await transport.handleRequest(req, res, req.body);
        });`,
    },
  ],
  invalid: [
    {
      name: 'compiled code, with a require to add',
      code: `"use strict";
const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
exports.transport = new streamableHttp_js_1.StreamableHTTPServerTransport({});`,
      output: `"use strict";
const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
const { randomUUID } = require("node:crypto");
exports.transport = new streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });`,
      errors: [{ messageId: 'shared', line: 3 }],
    },
  ],
});
