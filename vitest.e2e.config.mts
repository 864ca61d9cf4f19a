import { defineConfig } from 'vitest/config';

/** The packed plugin under real clients: one run, against the ESLint majors as installed. */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['e2e/support/pack.ts'],
    maxConcurrency: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
