import { defineConfig } from 'vitest/config';

/** The hook of .pre-commit-hooks.yaml: pre-commit installs and builds this repository. */
export default defineConfig({
  test: {
    name: 'hooks',
    include: ['e2e/**/*.long.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
  },
});
