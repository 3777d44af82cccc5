import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCipher, type SqliteDatabase } from '../database/index.ts';

export interface StoredRow {
  readonly seq: number;
  readonly bytes: string;
  readonly leaf: Uint8Array;
}

const CACHE_KIB = 16_384;

/** Entries of one epoch through one connection that cannot write. */
export class EpochFile {
  readonly firstSeq: number;
  readonly #database: SqliteDatabase;
  readonly #bySeq: (seq: number) => StoredRow | undefined;
  readonly #after: (seq: number, limit: number) => StoredRow[];
  /** A damaged file is read as far as it can be; any other says what is wrong. */
  readonly #damaged: boolean;
  readonly #release: () => void;

  constructor(database: SqliteDatabase, how: { readonly damaged: boolean; readonly release: () => void }) {
    database.pragma('query_only = ON');
    // Views and triggers of a manipulated file must not run functions on our behalf.
    database.pragma('trusted_schema = OFF');
    database.pragma(`cache_size = -${CACHE_KIB}`);
    const bySeq = database.prepare('SELECT seq, bytes, leaf FROM run_events WHERE seq = ?');
    const after = database.prepare(
      'SELECT seq, bytes, leaf FROM run_events WHERE seq > ? ORDER BY seq LIMIT ?',
    );
    this.firstSeq = database.prepare('SELECT first_seq FROM epoch').pluck().get() as number;
    this.#database = database;
    this.#bySeq = (seq) => bySeq.get(seq) as StoredRow | undefined;
    this.#after = (seq, limit) => after.all(seq, limit) as StoredRow[];
    this.#damaged = how.damaged;
    this.#release = how.release;
  }

  row(seq: number): StoredRow | undefined {
    return this.#reading(() => this.#bySeq(seq), undefined);
  }

  after(seq: number, limit: number): StoredRow[] {
    const rows = this.#reading(() => this.#after(seq, limit), undefined);
    if (rows !== undefined) return rows;
    // Somewhere among them is damage: one by one, up to there.
    const found: StoredRow[] = [];
    for (let last = seq; found.length < limit;) {
      const [row] = this.#reading(() => this.#after(last, 1), []);
      if (row === undefined) break;
      found.push(row);
      last = row.seq;
    }
    return found;
  }

  close(): void {
    this.#database.close();
    this.#release();
  }

  #reading<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      if (this.#damaged && isDatabaseError(error)) return otherwise;
      throw error;
    }
  }
}

/** The epoch that is written to, beside its writer. */
export function openNewestEpoch(path: string, databaseKey: Uint8Array): EpochFile {
  const database = openCipher(path, databaseKey, { readonly: true, mustExist: true });
  try {
    return new EpochFile(database, { damaged: false, release: () => undefined });
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * An epoch that was left behind, on a copy: opening would write its log back. Undefined where even the
 * copy does not open, or there is no room for it.
 */
export function openLeftEpoch(folder: string, name: string, databaseKey: Uint8Array): EpochFile | undefined {
  const place = mkdtempSync(join(tmpdir(), 'swarm-epoch-'));
  const release = (): void => {
    rmSync(place, { recursive: true, force: true });
  };
  let database: SqliteDatabase | undefined;
  try {
    for (const file of [name, `${name}-wal`])
      if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(place, file));
    database = openCipher(join(place, name), databaseKey, { readonly: false, mustExist: true });
    return new EpochFile(database, { damaged: true, release });
  } catch {
    database?.close();
    release();
    return undefined;
  }
}

function isDatabaseError(error: unknown): boolean {
  return error instanceof Error && error.name === 'SqliteError';
}
