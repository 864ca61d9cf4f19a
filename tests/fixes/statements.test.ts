import parser from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';
import { insertAfter, insertBefore, wrapRestOfBlock } from '../../src/fixes/statements';
import { fixFirst, type Edit } from '../support/apply-fix';

type Row = [title: string, before: string, after: string];
type StatementEdit = Edit<TSESTree.Statement>;
/** Of a statement, or of the value that an arrow function returns. */
type BodyEdit = Edit<TSESTree.Statement | TSESTree.Expression>;

/** The code after one edit of the node whose text starts with `here`; undefined when the edit is refused. */
function apply(code: string, edit: StatementEdit, options: object): string | undefined {
  const selector = ':statement, ArrowFunctionExpression > .body';
  return fixFirst(code, { selector, startsWith: 'here' }, edit, options);
}

function table(edit: StatementEdit, rows: Row[]): void {
  it.each(rows)('%s', (_title, before, after) => {
    expect(apply(before, edit, {})).toBe(after);
    expect(apply(before, edit, { parser })).toBe(after);
  });
}

function refuses(edit: StatementEdit, rows: [title: string, code: string][]): void {
  it.each(rows)('refuses %s', (_title, code) => {
    expect(apply(code, edit, {})).toBeUndefined();
  });
}

describe('insertBefore', () => {
  const edit: BodyEdit = (sourceCode, node) => insertBefore(sourceCode, node, ['a();', 'b();']);
  table(edit, [
    ['inserts at the top of a file', `here();`, `a();\nb();\nhere();`],
    [
      'has the indentation of the statement',
      `function f() {\n\tx();\n\there();\n}`,
      `function f() {\n\tx();\n\ta();\n\tb();\n\there();\n}`,
    ],
    [
      'stands above the comments of the statement',
      `{\n  x(); // x\n  // eslint-disable-next-line no-undef\n  /* here */\n  here();\n}`,
      `{\n  x(); // x\n  a();\n  b();\n  // eslint-disable-next-line no-undef\n  /* here */\n  here();\n}`,
    ],
    ['stays on one line', `f(() => { x(); here(); });`, `f(() => { x(); a(); b(); here(); });`],
    [
      'has the line breaks of the file',
      `x();\r\nhere();\r\n`,
      `x();\r\na();\r\nb();\r\nhere();\r\n`,
    ],
    [
      'inserts in a case',
      `switch (x) {\n  case 1:\n    here();\n}`,
      `switch (x) {\n  case 1:\n    a();\n    b();\n    here();\n}`,
    ],
    [
      'braces the lone body of an if',
      `  if (x) here();\n  else y();`,
      `  if (x) {\n    a();\n    b();\n    here();\n  }\n  else y();`,
    ],
    [
      'braces a lone body on a line of its own',
      `if (x)\n  here({\n    x,\n  });\ny();`,
      `if (x) {\n  a();\n  b();\n  here({\n    x,\n  });\n}\ny();`,
    ],
    [
      'braces and shifts a lone body of several lines',
      'if (x) here({\n  x,\n  y: `\n  y`,\n});',
      'if (x) {\n  a();\n  b();\n  here({\n    x,\n    y: `\n  y`,\n  });\n}',
    ],
    [
      'braces the lone body of an else',
      `if (x) y(); else here();`,
      `if (x) y(); else {\n  a();\n  b();\n  here();\n}`,
    ],
    [
      'braces the lone body of a loop',
      `for (const x of y) here();`,
      `for (const x of y) {\n  a();\n  b();\n  here();\n}`,
    ],
    [
      'braces the value of an arrow function',
      `f((x) => here(x), 1);`,
      `f((x) => {\n  a();\n  b();\n  return here(x);\n}, 1);`,
    ],
    [
      'braces a value on a line of its own',
      `f(\n  (x) =>\n    here({\n      x,\n    }),\n);`,
      `f(\n  (x) => {\n    a();\n    b();\n    return here({\n      x,\n    });\n  },\n);`,
    ],
  ]);
  refuses(edit, [
    ['a labelled body', `l: here();`],
    ['a comment before a lone body', `if (x) // x\n  here();`],
    ['a comment before the value of an arrow function', `f(() => // x\n  here());`],
  ]);
  it('refuses the block of a function, which is no statement of a list', () => {
    const block: BodyEdit = (sourceCode, node) => insertBefore(sourceCode, node.parent, ['a();']);
    expect(apply(`f(() => { here(); });`, block, {})).toBeUndefined();
    expect(apply(`function f() { here(); }`, block, {})).toBeUndefined();
  });
  it('writes two spaces of a line as one level of the file', () => {
    const nested: BodyEdit = (sourceCode, node) =>
      insertBefore(sourceCode, node, ['if (a) {', '  b();', '}']);
    expect(apply(`f(() => {\n    here();\n});`, nested, {})).toBe(
      `f(() => {\n    if (a) {\n        b();\n    }\n    here();\n});`,
    );
  });
});

