import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../../../shared/domain/index.ts';
import { checkBackup, restoreBackup, writeBackup } from './index.ts';

const workspace = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
const quiet = (): void => undefined;
const FILES = { 'keys.json': '{"keys":1}', 'content.db': 'c'.repeat(5000), 'datasets/a/0.bin': 'chunk' };

/** Bringing a backup back: whole or not at all, whatever happens meanwhile. */
describe('a restore', () => {
  let base: string;
  let backup: string;
  let target: string;
  const restore = (
    judge: (folder: string) => Promise<void> = () => Promise.resolve(),
    signal?: AbortSignal,
  ) =>
    restoreBackup(
      { from: backup, target, signal: signal ?? new AbortController().signal, onProgress: quiet },
      { judge },
    );
  const whole = async (): Promise<void> => {
    for (const [name, text] of Object.entries(FILES))
      expect(await readFile(join(target, name), 'utf8')).toBe(text);
    expect(await readFile(join(target, 'journal/epoch-0001.db'), 'utf8')).toBe('journal');
    expect(existsSync(join(target, 'lock'))).toBe(true);
  };

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'swarm-restore-'));
    [backup, target] = [join(base, 'backup'), join(base, 'workspace')];
    const source = join(base, 'source');
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(join(source, name, '..'), { recursive: true });
      await writeFile(join(source, name), text);
    }
    await writeBackup(
      {
        ...{ folder: source, target: backup, workspace, appVersion: '0.0.0', nowMs: 1 },
        ...{ signal: new AbortController().signal, onProgress: quiet },
      },
      {
        copyJournal: async (folder) => {
          await mkdir(join(folder, 'journal'), { recursive: true });
          await writeFile(join(folder, 'journal/epoch-0001.db'), 'journal');
          return { size: 1, root: 'ab'.repeat(32) };
        },
      },
    );
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  it('stands whole where nothing stood, or an empty folder, and nowhere else', async () => {
    await restore();
    await whole();
    await expect(restore()).rejects.toMatchObject({ code: 'already_exists' });
    await rm(target, { recursive: true });
    await mkdir(target);
    await restore();
    await whole();
  });

  it('is not made of a backup that is not as it was written', async () => {
    await writeFile(join(backup, 'content.db'), 'd'.repeat(5000));
    await expect(restore()).rejects.toMatchObject({ code: 'check_failed' });
    await writeFile(join(backup, 'content.db'), FILES['content.db']);
    await writeFile(join(backup, 'more'), 'x');
    await expect(restore()).rejects.toMatchObject({ code: 'check_failed' });
    await rm(join(backup, 'more'));
    await rm(join(backup, 'keys.json'));
    await expect(restore()).rejects.toMatchObject({ code: 'check_failed' });
    await rm(join(backup, 'backup.json'));
    await expect(restore()).rejects.toMatchObject({ code: 'not_found' });
    expect((await readdir(base)).sort()).toEqual(['backup', 'source']);
  });

  it('leaves nothing when it is judged badly or cancelled', async () => {
    await expect(restore(() => Promise.reject(new Error('rolled back')))).rejects.toThrow('rolled back');
    const cancelled = AbortSignal.abort();
    await expect(restore(undefined, cancelled)).rejects.toMatchObject({ code: 'cancelled' });
    expect((await readdir(base)).sort()).toEqual(['backup', 'source']);
  });

  it('killed at any step loses nothing, and the next one completes', { timeout: 240_000 }, async () => {
    const child = (killAt: number) =>
      spawnSync(
        process.execPath,
        [join(import.meta.dirname, 'restoring.child.ts'), backup, target, String(killAt), 'note'],
        { timeout: 60_000, killSignal: 'SIGKILL', encoding: 'utf8' },
      );
    // Once for each file, once when all are there, before and after the note.
    const steps = Object.keys(FILES).length + 1 + 1 + 2;
    for (let step = 0; step < steps; step += 1) {
      expect(child(step).signal).toBe('SIGKILL');
      expect(existsSync(target)).toBe(false);
      const { missing, changed, added } = await checkBackup(backup, quiet);
      expect([missing, changed, added]).toEqual([[], [], []]);
    }
    const last = child(-1);
    expect([last.status, last.stdout]).toEqual([0, String(steps)]);
    await whole();
    expect(await readFile(join(target, 'spool/note'), 'utf8')).toBe('judged');
    expect((await readdir(base)).sort()).toEqual(['backup', 'source', 'workspace']);
  });
});
