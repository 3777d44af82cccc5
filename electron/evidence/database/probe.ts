import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { Problem } from '../../../shared/domain/index.ts';
import { PAGE_BYTES, PageCheck, readWal, readWalIndex } from '../verify/storage/index.ts';

const PLAIN_HEADER = 'SQLite format 3\u0000';
const SAMPLE_PAGES = 64;

/**
 * How the log ends that the last process left: `whole`; `cut_off` in a commit that nobody was told of; or
 * `unknown`, in a commit of which nothing says any more whether somebody was told.
 */
export type LogEnd = 'whole' | 'cut_off' | 'unknown';

/**
 * Looks at a database file before SQLite may touch it: SQLite would write a log back, and drop what
 * does not check, on the way to finding out that the key is wrong.
 *
 * @param what names the file in messages: `journal`, `content store`
 * @throws Problem `not_found`, `foreign_file` (plain or of another workspace) or `damaged`
 */
export function probeDatabase(path: string, databaseKey: Uint8Array, what: string): LogEnd {
  if (!existsSync(path)) throw new Problem('not_found', `the ${what} is missing from the workspace`);
  const file = openSync(path, 'r');
  try {
    const sizeBytes = fstatSync(file).size;
    const page = Buffer.alloc(PAGE_BYTES);
    const readPage = (number: number): Buffer => {
      page.fill(0);
      readSync(file, page, 0, PAGE_BYTES, (number - 1) * PAGE_BYTES);
      return page;
    };
    const first = readPage(1);
    if (first.toString('latin1', 0, PLAIN_HEADER.length) === PLAIN_HEADER)
      throw foreign(what, 'is a plain SQLite file that this application did not write');
    if (sizeBytes < PAGE_BYTES) throw foreign(what, 'is not a database of this application');
    const check = new PageCheck(databaseKey, first);
    const wal = readWal(bytesOf(`${path}-wal`), check, readWalIndex(bytesOf(`${path}-shm`)));
    if (wal.state === 'damaged') throw damaged(what, 'its log holds commits that do not check');
    const end = wal.state === 'whole' ? 'whole' : wal.untold === true ? 'cut_off' : 'unknown';
    if (check.holds(1, first) || wal.pages.has(1)) return end;

    const pages = Math.floor(sizeBytes / PAGE_BYTES);
    const step = Math.max(1, Math.floor(pages / SAMPLE_PAGES));
    for (let number = 2; number <= pages; number += step)
      if (check.holds(number, readPage(number))) throw damaged(what, 'its first page does not check');
    throw foreign(what, "does not open with this workspace's key");
  } finally {
    closeSync(file);
  }
}

function bytesOf(path: string): Uint8Array {
  return existsSync(path) ? readFileSync(path) : new Uint8Array();
}

function foreign(what: string, how: string): Problem {
  return new Problem(
    'foreign_file',
    `the file in place of the ${what} ${how}`,
    'Nothing was changed. Put the right file back, or restore the workspace from a backup.',
  );
}

function damaged(what: string, how: string): Problem {
  return new Problem(
    'damaged',
    `the ${what} is damaged: ${how}`,
    'Nothing was changed. Run `swarm audit verify` on the workspace to see what is affected.',
  );
}
