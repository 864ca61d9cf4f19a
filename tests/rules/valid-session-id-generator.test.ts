import { validSessionIdGenerator as rule } from '../../src/rules/valid-session-id-generator';
import { commonjs, modules, typescript } from '../support/rule-tester';

const sdk = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`;
const crypto = `import { randomUUID } from 'node:crypto';`;
/** A transport whose sessions are kept, with a generator. */
const kept = (generator: string): string => `${sdk}
${crypto}
const transports = new Map();
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({
    ${generator},
    onsessioninitialized: (id) => { transports.set(id, transport); },
  });
  await transport.handleRequest(req, res, req.body);
});`;
/** A transport that is forgotten with its request, with a generator. */
const perRequest = (generator: string): string => `${sdk}
${crypto}
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: ${generator} });
  await getServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`;

const ASYNC_FUNCTIONS = `${sdk}
${crypto}
async function createId() { return randomUUID(); }
const makeId = async () => randomUUID();
const ids = { async create() { return randomUUID(); } };
export class Server {
  newId = async () => randomUUID();
  async createId() { return randomUUID(); }
  start() {
    return [
      new StreamableHTTPServerTransport({ sessionIdGenerator: createId }),
      new StreamableHTTPServerTransport({ sessionIdGenerator: () => createId() }),
      new StreamableHTTPServerTransport({ sessionIdGenerator: makeId }),
      new StreamableHTTPServerTransport({ sessionIdGenerator: ids.create }),
      new StreamableHTTPServerTransport({ sessionIdGenerator: this.createId.bind(this) }),
      new StreamableHTTPServerTransport({ sessionIdGenerator: () => this.newId() }),
    ];
  }
}`;
const ASYNC_PACKAGES = `${sdk}
${crypto}
import { nanoid } from 'nanoid/async'; import uid from 'uid-safe';
export const one = new StreamableHTTPServerTransport({ sessionIdGenerator: () => nanoid() });
export const two = new StreamableHTTPServerTransport({ sessionIdGenerator: nanoid });
export const three = new StreamableHTTPServerTransport({ sessionIdGenerator: () => uid(18) });`;
const FRAMEWORKS = `import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { StreamableHTTPTransport } from '@hono/mcp';
import { HttpTransport } from '@tmcp/transport-http';
import { McpModule } from '@rekog/mcp-nest';
import { WorkerTransport } from 'agents/mcp'; ${crypto}
export const transports = [
  new NodeStreamableHTTPServerTransport({ sessionIdGenerator: () => undefined }),
  new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => undefined }),
  new StreamableHTTPTransport({ sessionIdGenerator: () => undefined }),
  new HttpTransport(server, { getSessionId: () => undefined }),
  McpModule.forRoot({ streamableHttp: { sessionIdGenerator: () => undefined } }),
  new WorkerTransport({ sessionIdGenerator: () => undefined }),
];`;

/** The code with `() => randomUUID()` for the generator in one line. */
function replaced(code: string, line: number): string {
  return code
    .split('\n')
    .map((text, index) =>
      index + 1 === line
        ? text.replace(/(sessionIdGenerator|getSessionId): .*? \}/, '$1: () => randomUUID() }')
        : text,
    )
    .join('\n');
}

typescript.run('valid-session-id-generator', rule, {
  valid: [
    ...[
      'sessionIdGenerator: () => randomUUID()',
      'sessionIdGenerator: randomUUID',
      'sessionIdGenerator() { return randomUUID(); }',
      'sessionIdGenerator: function () { return randomUUID(); }',
      'sessionIdGenerator: () => globalThis.crypto.randomUUID()',
      'sessionIdGenerator: () => (crypto as any).randomUUID()',
      "sessionIdGenerator: () => crypto.randomUUID().replace(/-/g, '')",
      "sessionIdGenerator: () => randomBytes(16).toString('hex')",
      'sessionIdGenerator: () => `sess_${crypto.randomUUID()}`',
      'sessionIdGenerator: () => this.ctx.id.toString()',
      'sessionIdGenerator: crypto.randomUUID.bind(crypto)',
    ].map((generator) => ({
      name: `a function that returns an id: ${generator}`,
      code: kept(generator).replace(crypto, `import { randomBytes, randomUUID } from 'crypto';`),
    })),
    {
      name: 'stateless on purpose: undefined, void 0, under a condition',
      code: `${sdk} ${crypto}
        export const make = (stateless) => [
          new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: void 0 }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: stateless ? undefined : randomUUID }),
          new StreamableHTTPServerTransport({}),
          new StreamableHTTPServerTransport(),
        ];`,
    },
    {
      name: 'unknown: what another file, a parameter or a member gives',
      code: `${sdk} import { createId } from './ids.js';
        export const make = (options, generator) => [
          new StreamableHTTPServerTransport({ sessionIdGenerator: createId }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: createId() }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: () => createId() }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: () => db.createSession() }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: generator }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: options.sessionIdGenerator }),
          new StreamableHTTPServerTransport({ sessionIdGenerator: () => options?.sessionIdGenerator?.() || randomUUID() }),
          new StreamableHTTPServerTransport(options),
        ];`,
    },
    {
      name: 'the id is made before, also by a promise that is waited for',
      code: `${sdk} ${crypto}
        async function createId() { return randomUUID(); }
        app.post('/mcp', async (req, res) => {
          const sessionId = randomUUID();
          const other = await createId();
          const promise = createId();
          const third = await promise;
          const options = [
            new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId }),
            new StreamableHTTPServerTransport({ sessionIdGenerator: () => other }),
            new StreamableHTTPServerTransport({ sessionIdGenerator: () => third }),
          ];
        });`,
    },
    {
      name: 'a variable that gets its value later',
      code: `${sdk} ${crypto}
        let sessionId;
        let other = '';
        app.post('/mcp', async (req, res) => {
          sessionId = req.headers['mcp-session-id'];
          if (!sessionId) sessionId = randomUUID();
          other = randomUUID();
          const one = new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId! });
          const two = new StreamableHTTPServerTransport({ sessionIdGenerator: () => other });
        });`,
    },
    {
      name: 'unknown: a field, a default and a member that other files may set',
      code: `${sdk}
        export const state = { id: '' };
        export class Server {
          sessionId = '';
          start(id = '') {
            return [
              new StreamableHTTPServerTransport({ sessionIdGenerator: () => this.sessionId }),
              new StreamableHTTPServerTransport({ sessionIdGenerator: () => state.id }),
              new StreamableHTTPServerTransport({ sessionIdGenerator: () => id }),
            ];
          }
        }`,
    },
    {
      name: 'an id on some path, undefined on another',
      code: kept('sessionIdGenerator: () => (ready ? randomUUID() : undefined)'),
    },
    {
      name: 'a function that only throws',
      code: kept(`sessionIdGenerator: () => { throw new Error('not used'); }`),
    },
    {
      name: 'a call that gives a function: of this file, and the makers of nanoid',
      code: `${sdk} import { customAlphabet } from 'nanoid'; ${crypto}
        const makeGenerator = (prefix) => () => prefix + randomUUID();
        export const one = new StreamableHTTPServerTransport({ sessionIdGenerator: makeGenerator('a-') });
        export const two = new StreamableHTTPServerTransport({ sessionIdGenerator: customAlphabet('0123456789abcdef', 32) });
        const nanoid = customAlphabet('0123456789abcdef', 32);
        export const three = new StreamableHTTPServerTransport({ sessionIdGenerator: nanoid });
        export const four = new StreamableHTTPServerTransport({ sessionIdGenerator: () => nanoid() });`,
    },
    {
      name: 'a number is sent as its digits',
      code: kept('sessionIdGenerator: () => 7'),
    },
    {
      name: "a constant of visible characters is another rule's",
      code: kept(`sessionIdGenerator: () => 'single-session!~'`),
    },
    {
      name: 'the async generators of session libraries, and of a class of the same name from elsewhere',
      code: `import session from 'express-session';
        import { StreamableHTTPServerTransport } from './transport.js';
        app.use(session({ secret, genid: async () => createId() }));
        export const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: async () => createId() });`,
    },
    {
      name: 'transports that take no generator',
      code: `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
        const transport = new SSEServerTransport('/messages', res, { sessionIdGenerator: async () => 'x' });`,
    },
  ],
  invalid: [
    {
      name: 'an async generator, which awaits nothing',
      code: kept('sessionIdGenerator: async () => randomUUID()'),
      errors: [
        {
          messageId: 'object',
          data: {
            option: 'sessionIdGenerator',
            what: 'a promise',
            text: '[object Promise]',
          },
          line: 6,
          column: 25,
          endColumn: 49,
          suggestions: [
            { messageId: 'removeAsync', output: kept('sessionIdGenerator: () => randomUUID()') },
          ],
        },
      ],
    },
    {
      name: 'its declared type changes with it',
      code: kept('sessionIdGenerator: async (): Promise<string> => randomUUID()'),
      errors: [
        {
          messageId: 'object',
          suggestions: [
            {
              messageId: 'removeAsync',
              output: kept('sessionIdGenerator: (): string => randomUUID()'),
            },
          ],
        },
      ],
    },
    {
      name: 'an async method',
      code: kept('async sessionIdGenerator() { return randomUUID(); }'),
      errors: [
        {
          messageId: 'object',
          suggestions: [
            {
              messageId: 'removeAsync',
              output: kept('sessionIdGenerator() { return randomUUID(); }'),
            },
          ],
        },
      ],
    },
    ...[
      // What it awaits is needed, or nobody can tell what would be left.
      'async () => { const { id } = await db.createSession(); return id; }',
      'async () => { for await (const id of ids()) return id; }',
      'async () => db.createSession()',
      'async (): PromiseLike<string> => randomUUID()',
      'async /* why */ () => randomUUID()',
      // Without `async` they would still be ids that others can predict or choose.
      'async () => Math.random().toString(36)',
      "async () => 'my session'",
      "async () => req.headers['mcp-session-id'] ?? randomUUID()",
      // Promises without `async`.
      'function () { return Promise.resolve(randomUUID()); }',
      '() => new Promise((resolve) => resolve(randomUUID()))',
      "() => import('./ids.js').then(({ createId }) => createId())",
      "() => import('./ids.js')",
      '() => db.createSession().then((session) => session.id)',
      "() => crypto.subtle.digest('SHA-256', bytes)",
      '() => (ready ? Promise.resolve(randomUUID()) : randomUUID())',
    ].map((generator) => ({
      name: `a promise: ${generator}`,
      code: kept(`sessionIdGenerator: ${generator}`),
      errors: [
        {
          messageId: 'object' as const,
          data: { option: 'sessionIdGenerator', what: 'a promise', text: '[object Promise]' },
          suggestions: generator.includes('/*')
            ? []
            : [
                {
                  messageId: 'useGenerator' as const,
                  data: { text: '() => randomUUID()' },
                  output: kept('sessionIdGenerator: () => randomUUID()'),
                },
              ],
        },
      ],
    })),
    {
      name: 'an async function of this file, named, called, bound, a method, a field',
      code: ASYNC_FUNCTIONS,
      errors: [11, 12, 13, 14, 15, 16].map((line) => ({
        messageId: 'object' as const,
        line,
        column: 63,
        suggestions: [
          { messageId: 'useGenerator' as const, output: replaced(ASYNC_FUNCTIONS, line) },
        ],
      })),
    },
    {
      name: 'a generator in a shorthand property, in options that two transports share',
      code: `${sdk} ${crypto}
