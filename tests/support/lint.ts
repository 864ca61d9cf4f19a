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
  return messages.map(({ ruleId, line, message, fatal }) => {
    if (fatal || !ruleId) throw new Error(`${filename}:${line} ${message}`);
    return `${ruleId.replace('mcp-session/', '')}:${line}`;
  });
}
