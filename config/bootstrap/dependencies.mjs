import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** The Node that the project brings through the registry; the system's may be older. */
export const projectNode = join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

const stamp = join(root, 'node_modules/.swarm-installed');

/** Installs exactly what the lock file names, where that has not been done yet. */
export function ensureDependencies() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(projectNode)) return;
  console.error('Installing dependencies (once, about a minute) ...');
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  // The one install script that is needed: it puts the Node binary for this platform in place.
  npm(['rebuild', 'node']);
  writeFileSync(stamp, wanted);
}

function npm(args) {
  const result = spawnSync('npm', [...args, '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    throw new Error(
      `npm ${args[0]} failed; check that the npm registry can be reached, then run the command again`,
    );
  }
}
