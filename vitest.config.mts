import { defineConfig } from 'vitest/config';

/** The unit tests run once per supported ESLint major; tests/support/setup.ts redirects `eslint`. */
const majors = { eslint10: 'eslint', eslint9: 'eslint9', eslint8: 'eslint8' };

export default defineConfig({
  test: {
    coverage: { include: ['src/**'], provider: 'v8' },
    projects: Object.entries(majors).map(([name, eslintPackage]) => ({
      test: {
        name,
        include: ['tests/**/*.test.ts'],
        // The project lints itself with one ESLint; the models and the SDK know nothing of ESLint;
        // the idioms are many, and the tables of their rules run with every major.
        exclude:
          name === 'eslint10'
            ? []
            : [
                'tests/layers.test.ts',
                'tests/config-types.test.ts',
                'tests/models/**',
                'tests/sdk/**',
                'tests/acceptance/mcp-idioms.test.ts',
              ],
        setupFiles: ['tests/support/setup.ts'],
        // One load of the parsers for all files of a worker: a third of the time. No test changes a module.
        isolate: false,
        // Tests lint text that is not on the disk, which the parser would not expect where `CI` is set.
        env: { ESLINT_PACKAGE: eslintPackage, TSESTREE_SINGLE_RUN: 'false' },
        testTimeout: 30_000,
      },
    })),
  },
});
