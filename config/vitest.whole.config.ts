import { defineConfig } from 'vitest/config';

/** The built application from outside: command line, demo, crashes. Real everything; one file at a time. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['e2e/whole/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
