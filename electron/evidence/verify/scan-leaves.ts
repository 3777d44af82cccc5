import { EntryScan, type ScanRange, type ScanSummary, type ScanTools } from './scan.ts';
import { isBlob, isText, MalformedPage, readLeaf, readRecord, type PageSource } from './storage/index.ts';

/** What a stretch of leaf pages held. */
export interface ScannedLeaves {
  readonly summary: ScanSummary;
  /**
   * Pages that could not be read (their HMAC does not hold, or SQLite would not have written them so), each
   * with the last entry of the stretch before it.
   */
  readonly broken: readonly BrokenPage[];
  /** Overflow pages that entries went on in. */
  readonly overflow: readonly number[];
}

export interface BrokenPage {
  readonly page: number;
  readonly after: number | undefined;
}

/** Pages that are read in one go. */
const PAGES_AT_ONCE = 64;
const LEAF_MARK = 0x00;

/** Scans the entries on some leaf pages of `run_events`, given in the order of their entries. */
export function scanLeaves(
  source: PageSource,
  leaves: Uint32Array,
  tools: ScanTools,
  range: ScanRange,
): ScannedLeaves {
  const scan = new EntryScan(tools, range);
  const broken: BrokenPage[] = [];
  const overflow: number[] = [];
  const more = (number: number): Buffer => {
    overflow.push(number);
    const content = overflow.length <= MOST_OVERFLOW ? source.page(number) : undefined;
    if (content === undefined) throw new MalformedPage(number);
    return content;
  };
  for (let at = 0; at < leaves.length;) {
    const first = leaves[at] ?? 0;
    let count = 1;
    while (count < PAGES_AT_ONCE && leaves[at + count] === first + count) count += 1;
    source.run(first, count).forEach((page, i) => {
      const number = first + i;
      if (page === undefined) {
        broken.push({ page: number, after: scan.last });
        return;
      }
      try {
        readLeaf(number, page, more, (rowid, record) => {
          addRow(scan, number, rowid, record);
        });
      } catch (error) {
        if (!(error instanceof MalformedPage)) throw error;
        broken.push({ page: error.page, after: scan.last });
      }
    });
    at += count;
  }
  return { summary: scan.finish(), broken, overflow };
}

/** A chain of overflow pages that never ends must not be followed for ever. */
const MOST_OVERFLOW = 1_000_000;

function addRow(scan: EntryScan, page: number, seq: number, record: Buffer): void {
  const [key, bytes, leaf, mac, ...rest] = readRecord(page, record);
  if (key?.type !== 0 || bytes === undefined || leaf === undefined || mac === undefined || rest.length > 0)
    throw new MalformedPage(page);
  if (!isText(bytes) || !isBlob(leaf) || !isBlob(mac) || bytes.at < 1) throw new MalformedPage(page);
  // The header of the record was read and is not needed again: its last byte becomes the mark of a leaf,
  // so that nothing has to be copied to be hashed.
  record[bytes.at - 1] = LEAF_MARK;
  scan.add({
    seq,
    message: record.subarray(bytes.at - 1, bytes.end),
    leaf: record.subarray(leaf.at, leaf.end),
    mac: record.subarray(mac.at, mac.end),
  });
}
