import type { Framework, LibraryModel } from './types';

const mcp: Framework = { kind: 'framework', serves: 'mcp' };

/** Frameworks over the SDK; those without a generator option only show that a file serves MCP. */
export const mcpFrameworks: readonly LibraryModel[] = [
  {
    name: '@hono/mcp',
    source: '@hono/mcp@0.3.2',
    modules: ['@hono/mcp'],
    exports: {
      // Has no guard against reuse: without a generator it mixes up its clients (measured).
      StreamableHTTPTransport: {
        kind: 'transport',
        wire: 'streamable-http',
        options: { argument: 0 },
        generator: ['sessionIdGenerator'],
        missingMeans: 'stateless',
        sessionCallbacks: ['onsessioninitialized', 'onsessionclosed', 'onsessiondisconnected'],
        unguarded: true,
      },
    },
  },
  {
    name: '@rekog/mcp-nest',
    source: '@rekog/mcp-nest@2.0.5',
    modules: ['@rekog/mcp-nest'],
    exports: {
      // Stateless unless `statefulMode`; its own generator is randomUUID().
      StreamableHttpTransport: {
        kind: 'transport',
        wire: 'streamable-http',
        options: { argument: 0 },
        generator: ['sessionIdGenerator'],
        missingMeans: 'random',
      },
      // 1.x.
      'McpModule.forRoot': {
        kind: 'transport',
        wire: 'streamable-http',
        options: { argument: 0 },
        generator: ['streamableHttp', 'sessionIdGenerator'],
        missingMeans: 'random',
      },
    },
  },
  {
    name: '@tmcp/transport-http',
    source: '@tmcp/transport-http@0.9.0',
    modules: ['@tmcp/transport-http'],
    exports: {
      HttpTransport: {
        kind: 'transport',
        wire: 'streamable-http',
        options: { argument: 1 },
        generator: ['getSessionId'],
        missingMeans: 'random',
      },
    },
  },
  {
    name: '@tmcp/transport-sse',
    source: '@tmcp/transport-sse@0.6.0',
    modules: ['@tmcp/transport-sse'],
    exports: {
      SseTransport: {
        kind: 'transport',
        wire: 'sse',
        options: { argument: 1 },
        generator: ['getSessionId'],
        missingMeans: 'random',
      },
    },
  },
  {
    name: 'agents',
    source: 'agents@0.32.0',
    modules: ['agents/mcp'],
    exports: {
      McpAgent: mcp,
      createMcpHandler: mcp,
      WorkerTransport: {
        kind: 'transport',
        wire: 'streamable-http',
        options: { argument: 0 },
        generator: ['sessionIdGenerator'],
        missingMeans: 'stateless',
        sessionCallbacks: ['onsessioninitialized', 'onsessionclosed'],
      },
    },
  },
  {
    name: 'fastmcp',
    source: 'fastmcp@4.20.16',
    modules: ['fastmcp', 'fastmcp/edge'],
    exports: { FastMCP: mcp },
  },
  {
    name: 'mcp-framework',
    source: 'mcp-framework@0.2.22',
    modules: ['mcp-framework'],
    exports: { MCPServer: mcp },
  },
  {
    name: 'mcp-handler',
    source: 'mcp-handler@2.4.0',
    modules: ['mcp-handler', '@vercel/mcp-adapter'],
    exports: { createMcpHandler: mcp, default: mcp },
  },
  {
    name: 'mcp-proxy',
    source: 'mcp-proxy@6.7.19',
    modules: ['mcp-proxy'],
    exports: { startHTTPServer: mcp },
  },
  {
    name: 'mcp-use',
    source: 'mcp-use@2.5.2 (also 1.34.6)',
    modules: ['mcp-use', 'mcp-use/server'],
    exports: { MCPServer: mcp },
  },
];
