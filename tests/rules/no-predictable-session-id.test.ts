import { join } from 'node:path';
import { noPredictableSessionId } from '../../src/rules/no-predictable-session-id';
import { commonjs, modules, typescript } from '../support/rule-tester';

const RULE = 'no-predictable-session-id';
const MCP =
  "import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';\n";
const CRYPTO = "import { randomUUID } from 'node:crypto';\n";
const EXPRESS = "import express from 'express';\n";

type MessageId = 'predictable' | 'identity' | 'short' | 'constant';

/** A module whose transport makes its ids with `generator`. */
function transport(generator: string, before = ''): string {
  return `${MCP}${before}export const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: ${generator} });\n`;
}

/** Where the last occurrence of `text` stands. */
function place(code: string, text: string) {
  const start = code.lastIndexOf(text);
  if (start < 0) throw new Error(`no ${text} in the code`);
  const position = (offset: number) => {
    const lines = code.slice(0, offset).split('\n');
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  };
  const [from, to] = [position(start), position(start + text.length)];
  return { ...from, endLine: to.line, endColumn: to.column };
}

interface Weak {
  name: string;
  /** The expression that is reported. */
  weak: string;
  messageId?: MessageId;
  data?: Record<string, string | number>;
}

/** A report that is fixed at once. */
function fixed({
  name,
  weak,
  messageId = 'predictable',
  data,
  code,
  output,
}: Weak & { code: string; output: string }) {
  return {
    name,
    code,
    output,
    errors: [
      {
        messageId,
        ...place(code, weak),
        ...(data && { data: { instead: 'crypto.randomUUID()', ...data } }),
      },
    ],
  };
}

/** A report with a suggestion, or with none. */
function suggested({
  name,
  weak,
  messageId = 'predictable',
  data,
  code,
  text = 'randomUUID()',
  output,
}: Weak & { code: string; text?: string; output?: string }) {
  const suggestions = output
    ? [{ messageId: 'useRandomId' as const, data: { text }, output }]
    : undefined;
  return {
    name,
    code,
    errors: [
      {
        messageId,
        ...place(code, weak),
        suggestions,
        ...(data && { data: { instead: 'crypto.randomUUID()', ...data } }),
      },
    ],
  };
}

// --- a generator without information: fixed ------------------------------------------------------

const pure: (Weak & { generator: string; before?: string; after?: string })[] = [
  {
    name: 'the time as text',
    generator: '() => Date.now().toString()',
    weak: 'Date.now().toString()',
    data: { source: 'the time' },
  },
  {
    name: 'Math.random() in base 36',
    generator: '() => Math.random().toString(36).slice(2)',
    weak: 'Math.random().toString(36).slice(2)',
    data: { source: 'Math.random()' },
  },
  {
    name: 'a template of time and Math.random()',
    generator: '() => `session-${Date.now()}-${Math.random().toString(36).substr(2, 9)}`',
    weak: '`session-${Date.now()}-${Math.random().toString(36).substr(2, 9)}`',
    data: { source: 'the time and Math.random()' },
  },
  {
    name: 'a constant of the generator itself',
    generator: '() => { const bad2 = Math.random().toString(36); return bad2; }',
    weak: 'Math.random().toString(36)',
  },
  {
    name: 'a date as a number',
    generator: '() => String(+new Date())',
    weak: 'String(+new Date())',
  },
  {
    name: 'a date as text',
    generator: '() => new Date().toISOString()',
    weak: 'new Date().toISOString()',
    data: { source: 'the time' },
  },
  { name: 'Date called as a function', generator: "() => 's' + Date()", weak: "'s' + Date()" },
  {
    name: 'the clocks of the process and its id',
    generator: '() => `${performance.now()}-${process.hrtime.bigint()}-${process.pid}`',
    weak: '`${performance.now()}-${process.hrtime.bigint()}-${process.pid}`',
    data: { source: 'the time and the process id' },
  },
  {
    name: 'text built in a loop',
    generator:
      "() => { let id = ''; const alphabet = 'abcdef'; for (let i = 0; i < 32; i++) { id += alphabet[Math.floor(Math.random() * alphabet.length)]; } return id; }",
    weak: 'id',
    data: { source: 'Math.random()' },
  },
  {
    name: 'a list filled in a loop',
    generator:
      "() => { const parts = []; while (parts.length < 4) parts.push(Math.random().toString(36)); return parts.join('-'); }",
    weak: "parts.join('-')",
  },
  {
    name: 'a list filled by index',
    generator:
      "() => { const parts = []; for (let i = 0; i < 4; i++) parts[i] = Math.random().toString(36); return parts.join('-'); }",
    weak: "parts.join('-')",
  },
  {
    name: 'a pattern filled by the callback of replace',
    generator:
      "() => 'xxxx-4xxx'.replace(/x/g, (c) => { const r = (Math.random() * 16) | 0; return (c === 'x' ? r : (r & 3) | 8).toString(16); })",
    weak: "'xxxx-4xxx'.replace(/x/g, (c) => { const r = (Math.random() * 16) | 0; return (c === 'x' ? r : (r & 3) | 8).toString(16); })",
    data: { source: 'Math.random()' },
  },
  {
    name: 'digits exchanged by the callback of replace',
    generator:
      '() => ([1e7] + -1e3).replace(/[018]/g, (c) => (c ^ ((Math.random() * 16) >> (c / 4))).toString(16))',
    weak: '([1e7] + -1e3).replace(/[018]/g, (c) => (c ^ ((Math.random() * 16) >> (c / 4))).toString(16))',
  },
  {
    name: 'Array.from with a callback',
    generator: "() => Array.from({ length: 16 }, () => Math.floor(Math.random() * 16)).join('')",
    weak: "Array.from({ length: 16 }, () => Math.floor(Math.random() * 16)).join('')",
  },
  {
    name: 'a mapped list',
    generator: "() => [...Array(16)].map(() => Math.random().toString(36)[2]).join('')",
    weak: "[...Array(16)].map(() => Math.random().toString(36)[2]).join('')",
  },
  {
    name: 'the weak branch of a fallback',
    generator: '() => crypto?.randomUUID?.() ?? Math.random().toString(36)',
    weak: 'Math.random().toString(36)',
  },
  {
    name: 'the weak branch of a condition',
    generator:
      "() => (typeof crypto !== 'undefined' ? crypto.randomUUID() : Date.now().toString(36))",
    weak: 'Date.now().toString(36)',
  },
  {
    name: 'a UUID cut to eight characters',
    before: CRYPTO,
    generator: '() => randomUUID().slice(0, 8)',
    weak: 'randomUUID().slice(0, 8)',
    messageId: 'short',
    data: { bits: 32, minEntropyBits: 64 },
  },
  {
    name: 'one group of a UUID',
    before: CRYPTO,
    generator: "() => `mcp-${randomUUID().split('-')[0]}`",
    weak: "`mcp-${randomUUID().split('-')[0]}`",
    messageId: 'short',
    data: { bits: 32, minEntropyBits: 64 },
  },
  {
    name: 'the last group of a UUID',
    before: CRYPTO,
    generator: "() => randomUUID().split('-').pop()",
    weak: "randomUUID().split('-').pop()",
    messageId: 'short',
    data: { bits: 48, minEntropyBits: 64 },
  },
  {
    name: 'a UUID without hyphens, cut to sixteen characters, of which one is the version',
    before: CRYPTO,
    generator: "() => randomUUID().replace(/-/g, '').substring(0, 16)",
    weak: "randomUUID().replace(/-/g, '').substring(0, 16)",
    messageId: 'short',
    data: { bits: 60, minEntropyBits: 64 },
  },
  {
    name: 'a method of the options',
    generator: 'function () { return Math.random().toString(); }',
    weak: 'Math.random().toString()',
  },
  {
    name: 'a number from a CSPRNG, beside the time',
    generator: '() => `${Date.now()}-${crypto.getRandomValues(new Uint32Array(1))[0]}`',
    weak: '`${Date.now()}-${crypto.getRandomValues(new Uint32Array(1))[0]}`',
    messageId: 'short',
    data: { bits: 32, minEntropyBits: 64 },
  },
];

