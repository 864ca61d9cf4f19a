import { expect, it } from 'vitest';
import { lint } from '../support/lint';

/** Declarations that lead back to themselves. */
const CIRCULAR = [
  'var x = x;',
  'var x = x.headers;',
  'var x = y.a, y = x.b;',
  'var x = x || x;',
  'var x = x ? x : y, y = x ? y : x;',
  'var x = x + `${x}`;',
  'var x = [...x];',
  'var x = { ...x, a: x };',
  'var x = new Map(x);',
  'var x = x.filter((each) => each);',
  'class Self { x = this.x.filter((each) => each); static x = Self.x; } const x = new Self().x;',
  'function x(given) { given.delete(given); return x(given); }',
  'function x(given) { return [x(given.a), x(given.b), x(given[0]), x(given.c), x(given.d), x(given?.e)]; } x(req);\nx(other);',
  'const x = async () => await x(await x());',
  'const x = (given) => y(given), y = (given) => x(given);',
];

/** What rules follow a value through. */
const USES = [
  "console.log(x['mcp-session-id'], x.sessionId, Object.keys(x), [...x]);",
  'for (const each of x) res.json({ ...x, each });',
  'app.use(session({ secret: x, cookie: x.cookie, store: x, genid: x, ...x }));',
  'const made = new StreamableHTTPServerTransport({ sessionIdGenerator: x, onsessioninitialized: x, ...x }); x.set(made.sessionId, made); x[made.sessionId] = made; made.handleRequest(req, res);',
  "const one = x.get(req.headers['mcp-session-id']) ?? x[0]; one.handleRequest(req, res);",
  "x[req.headers['mcp-session-id']] = new StreamableHTTPServerTransport({ sessionIdGenerator: () => x });",
  "res.cookie('sid', x, x); res.setHeader('Set-Cookie', x);",
  'req.session.user = x; x.session.user = x.user; x.session.destroy(x);',
  "app.post('/login', x, (req, res) => { x(req); req.login(x); }); app.get('/logout', x);",
  "server.tool('t', x, async (args, extra) => x[extra.sessionId ?? x]);",
  'function store(kept) { kept.set(id, new StreamableHTTPServerTransport(x)); store(kept); } store(x);',
];

const HEAD = `import session from 'express-session';
import express from 'express';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
const app = express();
const server = new McpServer({ name: 'demo', version: '1.0.0' });`;

it.each(CIRCULAR)('comes to an end on %s', (declaration) => {
  for (const use of USES) {
    const code = `${HEAD}\napp.post('/mcp', async (req, res) => {\n${declaration}\n${use}\n});`;
    expect(() => lint(code, { filename: 'server.js', config: 'strict' }), use).not.toThrow();
  }
});
