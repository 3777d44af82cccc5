// The way in: `node config/bootstrap/run.mjs TASK [ARGUMENTS]`. Installs what is missing, builds what
// is stale, then runs the task on the Node that the project brings. Needs only Node 20 and npm.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { ensureDebianPackages } from './debian.mjs';
import { ensureDependencies, projectNode, root } from './dependencies.mjs';

/** Per task: the script, what must be there first, and whether it starts apart from the machine's network. */
const TASKS = {
  swarm: { script: 'out/electron/swarm.main.js', build: true, apart: true },
  demo: { script: 'out/electron/demo.main.js', build: true, apart: true },
  start: { script: 'config/start.mjs', build: true, debian: ['chromium'] },
  test: {
    script: 'config/check/check.ts',
    build: true,
    debian: ['chromium', 'xvfb', 'poppler-utils', 'openssl', 'softhsm2', 'strace', 'iproute2', '7zip', 'age'],
  },
  bench: { script: 'config/bench/run.ts', build: true, debian: ['chromium'] },
  airgap: { script: 'config/e2e.mjs', build: true, debian: ['chromium', 'strace', 'iproute2'] },
  'audit:offline': { script: 'config/supply/audit.ts', build: true },
  build: { script: undefined, build: true },
  'phi:lists': { script: 'config/phi-train/lists.ts' },
  'phi:train': { script: 'config/phi-train/train.ts' },
};

const [name = '', ...rest] = process.argv.slice(2);
const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
if (task === undefined) {
  console.error(`unknown task \`${name}\`; there are: ${Object.keys(TASKS).join(', ')}`);
  process.exit(2);
}

try {
  ensureDependencies();
  if (task.debian) ensureDebianPackages(task.debian, name === 'test');
  if (task.build) buildIfStale();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

if (task.script !== undefined) {
  const command = [projectNode, task.script, ...rest];
  if (task.apart && process.platform === 'linux')
    command.unshift(join(root, 'config/electron/isolated-start.sh'));
  const child = spawn(command[0], command.slice(1), {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SWARM_CALLED_FROM: process.env.INIT_CWD ?? process.cwd() },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, 'SIGKILL');
    process.exit(code ?? 1);
  });
}