const pureCases = pure.map(({ generator, before = '', ...weak }) =>
  fixed({
    ...weak,
    code: transport(generator, before),
    output: transport('() => randomUUID()', CRYPTO),
  }),
);

const libraries: [name: string, statement: string, call: string, messageId: MessageId][] = [
  ['uuid v1', "import { v1 as uuidv1 } from 'uuid';\n", 'uuidv1()', 'predictable'],
  ['uuid v6', "import * as uuid from 'uuid';\n", 'uuid.v6()', 'predictable'],
  ['a deep import of uuid v1', "import uuidv1 from 'uuid/v1';\n", 'uuidv1()', 'predictable'],
  ['nanoid/non-secure', "import { nanoid } from 'nanoid/non-secure';\n", 'nanoid()', 'predictable'],
  ['a short nanoid', "import { nanoid } from 'nanoid';\n", 'nanoid(8)', 'short'],
  ['shortid', "import shortid from 'shortid';\n", 'shortid.generate()', 'short'],
];

const libraryCases = libraries.map(([name, statement, call, messageId]) =>
  fixed({
    name,
    messageId,
    weak: call,
    code: transport(`() => ${call}`, statement),
    output: transport('() => randomUUID()', `${statement}${CRYPTO}`),
  }),
);

// --- a generator that says something, or is used elsewhere: suggested ---------------------------------

const GENERATED = '() => randomUUID()';

const suggestedCases = [
  ...(
    [
      [
        'a counter',
        'let counter = 0;\n',
        '() => (++counter).toString()',
        '(++counter).toString()',
        'a counter',
      ],
      [
        'a counter read after it was raised',
        'let id = 0;\n',
        '() => { id += 1; return String(id); }',
        'String(id)',
        'a counter',
      ],
      [
        'the size of a map',
        'const sessions = new Map();\n',
        '() => String(sessions.size + 1)',
        'String(sessions.size + 1)',
        'a count',
      ],
      [
        'the length of a list',
        'const sessions = [];\n',
        '() => `s${sessions.length}`',
        '`s${sessions.length}`',
        'a count',
      ],
      [
        'the time with a prefix from elsewhere',
        "import { prefix } from './config.js';\n",
        '() => `${prefix}-${Date.now()}`',
        '`${prefix}-${Date.now()}`',
        'the time',
      ],
      [
        'a hash of the time',
        "import { createHash } from 'node:crypto';\n",
        "() => { console.log(1); return createHash('md5').update(String(Date.now())).digest('hex'); }",
        "createHash('md5').update(String(Date.now())).digest('hex')",
        'a hash of the time',
      ],
    ] as const
  ).map(([name, before, generator, weak, source]) =>
    suggested({
      name,
      weak,
      data: { source },
      code: transport(generator, before),
      text: GENERATED,
      output: before.includes('createHash')
        ? transport(GENERATED, "import { createHash, randomUUID } from 'node:crypto';\n")
        : before.startsWith('import')
          ? transport(GENERATED, `${before}${CRYPTO}`)
          : transport(GENERATED, `${CRYPTO}${before}`),
    }),
  ),
  suggested({
    name: 'a constant that every client of a shared transport gets',
    messageId: 'constant',
    weak: "'single-session'",
    data: { source: "`'single-session'`" },
    code: transport("() => 'single-session'"),
    text: GENERATED,
    output: transport(GENERATED, CRYPTO),
  }),
  suggested({
    name: 'a constant as the fallback of an unknown id',
    messageId: 'constant',
    weak: "'fallback-id'",
    data: { source: "`'fallback-id'`" },
    code: transport("() => readId() ?? 'fallback-id'", "import { readId } from './ids.js';\n"),
    text: GENERATED,
    output: transport(GENERATED, `import { readId } from './ids.js';\n${CRYPTO}`),
  }),
  suggested({
    name: 'a weak generator named by reference',
    weak: 'v1',
    code: transport('v1', "import { v1 } from 'uuid';\n"),
    text: GENERATED,
    output: transport(GENERATED, `import { v1 } from 'uuid';\n${CRYPTO}`),
  }),
  suggested({
    name: 'the signed-in user, kept in the options of a handler',
    messageId: 'identity',
    weak: 'req.user.id',
    data: { source: '`req.user.id`' },
    code: `${MCP}${CRYPTO}app.post('/mcp', (req, res) => {\n  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => req.user.id });\n});\n`,
    text: GENERATED,
    output: `${MCP}${CRYPTO}app.post('/mcp', (req, res) => {\n  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });\n});\n`,
  }),
  suggested({
    name: 'a user id that a factory is handed',
    messageId: 'identity',
    weak: 'userId',
    code: `${MCP}${CRYPTO}export function create(userId) {\n  return new StreamableHTTPServerTransport({ sessionIdGenerator: () => userId });\n}\n`,
    text: GENERATED,
    output: `${MCP}${CRYPTO}export function create(userId) {\n  return new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });\n}\n`,
  }),
  suggested({
    name: 'a user id with the time',
    weak: '`mcp-${user.userId}-${Date.now()}`',
    data: { source: '`user.userId` and the time' },
    code: `${MCP}${CRYPTO}export const create = (user) => new StreamableHTTPServerTransport({ sessionIdGenerator: () => \`mcp-\${user.userId}-\${Date.now()}\` });\n`,
    text: GENERATED,
    output: `${MCP}${CRYPTO}export const create = (user) => new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });\n`,
  }),
  suggested({
    name: 'a plain hash of a token, cut short',
    messageId: 'identity',
    weak: "createHash('md5').update(token).digest('hex').substring(0, 12)",
    data: { source: 'a hash of `token`' },
    code: `${MCP}import { createHash } from 'crypto';\nexport const create = (token) => new StreamableHTTPServerTransport({ sessionIdGenerator: () => createHash('md5').update(token).digest('hex').substring(0, 12) });\n`,
    text: GENERATED,
    output: `${MCP}import { createHash, randomUUID } from 'crypto';\nexport const create = (token) => new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });\n`,
  }),
  suggested({
    name: 'a hash of something unknown, cut below what an id needs',
    messageId: 'short',
    weak: "createHash('sha256').update(secret()).digest('hex').slice(0, 12)",
    data: { bits: 48, minEntropyBits: 64 },
    code: transport(
      "() => createHash('sha256').update(secret()).digest('hex').slice(0, 12)",
      "import { createHash, randomUUID } from 'node:crypto';\nimport { secret } from './secret.js';\n",
    ),
    text: GENERATED,
    output: transport(
      GENERATED,
      "import { createHash, randomUUID } from 'node:crypto';\nimport { secret } from './secret.js';\n",
    ),
  }),
  suggested({
    name: 'uuid v5 of an e-mail address',
    weak: 'v5(user.email, NAMESPACE)',
    data: { source: 'a hash of its arguments' },
    code: transport('() => v5(user.email, NAMESPACE)', `import { v5 } from 'uuid';\n${CRYPTO}`),
    text: GENERATED,
    output: transport(GENERATED, `import { v5 } from 'uuid';\n${CRYPTO}`),
  }),
  suggested({
    name: 'the generator in a branch of the options',
    weak: '`s${Date.now()}`',
    code: `${MCP}${CRYPTO}export const create = (stateless, id) => new StreamableHTTPServerTransport(stateless ? { sessionIdGenerator: undefined } : { sessionIdGenerator: (at) => \`s\${Date.now()}\` });\n`,
    text: GENERATED,
    output: `${MCP}${CRYPTO}export const create = (stateless, id) => new StreamableHTTPServerTransport(stateless ? { sessionIdGenerator: undefined } : { sessionIdGenerator: () => randomUUID() });\n`,
  }),
  suggested({
    name: 'a generator whose comment would be lost keeps its function',
    weak: 'Math.random().toString(36)',
    code: transport('() => /* good enough */ Math.random().toString(36)', CRYPTO),
    output: transport('() => /* good enough */ randomUUID()', CRYPTO),
  }),
];

