import { describe, expect, it } from 'vitest';
import { nodesOfType } from '../../src/analysis/nodes';
import { apiOf, importsAny, moduleOf } from '../../src/session/library-calls';
import { runInRule } from '../support/run-in-rule';

/** The module of the argument of `subject()`, and the kind of API it names. */
const named = (code: string) =>
  runInRule(code, (sourceCode) => {
    const call = nodesOfType(sourceCode, 'CallExpression').find(
      ({ callee }) => callee.type === 'Identifier' && callee.name === 'subject',
    );
    const [argument] = call?.arguments ?? [];
    if (!argument) throw new Error('no call of subject');
    return [
      moduleOf(sourceCode, argument),
      apiOf(sourceCode, argument, 'session-configuration')?.library?.name,
    ];
  });

describe('a module that is handed on', () => {
  it.each([
    ['a default import', `import s from '@fastify/session'; subject(s)`],
    ['a namespace', `import * as s from '@fastify/session'; subject(s)`],
    ['default by name', `import { default as s } from '@fastify/session'; subject(s)`],
    ['an import assignment', `import s = require('@fastify/session'); subject(s)`],
    ['a require', `subject(require('@fastify/session'))`],
    ['a constant', `const s = require('@fastify/session'); const t = s; subject(t as any)`],
    ['a dynamic import', `subject(import('@fastify/session'))`],
    ['an awaited import', `subject(await import('@fastify/session'))`],
    [
      'a compiled import',
      `const s_1 = __importDefault(require('@fastify/session')); subject(s_1.default)`,
    ],
  ])('%s', (_, code) => {
    expect(named(code)).toEqual(['@fastify/session', '@fastify/session']);
  });

  it.each([
    ['a member of a module', `import s from '@fastify/session'; subject(s.MemoryStore)`],
    ['a parameter', `function f(s) { subject(s) }`],
    ['its own value', `const s = s; subject(s)`],
  ])('is none: %s', (_, code) => {
    expect(named(code)).toEqual([undefined, undefined]);
  });
});

it('a dynamic import counts as an import of the file', () => {
  const found = runInRule(`app.register(import('@fastify/session'))`, (sourceCode) =>
    importsAny(sourceCode, ['@fastify/session']),
  );
  expect(found).toBe(true);
});
