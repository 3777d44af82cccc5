import { rmSync } from 'node:fs';
import type { PayloadId } from '../../../shared/domain/index.ts';
import { toHex } from '../../../shared/formats/index.ts';
import { openCipher, type SqliteDatabase } from '../database/index.ts';
import type { StoredRow } from './epoch-file.ts';

const VERSION = 20;
const CACHE_KIB = 16_384;

/** Up to which entry something in the derived file speaks, and the leaf that stood there. */
type Mark = 'blocks' | 'text';

export interface WholeBlock {
  readonly block: number;
  readonly bytes: Uint8Array;
  /** Names that came up since the block before. */
  readonly names: readonly string[];
  /** Payloads that the block's entries cite. */
  readonly payloads: readonly PayloadId[];
  /** The block's last entry. */
  readonly last: StoredRow;
}

export interface TextRow {
  readonly row: StoredRow;
  readonly words: string;
}

/**
 * `derived.db`: columns of whole blocks of entries, and full text over bodies. Never evidence: whatever
 * is wrong with it, it is made again from the journal.
 */
export class DerivedFile {
  readonly #database: SqliteDatabase;
  #textThrough: number;

  /**
   * @param rowAt the journal's entry at a position, against which the marks are held
   * @throws what SQLite says where the file can neither be used nor made again
   */
  constructor(path: string, databaseKey: Uint8Array, rowAt: (seq: number) => StoredRow | undefined) {
    this.#database = openOrMake(path, databaseKey, rowAt);
    this.#textThrough = markIn(this.#database, 'text')?.seq ?? -1;
  }

  /** The last entry that full text finds; -1 for none. */
  get textThrough(): number {
    return this.#textThrough;
  }

  /** Names in the order of their numbers, as of the last whole block. */
  names(): string[] {
    return this.#database.prepare('SELECT name FROM names ORDER BY id').pluck().all() as string[];
  }

  /** The last entry of the last whole block; -1 for none. */
  blocksThrough(): number {
    return markIn(this.#database, 'blocks')?.seq ?? -1;
  }

  blocks(): number[] {
    return this.#database.prepare('SELECT block FROM blocks').pluck().all() as number[];
  }

  block(block: number): Uint8Array | undefined {
    return this.#database.prepare('SELECT bytes FROM blocks WHERE block = ?').pluck().get(block) as
      Uint8Array | undefined;
  }

  saveBlock({ block, bytes, names, payloads, last }: WholeBlock): void {
    this.#database.transaction(() => {
      this.#database.prepare('INSERT INTO blocks (block, bytes) VALUES (?, ?)').run(block, bytes);
      const name = this.#database.prepare('INSERT INTO names (name) VALUES (?)');
      for (const text of names) name.run(text);
      const cite = this.#database.prepare('INSERT INTO payloads (id) VALUES (?)');
      for (const id of payloads) cite.run(id);
      this.#mark('blocks', last);
    })();
  }

  /** Payloads that entries of whole blocks cite; one may come twice. */
  payloads(): PayloadId[] {
    return this.#database.prepare('SELECT id FROM payloads').pluck().all() as PayloadId[];
  }

  /** Takes in the words of the entries behind `textThrough`, in order. */
  addText(rows: readonly TextRow[]): void {
    const newest = rows.at(-1)?.row;
    if (newest === undefined) return;
    this.#database.transaction(() => {
      const insert = this.#database.prepare('INSERT INTO text (rowid, words) VALUES (?, ?)');
      for (const { row, words } of rows) insert.run(row.seq, words);
      this.#mark('text', newest);
    })();
    this.#textThrough = newest.seq;
  }

  /** Positions from `from` through `to` at which the words stand; see `derived-text.ts` for the form. */
  matching(match: string, from: number, to: number): number[] {
    return this.#database
      .prepare('SELECT rowid FROM text WHERE text MATCH ? AND rowid BETWEEN ? AND ?')
      .pluck()
      .all(match, from, to) as number[];
  }

  close(): void {
    this.#database.close();
  }

  #mark(what: Mark, { seq, leaf }: StoredRow): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO marks (what, seq, leaf) VALUES (?, ?, ?)')
      .run(what, seq, toHex(leaf));
  }
}

function openOrMake(
  path: string,
  databaseKey: Uint8Array,
  rowAt: (seq: number) => StoredRow | undefined,
): SqliteDatabase {
  try {
    const database = open(path, databaseKey);
    if (fits(database, rowAt)) return database;
    database.close();
  } catch {
    // Whatever it was, the journal has everything that is needed to make it again.
  }
  removeDerived(path);
  const database = open(path, databaseKey);
  database.exec(`
    CREATE TABLE blocks (block INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
    CREATE TABLE payloads (at INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT;
    CREATE TABLE marks (what TEXT PRIMARY KEY, seq INTEGER NOT NULL, leaf TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE text USING fts5 (
      words, content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2'
    );
    PRAGMA user_version = ${VERSION};
  `);
  return database;
}

/** Removes the derived file with its logs; whoever has it open must have closed it. */
export function removeDerived(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

function open(path: string, databaseKey: Uint8Array): SqliteDatabase {
  const database = openCipher(path, databaseKey, { readonly: false, mustExist: false });
  try {
    database.pragma('journal_mode = WAL');
    // After a power cut the file may lack its end, which is then taken in again.
    database.pragma('synchronous = NORMAL');
    database.pragma(`cache_size = -${CACHE_KIB}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Whether the file speaks of this journal as it now is: same schema, and its last entries are still there. */
function fits(database: SqliteDatabase, rowAt: (seq: number) => StoredRow | undefined): boolean {
  if (database.pragma('user_version', { simple: true }) !== VERSION) return false;
  return (['blocks', 'text'] as const).every((what) => {
    const mark = markIn(database, what);
    if (mark === undefined) return true;
    const row = rowAt(mark.seq);
    return row !== undefined && toHex(row.leaf) === mark.leaf;
  });
}

function markIn(database: SqliteDatabase, what: Mark): { seq: number; leaf: string } | undefined {
  return database.prepare('SELECT seq, leaf FROM marks WHERE what = ?').get(what) as
    { seq: number; leaf: string } | undefined;
}
