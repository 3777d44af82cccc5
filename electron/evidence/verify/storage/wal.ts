import { PAGE_BYTES, type PageCheck } from './pages.ts';
import type { WalIndex } from './wal-index.ts';

/**
 * SQLite's write-ahead log, read after https://sqlite.org/fileformat2.html#the_write_ahead_log. SQLite
 * itself passes over everything behind the first frame that does not check, without a word; here that
 * is told apart from a log that simply ends.
 */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES;
const MAGIC = 0x377f0682;
const SALTS_AT = 16;

export interface WalReport {
  /**
   * `whole`: every frame up to the end checks. `torn`: the last transaction is incomplete, as after a
   * crash in the middle of a commit; without the log's index it cannot be told from damage to the last
   * commit. `damaged`: committed frames do not check, so entries are lost.
   */
  readonly state: 'whole' | 'torn' | 'damaged';
  /** For a torn log, whether its index shows that nobody was told of the incomplete commit. */
  readonly untold?: boolean;
  /** Frames up to and with the last commit that checks. */
  readonly committedFrames: number;
  /** Pages that those frames hold in newer form than the database file: where their content begins. */
  readonly pages: ReadonlyMap<number, number>;
  /** Pages of the whole database after the last commit; 0 where the log holds none. */
  readonly databasePages: number;
  /** First frame that does not check, from 0. */
  readonly firstBadFrame?: number;
}

/** A log of zeros was laid out and never begun; zeros in place of the header alone hide commits. */
const EMPTY: WalReport = { state: 'whole', committedFrames: 0, pages: new Map(), databasePages: 0 };

/**
 * @param wal the whole log
 * @param check page HMACs under the key of the database the log belongs to
 * @param index what was read of the log's index before the log; a commit that it counts and the log lacks
 * is lost
 */
export function readWal(wal: Uint8Array, check: PageCheck, index?: WalIndex): WalReport {
  const begun = wal.length > 0 && !isZero(wal);
  const report = begun ? readFrames(wal, check) : EMPTY;
  if (index === undefined || report.state === 'damaged') return report;
  const speaksOfIt = begun
    ? index.salts.every((byte, i) => byte === wal[SALTS_AT + i])
    : index.committedFrames > index.writtenBack;
  if (!speaksOfIt) return report;
  if (index.committedFrames > report.committedFrames)
    return { firstBadFrame: report.committedFrames, ...report, state: 'damaged' };
  return report.state === 'torn' && index.committedFrames === report.committedFrames
    ? { ...report, untold: true }
    : report;
}

function readFrames(wal: Uint8Array, check: PageCheck): WalReport {
  const view = new DataView(wal.buffer, wal.byteOffset, wal.byteLength);
  const bigEndian = wal.length >= 4 && view.getUint32(0) === MAGIC + 1;
  if (!headerHolds(view, bigEndian))
    return { ...EMPTY, state: wal.length > HEADER_BYTES ? 'damaged' : 'torn', firstBadFrame: 0 };
  const [salt1, salt2] = [view.getUint32(16), view.getUint32(20)];
  const frameCount = Math.floor((wal.length - HEADER_BYTES) / FRAME_BYTES);
  const at = (frame: number): number => HEADER_BYTES + frame * FRAME_BYTES;
  const ofThisRound = (frame: number): boolean =>
    view.getUint32(at(frame) + 8) === salt1 && view.getUint32(at(frame) + 12) === salt2;
  // Both salts change from round to round; a frame that has one of them was of this round once.
  const claimsThisRound = (frame: number): boolean =>
    view.getUint32(at(frame) + 8) === salt1 || view.getUint32(at(frame) + 12) === salt2;
  const endsCommit = (frame: number): boolean => view.getUint32(at(frame) + 4) !== 0;

  let sums: Sums = [view.getUint32(24), view.getUint32(28)];
  let committedFrames = 0;
  let databasePages = 0;
  let pending: [number, number][] = [];
  const pages = new Map<number, number>();
  let frame = 0;
  for (; frame < frameCount; frame += 1) {
    const start = at(frame);
    const page = view.getUint32(start);
    sums = checksum(view, start, 8, bigEndian, sums);
    sums = checksum(view, start + FRAME_HEADER_BYTES, PAGE_BYTES, bigEndian, sums);
    const content = wal.subarray(start + FRAME_HEADER_BYTES, start + FRAME_BYTES);
    if (
      !ofThisRound(frame) ||
      view.getUint32(start + 16) !== sums[0] ||
      view.getUint32(start + 20) !== sums[1]
    )
      break;
    // A frame with a right checksum and a wrong HMAC was made by someone without the key.
    if (!check.holds(page, content))
      return { state: 'damaged', committedFrames, pages, databasePages, firstBadFrame: frame };
    pending.push([page, start + FRAME_HEADER_BYTES]);
    if (endsCommit(frame)) {
      committedFrames = frame + 1;
      databasePages = view.getUint32(start + 4);
      for (const [number, content] of pending) pages.set(number, content);
      pending = [];
    }
  }
  const cutShort = (wal.length - HEADER_BYTES) % FRAME_BYTES !== 0;
  if (frame === frameCount && !cutShort) return { state: 'whole', committedFrames, pages, databasePages };
  if (frame === frameCount)
    return { state: 'torn', committedFrames, pages, databasePages, firstBadFrame: frame };

  // Frames of an earlier round stay behind the end until they are written over: those are no fault.
  // A commit is on disk before the next one is written, so two commit marks of this round from the bad
  // frame on mean that the first of them was committed and is gone.
  let later = 0;
  let commits = 0;
  for (let behind = frame; behind < frameCount; behind += 1) {
    if (!claimsThisRound(behind)) continue;
    later += 1;
    if (endsCommit(behind)) commits += 1;
  }
  if (later === 0) return { state: 'whole', committedFrames, pages, databasePages };
  return {
    state: commits >= 2 ? 'damaged' : 'torn',
    committedFrames,
    pages,
    databasePages,
    firstBadFrame: frame,
  };
}

function isZero(bytes: Uint8Array): boolean {
  const begins = bytes.subarray(0, HEADER_BYTES);
  return begins.every((byte) => byte === 0) && bytes.every((byte) => byte === 0);
}

type Sums = readonly [number, number];

function headerHolds(view: DataView, bigEndian: boolean): boolean {
  if (view.byteLength < HEADER_BYTES) return false;
  if (!bigEndian && view.getUint32(0) !== MAGIC) return false;
  if (view.getUint32(8) !== PAGE_BYTES) return false;
  const sums = checksum(view, 0, 24, bigEndian, [0, 0]);
  return view.getUint32(24) === sums[0] && view.getUint32(28) === sums[1];
}

function checksum(view: DataView, start: number, length: number, bigEndian: boolean, from: Sums): Sums {
  let [s0, s1] = from;
  for (let at = start; at < start + length; at += 8) {
    s0 = (s0 + view.getUint32(at, !bigEndian) + s1) >>> 0;
    s1 = (s1 + view.getUint32(at + 4, !bigEndian) + s0) >>> 0;
  }
  return [s0, s1];
}
