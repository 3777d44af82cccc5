import { PAGE_BYTES, fileImage, PageCheck, PageSource, readWal, readWalIndex } from './storage/index.ts';
import { readBesideCopy } from './private-copy.ts';

const PAGES_AT_ONCE = 256;

/**
 * Checks every page of a private copy and its log under the raw key, without SQLite.
 *
 * @returns what is wrong, in words; undefined where nothing is
 */
export function storageFault(path: string, databaseKey: Uint8Array): string | undefined {
  const image = fileImage(path);
  try {
    if (image.sizeBytes < PAGE_BYTES) return 'the file is too short to be a database';
    const start = Buffer.alloc(16);
    image.read(start, 0);
    const check = new PageCheck(databaseKey, start);
    const { log, index } = readBesideCopy(path);
    const wal = readWal(log, check, readWalIndex(index));
    // A crash while the log is written back leaves half-written pages, which the log still holds whole.
    const source = new PageSource(image, check, { log, pages: wal.pages });
    const pages = Math.ceil(image.sizeBytes / PAGE_BYTES);
    const bad: number[] = [];
    for (let first = 1; first <= pages; first += PAGES_AT_ONCE)
      bad.push(...source.bad(first, Math.min(PAGES_AT_ONCE, pages - first + 1)));
    if (bad.length === pages) return 'no page opens: another key, or not a database of ours';
    if (bad.length > 0) return `page ${bad[0] ?? 0} is damaged`;
    return wal.state === 'damaged' ? 'the log is damaged: what was written last may be lost' : undefined;
  } finally {
    image.close();
  }
}