// --- ids that are made far from where they are used -----------------------------------------------------

const distantCases = [
  suggested({
    name: 'bad1 of the seed, in a variable',
    weak: 'Date.now().toString()',
    code: transport('() => bad1', `${CRYPTO}const bad1 = Date.now().toString();\n`),
    output: transport('() => bad1', `${CRYPTO}const bad1 = randomUUID();\n`),
  }),
  suggested({
    name: 'bad2 of the seed, in a variable',
    weak: 'Math.random().toString(36)',
    code: transport('() => bad2', `${CRYPTO}const bad2 = Math.random().toString(36);\n`),
    output: transport('() => bad2', `${CRYPTO}const bad2 = randomUUID();\n`),
  }),
  suggested({
    name: 'bad3 of the seed, in a variable',
    weak: '(++counter).toString()',
    data: { source: 'a counter' },
    code: transport(
      '() => bad3',
      `${CRYPTO}let counter = 0;\nconst bad3 = (++counter).toString();\n`,
    ),
    output: transport('() => bad3', `${CRYPTO}let counter = 0;\nconst bad3 = randomUUID();\n`),
  }),
  suggested({
    name: 'a helper of this file',
    weak: "'id-' + Math.random()",
    code: transport('makeId', `${CRYPTO}function makeId() {\n  return 'id-' + Math.random();\n}\n`),
    output: transport('makeId', `${CRYPTO}function makeId() {\n  return randomUUID();\n}\n`),
  }),
  suggested({
    name: 'a home-made UUID behind a check for the real one',
    weak: "'xx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16))",
    code: transport(
      'makeId',
      `${CRYPTO}function makeId() {\n  if (globalThis.crypto) return crypto.randomUUID();\n  return 'xx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16));\n}\n`,
    ),
    output: transport(
      'makeId',
      `${CRYPTO}function makeId() {\n  if (globalThis.crypto) return crypto.randomUUID();\n  return randomUUID();\n}\n`,
    ),
  }),
  suggested({
    name: 'a helper that is weak by what it is handed here',
    weak: "label('s', Math.random())",
    code: transport(
      "() => label('s', Math.random())",
      `${CRYPTO}const label = (kind, value) => \`\${kind}-\${value}\`;\n`,
    ),
    text: GENERATED,
    output: transport(
      GENERATED,
      `${CRYPTO}const label = (kind, value) => \`\${kind}-\${value}\`;\n`,
    ),
  }),
  suggested({
    name: 'text that a helper builds in a loop',
    weak: 'text',
    code: transport(
      '() => make(32)',
      "const alphabet = 'abc';\nfunction make(length) {\n  let text = '';\n  for (let i = 0; i < length; i++) text = text + alphabet.charAt(Math.floor(Math.random() * alphabet.length));\n  return text;\n}\n",
    ),
  }),
  suggested({
    name: 'a field that counts',
    weak: '`s-${++this.n}`',
    code: `${MCP}${CRYPTO}class Server {\n  n = 0;\n  next() {\n    return \`s-\${++this.n}\`;\n  }\n  start() {\n    this.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => this.next() });\n  }\n}\n`,
    output: `${MCP}${CRYPTO}class Server {\n  n = 0;\n  next() {\n    return randomUUID();\n  }\n  start() {\n    this.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => this.next() });\n  }\n}\n`,
  }),
  suggested({
    name: 'a field that was raised before',
    weak: 'String(this.n)',
    data: { source: 'a counter' },
    code: `${MCP}${CRYPTO}class Server {\n  n = 0;\n  start() {\n    this.n += 1;\n    this.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => String(this.n) });\n  }\n}\n`,
    text: GENERATED,
    output: `${MCP}${CRYPTO}class Server {\n  n = 0;\n  start() {\n    this.n += 1;\n    this.transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });\n  }\n}\n`,
  }),
  suggested({
    name: 'an id that another method hands on',
    weak: "'a' + Math.random()",
    code: `${MCP}${CRYPTO}class Server {\n  handle() {\n    const sessionId = this.mint();\n    return this.create(sessionId);\n  }\n  mint() {\n    return 'a' + Math.random();\n  }\n  create(id) {\n    return new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });\n  }\n}\n`,
    output: `${MCP}${CRYPTO}class Server {\n  handle() {\n    const sessionId = this.mint();\n    return this.create(sessionId);\n  }\n  mint() {\n    return randomUUID();\n  }\n  create(id) {\n    return new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });\n  }\n}\n`,
  }),
  suggested({
    name: 'a variable that held the header first is assigned a weak id',
    weak: '`s-${Date.now()}`',
    code: `${MCP}${CRYPTO}app.post('/mcp', (req, res) => {\n  let sessionId = req.headers['mcp-session-id'];\n  if (!sessionId) {\n    sessionId = \`s-\${Date.now()}\`;\n    transports[sessionId] = new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId });\n  }\n});\n`,
    output: `${MCP}${CRYPTO}app.post('/mcp', (req, res) => {\n  let sessionId = req.headers['mcp-session-id'];\n  if (!sessionId) {\n    sessionId = randomUUID();\n    transports[sessionId] = new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId });\n  }\n});\n`,
  }),
  suggested({
    name: 'the default of an option',
    weak: "'sess' + Date.now()",
    code: `${MCP}${CRYPTO}export function create({ sessionIdGenerator = () => 'sess' + Date.now() } = {}) {\n  return new StreamableHTTPServerTransport({ sessionIdGenerator });\n}\n`,
    output: `${MCP}${CRYPTO}export function create({ sessionIdGenerator = () => randomUUID() } = {}) {\n  return new StreamableHTTPServerTransport({ sessionIdGenerator });\n}\n`,
  }),
  suggested({
    name: 'a field with a weak generator as its fallback',
    weak: 'Math.random().toString(16)',
    code: `${MCP}${CRYPTO}class Server {\n  constructor(options) {\n    this.generate = options.generate ?? (() => Math.random().toString(16));\n  }\n  open() {\n    return new StreamableHTTPServerTransport({ sessionIdGenerator: this.generate });\n  }\n}\n`,
    output: `${MCP}${CRYPTO}class Server {\n  constructor(options) {\n    this.generate = options.generate ?? (() => randomUUID());\n  }\n  open() {\n    return new StreamableHTTPServerTransport({ sessionIdGenerator: this.generate });\n  }\n}\n`,
  }),
];

// --- other places where a value becomes a session's id -------------------------------------------

