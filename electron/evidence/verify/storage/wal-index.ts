/**
 * The index that SQLite keeps beside a log (`-shm`, https://sqlite.org/walformat.html). It is no part of
 * the content and is not synced, but it outlives a process that is killed, and says how many frames were
 * committed when somebody was last told so: the log is durable before the index counts a commit.
 */
export interface WalIndex {
  /** Salts of the round of the log that it speaks of, as in the log's header. */
  readonly salts: Uint8Array;
  /** Frames of that round up to and with the last commit. */
  readonly committedFrames: number;
  /** Frames of it that the database file holds too. */
  readonly writtenBack: number;
}

const VERSION = 3_007_000;
const COPY_BYTES = 48;
const SUMMED_BYTES = 40;
const WRITTEN_BACK_AT = 2 * COPY_BYTES;

/** @returns undefined where the index is missing, unfinished, or not of the version that SQLite writes */
export function readWalIndex(shm: Uint8Array): WalIndex | undefined {
  if (shm.length < WRITTEN_BACK_AT + 4) return undefined;
  const [first, second] = [shm.subarray(0, COPY_BYTES), shm.subarray(COPY_BYTES, 2 * COPY_BYTES)];
  if (!first.every((byte, i) => byte === second[i])) return undefined;
  const view = new DataView(first.buffer, first.byteOffset, COPY_BYTES);
  // Written in the order of the machine's own bytes; the version number tells which that is.
  const little = view.getUint32(0, true) === VERSION;
  if ((!little && view.getUint32(0, false) !== VERSION) || first[12] !== 1) return undefined;
  let [s0, s1] = [0, 0];
  for (let at = 0; at < SUMMED_BYTES; at += 8) {
    s0 = (s0 + view.getUint32(at, little) + s1) >>> 0;
    s1 = (s1 + view.getUint32(at + 4, little) + s0) >>> 0;
  }
  if (s0 !== view.getUint32(40, little) || s1 !== view.getUint32(44, little)) return undefined;
  const whole = new DataView(shm.buffer, shm.byteOffset, shm.byteLength);
  return {
    salts: Uint8Array.from(first.subarray(32, 40)),
    committedFrames: view.getUint32(16, little),
    writtenBack: whole.getUint32(WRITTEN_BACK_AT, little),
  };
}
