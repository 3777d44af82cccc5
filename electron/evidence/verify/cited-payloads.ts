import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '../../../shared/formats/index.ts';
import { CITATION } from './entries/citations.ts';

/** Buckets by the first byte of an id, which is random: each holds one part in 256. */
const BUCKETS = 256;
const RECORDS_AT_ONCE = 128;
/** Records kept in memory before they go to disk. */
const MOST_IN_MEMORY = 200_000;

/**
 * Payloads that entries cite, however many: a few in memory, many in files of our own, parted by id so
 * that one part at a time is looked at. Ids are random and hashes are over ciphertext.
 */
export class CitedPayloads {
  readonly #parts: Buffer[][] = Array.from({ length: BUCKETS }, () => []);
  readonly #filling: { bytes: Buffer; used: number }[] = [];
  readonly #onDisk = new Uint8Array(BUCKETS);
  #folder: string | undefined;
  #inMemory = 0;
  #size = 0;

  /** Citations so far; a payload that is cited twice counts twice. */
  get citations(): number {
    return this.#size;
  }

  /** @param records of `Citations`, in the order of their entries */
  add(records: Uint8Array): void {
    for (let at = 0; at < records.length; at += CITATION.bytes) {
      const bucket = records[at] ?? 0;
      const filling = (this.#filling[bucket] ??= {
        bytes: Buffer.allocUnsafeSlow(RECORDS_AT_ONCE * CITATION.bytes),
        used: 0,
      });
      for (let i = 0; i < CITATION.bytes; i += 1) filling.bytes[filling.used + i] = records[at + i] ?? 0;
      filling.used += CITATION.bytes;
      if (filling.used === filling.bytes.length) this.#putAway(bucket);
    }
    this.#size += records.length / CITATION.bytes;
    if (this.#inMemory > MOST_IN_MEMORY) this.#spill();
  }

  /** Every payload with its hash, a part at a time. */
  *parts(): Generator<ReadonlyMap<string, string>> {
    for (const { bytes, firsts } of this.#buckets()) {
      const part = new Map<string, string>();
      for (const at of firsts())
        part.set(
          uuidOf(bytes.subarray(at, at + CITATION.hashAt)),
          toHex(bytes.subarray(at + CITATION.hashAt, at + CITATION.seqAt)),
        );
      if (part.size > 0) yield part;
    }
  }

  /** The first entry that cites a payload under another hash than an earlier one. */
  contradiction(): number | undefined {
    let first = Infinity;
    for (const { bytes, firstOf } of this.#buckets())
      for (let at = 0; at < bytes.length; at += CITATION.bytes) {
        const earlier = firstOf(at);
        if (isSame(bytes, earlier + CITATION.hashAt, at + CITATION.hashAt, CITATION.seqAt - CITATION.hashAt))
          continue;
        first = Math.min(first, bytes.readUIntBE(at + CITATION.seqAt, CITATION.bytes - CITATION.seqAt));
      }
    return first === Infinity ? undefined : first;
  }

  /** Forgets everything, to begin again. */
  clear(): void {
    this.close();
    for (const bucket of this.#parts.keys()) this.#parts[bucket] = [];
    this.#filling.length = 0;
    this.#onDisk.fill(0);
    this.#inMemory = 0;
    this.#size = 0;
  }

  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  /** Citations part by part, in the order of their entries within each. */
  *#buckets(): Generator<Bucket> {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      this.#putAway(bucket);
      const kept = this.#parts[bucket] ?? [];
      const all = this.#onDisk[bucket] === 1 ? [readFileSync(this.#file(bucket)), ...kept] : kept;
      yield bucketOf(Buffer.concat(all));
    }
  }

  #putAway(bucket: number): void {
    const filling = this.#filling[bucket];
    if (filling === undefined || filling.used === 0) return;
    this.#parts[bucket]?.push(Buffer.from(filling.bytes.subarray(0, filling.used)));
    this.#inMemory += filling.used / CITATION.bytes;
    filling.used = 0;
  }

  #spill(): void {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'swarm-cited-'));
    for (const [bucket, parts] of this.#parts.entries()) {
      if (parts.length === 0) continue;
      const file = openSync(this.#file(bucket), 'a', 0o600);
      try {
        writeSync(file, Buffer.concat(parts));
      } finally {
        closeSync(file);
      }
      this.#parts[bucket] = [];
      this.#onDisk[bucket] = 1;
    }
    this.#inMemory = 0;
  }

  #file(bucket: number): string {
    return join(this.#folder ?? '', `cited-${bucket}`);
  }
}

interface Bucket {
  readonly bytes: Buffer;
  /** Where the first citation of the same payload stands: the given one or one before it. In rising order only. */
  firstOf(at: number): number;
  /** Where the first citation of each payload stands. */
  firsts(): Generator<number>;
}

/** Spreads ids over places in a way that nobody can know beforehand, as who writes a journal may choose ids. */
const MULTIPLIERS = Uint32Array.from({ length: 4 }, () => randomBytes(4).readUInt32LE() | 1);

/** Finds equal ids by a table of positions: no text is made of millions of them. */
function bucketOf(bytes: Buffer): Bucket {
  const count = bytes.length / CITATION.bytes;
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1)));
  const firstOf = (at: number): number => {
    let mixed = 0;
    for (let i = 0; i < MULTIPLIERS.length; i += 1)
      mixed = Math.imul(mixed ^ bytes.readInt32LE(at + 4 * i) ^ (mixed >>> 15), MULTIPLIERS[i] ?? 1);
    for (
      let place = (mixed ^ (mixed >>> 16)) & (table.length - 1);
      ;
      place = (place + 1) & (table.length - 1)
    ) {
      const known = (table[place] ?? 0) - 1;
      if (known < 0) table[place] = at + 1;
      if (known < 0 || isSame(bytes, known, at, CITATION.hashAt)) return known < 0 ? at : known;
    }
  };
  return {
    bytes,
    firstOf,
    *firsts() {
      for (let at = 0; at < bytes.length; at += CITATION.bytes) if (firstOf(at) === at) yield at;
    },
  };
}

function isSame(bytes: Buffer, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}

function uuidOf(bytes: Uint8Array): string {
  const hex = toHex(bytes);
  const cut = [0, 8, 12, 16, 20, 32];
  return cut
    .slice(1)
    .map((end, i) => hex.slice(cut[i], end))
    .join('-');
}
