import { noOrphanSession as rule } from '../../src/rules/no-orphan-session';
import { commonjs, modules, typescript } from '../support/rule-tester';

const sdk = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`;
const crypto = `import { randomUUID } from 'node:crypto';`;

/** A handler that makes, connects and uses a transport; `more` runs after it has been made. */
const handler = (options: string, more = '', before = '') => `${sdk} ${crypto}
app.post('/mcp', async (req, res) => {
  ${before}
  const transport = new StreamableHTTPServerTransport(${options});
  ${more}
  await createServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`;
const random = '{ sessionIdGenerator: () => randomUUID() }';
const stateless = '{ sessionIdGenerator: undefined }';

const valid = (cases: Record<string, string>) =>
  Object.entries(cases).map(([name, code]) => ({ name, code }));

typescript.run('no-orphan-session', rule, {
  valid: [
    ...valid({
      'a stateless transport, in all its forms': `${sdk}
        app.post('/mcp', async (req, res) => {
          const one = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
          await createServer().connect(one);
          await one.handleRequest(req, res);
        });
        app.post('/other', async (req, res) => {
          const two = new StreamableHTTPServerTransport();
          await createServer().connect(two);
          await two.handleRequest(req, res);
        });`,
      'kept by its callback': handler(
        '{ sessionIdGenerator: () => randomUUID(), onsessioninitialized: (id) => { sessions.set(id, transport); } }',
      ),
      'kept by its callback, through a function of this file': `${handler(
        '{ sessionIdGenerator: () => randomUUID(), onsessioninitialized: (id) => { keep(id); } }',
      )} function keep(id) { ids.push(id); }`,
      'unknown: a callback of another file, of the options, of a spread': `${sdk} ${crypto} import { keep } from './sessions.js';
        export const serve = (options) => {
          app.post('/a', async (req, res) => {
            const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID(), onsessioninitialized: keep });
            await createServer().connect(transport);
            await transport.handleRequest(req, res);
          });
          app.post('/b', async (req, res) => {
            const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID(), onsessioninitialized: options.keep });
            await createServer().connect(transport);
            await transport.handleRequest(req, res);
          });
          app.post('/c', async (req, res) => {
            const transport = new StreamableHTTPServerTransport({ ...options, sessionIdGenerator: () => randomUUID() });
            await createServer().connect(transport);
            await transport.handleRequest(req, res);
          });
        };`,
      'unknown: a callback that does something with the id': handler(
        '{ sessionIdGenerator: () => randomUUID(), onsessioninitialized: async (id) => { await db.insert(id); } }',
      ),
      'kept under its id after the request': `${sdk} ${crypto}
        app.post('/mcp', async (req, res) => {
          const transport = new StreamableHTTPServerTransport(${random});
          await createServer().connect(transport);
          await transport.handleRequest(req, res, req.body);
          if (transport.sessionId) sessions.set(transport.sessionId, transport);
        });`,
      'kept in an object, or as what holds it': handler(
        random,
        'const entry = { transport, at: now() }; sessions[transport.sessionId] = entry;',
      ),
      'only its id is kept': handler(random, 'const id = transport.sessionId; await db.save(id);'),
      'kept in a list, a field, a property of something else': `
        ${handler(random, 'all.push(transport);')}
        ${handler(random, 'app.locals.transport = transport;').slice(sdk.length + crypto.length + 1)}
        export class Server { async handle(req, res) {
          const transport = new StreamableHTTPServerTransport(${random});
          this.transport = transport;
          await createServer().connect(transport);
          await transport.handleRequest(req, res);
        } }`,
      'kept in a variable from outside, by the first request or by each': `${sdk} ${crypto}
        let kept;
        let last;
        app.post('/a', async (req, res) => {
          kept ??= new StreamableHTTPServerTransport(${random});
          await createServer().connect(kept);
          await kept.handleRequest(req, res);
        });
        app.post('/b', async (req, res) => {
          const transport = new StreamableHTTPServerTransport(${random});
          last = transport;
          await createServer().connect(transport);
          await transport.handleRequest(req, res);
        });`,
      'unknown: handed to code out of sight': handler(random, 'track(transport);'),
      'unknown: handed out by the function that made it': `${sdk} ${crypto}
        export async function open(req, res) {
          const transport = new StreamableHTTPServerTransport(${random});
          await createServer().connect(transport);
          await transport.handleRequest(req, res);
          return transport;
        }`,
      'the id is kept by other code of the request': handler(
        '{ sessionIdGenerator: () => id }',
        'sessions.set(id, { user: req.user });',
        'const id = randomUUID();',
      ),
      'the generator keeps the id itself': handler(
        '{ sessionIdGenerator: () => { const id = randomUUID(); issued.add(id); return id; } }',
      ),
      'a session that is taken up again, from a store of ids': `${sdk} ${crypto}
        app.post('/mcp', async (req, res) => {
          const sessionId = req.headers['mcp-session-id'];
          if (!(await store.has(sessionId))) return res.status(404).end();
          const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId });
          await createServer().connect(transport);
          await transport.handleRequest(req, res);
        });`,
      'a session that is taken up again, by setting it up': handler(
        '{ sessionIdGenerator: () => req.headers["mcp-session-id"] }',
        'transport._initialized = true;',
      ),
      'unknown: an id from elsewhere, such as the name of a Durable Object': `${sdk}
        export class Agent {
          async fetch(request) {
            const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => this.ctx.id.toString() });
            await createServer().connect(transport);
            return transport.handleRequest(request);
          }
          async other(request) {
            const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => this.name });
            await createServer().connect(transport);
            return transport.handleRequest(request);
          }
        }`,
      'unknown: a token that says all there is to know of the session': handler(
        '{ sessionIdGenerator: () => seal(req.user) }',
      ),
      'unknown: an id that the caller gives': `${sdk}
        async function answer(id, req, res) {
          const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });
          await createServer().connect(transport);
          await transport.handleRequest(req, res);
        }`,
      'unknown: a generator that may be none': `${sdk} ${crypto}
        export const serve = (options, stateless) => {
          app.post('/a', async (req, res) => {
            const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: stateless ? undefined : randomUUID });
            await createServer().connect(transport);
            await transport.handleRequest(req, res);
          });
          app.post('/b', async (req, res) => {
            const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: options.sessionIdGenerator });
            await createServer().connect(transport);
            await transport.handleRequest(req, res);
          });
        };`,
      'an invalid generator belongs to valid-session-id-generator': handler(
        '{ sessionIdGenerator: async () => randomUUID() }',
      ),
      'one that no server is connected to, one that gets no request here': `${sdk} ${crypto}
        app.post('/a', async (req, res) => {
          const transport = new StreamableHTTPServerTransport(${random});
          await transport.handleRequest(req, res);
        });
        app.post('/b', async (req, res) => {
          const transport = new StreamableHTTPServerTransport(${random});
          await createServer().connect(transport);
        });`,
      'one for all requests': `${sdk} ${crypto}
        const transport = new StreamableHTTPServerTransport(${random});
        await createServer().connect(transport);
        app.post('/mcp', (req, res) => transport.handleRequest(req, res));`,
      'the server initializes it by a request of its own': `${sdk} ${crypto}
        app.post('/mcp', async (req, res) => {
          const transport = new StreamableHTTPServerTransport(${random});
          await createServer().connect(transport);
          await transport.handleRequest(initialize, sink);
          await transport.handleRequest(req, res);
        });
        app.post('/batch', async (req, res) => {
          const transport = new StreamableHTTPServerTransport(${random});
          await createServer().connect(transport);
          for (const each of req.body) await transport.handleRequest(req, res, each);
        });`,
      'later requests go to a stateless transport of the same handler': `${sdk} ${crypto}
        app.post('/mcp', async (req, res) => {
          const transport = isInitializeRequest(req.body)
            ? new StreamableHTTPServerTransport(${random})
            : new StreamableHTTPServerTransport(${stateless});
          await createServer().connect(transport);
          await transport.handleRequest(req, res, req.body);
        });`,
      'a test, and a request that is made up': `${sdk} ${crypto}
        it('gives an id', async () => {
          app.post('/mcp', async (req, res) => {
            const transport = new StreamableHTTPServerTransport(${random});
            await createServer().connect(transport);
            await transport.handleRequest(req, res);
          });
        });
        verifies('405', async () => {
          const transport = new StreamableHTTPServerTransport(${random});
          await createServer().connect(transport);
          await transport.handleRequest(new Request('http://in-process/mcp'));
        });`,
      'a worker that keeps the state of its transport in a storage': `${crypto}
        import { WorkerTransport } from 'agents/mcp';
        export default { async fetch(request) {
          const transport = new WorkerTransport({ sessionIdGenerator: () => randomUUID(), storage });
          await createServer().connect(transport);
          return transport.handleRequest(request);
        } };`,
      'transports that make their own ids': `
        import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
        app.get('/sse', async (req, res) => {
          const transport = new SSEServerTransport('/messages', res);
          await createServer().connect(transport);
        });`,
    }),
  ],
  invalid: [
    {
      name: 'made, connected and used in one handler',
      code: handler(random),
      errors: [
        {
          messageId: 'orphan',
          line: 4,
          column: 77,
          suggestions: [{ messageId: 'stateStateless', output: handler(stateless) }],
        },
      ],
    },
    ...[
      '() => crypto.randomUUID()',
      'randomUUID',
      "() => randomUUID().replace(/-/g, '')",
      '() => `mcp-${randomUUID()}`',
      '() => { const id = randomUUID(); console.log(id); return id; }',
      'function () { return randomUUID(); }',
      "() => 'single-session'",
      '() => Date.now().toString()',
      "() => req.headers['mcp-session-id'] ?? randomUUID()",
    ].map((generator) => ({
      name: `whatever makes the id: ${generator}`,
      code: handler(`{ sessionIdGenerator: ${generator} }`),
      errors: [
        {
          messageId: 'orphan' as const,
          suggestions: [{ messageId: 'stateStateless' as const, output: handler(stateless) }],
        },
      ],
    })),
    {
      name: 'a method, a function of this file, an id that is made before and only logged',
      code: `${handler('{ sessionIdGenerator() { return newId(); } }')}
