import parser from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';
import { addArgument, addProperty, removeProperty, setProperty } from '../../src/fixes/properties';
import { fixFirst, type Edit } from '../support/apply-fix';

type Row = [title: string, before: string, after: string];

function table<N extends TSESTree.Node>(selector: string, edit: Edit<N>, rows: Row[]): void {
  it.each(rows)('%s', (_title, before, after) => {
    expect(fixFirst(before, { selector }, edit, {})).toBe(after);
    expect(fixFirst(before, { selector }, edit, { parser })).toBe(after);
  });
}

function refuses<N extends TSESTree.Node>(
  selector: string,
  edit: Edit<N>,
  rows: [title: string, code: string][],
): void {
  it.each(rows)('refuses %s', (_title, code) => {
    expect(fixFirst(code, { selector }, edit, {})).toBeUndefined();
  });
}

describe('addProperty', () => {
  const edit: Edit<TSESTree.ObjectExpression> = (sourceCode, object) =>
    addProperty(sourceCode, object, 'httpOnly: true');
  table('ObjectExpression', edit, [
    ['fills an empty object', `f({});`, `f({ httpOnly: true });`],
    ['fills an empty object of two lines', `f({\n});`, `f({ httpOnly: true });`],
    [
      'keeps the comment of an empty object',
      `f({ /* none */ });`,
      `f({ /* none */ httpOnly: true });`,
    ],
    [
      'keeps the line comment of an empty object',
      `  f({\n    // none\n  });`,
      `  f({\n    // none\n    httpOnly: true\n  });`,
    ],
    [
      'indents below a line comment behind the brace',
      `function g() {\n\tf({ // none\n\t});\n}`,
      `function g() {\n\tf({ // none\n\t\thttpOnly: true\n\t});\n}`,
    ],
    ['stays on one line', `f({ path: '/' });`, `f({ path: '/', httpOnly: true });`],
    ['stays on one line without spaces', `f({path: '/'});`, `f({path: '/', httpOnly: true});`],
    [
      'keeps a trailing comma on one line',
      `f({ path: '/', });`,
      `f({ path: '/', httpOnly: true, });`,
    ],
    [
      'leaves a block comment with its property',
      `f({ path: '/' /* all */ });`,
      `f({ path: '/' /* all */, httpOnly: true });`,
    ],
    [
      'takes a line of its own below a trailing comma and its comment',
      `f({\n  path: '/', // all\n});`,
      `f({\n  path: '/', // all\n  httpOnly: true,\n});`,
    ],
    [
      'writes no trailing comma where there was none',
      `f({\n\tpath: '/' // all\n});`,
      `f({\n\tpath: '/', // all\n\thttpOnly: true\n});`,
    ],
    [
      'stands above comments that follow the last property',
      `f({\n  path: '/',\n  // secure: true,\n});`,
      `f({\n  path: '/',\n  httpOnly: true,\n  // secure: true,\n});`,
    ],
    [
      'follows a last property of several lines',
      `f({\n    a: {\n        b: 1\n    },\n});`,
      `f({\n    a: {\n        b: 1\n    },\n    httpOnly: true,\n});`,
    ],
    [
      'stays with a property that shares the line of the brace',
      `f({ a: {\n  b: 1,\n} });`,
      `f({ a: {\n  b: 1,\n}, httpOnly: true });`,
    ],
    [
      'has the line breaks of the file',
      `f({\r\n  path: '/',\r\n});`,
      `f({\r\n  path: '/',\r\n  httpOnly: true,\r\n});`,
    ],
    ['stays on the line of the brace', `f({ a: 1\n});`, `f({ a: 1, httpOnly: true\n});`],
    [
      'stands before a line comment on the line of the brace',
      `f({ a: 1 // a\n});`,
      `f({ a: 1, httpOnly: true // a\n});`,
    ],
    ['wins over a spread', `f({ ...base });`, `f({ ...base, httpOnly: true });`],
    ['knows a computed literal', `f({ ['path']: '/' });`, `f({ ['path']: '/', httpOnly: true });`],
  ]);
  refuses('ObjectExpression', edit, [
    ['a computed key', `f({ [key]: 1 });`],
    ['a key that is there', `f({ 'httpOnly': false });`],
  ]);
});

