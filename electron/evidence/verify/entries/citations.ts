import { asciiOf } from './canonical-bytes.ts';
import { HASH_LETTERS, ID_LETTERS, putHex } from './hex-bytes.ts';

const ID_BYTES = 16;
const HASH_BYTES = 32;
const SEQ_BYTES = 6;

/** A citation of a payload as one record: its id, the hash of its ciphertext, the entry that cites it. */
export const CITATION = {
  bytes: ID_BYTES + HASH_BYTES + SEQ_BYTES,
  hashAt: ID_BYTES,
  seqAt: ID_BYTES + HASH_BYTES,
} as const;

/** Records that there is room for at first; most stretches cite fewer than that. */
const ROOM = 1024;

/** Citations in the order of their entries, in one stretch of memory. */
export class Citations {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #used = 0;

  /** @param room memory to write over, so that not every stretch needs some of its own */
  constructor(room = new ArrayBuffer(ROOM * CITATION.bytes)) {
    this.#bytes = new Uint8Array(room, 0, room.byteLength - (room.byteLength % CITATION.bytes));
    this.#view = new DataView(room);
  }

  /** @param id where the letters of the id begin in `bytes`, and `hash` those of the hash */
  add(bytes: Uint8Array, id: number, hash: number, seq: number): void {
    if (this.#used === this.#bytes.length) this.#grow();
    const at = this.#used;
    putHex(this.#bytes, at, ID_BYTES, bytes, id);
    putHex(this.#bytes, at + CITATION.hashAt, HASH_BYTES, bytes, hash);
    this.#view.setUint16(at + CITATION.seqAt, Math.floor(seq / 2 ** 32));
    this.#view.setUint32(at + CITATION.seqAt + 2, seq % 2 ** 32);
    this.#used += CITATION.bytes;
  }

  addText(id: string, sha256: string, seq: number): void {
    if (id.length !== ID_LETTERS || sha256.length !== HASH_LETTERS) return;
    this.add(asciiOf(id + sha256), 0, ID_LETTERS, seq);
  }

  /** All records, one after the other, where they were written. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#used);
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#bytes.length + CITATION.bytes);
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