const sinkCases = [
  suggested({
    name: 'genid of express-session, which is handed the request',
    weak: "'sess-' + Date.now()",
    code: `import session from 'express-session';\n${CRYPTO}app.use(session({ genid: (req) => 'sess-' + Date.now(), secret }));\n`,
    text: GENERATED,
    output: `import session from 'express-session';\n${CRYPTO}app.use(session({ genid: () => randomUUID(), secret }));\n`,
  }),
  fixed({
    name: 'idGenerator of @fastify/session, which is registered',
    weak: '`${process.pid}-${Date.now()}`',
    code: `import fastifySession from '@fastify/session';\n${CRYPTO}app.register(fastifySession, { secret, idGenerator: () => \`\${process.pid}-\${Date.now()}\` });\n`,
    output: `import fastifySession from '@fastify/session';\n${CRYPTO}app.register(fastifySession, { secret, idGenerator: () => randomUUID() });\n`,
  }),
  ...(
    [
      [
        'genid of koa-session',
        "import session from 'koa-session';\n",
        'app.use(session({ genid: GENERATOR }, app));',
      ],
      [
        'genSid of koa-generic-session',
        "import session from 'koa-generic-session';\n",
        'app.use(session({ genSid: GENERATOR }));',
      ],
      [
        'generateId of h3',
        "import { useSession } from 'h3';\n",
        'await useSession(event, { password, generateId: GENERATOR });',
      ],
      [
        'generateId of @hono/session',
        "import { useSession } from '@hono/session';\n",
        'app.use(useSession({ secret, generateId: GENERATOR }));',
      ],
      [
        'genid of next-session',
        "import nextSession from 'next-session';\n",
        'nextSession({ genid: GENERATOR });',
      ],
      [
        'session.genid of express-openid-connect',
        "import { auth } from 'express-openid-connect';\n",
        'app.use(auth({ session: { genid: GENERATOR } }));',
      ],
      [
        'customSessionIDGenerator of yar',
        "import Hapi from '@hapi/hapi';\n",
        'server.register({ plugin, options: { customSessionIDGenerator: GENERATOR } });',
      ],
      [
        'getSessionId of tmcp',
        "import { HttpTransport } from '@tmcp/transport-http';\n",
        'new HttpTransport(server, { getSessionId: GENERATOR });',
      ],
      [
        'the transport of @hono/mcp',
        "import { StreamableHTTPTransport } from '@hono/mcp';\n",
        'new StreamableHTTPTransport({ sessionIdGenerator: GENERATOR });',
      ],
      [
        'the transports of SDK v2',
        "import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';\n",
        'new NodeStreamableHTTPServerTransport({ sessionIdGenerator: GENERATOR });',
      ],
      [
        'a framework that takes the option as its own',
        "import { MCPServer } from '@mastra/mcp';\n",
        'server.startHTTP({ options: { sessionIdGenerator: GENERATOR } });',
      ],
      [
        'a subclass of a transport',
        MCP,
        'class Own extends StreamableHTTPServerTransport { constructor() { super({ sessionIdGenerator: GENERATOR }); } }\nnew Own();',
      ],
    ] as const
  ).map(([name, statement, use]) =>
    fixed({
      name,
      weak: 'Date.now().toString(36)',
      code: `${statement}${CRYPTO}${use.replace('GENERATOR', '() => Date.now().toString(36)')}\n`,
      output: `${statement}${CRYPTO}${use.replace('GENERATOR', GENERATED)}\n`,
    }),
  ),
  suggested({
    name: 'createData of a session storage, which may be async',
    weak: '`s${Date.now()}`',
    code: `import { createSessionStorage } from 'react-router';\n${CRYPTO}createSessionStorage({\n  async createData(data) {\n    const id = \`s\${Date.now()}\`;\n    await db.insert(id, data);\n    return id;\n  },\n});\n`,
    text: GENERATED,
    output: `import { createSessionStorage } from 'react-router';\n${CRYPTO}createSessionStorage({\n  createData: () => randomUUID(),\n});\n`,
  }),
  suggested({
    name: 'a field that a transport keeps its id in',
    weak: 'Date.now().toString()',
    code: `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';\n${CRYPTO}const transport = new SSEServerTransport('/messages', res);\ntransport._sessionId = Date.now().toString();\n`,
    output: `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';\n${CRYPTO}const transport = new SSEServerTransport('/messages', res);\ntransport._sessionId = randomUUID();\n`,
  }),
  suggested({
    name: 'the id of a transport of the own kind',
    weak: 'Math.random().toString(36)',
    code: `${EXPRESS}${CRYPTO}export class HttpTransport {\n  sessionId = Math.random().toString(36);\n}\n`,
    output: `${EXPRESS}${CRYPTO}export class HttpTransport {\n  sessionId = randomUUID();\n}\n`,
  }),
  suggested({
    name: 'a session cookie',
    weak: 'Math.random().toString(36).slice(2)',
    code: `${EXPRESS}${CRYPTO}app.post('/login', (req, res) => {\n  const sid = Math.random().toString(36).slice(2);\n  sessions[sid] = { userId: 1 };\n  res.cookie('sid', sid, { httpOnly: true });\n});\n`,
    output: `${EXPRESS}${CRYPTO}app.post('/login', (req, res) => {\n  const sid = randomUUID();\n  sessions[sid] = { userId: 1 };\n  res.cookie('sid', sid, { httpOnly: true });\n});\n`,
  }),
  suggested({
    name: 'a session cookie that keeps an id of the client, or gets a weak one',
    weak: 'Math.random().toString(36)',
    code: `${CRYPTO}app.use((req, res) => {\n  const sid = req.cookies.sid || Math.random().toString(36);\n  res.cookie('sid', sid);\n});\n`,
    output: `${CRYPTO}app.use((req, res) => {\n  const sid = req.cookies.sid || randomUUID();\n  res.cookie('sid', sid);\n});\n`,
  }),
  ...(
    [
      [
        'a list of its own',
        "const sid = *;\n  visitors[sid] = {};\n  res.cookie('sid', sid, { signed: true });",
      ],
      [
        'a database',
        "const sid = *;\n  await db.insert({ sid });\n  res.cookie('sid', sid, { signed: true });",
      ],
      [
        'the request',
        "const sid = *;\n  req.visitor = sid;\n  res.cookie('sid', sid, { signed: true });",
      ],
      ['its caller', "const sid = *;\n  res.cookie('sid', sid, { signed: true });\n  return sid;"],
      [
        'a list that the cookie is looked up in',
        "const visit = (visits[req.signedCookies.sid] ??= {});\n  res.cookie('sid', *, { signed: true });",
      ],
      [
        'a database that is asked for the cookie',
        "const visit = await db.find({ sid: req.signedCookies.sid });\n  res.cookie('sid', *, { signed: true });",
      ],
      ['a cookie that is not signed', "res.cookie('sid', *, { signed: false });"],
    ] as const
  ).map(([name, body]) => {
    const code = (id: string) =>
      `${EXPRESS}${CRYPTO}app.use(async (req, res) => {\n  ${body.replace('*', id)}\n});\n`;
    return suggested({
      name: `an id that ${name} knows, though a cookie with it may be signed`,
      weak: 'String(Date.now())',
      code: code('String(Date.now())'),
      output: code('randomUUID()'),
    });
  }),
  suggested({
    name: 'a random number in a signed cookie, which is no data',
    weak: 'Math.random().toString(36)',
    code: `${EXPRESS}${CRYPTO}app.use((req, res) => {\n  res.cookie('sid', Math.random().toString(36), { signed: true });\n});\n`,
    output: `${EXPRESS}${CRYPTO}app.use((req, res) => {\n  res.cookie('sid', randomUUID(), { signed: true });\n});\n`,
  }),
  suggested({
    name: 'a few random bits in a signed cookie',
    messageId: 'short',
    weak: 'shortId.generate()',
    code: `${EXPRESS}${CRYPTO}import shortId from 'shortid';\napp.use((req, res) => {\n  res.cookie('sid', shortId.generate(), { signed: true });\n});\n`,
  }),
  suggested({
    name: 'genid, whatever signs the cookie',
    weak: "'s' + Date.now()",
    code: `import session from 'express-session';\n${CRYPTO}app.use(session({ genid: (req) => 's' + Date.now(), secret }));\n`,
    text: GENERATED,
    output: `import session from 'express-session';\n${CRYPTO}app.use(session({ genid: () => randomUUID(), secret }));\n`,
  }),
  ...[
    "res.cookie('sid', req.cookies.sid ?? 'guest');",
    "const token = req.cookies.sid ?? 'guest';\n  if (token !== null) res.cookie('sid', token);",
    "let token = null;\n  if (req.body.demo) token = 'guest';\n  res.cookie('sid', token);",
    "res.cookie('sid', (req.cookies.sid ?? null) || 'guest');",
    "res.setHeader('mcp-session-id', req.headers['mcp-session-id'] ?? 'guest');",
  ].map((body) =>
    suggested({
      name: `a text that stands for a missing id is an id: ${body}`,
      messageId: 'constant',
      weak: "'guest'",
      data: { source: "`'guest'`" },
      code: `${EXPRESS}${CRYPTO}app.use((req, res) => {\n  ${body}\n});\n`,
      output: `${EXPRESS}${CRYPTO}app.use((req, res) => {\n  ${body.replace("'guest'", 'randomUUID()')}\n});\n`,
    }),
  ),
  suggested({
    name: 'the id of a user in a session cookie',
    messageId: 'identity',
    weak: 'user.id',
    data: { source: '`user.id`' },
    code: "app.post('/login', (req, res) => {\n  res.cookie('session_id', user.id, { httpOnly: true });\n});\n",
  }),
  suggested({
    name: 'a Set-Cookie header',
    weak: 'Date.now().toString(36)',
    code: `import http from 'node:http';\n${CRYPTO}http.createServer((req, res) => {\n  const id = Date.now().toString(36);\n  res.setHeader('Set-Cookie', \`session=\${id}; HttpOnly\`);\n});\n`,
    output: `import http from 'node:http';\n${CRYPTO}http.createServer((req, res) => {\n  const id = randomUUID();\n  res.setHeader('Set-Cookie', \`session=\${id}; HttpOnly\`);\n});\n`,
  }),
  suggested({
    name: 'a sum in a Set-Cookie header',
    weak: 'Math.floor(Math.random() * 100) + 1',
    code: `import http from 'node:http';\n${CRYPTO}http.createServer((req, res) => {\n  const id = Math.floor(Math.random() * 100) + 1;\n  res.setHeader('Set-Cookie', \`session=\${id}; HttpOnly\`);\n});\n`,
  }),
  ...(
    [
      ['setHeader', "res.setHeader('Mcp-Session-Id', ID);"],
      ['writeHead', "res.writeHead(200, { 'mcp-session-id': ID });"],
      ['a response object', "return new Response('', { headers: { 'Mcp-Session-Id': ID } });"],
      ['a header of the context', "set.headers['mcp-session-id'] = ID;"],
      ['a method of hono', "c.header('mcp-session-id', ID);"],
    ] as const
  ).map(([name, use]) =>
    suggested({
      name: `the header of a response, by ${name}`,
      weak: "'s-' + Date.now()",
      code: `${CRYPTO}export function handler(req, res) {\n  ${use.replace('ID', "'s-' + Date.now()")}\n}\n`,
      output: `${CRYPTO}export function handler(req, res) {\n  ${use.replace('ID', 'randomUUID()')}\n}\n`,
    }),
  ),
  suggested({
    name: 'the key of a session that says who is signed in',
    weak: '`s_${Date.now()}`',
    code: `${CRYPTO}const sessions = new Map();\nexport function create(user) {\n  const session = { id: \`s_\${Date.now()}\`, userId: user.id };\n  sessions.set(session.id, session);\n  return session;\n}\n`,
    output: `${CRYPTO}const sessions = new Map();\nexport function create(user) {\n  const session = { id: randomUUID(), userId: user.id };\n  sessions.set(session.id, session);\n  return session;\n}\n`,
  }),
  suggested({
    name: 'the key of a session whose id its constructor makes',
    weak: 'Math.random().toString(36)',
    code: `${CRYPTO}class Session {\n  constructor(user) {\n    this.id = Math.random().toString(36);\n  }\n}\nexport function login(user) {\n  const session = new Session(user);\n  sessions.set(session.id, { user });\n}\n`,
    output: `${CRYPTO}class Session {\n  constructor(user) {\n    this.id = randomUUID();\n  }\n}\nexport function login(user) {\n  const session = new Session(user);\n  sessions.set(session.id, { user });\n}\n`,
  }),
  suggested({
    name: 'the key of a transport',
    weak: 'Date.now().toString()',
    code: `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';\n${CRYPTO}app.get('/sse', (req, res) => {\n  const sessionId = Date.now().toString();\n  const transport = new SSEServerTransport('/m?id=' + sessionId, res);\n  transports[sessionId] = transport;\n});\n`,
    output: `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';\n${CRYPTO}app.get('/sse', (req, res) => {\n  const sessionId = randomUUID();\n  const transport = new SSEServerTransport('/m?id=' + sessionId, res);\n  transports[sessionId] = transport;\n});\n`,
  }),
  suggested({
    name: 'the key of a store that cookies are looked up in',
    weak: 'Date.now().toString()',
    code: `${CRYPTO}const sessions = {};\napp.use((req) => sessions[req.cookies.sid]);\napp.post('/login', (req, res) => {\n  const id = Date.now().toString();\n  sessions[id] = req.body.name;\n});\n`,
    output: `${CRYPTO}const sessions = {};\napp.use((req) => sessions[req.cookies.sid]);\napp.post('/login', (req, res) => {\n  const id = randomUUID();\n  sessions[id] = req.body.name;\n});\n`,
  }),
  suggested({
    name: 'a function of a server whose name says that it makes session ids',
    weak: "'sess_' + Date.now() + '_' + Math.random().toString(36)",
    code: `${EXPRESS}${CRYPTO}export function generateSessionId() {\n  return 'sess_' + Date.now() + '_' + Math.random().toString(36);\n}\n`,
    output: `${EXPRESS}${CRYPTO}export function generateSessionId() {\n  return randomUUID();\n}\n`,
  }),
  suggested({
    name: 'a private method of a server whose name says so',
    weak: '`${Date.now()}`',
    code: `${EXPRESS}${CRYPTO}export class SessionManager {\n  #newSessionId() {\n    return \`\${Date.now()}\`;\n  }\n}\n`,
    output: `${EXPRESS}${CRYPTO}export class SessionManager {\n  #newSessionId() {\n    return randomUUID();\n  }\n}\n`,
  }),
];

