import { defineConfig } from 'vitest/config';

/** Unit tests beside the code. Real database, real llama.cpp; no network, no window. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['{shared,electron,renderer,config,resources,e2e/host}/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // Patient, for a machine that is busy with other work; the check as a whole has its own limit.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    setupFiles: ['config/property-tests.ts'],
    // Passwords that cost the least that is allowed: the tests set and try hundreds.
    env: { SWARM_PASSWORD_MILLISECONDS: '100' },
  },
});
