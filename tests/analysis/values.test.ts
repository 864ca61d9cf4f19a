import { describe, expect, it } from 'vitest';
import type { Node, SourceCode } from '../../src/analysis/ast';
import { nodesOfType } from '../../src/analysis/nodes';
import { property, resolve } from '../../src/analysis/values';
import { runInRule } from '../support/run-in-rule';

/** Inspects the argument of the first call of `subject()` in the code. */
function inspect<T>(code: string, look: (sourceCode: SourceCode, argument: Node) => T): T {
  return runInRule(code, (sourceCode) => {
    const call = nodesOfType(sourceCode, 'CallExpression').find(
      ({ callee }) => callee.type === 'Identifier' && callee.name === 'subject',
    );
    const [argument] = call?.arguments ?? [];
    if (!argument) throw new Error('no call of subject');
    return look(sourceCode, argument);
  });
}

const lookUp = (code: string, ...path: string[]): string =>
  inspect(code, (sourceCode, argument) => {
    const found = property(sourceCode, argument, path);
    if (found.state === 'unknown') return 'unknown';
    if (found.state === 'found') return sourceCode.getText(found.node);
    return found.object ? `missing from ${sourceCode.getText(found.object)}` : 'missing';
  });

const resolved = (code: string): string =>
  inspect(code, (sourceCode, argument) => sourceCode.getText(resolve(sourceCode, argument)));

describe('a property is found', () => {
  it.each([
    ['in a literal', `subject({ cookie: { secure: false } })`, 'false'],
    ['behind a constant', `const o = { cookie: { secure: false } }; subject(o)`, 'false'],
    ['behind a let that is written once', `let o; o = { cookie: { secure: 1 } }; subject(o)`, '1'],
    ['as the last of two', `subject({ cookie: { secure: 1, secure: 2 } })`, '2'],
    ['after a spread', `subject({ ...base, cookie: { secure: 2 } })`, '2'],
    ['in a known spread', `const base = { secure: 3 }; subject({ cookie: { ...base } })`, '3'],
    ['behind casts', `subject({ cookie: { secure: 4 } as const } satisfies Options)`, '4'],
    ['in a function of the file', `const f = () => ({ cookie: { secure: 5 } }); subject(f())`, '5'],
    ['in a function below', `subject(f()); function f() { return { cookie: { secure: 6 } } }`, '6'],
    ['behind Object.freeze', `subject(Object.freeze({ cookie: { secure: 7 } }))`, '7'],
    [
      'in Object.assign of a new object',
      `subject(Object.assign({}, { cookie: { secure: 8 } }))`,
      '8',
    ],
    [
      'in Object.assign to a constant',
      `const o = { cookie: { secure: 22 } }; subject(Object.assign(o, { name: 1 }))`,
      '22',
    ],
    [
      'in Object.assign to what is not known',
      `subject(Object.assign(given, { cookie: { secure: 23 } }))`,
      '23',
    ],
    [
      'behind a member',
      `const c = { session: { cookie: { secure: 9 } } }; subject(c.session)`,
      '9',
    ],
    ['behind destructuring', `const { s } = { s: { cookie: { secure: 10 } } }; subject(s)`, '10'],
    [
      'in a field of the class',
      `class A { o = { cookie: { secure: 11 } }; f() { subject(this.o) } }`,
      '11',
    ],
    [
      'in a field assigned in the constructor',
      `class A { constructor() { this.o = { cookie: { secure: 12 } } } f() { subject(this.o) } }`,
      '12',
    ],
    [
      'as a later write',
      `const o = { cookie: { secure: 1 } }; o.cookie.secure = 13; subject(o)`,
      '13',
    ],
    ['in a later written object', `const o = {}; o.cookie = { secure: 14 }; subject(o)`, '14'],
    ['under a quoted key', `subject({ 'cookie': { ['secure']: 15 } })`, '15'],
    [
      'although another property is written',
      `const o = { cookie: { secure: 16 } }; o.name = 1; subject(o)`,
      '16',
    ],
    [
      'although the object is logged',
      `const o = { cookie: { secure: 17 } }; console.log(o); subject(o)`,
      '17',
    ],
    [
      'although an import from the same module got it before',
      `import { subject, unset } from 'x'; const o = { cookie: { secure: 16 } }; unset(o); subject(o)`,
      '16',
    ],
    [
      'although the same function got it before',
      `const o = { cookie: { secure: 18 } }; subject(o); subject(o)`,
      '18',
    ],
    ['although it is exported', `export const o = { cookie: { secure: 19 } }; subject(o)`, '19'],
    [
      'although it is spread elsewhere',
      `const o = { cookie: { secure: 20 } }; g({ ...o }); subject(o)`,
      '20',
    ],
    [
      'in an awaited function',
      `async function f() { return { cookie: { secure: 21 } } } subject(await f())`,
      '21',
    ],
  ])('%s', (_, code, expected) => {
    expect(lookUp(code, 'cookie', 'secure')).toBe(expected);
  });
});

