import parser from '@typescript-eslint/parser';
import type { TSESLint } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';
import { importName } from '../../src/fixes/imports';
import { fixAll, type Context } from '../support/apply-fix';

type Language = 'js' | 'commonjs' | 'ts';

/** Replaces every `Math.random()` by `randomUUID()` of node:crypto. */
const create = (context: Context): TSESLint.RuleListener => ({
  CallExpression(node) {
    const { sourceCode } = context;
    if (sourceCode.getText(node) !== 'Math.random()') return;
    const name = importName(sourceCode, node, { module: 'node:crypto', name: 'randomUUID' });
    if (!name) {
      context.report({ node, messageId: 'refused' });
      return;
    }
    context.report({
      node,
      messageId: 'fixed',
      fix: (fixer) => [fixer.replaceText(node, `${name.reference}()`), ...name.fix(fixer)],
    });
  },
});

function fix(code: string, language: Language): { output: string; messages: string[] } {
  return fixAll(code, create, {
    ...(language === 'ts' ? { parser } : {}),
    sourceType: language === 'commonjs' ? 'commonjs' : 'module',
  });
}

/** `[title, before, after]`; nothing is left to report, so the output parses and a second run changes nothing. */
function table(
  languages: Language[],
  rows: [title: string, before: string, after: string][],
): void {
  describe.each(languages)('in %s', (language) => {
    it.each(rows)('%s', (_title, before, after) => {
      const { output, messages } = fix(before, language);
      expect(messages).toEqual([]);
      expect(output).toBe(after);
    });
  });
}

describe('uses a binding that is visible', () => {
  table(
    ['js', 'ts'],
    [
      [
        'a named import',
        `import { randomUUID } from 'node:crypto';\nMath.random();`,
        `import { randomUUID } from 'node:crypto';\nrandomUUID();`,
      ],
      [
        'a named import of the bare module under an alias',
        `import { randomUUID as id } from 'crypto';\nMath.random();`,
        `import { randomUUID as id } from 'crypto';\nid();`,
      ],
      [
        'a default import',
        `import crypto from 'crypto';\nMath.random();`,
        `import crypto from 'crypto';\ncrypto.randomUUID();`,
      ],
      [
        'the default under another name',
        `import { default as c } from 'crypto';\nMath.random();`,
        `import { default as c } from 'crypto';\nc.randomUUID();`,
      ],
      [
        'a namespace import',
        `import * as ns from 'node:crypto';\nMath.random();`,
        `import * as ns from 'node:crypto';\nns.randomUUID();`,
      ],
      [
        'the name rather than the namespace, whichever comes first',
        `import crypto, { randomUUID } from 'node:crypto';\nMath.random();`,
        `import crypto, { randomUUID } from 'node:crypto';\nrandomUUID();`,
      ],
      [
        'a dynamic import that was awaited',
        `const { randomUUID: id } = await import('node:crypto');\nMath.random();`,
        `const { randomUUID: id } = await import('node:crypto');\nid();`,
      ],
    ],
  );
  table(
    ['js', 'ts', 'commonjs'],
    [
      [
        'a required namespace',
        `const crypto = require('crypto');\nMath.random();`,
        `const crypto = require('crypto');\ncrypto.randomUUID();`,
      ],
      [
        'a required name',
        `const { randomUUID } = require('node:crypto');\nMath.random();`,
        `const { randomUUID } = require('node:crypto');\nrandomUUID();`,
      ],
      [
        'a required name under an alias',
        `const { randomUUID: id } = require('crypto');\nMath.random();`,
        `const { randomUUID: id } = require('crypto');\nid();`,
      ],
      [
        'a member of the required module',
        `const id = require('crypto').randomUUID;\nMath.random();`,
        `const id = require('crypto').randomUUID;\nid();`,
      ],
      [
        'what the TypeScript compiler writes',
        `var crypto_1 = __importStar(require("crypto"));\nMath.random();`,
        `var crypto_1 = __importStar(require("crypto"));\ncrypto_1.randomUUID();`,
      ],
      [
        'what the TypeScript compiler writes with tslib',
        `const crypto_1 = tslib_1.__importStar(require("crypto"));\nMath.random();`,
        `const crypto_1 = tslib_1.__importStar(require("crypto"));\ncrypto_1.randomUUID();`,
      ],
      [
        'a require in the function',
        `function f() {\n  const crypto = require('crypto');\n  return () => Math.random();\n}`,
        `function f() {\n  const crypto = require('crypto');\n  return () => crypto.randomUUID();\n}`,
      ],
    ],
  );
  table(
    ['ts'],
    [
      [
        'an import by require',
        `import crypto = require('crypto');\nMath.random();`,
        `import crypto = require('crypto');\ncrypto.randomUUID();`,
      ],
    ],
  );
});

