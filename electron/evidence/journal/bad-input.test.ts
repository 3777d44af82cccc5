import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/index.ts';
import { describeFileError, openCipher } from '../database/index.ts';
import { appendEach, item, openFile, temporaryWorkspace, type TemporaryWorkspace } from './temporary.ts';

const YEAR_MS = 365 * 24 * 3600 * 1000;
const FRAME = 24 + 4096;

let workspace: TemporaryWorkspace;
/** The workspace as a process left it that was killed: its last entries stand in the log alone. */
let crashed: string;

beforeEach(async () => {
  workspace = await temporaryWorkspace();
  crashed = await mkdtemp(join(tmpdir(), 'swarm-bad-'));
  const file = await openFile(workspace, true);
  appendEach(file, ...Array.from({ length: 4 }, () => item(workspace)));
  await file.checkpoint('run_end', { wallMs: workspace.clock.wallMs, monoMs: 1 });
  appendEach(file, item(workspace), item(workspace));
  await cp(workspace.options.folder, crashed, { recursive: true });
  await file.close();
});
afterEach(async () => {
  await workspace.remove();
  await rm(crashed, { recursive: true });
});

const inCrashed = (): TemporaryWorkspace => ({
  ...workspace,
  options: { ...workspace.options, folder: crashed },
  database: join(crashed, 'journal/epoch-0001.db'),
});

function entriesOf({ database, options }: TemporaryWorkspace): Entry[] {
  const reader = openCipher(database, options.databaseKey, { readonly: true, mustExist: true });
  const rows = reader.prepare('SELECT bytes FROM run_events ORDER BY seq').pluck().all() as string[];
  reader.close();
  return rows.map((bytes) => JSON.parse(bytes) as Entry);
}

describe('a log that was half written when the process ended', () => {
  /** Adds the beginning of a commit behind the last one, as a crash in the middle of a write leaves it. */
  async function tearLog(): Promise<void> {
    const path = join(crashed, 'journal/epoch-0001.db-wal');
    const log = await readFile(path);
    const salts = log.subarray(16, 24);
    let frames = 0;
    while (log.subarray(32 + frames * FRAME + 8, 32 + frames * FRAME + 16).equals(salts)) frames += 1;
    log.copy(log, 32 + frames * FRAME, 32 + (frames - 1) * FRAME, 32 + (frames - 1) * FRAME + 1000);
    await writeFile(path, log);
  }

  test('costs nothing that was acknowledged, and the next opening says that nobody was told', async () => {
    await tearLog();
    const file = await openFile(inCrashed());
    expect(file.size).toBe(8);
    expect(entriesOf(inCrashed()).at(-1)).toMatchObject({
      kind: 'integrity.log_cut',
      body: { told: 'nobody', size: 7 },
    });
    await file.close();
    expect(await workspace.verify({ folder: crashed })).toMatchObject({ verdict: 'ok', size: 8 });
  });

  test('says that it is unknown where the index is gone too', async () => {
    await tearLog();
    await rm(join(crashed, 'journal/epoch-0001.db-shm'));
    const file = await openFile(inCrashed());
    expect(entriesOf(inCrashed()).at(-1)?.body).toEqual({ told: 'unknown', size: 7 });
    await file.close();
  });

  test('is not opened where an entry that was acknowledged is lost', async () => {
    const path = join(crashed, 'journal/epoch-0001.db-wal');
    const log = await readFile(path);
    log.fill(0, 32);
    await writeFile(path, log);
    await expect(openFile(inCrashed())).rejects.toMatchObject({
      code: 'damaged',
      message: 'the journal is damaged: its log holds commits that do not check',
    });
    expect((await readFile(path)).equals(log)).toBe(true);
  });
});

test('a clock set back a year is recorded at the next start, and nothing is lost', async () => {
  workspace.clock.wallMs -= YEAR_MS;
  const file = await openFile(workspace);
  appendEach(file, item(workspace));
  await file.close();
  const [step, entry] = entriesOf(workspace).slice(-2);
  expect(step?.kind).toBe('clock.stepped');
  expect(Number(step?.body.byMs)).toBeCloseTo(-YEAR_MS, -3);
  expect(entry?.wallMs).toBeLessThan(1_780_000_000_000);
  expect(await workspace.verify()).toMatchObject({ verdict: 'ok', size: 9 });
});

test('a clock set forwards, or a machine that slept, is recorded too', async () => {
  const file = await openFile(workspace);
  appendEach(file, item(workspace));
  workspace.clock.wallMs += 8 * 3600 * 1000;
  appendEach(file, item(workspace), item(workspace));
  await file.close();
  const kinds = entriesOf(workspace)
    .map(({ kind }) => kind)
    .slice(-4);
  expect(kinds).toEqual(['workspace.closed', 'clock.stepped', 'workspace.closed', 'workspace.closed']);
});

describe('what the system refuses is said in plain words', () => {
  test.each([
    [
      'EROFS',
      'not_allowed',
      'the journal cannot be written: the folder or the medium it lies on may only be read',
    ],
    [
      'EACCES',
      'not_allowed',
      'the journal cannot be written: the folder or the medium it lies on may only be read',
    ],
    ['ENOSPC', 'storage_full', 'the disk is full: the journal could not be written'],
    ['EIO', 'damaged', 'the journal cannot be read or written (EIO)'],
  ])('%s', (code, problem, message) => {
    const described = describeFileError(Object.assign(new Error('x'), { code }), 'journal');
    expect(described).toBeInstanceOf(Problem);
    expect(described).toMatchObject({ code: problem, message });
  });

  test.each([
    ['SQLITE_READONLY', 'not_allowed'],
    ['SQLITE_READONLY_DIRECTORY', 'not_allowed'],
    ['SQLITE_CANTOPEN', 'not_allowed'],
    ['SQLITE_FULL', 'storage_full'],
    ['SQLITE_IOERR_FSYNC', 'damaged'],
    ['SQLITE_BUSY', 'in_use'],
  ])('%s', (code, problem) => {
    const error = Object.assign(new Error('x'), { name: 'SqliteError', code });
    expect(describeFileError(error, 'journal')).toMatchObject({ code: problem });
  });
});
