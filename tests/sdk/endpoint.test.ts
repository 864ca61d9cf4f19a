import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { expect, test } from 'vitest';
import { serve } from './endpoint';

test('a session is issued at initialize and serves the requests that name it', async () => {
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const endpoint = await serve(async (request, response) => {
    const id = request.headers['mcp-session-id'];
    let transport = typeof id === 'string' ? transports.get(id) : undefined;
    if (!transport) {
      const created = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: (sessionId) => void transports.set(sessionId, created),
      });
      transport = created;
      const server = new McpServer({ name: 'test', version: '1' });
      server.registerTool('ping', {}, () => ({ content: [] }));
      await server.connect(created);
    }
    await transport.handleRequest(request, response);
  });
  const { status, sessionId } = await endpoint.initialize();
  expect({ status, sessionId }).toEqual({ status: 200, sessionId: [...transports.keys()][0] });
  const listed = await endpoint.request('tools/list', { sessionId });
  expect(listed).toMatchObject({ status: 200, message: { result: { tools: [{ name: 'ping' }] } } });
  expect((await endpoint.request('tools/list')).status).toBe(400);
});
