import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What an MCP endpoint answers: the status, the session id of its header, and the JSON-RPC message, if it sends one. */
export interface Answer {
  status: number;
  sessionId: string | null;
  message: JsonRpcMessage | undefined;
  /** The body as it came. */
  text: string;
}

export interface JsonRpcMessage {
  id?: number | string | null;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
}

/** An MCP endpoint on loopback, spoken to as a client would. */
export interface Endpoint {
  url: string;
  /** Sends `initialize`; `headers` are added to it. */
  initialize: (headers?: Record<string, string>) => Promise<Answer>;
  /** Sends a request of a session; without an id, of none. */
  request: (
    method: string,
    options?: {
      sessionId?: string | null;
      params?: Record<string, unknown>;
      headers?: Record<string, string>;
    },
  ) => Promise<Answer>;
}

/**
 * Serves an endpoint on a free port of 127.0.0.1 until the test is over. A handler that throws or
 * rejects answers 500, as Express 5 does.
 */
export async function serve(
  handler: (...args: Parameters<RequestListener>) => unknown,
): Promise<Endpoint> {
  const server = createServer((request, response) => {
    void Promise.resolve()
      .then(() => handler(request, response))
      .catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(String(error));
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return endpointAt(`http://127.0.0.1:${port}/mcp`);
}

/** Speaks to an endpoint that is already served. */
export function endpointAt(url: string): Endpoint {
  let lastId = 0;
  const send = async (
    body: Record<string, unknown>,
    headers: Record<string, string>,
  ): Promise<Answer> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++lastId, ...body }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    const sessionId = response.headers.get('mcp-session-id');
    return { status: response.status, sessionId, message: messageIn(text), text };
  };
  return {
    url,
    initialize: (headers = {}) =>
      send(
        {
          method: 'initialize',
          params: {
            protocolVersion: '2025-06-18',
            capabilities: {},
            clientInfo: { name: 'test', version: '1' },
          },
        },
        headers,
      ),
    request: (method, { sessionId, params = {}, headers = {} } = {}) =>
      send(
        { method, params },
        sessionId ? { 'mcp-session-id': sessionId, ...headers } : { ...headers },
      ),
  };
}

/** The message of a JSON body or of an event stream. */
function messageIn(text: string): JsonRpcMessage | undefined {
  const data = /^data: (.+)$/m.exec(text)?.[1] ?? text;
  try {
    return JSON.parse(data) as JsonRpcMessage;
  } catch {
    return undefined;
  }
}