describe('does not use a binding that is not what it looks like', () => {
  table(
    ['js', 'ts'],
    [
      [
        'a shadowed import gets a second name',
        `import { randomUUID } from 'node:crypto';\nfunction f(randomUUID) {\n  return Math.random();\n}`,
        `import { randomUUID, randomUUID as createUUID } from 'node:crypto';\nfunction f(randomUUID) {\n  return createUUID();\n}`,
      ],
      [
        'a shadowed namespace',
        `import * as crypto from 'node:crypto';\nfunction f(crypto) {\n  return Math.random();\n}`,
        `import * as crypto from 'node:crypto';\nimport { randomUUID } from 'node:crypto';\nfunction f(crypto) {\n  return randomUUID();\n}`,
      ],
      [
        'the same name from another module',
        `import { randomUUID } from './ids.js';\nMath.random();`,
        `import { randomUUID } from './ids.js';\nimport { randomUUID as createUUID } from 'node:crypto';\ncreateUUID();`,
      ],
      [
        'a name that only a global has',
        `import a from 'a';\nrandomUUID();\nMath.random();`,
        `import a from 'a';\nimport { randomUUID as createUUID } from 'node:crypto';\nrandomUUID();\ncreateUUID();`,
      ],
      [
        'both names taken',
        `import { randomUUID, createUUID } from './ids.js';\nMath.random();`,
        `import { randomUUID, createUUID } from './ids.js';\nimport { randomUUID as createUUID2 } from 'node:crypto';\ncreateUUID2();`,
      ],
    ],
  );
  table(
    ['commonjs'],
    [
      [
        'a require below the place',
        `const f = () => Math.random();\nconst { randomUUID } = require('crypto');`,
        `const { randomUUID: createUUID } = require('node:crypto');\n\nconst f = () => createUUID();\nconst { randomUUID } = require('crypto');`,
      ],
      [
        'a variable that is written again',
        `let crypto = require('crypto');\ncrypto = fake;\nMath.random();`,
        `let crypto = require('crypto');\nconst { randomUUID } = require('node:crypto');\ncrypto = fake;\nrandomUUID();`,
      ],
      [
        'a require in a branch',
        `const a = require('a');\nif (a) { var crypto = require('crypto'); }\nMath.random();`,
        `const a = require('a');\nconst { randomUUID } = require('node:crypto');\nif (a) { var crypto = require('crypto'); }\nrandomUUID();`,
      ],
    ],
  );
  table(
    ['ts'],
    [
      [
        'a type-only import',
        `import type { Hash } from 'node:crypto';\nMath.random();`,
        `import type { Hash } from 'node:crypto';\nimport { randomUUID } from 'node:crypto';\nrandomUUID();`,
      ],
      [
        'a type-only namespace',
        `import type * as crypto from 'node:crypto';\nMath.random();`,
        `import type * as crypto from 'node:crypto';\nimport { randomUUID } from 'node:crypto';\nrandomUUID();`,
      ],
      [
        'a type-only specifier of the same name',
        `import { type randomUUID } from 'node:crypto';\nMath.random();`,
        `import { type randomUUID, randomUUID as createUUID } from 'node:crypto';\ncreateUUID();`,
      ],
      [
        'a type-only import by require',
        `import type crypto = require('crypto');\nMath.random();`,
        `import type crypto = require('crypto');\nimport nodeCrypto = require('node:crypto');\nnodeCrypto.randomUUID();`,
      ],
    ],
  );
});

describe('adds a name to what is imported already', () => {
  table(
    ['js', 'ts'],
    [
      [
        'on one line',
        `import { createHash } from 'crypto';\nMath.random();`,
        `import { createHash, randomUUID } from 'crypto';\nrandomUUID();`,
      ],
      [
        'on several lines with a trailing comma and comments',
        `import {\n  createHash, // for etags\n  createHmac, // for cookies\n} from 'crypto';\nMath.random();`,
        `import {\n  createHash, // for etags\n  createHmac, // for cookies\n  randomUUID,\n} from 'crypto';\nrandomUUID();`,
      ],
      [
        'on several lines without a trailing comma',
        `import {\n\tcreateHash // for etags\n} from "crypto"\nMath.random()`,
        `import {\n\tcreateHash, // for etags\n\trandomUUID\n} from "crypto"\nrandomUUID()`,
      ],
    ],
  );
  table(
    ['js', 'commonjs'],
    [
      [
        'in a destructured require',
        `const { createHash } = require('crypto');\nMath.random();`,
        `const { createHash, randomUUID } = require('crypto');\nrandomUUID();`,
      ],
      [
        'under an alias',
        `const { createHash } = require('crypto');\nfunction f(randomUUID) { Math.random(); }`,
        `const { createHash, randomUUID: createUUID } = require('crypto');\nfunction f(randomUUID) { createUUID(); }`,
      ],
      [
        'but not behind a rest element',
        `const { createHash, ...rest } = require('crypto');\nMath.random();`,
        `const { createHash, ...rest } = require('crypto');\nconst { randomUUID } = require('node:crypto');\nrandomUUID();`,
      ],
    ],
  );
  table(
    ['ts'],
    [
      [
        'beside a type',
        `import { type Hash } from 'node:crypto';\nMath.random();`,
        `import { type Hash, randomUUID } from 'node:crypto';\nrandomUUID();`,
      ],
    ],
  );
});

