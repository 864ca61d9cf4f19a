import { describe, expect, it } from 'vitest';
import { lookupsOf } from '../../src/session/transports/lookups';
import { sessionStoresOf } from '../../src/session/transports/stores';
import { runInRule } from '../support/run-in-rule';

const sdk = `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';\n`;

function lookups(container: string, keep: string, use: string) {
  const code = `${sdk}const store = ${container};
    app.get('/sse', (req, res) => { const transport = new SSEServerTransport('/messages', res); ${keep} });
    ${use}`;
  return runInRule(code, (sourceCode) =>
    lookupsOf(sourceCode).map((lookup) =>
      lookup.how === 'list'
        ? `list ${lookup.gives}`
        : `${lookup.how} ${sourceCode.getText(lookup.key)}${lookup.isOwn ? ' own' : ''}`,
    ),
  );
}

describe('lookups', () => {
  it.each([
    ['store.get(id)', ['get id own']],
    ['store.get(id)?.transport.close()', ['get id own']],
    ['if (store.has(id)) f();', ['has id own']],
    [
      'store.keys(); store.values(); store.entries();',
      ['list keys', 'list values', 'list entries'],
    ],
    ['[...store]; Array.from(store);', ['list entries', 'list entries']],
    ['for (const [id, each] of store) f(each);', ['list entries']],
    ['store.forEach(f);', ['list entries']],
    ['store.size > 1;', ['list size']],
    ['store.set(id, other); store.delete(id); store.clear(); log(store);', []],
  ])('in a map: %s', (use, expected) => {
    expect(lookups('new Map()', 'store.set(transport.sessionId, { transport });', use)).toEqual(
      expected,
    );
  });

  it.each([
    ['store[id]', ['get id']],
    ['store[id]!.close(); (store as any)[id]', ['get id', 'get id']],
    ["store['first'].close(); store.first;", ["get 'first'", 'get first']],
    ['if (id in store) f();', ['has id']],
    ['Object.hasOwn(store, id); store.hasOwnProperty(id);', ['has id own', 'has id own']],
    ['Object.prototype.hasOwnProperty.call(store, id)', ['has id own']],
    ['Reflect.has(store, id); Reflect.get(store, id);', ['has id', 'get id']],
    [
      'Object.keys(store).length; Object.values(store); Object.entries(store);',
      ['list keys', 'list values', 'list entries'],
    ],
    ['for (const id in store) f(id);', ['list keys']],
    ['store[id] = other; delete store[id]; log(store);', []],
  ])('in an object: %s', (use, expected) => {
    expect(lookups('{}', 'store[transport.sessionId] = transport;', use)).toEqual(expected);
  });

  it('go through aliases and parameters of functions of the file', () => {
    expect(
      lookups(
        'new Map()',
        'store.set(transport.sessionId, transport);',
        'const alias = store; const find = (all, id) => all.get(id); find(alias, 1);',
      ),
    ).toEqual(['get id own']);
  });
});

describe('stores whose type says that they keep transports', () => {
  const names = (code: string) =>
    runInRule(sdk + code, (sourceCode) => sessionStoresOf(sourceCode).map(({ name }) => name));
  it.each([
    'const store: Record<string, SSEServerTransport> = {};',
    'const store: { [id: string]: StreamableHTTPServerTransport | SSEServerTransport } = {};',
    'const store = {} as Record<string, { transport: SSEServerTransport }>;',
    'const store = new Map<string, SSEServerTransport>();',
    'const store: Map<string, SSEServerTransport> = new Map();',
    'interface Session { transport: SSEServerTransport } const store = new Map<string, Session>();',
    'type Sessions = Record<string, SSEServerTransport>; const store: Sessions = {};',
    'class Server { private store = new Map<string, SSEServerTransport>(); }',
    'const all = { store: {} as Record<string, SSEServerTransport> };',
  ])('%s', (code) => {
    expect(names(code)).toEqual(['store']);
  });
  it.each([
    'const options: Partial<SSEServerTransport> = {};',
    'const options: { transport?: SSEServerTransport } = {};',
    'const users: Record<string, User> = {};',
    'interface Node { children: Record<string, Node> } const tree: Record<string, Node> = {};',
    'const store: Record<string, SSEServerTransport> = load();',
  ])('%s is none', (code) => {
    expect(names(code)).toEqual([]);
  });
});