const sessionIdGenerator = async () => randomUUID();
const options = { sessionIdGenerator };
export const one = new StreamableHTTPServerTransport(options);
export const two = new StreamableHTTPServerTransport(options);`,
      errors: [
        {
          messageId: 'object',
          line: 3,
          column: 19,
          suggestions: [
            {
              messageId: 'useGenerator',
              output: `${sdk} ${crypto}
const sessionIdGenerator = async () => randomUUID();
const options = { sessionIdGenerator: () => randomUUID() };
export const one = new StreamableHTTPServerTransport(options);
export const two = new StreamableHTTPServerTransport(options);`,
            },
          ],
        },
      ],
    },
    {
      name: 'one branch of the option',
      code: kept('sessionIdGenerator: stateless ? undefined : async () => randomUUID()'),
      errors: [
        {
          messageId: 'object',
          column: 49,
          suggestions: [
            {
              messageId: 'removeAsync',
              output: kept('sessionIdGenerator: stateless ? undefined : () => randomUUID()'),
            },
          ],
        },
      ],
    },
    {
      name: 'the fallback of an option that a caller may give',
      code: kept('sessionIdGenerator: options.generator ?? (async () => createId())'),
      errors: [
        {
          messageId: 'object',
          column: 47,
          suggestions: [
            {
              messageId: 'useGenerator',
              output: kept('sessionIdGenerator: options.generator ?? (() => randomUUID())'),
            },
          ],
        },
      ],
    },
    {
      name: 'what a caller of this file gives for a parameter',
      code: `${sdk} ${crypto}
