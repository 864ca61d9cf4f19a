import { describe, expect, it } from 'vitest';
import { calleeName, isFunction, type CallLike, type Node } from '../../src/analysis/ast';
import { hasState, runAutomaton } from '../../src/analysis/flow';
import { runInRule } from '../support/run-in-rule';

const [UNGUARDED, GUARDED] = [0, 1];

const named = (node: Node, name: string): node is CallLike =>
  node.type === 'CallExpression' && calleeName(node) === name;

/** Lines of `use()` that some path reaches without `guard()`; `guardThen(cb)` guards its callback only. */
function unguardedLines(code: string): number[] {
  return runInRule(code, (sourceCode, graph) => {
    const result = runAutomaton(sourceCode, graph, {
      step: (node, state) => (named(node, 'guard') ? GUARDED : state),
      callback: (call) => (named(call, 'guardThen') ? GUARDED : undefined),
    });
    const lines = new Set<number>();
    for (const { nodes } of graph.values())
      for (const node of [...nodes.values()].flat())
        if (named(node, 'use') && hasState(result.before(node), UNGUARDED))
          lines.add(node.loc.start.line);
    return [...lines].sort((a, b) => a - b);
  });
}

const silent: Record<string, string> = {
  'a guard in front': `function f() { guard(); use() }`,
  'a guard in both branches': `function f(a) { if (a) { guard() } else { guard() } use() }`,
  'a branch without the guard that returns': `function f(a) { if (!a) return; guard(); use() }`,
  'a branch without the guard that throws': `function f(a) { if (!a) throw new Error(); else guard(); use() }`,
  'an awaited guard': `async function f() { await guard(); use() }`,
  'the callback of a guard': `function f() { guardThen(() => { use() }) }`,
  'a function named as the callback of a guard': `function done() { use() }\nfunction f() { guardThen(done) }`,
  'a bound method as the callback of a guard': `class A { done() { use() } f() { guardThen(this.done.bind(this)) } }`,
  'a closure made after the guard': `function f() { guard(); list.forEach(() => { use() }) }`,
  'a closure inside the callback of a guard': `function f() { guardThen(() => { save(() => { use() }) }) }`,
  'the then of a guarding promise': `function f() { guard().then(() => { use() }) }`,
  'a helper that guards on every path': `function help(a) { if (a) return guard(); guard() }\nfunction f() { help(); use() }`,
  'a helper below its use': `async function f() { await help(); use() }\nasync function help() { await guard() }`,
  'a helper held by a constant': `const help = async () => guard();\nconst f = async () => { await help(); use() }`,
  'a method that guards': `class A { #help() { guard() } f() { this.#help(); use() } }`,
  'a field that holds a guarding function': `class A { help = () => { guard() }; f() { this.help(); use() } }`,
  'a helper that is called only when guarded': `function finish() { use() }\nfunction f() { guard(); finish() }`,
  'a helper two calls below the guard': `function a() { use() }\nfunction b() { a() }\nfunction f() { guard(); b() }`,
  'the executor of a promise': `async function f() { await new Promise((r) => { guard(); r() }); use() }`,
  'a function called at once': `(async () => { await guard() })(); use()`,
  'a guard in a do-while body': `function f(a) { do { guard() } while (a); use() }`,
  'a guard in finally': `function f() { try { g() } finally { guard() } use() }`,
  'a guard in every case with a default': `function f(a) { switch (a) { case 1: guard(); break; default: guard() } use() }`,
  'a helper that always throws on the other path': `function fail() { throw new Error() }\nfunction f(a) { if (a) guard(); else fail(); use() }`,
  'a guard as an operand that always runs': `function f(a) { const b = guard() || a; use() }`,
  'a loop whose every round follows a guard': `function f(list) { guard(); for (const each of list) { use(each) } }`,
  'a callback that a helper of this file calls when it has guarded': `function help(cb) { guardThen(() => cb()) }\nfunction f() { help(() => { use() }) }`,
  'a callback that a helper of this file hands to a guard': `function help(cb) { guardThen(cb) }\nfunction f() { help(() => { use() }) }`,
  'a callback handed on twice': `const a = (cb) => guardThen(cb);\nconst b = (cb) => { a(cb) };\nfunction f() { b(() => { use() }) }`,
  'recursion below a guard': `function f(n) { guard(); g(n) }\nfunction g(n) { use(); if (n) g(n - 1) }`,
};

