import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { lint } from '../support/lint';

/**
 * How public MCP servers are written, good and bad. Each idiom is one TypeScript source that is
 * linted as it is, without its types, and as the compiler writes it for CommonJS; and with every
 * name under which the transport can be imported.
 */

type Config = 'recommended' | 'strict';

interface Form {
  filename: string;
  sourceType: 'module' | 'commonjs';
  write(code: string): string;
}

const transpile = (code: string, module: ts.ModuleKind) =>
  ts.transpileModule(code, {
    compilerOptions: { module, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  }).outputText;

const forms: Record<string, Form> = {
  TypeScript: { filename: 'server.ts', sourceType: 'module', write: (code) => code },
  'an ES module': {
    filename: 'server.mjs',
    sourceType: 'module',
    write: (code) => transpile(code, ts.ModuleKind.ESNext),
  },
  'compiled CommonJS': {
    filename: 'server.cjs',
    sourceType: 'commonjs',
    write: (code) => transpile(code, ts.ModuleKind.CommonJS),
  },
};

/** Where the transport comes from: SDK v1 by each of its paths, a fork, v2. */
const sources: Record<string, string> = {
  'SDK v1': `import { StreamableHTTPServerTransport as T } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`,
  'SDK v1 without .js': `import { StreamableHTTPServerTransport as T } from '@modelcontextprotocol/sdk/server/streamableHttp';`,
  'SDK v1 from dist/esm': `import { StreamableHTTPServerTransport as T } from '@modelcontextprotocol/sdk/dist/esm/server/streamableHttp.js';`,
  'a fork': `import { StreamableHTTPServerTransport as T } from '@redocly/mcp-typescript-sdk/server/streamableHttp.js';`,
  'SDK v2': `import { NodeStreamableHTTPServerTransport as T } from '@modelcontextprotocol/node';`,
  'a subclass': `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
class T extends StreamableHTTPServerTransport {}`,
};

const head = (source: string) => `
import express, { type Request, type Response } from 'express';
import { randomUUID, randomBytes, createHash } from 'node:crypto';
import { nanoid } from 'nanoid';
import { v4 as uuidv4, v1 as uuidv1 } from 'uuid';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
${source}
const app = express();
function getServer(): McpServer {
  const server = new McpServer({ name: 'a', version: '1' });
  server.registerTool('ping', {}, () => ({ content: [] }));
  return server;
}
`;

const perRequest = (construction: string) => `
app.post('/mcp', async (req: Request, res: Response) => {
  const server = getServer();
  const transport = ${construction}
  res.on('close', () => { void transport.close(); void server.close(); });
  await server.connect(transport);
  await transport.handleRequest(req, res, req.body);
});`;

/** A session for each client, in a Map, as the SDK's examples write it from 1.32. */
const sessionMap = (generator: string, before = '') => `
interface Session { transport: T; lastSeen: number }
const sessions = new Map<string, Session>();
const MAX_SESSIONS = 1000;
setInterval(() => {
  for (const [id, session] of sessions)
    if (Date.now() - session.lastSeen > 30 * 60 * 1000) { sessions.delete(id); void session.transport.close(); }
}, 60_000).unref();
app.post('/mcp', async (req: Request, res: Response) => {
  const sid = req.headers['mcp-session-id'] as string | undefined;
  const session = sid ? sessions.get(sid) : undefined;
  if (session) {
    session.lastSeen = Date.now();
    await session.transport.handleRequest(req, res, req.body);
  } else if (!sid && isInitializeRequest(req.body)) {
    if (sessions.size >= MAX_SESSIONS) { res.status(503).end(); return; }
    ${before}
    const transport = new T({
      ${generator}
      onsessioninitialized: (id: string) => { sessions.set(id, { transport, lastSeen: Date.now() }); },
    });
    transport.onclose = () => { if (transport.sessionId) sessions.delete(transport.sessionId); };
    await getServer().connect(transport);
    await transport.handleRequest(req, res, req.body);
  } else {
    res.status(sid ? 404 : 400).end();
  }
});`;

/** Server-sent events: each stream is kept while it is open. */
const eventStreams = (message: string) => `
const streams = new Map<string, SSEServerTransport>();
app.get('/sse', async (req: Request, res: Response) => {
  const transport = new SSEServerTransport('/messages', res);
  streams.set(transport.sessionId, transport);
  res.on('close', () => { streams.delete(transport.sessionId); });
  await getServer().connect(transport);
});
app.post('/messages', async (req: Request, res: Response) => {${message}
});`;

/** The good idioms: what each config reports, nothing if it is not said. */
const good: Record<string, { code: string; strict?: string[] }> = {
  'G1 a stateless transport and server for each request': {
    code: perRequest('new T({ sessionIdGenerator: undefined });'),
  },
  'G2 the same with no options': {
    code: perRequest('new T();'),
    strict: ['require-session-id-generator'],
  },
  'G2 the same with empty options': {
    code: perRequest('new T({});'),
    strict: ['require-session-id-generator'],
  },
  ...Object.fromEntries(
    [
      '() => randomUUID()',
      'randomUUID',
      'crypto.randomUUID.bind(crypto)',
      '() => crypto.randomUUID()',
      '() => globalThis.crypto.randomUUID()',
      '() => (crypto as any).randomUUID()',
      "() => crypto.randomUUID().replace(/-/g, '')",
      '() => nanoid()',
      '() => nanoid(21)',
      '() => uuidv4()',
      'uuidv4',
      "() => randomBytes(16).toString('hex')",
      "() => randomBytes(32).toString('base64url')",
      "() => 'mcp_' + randomBytes(16).toString('hex')",
      '() => `sess_${crypto.randomUUID()}`',
    ].map((generator) => [
      `G3 the generator ${generator}`,
      { code: sessionMap(`sessionIdGenerator: ${generator},`) },
    ]),
  ),
  'G4 a random id that is made before': {
    code: sessionMap('sessionIdGenerator: () => sessionId,', 'const sessionId = randomUUID();'),
  },
  'G4 a variable that held the header and holds a random id': {
    code: `
const sessions = new Map<string, { transport: T; at: number }>();
setInterval(() => { for (const [id, s] of sessions) if (Date.now() - s.at > 1e6) sessions.delete(id); }, 60000);
app.post('/mcp', async (req: Request, res: Response) => {
  let sessionId = req.headers['mcp-session-id'] as string | undefined;
  let session = sessionId ? sessions.get(sessionId) : undefined;
  if (!session) {
    sessionId = randomUUID();
    const transport = new T({ sessionIdGenerator: () => sessionId! });
    await getServer().connect(transport);
    session = { transport, at: Date.now() };
    sessions.set(sessionId, session);
  }
  await session.transport.handleRequest(req, res, req.body);
});`,
  },
  'G5 a session that a shared store knows is set up again': {
    code: `
import { store } from './store';
const transports = new Map<string, { transport: T; at: number }>();
setInterval(() => { for (const [id, s] of transports) if (Date.now() - s.at > 1e6) transports.delete(id); }, 60000);
app.post('/mcp', async (req: Request, res: Response) => {
  const sessionId = req.headers['mcp-session-id'] as string | undefined;
  const known = sessionId ? transports.get(sessionId) : undefined;
  if (known) return known.transport.handleRequest(req, res, req.body);
  if (sessionId && (await store.has(sessionId))) {
    const transport = new T({ sessionIdGenerator: () => sessionId });
    (transport as any).sessionId = sessionId;
    (transport as any)._initialized = true;
    transports.set(sessionId, { transport, at: Date.now() });
    await getServer().connect(transport);
    return transport.handleRequest(req, res, req.body);
  }
  res.status(404).end();
});`,
  },
  'G6 a map of sessions with a sweep and a cap': {
    code: sessionMap('sessionIdGenerator: () => randomUUID(),'),
  },
  'G7 stored after the request, once the id is there': {
    code: `
const sessions = new Map<string, { transport: T; at: number }>();
setInterval(() => { for (const [id, s] of sessions) if (Date.now() - s.at > 1e6) sessions.delete(id); }, 60000);
app.post('/mcp', async (req: Request, res: Response) => {
  const known = sessions.get(String(req.headers['mcp-session-id']));
  if (known) { await known.transport.handleRequest(req, res, req.body); return; }
  const transport = new T({ sessionIdGenerator: () => randomUUID() });
  await getServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
  if (transport.sessionId) sessions.set(transport.sessionId, { transport, at: Date.now() });
});`,
  },
  'G8 the handler of SDK v2, made from a factory': {
    code: `
import { createMcpHandler, legacyStatelessFallback, isLegacyRequest } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';
const handler = createMcpHandler(getServer);
const legacy = legacyStatelessFallback(getServer);
app.all('/mcp', toNodeHandler(async (request: any) => (isLegacyRequest(request) ? legacy(request) : handler(request))));`,
  },
  'G9 a generator by a condition': {
    code: `
export function make(stateless: boolean) {
  return new T({ sessionIdGenerator: stateless ? undefined : randomUUID });
}`,
  },
  'G9 a generator that is handed on': {
    code: `
export function make(options: { sessionIdGenerator?: () => string }) {
  return new T({ sessionIdGenerator: options.sessionIdGenerator });
}`,
  },
  'G10 the id of a Durable Object': {
    code: `
export class Agent {
  ctx: any; name = ''; transport?: T;
  start() { this.transport = new T({ sessionIdGenerator: () => this.ctx.id.toString() }); }
}`,
  },
  'G10 the name of a Durable Object': {
    code: `
export class Agent {
  declare name: string; transport?: T;
  start() { this.transport = new T({ sessionIdGenerator: () => this.name }); }
}`,
  },
  'G12 a transport of server-sent events that has its id from the start': {
    code: eventStreams(`
  const transport = streams.get(req.query.sessionId as string);
  if (!transport) { res.status(404).end(); return; }
  await transport.handlePostMessage(req, res, req.body);`),
  },
};

/** The bad idioms: the rules that report, on the lines that say "bad". */
const bad: Record<string, { code: string; rules: string[]; config?: Config }> = {
  ...Object.fromEntries(
    [
      '() => Math.random().toString(36).slice(2)',
      '() => Date.now().toString()',
      '() => `mcp-${Date.now()}-${Math.random()}`',
      '() => String(++counter)',
      '() => String(sessions.size + 1)',
      "() => 'single-session'",
      "() => '6f1c1b8e-4b0f-4b7e-9d3a-2f1d1c0b9a8e'",
      '() => uuidv1()',
      "() => createHash('sha256').update(String(Date.now())).digest('hex')",
      '() => (req as any).user.id',
      '() => `mcp-${(req as any).user.userId}-${Date.now()}`',
      "() => createHash('md5').update((req as any).token).digest('hex').substring(0, 12)",
    ].map((generator) => [
      `the generator ${generator}`,
      {
        code: `let counter = 0;${sessionMap(`sessionIdGenerator: ${generator}, // bad`)}`,
        rules: ['no-predictable-session-id'],
      },
    ]),
  ),
  'a user id that is made before': {
    code: sessionMap(
      'sessionIdGenerator: () => userId,',
      'const userId = (req as any).user.id; // bad',
    ),
    rules: ['no-predictable-session-id'],
  },
  'an id that the client chooses, in the generator': {
    code: `
const sessions = new Map<string, { transport: T; at: number }>();
setInterval(() => { for (const [id, s] of sessions) if (Date.now() - s.at > 1e6) sessions.delete(id); }, 60000);
app.post('/mcp', async (req: Request, res: Response) => {
  const sessionId = req.headers['mcp-session-id'] || randomUUID(); // bad
  const transport = new T({ sessionIdGenerator: () => sessionId as string });
  await getServer().connect(transport);
  sessions.set(sessionId as string, { transport, at: Date.now() });
  await transport.handleRequest(req, res, req.body);
});`,
    rules: ['no-client-supplied-session-id'],
  },
  'an id that the client chooses, in the map': {
    code: `
const sessions = new Map<string, { transport: T; at: number }>();
setInterval(() => { for (const [id, s] of sessions) if (Date.now() - s.at > 1e6) sessions.delete(id); }, 60000);
app.post('/mcp', async (req: Request, res: Response) => {
  const sessionId = req.headers['mcp-session-id'] as string;
  const sessionIdToUse = sessionId || uuidv4(); // bad
  let session = sessions.get(sessionIdToUse);
  if (!session) {
    const transport = new T({ sessionIdGenerator: () => sessionIdToUse });
    await getServer().connect(transport);
    session = { transport, at: Date.now() };
    sessions.set(sessionIdToUse, session);
  }
  await session.transport.handleRequest(req, res, req.body);
});`,
    rules: ['no-client-supplied-session-id'],
  },
  'an unknown id of the client that is adopted': {
    code: `
const sessions = new Map<string, { transport: T; at: number }>();
setInterval(() => { for (const [id, s] of sessions) if (Date.now() - s.at > 1e6) sessions.delete(id); }, 60000);
app.post('/mcp', async (req: Request, res: Response) => {
  const sid = req.headers['mcp-session-id'] as string;
  let session = sessions.get(sid);
  if (!session) {
    const transport = new T({ sessionIdGenerator: () => randomUUID() });
    (transport as any).sessionId = sid; // bad
    (transport as any)._initialized = true;
    await getServer().connect(transport);
    session = { transport, at: Date.now() };
    sessions.set(sid, session);
  }
  await session.transport.handleRequest(req, res, req.body);
});`,
    rules: ['no-client-supplied-session-id'],
  },
  'a function that returns undefined, meant as stateless': {
    code: perRequest('new T({ sessionIdGenerator: () => undefined as any }); // bad'),
    rules: ['valid-session-id-generator'],
  },
  'an async generator': {
    code: sessionMap('sessionIdGenerator: (async () => randomUUID()) as any, // bad'),
    rules: ['valid-session-id-generator'],
  },
  'a result for a generator': {
    code: sessionMap('sessionIdGenerator: randomUUID() as any, // bad'),
    rules: ['valid-session-id-generator'],
  },
  'one transport without a generator for all': {
    code: `
const transport = new T(); // bad
void getServer().connect(transport);
app.post('/mcp', async (req: Request, res: Response) => { await transport.handleRequest(req, res, req.body); });`,
    rules: ['require-session-id-generator'],
  },
  'one transport with empty options for all': {
    code: `
const transport = new T({}); // bad
void getServer().connect(transport);
app.post('/mcp', async (req: Request, res: Response) => { await transport.handleRequest(req, res, req.body); });`,
    rules: ['require-session-id-generator'],
  },
  'one transport that is stateless on purpose for all': {
    code: `
const transport = new T({ sessionIdGenerator: undefined }); // bad
void getServer().connect(transport);
app.post('/mcp', async (req: Request, res: Response) => { await transport.handleRequest(req, res, req.body); });`,
    rules: ['no-shared-transport'],
  },
  'one transport of @hono/mcp for all': {
    code: `
import { StreamableHTTPTransport } from '@hono/mcp';
import { Hono } from 'hono';
const hono = new Hono();
const server = getServer();
const transport = new StreamableHTTPTransport(); // bad
hono.all('/mcp', async (c: any) => {
  if (!server.isConnected()) await server.connect(transport);
  return transport.handleRequest(c);
});`,
    rules: ['no-shared-transport'],
  },
  'a transport for each request and one server for all': {
    code: `
const server = getServer();
app.post('/mcp', async (req: Request, res: Response) => {
  const transport = new T({ sessionIdGenerator: undefined });
  await server.connect(transport); // bad
  await transport.handleRequest(req, res, req.body);
});`,
    rules: ['no-shared-transport'],
  },
  'a transport for each request with a generator, never stored': {
    code: perRequest('new T({ sessionIdGenerator: () => randomUUID() }); // bad'),
    rules: ['no-orphan-session'],
  },
  'a failed lookup that takes the first session': {
    code: eventStreams(`
  const transport = streams.get(req.query.sessionId as string) ?? [...streams.values()][0]; // bad
  await transport.handlePostMessage(req, res, req.body);`),
    rules: ['no-session-fallback'],
  },
  'a failed lookup in an object that takes the first session': {
    code: `
const streams: Record<string, SSEServerTransport> = Object.create(null);
app.get('/sse', async (req: Request, res: Response) => {
  const transport = new SSEServerTransport('/messages', res);
  streams[transport.sessionId] = transport;
  res.on('close', () => { delete streams[transport.sessionId]; });
  await getServer().connect(transport);
});
app.post('/messages', async (req: Request, res: Response) => {
  const transport = streams[req.query.sessionId as string] || Object.values(streams)[0]; // bad
  await transport.handlePostMessage(req, res, req.body);
});`,
    rules: ['no-session-fallback'],
  },
  'a failed lookup that takes the only session': {
    code: eventStreams(`
  let transport = streams.get(req.query.sessionId as string);
  if (!transport && streams.size === 1)
    transport = streams.values().next().value; // bad
  if (!transport) { res.status(404).end(); return; }
  await transport.handlePostMessage(req, res, req.body);`),
    rules: ['no-session-fallback'],
  },
  'a page that lists the ids of all sessions': {
    code: `${sessionMap('sessionIdGenerator: () => randomUUID(),')}
app.get('/sessions', (req: Request, res: Response) => {
  res.json({ sessions: [...sessions.keys()] }); // bad
});`,
    rules: ['no-session-id-disclosure'],
    config: 'strict',
  },
  'an error that lists the ids of all sessions': {
    code: `${sessionMap('sessionIdGenerator: () => randomUUID(),')}
app.get('/mcp', async (req: Request, res: Response) => {
  const session = sessions.get(String(req.headers['mcp-session-id']));
  if (!session) {
    res.status(404).json({ error: 'unknown', known: Array.from(sessions.keys()) }); // bad
    return;
  }
  await session.transport.handleRequest(req, res);
});`,
    rules: ['no-session-id-disclosure'],
    config: 'strict',
  },
  'a plain object of transports': {
    code: `
const transports: Record<string, T> = {}; // bad
app.post('/mcp', async (req: Request, res: Response) => {
  const sid = req.headers['mcp-session-id'] as string | undefined;
  if (sid && transports[sid]) { await transports[sid].handleRequest(req, res, req.body); return; }
  const transport = new T({ sessionIdGenerator: () => randomUUID(), onsessioninitialized: (id: string) => {
    transports[id] = transport;
    setTimeout(() => { delete transports[id]; }, 1000 * 60 * 60);
  } });
  await getServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
    rules: ['no-plain-object-session-store'],
  },
  "state under 'default' for all who have no session": {
    code: `
const carts = new Map<string, string[]>();
const server = getServer();
server.registerTool('add', {}, async (args: any, extra: any) => {
  const key = extra.sessionId ?? 'default'; // bad
  carts.set(key, [...(carts.get(key) ?? []), args.item]);
  return { content: [] };
});`,
    rules: ['no-unguarded-session-key'],
  },
  'credentials under an id that may be undefined': {
    code: `
const clients = new Map<string, any>();
const server = getServer();
server.registerTool('sign-in', {}, async (args: any, extra: any) => {
  clients.set(extra.sessionId, await connect(args.token)); // bad
  return { content: [] };
});
server.registerTool('list', {}, async (args: any, extra: any) => {
  const client = clients.get(extra.sessionId); // bad
  return { content: await client.list() };
});`,
    rules: ['no-unguarded-session-key', 'no-unguarded-session-key'],
  },
};

const variants = [
  ...Object.entries(forms).map(([form, each]) => ({
    title: `as ${form}`,
    source: sources['SDK v1'] ?? '',
    form: each,
  })),
  ...Object.entries(sources).map(([source, text]) => ({
    title: `with ${source}`,
    source: text,
    form: forms.TypeScript,
  })),
].filter(({ title }) => title !== 'with SDK v1');

describe.each(variants)('$title', ({ source, form }) => {
  const report = (code: string, config: Config) => {
    if (!form) throw new Error('No such form.');
    const { filename, sourceType } = form;
    const text = form.write(head(source) + code);
    const lines = text.split('\n');
    return lint(text, { config, filename, sourceType }).map((each) => {
      const [rule = '', line = '0'] = each.split(':');
      return `${rule}${lines[Number(line) - 1]?.includes('// bad') ? '' : ` on ${lines[Number(line) - 1]?.trim() ?? line}`}`;
    });
  };

  it.each(Object.entries(good).map(([title, row]) => ({ title, ...row })))(
    '$title is good',
    ({ code, strict = [] }) => {
      expect(report(code, 'recommended')).toEqual([]);
      expect(report(code, 'strict').map((each) => each.split(' ')[0])).toEqual(strict);
    },
  );

  it.each(Object.entries(bad).map(([title, row]) => ({ title, ...row })))(
    '$title is bad',
    ({ code, rules, config = 'recommended' }) => {
      expect(report(code, config)).toEqual(rules);
    },
  );

  it('G11 a constant id in a test file is left alone', () => {
    const code = sessionMap("sessionIdGenerator: () => 'test-session',");
    const filename = `server.test${form?.filename.slice('server'.length) ?? ''}`;
    const text = form?.write(head(source) + code) ?? '';
    expect(lint(text, { filename, sourceType: form?.sourceType ?? 'module' })).toEqual([]);
  });
});
