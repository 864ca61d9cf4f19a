import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { McpServer as ServerOfVersion2 } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { serve } from './endpoint';

test('a session whose transport is forgotten refuses every request after initialize', async () => {
  const endpoint = await serve(async (request, response) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
    const server = new McpServer({ name: 'test', version: '1' });
    server.registerTool('ping', {}, () => ({ content: [] }));
    await server.connect(transport);
    await transport.handleRequest(request, response);
  });
  const { status, sessionId } = await endpoint.initialize();
  expect({ status, hasId: sessionId !== null }).toEqual({ status: 200, hasId: true });
  const listed = await endpoint.request('tools/list', { sessionId });
  expect(listed.status).toBe(400);
  expect(listed.message?.error?.message).toContain('Server not initialized');
});

test('version 2 refuses them too', async () => {
  const endpoint = await serve(async (request, response) => {
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
    });
    await new ServerOfVersion2({ name: 'test', version: '1' }).connect(transport);
    await transport.handleRequest(request, response);
  });
  const { sessionId } = await endpoint.initialize();
  expect(sessionId).not.toBeNull();
  expect((await endpoint.request('tools/list', { sessionId })).status).toBe(400);
});

test('without a generator the same server answers them', async () => {
  const endpoint = await serve(async (request, response) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    const server = new McpServer({ name: 'test', version: '1' });
    server.registerTool('ping', {}, () => ({ content: [] }));
    await server.connect(transport);
    await transport.handleRequest(request, response);
  });
  const { sessionId } = await endpoint.initialize();
  expect(sessionId).toBeNull();
  expect(await endpoint.request('tools/list')).toMatchObject({
    status: 200,
    message: { result: { tools: [{ name: 'ping' }] } },
  });
});

test('a transport that answers later requests without a generator takes any session id', async () => {
  let isFirst = true;
  const endpoint = await serve(async (request, response) => {
    const sessionIdGenerator = isFirst ? () => randomUUID() : undefined;
    isFirst = false;
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator });
    const server = new McpServer({ name: 'test', version: '1' });
    server.registerTool('ping', {}, () => ({ content: [] }));
    await server.connect(transport);
    await transport.handleRequest(request, response);
  });
  const { sessionId } = await endpoint.initialize();
  expect((await endpoint.request('tools/list', { sessionId })).status).toBe(200);
});