function newId() { return randomUUID(); }`,
      errors: [
        {
          messageId: 'orphan',
          line: 4,
          suggestions: [
            {
              messageId: 'stateStateless',
              output: `${handler(stateless)}
function newId() { return randomUUID(); }`,
            },
          ],
        },
      ],
    },
    {
      name: 'an id that is made before, logged, and sent as a header',
      code: handler(
        '{ sessionIdGenerator: () => id }',
        "logger.info({ id }); res.setHeader('Mcp-Session-Id', id);",
        'const id = randomUUID();',
      ),
      errors: [
        {
          messageId: 'orphan',
          line: 4,
          suggestions: [
            {
              messageId: 'stateStateless',
              output: handler(
                stateless,
                "logger.info({ id }); res.setHeader('Mcp-Session-Id', id);",
                'const id = randomUUID();',
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'callbacks that only log, and ends that only close',
      code: handler(
        '{ sessionIdGenerator: randomUUID, onsessioninitialized: (id) => { console.error(`session ${id.slice(0, 4)}`); } }',
        `transport.onclose = () => { console.log(transport.sessionId?.slice(0, 4)); };
  res.on('close', () => { transport.close(); });`,
      ),
      errors: [
        {
          messageId: 'orphan',
          line: 4,
          suggestions: [
            {
              messageId: 'stateStateless',
              output: handler(
                '{ sessionIdGenerator: undefined, onsessioninitialized: (id) => { console.error(`session ${id.slice(0, 4)}`); } }',
                `transport.onclose = () => { console.log(transport.sessionId?.slice(0, 4)); };
  res.on('close', () => { transport.close(); });`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'one request in either branch',
      code: `${sdk} ${crypto}
