import { createRequire } from 'node:module';
import * as typescript from '@typescript-eslint/parser';
import type { TSESLint } from '@typescript-eslint/utils';
import * as svelte from 'svelte-eslint-parser';
import { describe, expect, it } from 'vitest';
import * as vue from 'vue-eslint-parser';
import plugin from '../src/index';
import { hostileInputs } from './support/hostile-inputs';

const { Linter } = createRequire(import.meta.url)('eslint') as typeof TSESLint;
const PARSERS = { vue, svelte };
type Kind = keyof typeof PARSERS;

/** What `strict` says of a component: ESLint's messages. */
function lint(kind: Kind, code: string): TSESLint.Linter.LintMessage[] {
  const config = {
    ...plugin.configs['flat/strict'],
    files: [`**/*.${kind}`],
    languageOptions: {
      ecmaVersion: 'latest',
      sourceType: 'module',
      parser: PARSERS[kind],
      parserOptions: { parser: typescript },
    },
  };
  const linter = new Linter({ configType: 'flat' });
  return linter.verify(code, [config] as never, { filename: `Component.${kind}` });
}

const OPTIONS = '{ httpOnly: true, secure: true, sameSite: "lax", maxAge: 60 }';
const IMPORT = `import { serialize } from 'cookie';`;
const START = `document.cookie = serialize('session_id', Math.random().toString(36), ${OPTIONS});`;
const STARTED = START.replace('Math.random().toString(36)', 'crypto.randomUUID()');
const PREDICTABLE = 'mcp-session/no-predictable-session-id';

interface Case {
  title: string;
  kind: Kind;
  before: string;
  at: [line: number, column: number];
  /** With the suggestion; `undefined` where there is none. */
  after: string | undefined;
}

const replaced = (code: string) => code.replace(START, STARTED);
const cases: Case[] = [
  ...(['vue', 'svelte'] as const).flatMap((kind): Case[] =>
    [
      {
        title: 'JavaScript',
        code: `<script>\n${IMPORT}\nfunction start() {\n  ${START}\n}\n</script>\n\n<p>Start</p>\n`,
        line: 4,
      },
      {
        title: 'TypeScript',
        code: `<script lang="ts">\n${IMPORT}\nfunction start(): void {\n  ${START}\n}\n</script>\n\n<p>Start</p>\n`,
        line: 4,
      },
      {
        title: 'a script below the markup, without an import of its own',
        code: `<p>Start</p>\n\n<script>\nconst { serialize } = await import('cookie');\n\n  ${START}\n</script>\n`,
        line: 6,
      },
    ].map(({ title, code, line }) => ({
      title: `${kind}, ${title}`,
      kind,
      before: code,
      at: [line, START.indexOf('Math') + 3],
      after: replaced(code),
    })),
  ),
  {
    title: 'vue, the second of two scripts',
    kind: 'vue',
    before: `<script>\nexport const name = 'x';\n</script>\n<script setup>\n${IMPORT}\n${START}\n</script>\n`,
    at: [6, START.indexOf('Math') + 1],
    after: `<script>\nexport const name = 'x';\n</script>\n<script setup>\n${IMPORT}\n${STARTED}\n</script>\n`,
  },
  {
    title: 'svelte, the script of the module beside that of the instance',
    kind: 'svelte',
    before: `<script module>\n${IMPORT}\n${START}\n</script>\n<script>\nexport let name;\n</script>\n<p>{name}</p>\n`,
    at: [3, START.indexOf('Math') + 1],
    after: `<script module>\n${IMPORT}\n${STARTED}\n</script>\n<script>\nexport let name;\n</script>\n<p>{name}</p>\n`,
  },
  {
    title: 'svelte, a handler in the markup',
    kind: 'svelte',
    before: `<script>\n${IMPORT}\n</script>\n<button on:click={() => { ${START} }}>Start</button>\n`,
    at: [4, '<button on:click={() => { '.length + START.indexOf('Math') + 1],
    after: `<script>\n${IMPORT}\n</script>\n<button on:click={() => { ${STARTED} }}>Start</button>\n`,
  },
  {
    title: 'vue, where `crypto` is something else',
    kind: 'vue',
    before: `<script>\n${IMPORT}\nimport crypto from './prices';\n${START}\n</script>\n`,
    at: [4, START.indexOf('Math') + 1],
    after: undefined,
  },
];

describe('a predictable id in the script of a component', () => {
  it.each(cases)('$title', ({ kind, before, at, after }) => {
    const messages = lint(kind, before);
    expect(messages.map(({ ruleId, line, column }) => [ruleId, line, column])).toEqual([
      [PREDICTABLE, ...at],
    ]);
    const outputs = messages.flatMap(({ suggestions = [] }) =>
      suggestions.map(({ fix: { range, text } }) => {
        return before.slice(0, range[0]) + text + before.slice(range[1]);
      }),
    );
    expect(outputs).toEqual(after === undefined ? [] : [after]);
    for (const output of outputs) expect(lint(kind, output)).toEqual([]);
  });
});

describe.each(['vue', 'svelte'] as const)('survives hostile input in a script of %s', (kind) => {
  // A component's script is a module, and a shebang opens a file only.
  const inputs = hostileInputs.filter(({ script, code }) => !script && !code.startsWith('#!'));

  it.each(inputs)('$title', ({ code }) => {
    const [open, close] = ['<script lang="ts">\n', '\n</script>\n\n<p>Start</p>\n'];
    const [first] = lint(kind, open + code + close).filter(({ ruleId }) => ruleId === null);
    expect(first).toBeUndefined();
  });
});