const reported: Record<string, [code: string, lines: number[]]> = {
  'no guard': [`function f() { use() }`, [1]],
  'a guard after it': [`function f() { use(); guard() }`, [1]],
  'a guard in one branch': [`function f(a) { if (a) guard();\nuse() }`, [2]],
  'a guard in a loop that may not run': [
    `function f(l) { for (const e of l) guard();\nuse() }`,
    [2],
  ],
  'a guard behind &&': [`function f(a) { a && guard();\nuse() }`, [2]],
  'a guard behind an optional call': [`function f(a) { a?.guard();\nuse() }`, [2]],
  'the first round of a loop': [`function f(a) { while (a) {\nuse();\nguard() } }`, [2]],
  'what follows a callback-style guard': [`function f() { guardThen(() => {});\nuse() }`, [2]],
  'a guard in try that may not be reached': [
    `function f() { try { g(); guard() } catch {}\nuse() }`,
    [2],
  ],
  'a catch that a throw before the guard reaches': [
    `function f() { try { g(); guard() } catch {\nuse() } }`,
    [2],
  ],
  'a switch without a default': [`function f(a) { switch (a) { case 1: guard() }\nuse() }`, [2]],
  'a helper that guards on one path': [
    `function help(a) { if (a) return; guard() }\nfunction f() { help();\nuse() }`,
    [3],
  ],
  'a helper with one unguarded call': [
    `function finish() {\nuse() }\nfunction f() { guard(); finish() }\nfunction g() { finish() }`,
    [2],
  ],
  'a callback that is also handed to somebody else': [
    `function done() {\nuse() }\nguardThen(done); other(done)`,
    [2],
  ],
  'a guard in a function nobody calls': [`function f() { function g() { guard() }\nuse() }`, [2]],
  'a guard in a callback': [`function f() { list.forEach(() => { guard() });\nuse() }`, [2]],
  'a callback that a helper of this file calls before it guards': [
    `function help(cb) { cb(); guard() }\nfunction f() { help(() => {\nuse() }) }`,
    [3],
  ],
  'a handler in a wrapper of this file': [
    `const wrap = (fn) => (req) => fn(req);\non(wrap(() => {\nuse() }))`,
    [3],
  ],
  'a closure made before the guard': [`function f() { on(() => {\nuse() }); guard() }`, [2]],
  'an exported handler': [`export async function login(req, res) {\nuse() }`, [2]],
  'a method nobody calls': [`class A { login() {\nuse() } }`, [2]],
  'a decorated method that is also called guarded': [
    `class A { @Post() login() {\nuse() } f() { guard(); this.login() } }`,
    [2],
  ],
  'an arrow assigned to exports': [`exports.f = async () => {\nuse() }`, [2]],
  'an arrow in an object': [`export default { handler: () => {\nuse() } }`, [2]],
  'the program itself': [`use(); guard(); use()`, [1]],
  'a jump out of the loop before the guard': [
    `function f(l) { for (;;) { if (l()) break; guard() }\nuse() }`,
    [2],
  ],
};

describe('a use is silent after', () => {
  it.each(Object.entries(silent))('%s', (_, code) => {
    expect(unguardedLines(code)).toEqual([]);
  });
});

describe('a use is found with', () => {
  it.each(Object.entries(reported).map(([title, [code, lines]]) => ({ title, code, lines })))(
    '$title',
    ({ code, lines }) => {
      expect(unguardedLines(code)).toEqual(lines);
    },
  );
});

