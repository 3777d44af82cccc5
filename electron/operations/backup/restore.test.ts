import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../../../shared/domain/index.ts';
import { inspectWorkspace } from '../workspace/inspect.ts';
import {
  checkBackup,
  finishRestoring,
  requireOutside,
  restoreBackup,
  writeBackup,
  type BackupManifest,
} from './index.ts';

const workspace = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;
const quiet = (): void => undefined;
const KILL_AT = join(import.meta.dirname, '../../testing/kill-at.ts');
const FILES = { 'keys.json': '{"keys":1}', 'content.db': 'c'.repeat(5000), 'datasets/a/0.bin': 'chunk' };

const grown = ({ files, ...rest }: BackupManifest, sizeBytes: number): unknown => ({
  ...rest,
  files: files.map((file, index) => (index === 0 ? { ...file, sizeBytes } : file)),
});
const named = ({ files, ...rest }: BackupManifest, name: string): unknown => ({
  ...rest,
  files: files.map((file, index) => (index === 0 ? { ...file, name } : file)),
});

it('is refused into the workspace that it is of, also where a link leads there', async () => {
  const base = await mkdtemp(join(tmpdir(), 'swarm-inside-'));
  try {
    await mkdir(join(base, 'big-disk/ward'), { recursive: true });
    await symlink(join(base, 'big-disk/ward'), join(base, 'workspace'));
    await symlink(join(base, 'big-disk/ward'), join(base, 'elsewhere'));
    for (const target of ['workspace/a', 'big-disk/ward/b/c', 'elsewhere/d'])
      await expect(requireOutside(join(base, 'workspace'), join(base, target))).rejects.toMatchObject({
        code: 'invalid_input',
      });
    await requireOutside(join(base, 'workspace'), join(base, 'big-disk/ward-2'));
  } finally {
    await rm(base, { recursive: true });
  }
});

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

  it.each(['to an empty folder', 'to where nothing stands'])('stands behind a link %s', async (leads) => {
    const place = join(base, 'big-disk', 'ward');
    await mkdir(leads === 'to an empty folder' ? place : join(base, 'big-disk'), { recursive: true });
    await symlink(join('big-disk', 'ward'), target);
    await restore();
    await whole();
    expect(await readdir(join(base, 'big-disk'))).toEqual(['ward']);
    expect((await lstat(target)).isSymbolicLink()).toBe(true);
    await expect(restore()).rejects.toMatchObject({ code: 'already_exists' });
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

  it('keeps two of them apart, and takes away what an ended one left', async () => {
    await mkdir(join(`${target}.restoring`, 'journal'), { recursive: true });
    await writeFile(join(`${target}.restoring`, 'lock'), '');
    await restore(async () => {
      await expect(restore()).rejects.toMatchObject({ code: 'in_use' });
      // The start of an application beside it leaves it alone.
      await finishRestoring(target);
    });
    await whole();
    await mkdir(`${target}.restoring`);
    await finishRestoring(target);
    expect((await readdir(base)).sort()).toEqual(['backup', 'source', 'workspace']);
  });

  it('never takes the place of what came there meanwhile', async () => {
    const came = restore(async () => {
      await mkdir(target);
      await writeFile(join(target, 'notes.txt'), 'mine');
    });
    await expect(came).rejects.toMatchObject({ code: 'already_exists' });
    expect(await readdir(target)).toEqual(['notes.txt']);
    expect((await readdir(base)).sort()).toEqual(['backup', 'source', 'workspace']);
  });

  it.each<[string, (list: BackupManifest) => unknown, string]>([
    ['too big for the disk', (list) => grown(list, 2 ** 52), 'storage_full'],
    ['of a newer version', (list) => ({ ...list, format: 2 }), 'newer_format'],
    ['something else', () => ({ name: 'a package', version: 1 }), 'foreign_file'],
    ['without its entries', ({ files, ...rest }) => ({ ...rest, count: files.length }), 'damaged'],
    ['naming a file twice', ({ files, ...rest }) => ({ ...rest, files: [...files, ...files] }), 'damaged'],
    ['naming the lock', (list) => named(list, 'lock'), 'damaged'],
    ['leading elsewhere', (list) => named(list, '../keys.json'), 'damaged'],
  ])('is not made of a list that is %s', async (_, change, code) => {
    const list = join(backup, 'backup.json');
    const read = JSON.parse(await readFile(list, 'utf8')) as BackupManifest;
    await writeFile(list, JSON.stringify(change(read)));
    await expect(restore()).rejects.toMatchObject({ code });
    expect((await readdir(base)).sort()).toEqual(['backup', 'source']);
  });

  it('says which files are not as they were written, and counts the rest', async () => {
    await writeFile(join(backup, 'content.db'), 'c'.repeat(4999));
    await rm(join(backup, 'keys.json'));
    for (const name of ['a', 'b', 'c']) await writeFile(join(backup, name), name);
    const said = '`keys.json` is missing, `content.db` was cut short or changed, `a` does not belong there';
    await expect(restore()).rejects.toThrow(`${said}, and 2 more`);
  });

  it('ends within a file when it is cancelled, and leaves nothing', async () => {
    const going = new AbortController();
    const cancelled = restoreBackup(
      {
        ...{ from: backup, target, signal: going.signal },
        onProgress: (done, total) => {
          if (done > total / 2) going.abort();
        },
      },
      { judge: () => Promise.reject(new Error('judged')) },
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect((await readdir(base)).sort()).toEqual(['backup', 'source']);
  });

  it('killed at any step loses nothing, and the next one completes', { timeout: 240_000 }, async () => {
    const child = (killAt: number, place: string, at?: string) =>
      spawnSync(
        process.execPath,
        [
          ...(at === undefined ? [] : ['--import', KILL_AT]),
          ...[join(import.meta.dirname, 'restoring.child.ts'), backup, place, String(killAt), 'note'],
        ],
        {
          ...{ timeout: 60_000, killSignal: 'SIGKILL', encoding: 'utf8' },
          env: { ...process.env, ...(at !== undefined && { SWARM_KILL_AT: at }) },
        },
      );
    const untouched = async (): Promise<void> => {
      const { missing, changed, added } = await checkBackup(backup, quiet);
      expect([missing, changed, added]).toEqual([[], [], []]);
    };
    const other = join(base, 'other');
    const dry = child(-1, other);
    const steps = Number(dry.stdout);
    // Every file is read, written and read back; then all are there; before and after the note.
    expect([dry.status, steps]).toEqual([0, 3 * (Object.keys(FILES).length + 1) + 1 + 2]);
    await rm(other, { recursive: true });
    for (let step = 0; step < steps; step += 1) {
      expect(child(step, target).signal).toBe('SIGKILL');
      expect(existsSync(target)).toBe(false);
      await untouched();
    }
    await mkdir(target);
    expect(child(-1, target, 'before workspace 1').signal).toBe('SIGKILL');
    expect((await inspectWorkspace(target)).state).toBe('none');
    await untouched();
    await finishRestoring(target);
    expect((await readdir(base)).sort()).toEqual(['backup', 'source']);
    expect(child(-1, target, 'after workspace 1').signal).toBe('SIGKILL');
    await whole();
    expect(await readFile(join(target, 'spool/note'), 'utf8')).toBe('judged');
    expect((await readdir(base)).sort()).toEqual(['backup', 'source', 'workspace']);
  });
});