modules.run(RULE, noPredictableSessionId, {
  valid: [
    ...(
      [
        ['randomUUID by reference', CRYPTO, 'randomUUID'],
        ['randomUUID in an arrow', CRYPTO, '() => randomUUID()'],
        ['the global crypto', '', '() => globalThis.crypto.randomUUID()'],
        ['a bound crypto', "import crypto from 'node:crypto';\n", 'crypto.randomUUID.bind(crypto)'],
        ['a UUID without hyphens', CRYPTO, "() => randomUUID().replace(/-/g, '')"],
        ['a UUID whose pieces are joined again', CRYPTO, "() => randomUUID().split('-').join('')"],
        ['a UUID in upper case', CRYPTO, '() => randomUUID().toUpperCase()'],
        [
          'a UUID that keeps twenty characters',
          CRYPTO,
          "() => randomUUID().replaceAll('-', '').slice(0, 20)",
        ],
        [
          'one part of full strength beside the time',
          CRYPTO,
          '() => `${Date.now()}-${randomUUID()}`',
        ],
        ['a fixed prefix', CRYPTO, "() => 'sess_' + randomUUID()"],
        [
          'two halves that make one',
          "import { randomBytes } from 'node:crypto';\n",
          "() => randomBytes(4).toString('hex') + randomBytes(4).toString('hex')",
        ],
        [
          'sixteen random bytes',
          "import { randomBytes } from 'node:crypto';\n",
          "() => randomBytes(16).toString('base64url')",
        ],
        [
          'random bytes of an unknown number',
          "import { randomBytes } from 'node:crypto';\nimport { size } from './config.js';\n",
          "() => randomBytes(size).toString('hex')",
        ],
        ['nanoid', "import { nanoid } from 'nanoid';\n", '() => nanoid(21)'],
        [
          'an alphabet of the own for nanoid',
          "import { customAlphabet } from 'nanoid';\nconst make = customAlphabet('abc', 40);\n",
          '() => make()',
        ],
        ['uuid v4 by reference', "import { v4 as uuidv4 } from 'uuid';\n", 'uuidv4'],
        ['uuid v7', "import { v7 } from 'uuid';\n", '() => v7()'],
        ['uid-safe', "import uid from 'uid-safe';\n", '() => uid.sync(18)'],
        ['cuid2', "import { createId } from '@paralleldrive/cuid2';\n", '() => createId()'],
        ['ulid: time and 80 random bits', "import { ulid } from 'ulid';\n", '() => ulid()'],
        [
          'random values in an array',
          '',
          "() => { const bytes = new Uint8Array(16); crypto.getRandomValues(bytes); return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(''); }",
        ],
        [
          'a loop over random numbers',
          "import { randomInt } from 'node:crypto';\n",
          "() => { let id = ''; for (let i = 0; i < 32; i++) id += 'abc'[randomInt(3)]; return id; }",
        ],
        [
          'a loop that appends to itself',
          "import { randomInt } from 'node:crypto';\n",
          "() => { let id = ''; for (let i = 0; i < 32; i++) id = id + 'abc'[randomInt(3)]; return id; }",
        ],
        [
          'a callback with random values',
          '',
          '() => ([1e7] + -1e3).replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16))',
        ],
        [
          'a list of random numbers',
          "import { randomInt } from 'node:crypto';\n",
          "() => Array.from({ length: 32 }, () => randomInt(16).toString(16)).join('')",
        ],
        [
          'an HMAC with a key',
          "import { createHmac } from 'node:crypto';\n",
          "() => createHmac('sha256', key).update(token).digest('hex')",
        ],
        [
          'a hash of a UUID',
          "import { createHash, randomUUID } from 'node:crypto';\n",
          "() => createHash('sha256').update(randomUUID()).digest('hex')",
        ],
        [
          'a hash that is fed the time and random bytes',
          "import { createHash, randomBytes } from 'node:crypto';\n",
          "() => { const hash = createHash('sha256'); hash.update(String(Date.now())); hash.update(randomBytes(16)); return hash.digest('hex'); }",
        ],
        [
          'a hash with a secret from elsewhere',
          "import { createHash } from 'node:crypto';\n",
          "() => createHash('sha256').update(process.env.SALT + Date.now()).digest('hex')",
        ],
        [
          'a retry',
          CRYPTO +
            'function make() { const id = randomUUID(); return used.has(id) ? make() : id; }\n',
          'make',
        ],
        ['an imported generator', "import { makeId } from './ids.js';\n", 'makeId'],
        [
          'a call of an imported function',
          "import { makeId } from './ids.js';\n",
          '() => makeId()',
        ],
        [
          'an unknown part beside the time',
          "import { makeId } from './ids.js';\n",
          '() => `${makeId()}-${Date.now()}`',
        ],
        ['an imported id', "import { id } from './ids.js';\n", '() => id'],
        ['a property that nothing shows', '', '() => this.id'],
        ['the name of a Durable Object', '', '() => this.name'],
        ['the id of a Durable Object', '', '() => this.ctx.id.toString()'],
        [
          'a variable that is made strong later',
          CRYPTO + "let id = 'none';\nid = randomUUID();\n",
          '() => id',
        ],
        ['a value computed by unknown methods', '', '() => clock.tick(Date.now())'],
        ['stateless, written out', '', 'undefined'],
        ['stateless or random, by condition', CRYPTO, 'stateless ? undefined : randomUUID'],
        [
          'an option with a random fallback',
          CRYPTO,
          '() => options?.sessionIdGenerator?.() || randomUUID()',
        ],
        ['a generator that another rule reports: async', '', 'async () => String(Date.now())'],
        ['a generator that another rule reports: no function', '', 'String(Date.now())'],
        ['a generator that another rule reports: undefined', '', '() => undefined'],
        ['a generator that another rule reports: empty', '', "() => ''"],
        ['a generator that another rule reports: not visible ASCII', '', "() => 'my session'"],
        ['a word for no session', '', "() => '__stateless__'"],
      ] as const
    ).map(([name, before, generator]) => ({ name, code: transport(generator, before) })),
    ...[
      [
        'an unknown options object',
        'export const create = (options) => new StreamableHTTPServerTransport(options);',
      ],
      [
        'a spread behind the generator',
        'export const create = (options) => new StreamableHTTPServerTransport({ ...options });',
      ],
      ['no options', 'new StreamableHTTPServerTransport();'],
      [
        'an id that a factory is handed by others',
        'export const create = (id) => new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });',
      ],
      [
        'the header of the client, which another rule reports',
        "app.post('/mcp', (req, res) => { new StreamableHTTPServerTransport({ sessionIdGenerator: () => req.headers['mcp-session-id'] ?? crypto.randomUUID() }); });",
      ],
      [
        'the header of the client before a weak id, which another rule reports',
        "app.post('/mcp', (req, res) => { const id = req.headers['mcp-session-id'] || String(Date.now()); new StreamableHTTPServerTransport({ sessionIdGenerator: () => id }); });",
      ],
      [
        'a constant of a transport that no other request can reach',
        "app.post('/mcp', async (req, res) => { const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => 'none' }); await server.connect(transport); await transport.handleRequest(req, res); });",
      ],
      [
        'a helper that is handed weak values elsewhere',
        "const label = (kind, value) => `${kind}-${value}`;\nconst requestId = label('r', Math.random());\nnew StreamableHTTPServerTransport({ sessionIdGenerator: () => label('s', crypto.randomUUID()) });",
      ],
      [
        'a session that was found in the store before',
        'app.post("/mcp", async (req, res) => { const sessionId = req.headers["mcp-session-id"]; if (sessionId && (await store.has(sessionId))) { new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId }); } });',
      ],
      [
        'a map of sessions by the ids of the SDK',
        'const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => crypto.randomUUID(), onsessioninitialized: (id) => { sessions.set(id, { transport, createdAt: Date.now() }); } });',
      ],
      [
        'a map of transports by user, which clients cannot choose',
        "export function keep(userId, transport) { sessions.set(userId, { transport }); sessions.set('default', { transport }); }",
      ],
      [
        'the id of the transport itself as the key',
        "app.get('/sse', (req, res) => { const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: crypto.randomUUID }); transports[transport.sessionId] = transport; });",
      ],
    ].map(([name = '', code = '']) => ({ name, code: `${MCP}${code}\n` })),
    {
      name: 'bad1, bad2 and bad3 of the seed where they become no session',
      code: `${MCP}let counter = 0;\nconst bad1 = Date.now().toString();\nconst bad2 = Math.random().toString(36);\nconst bad3 = (++counter).toString();\n`,
    },
    {
      name: 'an id called sessionId that is sent to telemetry',
      code: `${EXPRESS}const sessionId = \`mutation_\${Date.now()}_\${Math.random()}\`;\ntrack({ sessionId });\n`,
    },
    {
      name: 'a chat in a map that a path names',
      code: `${EXPRESS}const sessions = new Map();\napp.post('/chat', (req, res) => {\n  const sessionId = \`chat-\${Date.now()}\`;\n  sessions.set(sessionId, { messages: [] });\n  res.json({ sessionId });\n});\napp.get('/chat/:id', (req, res) => res.json(sessions.get(req.params.id)));\n`,
    },
    {
      name: 'a scan in a map of scans',
      code: `${EXPRESS}const scanSessions = new Map();\nconst sessionId = 'scan-' + Date.now();\nscanSessions.set(sessionId, { user: 1 });\n`,
    },
    {
      name: 'a session of telemetry, by the name of its class',
      code: `${EXPRESS}class TelemetryClient {\n  generateSessionId() {\n    return 'sess_' + Date.now();\n  }\n}\n`,
    },
    {
      name: 'a function of that name outside a server',
      code: "export function generateSessionId() {\n  return 'sess_' + Date.now();\n}\n",
    },
    {
      name: 'a function of that name beside a server over standard input',
      code: "import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';\nconst transport = new StdioServerTransport();\nconst generateSessionId = () => 's' + Date.now();\n",
    },
    {
      name: 'a function whose name says that it reads a session id',
      code: `${EXPRESS}export const getSessionTime = () => 'sess_' + Date.now();\n`,
    },
    {
      name: 'connections that are counted for the log',
      code: "import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';\nlet n = 0;\napp.get('/sse', (req, res) => {\n  connections.set(++n, new SSEServerTransport('/m', res));\n});\n",
    },
    {
      name: 'a header that a client sends',
      code: `${EXPRESS}fetch(url, { headers: { 'mcp-session-id': 'session-' + Date.now() } });\nreq.headers['mcp-session-id'] = 'x' + Date.now();\nnew Headers().set('mcp-session-id', 'x' + Date.now());\n`,
    },
    {
      name: 'cookies that hold no session id',
      code: `${EXPRESS}app.get('/', (req, res) => {\n  res.cookie('session_started', Date.now());\n  res.cookie('theme', Math.random());\n  res.cookie('csrf_token', Math.random().toString(36));\n  res.cookie('sid', '', { maxAge: 0 });\n  res.cookie('token', jwt.sign({ id: user.id, iat: Date.now() }, secret));\n  res.cookie('token', user.id);\n});\n`,
    },
    ...[
      "const token = req.cookies.sid ?? null;\n  if (token !== null) res.cookie('sid', token);",
      "const token = req.cookies.sid || null;\n  if (token) res.cookie('sid', token);",
      "const token = req.cookies.sid ?? null;\n  if (token === null) return;\n  res.cookie('sid', token);",
      "const token = (await db.createToken()) ?? null;\n  if (!token) throw new Error('no token');\n  res.cookie('sid', token);",
      "const token = req.cookies.sid || false;\n  if (token) res.cookie('sid', token);",
      "const token = req.cookies.sid ?? 'none';\n  if (token !== 'none') res.cookie('sid', token);",
      "let token = null;\n  if (req.body.code) token = await exchange(req.body.code);\n  res.cookie('sid', token);",
      "const token = read(req);\n  if (token !== null) res.setHeader('mcp-session-id', token);\n  function read({ headers }) { return headers['mcp-session-id'] ?? null; }",
    ].map((body) => ({
      name: `what stands for a missing id is no id: ${body}`,
      code: `${EXPRESS}app.use(async (req, res) => {\n  ${body}\n});\n`,
    })),
    {
      name: 'a middleware of Next that renews the cookie it finds',
      code: "import { NextResponse } from 'next/server';\nexport async function middleware(request) {\n  const response = NextResponse.next();\n  const token = request.cookies.get('session')?.value ?? null;\n  if (token !== null) response.cookies.set('session', token, { httpOnly: true });\n  return response;\n}\n",
    },
    {
      name: 'a function for other files, whose cookie is missing when it is not handed one',
      code: `${EXPRESS}export function setSession(res, token = null) {\n  res.cookie('session', token, { httpOnly: true });\n}\n`,
    },
    {
      name: 'the id of a user in a signed session cookie',
      code: "import { setSignedCookie } from 'hono/cookie';\nexport const login = (c) => setSignedCookie(c, 'session', user.id, secret);\n",
    },
    ...[
      "if (!req.signedCookies.session)\n    res.cookie('session', `${req.ip}:${Date.now()}`, { signed: true, httpOnly: true });",
      "res.cookie('session', user.id + '.' + Date.now(), { signed: true });",
      "const value = `${user.id}.${Date.now()}`;\n  res.cookie('session', value, { signed: true });",
      "res.cookie('session', write(req.ip, new Date()), { signed: true });\n  function write(ip, date) { return [ip, date.getTime()].join(':'); }",
      "const [ip, seen] = req.signedCookies.session.split(':');\n  res.cookie('session', `${ip}:${Number(seen) || Date.now()}`, { signed: true });",
    ].map((body) => ({
      name: `data in a signed cookie, which nobody can make and nothing is kept under: ${body}`,
      code: `${EXPRESS}app.use((req, res, next) => {\n  ${body}\n});\n`,
    })),
    {
      name: 'data in a signed cookie of hono',
      code: "import { setSignedCookie } from 'hono/cookie';\nexport const login = (c) => setSignedCookie(c, 'session', `${user.id}.${Date.now()}`, secret);\n",
    },
    {
      name: 'data of a session',
      code: "import session from 'express-session';\napp.use((req, res) => {\n  req.session.createdAt = Date.now();\n  req.session.nonce = Math.random();\n});\n",
    },
    {
      name: 'sockets that a counter tells apart, though they say who is signed in',
      code: "import http from 'node:http';\nclass Sockets {\n  n = 0;\n  open(socket, userId) {\n    this.sessions.set(++this.n, { userId, socket });\n  }\n}\n",
    },
    {
      name: 'a page that counts its visitors',
      code: "import next from 'next';\nconst generateSessionId = () => 's' + Date.now();\nlocalStorage.setItem('id', generateSessionId());\n",
    },
    {
      name: 'a token that is signed or sealed',
      code: `${EXPRESS}import { createCipheriv } from 'node:crypto';\nexport const createSessionToken = (user) => jwt.sign({ sub: user.id, iat: Date.now() }, secret);\nexport function newSessionToken(user) {\n  const cipher = createCipheriv('aes-256-gcm', key, iv);\n  return Buffer.concat([cipher.update(user.id + Date.now()), cipher.final()]).toString('base64url');\n}\n`,
    },
    {
      name: 'an id that a database makes',
      code: `${EXPRESS}export const newSessionId = async () => (await db.insert({ at: Date.now() })).id;\n`,
    },
    {
      name: 'a function without a value',
      code: `${EXPRESS}export function createSessionId() {}\nexport function newSessionId() {\n  return;\n}\n`,
    },
    {
      name: 'a constant for development beside a random id',
      code: transport("() => (dev ? 'dev' : randomUUID())", CRYPTO),
    },
    {
      name: 'an id below what the option asks for is strong enough',
      code: transport(
        "() => randomBytes(4).toString('hex')",
        "import { randomBytes } from 'node:crypto';\n",
      ),
      options: [{ minEntropyBits: 32 }],
    },
    {
      name: 'a constant id in a test',
      code: transport("() => 'test-session'"),
      filename: 'server.test.ts',
    },
    {
      name: 'a constant id in a folder of tests',
      code: transport("() => 'test-session'"),
      filename: '__tests__/server.ts',
    },
  ],
  invalid: [
    ...pureCases,
    ...libraryCases,
    ...suggestedCases,
    ...distantCases,
    ...sinkCases,
    suggested({
      name: 'a weak function behind the header of the client',
      weak: '`mcp-${Date.now()}`',
      code: `${MCP}${CRYPTO}const generateSessionId = () => \`mcp-\${Date.now()}\`;\napp.post('/mcp', (req, res) => {\n  const id = req.headers['mcp-session-id'] || generateSessionId();\n  new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });\n});\n`,
      output: `${MCP}${CRYPTO}const generateSessionId = () => randomUUID();\napp.post('/mcp', (req, res) => {\n  const id = req.headers['mcp-session-id'] || generateSessionId();\n  new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });\n});\n`,
    }),
    suggested({
      name: 'one weak function that a transport, a store and a header use is one report',
      weak: '`mcp-${Date.now()}`',
      code: `${MCP}${CRYPTO}const generateSessionId = () => \`mcp-\${Date.now()}\`;\nconst sessionId = generateSessionId();\nconst transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId });\ntransports[sessionId] = transport;\nres.setHeader('mcp-session-id', sessionId);\n`,
      output: `${MCP}${CRYPTO}const generateSessionId = () => randomUUID();\nconst sessionId = generateSessionId();\nconst transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId });\ntransports[sessionId] = transport;\nres.setHeader('mcp-session-id', sessionId);\n`,
    }),
    suggested({
      name: 'two weak branches of one generator are one report',
      weak: 'Date.now().toString()',
      code: transport('() => (dev ? Date.now().toString() : Math.random().toString(36))', CRYPTO),
      text: GENERATED,
      output: transport(GENERATED, CRYPTO),
    }),
    suggested({
      name: 'a hash by the Web Crypto API of an e-mail address',
      messageId: 'identity',
      weak: "Buffer.from(hash).toString('hex')",
      data: { source: 'a hash of `user.email`' },
      code: `${EXPRESS}export async function generateSessionId(user) {\n  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(user.email));\n  return Buffer.from(hash).toString('hex');\n}\n`,
    }),
    fixed({
      name: 'a function among operands gets parentheses',
      weak: "Date.now() + ''",
      code: transport(
        "options.generate ?? function () { return Date.now() + ''; }",
        `import { options } from './options.js';\n${CRYPTO}`,
      ),
      output: transport(
        'options.generate ?? (() => randomUUID())',
        `import { options } from './options.js';\n${CRYPTO}`,
      ),
    }),
    {
      ...fixed({
        name: 'an id above 64 bits and below what the option asks for',
        weak: "randomBytes(12).toString('hex')",
        messageId: 'short',
        data: {
          bits: 96,
          minEntropyBits: 128,
          instead: "crypto.randomBytes(16).toString('hex')",
        },
        code: transport(
          "() => randomBytes(12).toString('hex')",
          "import { randomBytes } from 'node:crypto';\n",
        ),
        output: transport(
          "() => randomBytes(16).toString('hex')",
          "import { randomBytes } from 'node:crypto';\n",
        ),
      }),
      options: [{ minEntropyBits: 128 }],
    },
    {
      ...fixed({
        name: 'a UUID has 122 random bits, so more of them come from randomBytes',
        weak: 'randomUUID()',
        messageId: 'short',
        data: {
          bits: 122,
          minEntropyBits: 200,
          instead: "crypto.randomBytes(25).toString('hex')",
        },
        code: transport(GENERATED, CRYPTO),
        output: transport(
          "() => randomBytes(25).toString('hex')",
          "import { randomUUID, randomBytes } from 'node:crypto';\n",
        ),
      }),
      options: [{ minEntropyBits: 200 }],
    },
    {
      name: 'the id of a user gives way to as many random bits as are asked for',
      code: transport('() => req.user.id', "import { req } from './request.js';\n"),
      options: [{ minEntropyBits: 128 }],
      errors: [
        {
          messageId: 'identity' as const,
          suggestions: [
            {
              messageId: 'useRandomId' as const,
              data: { text: "() => randomBytes(16).toString('hex')" },
              output: transport(
                "() => randomBytes(16).toString('hex')",
                "import { req } from './request.js';\nimport { randomBytes } from 'node:crypto';\n",
              ),
            },
          ],
        },
      ],
    },
    {
      ...fixed({
        name: 'a weak id in a test, where only constants are left alone',
        weak: 'Date.now().toString()',
        code: transport('() => Date.now().toString()'),
        output: transport(GENERATED, CRYPTO),
      }),
      filename: 'server.spec.ts',
    },
  ],
});

