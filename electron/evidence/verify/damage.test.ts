import { copyFile, cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  appendEach,
  item,
  openFile,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from '../journal/temporary.ts';
import { PAGE_BYTES } from './storage/index.ts';
import type { JournalReport } from './index.ts';

const FRAME = 24 + PAGE_BYTES;
let workspace: TemporaryWorkspace;
/** As it stood while the writer was open: everything since the last checkpoint is in the log. */
let live: string;
/** As it stands after closing in order. */
let closed: string;

beforeAll(async () => {
  workspace = await temporaryWorkspace();
  const root = await mkdtemp(join(tmpdir(), 'swarm-damage-'));
  [live, closed] = [join(root, 'live'), join(root, 'closed')];
  const file = await openFile(workspace, true);
  appendEach(file, ...Array.from({ length: 12 }, () => item(workspace)));
  await file.checkpoint('run_end', { wallMs: workspace.clock.wallMs, monoMs: 1 });
  appendEach(file, ...Array.from({ length: 6 }, () => item(workspace)));
  await cp(workspace.options.folder, live, { recursive: true });
  await file.close();
  await cp(workspace.options.folder, closed, { recursive: true });
});

afterAll(async () => {
  await rm(join(live, '..'), { recursive: true });
  await workspace.remove();
});

async function verifyChanged(
  folder: string,
  name: string,
  change: (bytes: Buffer) => Buffer,
): Promise<JournalReport> {
  const path = join(folder, 'journal', name);
  const kept = `${path}.kept`;
  await copyFile(path, kept);
  try {
    await writeFile(path, change(await readFile(path)));
    return await workspace.verify({ folder });
  } finally {
    await copyFile(kept, path);
    await rm(kept);
  }
}

const flip = (at: number) => (bytes: Buffer) => {
  bytes[at]! ^= 1 << (at % 8);
  return bytes;
};

describe('a journal that was closed in order', () => {
  test('is ok as it is', async () => {
    expect(await workspace.verify({ folder: closed })).toMatchObject({ verdict: 'ok', size: 19 });
  });

  test('no flipped bit anywhere in the database goes unseen', async () => {
    const { length } = await readFile(join(closed, 'journal', 'epoch-0001.db'));
    const everywhere = Array.from({ length: 40 }, (_, i) => Math.floor((i * length) / 40) + (i % 97));
    const borders = [0, 15, 16, 100, 4015, 4016, 4031, 4032, 4095, 4096, length - 1];
    for (const at of [...everywhere, ...borders]) {
      const report = await verifyChanged(closed, 'epoch-0001.db', flip(at));
      expect({ at, verdict: report.verdict }).toEqual({ at, verdict: 'cannot_read' });
    }
  });

  test('no flipped bit anywhere in the head record goes unseen', async () => {
    const text = await readFile(join(closed, 'journal', 'head-0001.json'), 'utf8');
    for (let at = 0; at < text.length - 1; at += 29) {
      const report = await verifyChanged(closed, 'head-0001.json', flip(at));
      expect({ at, ok: report.verdict === 'ok' }).toEqual({ at, ok: false });
    }
  });

  test('cut, stretched and emptied files', async () => {
    const db = 'epoch-0001.db';
    const verdicts = [
      await verifyChanged(closed, db, (bytes) => bytes.subarray(0, bytes.length - PAGE_BYTES)),
      await verifyChanged(closed, db, (bytes) => bytes.subarray(0, bytes.length - 1)),
      await verifyChanged(closed, db, (bytes) => Buffer.concat([bytes, Buffer.alloc(PAGE_BYTES)])),
      await verifyChanged(closed, db, () => Buffer.alloc(0)),
      await verifyChanged(closed, db, (bytes) => bytes.fill(0)),
    ].map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['cannot_read']));
  });

  test('two pages exchanged', async () => {
    const report = await verifyChanged(closed, 'epoch-0001.db', (bytes) =>
      Buffer.concat([
        bytes.subarray(0, PAGE_BYTES),
        bytes.subarray(2 * PAGE_BYTES, 3 * PAGE_BYTES),
        bytes.subarray(PAGE_BYTES, 2 * PAGE_BYTES),
        bytes.subarray(3 * PAGE_BYTES),
      ]),
    );
    expect(report.verdict).toBe('cannot_read');
  });
});