function make(generator) { return new StreamableHTTPServerTransport({ sessionIdGenerator: generator }); }
make(async () => randomUUID());`,
      errors: [
        {
          messageId: 'object',
          line: 2,
          column: 91,
          suggestions: [
            {
              messageId: 'useGenerator',
              output: `${sdk} ${crypto}
function make(generator) { return new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() }); }
make(async () => randomUUID());`,
            },
          ],
        },
      ],
    },
    {
      name: 'packages whose functions give promises',
      code: ASYNC_PACKAGES,
      errors: [4, 5, 6].map((line) => ({
        messageId: 'object' as const,
        line,
        suggestions: [
          { messageId: 'useGenerator' as const, output: replaced(ASYNC_PACKAGES, line) },
        ],
      })),
    },
    ...(
      [
        ['function* () { yield randomUUID(); }', 'an iterator', '[object Generator]'],
        ['async function* () { yield randomUUID(); }', 'an iterator', '[object AsyncGenerator]'],
        ['() => ({ id: randomUUID() })', 'an object', '[object Object]'],
      ] as const
    ).map(([generator, what, text]) => ({
      name: `${what}: ${generator}`,
      code: kept(`sessionIdGenerator: ${generator}`),
      errors: [
        {
          messageId: 'object' as const,
          data: { option: 'sessionIdGenerator', what, text },
          suggestions: [
            {
              messageId: 'useGenerator' as const,
              output: kept('sessionIdGenerator: () => randomUUID()'),
            },
          ],
        },
      ],
    })),
    ...(
      [
        ['() => randomUUID', 'a function'],
        ['() => () => randomUUID()', 'a function'],
        ['() => randomBytes(16)', 'bytes'],
      ] as const
    ).map(([generator, what]) => ({
      name: `${what} cannot be sent: ${generator}`,
      code: kept(`sessionIdGenerator: ${generator}`).replace(
        crypto,
        `import { randomBytes, randomUUID } from 'node:crypto';`,
      ),
      errors: [
        {
          messageId: 'unsendable' as const,
          data: { option: 'sessionIdGenerator', what },
          suggestions: [
            {
              messageId: 'useGenerator' as const,
              output: kept('sessionIdGenerator: () => randomUUID()').replace(
                crypto,
                `import { randomBytes, randomUUID } from 'node:crypto';`,
              ),
            },
          ],
        },
      ],
    })),
    ...(
      [
        ['() => undefined', 'undefined'],
        ['() => undefined as any', 'undefined'],
        ['() => void 0', 'void 0'],
        ['() => null', 'null'],
        ["() => ''", "''"],
        ['() => ``', '``'],
        ['() => {}', 'undefined'],
        ['() => { createId(); }', 'undefined'],
        ['function () { return; }', 'undefined'],
        ["() => { if (stateless) return undefined; return ''; }", 'undefined'],
        ['() => { const id = undefined; return id; }', 'undefined'],
        ['null', 'null'],
      ] as const
    ).map(([generator, value]) => ({
      name: `no id although sessions are meant: ${generator}`,
      code: kept(`sessionIdGenerator: ${generator}`),
      errors: [
        {
          messageId: 'nothing' as const,
          data: { option: 'sessionIdGenerator', value },
          line: 6,
          suggestions: [
            {
              messageId: 'useGenerator' as const,
              data: { text: '() => randomUUID()' },
              output: kept('sessionIdGenerator: () => randomUUID()'),
            },
          ],
        },
      ],
    })),
    {
      name: 'no id, and no session is meant: stateless by `undefined` itself',
      code: `${sdk}
        app.post('/mcp', async (req, res) => {
          const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => undefined });
          await server.connect(transport);
          await transport.handleRequest(req, res, req.body);
        });`,
      errors: [
        {
          messageId: 'nothing',
          line: 3,
          column: 85,
          suggestions: [
            {
              messageId: 'useUndefined',
              data: { option: 'sessionIdGenerator' },
              output: `${sdk}
        app.post('/mcp', async (req, res) => {
          const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
          await server.connect(transport);
          await transport.handleRequest(req, res, req.body);
        });`,
            },
          ],
        },
      ],
    },
    ...(
      [
        ['async () => randomUUID()', 'object'],
        ['async () => createId()', 'object'],
        ['randomUUID()', 'value'],
        ["() => 'my session'", 'characters'],
      ] as const
    ).map(([generator, messageId]) => ({
      name: `sessions that nobody could find again would be none: ${generator}`,
      code: perRequest(generator),
      errors: [
        {
          messageId,
          suggestions: [{ messageId: 'useUndefined' as const, output: perRequest('undefined') }],
        },
      ],
    })),
    {
      name: 'no id on a transport that all requests share: stateless it would mix them up',
      code: `${sdk}
