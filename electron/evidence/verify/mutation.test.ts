import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
import { openHead } from './checkpoints.ts';
import { hmacSha256 } from './node-tools.ts';
import { PAGE_BYTES, PageCheck, readWal, readWalIndex } from './storage/index.ts';

/**
 * Every byte of a small journal, changed. What the verifier does with a page, a head or a log is asked
 * for each byte directly; the whole verifier then runs for bytes spread over the files, other ones in
 * each run of this test.
 */
const WHOLE_RUNS = 60;
const HEADER = 32;
const FRAME = 24 + PAGE_BYTES;

let workspace: TemporaryWorkspace;
let root: string;
let closed: string;
let live: string;

beforeAll(async () => {
  workspace = await temporaryWorkspace();
  root = await mkdtemp(join(tmpdir(), 'swarm-mutation-'));
  [closed, live] = [join(root, 'closed'), join(root, 'live')];
  const file = await openFile(workspace, true);
  appendEach(file, ...Array.from({ length: 5 }, () => item(workspace)));
  await file.checkpoint('run_end', { wallMs: workspace.clock.wallMs, monoMs: 1 });
  await file.close();
  // Pages that hold nothing any more belong to the file as well.
  const free = openCipher(workspace.database, workspace.options.databaseKey, {
    readonly: false,
    mustExist: true,
  });
  free.exec('CREATE TABLE gone (a); INSERT INTO gone VALUES (zeroblob(9000)); DROP TABLE gone');
  expect(free.pragma('freelist_count', { simple: true })).toBeGreaterThan(2);
  free.close();
  await cp(workspace.options.folder, closed, { recursive: true });
  const again = await openFile(workspace);
  appendEach(again, ...Array.from({ length: 4 }, () => item(workspace)));
  await cp(workspace.options.folder, live, { recursive: true });
  await again.close();
});
afterAll(async () => {
  await rm(root, { recursive: true });
  await workspace.remove();
});

/** Another value for a byte, not always the same one. */
const otherThan = (byte: number, at: number): number => byte ^ (1 + ((at * 131) % 255));

async function verdictsWith(
  folder: string,
  name: string,
  positions: readonly number[],
): Promise<{ at: number; verdict: string; size: number; log: string | undefined }[]> {
  const path = join(folder, 'journal', name);
  const bytes = await readFile(path);
  const found = [];
  for (const at of positions) {
    const changed = Buffer.from(bytes);
    changed[at] = otherThan(changed[at]!, at);
    await writeFile(path, changed);
    const { verdict, size, checks } = await workspace.verify({ folder });
    found.push({ at, verdict, size, log: checks.find(({ what }) => what === 'Write-ahead log')?.state });
  }
  await writeFile(path, bytes);
  return found;
}

function spread(length: number, count: number): number[] {
  const step = Math.max(1, Math.floor(length / count));
  const first = Math.floor(Math.random() * step);
  return Array.from({ length: count }, (_, i) => first + i * step).filter((at) => at < length);
}

describe('a journal that was closed in order', () => {
  test('verifies, free pages and all', async () => {
    expect(await workspace.verify({ folder: closed })).toMatchObject({ verdict: 'ok', size: 6 });
  });

  test('has no byte that can be changed without its page showing it', async () => {
    const bytes = await readFile(join(closed, 'journal/epoch-0001.db'));
    expect(bytes.length % PAGE_BYTES).toBe(0);
    const unseen: number[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      const number = Math.floor(at / PAGE_BYTES) + 1;
      const page = bytes.subarray((number - 1) * PAGE_BYTES, number * PAGE_BYTES);
      const before = bytes[at]!;
      bytes[at] = otherThan(before, at);
      // The first page begins with the salt that all pages are checked under.
      const check = at < 16 ? new PageCheck(workspace.options.databaseKey, bytes) : pageCheck(bytes);
      if (check.holds(number, page)) unseen.push(at);
      bytes[at] = before;
    }
    expect(unseen).toEqual([]);
  });

  test('never verifies with a changed byte in its database', async () => {
    const { length } = await readFile(join(closed, 'journal/epoch-0001.db'));
    const found = await verdictsWith(closed, 'epoch-0001.db', spread(length, WHOLE_RUNS));
    expect(new Set(found.map(({ verdict }) => verdict))).toEqual(new Set(['cannot_read']));
  });

  test('has no byte in its head record that can be changed unseen', async () => {
    const text = await readFile(join(closed, 'journal/head-0001.json'));
    const mac = hmacSha256(workspace.options.macKey);
    const unseen: number[] = [];
    for (let at = 0; at < text.length; at += 1)
      for (let value = 0; value < 256; value += 5) {
        const changed = Buffer.from(text);
        changed[at] = value;
        if (changed[at] === text[at]) continue;
        if ('head' in openHead(changed.toString('utf8'), workspace.options.origin, mac)) unseen.push(at);
      }
    expect(unseen).toEqual([]);
    const found = await verdictsWith(closed, 'head-0001.json', spread(text.length, 20));
    expect(found.filter(({ verdict }) => verdict === 'ok')).toEqual([]);
  });
});

let known: PageCheck | undefined;
function pageCheck(bytes: Uint8Array): PageCheck {
  return (known ??= new PageCheck(workspace.options.databaseKey, bytes));
}

describe('a journal with entries in its log', () => {
  /** The log as far as it is written, with the beginning of what was only laid out. */
  async function written(): Promise<{ log: Buffer; end: number; index: Uint8Array; check: PageCheck }> {
    const path = join(live, 'journal/epoch-0001.db');
    const log = await readFile(`${path}-wal`);
    const check = new PageCheck(workspace.options.databaseKey, await readFile(path));
    const { committedFrames } = readWal(log, check);
    const end = HEADER + committedFrames * FRAME;
    return { log: log.subarray(0, end + 2 * FRAME), end, index: await readFile(`${path}-shm`), check };
  }

  test('loses no commit to a changed byte of the log without a word', async () => {
    const { log, end, index, check } = await written();
    const whole = readWal(log, check, readWalIndex(index));
    expect(whole).toMatchObject({ state: 'whole', committedFrames: (end - HEADER) / FRAME });
    const silent: number[] = [];
    const unsure: number[] = [];
    for (let at = 0; at < end; at += 1) {
      const before = log[at]!;
      log[at] = otherThan(before, at);
      const alone = readWal(log, check);
      if (alone.state === 'whole' && alone.committedFrames < whole.committedFrames) silent.push(at);
      // With the index there is no doubt either.
      if (readWal(log, check, readWalIndex(index)).state !== 'damaged') unsure.push(at);
      log[at] = before;
    }
    expect({ silent, unsure }).toEqual({
      silent: [],
      unsure: [],
    });
  });

  test('is told by the verdict', async () => {
    const { end } = await written();
    const found = await verdictsWith(live, 'epoch-0001.db-wal', spread(end, WHOLE_RUNS));
    const silent = found.filter(({ size, verdict }) => size < 10 && verdict === 'ok');
    expect(silent).toEqual([]);
  });

  test('is told by the verdict, where the database is changed under it', async () => {
    const { length } = await readFile(join(live, 'journal/epoch-0001.db'));
    const found = await verdictsWith(live, 'epoch-0001.db', spread(length, 30));
    for (const { verdict, size } of found) expect(verdict === 'ok' ? size : 10).toBe(10);
  });
});