describe('a property is missing', () => {
  it.each([
    ['from a literal', `subject({ cookie: { a: 1 } })`, 'missing from { a: 1 }'],
    ['with its parent', `subject({ name: 1 })`, 'missing from { name: 1 }'],
    ['from a constant', `const o = { name: 1 }; subject(o)`, 'missing from { name: 1 }'],
    ['where nothing is given', `subject(undefined)`, 'missing'],
    ['from both branches', `subject(a ? { b: 1 } : { c: 1 })`, 'missing from { c: 1 }'],
    [
      'behind Object.assign to a constant',
      `const o = { name: 1 }; subject(Object.assign(o, { cookie: { a: 1 } }))`,
      'missing from { a: 1 }',
    ],
    [
      'behind a spread that lacks it',
      `const b = { x: 1 }; subject({ ...b, y: 1 })`,
      'missing from { ...b, y: 1 }',
    ],
    [
      'behind a conditional spread that lacks it',
      `subject({ ...(a && { b: 1 }) })`,
      'missing from { ...(a && { b: 1 }) }',
    ],
    [
      'where its parent is undefined',
      `subject({ cookie: undefined })`,
      'missing from { cookie: undefined }',
    ],
  ])('%s', (_, code, expected) => {
    expect(lookUp(code, 'cookie', 'secure')).toBe(expected);
  });
});

describe('a property is unknown', () => {
  it.each([
    ['behind an import', `import { o } from './config'; subject(o)`],
    ['behind a parameter', `function f(o) { subject(o) }`],
    ['behind an unknown spread', `subject({ cookie: { secure: 1, ...rest } })`],
    ['behind a spread in the options', `subject({ cookie: { secure: 1 }, ...rest })`],
    ['with a computed key', `subject({ cookie: { [key]: 1 } })`],
    [
      'after a conditional write',
      `const o = { cookie: {} }; if (a) o.cookie.secure = true; subject(o)`,
    ],
    [
      'after a write in a function',
      `const o = { cookie: {} }; function f() { o.cookie.secure = 1 } subject(o)`,
    ],
    [
      'after a write through an alias',
      `const o = { cookie: {} }; const c = o.cookie; c.secure = true; subject(o)`,
    ],
    ['after Object.assign', `const o = { cookie: {} }; Object.assign(o.cookie, rest); subject(o)`],
    ['behind Object.assign to what is not known', `subject(Object.assign(given, { name: 1 }))`],
    [
      'behind Object.assign of what is not known',
      `const o = { cookie: { secure: 1 } }; subject(Object.assign(o, given))`,
    ],
    [
      'behind Object.assign to a constant that was handed on',
      `const o = { cookie: { secure: 1 } }; harden(o); subject(Object.assign(o, { name: 1 }))`,
    ],
    [
      'behind an assign of something else',
      `const o = { cookie: { secure: 1 } }; subject(registry.assign(o, { name: 1 }))`,
    ],
    [
      'behind an Object of the file',
      `const Object = registry; const o = { cookie: { secure: 1 } }; subject(Object.assign(o, { name: 1 }))`,
    ],
    ['after the object was handed on', `const o = { cookie: {} }; harden(o); subject(o)`],
    [
      'after an import from another module got it',
      `import { subject } from 'x'; import { harden } from 'y'; const o = { cookie: {} }; harden(o); subject(o)`,
    ],
    ['after a part of it was handed on', `const o = { cookie: {} }; harden(o.cookie); subject(o)`],
    ['after a computed write', `const o = { cookie: {} }; o.cookie[key] = true; subject(o)`],
    ['after a deletion', `const o = { cookie: { secure: 1 } }; delete o.cookie.secure; subject(o)`],
    ['with branches that differ', `subject({ cookie: a ? { secure: 1 } : {} })`],
    ['behind an or with an unknown', `subject(given || { name: 1 })`],
    [
      'in a function with two returns',
      `function f(a) { if (a) return {}; return { cookie: 1 } } subject(f())`,
    ],
    ['in a variable written twice', `let o = { name: 1 }; o = load(); subject(o)`],
    [
      'in a field written from outside',
      `class A { constructor(o) { this.o = o } f() { subject(this.o) } }`,
    ],
    [
      'after a write that follows the use',
      `const o = { cookie: {} }; subject(o); o.cookie.secure = true;`,
    ],
    ['of a value that goes round in circles', `const a = b, b = a; subject(a)`],
  ])('%s', (_, code) => {
    expect(lookUp(code, 'cookie', 'secure')).toBe('unknown');
  });
});

describe('an expression resolves', () => {
  it.each([
    ['through constants', `const a = 1, b = a; subject(b)`, '1'],
    ['through a compiled call', `const x_1 = { f: () => 2 }; subject((0, x_1.f)())`, '2'],
    ['through a method', `class A { m() { return 3 } f() { subject(this.m()) } }`, '3'],
    ['not through a variable with two values', `let a = 1; if (b) a = 2; subject(a)`, 'a'],
    ['not through a loop variable', `for (const a of list) subject(a)`, 'a'],
    ['not through a generator', `function* g() { return 1 } subject(g())`, 'g()'],
    ['not through a default of a parameter', `function f(a = 1) { subject(a) }`, 'a'],
  ])('%s', (_, code, expected) => {
    expect(resolved(code)).toBe(expected);
  });
});
