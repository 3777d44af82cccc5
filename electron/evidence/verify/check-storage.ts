import { open, readFile, stat } from 'node:fs/promises';
import { checkPages, PAGE_BYTES, PageCheck, readWal, readWalIndex, type WalReport } from './storage/index.ts';
import type { Check, Fault } from './verdict.ts';

export interface StorageResult {
  readonly checks: readonly Check[];
  readonly faults: readonly Fault[];
  /** Set where nothing of the file can be read; says why. */
  readonly hopeless?: string;
  /** The log ends in an incomplete commit. */
  readonly torn: boolean;
}

/** Checks the pages of a database file and its log under the raw key, without SQLite. */
export async function checkStorage(
  path: string,
  databaseKey: Uint8Array,
  onPages: (done: number, total: number) => void,
): Promise<StorageResult> {
  const { size } = await stat(path);
  const total = Math.ceil(size / PAGE_BYTES);
  if (size < PAGE_BYTES)
    return { checks: [], faults: [], torn: false, hopeless: 'the file is too short to be a journal' };
  const report = await checkPages(path, databaseKey, (done) => {
    onPages(done, total);
  });
  const log = await readLog(`${path}-wal`);
  // The copy has no index of SQLite's own yet; this is what stood beside the original.
  const index = readWalIndex(await readLog(`${path}-index`));
  const wal = readWal(log, new PageCheck(databaseKey, await readSalt(path)), index);
  // A crash while the log is written back leaves half-written pages, which the log still holds whole.
  const bad = report.bad.filter((page) => !wal.pages.has(page));
  if (bad.length === report.pages)
    return { checks: [], faults: [], torn: false, hopeless: 'no page opens: another key, or not a journal' };

  const checks: Check[] = [];
  const faults: Fault[] = [];
  if (bad.length === 0) {
    checks.push({ what: 'Pages', state: 'ok', detail: `all ${report.pages} pages carry their HMAC` });
  } else {
    const detail = `${bad.length} of ${report.pages} pages do not carry their HMAC`;
    checks.push({ what: 'Pages', state: 'failed', detail, firstBad: `page ${bad[0] ?? 0}` });
    faults.push({ verdict: 'cannot_read', detail: `page ${bad[0] ?? 0} is damaged` });
  }
  checks.push(describeLog(log.length, wal));
  if (wal.state === 'damaged')
    faults.push({ verdict: 'tail_cut', detail: 'the log is damaged: entries behind the damage are lost' });
  return { checks, faults, torn: wal.state === 'torn' && wal.untold !== true };
}

function describeLog(length: number, { state, untold }: WalReport): Check {
  const what = 'Write-ahead log';
  if (length === 0) return { what, state: 'ok', detail: 'empty: the journal was closed in order' };
  switch (state) {
    case 'whole':
      return { what, state: 'ok', detail: 'every frame carries its checksum and HMAC' };
    case 'torn':
      if (untold === true)
        return {
          what,
          state: 'ok',
          detail: 'its last commit was cut off by a crash before anyone was told of it',
        };
      return {
        what,
        state: 'unknown',
        detail:
          'its last commit is incomplete: cut off by a crash before anyone was told of it, or damaged since',
      };
    case 'damaged':
      return { what, state: 'failed', detail: 'damaged: entries since it was last written back may be lost' };
  }
}

async function readSalt(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const salt = new Uint8Array(16);
    await file.read(salt, 0, salt.length, 0);
    return salt;
  } finally {
    await file.close();
  }
}

async function readLog(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array();
    throw error;
  }
}
