import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { StreamableHTTPTransport } from '@hono/mcp';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { Hono } from 'hono';
import { McpServer as OldServer } from 'sdk-1-25/server/mcp.js';
import { StreamableHTTPServerTransport as OldTransport } from 'sdk-1-25/server/streamableHttp.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { serve, type Answer, type Endpoint } from './endpoint';

/** Something that happens once. */
function event() {
  let happen: (() => void) | undefined;
  const happened = new Promise<void>((resolve) => (happen = resolve));
  return { happen: () => happen?.(), happened };
}

/** A server whose tool takes its time to tell a secret, until it is told to go on. */
function secrets(Server: typeof McpServer) {
  const people = ['alice', 'bob'].map((name) => ({ name, asks: event(), goesOn: event() }));
  const server = new Server({ name: 'test', version: '1' });
  server.registerTool('secret', { inputSchema: { of: z.string() } }, async ({ of }) => {
    const person = people.find(({ name }) => name === of);
    person?.asks.happen();
    await person?.goesOn.happened;
    return { content: [{ type: 'text', text: `secret of ${of}` }] };
  });
  const [alice, bob] = people as [(typeof people)[0], (typeof people)[0]];
  return { server, alice, bob };
}

/** Asks for a secret as a client of its own: clients count their requests from the same number. */
async function ask({ url }: Endpoint, of: string, signal?: AbortSignal): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'secret', arguments: { of } },
    }),
    signal: signal ?? AbortSignal.timeout(10_000),
  });
  return response.text();
}

/** Alice asks, then Bob does, then she is answered: what either is sent. */
async function crossTalk(endpoint: Endpoint, { alice, bob }: ReturnType<typeof secrets>) {
  await endpoint.initialize();
  const patience = new AbortController();
  const toAlice = ask(endpoint, 'alice', patience.signal).catch(() => 'no answer');
  await alice.asks.happened;
  const toBob = ask(endpoint, 'bob');
  await bob.asks.happened;
  alice.goesOn.happen();
  const sentToBob = await toBob;
  bob.goesOn.happen();
  setTimeout(() => patience.abort(), 300);
  return { toBob: sentToBob, toAlice: await toAlice };
}

describe('one stateless transport for all requests', () => {
  test('sdk 1.32.2 answers the first request only', async () => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await new McpServer({ name: 'test', version: '1' }).connect(transport);
    const endpoint = await serve((request, response) => transport.handleRequest(request, response));
    const answers = [await endpoint.initialize(), await endpoint.initialize()];
    expect(answers.map(({ status }) => status)).toEqual([200, 500]);
  });

  test('sdk 1.25.3 gives Bob what was meant for Alice', async () => {
    const secret = secrets(OldServer as unknown as typeof McpServer);
    const transport = new OldTransport({ sessionIdGenerator: undefined });
    await secret.server.connect(transport);
    const endpoint = await serve((request, response) => transport.handleRequest(request, response));
    const { toBob, toAlice } = await crossTalk(endpoint, secret);
    expect(toBob).toContain('secret of alice');
    expect(toAlice).not.toContain('secret of alice');
  });

  test('@hono/mcp 0.3.2, wired as in its README, gives Bob what was meant for Alice', async () => {
    const secret = secrets(McpServer);
    const transport = new StreamableHTTPTransport();
    const app = new Hono();
    app.all('/mcp', async (c) => {
      if (!secret.server.isConnected()) await secret.server.connect(transport);
      return transport.handleRequest(c);
    });
    const endpoint = await serve(forwardTo(app));
    const { toBob, toAlice } = await crossTalk(endpoint, secret);
    expect(toBob).toContain('secret of alice');
    expect(toAlice).not.toContain('secret of alice');
  });

  test('one for each request, with a server of its own, keeps the answers apart', async () => {
    const endpoint = await serve(async (request, response) => {
      const own = new McpServer({ name: 'test', version: '1' });
      own.registerTool('secret', { inputSchema: { of: z.string() } }, ({ of }) => ({
        content: [{ type: 'text', text: `secret of ${of}` }],
      }));
      const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
      await own.connect(transport);
      await transport.handleRequest(request, response);
    });
    const [alice, bob] = await Promise.all([ask(endpoint, 'alice'), ask(endpoint, 'bob')]);
    expect(alice).toContain('secret of alice');
    expect(bob).toContain('secret of bob');
  });
});

describe('one server for a transport of each request', () => {
  const shared =
    (server: McpServer, options: { sessionIdGenerator: (() => string) | undefined }) =>
    async (request: IncomingMessage, response: ServerResponse) => {
      const transport = new StreamableHTTPServerTransport(options);
      await server.connect(transport);
      await transport.handleRequest(request, response);
    };

  test.each([
    ['stateless', undefined],
    ['with sessions', () => randomUUID()],
  ])('sdk 1.32.2 refuses to connect it again, %s', async (_, sessionIdGenerator) => {
    const server = new McpServer({ name: 'test', version: '1' });
    const endpoint = await serve(shared(server, { sessionIdGenerator }));
    const first: Answer = await endpoint.initialize();
    const second: Answer = await endpoint.initialize();
    expect([first.status, second.status]).toEqual([200, 500]);
    expect(second.text).toContain('Already connected to a transport');
  });
});

/** Hono's app as a listener of Node. */
function forwardTo(app: Hono) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await app.request('/mcp', {
      method: 'POST',
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks),
    });
    response.statusCode = answer.status;
    answer.headers.forEach((value, name) => response.setHeader(name, value));
    Readable.fromWeb(answer.body as never).pipe(response);
  };
}
