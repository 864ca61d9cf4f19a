import { describe, expect, it } from 'vitest';
import {
  contextSessionIds,
  mcpHandlerAround,
  mcpHandlersIn,
} from '../../src/session/tool-handlers';
import { find, runInRule } from '../support/run-in-rule';

/** What every handler of the file handles, and its parameters. */
const handlers = (code: string) =>
  runInRule(code, (sourceCode) =>
    mcpHandlersIn(sourceCode).map((handler) => [
      handler.handles,
      handler.arguments && sourceCode.getText(handler.arguments),
      handler.context && sourceCode.getText(handler.context),
    ]),
  );

const sdk = `import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';`;

describe('the handlers of an MCP server', () => {
  it.each([
    [
      'a tool with a schema takes arguments first',
      `server.registerTool('add', { inputSchema: { n: z.number() } }, async ({ n }, extra) => {})`,
      ['tool', '{ n }', 'extra'],
    ],
    [
      'a tool with a schema that asks nothing of its context',
      `server.registerTool('add', { inputSchema: { n: z.number() } }, async (args) => {})`,
      ['tool', 'args', undefined],
    ],
    [
      'a tool without a schema takes the context alone',
      `server.registerTool('now', { description: 'x' }, async (who) => {})`,
      ['tool', undefined, 'who'],
    ],
    [
      'a tool of unknown options and one parameter: its name says what it is',
      `server.registerTool('now', config, async (extra) => {})`,
      ['tool', undefined, 'extra'],
    ],
    [
      'a tool of unknown options and one parameter without such a name is not told',
      `server.registerTool('now', config, async ({ sessionId }) => {})`,
      ['tool', undefined, undefined],
    ],
    [
      'the old form with a schema between',
      `server.tool('add', 'Adds', { n: z.number() }, async (args, { sessionId }) => {})`,
      ['tool', 'args', '{ sessionId }'],
    ],
    [
      'the old form with a description alone',
      `server.tool('now', 'The time', async (who) => {})`,
      ['tool', undefined, 'who'],
    ],
    [
      'a request handler of v1',
      `server.setRequestHandler(CallToolRequestSchema, async (request, extra) => {})`,
      ['request', 'request', 'extra'],
    ],
    [
      'a request handler of v2',
      `mcp.server.setRequestHandler('tools/call', async (request, ctx) => {})`,
      ['request', 'request', 'ctx'],
    ],
    [
      'a resource at a fixed address',
      `server.registerResource('c', 'config://app', {}, async (uri, extra) => {})`,
      ['resource', 'uri', 'extra'],
    ],
    [
      'a resource by a template: its variables are the client’s',
      `server.resource('s', new ResourceTemplate('s://{id}'), async (uri, { id }) => {})`,
      ['resource', '{ id }', undefined],
    ],
    [
      'a resource by a template with its context',
      `server.resource('s', new ResourceTemplate('s://{id}'), async (uri, variables, extra) => {})`,
      ['resource', 'uri', 'extra'],
    ],
    [
      'a prompt',
      `server.registerPrompt('p', { argsSchema: {} }, (args, ctx) => {})`,
      ['prompt', 'args', 'ctx'],
    ],
    [
      'a function of this file, also inside a wrapper',
      `server.registerTool('a', { inputSchema }, withLogging(async (args, extra) => {}))`,
      ['tool', 'args', 'extra'],
    ],
    [
      'a method of a class that holds the server',
      `class A { server = new McpServer(x); constructor() { this.server.registerTool('a', { inputSchema }, this.add.bind(this)); } add(args, extra) {} }`,
      ['tool', 'args', 'extra'],
    ],
  ])('%s', (_, code, expected) => {
    expect(handlers(`${sdk} ${code}`)).toEqual([expected]);
  });

  it('registerTool needs no import, tool needs one or a server by name', () => {
    expect(
      handlers(`export const a = (s) => s.registerTool('a', c, (x, extra) => {})`),
    ).toHaveLength(1);
    expect(handlers(`export const a = (server) => server.tool('a', (extra) => {})`)).toHaveLength(
      1,
    );
    expect(handlers(`export const a = (s) => s.tool('a', (extra) => {})`)).toEqual([]);
    expect(handlers(`${sdk} export const a = (s) => s.tool('a', (extra) => {})`)).toHaveLength(1);
  });

  it('a client handles requests of its server: none', () => {
    expect(
      handlers(`import { Client } from '@modelcontextprotocol/sdk/client/index.js';
        const one = new Client({}); one.setRequestHandler(Schema, (request, extra) => {});
        mcpClient.setRequestHandler(Schema, (request, extra) => {});`),
    ).toEqual([]);
  });

  it('a tool of fastmcp', () => {
    expect(
      handlers(`import { FastMCP } from 'fastmcp'; const server = new FastMCP({});
        server.addTool({ name: 'a', execute: async (args, context) => {} });`),
    ).toEqual([['tool', 'args', 'context']]);
    expect(handlers(`registry.addTool({ execute: async (args, context) => {} })`)).toEqual([]);
  });

  it('a function with the type of a context, or of a handler', () => {
    const types = `import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';`;
    expect(
      handlers(`${types} export async function add(args: A, who: RequestHandlerExtra<R, N>) {}`),
    ).toEqual([['request', 'args: A', 'who: RequestHandlerExtra<R, N>']]);
    expect(
      handlers(`import type { ToolCallback } from '@modelcontextprotocol/server';
        export const add: ToolCallback<S> = async (args, ctx) => {};`),
    ).toEqual([['tool', 'args', 'ctx']]);
    expect(
      handlers(
        `import type { RequestHandlerExtra } from './own'; export function a(b, c: RequestHandlerExtra) {}`,
      ),
    ).toEqual([]);
  });
});

describe('the session ids of a context', () => {
  const ids = (code: string) =>
    runInRule(code, (sourceCode) =>
      mcpHandlersIn(sourceCode)
        .flatMap((handler) => contextSessionIds(sourceCode, handler))
        .map((id) => sourceCode.getText(id)),
    );

  it('members, destructured names and variables', () => {
    expect(ids(`server.registerTool('a', c, (a, extra) => { use(extra.sessionId!); })`)).toEqual([
      'extra.sessionId',
    ]);
    expect(ids(`server.registerTool('a', c, (a, { sessionId: sid }) => { use(sid); })`)).toEqual([
      'sid',
    ]);
    expect(
      ids(
        `server.registerTool('a', c, (a, ctx) => { const { sessionId } = ctx; const s = sessionId as string; use(s); })`,
      ),
    ).toEqual(['sessionId', 's']);
  });

  it('in functions of the file that get the context', () => {
    expect(
      ids(
        `server.registerTool('a', c, (a, extra) => add(a, extra)); function add(a, who) { use(who?.sessionId); }`,
      ),
    ).toEqual(['who?.sessionId']);
  });

  it('the handler around a node is the one it stands in', () => {
    const around = runInRule(
      `server.registerTool('a', c, (a, extra) => { later(() => { here; }); }); there;`,
      (sourceCode) =>
        ['here', 'there'].map(
          (name) => mcpHandlerAround(sourceCode, find(sourceCode, name, 'Identifier'))?.handles,
        ),
    );
    expect(around).toEqual(['tool', undefined]);
  });
});
