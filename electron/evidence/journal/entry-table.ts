import type { PayloadId } from '../../../shared/domain/index.ts';
import { BLOCK_ENTRIES, ColumnBlock, Names } from './derived-columns.ts';
import type { WholeBlock } from './derived.ts';
import type { StoredRow } from './epoch-file.ts';
import { parseEntry } from './epoch-files.ts';

/** Blocks kept in memory: 0.6 MB each, 4 million entries together. */
const BLOCKS_KEPT = 256;

/** Where whole blocks are kept between two openings. */
export interface BlockStore {
  /** Numbers of the stored blocks. */
  readonly blocks: readonly number[];
  /** Their names, in the order of their numbers. */
  readonly names: readonly string[];
  /** The last entry that they speak of; -1 for none. */
  readonly through: number;
  load(block: number): Uint8Array | undefined;
  /** False where it could not be kept. MUST NOT throw. */
  save(block: WholeBlock): boolean;
}

/** The store lost a block: the table has to be made again from the journal. */
export class LostBlock extends Error {}

/**
 * Columns over every entry of the journal: whole blocks from the derived file, the last one in memory
 * alone, so that a single append costs nothing on disk.
 */
export class EntryTable {
  readonly names: Names;
  readonly #store: BlockStore;
  readonly #stored: Set<number>;
  readonly #blocks = new Map<number, ColumnBlock>();
  /** The last entry taken in since opening. */
  #last: StoredRow | undefined;
  #nextSeq: number;
  #savedNames: number;
  /** Payloads that entries behind the last stored block cite. */
  #payloads: PayloadId[] = [];

  constructor(store: BlockStore) {
    this.#store = store;
    this.#stored = new Set(store.blocks);
    this.names = new Names(store.names);
    this.#savedNames = this.names.size;
    this.#nextSeq = store.through + 1;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Payloads that are cited by entries behind the last stored block. */
  get recentPayloads(): readonly PayloadId[] {
    return this.#payloads;
  }

  /** Takes in entries behind the ones that are known, in order. One that cannot be read leaves its place empty. */
  add(rows: readonly StoredRow[]): void {
    for (const row of rows) {
      const number = Math.floor(row.seq / BLOCK_ENTRIES);
      if (this.#last !== undefined && Math.floor(this.#last.seq / BLOCK_ENTRIES) !== number)
        this.#save(this.#last);
      const entry = parseEntry(row.bytes);
      if (entry !== undefined) {
        this.block(number).set(row.seq % BLOCK_ENTRIES, entry, this.names);
        for (const { id } of entry.payloads) this.#payloads.push(id);
      }
      this.#last = row;
      this.#nextSeq = row.seq + 1;
    }
  }

  /** The columns of a block, as far as they are filled. @throws LostBlock */
  block(number: number): ColumnBlock {
    const known = this.#blocks.get(number);
    if (known !== undefined) return known;
    let block = new ColumnBlock();
    if (this.#stored.has(number)) {
      const stored = this.#store.load(number);
      const loaded = stored === undefined ? undefined : ColumnBlock.load(stored);
      if (loaded === undefined) throw new LostBlock();
      block = loaded;
    }
    this.#blocks.set(number, block);
    this.#forgetOne(number);
    return block;
  }

  #save(last: StoredRow): void {
    const number = Math.floor(last.seq / BLOCK_ENTRIES);
    const names = this.names.from(this.#savedNames);
    const { bytes } = this.block(number);
    if (!this.#store.save({ block: number, bytes, names, payloads: this.#payloads, last })) return;
    this.#stored.add(number);
    this.#savedNames = this.names.size;
    this.#payloads = [];
  }

  /** INVARIANT: a block that stands in no file is never let go of. */
  #forgetOne(justUsed: number): void {
    if (this.#blocks.size <= BLOCKS_KEPT) return;
    for (const number of this.#blocks.keys()) {
      if (number === justUsed || !this.#stored.has(number)) continue;
      this.#blocks.delete(number);
      return;
    }
  }
}
