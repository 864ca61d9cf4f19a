import { createRequire } from 'node:module';
import { join } from 'node:path';
import parser from '@typescript-eslint/parser';
import type { TSESLint } from '@typescript-eslint/utils';
import plugin from '../../src/index';

/** A file that is linted in its folder, as `code` would stand there. */
export interface Linted {
  folder: string;
  filename: string;
  code: string;
  sourceType?: 'module' | 'commonjs';
  /** How the parser reads types, when it does. */
  parserOptions?: Record<string, unknown>;
  rules: Record<string, unknown>;
}

/** What the rules report with `settings['mcp-session'].crossFile` on or off. */
export function lintAcross(
  { folder, filename, code, sourceType = 'module', parserOptions = {}, rules }: Linted,
  crossFile: boolean | undefined,
): TSESLint.Linter.LintMessage[] {
  const { Linter } = createRequire(import.meta.url)('eslint') as typeof TSESLint;
  const config = {
    files: ['**/*.{js,cjs,mjs,ts}'],
    plugins: { 'mcp-session': plugin },
    rules: Object.fromEntries(
      Object.entries(rules).map(([rule, options]) => [`mcp-session/${rule}`, options]),
    ),
    settings: crossFile === undefined ? {} : { 'mcp-session': { crossFile } },
    languageOptions: {
      ecmaVersion: 'latest',
      sourceType,
      ...(filename.endsWith('.ts') && { parser, parserOptions }),
    },
  };
  const linter = new Linter({ configType: 'flat', cwd: folder });
  const messages = linter.verify(code, [config] as never, { filename: join(folder, filename) });
  const fatal = messages.find((message) => message.fatal);
  if (fatal) throw new Error(fatal.message);
  return messages;
}

/** The same as `line: message`. */
export function reportsAcross(linted: Linted, crossFile: boolean | undefined): string[] {
  return lintAcross(linted, crossFile).map(({ line, message }) => `${line}: ${message}`);
}
