import { createRequire } from 'node:module';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { expect } from 'vitest';
import type { Fix, SourceCode } from '../../src/fixes/layout';

export type Context = Readonly<TSESLint.RuleContext<'fixed' | 'refused', []>>;
export type Edit<N extends TSESTree.Node> = (sourceCode: SourceCode, node: N) => Fix | undefined;

/** What the code becomes when everything that a rule reports is fixed, and what it reports then, under the ESLint major of the test project. */
export function fixAll(
  code: string,
  create: (context: Context) => TSESLint.RuleListener,
  languageOptions: object,
): { output: string; messages: string[] } {
  const { Linter } = createRequire(import.meta.url)('eslint') as typeof TSESLint;
  const messages = { fixed: 'Fixed.', refused: 'Refused.' };
  const meta = { type: 'problem', fixable: 'code', messages, schema: [] };
  const config = {
    files: ['**/*.ts'],
    plugins: { toy: { rules: { edit: { meta, create } } } },
    rules: { 'toy/edit': 'error' },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module', ...languageOptions },
  };
  const linter = new Linter({ configType: 'flat' });
  const result = linter.verifyAndFix(code, [config] as never, { filename: 'file.ts' });
  return { output: result.output, messages: result.messages.map(({ message }) => message) };
}

interface Target {
  selector: string;
  /** How the text of the node starts, where the selector finds others too. */
  startsWith?: string;
}

/** The code after one edit of the first node that is meant; undefined when the edit is refused. */
export function fixFirst<N extends TSESTree.Node>(
  code: string,
  { selector, startsWith = '' }: Target,
  edit: Edit<N>,
  languageOptions: object,
): string | undefined {
  let change: Fix | undefined;
  let isFound = false;
  const create = (context: Context): TSESLint.RuleListener => ({
    [selector](node: N) {
      if (isFound || !context.sourceCode.getText(node).startsWith(startsWith)) return;
      isFound = true;
      change = edit(context.sourceCode, node);
      if (change) context.report({ node, messageId: 'fixed', fix: change });
    },
  });
  const { output, messages } = fixAll(code, create, languageOptions);
  expect(isFound).toBe(true);
  expect(messages).toEqual([]);
  return change ? output : undefined;
}