describe('setProperty', () => {
  const edit: Edit<TSESTree.ObjectExpression> = (sourceCode, object) =>
    setProperty(sourceCode, object, 'secure', 'true');
  table('ObjectExpression', edit, [
    ['replaces a value', `f({ a: 1, secure: false, b });`, `f({ a: 1, secure: true, b });`],
    ['keeps a quoted key', `f({ 'secure': 0 });`, `f({ 'secure': true });`],
    ['keeps a computed key', `f({ ['secure']: 0 });`, `f({ ['secure']: true });`],
    ['replaces parentheses with the value', `f({ secure: (a, b) });`, `f({ secure: true });`],
    ['spells out a shorthand', `f({ secure, b });`, `f({ secure: true, b });`],
    ['replaces a method', `f({ async secure() { return 1; }, b });`, `f({ secure: true, b });`],
    ['replaces a computed method', `f({ ['secure']() {} });`, `f({ ['secure']: true });`],
    [
      'replaces the last of two',
      `f({ secure: 1, 'secure': 2 });`,
      `f({ secure: 1, 'secure': true });`,
    ],
    ['replaces behind a spread', `f({ ...base, secure: 1 });`, `f({ ...base, secure: true });`],
    [
      'keeps the comments around',
      `f({\n  // a\n  secure: /* b */ false, // c\n});`,
      `f({\n  // a\n  secure: /* b */ true, // c\n});`,
    ],
  ]);
  refuses('ObjectExpression', edit, [
    ['a key that is absent', `f({ a: 1 });`],
    ['an unknown spread behind', `f({ secure: false, ...rest });`],
    ['a computed key', `f({ secure: false, [key]: 1 });`],
    ['a getter', `f({ get secure() { return 1; } });`],
    ['to lose a comment', `f({ secure: a /* why */ || b });`],
  ]);
  it('replaces a cast of TypeScript', () => {
    const output = fixFirst(
      `f({ secure: false as boolean });`,
      { selector: 'ObjectExpression' },
      edit,
      { parser },
    );
    expect(output).toBe(`f({ secure: true });`);
  });
});

describe('removeProperty', () => {
  const edit: Edit<TSESTree.ObjectExpression> = (sourceCode, object) =>
    removeProperty(sourceCode, object, 'secure');
  table('ObjectExpression', edit, [
    ['leaves an empty object', `f({ secure: true });`, `f({});`],
    ['leaves an empty object of several lines', `f({\n  secure: true,\n});`, `f({});`],
    ['takes the first', `f({ secure: true, b: 1 });`, `f({ b: 1 });`],
    ['takes one between', `f({ a, secure: true, b: 1 });`, `f({ a, b: 1 });`],
    ['takes the last', `f({ a, secure: true });`, `f({ a });`],
    ['takes the last before a trailing comma', `f({ a, secure: true, });`, `f({ a, });`],
    ['takes the line of the first', `f({\n  secure: true,\n  b, // b\n});`, `f({\n  b, // b\n});`],
    [
      'takes the line of the last and keeps the comment above',
      `f({\n  a, // a\n  secure: {\n    b,\n  },\n});`,
      `f({\n  a, // a\n});`,
    ],
    [
      'takes the line of the last without a trailing comma',
      `f({\n  a,\n  secure: true\n});`,
      `f({\n  a\n});`,
    ],
    [
      'keeps the comment of its neighbour without a trailing comma',
      `f({\n  a, // a\n  secure: true\n});`,
      `f({\n  a, // a\n});`,
    ],
    ['takes a line that ends in CRLF', `f({\r\n  a,\r\n  secure,\r\n});`, `f({\r\n  a,\r\n});`],
    ['keeps the line of the closing brace', `f({ a, secure,\n});`, `f({ a,\n});`],
    ['takes it from before a spread', `f({ secure: true, ...b });`, `f({ ...b });`],
  ]);
  refuses('ObjectExpression', edit, [
    ['a key that is absent', `f({ a: 1 });`],
    ['what hides a spread', `f({ ...base, secure: true });`],
    ['one of two', `f({ secure: 1, secure: 2 });`],
    ['a computed key', `f({ [key]: 1, secure: 2 });`],
    ['a comment at the end of its line', `f({\n  secure: true, // why\n  b,\n});`],
    ['a comment at the end of the last line', `f({\n  b,\n  secure: true // why\n});`],
    ['a comment inside', `f({ b, secure: /* why */ true });`],
    ['the comment of an object that it would empty', `f({ /* why */ secure: true });`],
  ]);
});

describe('addArgument', () => {
  const edit: Edit<TSESTree.CallExpression | TSESTree.NewExpression> = (sourceCode, call) =>
    addArgument(sourceCode, call, '{ a }');
  table(':matches(CallExpression, NewExpression)', edit, [
    ['fills empty parentheses', `f();`, `f({ a });`],
    ['writes the parentheses of a bare new', `x = new T;`, `x = new T({ a });`],
    ['is not misled by the parentheses of what follows', `new T, g(1);`, `new T({ a }), g(1);`],
    ['writes the parentheses behind a parenthesised class', `new (T);`, `new (T)({ a });`],
    ['fills the second parentheses', `new (T)();`, `new (T)({ a });`],
    ['fills an optional call', `f?.();`, `f?.({ a });`],
    ['appends', `f(b);`, `f(b, { a });`],
    ['appends behind parentheses', `f((b, c));`, `f((b, c), { a });`],
    ['appends before a trailing comma', `f(b, );`, `f(b, { a }, );`],
    ['appends a line', `f(\n  b,\n  c, // c\n);`, `f(\n  b,\n  c, // c\n  { a },\n);`],
    ['appends behind a function', `f(() => {\n  b();\n});`, `f(() => {\n  b();\n}, { a });`],
    ['keeps a comment', `f(/* none */);`, `f(/* none */ { a });`],
  ]);
  refuses('CallExpression', edit, [['a spread', `f(...rest);`]]);
  it('stands behind type arguments', () => {
    const output = fixFirst(`new Map<A, (b: B) => C>;`, { selector: 'NewExpression' }, edit, {
      parser,
    });
    expect(output).toBe(`new Map<A, (b: B) => C>({ a });`);
  });
});
