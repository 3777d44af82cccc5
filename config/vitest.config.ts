import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..');

/** Unit tests beside the code. Real database, real llama.cpp; no network, no window. */
export default defineConfig({
  root,
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
    env: {
      // Passwords that cost the least that is allowed: the tests set and try hundreds.
      SWARM_PASSWORD_MILLISECONDS: '100',
      // Threads and processes that tests start, some thousands, read the same modules: they are compiled once.
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
    },
  },
});
