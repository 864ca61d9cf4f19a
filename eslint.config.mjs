import { existsSync } from 'node:fs';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';

/** May be imported for its types from everywhere, never at run time: these are development dependencies. */
const TYPES_ONLY = ['@typescript-eslint/', 'eslint', 'estree'];

/**
 * What the files of a folder may import (DESIGN.md, layers); everything else is reported.
 * A specifier is allowed when it starts with one of `allowed`.
 */
const LAYERS = [
  {
    files: 'src/models/*.ts',
    allowed: ['./types', './cookie-types', './handler-types', './secret-types'],
  },
  { files: 'src/models/index.ts', allowed: ['./'] },
  { files: 'src/analysis/**', allowed: ['./', '@eslint-community/eslint-utils'] },
  {
    files: 'src/session/*.ts',
    allowed: ['./', '../models', '../analysis/', '../settings', '@eslint-community/', 'node:'],
  },
  {
    files: 'src/session/*/*.ts',
    allowed: ['./', '../', '../../models', '../../analysis/', '../../settings', 'node:'],
  },
  { files: 'src/project/**', allowed: ['./', '../analysis/', 'node:'] },
  { files: 'src/fixes/**', allowed: ['./', '../analysis/', '@eslint-community/'] },
  {
    files: 'src/remedies/**',
    allowed: ['./', '../session/', '../fixes/', '../analysis/', '../models/types'],
  },
  {
    files: 'src/rules/*.ts',
    allowed: [
      '../session/',
      '../remedies/',
      '../fixes/',
      '../analysis/',
      '../settings',
      '../config-types',
      '../create-rule',
    ],
  },
  { files: 'src/rules/index.ts', allowed: ['./', '../create-rule'] },
  { files: 'src/meta.ts', allowed: ['node:'] },
  { files: 'src/settings.ts', allowed: ['./models', './config-types'] },
  { files: 'src/create-rule.ts', allowed: ['./meta', './project', './session', './settings'] },
  {
    files: 'src/{index,configs}.ts',
    allowed: ['./meta', './configs', './rules', './create-rule', './config-types'],
  },
];

/** The folders above take these names; a directory is its `index`, any other name is a prefix; `../` is one level up and no more. */
function specifiers(names) {
  const escaped = names.map((name) => name.replace(/[.\\/]/g, '\\$&'));
  return escaped
    .map((name) => (name.endsWith('.\\/') ? `${name}(?!\\.)` : name))
    .map((name) => (/[/:)]$/.test(name) ? name : `${name}(?:/|$)`))
    .join('|');
}

function layer({ files, allowed }) {
  const typesOnly = specifiers(TYPES_ONLY);
  const patterns = [
    {
      regex: `^(?!${specifiers(allowed)}|${typesOnly})`,
      caseSensitive: true,
      message: `${files} may import only ${allowed.join(', ')} (DESIGN.md, layers).`,
    },
    {
      regex: `^(?:${typesOnly})`,
      caseSensitive: true,
      allowTypeImports: true,
      message: 'A development dependency: import its types only.',
    },
  ];
  return {
    name: `layers/${files}`,
    files: [files],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

const FORGOTTEN_FACT = {
  selector:
    'ExportNamedDeclaration > FunctionDeclaration[params.length=1][params.0.name="sourceCode"]',
  message: 'Several rules ask for a fact about a file: find it once, by `oncePerFile`.',
};
const RE_EXPORT = {
  selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
  message: 'No barrels: import from the file that declares it.',
};
const GOD_FILE = {
  selector: 'Program',
  message: 'Name the file after what it holds: no utils, helpers, misc or common.',
};

// The plugin lints its own code, once it has been built; the servers of these tests are flawed on purpose.
const ownPlugin = existsSync(new URL('dist/index.js', import.meta.url))
  ? [
      {
        ignores: ['tests/sdk/**', 'tests/models/**'],
        extends: [(await import('eslint-plugin-mcp-session')).default.configs['flat/strict']],
      },
    ]
  : [];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'reports/', 'examples/', 'corpus-files/', '**/fixtures/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...ownPlugin,
  {
    files: ['**/*.{ts,mts,cts}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true },
      ],
      '@typescript-eslint/prefer-nullish-coalescing': 'off', // `||` of a boolean and a found node reads well.
      // AST_NODE_TYPES may be imported as a type only: node types are compared with their names.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // It asks for the `!` that no-non-null-assertion bans.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: { console: 'readonly', process: 'readonly', URL: 'readonly' },
    },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', 300],
      'no-restricted-syntax': ['error', RE_EXPORT],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/session/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', RE_EXPORT, FORGOTTEN_FACT] },
  },
  {
    files: [
      'src/**/{util,utils,helper,helpers,misc,common,shared}/**',
      'src/**/{util,utils,helper,helpers,misc,common,shared}.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', RE_EXPORT, GOD_FILE] },
  },
  {
    files: ['src/rules/*.ts'],
    extends: [eslintPlugin.configs['rules-recommended']],
    rules: {
      'max-lines': ['error', 120],
      'eslint-plugin/require-meta-docs-description': 'error',
      'eslint-plugin/require-meta-schema-description': 'error',
      'eslint-plugin/prefer-message-ids': 'error',
      // createRule adds the address and merges the defaults.
      'eslint-plugin/require-meta-docs-url': 'off',
      'eslint-plugin/require-meta-default-options': 'off',
    },
  },
  {
    // With `export =`, types can be exported in a namespace alone.
    files: ['src/index.ts'],
    rules: { '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }] },
  },
  ...LAYERS.map(layer),
  {
    files: ['tests/**', 'e2e/**'],
    rules: {
      // Tests read JSON, ASTs and libraries without types.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
