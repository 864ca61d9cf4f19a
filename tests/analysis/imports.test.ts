import { describe, expect, it } from 'vitest';
import { importedModules, traceReferences } from '../../src/analysis/imports';
import { runInRule } from '../support/run-in-rule';

const modules = {
  session: { info: 'session', members: { Store: { info: 'Store' } } },
  'node:crypto': { members: { randomUUID: { info: 'randomUUID' } } },
};
const globals = { Math: { members: { random: { info: 'Math.random' } } } };

const traced = (code: string, sourceType: 'module' | 'commonjs' = 'module') =>
  runInRule(
    code,
    (sourceCode) =>
      [...traceReferences(sourceCode, modules, globals)]
        .filter(({ type }) => type !== 'read')
        .map(({ node, type, info }) => `${type} ${info}: ${sourceCode.getText(node)}`),
    { sourceType },
  );

describe('a call is traced through', () => {
  it.each([
    ['a default import', `import s from 'session'; s(1)`, 'call session: s(1)'],
    ['a namespace import', `import * as s from 'session'; s(1)`, 'call session: s(1)'],
    [
      'a named import',
      `import { Store } from 'session'; new Store()`,
      'construct Store: new Store()',
    ],
    ['an alias', `import { randomUUID as id } from 'node:crypto'; id()`, 'call randomUUID: id()'],
    ['import = require', `import s = require('session'); s(1)`, 'call session: s(1)'],
    [
      'a member of import = require',
      `import s = require('session'); new s.Store()`,
      'construct Store: new s.Store()',
    ],
    [
      'await import',
      `const { Store } = await import('session'); new Store()`,
      'construct Store: new Store()',
    ],
    [
      'the default of await import',
      `const s = (await import('session')).default; s(1)`,
      'call session: s(1)',
    ],
    ['require in an ES module', `const s = require('session'); s(1)`, 'call session: s(1)'],
    [
      'createRequire',
      `import { createRequire } from 'module'; const require = createRequire(import.meta.url); require('session')(1)`,
      `call session: require('session')(1)`,
    ],
    [
      'a member of a namespace',
      `import * as c from 'node:crypto'; c.randomUUID()`,
      'call randomUUID: c.randomUUID()',
    ],
    [
      'a member of a default import',
      `import c from 'node:crypto'; c.randomUUID()`,
      'call randomUUID: c.randomUUID()',
    ],
    ['a cast', `import * as s from 'session'; (s as any)(1)`, 'call session: (s as any)(1)'],
    ['a global', `Math.random()`, 'call Math.random: Math.random()'],
    [
      'a member of the global object',
      `globalThis.Math.random()`,
      'call Math.random: globalThis.Math.random()',
    ],
    ['an aliased global', `const r = Math.random; r()`, 'call Math.random: r()'],
  ])('%s', (_, code, expected) => {
    expect(traced(code)).toEqual([expected]);
  });

  it.each([
    ['require', `const s = require('session'); s(1)`, 'call session: s(1)'],
    ['an inline require', `app.use(require('session')(1))`, `call session: require('session')(1)`],
    [
      'destructuring',
      `const { Store } = require('session'); new Store()`,
      'construct Store: new Store()',
    ],
    [
      'compiled CommonJS',
      `const c = require('node:crypto'); (0, c.randomUUID)()`,
      'call randomUUID: (0, c.randomUUID)()',
    ],
    [
      '__importDefault',
      `const s = __importDefault(require('session')); (0, s.default)(1)`,
      'call session: (0, s.default)(1)',
    ],
    [
      '__importStar',
      `const c = __importStar(require('node:crypto')); c.randomUUID()`,
      'call randomUUID: c.randomUUID()',
    ],
    [
      '__toESM',
      `var s = __toESM(require('session'), 1); (0, s.default)(1)`,
      'call session: (0, s.default)(1)',
    ],
    [
      'a module that lacks the interop',
      `const s = require('session').default; s(1)`,
      'call session: s(1)',
    ],
  ])('%s in CommonJS', (_, code, expected) => {
    expect(traced(code, 'commonjs')).toEqual([expected]);
  });
});

describe('nothing is traced from', () => {
  it.each([
    ['another module', `import s from 'other'; s(1)`],
    ['a name alone', `session(1); randomUUID()`],
    ['a shadowed import', `import s from 'session'; function f(s) { s(1) }`],
    ['a local Math', `const Math = mine; Math.random()`],
    ['a require of something dynamic', `require(name)(1)`],
    ['a bare require', `require()`],
  ])('%s', (_, code) => {
    expect(traced(code)).toEqual([]);
  });
});

it('lists every module that is imported, in any form', () => {
  const found = runInRule(
    `import a from 'a'; import type { B } from 'b'; import c = require('c'); export * from 'd';
     const e = require('e'); const f = await import('f');`,
    (sourceCode) => importedModules(sourceCode),
  );
  expect([...new Set(found)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
