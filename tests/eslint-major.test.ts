import { createRequire } from 'node:module';
import type { TSESLint } from '@typescript-eslint/utils';
import { expect, it } from 'vitest';

const majors: Record<string, string> = { eslint: '10.', eslint9: '9.', eslint8: '8.57.' };

it('runs under the ESLint major that the project is named after', () => {
  const prefix = majors[process.env.ESLINT_PACKAGE ?? ''];
  expect(prefix).toBeDefined();
  const { Linter } = createRequire(import.meta.url)('eslint') as typeof TSESLint;
  expect(Linter.version.startsWith(prefix ?? '?')).toBe(true);
});
