import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { McpServer as McpServerV1 } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { McpServer as McpServerV2 } from '@modelcontextprotocol/server';
import { describe, expect, it } from 'vitest';
import { serve, type Endpoint } from './endpoint';

interface Transport {
  sessionId?: string | undefined;
  handleRequest: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

interface Options {
  sessionIdGenerator: () => string;
  onsessioninitialized: (id: string) => void;
}

/** The official SDK, first and second version: makes a transport, with a server of one tool connected to it. */
const sdks: [name: string, connect: (options: Options, owner: string) => Promise<Transport>][] = [
  [
    '@modelcontextprotocol/sdk 1.32',
    async (options, owner) => {
      const transport = new StreamableHTTPServerTransport(options);
      const server = new McpServerV1({ name: 'test', version: '1' });
      server.registerTool('whoami', {}, () => ({ content: [{ type: 'text', text: owner }] }));
      await server.connect(transport);
      return transport;
    },
  ],
  [
    '@modelcontextprotocol/node 2',
    async (options, owner) => {
      const transport = new NodeStreamableHTTPServerTransport(options);
      const server = new McpServerV2({ name: 'test', version: '1' });
      server.registerTool('whoami', {}, () => ({ content: [{ type: 'text', text: owner }] }));
      await server.connect(transport);
      return transport;
    },
  ],
];

type Choose = (request: IncomingMessage) => string;

/** A server that keeps its sessions by id, and makes a new one for every `initialize` of an id that it does not know. */
function endpointWith(connect: (typeof sdks)[number][1], choose: Choose): Promise<Endpoint> {
  const sessions = new Map<string, Transport>();
  return serve(async (request, response) => {
    const id = request.headers['mcp-session-id'];
    let transport = typeof id === 'string' ? sessions.get(id) : undefined;
    if (!transport) {
      const created = await connect(
        {
          sessionIdGenerator: () => choose(request),
          onsessioninitialized: (initialized) => void sessions.set(initialized, created),
        },
        String(request.headers['x-user']),
      );
      transport = created;
    }
    await transport.handleRequest(request, response);
  });
}

const FIXED = 'attacker-fixed-id';
const chosenByClient: Choose = ({ headers }) =>
  (headers['mcp-session-id'] as string | undefined) ?? randomUUID();

describe.each(sdks)('an id that the client may choose, with %s', (_, connect) => {
  it('is issued as it was sent', async () => {
    const endpoint = await endpointWith(connect, chosenByClient);
    const { status, sessionId } = await endpoint.initialize({ 'mcp-session-id': FIXED });
    expect({ status, sessionId }).toEqual({ status: 200, sessionId: FIXED });
  });

  it('lets an attacker who fixed it act in the session of the victim', async () => {
    const endpoint = await endpointWith(connect, chosenByClient);
    // The victim's client was handed the id, and signs in with it.
    await endpoint.initialize({ 'mcp-session-id': FIXED, 'x-user': 'victim' });
    const answer = await endpoint.request('tools/call', {
      sessionId: FIXED,
      params: { name: 'whoami', arguments: {} },
    });
    expect(answer).toMatchObject({
      status: 200,
      message: { result: { content: [{ type: 'text', text: 'victim' }] } },
    });
  });

  it('is not issued where the server makes all of its ids', async () => {
    const endpoint = await endpointWith(connect, () => randomUUID());
    const { status, sessionId } = await endpoint.initialize({ 'mcp-session-id': FIXED });
    expect(status).toBe(200);
    expect(sessionId).toMatch(/^[\da-f-]{36}$/);
    const answer = await endpoint.request('tools/list', { sessionId: FIXED });
    expect(answer.status).toBe(400);
  });
});
