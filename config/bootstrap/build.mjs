import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root } from './dependencies.mjs';

const stamp = join(root, 'out/.built-from');
const SOURCES = ['electron', 'shared', 'renderer', 'e2e/host', 'config/build', 'resources'];

/** Builds `out/` when a source is newer than the last build: names, sizes and times decide. */
export function buildIfStale() {
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  console.error('Building (about ten seconds) ...');
  const started = Date.now();
  const result = spawnSync(projectNode, ['config/build/build.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (result.status !== 0) throw new Error('the build failed; the lines above say where');
  writeFileSync(stamp, now);
  console.error(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

function fingerprint() {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(root, 'package-lock.json')));
  const walk = (folder) => {
    for (const item of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(folder, item.name);
      if (item.isDirectory()) walk(path);
      else if (!/\.test\.tsx?$/.test(item.name)) {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${path}\0${size}\0${mtimeMs}\n`);
      }
    }
  };
  for (const source of SOURCES) if (existsSync(join(root, source))) walk(join(root, source));
  return hash.digest('hex');
}
