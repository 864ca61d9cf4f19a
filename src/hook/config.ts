import * as parser from '@typescript-eslint/parser';
import type { Linter } from 'eslint';
import plugin from '../index';

/** How the hook lints a project, whatever configuration that has for its own ESLint. */
const config: Linter.Config[] = [
  {
    ...plugin.configs['flat/recommended'],
    files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
    languageOptions: { parser },
    // Comments that switch off the project's other rules are needed elsewhere.
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
];

export = config;