app.all('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport(${random});
  await createServer().connect(transport);
  if (req.method === 'POST') await transport.handleRequest(req, res, req.body);
  else await transport.handleRequest(req, res);
});`,
      errors: [
        {
          messageId: 'orphan',
          line: 3,
          suggestions: [
            {
              messageId: 'stateStateless',
              output: `${sdk} ${crypto}
app.all('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport(${stateless});
  await createServer().connect(transport);
  if (req.method === 'POST') await transport.handleRequest(req, res, req.body);
  else await transport.handleRequest(req, res);
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'one report for the options of two transports',
      code: `${sdk} ${crypto}
const options = { sessionIdGenerator: randomUUID };
app.post('/one', async (req, res) => {
  const transport = new StreamableHTTPServerTransport(options);
  await createServer().connect(transport);
  await transport.handleRequest(req, res);
});
app.post('/two', async (req, res) => {
  const transport = new StreamableHTTPServerTransport(options);
  await createServer().connect(transport);
  await transport.handleRequest(req, res);
});`,
      errors: [{ messageId: 'orphan', line: 2, column: 39, suggestions: [] }],
    },
    {
      name: 'a factory that each request calls',
      code: `${sdk} ${crypto}
const create = () => new StreamableHTTPServerTransport({ ...{ sessionIdGenerator: randomUUID } });
app.post('/mcp', async (req, res) => {
  const transport = create();
  await createServer().connect(transport);
  await transport.handleRequest(req, res);
});`,
      errors: [{ messageId: 'orphan', line: 2, column: 83, suggestions: [] }],
    },
    {
      name: 'a function that hands the request over, a route of Next, @hono/mcp, a worker without a storage',
      code: `${sdk} ${crypto}
import { StreamableHTTPTransport } from '@hono/mcp';
import { WorkerTransport } from 'agents/mcp';
export async function answer(request: Request) {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID, ...{} });
  await createServer().connect(transport);
  return storage.run({}, () => transport.handleRequest(request));
}
export async function POST(request: Request) {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID, ...{} });
  await createServer().connect(transport);
  return transport.handleRequest(request);
}
app.all('/mcp', async (c) => {
  const transport = new StreamableHTTPTransport({ sessionIdGenerator: randomUUID, ...{} });
  await createServer().connect(transport);
  return transport.handleRequest(c);
});
export default { async fetch(request) {
  const transport = new WorkerTransport({ sessionIdGenerator: randomUUID, ...{} });
  await createServer().connect(transport);
  return transport.handleRequest(request);
} };`,
      errors: [
        { messageId: 'orphan', line: 5, suggestions: [] },
        { messageId: 'orphan', line: 10, suggestions: [] },
        { messageId: 'orphan', line: 15, suggestions: [] },
        { messageId: 'orphan', line: 20, suggestions: [] },
      ],
    },
  ],
});

