import { randomBytes, randomUUID } from 'node:crypto';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { McpServer as V1Server } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { McpServer as V2Server } from '@modelcontextprotocol/server';
import { describe, expect, test } from 'vitest';
import { serve, type Endpoint } from './endpoint';

/** What the options of both SDKs are, and the generators that their types do not allow. */
interface Options {
  sessionIdGenerator: unknown;
  onsessioninitialized: (id: string) => void;
}
type Transport = Pick<StreamableHTTPServerTransport, 'handleRequest'>;
/** A transport with a server of its own. */
type Connect = (options: Options) => Promise<Transport>;

const sdks: [name: string, connect: Connect][] = [
  [
    '@modelcontextprotocol/sdk',
    async (options) => {
      const transport = new StreamableHTTPServerTransport(options as never);
      await withTool(new V1Server({ name: 'test', version: '1' })).connect(transport);
      return transport;
    },
  ],
  [
    '@modelcontextprotocol/node',
    async (options) => {
      const transport = new NodeStreamableHTTPServerTransport(options as never);
      await withTool(new V2Server({ name: 'test', version: '1' })).connect(transport);
      return transport;
    },
  ],
];

function withTool<T extends V1Server | V2Server>(server: T): T {
  (server as V1Server).registerTool('ping', {}, () => ({ content: [] }));
  return server;
}

interface Sessions {
  endpoint: Endpoint;
  /** The ids that the SDK said are initialized. */
  initialized: unknown[];
}

/** An endpoint as the SDK's examples write it: a transport for each session, looked up by the header; the last one without. */
async function endpointWith(connect: Connect, sessionIdGenerator: unknown): Promise<Sessions> {
  const transports = new Map<unknown, Transport>();
  const initialized: unknown[] = [];
  let last: Transport | undefined;
  const endpoint = await serve(async (request, response) => {
    const id = request.headers['mcp-session-id'];
    let transport = id === undefined ? last : transports.get(id);
    if (id !== undefined && !transport) {
      response.writeHead(404).end();
      return;
    }
    if (!transport || request.headers['x-new-client']) {
      const ids: unknown[] = [];
      transport = await connect({ sessionIdGenerator, onsessioninitialized: (id) => ids.push(id) });
      last = transport;
      await transport.handleRequest(request, response);
      for (const each of ids) transports.set(each, transport);
      initialized.push(...ids);
      return;
    }
    await transport.handleRequest(request, response);
  });
  return { endpoint, initialized };
}

const NEW_CLIENT = { 'x-new-client': '1' };

describe.each(sdks)('a session id generator of %s', (_, connect) => {
  test('that makes ids serves each client by its own', async () => {
    const { endpoint, initialized } = await endpointWith(connect, () => randomUUID());
    const [one, two] = [
      await endpoint.initialize(NEW_CLIENT),
      await endpoint.initialize(NEW_CLIENT),
    ];
    expect(initialized).toEqual([one.sessionId, two.sessionId]);
    expect(one.sessionId).not.toBe(two.sessionId);
    const listed = await endpoint.request('tools/list', { sessionId: one.sessionId });
    expect(listed.message?.result).toMatchObject({ tools: [{ name: 'ping' }] });
  });

  test.each([
    ['[object Promise]', () => Promise.resolve(randomUUID())],
    // eslint-disable-next-line @typescript-eslint/require-await -- What somebody writes.
    ['[object Promise]', async () => randomUUID()],
    ['[object Generator]', function* () { yield randomUUID(); }], // prettier-ignore
    ['[object Object]', () => ({ id: randomUUID() })],
  ])('gives two clients the same id %s, and refuses what they ask', async (text, generator) => {
    const { endpoint } = await endpointWith(connect, generator);
    for (let client = 0; client < 2; client++) {
      const { status, sessionId } = await endpoint.initialize(NEW_CLIENT);
      expect({ status, sessionId }).toEqual({ status: 200, sessionId: text });
    }
    expect((await endpoint.request('tools/list', { sessionId: text })).status).toBe(404);
  });

  test.each([
    ['undefined', () => undefined, null],
    ["''", () => '', ''],
  ])('that returns %s lets clients in and refuses what they ask', async (_, generator, id) => {
    const { endpoint, initialized } = await endpointWith(connect, generator);
    const { status, sessionId } = await endpoint.initialize(NEW_CLIENT);
    expect({ status, sessionId, initialized }).toEqual({
      status: 200,
      sessionId: id,
      initialized: [],
    });
    expect((await endpoint.request('tools/list')).status).toBe(400);
  });

  test('that returns null gives every client the id `null`', async () => {
    const { endpoint } = await endpointWith(connect, () => null);
    const ids = [await endpoint.initialize(NEW_CLIENT), await endpoint.initialize(NEW_CLIENT)];
    expect(ids.map(({ sessionId }) => sessionId)).toEqual(['null', 'null']);
    expect((await endpoint.request('tools/list', { sessionId: 'null' })).status).toBe(404);
  });

  test('that is null itself is not stateless: what clients ask fails', async () => {
    const { endpoint } = await endpointWith(connect, null);
    expect(await endpoint.initialize(NEW_CLIENT)).toMatchObject({ status: 200, sessionId: null });
    expect((await endpoint.request('tools/list')).status).toBe(500);
  });

  test.each([
    ['a text', 'single-session'],
    ['the result of a call', randomUUID()],
    ['a promise', Promise.resolve(randomUUID())],
  ])('that is %s lets nobody in', async (_, value) => {
    const { endpoint } = await endpointWith(connect, value);
    const { status, text } = await endpoint.initialize(NEW_CLIENT);
    expect(status).toBe(400);
    expect(text).toContain('sessionIdGenerator is not a function');
  });

  test.each([
    ['a line break', () => 'a\nb'],
    ['characters beyond Latin-1', () => 'session-☃'],
    ['bytes', () => randomBytes(64)],
    ['a function of several lines', () => withTool],
  ])('that returns %s lets nobody in, after the callback has run', async (_, generator) => {
    const { endpoint, initialized } = await endpointWith(connect, generator);
    const { status, sessionId } = await endpoint.initialize(NEW_CLIENT);
    expect({ status, sessionId }).toEqual({ status: 400, sessionId: null });
    expect(initialized).toHaveLength(1);
  });

  test('that returns a number sends its digits', async () => {
    const { endpoint } = await endpointWith(connect, () => 7);
    expect(await endpoint.initialize(NEW_CLIENT)).toMatchObject({ status: 200, sessionId: '7' });
  });
});