const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => undefined });
app.post('/mcp', (req, res) => transport.handleRequest(req, res, req.body));`,
      errors: [
        {
          messageId: 'nothing',
          suggestions: [
            {
              messageId: 'useGenerator',
              output: `${sdk}
import { randomUUID } from 'node:crypto';
const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
app.post('/mcp', (req, res) => transport.handleRequest(req, res, req.body));`,
            },
          ],
        },
      ],
    },
    {
      name: 'null in one branch, meant as stateless',
      code: kept('sessionIdGenerator: stateless ? null : randomUUID'),
      errors: [
        {
          messageId: 'nothing',
          column: 37,
          suggestions: [
            {
              messageId: 'useUndefined',
              output: kept('sessionIdGenerator: stateless ? undefined : randomUUID'),
            },
          ],
        },
      ],
    },
    {
      name: 'a call in the place of a function: its value becomes one',
      code: kept('sessionIdGenerator: randomUUID()'),
      errors: [
        {
          messageId: 'value',
          data: { option: 'sessionIdGenerator' },
          suggestions: [
            {
              messageId: 'useGenerator',
              data: { text: '() => randomUUID()' },
              output: kept('sessionIdGenerator: () => randomUUID()'),
            },
          ],
        },
      ],
    },
    {
      name: 'an id that other code uses too stays the same',
      code: kept('sessionIdGenerator: sessionId').replace(
        '  const transport',
        '  const sessionId = randomUUID();\n  const transport',
      ),
      errors: [
        {
          messageId: 'value',
          suggestions: [
            {
              messageId: 'useGenerator',
              data: { text: '() => sessionId' },
              output: kept('sessionIdGenerator: () => sessionId').replace(
                '  const transport',
                '  const sessionId = randomUUID();\n  const transport',
              ),
            },
          ],
        },
      ],
    },
    ...[
      "'single-session'",
      '`session-${Date.now()}`',
      'Math.random()',
      "'' + counter++",
      'String(userId)',
      'Date.now().toString()',
      "req.headers['mcp-session-id']",
      'Promise.resolve(randomUUID())',
      'randomBytes(16)',
      'false',
      "''",
    ].map((value) => ({
      name: `a value in the place of a function: ${value}`,
      code: kept(`sessionIdGenerator: ${value}`).replace(
        crypto,
        `import { randomBytes, randomUUID } from 'node:crypto';`,
      ),
      errors: [
        {
          messageId: 'value' as const,
          suggestions: [
            {
              messageId: 'useGenerator' as const,
              output: kept('sessionIdGenerator: () => randomUUID()').replace(
                crypto,
                `import { randomBytes, randomUUID } from 'node:crypto';`,
              ),
            },
          ],
        },
      ],
    })),
    {
      name: 'what a function of this file returns, and what it promises, are no functions',
      code: `${sdk} ${crypto}
