import { request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer as SdkServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/server';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { serve } from './endpoint';

interface Options {
  enableDnsRebindingProtection?: boolean;
  allowedHosts?: string[];
  allowedOrigins?: string[];
}

const EVIL = 'evil.example';
const ORIGIN = { origin: 'http://evil.example' };

/** The status that `initialize` is answered with; `fetch` would not let us name the Host. */
function initialize(port: number, host: string, headers: Record<string, string> = {}) {
  return new Promise<number | undefined>((resolve, reject) => {
    const request = send(
      {
        host: '127.0.0.1',
        port,
        path: '/mcp',
        method: 'POST',
        headers: {
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          ...headers,
          host,
        },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    request.on('error', reject);
    request.end(
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-06-18',
          capabilities: {},
          clientInfo: { name: 'test', version: '1' },
        },
      }),
    );
  });
}

const transports = {
  v1: async (options: Options) => {
    const { url } = await serve(async (request, response) => {
      const transport = new StreamableHTTPServerTransport({ ...options });
      await new SdkServer({ name: 'test', version: '1' }).connect(transport);
      await transport.handleRequest(request, response);
    });
    return Number(new URL(url).port);
  },
  v2: async (options: Options) => {
    const { url } = await serve(async (request, response) => {
      const transport = new NodeStreamableHTTPServerTransport({ ...options });
      await new McpServer({ name: 'test', version: '1' }).connect(transport);
      await transport.handleRequest(request, response);
    });
    return Number(new URL(url).port);
  },
};

describe.each(Object.entries(transports))('the transport of %s', (_, listen) => {
  test.each<[string, Options]>([
    ['is on without lists', { enableDnsRebindingProtection: true }],
    [
      'is on with empty lists',
      { enableDnsRebindingProtection: true, allowedHosts: [], allowedOrigins: [] },
    ],
    [
      'has lists and no switch',
      { allowedHosts: ['localhost'], allowedOrigins: ['http://localhost'] },
    ],
    ['has lists and is off', { enableDnsRebindingProtection: false, allowedHosts: ['localhost'] }],
  ])('answers a rebound Host and Origin when it %s', async (_title, options) => {
    const port = await listen(options);
    expect(await initialize(port, EVIL, ORIGIN)).toBe(200);
  });

  test('compares hosts with their port: a bare name refuses the clients that it means', async () => {
    const port = await listen({ enableDnsRebindingProtection: true, allowedHosts: ['localhost'] });
    expect(await initialize(port, `localhost:${port}`)).toBe(403);
    // As it arrives behind port 80 or 443.
    expect(await initialize(port, 'localhost')).toBe(200);
  });

  test('takes patterns and addresses as they stand', async () => {
    const allowedHosts = ['*', '*.example', 'http://mcp.example'];
    const port = await listen({ enableDnsRebindingProtection: true, allowedHosts });
    expect(await initialize(port, 'mcp.example')).toBe(403);
  });

  test('refuses others where it is on and has a list', async () => {
    const hosts = await listen({
      enableDnsRebindingProtection: true,
      allowedHosts: ['mcp.example'],
    });
    expect(await initialize(hosts, EVIL)).toBe(403);
    expect(await initialize(hosts, 'mcp.example')).toBe(200);
    const origins = await listen({
      enableDnsRebindingProtection: true,
      allowedOrigins: ['http://mcp.example'],
    });
    expect(await initialize(origins, EVIL, ORIGIN)).toBe(403);
  });
});

/** Deprecated, and in use all the same. */
const { SSEServerTransport } = createRequire(import.meta.url)(
  '@modelcontextprotocol/sdk/server/sse.js',
) as {
  SSEServerTransport: new (
    endpoint: string,
    response: ServerResponse,
    options: Options,
  ) => {
    onmessage: () => void;
    handlePostMessage: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  };
};

test('the SSE transport is switched the same way', async () => {
  const accepts = async (options: Options) => {
    const { url } = await serve(async (request, response) => {
      const transport = new SSEServerTransport('/messages', response, options);
      transport.onmessage = () => undefined;
      // As if the stream were open: what counts is the check of the message.
      Object.assign(transport, { _sseResponse: response });
      await transport.handlePostMessage(request, response);
    });
    return initialize(Number(new URL(url).port), EVIL, ORIGIN);
  };
  expect(await accepts({ enableDnsRebindingProtection: true })).toBe(202);
  expect(await accepts({ allowedHosts: ['localhost'] })).toBe(202);
  expect(await accepts({ enableDnsRebindingProtection: true, allowedHosts: ['localhost'] })).toBe(
    403,
  );
});

describe('createMcpExpressApp', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  afterEach(() => warn.mockClear());

  async function listen(options?: Parameters<typeof createMcpExpressApp>[0]): Promise<number> {
    const app = createMcpExpressApp(options);
    app.post('/mcp', (_request, response) => void response.sendStatus(200));
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  }

  test.each(['0.0.0.0', '::'])('checks no Host for %s without a list', async (host) => {
    const port = await listen({ host });
    expect(await initialize(port, EVIL, ORIGIN)).toBe(200);
    expect(warn).toHaveBeenCalledOnce();
  });

  test('checks it on loopback and with a list, names without their port', async () => {
    expect(await initialize(await listen(), EVIL)).toBe(403);
    const port = await listen({ host: '0.0.0.0', allowedHosts: ['mcp.example'] });
    expect(await initialize(port, EVIL)).toBe(403);
    expect(await initialize(port, `mcp.example:${port}`)).toBe(200);
  });

  test('compares names without ports, so a port in the list refuses its clients', async () => {
    const port = await listen({ host: '0.0.0.0', allowedHosts: ['mcp.example:3000'] });
    expect(await initialize(port, 'mcp.example:3000')).toBe(403);
    expect(await initialize(await listen({ allowedHosts: [] }), 'localhost')).toBe(403);
  });
});
