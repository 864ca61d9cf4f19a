import type { HandlersModel } from './handler-types';
import type { Framework, LibraryModel, Transport } from './types';

const PACKAGES = [
  '@modelcontextprotocol/sdk',
  // Forks with the same files and classes.
  '@mcp-use/modelcontextprotocol-sdk',
  '@redocly/mcp-typescript-sdk',
];
const FOLDERS = ['server', 'dist/server', 'dist/esm/server', 'dist/cjs/server'];
const FILES = [
  'express',
  'index',
  'mcp',
  'middleware/hostHeaderValidation',
  'sse',
  'stdio',
  'streamableHttp',
  'webStandardStreamableHttp',
];

const dnsRebinding: Transport['dnsRebinding'] = {
  enable: ['enableDnsRebindingProtection'],
  hosts: ['allowedHosts'],
  origins: ['allowedOrigins'],
};

const streamableHttp: Transport = {
  kind: 'transport',
  wire: 'streamable-http',
  options: { argument: 0 },
  generator: ['sessionIdGenerator'],
  missingMeans: 'stateless',
  sessionCallbacks: ['onsessioninitialized', 'onsessionclosed'],
  dnsRebinding,
};

const sse: Transport = {
  kind: 'transport',
  wire: 'sse',
  // `(endpoint, response, options)`; the id is a randomUUID() and cannot be set.
  options: { argument: 2 },
  missingMeans: 'random',
  idAtOnce: true,
  dnsRebinding,
};

const stdio: Transport = { kind: 'transport', wire: 'stdio', missingMeans: 'stateless' };

const hostCheck: Framework['hostCheck'] = {
  options: { argument: 0 },
  host: ['host'],
  wildcards: ['0.0.0.0', '::'],
  hosts: ['allowedHosts'],
};
const app: Framework = { kind: 'framework', serves: 'mcp', hostCheck };
/** v2 checks origins too. */
const appOfV2: Framework = { ...app, hostCheck: { ...hostCheck, origins: ['allowedOrigins'] } };
const hostValidation: Framework = { kind: 'framework', serves: 'mcp', checksHost: true };
const hostValidations = {
  hostHeaderValidation: hostValidation,
  localhostHostValidation: hostValidation,
};

const receivers = ['server', 'mcp', 'mcpServer', 'McpServer()'];

/** Handlers take `(args, extra)`, those without a schema `(extra)`; v2 calls the latter `ctx`. */
const handlers: HandlersModel = {
  methods: [
    { method: 'registerPrompt', handles: 'prompt', schema: { argument: 1, path: ['argsSchema'] } },
    { method: 'registerResource', handles: 'resource' },
    { method: 'registerTool', handles: 'tool', schema: { argument: 1, path: ['inputSchema'] } },
    { method: 'setRequestHandler', handles: 'request' },
    { method: 'prompt', handles: 'prompt', receivers, schema: 'between' },
    { method: 'resource', handles: 'resource', receivers },
    { method: 'tool', handles: 'tool', receivers, schema: 'between' },
  ],
  contextTypes: ['BaseContext', 'RequestHandlerExtra', 'ServerContext'],
  functionTypes: {
    PromptCallback: 'prompt',
    ReadResourceCallback: 'resource',
    ReadResourceTemplateCallback: 'resource',
    ToolCallback: 'tool',
  },
};

/** The official SDK: v1, its forks, and the packages of v2. */
export const mcpSdk: readonly LibraryModel[] = [
  {
    name: '@modelcontextprotocol/sdk',
    source: '@modelcontextprotocol/sdk@1.32.2 (also 1.24.3, 1.25.3, 1.26.0, 1.29.0)',
    // With and without `.js`, through `exports` and by file.
    modules: PACKAGES.flatMap((name) => [
      `${name}/server`,
      ...FOLDERS.flatMap((folder) =>
        FILES.flatMap((file) => [`${name}/${folder}/${file}.js`, `${name}/${folder}/${file}`]),
      ),
    ]),
    exports: {
      McpServer: { kind: 'framework', serves: 'mcp' },
      Server: { kind: 'framework', serves: 'mcp' },
      createMcpExpressApp: app,
      SSEServerTransport: sse,
      StdioServerTransport: stdio,
      StreamableHTTPServerTransport: streamableHttp,
      WebStandardStreamableHTTPServerTransport: streamableHttp,
      ...hostValidations,
    },
    handlers,
  },
  {
    name: '@modelcontextprotocol/server',
    source: '@modelcontextprotocol/server@2.4.0',
    modules: ['@modelcontextprotocol/server', '@modelcontextprotocol/server/stdio'],
    exports: {
      McpServer: { kind: 'framework', serves: 'mcp' },
      Server: { kind: 'framework', serves: 'mcp' },
      createMcpHandler: { kind: 'framework', serves: 'mcp' },
      hostHeaderValidationResponse: hostValidation,
      validateHostHeader: hostValidation,
      // One request each, no sessions.
      PerRequestHTTPServerTransport: {
        kind: 'transport',
        wire: 'other',
        missingMeans: 'stateless',
      },
      StdioServerTransport: stdio,
      WebStandardStreamableHTTPServerTransport: streamableHttp,
    },
    handlers,
  },
  {
    name: '@modelcontextprotocol/node',
    source: '@modelcontextprotocol/node@2.1.2',
    modules: ['@modelcontextprotocol/node'],
    exports: {
      NodeStreamableHTTPServerTransport: streamableHttp,
      toNodeHandler: { kind: 'framework', serves: 'mcp' },
      ...hostValidations,
    },
  },
  {
    name: '@modelcontextprotocol/server-legacy',
    source: '@modelcontextprotocol/server-legacy@2.3.1',
    modules: ['@modelcontextprotocol/server-legacy', '@modelcontextprotocol/server-legacy/sse'],
    exports: { SSEServerTransport: sse },
  },
  {
    name: '@modelcontextprotocol/express',
    source: '@modelcontextprotocol/express@2.0.2',
    modules: ['@modelcontextprotocol/express'],
    exports: { createMcpExpressApp: appOfV2, ...hostValidations },
  },
  {
    name: '@modelcontextprotocol/fastify',
    source: '@modelcontextprotocol/fastify@2.0.1',
    modules: ['@modelcontextprotocol/fastify'],
    exports: { createMcpFastifyApp: appOfV2, ...hostValidations },
  },
  {
    name: '@modelcontextprotocol/hono',
    source: '@modelcontextprotocol/hono@2.0.2',
    modules: ['@modelcontextprotocol/hono'],
    exports: { createMcpHonoApp: appOfV2, ...hostValidations },
  },
];
