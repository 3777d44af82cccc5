import { defineConfig } from 'vitest/config';

/** The window from outside, in Electron or the stand-in. Started by `config/e2e.mjs`, which cuts the network off. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['e2e/specs/**/*.spec.ts'],
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    globalSetup: ['e2e/driver/announce.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Passwords that cost the least that is allowed; the bench measures the usual ones.
    env: { SWARM_PASSWORD_MILLISECONDS: '100' },
    expect: { poll: { timeout: 20_000 } },
  },
});
