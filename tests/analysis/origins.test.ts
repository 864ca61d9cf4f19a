import { describe, expect, it } from 'vitest';
import { originsOf } from '../../src/analysis/origins';
import { nodesOfType } from '../../src/analysis/nodes';
import { runInRule } from '../support/run-in-rule';

/** The origins of what `sink()` is called with, as text and way. */
function origins(code: string): string[] {
  return runInRule(code, (sourceCode) => {
    const call = nodesOfType(sourceCode, 'CallExpression').find(
      ({ callee }) => callee.type === 'Identifier' && callee.name === 'sink',
    );
    const [argument] = call?.arguments ?? [];
    if (!argument) throw new Error('nothing is sunk');
    return originsOf(sourceCode, argument).map(
      ({ node, as }) => `${as} ${sourceCode.getText(node)}`,
    );
  });
}

describe('the origins of a value', () => {
  it.each<[title: string, code: string, expected: string[]]>([
    ['a literal', `sink('a')`, [`only 'a'`]],
    ['a constant', `const a = f(); sink(a)`, [`only f()`]],
    [
      'each assignment of a variable',
      `let a = 1; if (x) a = g(); sink(a)`,
      ['assignment 1', 'assignment g()'],
    ],
    ['both branches of a condition', `sink(x ? f() : g())`, ['branch f()', 'branch g()']],
    ['a value and its fallback', `sink(f() ?? g())`, ['branch f()', 'fallback g()']],
    ['what is left of &&', `sink(x && f())`, ['only f()']],
    ['what is awaited', `async () => sink(await f())`, ['only f()']],
    ['a cast', `sink(f() as string)`, ['only f()']],
    ['a property', `const o = { a: f() }; sink(o.a)`, ['only f()']],
    [
      'a property of an object that is handed on',
      `const o = { a: f() }; keep(o); sink(o.a)`,
      ['only f()'],
    ],
    [
      'a property that is written later',
      `const o = { a: f() }; keep(o); o.a = g(); sink(o.a)`,
      ['assignment f()', 'assignment g()'],
    ],
    ['a destructured property', `const { a } = { a: f() }; sink(a)`, ['only f()']],
    ['a field', `class A { a = f(); m() { sink(this.a) } }`, ['only f()']],
    [
      'a field with several values',
      `class A { a = f(); m() { this.a = g(); sink(this.a) } }`,
      ['assignment f()', 'assignment g()'],
    ],
    ['what a function returns', `function make() { return f() } sink(make())`, ['only f()']],
    [
      'every return of a function',
      `const make = () => { if (x) return f(); return g() }; sink(make())`,
      ['branch f()', 'branch g()'],
    ],
    ['a method', `class A { make() { return f() } m() { sink(this.make()) } }`, ['only f()']],
    [
      'an argument of the call gone into',
      `const same = (a) => a; same(g()); sink(same(f()))`,
      ['only f()'],
    ],
    [
      'a default that no argument replaces',
      `const same = (a = g()) => a; sink(same())`,
      ['only g()'],
    ],
    [
      'what the calls in the file hand to a parameter',
      `function m(a) { sink(a) } m(f()); m(g())`,
      ['branch f()', 'branch g()'],
    ],
    ['a key of what is handed over', `function m({ a }) { sink(a) } m({ a: f() })`, ['only f()']],
    [
      'an argument of a constructor',
      `class A { constructor(a) { this.a = a } m() { sink(this.a) } } new A(f())`,
      ['only f()'],
    ],
    ['a parameter that nobody here fills', `export function m(a) { sink(a) }`, ['only a']],
    [
      'a parameter behind a spread',
      `const same = (a, b) => b; sink(same(...list, f()))`,
      ['only b'],
    ],
    ['an import', `import { a } from './a'; sink(a)`, ['only a']],
    ['a variable built from itself', `let a = ''; for (;;) a = a + f(); sink(a)`, ['only a']],
    ['a variable built with +=', `let a = ''; for (;;) a += f(); sink(a)`, ['only a']],
    [
      'a variable that falls back to itself',
      `let a = f(); a = a || g(); sink(a)`,
      ['assignment f()', 'fallback g()'],
    ],
    [
      'a function that tries again',
      `function make() { const a = f(); if (used(a)) return make(); return a } sink(make())`,
      ['branch f()'],
    ],
    ['functions that call each other', `const a = () => b(); const b = () => a(); sink(a())`, []],
    ['a generator', `function* make() { return f() } sink(make())`, ['only make()']],
  ])('%s', (_, code, expected) => {
    expect(origins(code)).toEqual(expected);
  });
});