const makeId = () => \`s-\${randomUUID()}\`;
async function createId() { return randomUUID(); }
export const one = new StreamableHTTPServerTransport({ sessionIdGenerator: makeId() });
export const two = new StreamableHTTPServerTransport({ sessionIdGenerator: await createId() });`,
      errors: [
        {
          messageId: 'value',
          line: 4,
          suggestions: [
            {
              messageId: 'useGenerator',
              data: { text: '() => makeId()' },
              output: `${sdk} ${crypto}
const makeId = () => \`s-\${randomUUID()}\`;
async function createId() { return randomUUID(); }
export const one = new StreamableHTTPServerTransport({ sessionIdGenerator: () => makeId() });
export const two = new StreamableHTTPServerTransport({ sessionIdGenerator: await createId() });`,
            },
          ],
        },
        {
          messageId: 'value',
          line: 5,
          suggestions: [
            {
              messageId: 'useGenerator',
              data: { text: '() => randomUUID()' },
              output: `${sdk} ${crypto}
const makeId = () => \`s-\${randomUUID()}\`;
async function createId() { return randomUUID(); }
export const one = new StreamableHTTPServerTransport({ sessionIdGenerator: makeId() });
export const two = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });`,
            },
          ],
        },
      ],
    },
    ...(
      [
        ["() => 'my session'", 'my session'],
        ["() => 'line\\nbreak'", 'line\nbreak'],
        ["() => 'sitzung-ä'", 'sitzung-ä'],
        ['() => `session ${randomUUID()}`', 'session '],
        ["() => 'user ' + randomUUID()", 'user '],
        ['() => `${PREFIX}${randomUUID()}`', 'my app: '],
        ["() => (single ? 'the only one' : randomUUID())", 'the only one'],
        ["() => config.id ?? 'the only one'", 'the only one'],
      ] as const
    ).map(([generator, text]) => ({
      name: `characters that no session id may hold: ${generator}`,
      code: `const PREFIX = 'my app: ';\n${kept(`sessionIdGenerator: ${generator}`)}`,
      errors: [
        {
          messageId: 'characters' as const,
          data: { text: JSON.stringify(text) },
          suggestions: [
            {
              messageId: 'useGenerator' as const,
              output: `const PREFIX = 'my app: ';\n${kept('sessionIdGenerator: () => randomUUID()')}`,
            },
          ],
        },
      ],
    })),
    {
      name: 'the transports of v2 and of frameworks, by their own option; not all can be stateless',
      code: FRAMEWORKS,
      errors: [8, 9, 10, 11, 12, 13].map((line) => ({
        messageId: 'nothing' as const,
        data: { option: line === 11 ? 'getSessionId' : 'sessionIdGenerator', value: 'undefined' },
        line,
        suggestions: [{ messageId: 'useGenerator' as const, output: replaced(FRAMEWORKS, line) }],
      })),
    },
  ],
});

