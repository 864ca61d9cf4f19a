import { noIneffectiveDnsRebindingProtection as rule } from '../../src/rules/no-ineffective-dns-rebinding-protection';
import { commonjs, modules, typescript } from '../support/rule-tester';

const sdk = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`;
const express = `import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';`;
const transport = (options: string) =>
  `${sdk}
export const transport = new StreamableHTTPServerTransport(${options});`;
const app = (options: string) => `${express}
export const app = createMcpExpressApp(${options});`;

typescript.run('no-ineffective-dns-rebinding-protection', rule, {
  valid: [
    {
      name: 'on, with hosts and their ports',
      code: transport(
        `{ enableDnsRebindingProtection: true, allowedHosts: ['localhost:3000', '127.0.0.1:3000', '[::1]:3000'] }`,
      ),
    },
    {
      name: 'on, with ports that are known at run time',
      code: transport(
        "{ enableDnsRebindingProtection: true, allowedHosts: [`localhost:${port}`, '127.0.0.1:' + port, `${HOST}:${PORT}`, process.env.HOST] }",
      ),
    },
    {
      name: 'on, with origins alone: those are checked',
      code: transport(
        `{ enableDnsRebindingProtection: true, allowedOrigins: ['http://localhost:3000'] }`,
      ),
    },
    {
      name: 'nothing at all, or switched off with nothing to check',
      code: `${transport('{ sessionIdGenerator: undefined }')}
        export const off = new StreamableHTTPServerTransport({ enableDnsRebindingProtection: false });
        export const empty = new StreamableHTTPServerTransport({ allowedHosts: [], enableDnsRebindingProtection: false });
        export const nothing = new StreamableHTTPServerTransport({ allowedHosts: undefined });
        export const none = new StreamableHTTPServerTransport();`,
    },
    {
      name: 'unknown lists, switches and options',
      code: `import { hosts, options } from './config.js';
        ${transport('{ enableDnsRebindingProtection: true, allowedHosts: hosts }')}
        export const env = new StreamableHTTPServerTransport({ enableDnsRebindingProtection: true, allowedHosts: process.env.HOSTS?.split(',') });
        export const flag = new StreamableHTTPServerTransport({ enableDnsRebindingProtection: options.dns, allowedHosts: ['a.example'] });
        export const all = new StreamableHTTPServerTransport(options);
        export const spread = new StreamableHTTPServerTransport({ ...options, enableDnsRebindingProtection: true });
        export const over = new StreamableHTTPServerTransport({ allowedHosts: ['a.example'], ...options });`,
    },
    {
      name: 'a list that is filled later',
      code: `const allowedHosts = []; if (process.env.HOST) allowedHosts.push(process.env.HOST);
        ${transport('{ enableDnsRebindingProtection: true, allowedHosts }')}`,
    },
    {
      name: 'a list that has each name with and without its port',
      code: transport(
        "{ enableDnsRebindingProtection: true, allowedHosts: ['localhost', `localhost:${port}`, '127.0.0.1', '127.0.0.1:3000'] }",
      ),
    },
    {
      name: 'a list with entries from elsewhere',
      code: transport(
        `{ enableDnsRebindingProtection: true, allowedHosts: ['localhost', ...extraHosts] }`,
      ),
    },
    {
      name: 'a public name: behind port 443 its Host header has no port',
      code: transport(
        `{ enableDnsRebindingProtection: true, allowedHosts: ['mcp.example.com', 'example.com:8443'] }`,
      ),
    },
    {
      name: 'a loopback name where the file serves port 80',
      code: `${transport(`{ enableDnsRebindingProtection: true, allowedHosts: ['localhost'] }`)}
        app.listen(process.env.PORT || 80);`,
    },
    {
      name: 'a loopback name that requests of the file have as their Host header',
      code: `${transport(`{ enableDnsRebindingProtection: true, allowedHosts: ['localhost'] }`)}
        await handle(new Request('http://in-process/mcp', { headers: { ...headers, host: 'localhost' } }));`,
    },
    {
      name: 'a check of another kind: a middleware of the SDK, an app that has it, code of its own',
      code: `import { hostHeaderValidation } from '@modelcontextprotocol/sdk/server/middleware/hostHeaderValidation.js';
        ${transport(`{ enableDnsRebindingProtection: true }`)} ${express}
        const app = createMcpExpressApp({ host: '0.0.0.0' }); app.use(hostHeaderValidation(['localhost']));`,
    },
    {
      name: 'an app that checks by default',
      code: `${transport(`{ enableDnsRebindingProtection: true }`)} ${express} const app = createMcpExpressApp();`,
    },
    {
      name: 'code that reads the Host header',
      code: `${app(`{ host: '0.0.0.0' }`)}
        app.use((req, res, next) => (ALLOWED.has(req.headers.host) ? next() : res.sendStatus(403)));`,
    },
    {
      name: 'an app on loopback, on an address, with a list, even an empty one',
      code: `${app('')}
        createMcpExpressApp({}); createMcpExpressApp({ host: 'localhost' }); createMcpExpressApp({ host: '192.168.0.2' });
        createMcpExpressApp({ host: '0.0.0.0', allowedHosts: ['mcp.example.com', '[::1]'] });
        createMcpExpressApp({ host: '0.0.0.0', allowedHosts: hosts }); createMcpExpressApp({ host: '::', allowedHosts: [] });`,
    },
    {
      name: 'an app whose address is known at run time',
      code: `${app('{ host: process.env.HOST }')}
        createMcpExpressApp({ host }); createMcpExpressApp({ host: process.env.HOST ?? '0.0.0.0' });
        createMcpExpressApp(options); createMcpExpressApp({ host: '0.0.0.0', ...options });`,
    },
    {
      name: 'v2 checks origins where it is given them',
      code: `import { createMcpHonoApp } from '@modelcontextprotocol/hono';
        export const app = createMcpHonoApp({ host: '0.0.0.0', allowedOrigins: ['mcp.example.com'] });`,
    },
    {
      name: 'options of the same name elsewhere',
      code: `import { Client } from '@modelcontextprotocol/sdk/client/index.js';
        export default defineConfig({ server: { allowedHosts: ['localhost'] } });
        export const session = new Own({ enableDnsRebindingProtection: true });`,
    },
  ],
  invalid: [
    {
      name: 'on, without a list',
      code: transport(`{ enableDnsRebindingProtection: true }`),
      errors: [
        {
          messageId: 'noList',
          data: { option: 'enableDnsRebindingProtection', list: 'allowedHosts' },
          line: 2,
          column: 62,
          endColumn: 96,
        },
      ],
    },
    {
      name: 'on, with lists that are empty or undefined',
      code: transport(
        `{ enableDnsRebindingProtection: true, allowedHosts: [], allowedOrigins: undefined }`,
      ),
      errors: [{ messageId: 'noList', line: 2 }],
    },
    {
      name: 'lists without the switch: one report',
      code: transport(
        `{ allowedHosts: ['localhost:3000'], allowedOrigins: ['http://localhost:3000'] }`,
      ),
      errors: [
        {
          messageId: 'switchedOff',
          data: { option: 'enableDnsRebindingProtection', list: 'allowedHosts' },
          line: 2,
          column: 62,
          endColumn: 94,
          suggestions: [
            {
              messageId: 'switchOn',
              output: transport(
                `{ allowedHosts: ['localhost:3000'], allowedOrigins: ['http://localhost:3000'], enableDnsRebindingProtection: true }`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'lists with the switch off',
      code: transport(
        `{ enableDnsRebindingProtection: false, allowedOrigins: ['http://localhost:3000'] }`,
      ),
      errors: [
        {
          messageId: 'switchedOff',
          data: { option: 'enableDnsRebindingProtection', list: 'allowedOrigins' },
          line: 2,
          column: 62,
          suggestions: [
            {
              messageId: 'switchOn',
              output: transport(
                `{ enableDnsRebindingProtection: true, allowedOrigins: ['http://localhost:3000'] }`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'lists that would refuse clients once they count: no suggestion to turn them on',
      code: transport(`{ enableDnsRebindingProtection: false, allowedHosts: ['127.0.0.1'] }`),
      errors: [{ messageId: 'switchedOff', line: 2, column: 62, suggestions: [] }],
    },
    {
      name: 'loopback names without their ports: one report a list, at the first',
      code: transport(
        `{ enableDnsRebindingProtection: true, allowedHosts: ['example.com', 'localhost', '127.0.0.1', '[::1]'] }`,
      ),
      errors: [
        {
          messageId: 'missingPort',
          data: { list: 'allowedHosts', entry: 'localhost' },
          line: 2,
          column: 128,
          suggestions: [],
        },
      ],
    },
    {
      name: 'one name with its port, another without, and a list of its own',
      code: `const HOST = '127.0.0.1'; const allowedHosts = ['localhost:3000', HOST];
${transport('{ enableDnsRebindingProtection: isProduction, allowedHosts }')}`,
      errors: [
        {
          messageId: 'missingPort',
          data: { list: 'allowedHosts', entry: '127.0.0.1' },
          line: 1,
          column: 67,
        },
      ],
    },
    {
      name: 'patterns and addresses that no Host header is',
      code: transport(
        `{ enableDnsRebindingProtection: true, allowedHosts: ['*.example.com', 'https://example.com'] }`,
      ),
      errors: [
        { messageId: 'pattern', data: { list: 'allowedHosts', entry: '*.example.com' }, line: 2 },
      ],
    },
    {
      name: 'the transport of SSE, options as its third argument',
      code: `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
app.get('/sse', (req, res) => { new SSEServerTransport('/messages', res, { enableDnsRebindingProtection: true }); });`,
      errors: [{ messageId: 'noList', line: 2, column: 76 }],
    },
    {
      name: 'v2’s transports',
      code: `import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
export const one = new WebStandardStreamableHTTPServerTransport({ enableDnsRebindingProtection: true });
export const two = new NodeStreamableHTTPServerTransport({ allowedHosts: ['a.example'] });`,
      errors: [
        { messageId: 'noList', line: 3 },
        {
          messageId: 'switchedOff',
          line: 4,
          suggestions: [
            {
              messageId: 'switchOn',
              output: `import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
export const one = new WebStandardStreamableHTTPServerTransport({ enableDnsRebindingProtection: true });
export const two = new NodeStreamableHTTPServerTransport({ allowedHosts: ['a.example'], enableDnsRebindingProtection: true });`,
            },
          ],
        },
      ],
    },
    {
      name: 'an app on all addresses, without a list',
      code: `const HOST = '::';
${app(`{ host: '0.0.0.0' }`)}
export const other = createMcpExpressApp({ host: HOST, allowedHosts: undefined });`,
      errors: [
        {
          messageId: 'wildcard',
          data: { host: '0.0.0.0', option: 'allowedHosts' },
          line: 3,
          column: 42,
          endColumn: 57,
        },
        {
          messageId: 'wildcard',
          data: { host: '::', option: 'allowedHosts' },
          line: 4,
          column: 44,
        },
      ],
    },
    {
      name: 'an open app beside one that checks by default',
      code: `${app(`{ host: '0.0.0.0' }`)}
export const local = createMcpExpressApp();`,
      errors: [{ messageId: 'wildcard', line: 2 }],
    },
    {
      name: 'the apps of v2',
      code: `import { createMcpExpressApp } from '@modelcontextprotocol/express';
import { createMcpFastifyApp } from '@modelcontextprotocol/fastify';
import { createMcpHonoApp } from '@modelcontextprotocol/hono';
export const apps = [
  createMcpExpressApp({ host: '0.0.0.0' }),
  createMcpFastifyApp({ host: '::' }),
  createMcpHonoApp({ host: '0.0.0.0' }),
];`,
      errors: [
        { messageId: 'wildcard', line: 5 },
        { messageId: 'wildcard', line: 6 },
        { messageId: 'wildcard', line: 7 },
      ],
    },
    {
      name: 'an app matches names without ports',
      code: app(
        `{ host: '0.0.0.0', allowedHosts: ['localhost:3000', 'mcp.example.com', "[::1]:3000"] }`,
      ),
      errors: [
        {
          messageId: 'strayPort',
          data: { list: 'allowedHosts', entry: 'localhost:3000' },
          line: 2,
          column: 74,
          suggestions: [
            {
              messageId: 'dropPorts',
              output: app(
                `{ host: '0.0.0.0', allowedHosts: ['localhost', 'mcp.example.com', "[::1]"] }`,
              ),
            },
          ],
        },
      ],
    },
  ],
});

modules.run('no-ineffective-dns-rebinding-protection, modules', rule, {
  valid: [],
  invalid: [
    {
      name: 'options in a constant',
      code: `${sdk}
const options = { enableDnsRebindingProtection: !0 };
export const transport = new StreamableHTTPServerTransport(options);`,
      errors: [{ messageId: 'noList', line: 2, column: 19 }],
    },
  ],
});

commonjs.run('no-ineffective-dns-rebinding-protection, CommonJS', rule, {
  valid: [],
  invalid: [
    {
      name: 'a required SDK',
      code: `const { createMcpExpressApp } = require('@modelcontextprotocol/sdk/server/express.js');
const app = createMcpExpressApp({ host: '0.0.0.0' });`,
      errors: [{ messageId: 'wildcard', line: 2 }],
    },
    {
      name: 'compiled CommonJS',
      code: `"use strict";
const express_js_1 = require("@modelcontextprotocol/sdk/server/express.js");
const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
const app = (0, express_js_1.createMcpExpressApp)({ host: "0.0.0.0" });
const transport = new streamableHttp_js_1.StreamableHTTPServerTransport({ enableDnsRebindingProtection: true, allowedHosts: [] });`,
      errors: [
        { messageId: 'wildcard', line: 4 },
        { messageId: 'noList', line: 5 },
      ],
    },
  ],
});
