import type Database from 'better-sqlite3-multiple-ciphers';
import {
  JOURNAL_APPLICATION_ID,
  JOURNAL_SCHEMAS,
  JOURNAL_SCHEMA_VERSION,
} from '../../../shared/formats/index.ts';
import { openCopy } from './open-copy.ts';
import type { ChainStart, StoredRow } from './chain.ts';

/** A journal database on a private copy, read only through plain SELECTs. */
export class JournalCopy {
  readonly #database: Database.Database;

  /** Throws SQLite's own error when the file does not open. */
  constructor(path: string, databaseKey: Uint8Array) {
    this.#database = openCopy(path, databaseKey);
  }

  /** What is wrong with the schema, or undefined. Every object is compared letter by letter. */
  schemaFault(): string | undefined {
    const version = this.#database.pragma('user_version', { simple: true }) as number;
    if (this.#database.pragma('application_id', { simple: true }) !== JOURNAL_APPLICATION_ID)
      return 'the database is not a journal';
    const expected = JOURNAL_SCHEMAS[version];
    if (expected === undefined)
      return version > JOURNAL_SCHEMA_VERSION
        ? `schema ${version} is newer than this verifier`
        : `there is no schema ${version}`;
    const found = this.#database.prepare('SELECT sql FROM sqlite_schema ORDER BY sql').pluck().all();
    const wanted = [...expected].sort();
    if (found.length !== wanted.length || found.some((sql, i) => sql !== wanted[i]))
      return 'tables, triggers or views are not those of the journal';
    return undefined;
  }

  /** @throws RangeError where the epoch record is missing or malformed */
  start(): ChainStart {
    const row = this.#database.prepare('SELECT epoch, first_seq, prev, mac FROM epoch').get() as
      { epoch: number; first_seq: number; prev: Uint8Array; mac: Uint8Array } | undefined;
    if (row === undefined) throw new RangeError('no epoch record');
    return { epoch: row.epoch, firstSeq: row.first_seq, prev: row.prev, mac: row.mac };
  }

  count(): number {
    return this.#database.prepare('SELECT count(*) FROM run_events').pluck().get() as number;
  }

  /** Stored bytes, not text: SQLite would repair broken UTF-8 on the way out. */
  rows(): IterableIterator<StoredRow> {
    return this.#database
      .prepare('SELECT seq, CAST(bytes AS BLOB) AS bytes, leaf, mac FROM run_events ORDER BY seq')
      .iterate() as IterableIterator<StoredRow>;
  }

  close(): void {
    this.#database.close();
  }
}