describe('insertAfter', () => {
  const edit: BodyEdit = (sourceCode, node) => insertAfter(sourceCode, node, ['a();', 'b();']);
  table(edit, [
    ['inserts at the end of a file', `here();`, `here();\na();\nb();`],
    [
      'stands below the comment that ends the line',
      `{\n  here(); // x\n  y();\n}`,
      `{\n  here(); // x\n  a();\n  b();\n  y();\n}`,
    ],
    [
      'leaves a comment with the statement behind it',
      `here(); /* y */ y();`,
      `here();\na();\nb(); /* y */ y();`,
    ],
    ['stays on one line', `f(() => { here(); });`, `f(() => { here(); a(); b(); });`],
    ['ends a statement on one line', `f(() => { here() });`, `f(() => { here(); a(); b(); });`],
    [
      'stands above a semicolon that guards the next line',
      `here()\n;[1].map(x)`,
      `here()\na();\nb();\n;[1].map(x)`,
    ],
    ['has the line breaks of the file', `here();\r\nx();`, `here();\r\na();\r\nb();\r\nx();`],
    [
      'braces the lone body of an if',
      `if (x) here();\nelse y();`,
      `if (x) {\n  here();\n  a();\n  b();\n}\nelse y();`,
    ],
  ]);
  it('guards a line that would continue the statement', () => {
    const bracket: BodyEdit = (sourceCode, node) => insertAfter(sourceCode, node, ['[1].map(x)']);
    expect(apply(`  here()\n  y()`, bracket, {})).toBe(`  here()\n  ;[1].map(x)\n  y()`);
  });
  it('refuses to follow a jump', () => {
    const after: BodyEdit = (sourceCode, node) => insertAfter(sourceCode, node.parent, ['a();']);
    expect(apply(`f(() => here());`, after, {})).toBeUndefined();
    const code = `f(() => { here(); return 1; });`;
    expect(fixFirst(code, { selector: 'ReturnStatement' }, edit, {})).toBeUndefined();
  });
});