typescript.run(RULE, noPredictableSessionId, {
  valid: [
    {
      name: 'a cast, in TypeScript',
      code: transport('() => (crypto as any).randomUUID() as string'),
    },
    {
      name: 'a session id that is surely there, in TypeScript',
      code: `${MCP}export const create = (sessionId?: string) => new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId! });\n`,
    },
  ],
  invalid: [
    fixed({
      name: 'a return type, in TypeScript',
      weak: 'Date.now().toString()',
      code: transport('(): string => Date.now().toString() as string'),
      output: transport(GENERATED, CRYPTO),
    }),
    suggested({
      name: 'a default of a constructor parameter, in TypeScript',
      weak: "'s' + Date.now()",
      code: `${MCP}${CRYPTO}class Session {\n  constructor(private readonly id: string = 's' + Date.now()) {\n    new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });\n  }\n}\n`,
      output: `${MCP}${CRYPTO}class Session {\n  constructor(private readonly id: string = randomUUID()) {\n    new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });\n  }\n}\n`,
    }),
  ],
});

const REMIX = "import { createMemorySessionStorage } from '@remix-run/node';\n";
const ROUTER = "import { createMemorySessionStorage } from 'react-router';\n";
const ZUPLO = "import { HTTPStreamableTransport } from '@zuplo/mcp/transport/httpstreamable';\n";
const inFixture = (folder: string) => ({
  filename: join(import.meta.dirname, '../fixtures', folder, 'session.ts'),
});

