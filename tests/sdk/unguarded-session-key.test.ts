import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { McpServer as SdkServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { serve } from './endpoint';

type Connect = (carts: Carts, request: IncomingMessage, response: ServerResponse) => Promise<void>;
type Carts = Map<string | undefined, string[]>;
/** What the tools do with the session id that the SDK hands them. */
type KeyOf = (sessionId: string | undefined) => string | undefined;

const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] });

const v1 =
  (keyOf: KeyOf): Connect =>
  async (carts, request, response) => {
    const server = new SdkServer({ name: 'shop', version: '1' });
    server.registerTool('add', { inputSchema: { item: z.string() } }, ({ item }, extra) => {
      const key = keyOf(extra.sessionId);
      carts.set(key, [...(carts.get(key) ?? []), item]);
      return text('added');
    });
    server.registerTool('list', {}, (extra) => text(String(carts.get(keyOf(extra.sessionId)))));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await server.connect(transport);
    await transport.handleRequest(request, response);
  };

const v2 =
  (keyOf: KeyOf): Connect =>
  async (carts, request, response) => {
    const server = new McpServer({ name: 'shop', version: '1' });
    server.registerTool('add', { inputSchema: z.object({ item: z.string() }) }, ({ item }, ctx) => {
      const key = keyOf(ctx.sessionId);
      carts.set(key, [...(carts.get(key) ?? []), item]);
      return text('added');
    });
    server.registerTool('list', {}, (ctx) => text(String(carts.get(keyOf(ctx.sessionId)))));
    const transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await server.connect(transport);
    await transport.handleRequest(request, response);
  };

/** Alice adds an item, then Bob lists his; each may send an id of his own choice. */
async function whatBobSees(connect: Connect) {
  const carts: Carts = new Map();
  const endpoint = await serve((request, response) => connect(carts, request, response));
  await endpoint.request('tools/call', {
    sessionId: 'alice',
    params: { name: 'add', arguments: { item: 'alice secret' } },
  });
  const listed = await endpoint.request('tools/call', {
    sessionId: 'bob',
    params: { name: 'list', arguments: {} },
  });
  return { keys: [...carts.keys()], result: listed.message?.result };
}

test.each([
  ['v1', v1],
  ['v2', v2],
])(
  'a stateless server of %s has no session id, so one user sees what another keeps',
  async (_, connect) => {
    const { keys, result } = await whatBobSees(connect((sessionId) => sessionId));
    expect(keys).toEqual([undefined]);
    expect(result).toMatchObject(text('alice secret'));
  },
);

test.each([
  ['v1', v1],
  ['v2', v2],
])('a literal in its place is the same for everyone (%s)', async (_, connect) => {
  const { keys, result } = await whatBobSees(connect((sessionId) => sessionId ?? 'default'));
  expect(keys).toEqual(['default']);
  expect(result).toMatchObject(text('alice secret'));
});

test.each([
  ['v1', v1],
  ['v2', v2],
])('a guard answers with an error and keeps nothing (%s)', async (_, connect) => {
  const { keys, result } = await whatBobSees(
    connect((sessionId) => {
      if (!sessionId) throw new Error('A session is required.');
      return sessionId;
    }),
  );
  expect(keys).toEqual([]);
  expect(result).toMatchObject({ isError: true, ...text('A session is required.') });
});
