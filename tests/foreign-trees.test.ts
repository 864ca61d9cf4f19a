import { createRequire } from 'node:module';
import { parse } from '@typescript-eslint/parser';
import { analyze } from '@typescript-eslint/scope-manager';
import * as espree from 'espree';
import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../src/index';

const { Linter: EslintLinter } = createRequire(import.meta.url)('eslint') as {
  Linter: typeof Linter;
};
const linter = new EslintLinter({ configType: 'flat' });
const loc = { start: { line: 1, column: 0 }, end: { line: 1, column: 1 } };
const place = { loc, range: [0, 1] };
const PROGRAM = { type: 'Program', comments: [], tokens: [], sourceType: 'module', ...place };

interface Tree {
  title: string;
  parse: (code: string) => object;
  keys: Record<string, string[]>;
  /** Of a parser that brings its own. */
  scopeManager?: object;
}

/** What parsers of other languages make of a file; each is one that says `session`. */
const trees: Tree[] = [
  {
    title: 'a template, whose program has no body',
    parse: () => ({ ...PROGRAM, templateNodes: [{ type: 'Element', name: 'session', ...place }] }),
    keys: { Program: ['templateNodes'], Element: [] },
    scopeManager: analyze(parse('')),
  },
  {
    title: 'data, whose body holds no statements',
    parse: () => ({
      ...PROGRAM,
      body: [{ type: 'DataStatement', expression: { type: 'DataObject', ...place }, ...place }],
    }),
    keys: { Program: ['body'], DataStatement: ['expression'], DataObject: [] },
  },
  {
    title: 'statements, and markup among them',
    parse: () => {
      const code = "import session from 'express-session';\nsession({ resave: false });";
      const options = { ecmaVersion: 'latest', sourceType: 'module', loc: true, range: true };
      const script = espree.parse(code, { ...options, tokens: true, comment: true } as never);
      const markup = { type: 'Fragment', children: [{ type: 'Text', ...place }], ...place };
      return { ...script, body: [...script.body, markup] };
    },
    keys: { ...espree.VisitorKeys, Fragment: ['children'], Text: [] },
  },
];

describe('survives what other parsers make of a file', () => {
  it.each(trees)('$title', ({ parse, keys, scopeManager }) => {
    const parseForESLint = (code: string) => {
      return { ast: parse(code), visitorKeys: keys, scopeManager };
    };
    const parser = { parseForESLint };
    const code = "import session from 'express-session';\nsession({ resave: false });";
    const config = {
      ...plugin.configs['flat/strict'],
      files: ['**/*.other'],
      languageOptions: { parser },
    };
    const messages = linter.verify(code, [config], { filename: 'file.other' });
    expect(messages.filter(({ ruleId }) => ruleId === null)).toEqual([]);
  });
});

// ESLint 8.57 has none.
const hasLanguages = process.env.ESLINT_PACKAGE !== 'eslint8';

it('says nothing of the files of another language', () => {
  const root = { type: 'Document', body: { type: 'Object', members: [], ...place }, ...place };
  const step = (phase: 1 | 2) => ({ kind: 1, target: root, phase, args: [root] });
  const language = {
    fileType: 'text',
    lineStart: 1,
    columnStart: 1,
    nodeTypeKey: 'type',
    validateLanguageOptions: () => undefined,
    parse: () => ({ ok: true, ast: root }),
    createSourceCode: ({ body }: { body: string }) => ({
      text: body,
      ast: root,
      getLoc: () => loc,
      getRange: () => [0, 1],
      traverse: () => [step(1), step(2)],
    }),
  };
  const config = {
    ...plugin.configs['flat/strict'],
    files: ['**/*.data'],
    plugins: { 'mcp-session': plugin, other: { languages: { data: language } } },
    language: 'other/data',
  };
  const lint = () =>
    linter.verify('{ "session": 1 }', [config as never], { filename: 'file.data' });
  if (hasLanguages) expect(lint()).toEqual([]);
  else expect(lint).toThrow('language');
});
