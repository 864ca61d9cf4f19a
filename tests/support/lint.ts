import { createRequire } from 'node:module';
import parser from '@typescript-eslint/parser';
import type { TSESLint } from '@typescript-eslint/utils';
import plugin from '../../src/index';

interface LintOptions {
  config?: 'recommended' | 'strict';
  filename?: string;
  sourceType?: 'module' | 'commonjs';
}

/** What one of the plugin's configs reports in a file, as `rule:line`. Throws when the file cannot be parsed. */
export function lint(code: string, options: LintOptions = {}): string[] {
  return messagesOn(code, options).map(({ ruleId, line }) => `${nameOf(ruleId)}:${line}`);
}

/** What the file becomes by each suggestion of a report. */
export function suggestionsFor(
  code: string,
  options: LintOptions = {},
): { rule: string; output: string }[] {
  return messagesOn(code, options).flatMap(({ ruleId, suggestions = [] }) =>
    suggestions.map(({ fix: { range, text } }) => ({
      rule: nameOf(ruleId),
      output: code.slice(0, range[0]) + text + code.slice(range[1]),
    })),
  );
}

function nameOf(ruleId: string | null): string {
  return ruleId?.replace('mcp-session/', '') ?? '';
}

function messagesOn(code: string, options: LintOptions): TSESLint.Linter.LintMessage[] {
  const { config = 'recommended', filename = 'server.ts', sourceType = 'module' } = options;
  const { Linter } = createRequire(import.meta.url)('eslint') as typeof TSESLint;
  const messages = new Linter({ configType: 'flat' }).verify(
    code,
    [
      {
        files: ['**/*.{js,mjs,cjs,ts}'],
        languageOptions: {
          ecmaVersion: 'latest',
          sourceType,
          ...(filename.endsWith('.ts') && { parser }),
        },
      },
      { ...plugin.configs[`flat/${config}`], files: ['**/*.{js,mjs,cjs,ts}'] },
    ] as never,
    { filename },
  );
  for (const { ruleId, line, message, fatal } of messages)
    if (fatal || !ruleId) throw new Error(`${filename}:${line} ${message}`);
  return messages;
}