describe('a journal with entries in its log', () => {
  const log = 'epoch-0001.db-wal';
  const walState = (report: JournalReport): unknown =>
    report.checks.find(({ what }) => what === 'Write-ahead log')?.state;

  test('is ok as it is, log included', async () => {
    expect(await workspace.verify({ folder: live })).toMatchObject({ verdict: 'ok', size: 19 });
  });

  test('damage behind which commits stand is told, though SQLite would pass over it', async () => {
    for (const at of [
      0,
      4,
      9,
      17,
      25,
      32,
      32 + 5,
      32 + 9,
      32 + 17,
      32 + 24,
      32 + FRAME + 700,
      32 + 3 * FRAME + 99,
    ]) {
      const report = await verifyChanged(live, log, flip(at));
      expect({ at, verdict: report.verdict }).toEqual({ at, verdict: 'tail_cut' });
    }
  });

  test('zeros in place of the header hide commits, and a log of zeros hides nothing', async () => {
    const hidden = await verifyChanged(live, log, (bytes) => bytes.fill(0, 0, 32));
    expect(hidden.verdict).toBe('tail_cut');
    const path = join(closed, 'journal', log);
    await writeFile(path, Buffer.alloc(100_000));
    expect(walState(await workspace.verify({ folder: closed }))).toBe('ok');
    await rm(path);
  });

  const changedAtItsEnd = async (): Promise<JournalReport[]> => {
    const bytes = await readFile(join(live, 'journal', log));
    const ofThisRound = (frame: number): boolean =>
      bytes.compare(bytes, 16, 24, 32 + frame * FRAME + 8, 32 + frame * FRAME + 16) === 0;
    let frames = 0;
    while (ofThisRound(frames)) frames += 1;
    const last = 32 + (frames - 1) * FRAME;
    const written = last + FRAME;
    return [
      await verifyChanged(live, log, flip(written - 50)),
      // The salts of the last frame: it looks like one of an earlier round then.
      await verifyChanged(live, log, flip(last + 9)),
      await verifyChanged(live, log, flip(last + 13)),
      await verifyChanged(live, log, (all) => all.fill(0, written - 50)),
      await verifyChanged(live, log, (all) => all.subarray(0, written - 50)),
    ];
  };

  test('damage to the last commit shows by the index of the log, which counts it', async () => {
    for (const report of await changedAtItsEnd())
      expect([report.verdict, walState(report)]).toEqual(['tail_cut', 'failed']);
    const cut = await verifyChanged(live, log, (all) => all.subarray(0, 32));
    expect(cut.verdict).toBe('tail_cut');
  });

  test('without the index it cannot be told from a crash, and is called unknown', async () => {
    const index = join(live, 'journal', 'epoch-0001.db-shm');
    const kept = await readFile(index);
    await rm(index);
    for (const report of await changedAtItsEnd()) {
      expect(walState(report)).toBe('unknown');
      expect(report).toMatchObject({ verdict: 'ok', size: 18 });
    }
    await writeFile(index, kept);
  });

  test('a log that is gone shows by its index; without that only a witness knows what it held', async () => {
    await rename(join(live, 'journal', log), join(live, 'log'));
    expect(await workspace.verify({ folder: live })).toMatchObject({ verdict: 'tail_cut', size: 13 });
    const index = join(live, 'journal', 'epoch-0001.db-shm');
    await rename(index, join(live, 'index'));
    expect(await workspace.verify({ folder: live })).toMatchObject({ verdict: 'ok', size: 13 });
    await rename(join(live, 'index'), index);
    await rename(join(live, 'log'), join(live, 'journal', log));
  });
});