modules.run(`${RULE}: ids that a library makes by itself`, noPredictableSessionId, {
  valid: [
    {
      name: 'memory of react-router in a version that is not known',
      code: `${ROUTER}createMemorySessionStorage({ cookie });`,
    },
    {
      name: 'memory of react-router since 8',
      code: `${ROUTER}createMemorySessionStorage({ cookie });`,
      ...inFixture('new-versions'),
    },
    { name: 'memory that is handed on', code: `${REMIX}export { createMemorySessionStorage };` },
    {
      name: 'a transport without sessions, or where that is not known',
      code: `${ZUPLO}new HTTPStreamableTransport();\nnew HTTPStreamableTransport({});\nnew HTTPStreamableTransport({ enableSessions: false });\nnew HTTPStreamableTransport({ enableSessions });\nnew HTTPStreamableTransport(options);`,
    },
  ],
  invalid: [
    {
      name: 'memory of Remix',
      code: `${REMIX}export const { getSession } = createMemorySessionStorage({ cookie });`,
      errors: [
        {
          messageId: 'weakDefault',
          data: {
            library: '@remix-run/node',
            source: '`Math.random()`',
            instead:
              'use `createSessionStorage` with a `createData` that calls `crypto.randomUUID()`',
          },
          line: 2,
          column: 31,
        },
      ],
    },
    {
      name: 'memory of react-router before 8',
      code: `${ROUTER}createMemorySessionStorage();`,
      errors: [{ messageId: 'weakDefault', line: 2, column: 1 }],
      ...inFixture('old-versions'),
    },
    {
      name: 'a transport of zuplo with sessions',
      code: `${ZUPLO}const options = { enableSessions: true };\nnew HTTPStreamableTransport(options);`,
      errors: [{ messageId: 'weakDefault', line: 3, column: 1 }],
    },
  ],
});

