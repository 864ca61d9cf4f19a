import { noUnguardedSessionKey as rule } from '../../src/rules/no-unguarded-session-key';
import { commonjs, modules, typescript } from '../support/rule-tester';

const sdk = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';`;
const http = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`;
/** A tool of a server that another file may connect to any transport. */
const tool = (body: string, parameters = 'args, extra') =>
  `${sdk}
const carts = new Map();
export const server = new McpServer({ name: 'shop', version: '1' });
server.registerTool('add', { inputSchema }, async (${parameters}) => {
${body}
});`;

interface Guard {
  /** What the guard stands before, and the id that it asks for. */
  before: string;
  id?: string;
  gap?: string;
  /** A fallback that the id takes the place of. */
  instead?: string;
}

/** The suggestion to throw before `before`, as it changes the code. */
const refuse = (code: string, { before, id = 'extra.sessionId', gap = ' ', instead }: Guard) => {
  const guard = `if (!${id}) throw new Error('A session is required.');`;
  const output = code.replace(before, `${guard}${gap}${before}`);
  return [{ messageId: 'refuse' as const, output: instead ? output.replace(instead, id) : output }];
};

interface Expected {
  messageId: 'unguarded' | 'fallback';
  data?: Record<string, string>;
  line: number;
  column?: number;
  guard?: Guard;
}

const reported = (name: string, code: string, errors: Expected[]) => ({
  name,
  code,
  errors: errors.map(({ guard, ...error }) => ({
    ...error,
    suggestions: guard ? refuse(code, guard) : [],
  })),
});

typescript.run('no-unguarded-session-key', rule, {
  valid: [
    {
      name: 'a guard that returns or throws before the key is used',
      code: `${tool(`
        if (!extra.sessionId) return { content: [], isError: true };
        carts.set(extra.sessionId, args);`)}
        server.registerTool('list', {}, (extra) => {
          if (extra.sessionId === undefined) throw new Error('no session');
          carts.set(extra.sessionId, []);
        });`,
    },
    {
      name: 'a block that asks for the id first, in every form of the question',
      code: tool(`
        if (extra.sessionId) carts.set(extra.sessionId, args);
        if (extra.sessionId != null) carts.set(extra.sessionId, args);
        if (typeof extra.sessionId === 'string') carts.set(extra.sessionId, args);
        if (args.item && extra.sessionId !== undefined) carts.set(extra.sessionId, args);
        extra.sessionId && carts.set(extra.sessionId, args);
        const cart = extra.sessionId ? carts.set(extra.sessionId, args) : undefined;
        if (!extra.sessionId || !args.item) { return; }
        carts.set(extra.sessionId, args);`),
    },
    ...[
      ['null', 'if (id === null) throw new Error();'],
      ['null', 'if (id == undefined) return;'],
      ["''", "if (id === '') return;"],
      ["''", 'if (!id) throw new Error();'],
      ["''", "assert(id, 'no session');"],
      ["'none'", "if (id === 'none') return { content: [] };"],
    ].map(([missing, guard]) => ({
      name: `a guard that asks for what stands for a missing id: ${guard}`,
      code: `import assert from 'node:assert'; ${tool(`
        const id = extra.sessionId ?? ${missing};
        ${guard}
        carts.set(id, args);`)}`,
    })),
    {
      name: 'a block that asks for what stands for a missing id',
      code: tool(`
        let one = null;
        if (args.item) one = extra.sessionId ?? null;
        if (one !== null) carts.set(one, args);
        const two = extra.sessionId ?? '';
        if (two) carts.set(two, args);
        let three = 'none';
        if (extra.sessionId) three = extra.sessionId;
        if (three !== 'none') carts.set(three, args);`),
    },
    {
      name: 'the question is kept in a constant, or asked by a function',
      code: tool(`
        const hasSession = Boolean(extra.sessionId);
        if (!hasSession) return;
        carts.set(extra.sessionId, args);
        const { sessionId } = extra;
        if (isSession(sessionId)) carts.set(sessionId, args);`),
    },
    {
      name: 'an assertion, of this file or another',
      code: `import assert from 'node:assert'; import { requireSession } from './session.js';
        ${tool(`
        assert(extra.sessionId, 'no session');
        carts.set(extra.sessionId, args);`)}
        server.registerTool('b', { inputSchema }, (args, extra) => {
          requireSession(extra.sessionId);
          carts.set(extra.sessionId, args);
        });
        server.registerTool('c', { inputSchema }, (args, extra) => {
          mustHave(extra);
          carts.set(extra.sessionId, args);
        });
        function mustHave(extra) { if (!extra.sessionId) throw new Error('no session'); }`,
    },
    {
      name: 'a function of this file that throws without an id',
      code: `${tool(`
        const id = sessionOf(extra);
        carts.set(id, args);`)}
        function sessionOf({ sessionId }: Extra): string {
          if (!sessionId) throw new Error('no session');
          return sessionId;
        }`,
    },
    {
      name: 'a function of this file that runs what it is handed only with an id',
      code: `${tool(`return withSession(extra, () => carts.set(extra.sessionId, args));`)}
        function withSession(extra: Extra, run: () => unknown) {
          if (!extra.sessionId) throw new Error('no session');
          return run();
        }`,
    },
    {
      name: 'a fallback that throws, or that is new for every request',
      code: `import { randomUUID } from 'node:crypto';
        ${tool(`
        const id = extra.sessionId ?? fail('no session');
        carts.set(id, args);
        carts.set(extra.sessionId ?? randomUUID(), args);
        carts.set(extra.sessionId || args.userId, args);`)}
        server.registerTool('b', { inputSchema }, (args, { sessionId = randomUUID() }) => {
          carts.set(sessionId, args);
        });
        server.registerTool('c', { inputSchema }, (args, extra) => {
          let key = extra.sessionId;
          if (!key) key = randomUUID();
          carts.set(key, args);
          let other = randomUUID();
          if (extra.sessionId) other = extra.sessionId;
          carts.set(other, args);
        });`,
    },
    {
      name: 'logging, answers and titles are no keys, whatever stands in for the id',
      code: tool(`
        console.log('session', extra.sessionId);
        logger.info({ session: extra.sessionId ?? 'none' }, \`from \${extra.sessionId ?? 'stateless'}\`);
        return { content: [{ type: 'text', text: extra.sessionId || 'no session' }] };`),
    },
    {
      name: 'unknown: what a function of another file does with the id',
      code: `import { getCart, sessions } from './carts.js';
        ${tool(`
        const cart = getCart(extra.sessionId);
        const other = sessions.cartOf(extra.sessionId ?? 'default');
        const page = await http.get(extra.sessionId ?? 'default', { signal: extra.signal });
        cart.push(args);`)}`,
    },
    {
      name: 'reading alone shares nothing: only real ids are ever written',
      code: `${tool(`
        const cart = carts.get(extra.sessionId);
        if (!cart) throw new Error('no cart');
        const other = carts.get(extra.sessionId ?? '') ?? [];
        const third = carts.get(extra.sessionId ?? 'default');
        const known = users[extra.sessionId!];`)}
        export function open(id: string) { carts.set(id, []); }`,
    },
    {
      name: 'reading what another file keeps, by an id that may be missing',
      code: `import { store } from './store.js';
        ${tool(`const cart = store.get(extra.sessionId);`)}`,
    },
    {
      name: 'every transport of the file has sessions, or one client',
      code: `${http} import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
        import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
        import { randomUUID } from 'node:crypto';
        ${tool(`
        carts.set(extra.sessionId, args);
        carts.set(extra.sessionId ?? 'default', args);`)}
        const one = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
        const two = (res) => new SSEServerTransport('/messages', res);
        const three = new StdioServerTransport();`,
    },
    {
      name: 'a server over standard input has one client',
      code: `import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
        ${tool(`carts.set(extra.sessionId ?? 'default', args);`)}
        await server.connect(new StdioServerTransport());`,
    },
    {
      name: 'a fallback that stands for the one client of standard input',
      code: `const STDIO_SESSION = 'stdio'; ${tool(`
        carts.set(extra.sessionId ?? 'stdio', args);
        carts.set(extra.sessionId ?? STDIO_SESSION, args);`)}`,
    },
    {
      name: 'fastmcp gives every client a session id',
      code: `import { FastMCP } from 'fastmcp';
        const carts = new Map(); const server = new FastMCP({});
        server.addTool({ name: 'add', execute: async (args, context) => { carts.set(context.sessionId, args); } });`,
    },
    {
      name: 'a map that lives for one request, or perhaps as long as one session’s server',
      code: `${sdk}
        server.registerTool('add', { inputSchema }, async (args, extra) => {
          const seen = new Map(); seen.set(extra.sessionId, args);
          args[extra.sessionId] = 1;
        });
        export function createServer() {
          const server = new McpServer({}); const carts = {};
          server.registerTool('add', { inputSchema }, (args, extra) => { carts[extra.sessionId] = args; });
          return server;
        }`,
    },
    {
      name: 'the field of an object that Cloudflare makes for every session',
      code: `import { McpAgent } from 'agents/mcp';
        export class Shop extends McpAgent {
          carts = new Map();
          async init() {
            this.server.tool('add', { n: z.number() }, async (args, extra) => { this.carts.set(extra.sessionId, args); });
          }
        }`,
    },
    {
      name: 'a key that may tell users apart by something else',
      code: tool(`
        carts.set(\`\${extra.authInfo.clientId}:\${extra.sessionId}\`, args);
        carts.set(args.user + extra.sessionId, args);
        carts.set(extra.authInfo?.clientId ?? extra.sessionId ?? 'anonymous', args);`),
    },
    {
      name: 'no handler: an `extra` of something else, a client, a parameter of its own',
      code: `const sessions = new Map();
        export function record(extra) { sessions.set(extra.sessionId, extra); }
        client.setRequestHandler(Schema, (request, extra) => { sessions.set(extra.sessionId, 1); });
        ${sdk} server.tool('add', { sessionId: z.string() }, async ({ sessionId }) => { sessions.set(sessionId, 1); });`,
    },
    {
      name: 'a lookup in a store of transports is `no-session-fallback`’s',
      code: `${http} ${sdk}
        const transports = new Map<string, StreamableHTTPServerTransport>();
        const transport = new StreamableHTTPServerTransport(options);
        transports.set(transport.sessionId, transport);
        server.registerTool('add', { inputSchema }, async (args, extra) => {
          transports.set(extra.sessionId ?? 'default', transport);
        });`,
    },
    {
      name: 'the id of a request that has one: its length was read',
      code: tool(`const short = extra.sessionId.slice(0, 8); carts.set(extra.sessionId, short);`),
    },
  ],
  invalid: [
    reported(
      'a map keyed by an id that may be missing: every tool is reported once',
      `${tool(`  const cart = carts.get(extra.sessionId) ?? [];
  carts.set(extra.sessionId, [...cart, args.item]);`)}
server.registerTool('list', {}, async (extra) => { return carts.get(extra.sessionId); });`,
      [
        {
          messageId: 'unguarded',
          data: { id: 'extra.sessionId' },
          line: 5,
          column: 26,
          guard: { before: 'const cart =', gap: '\n  ' },
        },
        {
          messageId: 'unguarded',
          line: 8,
          column: 69,
          guard: { before: 'return carts' },
        },
      ],
    ),
    {
      name: 'a tool that is one expression',
      code: tool(`carts.set(extra.sessionId!, args);`).replace(/\{\n(.*);\n\}\);$/, '$1);'),
      errors: [
        {
          messageId: 'unguarded',
          line: 4,
          suggestions: [
            {
              messageId: 'refuse',
              output: tool(`  if (!extra.sessionId) throw new Error('A session is required.');
  return carts.set(extra.sessionId!, args);`),
            },
          ],
        },
      ],
    },
    reported(
      'a literal in place of the id',
      tool(`  const id = extra.sessionId ?? 'default';
  carts.set(id, args);`),
      [
        {
          messageId: 'fallback',
          data: { id: "extra.sessionId ?? 'default'" },
          line: 5,
          column: 14,
          guard: { before: 'const id', gap: '\n  ', instead: "extra.sessionId ?? 'default'" },
        },
      ],
    ),
    reported(
      'a cast or an assertion of its type is no guard',
      tool(`  carts.set(extra.sessionId!, args);
  carts.set(extra?.sessionId as string, args);`),
      [
        {
          messageId: 'unguarded',
          data: { id: 'extra.sessionId' },
          line: 5,
          column: 13,
          guard: { before: 'carts.set(extra.', gap: '\n  ' },
        },
      ],
    ),
    reported(
      'an optional chain, kept in a constant',
      tool(`  const sid = extra?.sessionId;
  carts.set(sid, args);`),
      [
        {
          messageId: 'unguarded',
          data: { id: 'sid' },
          line: 6,
          column: 13,
          guard: { before: 'carts.set', id: 'sid', gap: '\n  ' },
        },
      ],
    ),
    reported(
      'a destructured context, as a parameter or in the body',
      `${tool(`carts.set(sessionId, args);`, 'args, { sessionId }')}
server.registerTool('b', { inputSchema }, (args, ctx) => { const { sessionId: sid } = ctx; carts.set(sid, args); });`,
      [
        {
          messageId: 'unguarded',
          line: 5,
          column: 11,
          guard: { before: 'carts.set(sessionId', id: 'sessionId', gap: '\n' },
        },
        {
          messageId: 'unguarded',
          line: 7,
          column: 102,
          guard: { before: 'carts.set(sid', id: 'sid' },
        },
      ],
    ),
    reported(
      'a guard on one path only',
      tool(`if (args.strict) { if (!extra.sessionId) throw new Error(); }
carts.set(extra.sessionId, args);`),
      [{ messageId: 'unguarded', line: 6, column: 11, guard: { before: 'carts.set', gap: '\n' } }],
    ),
    ...(
      [
        ["'none'", 'if (!id) return;'],
        ["'none'", "if (id === '') return;"],
        ["'none'", "if (id !== 'none') return;"],
        ["''", "if (id === 'none') return;"],
        ["''", 'if (id !== undefined) args.known = true;'],
      ] as const
    ).map(([missing, guard]) =>
      reported(
        `a guard that asks for something else than what stands for a missing id: ${missing}, ${guard}`,
        tool(`const id = extra.sessionId ?? ${missing};
${guard}
carts.set(id, args);`),
        [
          {
            messageId: 'fallback',
            line: 5,
            column: 12,
            guard: {
              before: 'const id',
              gap: '\n',
              instead: `extra.sessionId ?? ${missing}`,
            },
          },
        ],
      ),
    ),
    reported(
      'a text around what stands for a missing id is never empty',
      tool(`const key = \`cart:\${extra.sessionId ?? ''}\`;
if (key) carts.set(key, args);`),
      [
        {
          messageId: 'fallback',
          line: 5,
          column: 21,
          guard: { before: 'const key', gap: '\n', instead: "extra.sessionId ?? ''" },
        },
      ],
    ),
    reported(
      'the client without a session is told apart from `null`, and is `undefined`',
      tool(`if (extra.sessionId !== null) carts.set(extra.sessionId, args);`),
      [{ messageId: 'unguarded', line: 5, column: 41, guard: { before: 'if (', gap: '\n' } }],
    ),
    reported(
      'a question that is answered by a log line',
      tool(`if (!extra.sessionId) console.warn('no session');
carts.set(extra.sessionId, args);`),
      [{ messageId: 'unguarded', line: 6, column: 11, guard: { before: 'carts.set', gap: '\n' } }],
    ),
    reported(
      'what the map has under the id says nothing of the id',
      tool(`if (!carts.has(extra.sessionId)) carts.set(extra.sessionId, []);`),
      [{ messageId: 'unguarded', line: 5, column: 16, guard: { before: 'if (', gap: '\n' } }],
    ),
    reported(
      'a plain object, a template and a text as keys',
      `${sdk} const state: Record<string, unknown> = {};
server.registerTool('a', { inputSchema }, (args, extra) => { state[extra.sessionId!] = args; });
server.registerTool('b', { inputSchema }, (args, extra) => { state[\`cart:\${extra.sessionId}\`] = args; });
server.registerTool('c', { inputSchema }, (args, extra) => { const key = 'cart:' + extra.sessionId; state[key] = args; });
server.registerTool('d', { inputSchema }, (args, extra) => { state[String(extra.sessionId)] ??= args; });`,
      [
        { messageId: 'unguarded', line: 2, column: 68, guard: { before: 'state[extra' } },
        {
          messageId: 'unguarded',
          data: { id: '`cart:${extra.sessionId}`' },
          line: 3,
          column: 68,
          guard: { before: 'state[`' },
        },
        { messageId: 'unguarded', data: { id: 'key' }, line: 4 },
        { messageId: 'unguarded', line: 5, guard: { before: 'state[String' } },
      ],
    ),
    reported(
      'every form of a literal fallback',
      `${tool(`carts.set(extra.sessionId || 'anonymous', args);`)}
const ANONYMOUS = 'anonymous';
server.registerTool('b', { inputSchema }, (args, extra) => {
  carts.set(extra.sessionId ? extra.sessionId : ANONYMOUS, args);
});
server.registerTool('c', { inputSchema }, (args, { sessionId = 'anonymous' }) => { carts.set(sessionId, args); });
server.registerTool('d', { inputSchema }, (args, extra) => {
  let id = extra.sessionId;
  if (!id) { id = 'anonymous'; }
  carts.set(id, args);
});
server.registerTool('e', { inputSchema }, (args, extra) => {
  let id = 'anonymous';
  if (extra.sessionId) id = extra.sessionId;
  carts.set(id, args);
});
server.registerTool('f', { inputSchema }, (args, extra) => {
  let id = extra.sessionId;
  id ??= 'anonymous';
  carts.set(id, args);
});
server.registerTool('g', { inputSchema }, (args, extra) => {
  const id = extra.sessionId ?? extra.requestInfo?.headers['mcp-session-id'] ?? 'anonymous';
  carts.set(id, args);
});`,
      [
        {
          messageId: 'fallback',
          line: 5,
          column: 11,
          guard: { before: 'carts.set', gap: '\n', instead: "extra.sessionId || 'anonymous'" },
        },
        { messageId: 'fallback', line: 9, column: 13 },
        { messageId: 'fallback', line: 11, column: 52 },
        { messageId: 'fallback', data: { id: "id = 'anonymous'" }, line: 14, column: 14 },
        { messageId: 'fallback', data: { id: "'anonymous'" }, line: 18, column: 12 },
        { messageId: 'fallback', line: 24, column: 3 },
        { messageId: 'fallback', line: 28, column: 14 },
      ],
    ),
    reported(
      'a function of this file whose parameter is the key',
      `${tool(`cartOf(extra.sessionId).push(args);`)}
function cartOf(id: string) {
  if (!carts.has(id)) carts.set(id, []);
  return carts.get(id);
}`,
      [
        {
          messageId: 'unguarded',
          data: { id: 'id' },
          line: 8,
          column: 18,
          guard: { before: 'if (', id: 'id', gap: '\n  ' },
        },
      ],
    ),
    reported(
      'a function of this file that is handed the context: one report for all its tools',
      `${tool(`cartOf(extra).push(args);`)}
server.registerTool('b', { inputSchema }, (args, extra) => { cartOf(extra).clear(); });
const keyOf = (extra: { sessionId?: string }) => extra.sessionId ?? 'default';
function cartOf(extra: Extra) {
  carts.set(keyOf(extra), []);
}`,
      [{ messageId: 'fallback', line: 8, column: 50 }],
    ),
    reported(
      'a store that the server is handed, and one of another file',
      `import { sessions, cache } from './state.js';
${sdk}
export function register(server: McpServer, context: Context) {
  server.registerTool('a', { inputSchema }, (args, extra) => { context.users.set(extra.sessionId, args); });
  server.registerTool('b', { inputSchema }, (args, extra) => { sessions.set(extra.sessionId, args); });
  server.registerTool('c', { inputSchema }, async (args, extra) => { return cache.get(extra.sessionId ?? 'default'); });
  server.registerTool('d', { inputSchema }, async (args, extra) => { return cache.get(extra.sessionId ?? ''); });
}`,
      [
        { messageId: 'unguarded', line: 4, guard: { before: 'context.users' } },
        { messageId: 'unguarded', line: 5, guard: { before: 'sessions.set' } },
        {
          messageId: 'fallback',
          line: 6,
          guard: { before: 'return cache', instead: "extra.sessionId ?? 'default'" },
        },
      ],
    ),
    reported(
      'a set of ids that are allowed something',
      `${sdk} const admins = new Set();
server.tool('unlock', async (extra) => { admins.add(extra.sessionId); });
server.tool('drop', async (extra) => { if (admins.has(extra.sessionId)) drop(); });`,
      [
        { messageId: 'unguarded', line: 2, guard: { before: 'admins.add' } },
        { messageId: 'unguarded', line: 3, guard: { before: 'if (admins' } },
      ],
    ),
    reported(
      'a request handler, a prompt and a resource; v2’s ctx',
      `import { McpServer } from '@modelcontextprotocol/server'; const state = new Map();
server.setRequestHandler('tools/call', async (request, ctx) => { state.set(ctx.sessionId, request); });
server.registerPrompt('p', { argsSchema }, (args, ctx) => { state.set(ctx.sessionId, args); });
server.registerResource('r', 'config://r', {}, async (uri, ctx) => { state.set(ctx.sessionId, uri); });`,
      [
        {
          messageId: 'unguarded',
          line: 2,
          guard: { before: 'state.set(ctx.sessionId, request', id: 'ctx.sessionId' },
        },
        {
          messageId: 'unguarded',
          line: 3,
          guard: { before: 'state.set(ctx.sessionId, args', id: 'ctx.sessionId' },
        },
        {
          messageId: 'unguarded',
          line: 4,
          guard: { before: 'state.set(ctx.sessionId, uri', id: 'ctx.sessionId' },
        },
      ],
    ),
    reported(
      'the type of the context proves a handler in a file of its own',
      `import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
const state = new Map<string, unknown>();
export async function add(args: Args, who: RequestHandlerExtra<R, N>) { state.set(who.sessionId as string, args); }`,
      [
        {
          messageId: 'unguarded',
          line: 3,
          column: 83,
          guard: { before: 'state.set', id: 'who.sessionId' },
        },
      ],
    ),
    reported(
      'a class that keeps the state of its server’s clients',
      `${sdk}
export class Shop {
  private carts = new Map<string, unknown>();
  constructor(private server: McpServer) {
    this.server.registerTool('add', { inputSchema }, this.add.bind(this));
  }
  async add(args: Args, extra: Extra) {
    this.cart(extra.sessionId ?? 'default').push(args);
  }
  cart(id: string) {
    this.carts.set(id, []);
  }
}`,
      [
        {
          messageId: 'fallback',
          line: 8,
          column: 15,
          guard: { before: 'this.cart(', gap: '\n    ', instead: "extra.sessionId ?? 'default'" },
        },
      ],
    ),
    reported(
      'a field that is handed to the constructor',
      `${sdk}
export class Shop {
  constructor(private readonly server: McpServer, private readonly sessions: Sessions) {
    this.server.registerTool('add', { inputSchema }, (args, extra) => { this.sessions.set(extra.sessionId, args); });
  }
}`,
      [{ messageId: 'unguarded', line: 4, guard: { before: 'this.sessions.set' } }],
    ),
    reported(
      'one of its transports is stateless, or may be',
      `${http} import { randomUUID } from 'node:crypto';
${tool(`carts.set(extra.sessionId, args);`)}
const one = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
const two = new StreamableHTTPServerTransport({ sessionIdGenerator: stateless ? undefined : () => randomUUID() });`,
      [{ messageId: 'unguarded', line: 6, guard: { before: 'carts.set', gap: '\n' } }],
    ),
    reported(
      'a transport for each request, without sessions',
      `${http}
${tool(`carts.set(extra.sessionId, args);`)}
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await server.connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
      [{ messageId: 'unguarded', line: 6, guard: { before: 'carts.set', gap: '\n' } }],
    ),
    reported(
      'a function that this file’s own start makes the server with: its map serves all',
      `${sdk}
function createServer() {
  const server = new McpServer({}); const carts = new Map();
  server.registerTool('add', { inputSchema }, (args, extra) => { carts.set(extra.sessionId, args); });
  return server;
}
const server = createServer();`,
      [{ messageId: 'unguarded', line: 4, guard: { before: 'carts.set' } }],
    ),
    reported(
      'what runs later still has no id',
      tool(`setTimeout(() => { carts.set(extra.sessionId, args); }, 1);`),
      [{ messageId: 'unguarded', line: 5, guard: { before: 'carts.set' } }],
    ),
  ],
});

modules.run('no-unguarded-session-key, modules', rule, {
  valid: [],
  invalid: [
    reported(
      'the old `tool` of a server that is handed in',
      `const state = {};
export default (server) => {
  server.tool('add', { n: z.number() }, async ({ n }, { sessionId }) => { state[sessionId] = n; });
};`,
      [{ messageId: 'unguarded', line: 3, guard: { before: 'state[sessionId', id: 'sessionId' } }],
    ),
  ],
});

commonjs.run('no-unguarded-session-key, CommonJS', rule, {
  valid: [],
  invalid: [
    reported(
      'a required SDK',
      `const { McpServer } = require('@modelcontextprotocol/sdk/server/mcp.js');
const server = new McpServer({}), state = new Map();
server.tool('now', 'The time', async (extra) => { state.set(extra.sessionId || 'default', 1); });`,
      [
        {
          messageId: 'fallback',
          line: 3,
          guard: { before: 'state.set', instead: "extra.sessionId || 'default'" },
        },
      ],
    ),
    reported(
      'compiled CommonJS',
      `"use strict";
const mcp_js_1 = require("@modelcontextprotocol/sdk/server/mcp.js");
const state = new Map();
const server = new mcp_js_1.McpServer({});
server.registerTool("add", { inputSchema: {} }, async (args, extra) => { state.set(extra.sessionId ?? "default", args); });`,
      [
        {
          messageId: 'fallback',
          line: 5,
          guard: { before: 'state.set', instead: 'extra.sessionId ?? "default"' },
        },
      ],
    ),
  ],
});
