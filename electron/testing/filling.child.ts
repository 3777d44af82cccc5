import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeApplication, restoreWorkspace } from '../compose.ts';
import { forkProcess } from '../core/index.ts';
import { askConfirming } from './confirming.ts';

/**
 * For full-disk.test.ts, in a mount namespace of its own: writes a backup onto each of the small disks that it is
 * given, then restores the backup that stands elsewhere onto the last one, which fills up amid the copying. Tells what
 * each said, and what it left.
 */
const [userFolder = '', backup = '', ...disks] = process.argv.slice(2);
const told: unknown[] = [];
let disk = '';
const left = (): string[] => readdirSync(disk).sort();

const application = await composeApplication({
  ...{ resourcesFolder: join(import.meta.dirname, '../../resources'), userFolder, host: 'stand-in' },
  ...{ appVersion: '0.0.0', launchProcess: forkProcess, verifierPage: 'none' },
  machinePolicyFile: join(userFolder, 'none.json'),
  chooseFile: () => Promise.resolve(undefined),
  chooseSaveFile: () => Promise.resolve(join(disk, 'backup')),
  notify: () => undefined,
});
await application.dispatch('session.signIn', { person: 'Ada', password: 'password of ada' });
for (disk of disks) {
  const answer = await askConfirming(application, 'backup.write', {});
  const { ok } = answer;
  told.push({
    ...(answer.ok ? {} : { code: answer.code, message: answer.message, hint: answer.hint }),
    ok,
    left: left(),
  });
  rmSync(join(disk, 'backup'), { recursive: true, force: true });
}
await application.close();

/** Something else takes all the room that there is. */
function fill(): void {
  mkdirSync(join(disk, 'others'), { recursive: true });
  for (let at = 0; ; at += 1) {
    const { bavail, bsize } = statfsSync(disk);
    if (bavail === 0) return;
    writeFileSync(join(disk, 'others', String(at)), Buffer.alloc(Math.min(bavail * bsize, 1 << 20)));
  }
}

let filled = false;
try {
  await restoreWorkspace(
    {
      ...{
        from: backup,
        target: join(disk, 'workspace'),
        witnessFiles: [],
        signal: new AbortController().signal,
      },
      keys: () => Promise.resolve({ by: 'password', person: 'Ada', password: 'password of ada' }),
      onVerdict: () => undefined,
      onProgress: () => {
        // The first third is the reading of the backup; behind it, its copy has begun.
        if (filled || !left().includes('workspace.restoring')) return;
        filled = true;
        fill();
      },
    },
    userFolder,
  );
  told.push({ ok: true, filled, left: left() });
} catch (error) {
  const { code, message, hint } = error as { code?: string; message: string; hint?: string };
  told.push({ ok: false, filled, code, message, hint, left: left() });
}
process.stdout.write(JSON.stringify(told));
