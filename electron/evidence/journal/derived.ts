import { rmSync } from 'node:fs';
import type { PayloadId, RunId } from '../../../shared/domain/index.ts';
import { toHex, type Entry, type EventName } from '../../../shared/formats/index.ts';
import { openCipher, type SqliteDatabase } from '../database/index.ts';
import type { EntryQuery } from './port.ts';

const VERSION = 10;
const AT_ONCE = 5000;

/**
 * `derived.db`: where entries of a run, kind or call stand. Filled from the journal before each answer,
 * in another thread than the writer's. Never evidence: whatever is wrong with it, it is made again.
 */
export class DerivedIndex {
  readonly #journal: SqliteDatabase;
  readonly #path: string;
  readonly #databaseKey: Uint8Array;
  #database: SqliteDatabase;

  constructor(path: string, databaseKey: Uint8Array, journal: SqliteDatabase) {
    this.#path = path;
    this.#databaseKey = databaseKey;
    this.#journal = journal;
    this.#database = this.#openOrRebuild();
  }

  /** Takes in every entry committed so far; returns the last one's position, -1 for none. */
  catchUp(): number {
    const rows = this.#journal.prepare(
      `SELECT seq, bytes, leaf FROM run_events WHERE seq > ? ORDER BY seq LIMIT ${AT_ONCE}`,
    );
    const known = this.#database.prepare('SELECT coalesce(max(seq), -1) FROM entries').pluck();
    for (;;) {
      const last = known.get() as number;
      const batch = rows.all(last) as { seq: number; bytes: string; leaf: Uint8Array }[];
      const newest = batch.at(-1);
      if (newest === undefined) return last;
      this.#database.transaction(() => {
        const insert = this.#database.prepare(
          'INSERT INTO entries (seq, kind, run, call, intent) VALUES (?, ?, ?, ?, ?)',
        );
        const cite = this.#database.prepare('INSERT OR IGNORE INTO payloads (id) VALUES (?)');
        for (const { seq, bytes } of batch) {
          const entry = JSON.parse(bytes) as Entry;
          insert.run(seq, entry.kind, entry.run ?? null, entry.call ?? null, entry.intent ?? null);
          for (const payload of entry.payloads) cite.run(payload.id);
        }
        this.#database
          .prepare('INSERT OR REPLACE INTO state (only, leaf) VALUES (1, ?)')
          .run(toHex(newest.leaf));
      })();
    }
  }

  find(query: EntryQuery): { readonly total: number; readonly seqs: number[] } {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    if (query.kind !== undefined) {
      conditions.push('kind = ?');
      values.push(query.kind);
    }
    if (query.run !== undefined) {
      conditions.push('run = ?');
      values.push(query.run);
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const order = query.newestFirst ? 'DESC' : 'ASC';
    return {
      total: this.#database.prepare(`SELECT count(*) FROM entries ${where}`).pluck().get(values) as number,
      seqs: this.#seqs(
        `SELECT seq FROM entries ${where} ORDER BY seq ${order} LIMIT ? OFFSET ?`,
        ...values,
        query.limit,
        query.offset,
      ),
    };
  }

  seqsOfRun(run: RunId): number[] {
    return this.#seqs('SELECT seq FROM entries WHERE run = ? ORDER BY seq', run);
  }

  seqsOfKinds(kinds: readonly EventName[], fromSeq: number): number[] {
    return this.#seqs(
      'SELECT seq FROM entries WHERE kind IN (SELECT value FROM json_each(?)) AND seq >= ? ORDER BY seq',
      JSON.stringify(kinds),
      fromSeq,
    );
  }

  /** Positions of an entry's intent, its outcome, and everything of its call, ascending. */
  seqsAround(entry: Entry): number[] {
    const act = entry.intent ?? entry.seq;
    return this.#seqs(
      `SELECT seq FROM entries WHERE seq = ? OR intent = ?
       UNION SELECT seq FROM entries WHERE call = ? ORDER BY seq`,
      act,
      act,
      entry.call ?? null,
    );
  }

  payloads(): PayloadId[] {
    return this.#database.prepare('SELECT id FROM payloads').pluck().all() as PayloadId[];
  }

  close(): void {
    this.#database.close();
  }

  #seqs(statement: string, ...values: (string | number | null)[]): number[] {
    return this.#database.prepare(statement).pluck().all(values) as number[];
  }

  #openOrRebuild(): SqliteDatabase {
    try {
      const database = this.#open();
      if (this.#fits(database)) return database;
      database.close();
    } catch {
      // Whatever it was, the journal has everything that is needed to make it again.
    }
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${this.#path}${suffix}`, { force: true });
    const database = this.#open();
    database.exec(`
      CREATE TABLE entries (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, run TEXT, call TEXT, intent INTEGER) STRICT;
      CREATE INDEX entries_by_kind ON entries (kind, seq);
      CREATE INDEX entries_by_run ON entries (run, seq) WHERE run IS NOT NULL;
      CREATE INDEX entries_by_call ON entries (call, seq) WHERE call IS NOT NULL;
      CREATE INDEX entries_by_intent ON entries (intent) WHERE intent IS NOT NULL;
      CREATE TABLE payloads (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
      CREATE TABLE state (only INTEGER PRIMARY KEY CHECK (only = 1), leaf TEXT NOT NULL) STRICT;
      PRAGMA user_version = ${VERSION};
    `);
    return database;
  }

  #open(): SqliteDatabase {
    const database = openCipher(this.#path, this.#databaseKey, { readonly: false, mustExist: false });
    try {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Whether the index speaks of this journal as it now is: same schema, and its last entry is still there. */
  #fits(database: SqliteDatabase): boolean {
    if (database.pragma('user_version', { simple: true }) !== VERSION) return false;
    const last = database.prepare('SELECT coalesce(max(seq), -1) FROM entries').pluck().get() as number;
    if (last < 0) return true;
    const leaf = database.prepare('SELECT leaf FROM state').pluck().get();
    const row = this.#journal.prepare('SELECT leaf FROM run_events WHERE seq = ?').pluck().get(last);
    return row instanceof Uint8Array && toHex(row) === leaf;
  }
}
