import { describe, expect, it } from 'vitest';
import { nodesOfType } from '../../src/analysis/nodes';
import { functionOf, nameOf, usesOf } from '../../src/analysis/functions';
import { find, runInRule } from '../support/run-in-rule';

/** The function that the argument of `subject()` is, as text. */
const functionIn = (code: string) =>
  runInRule(code, (sourceCode) => {
    const call = nodesOfType(sourceCode, 'CallExpression').find(
      ({ callee }) => callee.type === 'Identifier' && callee.name === 'subject',
    );
    const [argument] = call?.arguments ?? [];
    const fn = argument && functionOf(sourceCode, argument);
    return fn && sourceCode.getText(fn);
  });

describe('an expression is a function of the file', () => {
  it('is asked at every call of a long chain without looking at each again and again', () => {
    const functions = runInRule(`service${'.with()'.repeat(300)};`, (sourceCode) =>
      nodesOfType(sourceCode, 'CallExpression').map(({ callee }) => functionOf(sourceCode, callee)),
    );
    expect(functions).toEqual(Array(300).fill(undefined));
  });

  it.each([
    ['inline', `subject(() => 1)`, '() => 1'],
    ['by the name of a declaration below', `subject(f); function f() {}`, 'function f() {}'],
    ['held by a constant', `const f = () => 2; subject(f)`, '() => 2'],
    ['bound', `const f = () => 3; subject(f.bind(null))`, '() => 3'],
    [
      'as a method of this',
      `class A { m() { return 4 } f() { subject(this.m) } }`,
      '() { return 4 }',
    ],
    ['as an arrow in a field', `class A { m = () => 5; f() { subject(this.m) } }`, '() => 5'],
    [
      'as a private method',
      `class A { #m() { return 6 } f() { subject(this.#m) } }`,
      '() { return 6 }',
    ],
    [
      'as a method of an instance',
      `class A { m() { return 7 } } const a = new A(); subject(a.m)`,
      '() { return 7 }',
    ],
    ['as a static method', `class A { static m() { return 8 } } subject(A.m)`, '() { return 8 }'],
    ['as a member of an object', `const o = { m() { return 9 } }; subject(o.m)`, '() { return 9 }'],
    ['behind a cast', `subject((() => 10) as Handler)`, '() => 10'],
    [
      'as a method of an instance in a field',
      `class A { m() { return 11 } } class B { a = new A(); f() { subject(this.a.m) } }`,
      '() { return 11 }',
    ],
  ])('%s', (_, code, expected) => {
    expect(functionIn(code)).toBe(expected);
  });

  it.each([
    ['an import', `import { f } from './f'; subject(f)`],
    ['a parameter', `function g(f) { subject(f) }`],
    ['a variable with two values', `let f = () => 1; if (a) f = () => 2; subject(f)`],
    ['a member of an unknown object', `subject(service.login)`],
    [
      'a field assigned twice',
      `class A { m = () => 1; c() { this.m = g } f() { subject(this.m) } }`,
    ],
  ])('not for %s', (_, code) => {
    expect(functionIn(code)).toBeUndefined();
  });
});

describe('the uses of a function', () => {
  const uses = (code: string, text: string) =>
    runInRule(code, (sourceCode) => {
      const { calls, values } = usesOf(sourceCode, find(sourceCode, text) as never);
      return {
        calls: calls.map((call) => sourceCode.getText(call)),
        values: values.map((value) => sourceCode.getText(value.parent)),
      };
    });

  it('are its calls and where it is handed on', () => {
    expect(uses(`function f() {} f(1); app.get('/', f); export { f }`, 'function f() {}')).toEqual({
      calls: ['f(1)'],
      values: [`app.get('/', f)`, 'f'],
    });
  });
  it('follow a method through this and instances', () => {
    expect(
      uses(`class A { m = () => {}; f() { this.m(2) } } new A().m(3); other.m(4)`, '() => {}')
        .calls,
    ).toEqual(['this.m(2)', 'new A().m(3)']);
  });
  it('of an inline function are where it stands', () => {
    expect(uses(`app.get('/', () => {})`, '() => {}')).toEqual({
      calls: [],
      values: [`app.get('/', () => {})`],
    });
  });
});

describe('the name of a function', () => {
  it.each([
    [`function logout() {}`, 'function logout() {}'],
    [`const logout = () => {}`, '() => {}'],
    [`exports.logout = () => {}`, '() => {}'],
    [`export default { logout: () => {} }`, '() => {}'],
    [`class A { logout = () => {} }`, '() => {}'],
  ])('is logout in %s', (code, text) => {
    const name = runInRule(code, (sourceCode) => nameOf(find(sourceCode, text) as never));
    expect(name).toBe('logout');
  });
});
