import { EntryScan, type ScanRange, type ScanSummary, type ScanTools, type StoredRow } from './scan.ts';
import { MalformedPage, readLeaf, RecordColumns, type PageSource } from './storage/index.ts';

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
/** The columns of `run_events`: the key, which stands as NULL, bytes, leaf, MAC. */
const [KEY, BYTES, LEAF, MAC, COLUMNS] = [0, 1, 2, 3, 4];

/**
 * Scans the entries on some leaf pages of `run_events`, given in the order of their entries.
 *
 * @param room memory for what they cite
 */
export function scanLeaves(
  source: PageSource,
  leaves: Uint32Array,
  tools: ScanTools,
  range: ScanRange,
  room?: ArrayBuffer,
): ScannedLeaves {
  const scan = new EntryScan(tools, range, room);
  const row = new RowInPlace();
  const broken: BrokenPage[] = [];
  const overflow: number[] = [];
  const more = (number: number): Buffer => {
    overflow.push(number);
    const content = overflow.length <= MOST_OVERFLOW ? source.page(number) : undefined;
    if (content === undefined) throw new MalformedPage(number);
    return content;
  };
  let page = 0;
  const take = (seq: number, bytes: Buffer, at: number, end: number): void => {
    row.read(page, seq, bytes, at, end);
    scan.add(row);
  };
  for (let at = 0; at < leaves.length;) {
    const first = leaves[at] ?? 0;
    let count = 1;
    while (count < PAGES_AT_ONCE && leaves[at + count] === first + count) count += 1;
    source.run(first, count).forEach((content, i) => {
      page = first + i;
      if (content === undefined) {
        broken.push({ page, after: scan.last });
        return;
      }
      try {
        readLeaf(page, content, more, take);
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

/** One row after the other, where it lies on its page. */
class RowInPlace implements StoredRow {
  seq = 0;
  bytes: Uint8Array = new Uint8Array();
  messageAt = 0;
  messageEnd = 0;
  leafAt = 0;
  leafEnd = 0;
  macAt = 0;
  macEnd = 0;
  readonly #columns = new RecordColumns();

  /** @throws MalformedPage for a record that is none of this table */
  read(page: number, seq: number, bytes: Buffer, at: number, end: number): void {
    const columns = this.#columns;
    columns.read(page, bytes, at, end);
    const fits =
      columns.count === COLUMNS &&
      columns.types[KEY] === 0 &&
      columns.isText(BYTES) &&
      columns.isBlob(LEAF) &&
      columns.isBlob(MAC);
    if (!fits) throw new MalformedPage(page);
    const { starts, ends } = columns;
    this.seq = seq;
    this.bytes = bytes;
    this.messageAt = (starts[BYTES] ?? 0) - 1;
    this.messageEnd = ends[BYTES] ?? 0;
    this.leafAt = starts[LEAF] ?? 0;
    this.leafEnd = ends[LEAF] ?? 0;
    this.macAt = starts[MAC] ?? 0;
    this.macEnd = ends[MAC] ?? 0;
    // The header of the record was read and is not needed again: its last byte becomes the mark of a leaf,
    // so that nothing has to be copied to be hashed.
    bytes[this.messageAt] = LEAF_MARK;
  }
}
