import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../src/index';
import { markdownBlocks } from './support/markdown-blocks';

const { Linter: EslintLinter } = createRequire(import.meta.url)('eslint') as {
  Linter: typeof Linter;
};
const linter = new EslintLinter({ configType: 'flat' });
const folder = join(import.meta.dirname, '../docs/rules');
const pages = readdirSync(folder).filter((file) => file.endsWith('.md'));

const SECTIONS = ['Rule details', 'When not to use it', 'What it cannot see', 'References'];

// The generator's check (`npm run check:docs`) compares headers, options and the README's table.
describe.each(pages)('docs/rules/%s', (page) => {
  const rule = `mcp-session/${basename(page, '.md')}`;
  const text = readFileSync(join(folder, page), 'utf8');
  const blocks = markdownBlocks(text);
  const verdicts = (verdict: RegExp) =>
    blocks
      .filter(({ heading }) => verdict.test(heading))
      .map((block) => ({ ...block, title: `${block.heading}, line ${block.line}` }));
  const incorrect = verdicts(/^Incorrect\b/);
  const correct = verdicts(/^Correct\b/);

  it.each(SECTIONS)('has the section "%s"', (section) => {
    expect(text).toMatch(new RegExp(`^## ${section}$`, 'm'));
  });
  it('has the header that the generator writes', () => {
    expect(text).toContain('<!-- end auto-generated rule header -->');
  });
  it('shows what is incorrect and what is correct', () => {
    expect(incorrect).not.toEqual([]);
    expect(correct).not.toEqual([]);
  });
  it.each(incorrect)('$title', ({ code, info }) => {
    expect(lint(rule, code, info)).toContain(rule);
  });
  it.each(correct)('$title', ({ code, info }) => {
    expect(lint(rule, code, info)).not.toContain(rule);
  });
});

/** The rules that report in a block; options come from the block's own `eslint` comment. */
function lint(rule: string, code: string, info: readonly string[]): (string | null)[] {
  const [language = '', ...flags] = info;
  expect(['js', 'ts']).toContain(language);
  const messages = linter.verify(
    code,
    {
      files: ['**/*.js', '**/*.ts'],
      plugins: { 'mcp-session': plugin },
      rules: { [rule]: 'error' },
      languageOptions: {
        sourceType: flags.includes('cjs') ? 'commonjs' : 'module',
        ...(language === 'ts' ? { parser: parser } : {}),
      },
    },
    `server.${language}`,
  );
  // No rule: the block does not parse, or its comment names a rule or an option that does not exist.
  expect(messages.filter(({ ruleId, fatal }) => ruleId === null || fatal)).toEqual([]);
  expect(messages.filter(({ message }) => /Definition for rule|rule "/.test(message))).toEqual([]);
  return messages.map(({ ruleId }) => ruleId);
}
