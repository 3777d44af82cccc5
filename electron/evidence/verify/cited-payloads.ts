import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromHex, toHex } from '../../../shared/formats/index.ts';

const ID_BYTES = 16;
const HASH_BYTES = 32;
const SEQ_BYTES = 6;
const RECORD_BYTES = ID_BYTES + HASH_BYTES + SEQ_BYTES;
/** Buckets by the first byte of an id, which is random: each holds one part in 256. */
const BUCKETS = 256;
const RECORDS_AT_ONCE = 128;
/** Records kept in memory before they go to disk. */
const MOST_IN_MEMORY = 400_000;

/**
 * Payloads that entries cite, however many: a few in memory, many in files of our own, parted by id so
 * that one part at a time is looked at. Ids are random and hashes are over ciphertext.
 */
export class CitedPayloads {
  readonly #parts: Buffer[][] = Array.from({ length: BUCKETS }, () => []);
  readonly #filling: { bytes: Buffer; records: number }[] = [];
  readonly #onDisk = new Uint8Array(BUCKETS);
  #folder: string | undefined;
  #inMemory = 0;
  #size = 0;

  /** Citations so far; a payload that is cited twice counts twice. */
  get citations(): number {
    return this.#size;
  }

  add(id: string, sha256: string, seq: number): void {
    const key = fromHex(id.replaceAll('-', ''));
    const bucket = key[0] ?? 0;
    const filling = (this.#filling[bucket] ??= {
      bytes: Buffer.allocUnsafe(RECORDS_AT_ONCE * RECORD_BYTES),
      records: 0,
    });
    const at = filling.records * RECORD_BYTES;
    filling.bytes.set(key, at);
    filling.bytes.write(sha256, at + ID_BYTES, 'hex');
    filling.bytes.writeUIntBE(seq, at + ID_BYTES + HASH_BYTES, SEQ_BYTES);
    filling.records += 1;
    this.#size += 1;
    if (filling.records === RECORDS_AT_ONCE) this.#putAway(bucket);
    if (this.#inMemory > MOST_IN_MEMORY) this.#spill();
  }

  /** Every payload with its hash, a part at a time. */
  *parts(): Generator<ReadonlyMap<string, string>> {
    for (const records of this.#records()) {
      const part = new Map<string, string>();
      for (const { id, sha256 } of records) if (!part.has(id)) part.set(id, sha256);
      if (part.size > 0) yield part;
    }
  }

  /** The first entry that cites a payload under another hash than an earlier one. */
  contradiction(): number | undefined {
    let first: number | undefined;
    for (const records of this.#records()) {
      const known = new Map<string, string>();
      for (const { id, sha256, seq } of records) {
        const before = known.get(id);
        if (before === undefined) known.set(id, sha256);
        else if (before !== sha256 && seq < (first ?? Infinity)) first = seq;
      }
    }
    return first;
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
  *#records(): Generator<{ id: string; sha256: string; seq: number }[]> {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      this.#putAway(bucket);
      const kept = this.#parts[bucket] ?? [];
      const bytes = this.#onDisk[bucket] === 1 ? [readFileSync(this.#file(bucket)), ...kept] : kept;
      yield bytes.flatMap(readRecords);
    }
  }

  #putAway(bucket: number): void {
    const filling = this.#filling[bucket];
    if (filling === undefined || filling.records === 0) return;
    this.#parts[bucket]?.push(Buffer.from(filling.bytes.subarray(0, filling.records * RECORD_BYTES)));
    this.#inMemory += filling.records;
    filling.records = 0;
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

function readRecords(bytes: Buffer): { id: string; sha256: string; seq: number }[] {
  const records = [];
  for (let at = 0; at < bytes.length; at += RECORD_BYTES)
    records.push({
      id: uuidOf(bytes.subarray(at, at + ID_BYTES)),
      sha256: toHex(bytes.subarray(at + ID_BYTES, at + ID_BYTES + HASH_BYTES)),
      seq: bytes.readUIntBE(at + ID_BYTES + HASH_BYTES, SEQ_BYTES),
    });
  return records;
}

function uuidOf(bytes: Uint8Array): string {
  const hex = toHex(bytes);
  const cut = [0, 8, 12, 16, 20, 32];
  return cut
    .slice(1)
    .map((end, i) => hex.slice(cut[i], end))
    .join('-');
}
