// Runs the window's specs: `node config/e2e.mjs [VITEST ARGUMENTS]`. As root on Linux everything runs in
// a network namespace of its own, which has no interface: what needs a network fails there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = [
  process.execPath,
  `${root}node_modules/vitest/vitest.mjs`,
  'run',
  '--config',
  'config/vitest.e2e.config.ts',
  ...process.argv.slice(2),
];
const canIsolate = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/unshare');
// Playwright drives a real Electron over the loopback interface, which is all that is brought up.
const loopback = ['sh', '-c', 'ip link set lo up; exec "$@"', 'sh'];
const command = canIsolate ? ['unshare', '-n', ...loopback, ...vitest] : vitest;
if (!canIsolate) console.error('not root on Linux: the specs run without a network namespace of their own');
const [program, ...rest] = command;
const { status } = spawnSync(program, rest, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