const REQUIRE =
  "const { StreamableHTTPServerTransport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js');\n";
const COMPILED =
  'const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");\n';

commonjs.run(RULE, noPredictableSessionId, {
  valid: [
    {
      name: 'randomUUID as compilers call it',
      code: `const node_crypto_1 = require("node:crypto");\n${COMPILED}new streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: () => (0, node_crypto_1.randomUUID)() });\n`,
    },
    {
      name: 'a default import as compilers write it',
      code: `const uuid_1 = __importDefault(require("uuid"));\n${COMPILED}new streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: () => uuid_1.default.v4() });\n`,
    },
  ],
  invalid: [
    fixed({
      name: 'a method, in CommonJS',
      weak: 'Math.random().toString(36)',
      code: `${REQUIRE}new StreamableHTTPServerTransport({ sessionIdGenerator() { return Math.random().toString(36); } });\n`,
      output: `${REQUIRE}const { randomUUID } = require('node:crypto');\nnew StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });\n`,
    }),
    fixed({
      name: 'uuid v1 as compilers call it',
      weak: '(0, uuid_1.v1)()',
      code: `const uuid_1 = require("uuid");\n${COMPILED}new streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: () => (0, uuid_1.v1)() });\n`,
      output: `const uuid_1 = require("uuid");\n${COMPILED}const { randomUUID } = require("node:crypto");\nnew streamableHttp_js_1.StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });\n`,
    }),
    suggested({
      name: 'genid as a function of the request, in CommonJS',
      weak: 'Math.random().toString(36).substr(2, 9)',
      code: "const session = require('express-session');\napp.use(session({ genid: function (req) { return Math.random().toString(36).substr(2, 9); }, secret }));\n",
      text: GENERATED,
      output:
        "const session = require('express-session');\nconst { randomUUID } = require('node:crypto');\napp.use(session({ genid: () => randomUUID(), secret }));\n",
    }),
  ],
});
