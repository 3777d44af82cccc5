import type { PayloadId } from '../../../shared/domain/index.ts';
import { BLOCK_ENTRIES } from './derived-columns.ts';
import { questionOf, wordsOf } from './derived-text.ts';
import { DerivedFile, removeDerived } from './derived.ts';
import type { StoredRow } from './epoch-file.ts';
import { parseEntry, type EpochFiles } from './epoch-files.ts';
import type { WordPlaces } from './entry-search.ts';
import { EntryTable, LostBlock } from './entry-table.ts';

/** Entries taken in at once: some 15 ms, which is how long a question may have to wait. */
const ROWS_AT_ONCE = 1500;
const TEXT_ROWS_AT_ONCE = 400;

/**
 * Table of columns and full text over a journal, kept in step with it in small pieces. Without room on
 * the disk the table stands in memory alone, and there is no full text.
 */
export class DerivedIndex {
  readonly #path: string;
  readonly #databaseKey: Uint8Array;
  readonly #journal: EpochFiles;
  #file: DerivedFile | undefined;
  #table: EntryTable;
  /** Set once making the file again did not help. */
  #gaveUp = false;

  constructor(path: string, databaseKey: Uint8Array, journal: EpochFiles) {
    this.#path = path;
    this.#databaseKey = databaseKey;
    this.#journal = journal;
    this.#file = this.#open();
    this.#table = this.#newTable();
  }

  get table(): EntryTable {
    return this.#table;
  }

  get textThrough(): number {
    return this.#file?.textThrough ?? -1;
  }

  /** Takes in the next entries. False when there were no more. */
  follow(): boolean {
    const rows = this.#journal.after(this.#table.nextSeq - 1, ROWS_AT_ONCE);
    this.reading(() => {
      this.#table.add(rows);
    });
    return this.#moreBehind(rows, ROWS_AT_ONCE);
  }

  /** Takes in the words of the next entries. False when there were no more. */
  followText(): boolean {
    const file = this.#file;
    if (file === undefined) return false;
    const rows = this.#journal.after(file.textThrough, TEXT_ROWS_AT_ONCE);
    const known = rows.map((row) => {
      const entry = parseEntry(row.bytes);
      return { row, words: entry === undefined ? '' : wordsOf(entry) };
    });
    this.#using(() => {
      file.addText(known);
    });
    return this.#moreBehind(rows, TEXT_ROWS_AT_ONCE);
  }

  /** Where the words of a search stand. @throws Problem `invalid_input` for a text without words */
  wordPlaces(text: string): WordPlaces {
    const { match, byBeginning } = questionOf(text);
    const find = (from: number, to: number): readonly number[] =>
      this.#using(() => this.#file?.matching(match, from, to)) ?? [];
    // A beginning is merged from all words that begin so, however short the stretch: once is enough.
    let whole: readonly number[] | undefined;
    return {
      inBlock: (number) => {
        const first = number * BLOCK_ENTRIES;
        const last = first + BLOCK_ENTRIES - 1;
        const places = new Uint8Array(BLOCK_ENTRIES);
        if (byBeginning) whole ??= find(0, Number.MAX_SAFE_INTEGER);
        for (const seq of whole ?? find(first, last))
          if (seq >= first && seq <= last) places[seq - first] = 1;
        return places;
      },
    };
  }

  payloads(): PayloadId[] {
    const stored = this.reading(() => this.#using(() => this.#file?.payloads()) ?? []);
    return [...new Set([...stored, ...this.#table.recentPayloads])];
  }

  /** Reads the table; where its file has lost a part, it is made again from the journal first. */
  reading<T>(read: () => T): T {
    const { table } = this;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof LostBlock)) throw error;
      if (this.#table === table) this.#makeAgain();
      while (this.follow());
      return read();
    }
  }

  close(): void {
    this.#file?.close();
  }

  /** A piece that is not full is the end, but not that of an epoch before the newest. */
  #moreBehind(rows: readonly StoredRow[], wanted: number): boolean {
    const last = rows.at(-1);
    return last !== undefined && (rows.length === wanted || last.seq < this.#journal.newestFirstSeq);
  }

  /** Works on the file. What fails on it costs the file, never an answer. */
  #using<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'SqliteError') throw error;
      this.#makeAgain();
      return undefined;
    }
  }

  #makeAgain(): void {
    this.#file?.close();
    this.#file = this.#gaveUp ? undefined : this.#open(true);
    this.#gaveUp = true;
    this.#table = this.#newTable();
  }

  #open(anew = false): DerivedFile | undefined {
    try {
      if (anew) removeDerived(this.#path);
      return new DerivedFile(this.#path, this.#databaseKey, (seq) => this.#journal.row(seq));
    } catch {
      // No place, no right or no room to write it: a convenience that is missing, no evidence.
      return undefined;
    }
  }

  #newTable(): EntryTable {
    const file = this.#file;
    const stored =
      file === undefined
        ? undefined
        : this.#using(() => ({ blocks: file.blocks(), names: file.names(), through: file.blocksThrough() }));
    return new EntryTable({
      ...(stored ?? { blocks: [], names: [], through: -1 }),
      load: (block) => this.#using(() => this.#file?.block(block)),
      save: (block) =>
        this.#using(() => {
          this.#file?.saveBlock(block);
          return this.#file !== undefined;
        }) ?? false,
    });
  }
}