modules.run('no-orphan-session, plain modules', rule, {
  valid: [],
  invalid: [
    {
      name: 'a transport of version 2',
      code: `import { NodeStreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/node';
import * as crypto from 'crypto';
createServer(async (req, res) => {
  const transport = new Transport({ sessionIdGenerator: crypto.randomUUID });
  await buildServer().connect(transport);
  await transport.handleRequest(req, res);
}).listen(3000);`,
      errors: [
        {
          messageId: 'orphan',
          line: 4,
          column: 57,
          suggestions: [
            {
              messageId: 'stateStateless',
              output: `import { NodeStreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/node';
import * as crypto from 'crypto';
createServer(async (req, res) => {
  const transport = new Transport({ sessionIdGenerator: undefined });
  await buildServer().connect(transport);
  await transport.handleRequest(req, res);
}).listen(3000);`,
            },
          ],
        },
      ],
    },
  ],
});

commonjs.run('no-orphan-session, CommonJS', rule, {
  valid: [
    {
      name: 'compiled code that keeps its transports',
      code: `"use strict";
        const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
        const node_crypto_1 = require("node:crypto");
        app.post('/mcp', async (req, res) => {
          let transport = transports[req.headers['mcp-session-id']];
          if (!transport) {
            transport = new streamableHttp_js_1.StreamableHTTPServerTransport({
              sessionIdGenerator: () => (0, node_crypto_1.randomUUID)(),
              onsessioninitialized: (id) => { transports[id] = transport; },
            });
            await createServer().connect(transport);
          }
          await transport.handleRequest(req, res, req.body);
        });`,
    },
  ],
  invalid: [
    {
      name: 'compiled code that forgets its transports',
      code: `"use strict";
const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
const node_crypto_1 = require("node:crypto");
app.post('/mcp', async (req, res) => {
  const transport = new streamableHttp_js_1.StreamableHTTPServerTransport({
    sessionIdGenerator: () => (0, node_crypto_1.randomUUID)(),
  });
  await createServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
      errors: [
        {
          messageId: 'orphan',
          line: 6,
          column: 25,
          suggestions: [
            {
              messageId: 'stateStateless',
              output: `"use strict";
const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
const node_crypto_1 = require("node:crypto");
app.post('/mcp', async (req, res) => {
  const transport = new streamableHttp_js_1.StreamableHTTPServerTransport({
    sessionIdGenerator: undefined,
  });
  await createServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
            },
          ],
        },
      ],
    },
  ],
});
