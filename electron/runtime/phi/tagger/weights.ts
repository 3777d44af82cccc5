import { Problem } from '../../../../shared/domain/index.ts';
import { ROW_LOG } from './features.ts';
import { TAGS } from './decode.ts';

/**
 * What the tagger has learned. File: little-endian 32-bit numbers for mark, rows as a power of two, scale, and
 * `TAGS` times `TAGS` steps; then per row one signed byte for `name` and one for `place` (`other` is always 0).
 */
export interface Weights {
  /** Two bytes per row: for `name`, for `place`. */
  readonly rows: Int8Array;
  /** How well a tag follows another, in the unit of the rows. */
  readonly steps: Int32Array;
  /** Units of score per natural log odds. */
  readonly scale: number;
}

const MARK = 0x31544757;
const HEADER = 3 + TAGS * TAGS;

/** Writes weights; `decodeWeights` reads them. */
export function encodeWeights({ rows, steps, scale }: Weights): Uint8Array {
  const bytes = new Uint8Array(HEADER * 4 + rows.length);
  new Int32Array(bytes.buffer, 0, HEADER).set([MARK, ROW_LOG, scale, ...steps]);
  bytes.set(new Uint8Array(rows.buffer, rows.byteOffset, rows.length), HEADER * 4);
  return bytes;
}

/**
 * Reads weights.
 * @throws Problem where the bytes are none of this form.
 */
export function decodeWeights(bytes: Uint8Array): Weights {
  const copy = bytes.slice();
  const [mark, log, scale = 0, ...steps] =
    copy.length < HEADER * 4 ? [] : new Int32Array(copy.buffer, 0, HEADER);
  if (mark !== MARK || log !== ROW_LOG || scale <= 0 || copy.length !== HEADER * 4 + 2 * (1 << ROW_LOG))
    throw new Problem('check_failed', 'the weights of the tagger are damaged');
  return { rows: new Int8Array(copy.buffer, HEADER * 4), steps: Int32Array.from(steps), scale };
}
