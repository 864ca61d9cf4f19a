import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { McpServer as Server125 } from 'sdk-1-25/server/mcp.js';
import { StreamableHTTPServerTransport as Transport125 } from 'sdk-1-25/server/streamableHttp.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve } from './endpoint';

interface SseTransport extends Transport {
  sessionId: string;
  handlePostMessage: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

// Its class is deprecated, and public servers still use it.
const { SSEServerTransport } = createRequire(import.meta.url)(
  '@modelcontextprotocol/sdk/server/sse.js',
) as { SSEServerTransport: new (path: string, response: ServerResponse) => SseTransport };

const call = { params: { name: 'whose', arguments: {} } };

/** A server that says in whose session it answers. */
function serverOf(user: string, Server: typeof McpServer | typeof Server125 = McpServer) {
  const server = new Server({ name: 'test', version: '1' });
  (server as McpServer).registerTool('whose', {}, () => ({
    content: [{ type: 'text', text: `the session of ${user}` }],
  }));
  return server as McpServer;
}

describe('SSE', () => {
  it('a message without an id is run in the session of somebody else', async () => {
    const transports = new Map<string, SseTransport>();
    const { url, request } = await serve(async (incoming, response) => {
      if (incoming.method === 'GET') {
        const transport = new SSEServerTransport('/mcp', response);
        transports.set(transport.sessionId, transport);
        await serverOf(incoming.headers.authorization ?? '').connect(transport);
        return;
      }
      const id = new URL(incoming.url ?? '', 'http://localhost').searchParams.get('sessionId');
      const transport = transports.get(id ?? '') ?? transports.values().next().value;
      await transport?.handlePostMessage(incoming, response);
    });
    const stop = new AbortController();
    onTestFinished(() => {
      stop.abort();
    });
    const stream = await fetch(url, { headers: { authorization: 'alice' }, signal: stop.signal });
    const events = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await events?.read())?.value).toContain('sessionId=');

    const answer = await request('tools/call', { ...call, headers: { authorization: 'bob' } });
    expect(answer.status).toBe(202);
    expect((await events?.read())?.value).toContain('the session of alice');
  });
});

describe('Streamable HTTP', () => {
  /** Answers each request in the session that it names, or in the first one. */
  const endpoint = (prepare: (rawHeaders: string[], id: string) => void = () => undefined) => {
    const transports: Record<string, StreamableHTTPServerTransport> = {};
    return serve(async (incoming, response) => {
      const id = String(incoming.headers['mcp-session-id']);
      let transport = transports[id] ?? Object.values(transports)[0];
      if (!transport) {
        const created = new StreamableHTTPServerTransport({
          sessionIdGenerator: () => randomUUID(),
          onsessioninitialized: (sessionId) => void (transports[sessionId] = created),
        });
        transport = created;
        await serverOf('alice').connect(created);
      } else prepare(incoming.rawHeaders, transport.sessionId ?? '');
      await transport.handleRequest(incoming, response);
    });
  };

  it('a transport with a generator refuses requests that do not name its session', async () => {
    const { initialize, request } = await endpoint();
    await initialize();
    expect((await request('tools/call', call)).status).toBe(400);
    expect((await request('tools/call', { ...call, sessionId: 'unknown' })).status).toBe(404);
  });

  it('it cannot when the server writes the id into the request', async () => {
    const { initialize, request } = await endpoint((rawHeaders, id) =>
      rawHeaders.push('mcp-session-id', id),
    );
    await initialize();
    expect((await request('tools/call', call)).text).toContain('the session of alice');
  });

  it('SDK 1.25: a transport without a generator serves everybody', async () => {
    const transports = new Map<string, Transport125>();
    const { initialize, request } = await serve(async (incoming, response) => {
      const user = incoming.headers.authorization;
      let transport = user ? transports.get(user) : transports.values().next().value;
      if (!transport) {
        transport = new Transport125({ sessionIdGenerator: undefined });
        transports.set(user ?? '', transport);
        await serverOf(user ?? '', Server125).connect(transport);
      }
      await transport.handleRequest(incoming, response);
    });
    await initialize({ authorization: 'alice' });
    expect((await request('tools/call', call)).text).toContain('the session of alice');
  });
});
