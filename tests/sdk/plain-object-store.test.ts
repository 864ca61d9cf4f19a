import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { expect, it, onTestFinished } from 'vitest';
import { endpointAt, serve } from './endpoint';

const root = fileURLToPath(new URL('../..', import.meta.url));
const inherited = ['constructor', '__proto__', 'toString'];

/** The handlers for GET, POST and DELETE as the official examples had them up to 1.31, in a process of their own. */
function program(express: string, container: string): string {
  return `
    import express from '${express}';
    import { randomUUID } from 'node:crypto';
    import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
    import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
    import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
    const transports = ${container};
    const app = express();
    app.use(express.json());
    const existing = async (req, res) => {
      const sessionId = req.headers['mcp-session-id'];
      if (!sessionId || !transports[sessionId]) {
        res.status(400).send('Invalid or missing session ID');
        return;
      }
      const transport = transports[sessionId];
      await transport.handleRequest(req, res, req.body);
    };
    app.post('/mcp', async (req, res) => {
      if (req.headers['mcp-session-id'] || !isInitializeRequest(req.body)) return existing(req, res);
      const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: (id) => { transports[id] = transport; },
      });
      await new McpServer({ name: 'test', version: '1' }).connect(transport);
      await transport.handleRequest(req, res, req.body);
    });
    app.get('/mcp', existing);
    app.delete('/mcp', existing);
    app.listen(0, '127.0.0.1', function () { console.log(this.address().port); });
  `;
}

/** Starts a program that prints the port it listens on; it is ended with the test. */
async function start(source: string) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill();
    await exited;
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${String(port).trim()}/mcp`,
    exitCode: async () => ((await exited) as [number | null])[0],
    isRunning: () => child.exitCode === null,
  };
}

const get = (url: string, sessionId: string) =>
  fetch(url, { headers: { 'mcp-session-id': sessionId }, signal: AbortSignal.timeout(10_000) });

it.each(inherited)(
  'Express 4: a plain object finds %s, and the process ends with code 1',
  async (id) => {
    const { url, exitCode } = await start(program('express4', '{}'));
    await expect(get(url, id)).rejects.toThrow();
    expect(await exitCode()).toBe(1);
  },
);

it('Express 4: a POST ends the process as well as a GET', async () => {
  const { url, exitCode } = await start(program('express4', '{}'));
  const headers = { 'mcp-session-id': 'constructor' };
  await expect(endpointAt(url).request('tools/list', { headers })).rejects.toThrow();
  expect(await exitCode()).toBe(1);
});

it.each(inherited)('Express 5: a plain object finds %s, and the answer is 500', async (id) => {
  const { url, isRunning } = await start(program('express', '{}'));
  expect((await get(url, id)).status).toBe(500);
  expect((await get(url, 'unknown')).status).toBe(400);
  expect(isRunning()).toBe(true);
});

it.each(['express4', 'express'])(
  '%s: Object.create(null) has nothing to find, and keeps sessions',
  async (express) => {
    const { url, isRunning } = await start(program(express, 'Object.create(null)'));
    for (const id of inherited) expect((await get(url, id)).status).toBe(400);
    const { status, sessionId } = await endpointAt(url).initialize();
    expect(status).toBe(200);
    expect((await endpointAt(url).request('ping', { sessionId })).status).toBe(200);
    expect(isRunning()).toBe(true);
  },
);

it('a Map answers 404 for what it does not hold', async () => {
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const { url, ...endpoint } = await serve(async (request, response) => {
    const id = request.headers['mcp-session-id'];
    const found = typeof id === 'string' ? transports.get(id) : undefined;
    if (id !== undefined && !found) {
      response.writeHead(404).end();
      return;
    }
    const transport =
      found ??
      new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: (sessionId) => void transports.set(sessionId, transport),
      });
    if (!found) await new McpServer({ name: 'test', version: '1' }).connect(transport);
    await transport.handleRequest(request, response);
  });
  for (const id of inherited) expect((await get(url, id)).status).toBe(404);
  expect((await endpoint.initialize()).status).toBe(200);
  expect(transports.size).toBe(1);
});

it.each([
  ['in', (store: object, id: string) => id in store, true],
  ['Object.hasOwn', (store: object, id: string) => Object.hasOwn(store, id), false],
])('whether a plain object has constructor, by %s', (_, asks, answer) => {
  expect(asks({}, 'constructor')).toBe(answer);
});
