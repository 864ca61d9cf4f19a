import { describe, expect, it } from 'vitest';
import { lint, suggestionsFor } from '../support/lint';

const head = `
import express from 'express';
import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { StreamableHTTPTransport } from '@hono/mcp';
const app = express();
function createServer() {
  const server = new McpServer({ name: 'a', version: '1' });
  server.registerTool('ping', {}, () => ({ content: [] }));
  return server;
}
`;

/** One transport for all requests. */
const shared = (construction: string) => `${head}
const server = createServer();
const transport = new ${construction};
await server.connect(transport);
app.post('/mcp', async (req, res) => {
  await transport.handleRequest(req, res, req.body);
});`;

/** One transport for each request, which is forgotten. */
const forgotten = (generator: string, server = 'createServer()') => `${head}
const shared = createServer();
shared.registerTool('pong', {}, () => ({ content: [] }));
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: ${generator} });
  await ${server}.connect(transport);
  await transport.handleRequest(req, res, req.body);
});`;

/** One transport for each session, which is kept under its id, for half an hour at most. */
const kept = (generator: string) => `${head}
const sessions = new Map();
setInterval(() => {
  for (const [id, { transport, at }] of sessions)
    if (Date.now() - at > 1800000) { sessions.delete(id); transport.close(); }
}, 60000);
app.post('/mcp', async (req, res) => {
  const known = sessions.get(req.headers['mcp-session-id']);
  if (known) return known.transport.handleRequest(req, res, req.body);
  const transport = new StreamableHTTPServerTransport({
    ${generator}
    onsessioninitialized: (id) => { sessions.set(id, { transport, at: Date.now() }); },
  });
  await createServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`;

const header = "req.headers['mcp-session-id']";

const cases: [title: string, code: string, rules: string[]][] = [
  [
    'an async generator of a shared transport is not valid, whatever else',
    shared('StreamableHTTPServerTransport({ sessionIdGenerator: async () => randomUUID() })'),
    ['valid-session-id-generator'],
  ],
  [
    'a function that returns undefined is not valid, and makes no transport stateless',
    shared('StreamableHTTPServerTransport({ sessionIdGenerator: () => undefined })'),
    ['valid-session-id-generator'],
  ],
  [
    'an async generator of a forgotten transport is not valid',
    forgotten('async () => randomUUID()'),
    ['valid-session-id-generator'],
  ],
  [
    'an id of the time that no header can carry is not valid',
    kept("sessionIdGenerator: () => 'session ' + Date.now(),"),
    ['valid-session-id-generator'],
  ],
  [
    'a client id in a generator that is not valid',
    kept(`sessionIdGenerator: async () => ${header} ?? randomUUID(),`),
    ['valid-session-id-generator'],
  ],
  [
    'a shared transport that is stateless on purpose',
    shared('StreamableHTTPServerTransport({ sessionIdGenerator: undefined })'),
    ['no-shared-transport'],
  ],
  [
    'a shared transport of @hono/mcp, with undefined',
    shared('StreamableHTTPTransport({ sessionIdGenerator: undefined })'),
    ['no-shared-transport'],
  ],
  [
    'a shared transport of @hono/mcp, without the option',
    shared('StreamableHTTPTransport()'),
    ['no-shared-transport'],
  ],
  [
    'a shared transport of the SDK, without the option',
    shared('StreamableHTTPServerTransport({})'),
    ['require-session-id-generator'],
  ],
  [
    'a transport that is kept by an id that it never gets',
    kept(''),
    ['require-session-id-generator'],
  ],
  ['a forgotten session', forgotten('() => randomUUID()'), ['no-orphan-session']],
  [
    'a forgotten session with a predictable id',
    forgotten('() => Math.random().toString(36)'),
    ['no-orphan-session'],
  ],
  [
    'a function elsewhere that makes predictable ids is a problem of its own',
    `${forgotten('generateSessionId')}
function generateSessionId() { return String(Date.now()); }`,
    ['no-orphan-session', 'no-predictable-session-id'],
  ],
  [
    'a forgotten session with an id of the client',
    forgotten(`() => ${header} ?? randomUUID()`),
    ['no-orphan-session'],
  ],
  [
    'a forgotten session with an id of the client, or a predictable one',
    forgotten(`() => ${header} ?? String(Date.now())`),
    ['no-orphan-session'],
  ],
  [
    'an id of the client in a session that is kept',
    kept(`sessionIdGenerator: () => ${header} ?? randomUUID(),`),
    ['no-client-supplied-session-id'],
  ],
  [
    'an id of the client, or a predictable one, in a session that is kept',
    kept(`sessionIdGenerator: () => ${header} ?? String(Date.now()),`),
    ['no-client-supplied-session-id'],
  ],
  [
    'a predictable id in a session that is kept',
    kept('sessionIdGenerator: () => String(Date.now()),'),
    ['no-predictable-session-id'],
  ],
  [
    'a predictable id of a shared transport',
    shared('StreamableHTTPServerTransport({ sessionIdGenerator: () => String(Date.now()) })'),
    ['no-predictable-session-id'],
  ],
  [
    'a shared server is a problem of its own, beside that of its transport',
    forgotten('() => randomUUID()', 'shared'),
    ['no-orphan-session', 'no-shared-transport'],
  ],
  [
    'a shared server with stateless transports',
    forgotten('undefined', 'shared'),
    ['no-shared-transport'],
  ],
  ['all is well', kept('sessionIdGenerator: () => randomUUID(),'), []],
  ['all is well without sessions', forgotten('undefined'), []],
];

const rulesIn = (reports: readonly string[]) => reports.map((report) => report.split(':')[0]);

describe('one problem is one report of the strict config', () => {
  it.each(cases)('%s', (_, code, rules) => {
    expect(rulesIn(lint(code, { config: 'strict' }))).toEqual(rules);
  });
});

describe('a suggestion mends its problem and makes no other one', () => {
  it.each(cases)('%s', (_, code, rules) => {
    for (const { rule, output } of suggestionsFor(code, { config: 'strict' })) {
      const left = rules.filter((each) => each !== rule);
      expect(rulesIn(lint(output, { config: 'strict' })), output).toEqual(left);
    }
  });
});
