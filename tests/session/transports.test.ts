import { describe, expect, it } from 'vitest';
import { sessionStoresOf } from '../../src/session/transports/stores';
import { transportsOf, type McpTransport } from '../../src/session/transports/transports';
import { runInRule } from '../support/run-in-rule';

const sdk = `import { StreamableHTTPServerTransport as T } from '@modelcontextprotocol/sdk/server/streamableHttp.js';\n`;

function transports(code: string): readonly McpTransport[] {
  return runInRule(sdk + code, transportsOf);
}

describe('the generator of a transport', () => {
  it.each([
    ['new T()', 'missing'],
    ['new T({})', 'missing'],
    ['new T({ ...{ enableJsonResponse: true } })', 'missing'],
    ['new T({ sessionIdGenerator: undefined })', 'none'],
    ['new T({ sessionIdGenerator: void 0 })', 'none'],
    ['new T({ sessionIdGenerator: randomUUID })', 'given'],
    ['new T({ sessionIdGenerator: stateless ? undefined : randomUUID })', 'given'],
    ['new T({ sessionIdGenerator })', 'given'],
    ['new T(options)', 'unknown'],
    ['new T(...options)', 'unknown'],
    ['new T({ ...options })', 'unknown'],
    ['new T({ ...options, sessionIdGenerator: undefined })', 'none'],
    ['new T({ sessionIdGenerator: undefined, ...options })', 'unknown'],
    ['new T(stateless ? {} : { sessionIdGenerator })', 'unknown'],
  ])('%s is %s', (code, state) => {
    expect(transports(code).map(({ generator }) => generator.state)).toEqual([state]);
  });
});

describe('the wiring of a transport', () => {
  const use = 'await transport.handleRequest(req, res);';
  it.each([
    ['module scope', 'export const transport = new T({});', 'shared'],
    ['a field', 'class A { transport = new T({}); }', 'shared'],
    [
      'a handler',
      `app.post('/', async (req, res) => { const transport = new T({}); ${use} });`,
      'per-request',
    ],
    [
      'a function that hands the request over',
      `async function f(req, res) { const transport = new T({}); ${use} }`,
      'per-request',
    ],
    [
      'a set-up function',
      `function f() { const transport = new T({}); app.use(async (req, res) => { ${use} }); }`,
      'shared',
    ],
    ['a factory without callers', 'export const f = () => new T({});', 'unknown'],
    [
      'a factory for handlers',
      `const f = () => new T({}); app.get('/', (req, res) => f().handleRequest(req, res));`,
      'per-request',
    ],
    [
      'a factory of a factory',
      'const f = () => new T({}); const g = () => ({ transport: f() }); const { transport } = g();',
      'shared',
    ],
    ['a recursive factory', 'function f(n) { return n ? f(n - 1) : new T({}); }', 'unknown'],
    [
      'a callback of something unknown',
      'connect(() => { const transport = new T({}); });',
      'unknown',
    ],
  ])('%s', (_, code, wiring) => {
    expect(transports(code).map((each) => each.wiring)).toEqual([wiring]);
  });
});

describe('where a transport goes', () => {
  it('is connected, gets requests and is stored, by itself or in an object, under its own id', () => {
    const [transport] = transports(`
      const sessions = new Map();
      app.post('/mcp', async (req, res) => {
        const transport = new T({ sessionIdGenerator: () => randomUUID() });
        const entry = { server, transport };
        await server.connect(transport);
        await entry.transport.handleRequest(req, res);
        sessions.set(transport.sessionId, entry);
      });`);
    expect(transport).toMatchObject({ storedById: true, escapes: [] });
    expect(transport?.connections).toHaveLength(1);
    expect(transport?.requests).toHaveLength(1);
    expect(transport?.entries).toHaveLength(1);
  });
  it('is stored under another id', () => {
    const [transport] = transports('const t = new T({}); sessions.set(userId, t);');
    expect(transport?.storedById).toBe(false);
    expect(transport?.entries).toHaveLength(1);
  });
  it('escapes to functions of other files', () => {
    const [transport] = transports('const t = new T({}); serve(t); server.connect(t);');
    expect(transport?.escapes).toHaveLength(1);
  });
  it('has callbacks of this file or imported; an option that may be undefined is none', () => {
    const [, ...others] = transports(`
      import { keep } from './sessions.js';
      new T({});
      new T({ onsessioninitialized: (id) => { sessions.set(id, 1); }, onsessionclosed: keep });
      new T({ onsessioninitialized: options.callback });`);
    expect(
      others.map(({ callbacks }) => callbacks.map((each) => [each.name, each.storesId])),
    ).toEqual([
      [
        ['onsessioninitialized', true],
        ['onsessionclosed', false],
      ],
      [],
    ]);
  });
  it('is made by a subclass, whose constructor decides on the options', () => {
    const states = transports(`
      class Plain extends T {}
      class Own extends T { constructor() { super({ sessionIdGenerator: randomUUID }); } }
      class Passed extends T { constructor(options) { super(options); } }
      new Plain({}); new Own(); new Passed({});`).map(({ generator }) => generator.state);
    expect(states).toEqual(['missing', 'given', 'unknown']);
  });
});

describe('the stores of a file', () => {
  const handler = (keep: string) => `
    app.post('/mcp', async (req, res) => { const transport = new T({ sessionIdGenerator }); ${keep} });`;
  const stores = (code: string) =>
    runInRule(sdk + code, (sourceCode) =>
      sessionStoresOf(sourceCode).map(({ name, kind, deletions, escapes }) => ({
        name,
        kind,
        deletions: deletions.length,
        escapes: escapes.length,
      })),
    );
  it.each([
    ['new Map()', 'sessions.set(id, transport);', 'map'],
    ['{}', 'sessions[id] = transport;', 'object'],
    ['Object.create(null)', 'sessions[id] = { transport };', 'object'],
  ])('%s', (container, keep, kind) => {
    const code = `let sessions = ${container}; ${handler(keep)}`;
    expect(stores(code)).toEqual([{ name: 'sessions', kind, deletions: 0, escapes: 0 }]);
  });
  it('finds what takes entries out, also through an alias and a function', () => {
    const code = `
      let sessions = {};
      const alias = sessions;
      function remove(from, id) { delete from[id]; }
      remove(sessions, id);
      alias[id] = undefined;
      sessions = {};
      console.log(Object.keys(sessions));
      ${handler('sessions[id] = transport;')}`;
    expect(stores(code)).toEqual([{ name: 'sessions', kind: 'object', deletions: 3, escapes: 0 }]);
  });
  it.each(['imported', 'new LRUCache({ ttl: 1 })', 'new WeakMap()', 'new Sessions()'])(
    '%s is none that is known',
    (container) => {
      expect(
        stores(`const sessions = ${container}; ${handler('sessions.set(id, transport);')}`),
      ).toEqual([]);
    },
  );
});