describe('writes a new import', () => {
  table(
    ['js', 'ts'],
    [
      [
        'below the last one and its comment',
        `import a from 'a';\nimport b from 'b'; // the second\n\nMath.random();`,
        `import a from 'a';\nimport b from 'b'; // the second\nimport { randomUUID } from 'node:crypto';\n\nrandomUUID();`,
      ],
      [
        'with double quotes and without semicolons like its neighbour',
        `import a from "a"\n\nconst s = 'x'\nMath.random()`,
        `import a from "a"\nimport { randomUUID } from "node:crypto"\n\nconst s = 'x'\nrandomUUID()`,
      ],
      [
        'above a semicolon that guards the next line',
        `import a from 'a'\n;[1].map(a)\nMath.random()`,
        `import a from 'a'\nimport { randomUUID } from 'node:crypto'\n;[1].map(a)\nrandomUUID()`,
      ],
      [
        'between statements on one line',
        `import a from 'a'; a(Math.random());`,
        `import a from 'a';\nimport { randomUUID } from 'node:crypto'; a(randomUUID());`,
      ],
      [
        'in a file that only exports, above its only statement',
        `export const id = Math.random();`,
        `import { randomUUID } from 'node:crypto';\n\nexport const id = randomUUID();`,
      ],
      [
        'by sourceType when nothing else tells',
        `start(Math.random());\n`,
        `import { randomUUID } from 'node:crypto';\n\nstart(randomUUID());\n`,
      ],
      [
        'below a directive',
        `'use client';\n\nexport const id = () => Math.random();`,
        `'use client';\n\nimport { randomUUID } from 'node:crypto';\n\nexport const id = () => randomUUID();`,
      ],
      [
        'below the last of two directives, with their comment',
        `"use strict"; // yes\n"use client";\nexport const id = () => Math.random();`,
        `"use strict"; // yes\n"use client";\nimport { randomUUID } from "node:crypto";\nexport const id = () => randomUUID();`,
      ],
      [
        'below shebang and licence, above the JSDoc of the first statement',
        `#!/usr/bin/env node\n/* Copyright 2024 */\n/** Makes an id. */\nexport const id = () => Math.random();`,
        `#!/usr/bin/env node\n/* Copyright 2024 */\nimport { randomUUID } from 'node:crypto';\n\n/** Makes an id. */\nexport const id = () => randomUUID();`,
      ],
      [
        'below a licence of several lines and a directive for ESLint',
        `// Copyright 2024\n// All rights reserved\n/* eslint-disable no-console */\n// eslint-disable-next-line no-var\nexport var id = () => Math.random();`,
        `// Copyright 2024\n// All rights reserved\n/* eslint-disable no-console */\nimport { randomUUID } from 'node:crypto';\n\n// eslint-disable-next-line no-var\nexport var id = () => randomUUID();`,
      ],
      [
        'below the last line of a licence in line comments',
        `// Copyright 2024\n// All rights reserved\nexport const id = () => Math.random();`,
        `// Copyright 2024\n// All rights reserved\nimport { randomUUID } from 'node:crypto';\n\nexport const id = () => randomUUID();`,
      ],
      [
        'with the quotes that most strings of the file have',
        `export const id = [Math.random(), "a", "b", 'c'];`,
        `import { randomUUID } from "node:crypto";\n\nexport const id = [randomUUID(), "a", "b", 'c'];`,
      ],
      [
        'in a file that exports, though it requires too',
        `export const a = require('a');\na(Math.random());`,
        `import { randomUUID } from 'node:crypto';\n\nexport const a = require('a');\na(randomUUID());`,
      ],
      [
        'below a comment that does not touch the first statement',
        `/** What this file is. */\n\nexport const id = () => Math.random();`,
        `/** What this file is. */\n\nimport { randomUUID } from 'node:crypto';\n\nexport const id = () => randomUUID();`,
      ],
      [
        'directly below a shebang',
        `#!/usr/bin/env node\nexport const id = Math.random();`,
        `#!/usr/bin/env node\nimport { randomUUID } from 'node:crypto';\n\nexport const id = randomUUID();`,
      ],
      [
        'with the line breaks of the file',
        `import a from 'a';\r\nMath.random();\r\n`,
        `import a from 'a';\r\nimport { randomUUID } from 'node:crypto';\r\nrandomUUID();\r\n`,
      ],
      [
        'with the line breaks of a file that has no import',
        `/** Id */\r\nexport const id = Math.random();\r\n`,
        `import { randomUUID } from 'node:crypto';\r\n\r\n/** Id */\r\nexport const id = randomUUID();\r\n`,
      ],
      [
        'indented like the rest of the file',
        `\n    import a from 'a';\n    Math.random();\n`,
        `\n    import a from 'a';\n    import { randomUUID } from 'node:crypto';\n    randomUUID();\n`,
      ],
    ],
  );
  table(
    ['ts'],
    [
      [
        'by require when the file imports so',
        `import a = require("a");\nMath.random();`,
        `import a = require("a");\nimport crypto = require("node:crypto");\ncrypto.randomUUID();`,
      ],
      [
        'by require when the file exports so, beside the global crypto',
        `const id = Math.random() + crypto.subtle;\nexport = id;`,
        `import nodeCrypto = require('node:crypto');\n\nconst id = nodeCrypto.randomUUID() + crypto.subtle;\nexport = id;`,
      ],
    ],
  );
});