describe('what a function returns in', () => {
  const returns = (code: string) =>
    runInRule(code, (sourceCode, graph) => {
      const result = runAutomaton(sourceCode, graph, {
        step: (node, state) => (named(node, 'guard') ? GUARDED : state),
      });
      const [fn] = [...graph.keys()].filter(isFunction);
      return [UNGUARDED, GUARDED].filter((state) => fn && hasState(result.atReturn(fn), state));
    });

  it('is every state of its returns and its end', () => {
    expect(returns(`function f(a) { if (a) return; guard() }`)).toEqual([UNGUARDED, GUARDED]);
  });
  it('leaves out paths that throw', () => {
    expect(returns(`function f(a) { if (a) throw 1; guard() }`)).toEqual([GUARDED]);
  });
  it('is nothing when it never returns', () => {
    expect(returns(`function f() { throw 1 }`)).toEqual([]);
  });
});

it('solves a function of two thousand branches without trouble', () => {
  const branches = Array.from({ length: 2000 }, (_, i) => `if (a === ${i}) g(${i});`).join('\n');
  expect(unguardedLines(`function f(a) { guard(); ${branches}\nuse() }`)).toEqual([]);
});

describe('on the way into a branch it is known', () => {
  /** What is known where `use()` stands: `a`, `!a` for conditions, `catch` after something threw. */
  function known(code: string): string[] {
    return runInRule(code, (sourceCode, graph) => {
      const seen: string[] = [];
      const result = runAutomaton(sourceCode, graph, {
        step: (_, state) => state,
        pass(passage, state) {
          const fact =
            passage.kind === 'catch'
              ? 'catch'
              : `${passage.holds ? '' : '!'}${sourceCode.getText(passage.test)}`;
          const index = seen.indexOf(fact);
          return index >= 0 ? index + 1 : state > 0 ? state : seen.push(fact);
        },
      });
      const facts = ['nothing', ...seen];
      for (const { nodes } of graph.values())
        for (const node of [...nodes.values()].flat())
          if (named(node, 'use'))
            return facts.filter((_, state) => hasState(result.before(node), state)).sort();
      return [];
    });
  }

  it.each([
    ['the branch of an if', 'function f(a) { if (a) use() }', ['a']],
    ['its else', 'function f(a) { if (a) {} else use() }', ['!a']],
    ['what follows a branch that returns', 'function f(a) { if (a) return; use() }', ['!a']],
    ['what follows a branch', 'function f(a) { if (a) {} use() }', ['!a', 'a']],
    ['the right of &&', 'function f(a) { a && use() }', ['a']],
    ['the right of ||', 'function f(a) { a || use() }', ['!a']],
    ['the right of ??', 'function f(a) { a ?? use() }', ['nothing']],
    ['a branch of ?:', 'function f(a) { a ? 1 : use() }', ['!a']],
    ['a conjunction', 'function f(a) { if (a && b) use() }', ['a']],
    ['a failed conjunction', 'function f(a) { if (a && b) return; use() }', ['!a', 'a']],
    ['a catch', 'function f() { try { g() } catch { use() } }', ['catch']],
    ['a branch of an else if', 'function f(a, b) { if (a) {} else if (b) use() }', ['!a']],
    ['finally', 'function f() { try { g() } finally { use() } }', ['nothing']],
  ])('%s', (_, code, facts) => {
    expect(known(code)).toEqual(facts);
  });

  it.each([
    ['&&', 'function f(a) { if (a && use()) {} else {} }', 'a && use()'],
    ['||', 'function f(a) { if ((a && b) || use()) {} else {} }', 'a && b'],
    ['&& inside ||', 'function f(a) { if ((a && use()) || b) {} else {} }', 'a && use()'],
  ])('a condition has not held while its right side runs: %s', (_, code, test) => {
    const hasHeld = runInRule(code, (sourceCode, graph) => {
      const result = runAutomaton(sourceCode, graph, {
        step: (_, state) => state,
        pass: (passage, state) =>
          passage.kind === 'condition' && passage.holds && sourceCode.getText(passage.test) === test
            ? 1
            : state,
      });
      const nodes = [...graph.values()].flatMap((path) => [...path.nodes.values()].flat());
      const use = nodes.find((node) => named(node, 'use'));
      return use && hasState(result.before(use), 1);
    });
    expect(hasHeld).toBe(false);
  });
});