describe('wrapRestOfBlock', () => {
  const before = 'rotate((err) => {\n  if (err) return next(err);';
  const edit: StatementEdit = (sourceCode, node) =>
    wrapRestOfBlock(sourceCode, node, before, '});');
  const withReturns: StatementEdit = (sourceCode, node) =>
    wrapRestOfBlock(sourceCode, node, before, '});', { allowReturns: true });
  const plain: StatementEdit = (sourceCode, node) =>
    wrapRestOfBlock(sourceCode, node, 'rotate(function (e) {', '});');

  table(edit, [
    [
      'wraps and shifts the rest with its comments',
      'f(() => {\n  x();\n  // sign in\n  here({\n    x,\n  });\n\n  y(); // y\n  // end\n});',
      'f(() => {\n  x();\n  rotate((err) => {\n    if (err) return next(err);\n    // sign in\n    here({\n      x,\n    });\n\n    y(); // y\n    // end\n  });\n});',
    ],
    [
      'leaves the text of templates and strings alone',
      'f(() => {\n\there(`\n\tx ${y(\n\t\t1,\n\t)}\n\tz`, "a\\\n\tb");\n});',
      'f(() => {\n\trotate((err) => {\n\t\tif (err) return next(err);\n\t\there(`\n\tx ${y(\n\t\t\t1,\n\t\t)}\n\tz`, "a\\\n\tb");\n\t});\n});',
    ],
    [
      'has the unit and the line breaks of the file',
      `f(() => {\r\n    here();\r\n    y();\r\n});`,
      `f(() => {\r\n    rotate((err) => {\r\n        if (err) return next(err);\r\n        here();\r\n        y();\r\n    });\r\n});`,
    ],
    [
      'stays on one line',
      `f(() => { here(); y(); });`,
      `f(() => { rotate((err) => { if (err) return next(err); here(); y(); }); });`,
    ],
    [
      'wraps the last block of a function, in an if too',
      `function f() {\n  if (x) {\n    here();\n  } else {\n    y();\n  }\n}`,
      `function f() {\n  if (x) {\n    rotate((err) => {\n      if (err) return next(err);\n      here();\n    });\n  } else {\n    y();\n  }\n}`,
    ],
    [
      'leaves the function where the block did',
      `function f() {\n  if (x) {\n    here();\n    return;\n  }\n  y();\n}`,
      `function f() {\n  if (x) {\n    rotate((err) => {\n      if (err) return next(err);\n      here();\n      return;\n    });\n    return;\n  }\n  y();\n}`,
    ],
    [
      'takes loops, functions and classes along whole',
      `f(() => {\n  here(async function () { await this.x; return 1; });\n  for (;;) { if (x) break; else continue; }\n  l: for (;;) switch (x) { case 1: break; default: continue l; }\n  class A { x = this; m() { throw y; } }\n  new A(this);\n});`,
      `f(() => {\n  rotate((err) => {\n    if (err) return next(err);\n    here(async function () { await this.x; return 1; });\n    for (;;) { if (x) break; else continue; }\n    l: for (;;) switch (x) { case 1: break; default: continue l; }\n    class A { x = this; m() { throw y; } }\n    new A(this);\n  });\n});`,
    ],
    [
      'takes a callback with a parameter of the same name along',
      `f(() => {\n  here((err) => err);\n});`,
      `f(() => {\n  rotate((err) => {\n    if (err) return next(err);\n    here((err) => err);\n  });\n});`,
    ],
  ]);
  refuses(edit, [
    ['a name that is used above', `f(() => {\n  x(() => y);\n  here();\n  const y = 1;\n});`],
    ['a function that is hoisted', `f(() => {\n  y();\n  here();\n  function y() {}\n});`],
    [
      'a var that is used outside of the block',
      `function f() {\n  if (x) {\n    here();\n    var y = 1;\n  } else y;\n}`,
    ],
    ['a name that the parameter hides', `f((err) => {\n  here(err);\n});`],
    ['a global that the parameter hides', `f(() => {\n  here(() => err);\n});`],
    ['a declaration of the parameter', `f(() => {\n  here();\n  const err = 1;\n});`],
    ['a value for the caller', `f(() => {\n  here();\n  return x;\n});`],
    ['an await', `f(async () => {\n  here();\n  x(await y);\n});`],
    ['an asynchronous loop', `f(async () => {\n  here();\n  for await (const x of y);\n});`],
    ['a yield', `function* f() {\n  here();\n  yield x;\n}`],
    ['an error for the caller', `f(() => {\n  here();\n  throw x;\n});`],
    ['the body of a loop', `f(() => {\n  for (;;) {\n    here();\n  }\n});`],
    ['a labelled block that is left', `f(() => {\n  l: {\n    here();\n    break l;\n  }\n});`],
    ['a try', `f(() => {\n  try {\n    here();\n  } catch {}\n});`],
    ['a block that code follows', `f(() => {\n  if (x) {\n    here();\n  }\n  y();\n});`],
    ['the top level', `{\n  here();\n}`],
    ['a line comment on one line', `f(() => { here(); // x\n});`],
  ]);

  it('moves the returns of a handler when it may', () => {
    const code = `f(() => {\n  if (x) {\n    here();\n    return y();\n  }\n  z();\n});`;
    expect(apply(code, edit, {})).toBeUndefined();
    expect(apply(code, withReturns, {})).toBe(
      `f(() => {\n  if (x) {\n    rotate((err) => {\n      if (err) return next(err);\n      here();\n      return y();\n    });\n    return;\n  }\n  z();\n});`,
    );
  });

  it.each(['this', 'arguments', 'new.target', '() => this', '{ [this]: 1 }'])(
    'refuses %s under a function expression only',
    (value) => {
      const code = `function f() {\n  here(${value});\n}`;
      expect(apply(code, edit, {})).toBeDefined();
      expect(apply(code, plain, {})).toBeUndefined();
    },
  );

  it('knows that a function of its own has its own this', () => {
    const code = `f(() => {\n  here(function () { return this; }, class { x = this; });\n});`;
    expect(apply(code, plain, {})).toBe(
      `f(() => {\n  rotate(function (e) {\n    here(function () { return this; }, class { x = this; });\n  });\n});`,
    );
  });

  it('reads TypeScript', () => {
    const code = `f((x: X): void => {\n  here<Y>(x as Z);\n});`;
    expect(apply(code, edit, { parser })).toBe(
      `f((x: X): void => {\n  rotate((err) => {\n    if (err) return next(err);\n    here<Y>(x as Z);\n  });\n});`,
    );
  });
});
