import { Problem } from '../../../shared/domain/index.ts';

/**
 * Word lists by `wordHash`, in one piece of memory. Little-endian 32-bit numbers: the mark, three sizes as powers of
 * two; then the table of words, the filter of town phrases, the filter of Spanish words. A cell of the table holds the
 * low half of a hash and, above it, the bits of `LIST`; its place comes from the hash's high bits, the next free cell
 * after it. A filter answers wrongly for about one unknown word in a thousand, the table for one in 20,000.
 */
export interface WordTable {
  /** Bits of `LIST`; 0 where no list knows the word. */
  bitsOf(hash: number): number;
  isSpanish(hash: number): boolean;
  /** Whether two words stand next to each other in the name of a town. */
  isTownPair(first: number, second: number): boolean;
}

/** What a table is made of. */
export interface WordLists {
  readonly bits: ReadonlyMap<number, number>;
  readonly phrases: ReadonlySet<number>;
  readonly spanish: ReadonlySet<number>;
}

const MARK = 0x31544c57;
const HEADER = 4;
const PROBES = 7;
const PHRASE_SEED = 0x2545f491;

/** One number for a row of words. */
export function phraseHash(hashes: readonly number[]): number {
  let hash = PHRASE_SEED;
  for (const word of hashes) hash = then(hash, word);
  return hash;
}

function then(hash: number, word: number): number {
  return mixed(hash ^ word, 0x5bd1e995);
}

/** Writes a table; the same lists give the same bytes. */
export function encodeWordTable({ bits, phrases, spanish }: WordLists): Uint8Array {
  const tableLog = Math.ceil(Math.log2(bits.size / 0.75));
  const filterLog = (size: number): number => Math.max(10, Math.ceil(Math.log2(size * 9)));
  const phraseLog = filterLog(phrases.size);
  const spanishLog = filterLog(spanish.size);
  const cells = 1 << tableLog;
  const all = new Uint32Array(HEADER + cells + ((1 << phraseLog) + (1 << spanishLog)) / 32);
  all.set([MARK, tableLog, phraseLog, spanishLog]);
  const table = all.subarray(HEADER, HEADER + cells);
  for (const [hash, flags] of [...bits].sort(([a], [b]) => a - b)) {
    if (flags === 0) continue;
    let at = hash >>> (32 - tableLog);
    while (table[at] !== 0) at = (at + 1) & (cells - 1);
    table[at] = ((flags << 16) | (hash & 0xffff)) >>> 0;
  }
  fill(all.subarray(HEADER + cells, HEADER + cells + (1 << phraseLog) / 32), phraseLog, phrases);
  fill(all.subarray(HEADER + cells + (1 << phraseLog) / 32), spanishLog, spanish);
  return new Uint8Array(all.buffer);
}

/**
 * Reads a table.
 * @throws Problem where the bytes are no table of this form.
 */
export function decodeWordTable(bytes: Uint8Array): WordTable {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const all = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
  const [mark, tableLog = 0, phraseLog = 0, spanishLog = 0] = all;
  const cells = 2 ** tableLog;
  const size = HEADER + cells + (2 ** phraseLog + 2 ** spanishLog) / 32;
  if (mark !== MARK || size !== all.length) throw new Problem('check_failed', 'the word lists are damaged');
  const table = all.subarray(HEADER, HEADER + cells);
  const phrases = all.subarray(HEADER + cells, HEADER + cells + (1 << phraseLog) / 32);
  const spanish = all.subarray(HEADER + cells + (1 << phraseLog) / 32);
  const shift = 32 - tableLog;
  return {
    bitsOf: (hash) => {
      const low = hash & 0xffff;
      for (let at = hash >>> shift; ; at = (at + 1) & (cells - 1)) {
        const cell = table[at] ?? 0;
        if (cell === 0) return 0;
        if ((cell & 0xffff) === low) return cell >>> 16;
      }
    },
    isSpanish: (hash) => holds(spanish, spanishLog, hash),
    isTownPair: (first, second) => holds(phrases, phraseLog, then(then(PHRASE_SEED, first), second)),
  };
}

function fill(filter: Uint32Array, log: number, hashes: Iterable<number>): void {
  for (const hash of hashes)
    for (let probe = 1; probe <= PROBES; probe += 1) {
      const bit = probed(hash, probe, log);
      filter[bit >>> 5] = (filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
}

function holds(filter: Uint32Array, log: number, hash: number): boolean {
  for (let probe = 1; probe <= PROBES; probe += 1) {
    const bit = probed(hash, probe, log);
    if ((((filter[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) return false;
  }
  return true;
}

function probed(hash: number, probe: number, log: number): number {
  return mixed(hash + Math.imul(probe, 0x9e3779b1), 0x85ebca6b) >>> (32 - log);
}

function mixed(value: number, factor: number): number {
  let mix = Math.imul(value ^ (value >>> 15), factor);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}
