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
    // Connects one server in every request; without sessions.
    name: '@clerk/mcp-tools',
    source: '@clerk/mcp-tools@0.6.0 (read)',
    modules: ['@clerk/mcp-tools/express', '@clerk/mcp-tools/hono'],
    exports: { streamableHttpHandler: mcp },
  },
  {
    name: '@mastra/mcp',
    source: '@mastra/mcp@0.14.5 (read; 2.0.0 has no sessions)',
    modules: ['@mastra/mcp'],
    exports: { MCPServer: mcp },
    methods: [
      {
        // Makes a transport for every session and keeps it; `undefined` makes it stateless.
        receivers: ['MCPServer()', 'server', 'mcpServer', 'mcp'],
        method: 'startHTTP',
        needs: ['@mastra/mcp'],
        api: {
          kind: 'transport',
          wire: 'other',
          options: { argument: 0 },
          generator: ['options', 'sessionIdGenerator'],
          missingMeans: 'random',
        },
      },
    ],
  },
  {
    name: '@nuxtjs/mcp-toolkit',
    source: '@nuxtjs/mcp-toolkit@0.21.0 (read)',
    modules: ['@nuxtjs/mcp-toolkit', '@nuxtjs/mcp-toolkit/server'],
    exports: { defineMcpHandler: mcp, defineMcpTool: mcp },
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
    name: '@zuplo/mcp',
    source: '@zuplo/mcp@0.0.32',
    modules: ['@zuplo/mcp/server', '@zuplo/mcp/transport/httpstreamable'],
    exports: {
      MCPServer: mcp,
      HTTPStreamableTransport: {
        ...mcp,
        weakIds: {
          because: '`Math.random()`',
          instead:
            'no option changes that: leave its sessions off, or use the transport of the SDK',
          when: { argument: 0, path: ['enableSessions'] },
        },
      },
    },
  },
  {
    name: 'agents',
    source: 'agents@0.32.0 (read)',
    modules: ['agents/mcp', 'agents/mcp/server'],
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
        storage: ['storage'],
      },
    },
  },
  {
    name: 'fastmcp',
    source: 'fastmcp@4.20.16',
    modules: ['fastmcp', 'fastmcp/edge'],
    exports: { FastMCP: mcp },
    handlers: {
      methods: [
        {
          method: 'addTool',
          handles: 'tool',
          receivers: ['FastMCP()'],
          handler: { argument: 0, path: ['execute'] },
          stateful: true,
        },
      ],
    },
  },
  {
    name: 'mcp-framework',
    source: 'mcp-framework@0.2.22',
    modules: ['mcp-framework'],
    exports: { MCPServer: mcp },
  },
  {
    name: 'hono-mcp-server-sse-transport',
    source: 'hono-mcp-server-sse-transport@0.0.7 (read)',
    modules: ['hono-mcp-server-sse-transport'],
    exports: { SSETransport: mcp, streamSSE: mcp },
  },
  {
    name: 'mcp-handler',
    source: 'mcp-handler@2.4.0',
    modules: ['mcp-handler', '@vercel/mcp-adapter'],
    exports: { createMcpHandler: mcp, default: mcp },
  },
  {
    // Its session adapter makes ids of `crypto.randomUUID()`; without one it is stateless, and may be shared.
    name: 'mcp-lite',
    source: 'mcp-lite@0.10.0',
    modules: ['mcp-lite'],
    exports: { McpServer: mcp, StreamableHttpTransport: mcp },
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
  {
    name: 'muppet',
    source: 'muppet@0.2.2 (read)',
    modules: ['muppet', 'muppet/streaming'],
    exports: { muppet: mcp, bridge: mcp, SSEHonoTransport: mcp },
  },
  {
    name: 'skybridge',
    source: 'skybridge@2.0.0 (read)',
    modules: ['skybridge/server'],
    exports: { McpServer: mcp },
  },
  {
    name: 'tmcp',
    source: 'tmcp@1.20.0',
    modules: ['tmcp'],
    exports: { McpServer: mcp },
  },
  {
    name: 'xmcp',
    source: 'xmcp@1.1.3 (read)',
    modules: ['xmcp'],
    exports: { apiKeyAuthMiddleware: mcp, jwtAuthMiddleware: mcp },
  },
];
