import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CitationBucket } from './entries/citation-bucket.ts';
import { CITATION } from './entries/citations.ts';

/** Buckets by the first byte of an id, which is random: each holds one part in 256. */
const BUCKETS = 256;
/** Records kept in memory before they go to disk. */
const MOST_IN_MEMORY = 25_000;
const FIRST_ROOM = 1000;
/** Payloads that are handed over at once. */
const PART = 1000;

/**
 * Payloads that entries cite, however many: a few in memory, many in files of our own, parted by id so
 * that one part at a time is looked at. Ids are random and hashes are over ciphertext.
 */
export class CitedPayloads {
  /** Records as they came, and room to sort them in: both are used again and again. */
  #recent = Buffer.alloc(FIRST_ROOM * CITATION.bytes);
  #sorted = Buffer.alloc(0);
  #used = 0;
  /** Where the records of each bucket end in `#sorted`; the first one's begin at 0. */
  readonly #ends = new Uint32Array(BUCKETS);
  readonly #onDisk = new Uint8Array(BUCKETS);
  #folder: string | undefined;
  #size = 0;

  /** Citations so far; a payload that is cited twice counts twice. */
  get citations(): number {
    return this.#size;
  }

  /** @param records of `Citations`, in the order of their entries */
  add(records: Uint8Array): void {
    for (let from = 0; from < records.length;) {
      this.#makeRoom();
      const to = Math.min(records.length, from + this.#recent.length - this.#used);
      this.#recent.set(records.subarray(from, to), this.#used);
      this.#used += to - from;
      from = to;
    }
    this.#size += records.length / CITATION.bytes;
  }

  /** Every payload with its hash, a part at a time. */
  *parts(): Generator<ReadonlyMap<string, string>> {
    for (const bucket of this.#buckets()) {
      let part = new Map<string, string>();
      for (let at = 0; at < bucket.length; at += CITATION.bytes) {
        if (bucket.firstOf(at) !== at) continue;
        part.set(bucket.idAt(at), bucket.hashAt(at));
        if (part.size < PART) continue;
        yield part;
        part = new Map();
      }
      if (part.size > 0) yield part;
    }
  }

  /** The first entry that cites a payload under another hash than an earlier one. */
  contradiction(): number | undefined {
    let first = Infinity;
    for (const bucket of this.#buckets())
      for (let at = 0; at < bucket.length; at += CITATION.bytes)
        if (!bucket.sameHash(bucket.firstOf(at), at)) first = Math.min(first, bucket.seqAt(at));
    return first === Infinity ? undefined : first;
  }

  /** Forgets everything, to begin again. */
  clear(): void {
    this.close();
    this.#onDisk.fill(0);
    this.#used = 0;
    this.#size = 0;
  }

  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  /** Citations part by part, in the order of their entries within each; the next is put in the place of the last. */
  *#buckets(): Generator<CitationBucket> {
    this.#sort();
    const bucket = new CitationBucket();
    for (let number = 0; number < BUCKETS; number += 1) {
      bucket.fill(this.#onDisk[number] === 1 ? this.#file(number) : undefined, this.#inMemory(number));
      yield bucket;
    }
  }

  #makeRoom(): void {
    if (this.#used < this.#recent.length) return;
    if (this.#used === MOST_IN_MEMORY * CITATION.bytes) this.#spill();
    else {
      const larger = Math.min(2 * this.#used, MOST_IN_MEMORY * CITATION.bytes);
      const recent = Buffer.alloc(larger);
      recent.set(this.#recent);
      this.#recent = recent;
    }
  }

  /** Parts the recent records by bucket, in their order within each. */
  #sort(): void {
    if (this.#sorted.length < this.#used) this.#sorted = Buffer.alloc(this.#recent.length);
    const places = this.#ends.fill(0);
    for (let at = 0; at < this.#used; at += CITATION.bytes) {
      const number = this.#recent[at] ?? 0;
      places[number] = (places[number] ?? 0) + CITATION.bytes;
    }
    let begin = 0;
    for (let number = 0; number < BUCKETS; number += 1) {
      const length = places[number] ?? 0;
      places[number] = begin;
      begin += length;
    }
    // What begins as the start of each bucket is its end when all records stand in their places.
    for (let at = 0; at < this.#used; at += CITATION.bytes) {
      const number = this.#recent[at] ?? 0;
      const place = places[number] ?? 0;
      this.#recent.copy(this.#sorted, place, at, at + CITATION.bytes);
      places[number] = place + CITATION.bytes;
    }
  }

  #inMemory(number: number): Buffer {
    return this.#sorted.subarray(number === 0 ? 0 : this.#ends[number - 1], this.#ends[number]);
  }

  #spill(): void {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'swarm-cited-'));
    this.#sort();
    for (let number = 0; number < BUCKETS; number += 1) {
      const records = this.#inMemory(number);
      if (records.length === 0) continue;
      const file = openSync(this.#file(number), 'a', 0o600);
      try {
        for (let done = 0; done < records.length;) done += writeSync(file, records, done);
      } finally {
        closeSync(file);
      }
      this.#onDisk[number] = 1;
    }
    this.#used = 0;
  }

  #file(number: number): string {
    return join(this.#folder ?? '', `cited-${number}`);
  }
}
