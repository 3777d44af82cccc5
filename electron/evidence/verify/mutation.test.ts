import { readFile, rm, mkdtemp, cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCipher } from '../database/index.ts';
import {
  appendEach,
  item,
  openFile,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from '../journal/temporary.ts';
import { verifyJournalImage, type JournalImage, type JournalReport } from './index.ts';
import { PAGE_BYTES, PageCheck, readWal } from './storage/index.ts';

// Every byte of a small journal is changed in its turn, and the whole verifier runs each time: database
// with a free page, head record, log and index. It takes a minute, as it leaves nothing out.

const HEADER = 32;
const FRAME = 24 + PAGE_BYTES;
const CLOSED_SIZE = 4;
const LIVE_SIZE = CLOSED_SIZE + 2;
/** The part of the log's index that says how far it was committed. */
const INDEX_START = 136;

let workspace: TemporaryWorkspace;
let root: string;
let closed: JournalImage;
let live: JournalImage;

beforeAll(async () => {
  workspace = await temporaryWorkspace();
  root = await mkdtemp(join(tmpdir(), 'swarm-mutation-'));
  const { options, database } = workspace;
  const file = await openFile(workspace, true);
  appendEach(file, ...Array.from({ length: 3 }, () => item(workspace)));
  await file.checkpoint('run_end', { wallMs: workspace.clock.wallMs, monoMs: 1 });
  await file.close();
  // Pages that hold nothing any more belong to the file as well.
  const free = openCipher(database, options.databaseKey, { readonly: false, mustExist: true });
  free.exec('CREATE TABLE gone (a); INSERT INTO gone VALUES (1); DROP TABLE gone');
  expect(free.pragma('freelist_count', { simple: true })).toBe(1);
  free.close();
  closed = await imageOf(options.folder);
  const again = await openFile(workspace);
  appendEach(again, item(workspace), item(workspace));
  const copy = join(root, 'live');
  await cp(options.folder, copy, { recursive: true });
  await again.close();
  live = await imageOf(copy);
}, 30_000);
afterAll(async () => {
  await rm(root, { recursive: true });
  await workspace.remove();
});

async function imageOf(folder: string): Promise<JournalImage> {
  const path = join(folder, 'journal/epoch-0001.db');
  const beside = (name: string): Promise<Buffer> => readFile(`${path}${name}`).catch(() => Buffer.alloc(0));
  const database = await readFile(path);
  const log = await beside('-wal');
  const { committedFrames } = readWal(log, new PageCheck(workspace.options.databaseKey, database));
  return {
    database,
    // What is laid out behind the last frame is zeros: two frames of it stand for all.
    log: log.subarray(0, log.length === 0 ? 0 : HEADER + (committedFrames + 2) * FRAME),
    index: (await beside('-shm')).subarray(0, INDEX_START),
    head: await readFile(join(folder, 'journal/head-0001.json'), 'utf8'),
  };
}

function verify(image: JournalImage): JournalReport {
  const { checkpointPublicKey, options } = workspace;
  return verifyJournalImage(image, { ...options, checkpointPublicKey });
}

/** Another value for a byte, not always the same one. */
const otherThan = (byte: number, at: number): number => byte ^ (1 + ((at * 131) % 255));

/** The report for each changed byte, where it is not what it should be. */
function unexpected(
  image: JournalImage,
  part: 'database' | 'log' | 'index',
  end: number,
  isExpected: (report: JournalReport) => boolean,
): { at: number; verdict: string; size: number }[] {
  const bytes = Buffer.from(image[part] ?? []);
  expect(bytes.length).toBeGreaterThanOrEqual(end);
  const changed = { ...image, [part]: bytes };
  const found = [];
  for (let at = 0; at < end; at += 1) {
    const before = bytes[at]!;
    bytes[at] = otherThan(before, at);
    const report = verify(changed);
    if (!isExpected(report)) found.push({ at, verdict: report.verdict, size: report.size });
    bytes[at] = before;
  }
  return found;
}

describe('a journal that was closed in order', () => {
  test('verifies, free pages and all', () => {
    expect(closed.database.length).toBe(4 * PAGE_BYTES);
    expect(verify(closed)).toMatchObject({ verdict: 'ok', size: CLOSED_SIZE });
  });

  test('never verifies with any byte of its database changed', { timeout: 400_000 }, () => {
    const { length } = closed.database;
    expect(unexpected(closed, 'database', length, ({ verdict }) => verdict === 'cannot_read')).toEqual([]);
  });

  test('never verifies with any byte of its head record changed', { timeout: 400_000 }, () => {
    const text = Buffer.from(closed.head ?? '', 'utf8');
    const unseen: number[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const before = text[at]!;
      text[at] = otherThan(before, at);
      if (verify({ ...closed, head: text.toString('utf8') }).verdict === 'ok') unseen.push(at);
      text[at] = before;
    }
    expect(unseen).toEqual([]);
  });
});

describe('a journal with entries in its log', () => {
  /** Where the last commit ends. */
  const end = (): number => live.log.length - 2 * FRAME;

  test('verifies, log included', () => {
    expect(verify(live)).toMatchObject({ verdict: 'ok', size: LIVE_SIZE });
    expect((end() - HEADER) / FRAME).toBeGreaterThanOrEqual(2);
  });

  test(
    'loses no entry to any changed byte of its log without a verdict that says so',
    { timeout: 400_000 },
    () => {
      expect(unexpected(live, 'log', end(), ({ verdict }) => verdict === 'tail_cut')).toEqual([]);
    },
  );

  test('says that it does not know, where the index of the log is gone as well', () => {
    // The last commit alone can look like one that was cut off before anybody was told.
    const log = Buffer.from(live.log);
    for (let at = end() - FRAME; at < end(); at += 61) {
      const before = log[at]!;
      log[at] = otherThan(before, at);
      const report = verify({ ...live, log, index: undefined });
      const state = report.checks.find(({ what }) => what === 'Write-ahead log')?.state;
      expect([at, report.verdict === 'ok' ? state : 'told']).not.toEqual([at, 'ok']);
      log[at] = before;
    }
  });

  test('loses no entry to any changed byte of the index of its log', () => {
    const whole = ({ size }: JournalReport): boolean => size === LIVE_SIZE;
    expect(unexpected(live, 'index', INDEX_START, whole)).toEqual([]);
  });

  test('loses no entry to any changed byte of the database under it', { timeout: 400_000 }, () => {
    // The free page behind these was changed above, byte for byte.
    const told = ({ verdict, size }: JournalReport): boolean => verdict !== 'ok' || size === LIVE_SIZE;
    expect(unexpected(live, 'database', 3 * PAGE_BYTES, told)).toEqual([]);
  });
});
