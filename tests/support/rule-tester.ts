import parser from '@typescript-eslint/parser';
import { RuleTester } from '@typescript-eslint/rule-tester';
import * as espree from 'espree';

/** TypeScript sources (also read as plain ES modules). */
export const typescript = new RuleTester({
  languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: false } } },
});

/** ES modules, read by ESLint's own parser. */
export const modules = new RuleTester({
  defaultFilenames: { ts: 'file.mjs', tsx: 'file.jsx' },
  languageOptions: { parser: espree as never, ecmaVersion: 'latest', sourceType: 'module' },
});

/** CommonJS files, read by ESLint's own parser. */
export const commonjs = new RuleTester({
  defaultFilenames: { ts: 'file.cjs', tsx: 'file.jsx' },
  languageOptions: { parser: espree as never, ecmaVersion: 'latest', sourceType: 'commonjs' },
});
