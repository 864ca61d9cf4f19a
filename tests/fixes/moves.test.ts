import parser from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import { expect, it } from 'vitest';
import { moveBefore } from '../../src/fixes/moves';
import type { Fix } from '../../src/fixes/layout';
import { fixFirst, type Edit } from '../support/apply-fix';

/** Moves the statements that hold `move` before the one that starts with `here`. */
const edit: Edit<TSESTree.Statement> = (sourceCode, target) => {
  const statements = sourceCode.ast.body.filter((each) =>
    /\bmove\b/.test(sourceCode.getText(each)),
  );
  return moveBefore(sourceCode, statements, target) as Fix | undefined;
};

function apply(code: string, options: object): string | undefined {
  return fixFirst(code, { selector: ':statement', startsWith: 'here' }, edit, options);
}

it.each([
  [
    'takes the indentation of its new place',
    `const a = move({\n  b: 1,\n});\n\nf(() => {\n    here(a);\n});\n`,
    `f(() => {\n    const a = move({\n      b: 1,\n    });\n    here(a);\n});\n`,
  ],
  [
    'moves several, with the comments above and beside them',
    `x();\n// one\nconst a = move(1); // two\ny();\nmove(a);\nf(() => {\n  z();\n  // here\n  here(a);\n});`,
    `x();\ny();\nf(() => {\n  z();\n  // one\n  const a = move(1); // two\n  move(a);\n  // here\n  here(a);\n});`,
  ],
  [
    'may wait in an async function',
    `const a = await move();\nf(async () => {\n  here(a);\n});`,
    `f(async () => {\n  const a = await move();\n  here(a);\n});`,
  ],
  [
    'has the line breaks of the file',
    `x();\r\nconst a = move();\r\nf(() => {\r\n  here(a);\r\n});\r\n`,
    `x();\r\nf(() => {\r\n  const a = move();\r\n  here(a);\r\n});\r\n`,
  ],
  [
    'knows globals, of the language and of types',
    `const a = move(new Map(), name, console);\nf(() => {\n  here(a);\n});`,
    `f(() => {\n  const a = move(new Map(), name, console);\n  here(a);\n});`,
  ],
  [
    'keeps functions of its own, with what they declare',
    `const b = 1;\nconst a = move(async (x) => { const y = x + b; await y; });\nf(() => {\n  here(a);\n});`,
    `const b = 1;\nf(() => {\n  const a = move(async (x) => { const y = x + b; await y; });\n  here(a);\n});`,
  ],
])('%s', (_title, before, after) => {
  expect(apply(before, {})).toBe(after);
  expect(apply(before, { parser })).toBe(after);
});

it.each([
  ['a variable that is used elsewhere', `const a = move();\nx(a);\nf(() => {\n  here(a);\n});`],
  ['one that is used before', `const a = move();\nf(() => {\n  x(a);\n  here(a);\n});`],
  ['a name that is another one there', `const a = move(b);\nf((b) => {\n  here(a, b);\n});`],
  ['`this`', `const a = move(this.b);\nf(() => {\n  here(a);\n});`],
  ['waiting where one cannot', `const a = await move();\nf(() => {\n  here(a);\n});`],
  ['a line that others share', `const a = move(); x();\nf(() => {\n  here(a);\n});`],
  ['a target that shares its line', `const a = move();\nf(() => { here(a); });`],
  ['a template of several lines', 'const a = move(`\n  b`);\nf(() => {\n  here(a);\n});'],
  ['a target outside of any function', `const a = move();\n{\n  here(a);\n}`],
])('refuses %s', (_title, code) => {
  expect(apply(code, {})).toBeUndefined();
});
