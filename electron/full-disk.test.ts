import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBackup } from './operations/index.ts';
import { Composed } from './testing/composed.ts';

interface Told {
  readonly ok: boolean;
  readonly filled?: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly left: readonly string[];
}

/** Mounts disks of memory, named by their size in KiB, that one program sees and no other. */
const WITH_DISKS =
  'for each in $SIZES; do mount -t tmpfs -o "size=${each}k" tmpfs "$0/$each"; done; exec "$@"';
const NAMESPACE = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
const LIMIT = { timeout: 100_000, killSignal: 'SIGKILL', encoding: 'utf8' } as const;
const canMount =
  process.platform === 'linux' &&
  spawnSync('/usr/bin/unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { timeout: 20_000 })
    .status === 0;

/** A medium that fills up: nothing half is left on it, it is said in a sentence, and what is copied stays as it was. */
describe.skipIf(!canMount)('a disk that fills up', () => {
  let one: Composed;
  let backup: string;
  /** In KiB: too small for the journal, twice, then for the dataset behind it, then big enough. */
  let sizes: readonly number[];
  let told: readonly Told[];

  beforeAll(async () => {
    one = await Composed.create();
    await one.signIn('Otto');
    const table = join(one.folder, 'visits.csv');
    // So much that no compression makes small that the journal, with four megabytes of its log, is copied before it.
    const lines = Array.from({ length: 80_000 }, (_, at) =>
      createHash('sha512').update(String(at)).digest('base64'),
    );
    await writeFile(table, ['word,at', ...lines.map((line, at) => `${line},${at}`)].join('\n'));
    await one.import(table);
    await one.signIn('Ada');
    await one.call('backup.write', {});
    backup = join(one.folder, 'backup');
    await rename(join(one.folder, 'out.csv'), backup);
    await one.application.close();
    const { files } = (await checkBackup(backup, () => undefined)).manifest;
    const kib = files.reduce((sum, { sizeBytes }) => sum + Math.ceil(sizeBytes / 4096) * 4, 0);
    expect(kib).toBeGreaterThan(6000);
    sizes = [16, 64, kib - 40, 65_536];
    const disks = sizes.map((size) => join(one.folder, String(size)));
    for (const disk of disks) await mkdir(disk);
    const child = [join(import.meta.dirname, 'testing/filling.child.ts'), one.folder, backup, ...disks];
    const command = [...NAMESPACE, 'sh', '-ec', WITH_DISKS, one.folder, process.execPath, ...child];
    const { stdout, stderr, status } = spawnSync('/usr/bin/unshare', command, {
      ...LIMIT,
      env: { ...process.env, SIZES: sizes.join(' ') },
    });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    told = JSON.parse(stdout) as readonly Told[];
    await one.start();
  }, 180_000);
  afterAll(() => one.close());

  it('under a backup leaves nothing on it and says so, wherever the room ends', () => {
    expect(told).toHaveLength(sizes.length + 1);
    for (const each of told.slice(0, -2))
      expect(each).toMatchObject({
        ...{ ok: false, code: 'storage_full', left: [] },
        message: expect.stringMatching(/no room|full/),
        hint: expect.stringMatching(/^(?:Make room|Free some space) and try again/),
      });
    expect(told.map(({ message }) => message?.includes('journal') ?? false)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(told.at(-2)).toMatchObject({ ok: true, left: ['backup'] });
  });

  it('amid a restore leaves no workspace and says so', () => {
    expect(told.at(-1)).toMatchObject({
      ...{ ok: false, filled: true, code: 'storage_full', left: ['others'] },
      message: expect.stringMatching(/no room|full/),
    });
  });

  it('leaves the backup as it was, and the workspace, whose journal tells of each attempt', async () => {
    const { missing, changed, added } = await checkBackup(backup, () => undefined);
    expect([missing, changed, added]).toEqual([[], [], []]);
    await one.signIn('Carla');
    expect(await one.call('journal.verify', {})).toMatchObject({ ok: true });
    const outcomes = (await one.entries({ kinds: ['backup.write'] })).filter(
      ({ phase }) => phase === 'outcome',
    );
    expect(outcomes.map(({ body }) => body.ok)).toEqual([
      true,
      ...sizes.map((_, at) => at === sizes.length - 1),
    ]);
    expect((await readdir(one.folder)).filter((name) => /growing|restoring|drill/.test(name))).toEqual([]);
  });
});