modules.run('valid-session-id-generator (espree)', rule, {
  valid: [kept('sessionIdGenerator: () => randomUUID()')],
  invalid: [
    {
      name: 'an async generator in a plain ES module',
      code: kept('sessionIdGenerator: async () => randomUUID()'),
      errors: [
        {
          messageId: 'object',
          suggestions: [
            { messageId: 'removeAsync', output: kept('sessionIdGenerator: () => randomUUID()') },
          ],
        },
      ],
    },
  ],
});

commonjs.run('valid-session-id-generator (CommonJS)', rule, {
  valid: [
    {
      name: 'compiled: the export is called',
      code: `const node_crypto_1 = require('node:crypto');
const streamableHttp_js_1 = require('@modelcontextprotocol/sdk/server/streamableHttp.js');
exports.transport = new streamableHttp_js_1.StreamableHTTPServerTransport({
  sessionIdGenerator: () => (0, node_crypto_1.randomUUID)(),
});`,
    },
  ],
  invalid: [
    {
      name: 'compiled: a value, and an async function, with the names that are there',
      code: `const node_crypto_1 = require('node:crypto');
const streamableHttp_js_1 = require('@modelcontextprotocol/sdk/server/streamableHttp.js');
exports.one = new streamableHttp_js_1.StreamableHTTPServerTransport({
  sessionIdGenerator: (0, node_crypto_1.randomUUID)(),
});`,
      errors: [
        {
          messageId: 'value',
          suggestions: [
            {
              messageId: 'useGenerator',
              output: `const node_crypto_1 = require('node:crypto');
const streamableHttp_js_1 = require('@modelcontextprotocol/sdk/server/streamableHttp.js');
exports.one = new streamableHttp_js_1.StreamableHTTPServerTransport({
  sessionIdGenerator: () => (0, node_crypto_1.randomUUID)(),
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'CommonJS without a name for it',
      code: `const { StreamableHTTPServerTransport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js');

exports.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: async () => createId() });`,
      errors: [
        {
          messageId: 'object',
          suggestions: [
            {
              messageId: 'useGenerator',
              output: `const { StreamableHTTPServerTransport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js');
const { randomUUID } = require('node:crypto');

exports.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });`,
            },
          ],
        },
      ],
    },
  ],
});
