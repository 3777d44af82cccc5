import { Problem, type PayloadId, type RunId, type Sha256Hex } from '../../../shared/domain/index.ts';
import { toHex, type Entry, type EventName } from '../../../shared/formats/index.ts';
import { describeDatabaseError, openCipher, type SqliteDatabase } from '../database/index.ts';
import { DerivedIndex } from './derived.ts';
import type { JournalPaths } from './paths.ts';
import type { EntryPage, EntryQuery, StoredEntry } from './port.ts';

interface Row {
  readonly bytes: string;
  readonly leaf: Uint8Array;
}

/** Reads a journal through a connection that cannot write, with the derived index to find entries by. */
export class JournalFileReader {
  readonly #journal: SqliteDatabase;
  readonly #index: DerivedIndex;
  readonly #bySeq: (seq: number) => Row | undefined;

  constructor(paths: JournalPaths, databaseKey: Uint8Array) {
    this.#journal = openCipher(paths.epoch, databaseKey, { readonly: true, mustExist: true });
    this.#journal.pragma('query_only = ON');
    const select = this.#journal.prepare('SELECT bytes, leaf FROM run_events WHERE seq = ?');
    this.#bySeq = (seq) => select.get(seq) as Row | undefined;
    this.#index = new DerivedIndex(paths.derived, databaseKey, this.#journal);
  }

  list(query: EntryQuery): EntryPage {
    const asOfSeq = this.#index.catchUp();
    const { total, seqs } = this.#index.find(query);
    return { total, asOfSeq, entries: seqs.map((seq) => this.get(seq)) };
  }

  /** @throws Problem `not_found` */
  get(seq: number): StoredEntry {
    const row = this.#bySeq(seq);
    if (row === undefined) throw new Problem('not_found', `the journal has no entry ${seq}`);
    return { entry: JSON.parse(row.bytes) as Entry, leafSha256: toHex(row.leaf) as Sha256Hex };
  }

  ofRun(run: RunId): StoredEntry[] {
    this.#index.catchUp();
    return this.#index.seqsOfRun(run).map((seq) => this.get(seq));
  }

  ofKinds(kinds: readonly EventName[], fromSeq: number): StoredEntry[] {
    this.#index.catchUp();
    return this.#index.seqsOfKinds(kinds, fromSeq).map((seq) => this.get(seq));
  }

  /** @throws Problem `not_found` */
  causes(seq: number): StoredEntry[] {
    this.#index.catchUp();
    const { entry } = this.get(seq);
    return this.#index
      .seqsAround(entry)
      .filter((other) => other !== seq)
      .map((other) => this.get(other));
  }

  citedPayloads(): PayloadId[] {
    this.#index.catchUp();
    return this.#index.payloads();
  }

  close(): void {
    this.#index.close();
    this.#journal.close();
  }
}

/** Runs a read; damage under it comes out as a Problem. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw describeDatabaseError(error, 'journal');
  }
}
