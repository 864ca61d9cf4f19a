import { StreamableHTTPTransport } from '@hono/mcp';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { HttpTransport } from '@tmcp/transport-http';
import { Hono } from 'hono';
import { McpServer as TmcpServer } from 'tmcp';
import { describe, expect, it } from 'vitest';
import { models } from '../../src/models';
import type { Transport } from '../../src/models/types';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Row {
  library: string;
  api: string;
  /** The answer to `initialize` of a transport that is made with these options. */
  initialize: (options: never, request: Request) => Promise<Response>;
}

const server = () => new McpServer({ name: 'server', version: '1.0.0' });

const rows: readonly Row[] = [
  {
    library: '@hono/mcp',
    api: 'StreamableHTTPTransport',
    async initialize(options, request) {
      const transport = new StreamableHTTPTransport(options);
      await server().connect(transport);
      const app = new Hono().post(
        '/mcp',
        async (c) => (await transport.handleRequest(c)) ?? c.body(null),
      );
      return app.fetch(request);
    },
  },
  {
    library: '@modelcontextprotocol/sdk',
    api: 'StreamableHTTPServerTransport',
    async initialize(options, request) {
      const transport = new StreamableHTTPServerTransport(options);
      await server().connect(transport);
      const http = createServer((req, res) => void transport.handleRequest(req, res));
      await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
      try {
        const { port } = http.address() as AddressInfo;
        return await fetch(new Request(`http://127.0.0.1:${port}/mcp`, request));
      } finally {
        http.closeAllConnections();
        http.close();
      }
    },
  },
  {
    library: '@modelcontextprotocol/sdk',
    api: 'WebStandardStreamableHTTPServerTransport',
    async initialize(options, request) {
      const transport = new WebStandardStreamableHTTPServerTransport(options);
      await server().connect(transport);
      return transport.handleRequest(request);
    },
  },
  {
    library: '@tmcp/transport-http',
    api: 'HttpTransport',
    async initialize(options, request) {
      const tmcp = new TmcpServer(
        { name: 'server', version: '1.0.0', description: '' },
        { adapter: undefined, capabilities: {} },
      );
      const response = await new HttpTransport(tmcp as never, options).respond(request);
      return response ?? new Response(null, { status: 404 });
    },
  },
];

describe.each(rows.map((row) => [`${row.library} ${row.api}`, row] as const))('%s', (_, row) => {
  const api = models.find(({ name }) => name === row.library)?.exports?.[row.api] as Transport;

  async function idWith(options: object): Promise<string | null> {
    const request = new Request('http://localhost/mcp', {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-06-18',
          capabilities: {},
          clientInfo: { name: 'client', version: '1.0.0' },
        },
      }),
      duplex: 'half',
    } as RequestInit);
    const response = await row.initialize({ path: '/mcp', ...options } as never, request);
    expect(response.status).toBe(200);
    return response.headers.get('mcp-session-id');
  }

  it(`is ${api.missingMeans} without a generator`, async () => {
    const id = await idWith({});
    if (api.missingMeans === 'stateless') expect(id).toBeNull();
    else expect(id).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it('gives the id that its generator makes', async () => {
    expect(await idWith({ [api.generator?.[0] ?? '']: () => 'an-id' })).toBe('an-id');
  });
});
