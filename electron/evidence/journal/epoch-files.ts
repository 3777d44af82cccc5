import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { epochFileName, epochsAmong, toHex, type Entry } from '../../../shared/formats/index.ts';
import type { EpochFile } from './epoch-file.ts';
import { openLeftEpoch, openNewestEpoch, type StoredRow } from './epoch-file.ts';
import type { StoredEntry } from './port.ts';

/**
 * The entries of all epochs, read through connections that cannot write. Epochs before the newest are
 * damaged or foreign and stay as they were left: they are read from a copy, as far as they can be, and
 * only when somebody asks for what is in them.
 */
export class EpochFiles {
  readonly #folder: string;
  readonly #databaseKey: Uint8Array;
  readonly #newest: EpochFile;
  readonly #olderNumbers: readonly number[];
  #older: readonly EpochFile[] | undefined;

  /** @throws Problem `not_found` where there is no epoch at all; what SQLite says of the newest file */
  constructor(folder: string, databaseKey: Uint8Array) {
    this.#folder = folder;
    this.#databaseKey = databaseKey;
    const numbers = existsSync(folder) ? epochsAmong(readdirSync(folder)) : [];
    const newest = numbers.at(-1);
    if (newest === undefined) throw new Problem('not_found', 'the workspace has no journal');
    this.#olderNumbers = numbers.slice(0, -1);
    this.#newest = openNewestEpoch(join(folder, epochFileName(newest)), databaseKey);
  }

  /** The first entry of the epoch that is written to. */
  get newestFirstSeq(): number {
    return this.#newest.firstSeq;
  }

  /** The entry as it is stored, whatever epoch it is in. @throws Problem `not_found`, `damaged` */
  get(seq: number): StoredEntry {
    const row = this.row(seq);
    if (row === undefined) throw this.#missing(seq);
    const entry = parseEntry(row.bytes);
    if (entry === undefined)
      throw new Problem('damaged', `entry ${seq} cannot be read`, 'Verify the journal to see what is wrong.');
    return { entry, leafSha256: toHex(row.leaf) as Sha256Hex };
  }

  row(seq: number): StoredRow | undefined {
    if (seq >= this.#newest.firstSeq) return this.#newest.row(seq);
    return this.#left()
      .findLast(({ firstSeq }) => firstSeq <= seq)
      ?.row(seq);
  }

  /** The next entries behind a position, oldest first; none at the end. */
  after(seq: number, limit: number): StoredRow[] {
    if (seq + 1 < this.#newest.firstSeq)
      for (const epoch of this.#left()) {
        const rows = epoch.after(seq, limit);
        // What lies there is no longer written to: a piece that is not full is still a step forward.
        if (rows.length > 0) return rows;
      }
    return this.#newest.after(seq, limit);
  }

  close(): void {
    this.#newest.close();
    for (const epoch of this.#older ?? []) epoch.close();
  }

  /** Epochs that are no longer written to, oldest first, without those that cannot be opened at all. */
  #left(): readonly EpochFile[] {
    this.#older ??= this.#olderNumbers
      .map((number) => openLeftEpoch(this.#folder, epochFileName(number), this.#databaseKey))
      .filter((epoch) => epoch !== undefined)
      .sort((a, b) => a.firstSeq - b.firstSeq);
    return this.#older;
  }

  #missing(seq: number): Problem {
    if (seq < 0 || seq >= this.#newest.firstSeq)
      return new Problem('not_found', `the journal has no entry ${seq}`);
    return new Problem(
      'not_found',
      `entry ${seq} cannot be read: it would lie in an epoch that was left as it is`,
      'The first entry of the newest epoch says what was found of it.',
    );
  }
}

/** An entry from its stored bytes; undefined where they are no JSON, which the verifier will name. */
export function parseEntry(bytes: string): Entry | undefined {
  try {
    return JSON.parse(bytes) as Entry;
  } catch {
    return undefined;
  }
}