describe('writes a new require', () => {
  table(
    ['js', 'commonjs', 'ts'],
    [
      [
        'below the last one',
        `'use strict';\nconst a = require('a');\nrequire('dotenv').config();\n\nmodule.exports = Math.random();`,
        `'use strict';\nconst a = require('a');\nrequire('dotenv').config();\nconst { randomUUID } = require('node:crypto');\n\nmodule.exports = randomUUID();`,
      ],
      [
        'above the statement that needs it, though another require follows',
        `const a = require('a');\na.start();\nconst b = require('b');\nb(Math.random());\nconst c = require('c');`,
        `const a = require('a');\na.start();\nconst b = require('b');\nconst { randomUUID } = require('node:crypto');\nb(randomUUID());\nconst c = require('c');`,
      ],
      [
        'above the first call that could reach a hoisted function',
        `const a = require('a');\na(id());\nconst b = require('b');\nfunction id() { return Math.random(); }`,
        `const a = require('a');\nconst { randomUUID } = require('node:crypto');\na(id());\nconst b = require('b');\nfunction id() { return randomUUID(); }`,
      ],
      [
        'below the directive of a file without any',
        `"use strict"\n\nexports.id = () => Math.random()`,
        `"use strict"\n\nconst { randomUUID } = require("node:crypto")\n\nexports.id = () => randomUUID()`,
      ],
      [
        'with a semicolon where the next line would be a call of it',
        `(function () { module.exports = Math.random() })()`,
        `const { randomUUID } = require('node:crypto');\n\n(function () { module.exports = randomUUID() })()`,
      ],
      [
        'under an alias',
        `const randomUUID = require('ids');\nmodule.exports = Math.random();`,
        `const randomUUID = require('ids');\nconst { randomUUID: createUUID } = require('node:crypto');\nmodule.exports = createUUID();`,
      ],
    ],
  );
  table(
    ['commonjs'],
    [
      [
        'by sourceType when nothing else tells',
        `start(Math.random());`,
        `const { randomUUID } = require('node:crypto');\n\nstart(randomUUID());`,
      ],
    ],
  );
  it('but not through a require of the file itself', () => {
    const code = `const require = load();\nmodule.exports = Math.random();`;
    expect(fix(code, 'js')).toEqual({ output: code, messages: ['Refused.'] });
  });
});

it.each<Language>(['js', 'ts', 'commonjs'])(
  'fixes fifteen findings of one file in %s',
  (language) => {
    const lines = (call: string): string =>
      Array.from({ length: 15 }, (_, index) => `const id${index} = ${call};\n`).join('');
    const { output, messages } = fix(lines('Math.random()'), language);
    expect(messages).toEqual([]);
    const statement =
      language === 'commonjs'
        ? `const { randomUUID } = require('node:crypto');`
        : `import { randomUUID } from 'node:crypto';`;
    expect(output).toBe(`${statement}\n\n${lines('randomUUID()')}`);
  },
);
