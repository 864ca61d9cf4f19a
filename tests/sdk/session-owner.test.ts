import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { describe, expect, test } from 'vitest';
import { serve, type Endpoint } from './endpoint';

/** A server that takes the caller's name from the `Authorization` header; `owns` decides who may use a found session. */
async function serveNotes(owns: (owner: string, caller: string) => boolean): Promise<Endpoint> {
  const sessions = new Map<string, { transport: StreamableHTTPServerTransport; owner: string }>();
  return serve(async (request, response) => {
    const caller = request.headers.authorization ?? '';
    const session = sessions.get(String(request.headers['mcp-session-id']));
    if (session && !owns(session.owner, caller)) return response.writeHead(404).end();
    if (session) return session.transport.handleRequest(request, response);
    const notes = [`opened by ${caller}`];
    const server = new McpServer({ name: 'notes', version: '1' });
    server.registerTool('read', {}, () => ({ content: [{ type: 'text', text: notes.join() }] }));
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, { transport, owner: caller }),
    });
    await server.connect(transport);
    return transport.handleRequest(request, response);
  });
}

describe('a session of alice, whose id bob sends with his own token', () => {
  const read = async (endpoint: Endpoint) => {
    const { sessionId } = await endpoint.initialize({ authorization: 'alice' });
    return endpoint.request('tools/call', {
      sessionId,
      params: { name: 'read' },
      headers: { authorization: 'bob' },
    });
  };

  test('answers him with what is hers: the SDK binds a session to nobody', async () => {
    const { status, text } = await read(await serveNotes(() => true));
    expect(status).toBe(200);
    expect(text).toContain('opened by alice');
  });

  test('is not found when its owner is compared with the caller', async () => {
    const { status, text } = await read(await serveNotes((owner, caller) => owner === caller));
    expect({ status, text }).toEqual({ status: 404, text: '' });
  });
});
