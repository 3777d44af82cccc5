import { FeatureRoom } from './features.ts';
import { TAGS } from './decode.ts';

/** Texts of more words leave nothing behind. */
const MOST_KEPT = 1 << 17;

/** Arrays of the tagger for one text after the other: making them anew costs as much as filling them. */
export class TaggerRoom {
  #size = 0;
  name = new Float32Array(0);
  place = new Float32Array(0);
  open = new Uint8Array(0);
  manners = new Uint8Array(0);
  columns = new Uint8Array(0);
  labels = new Int32Array(0);
  seen = new Uint8Array(256);
  /** Per word of a run, `TAGS` each. */
  scores = new Float64Array(64 * TAGS);
  best = new Float64Array(64 * TAGS);
  /** Shared by the texts of any size. */
  features = new FeatureRoom();

  /** Room for so many words; what stood in it counts no more. */
  fit(count: number): void {
    if (count > this.#size || (this.#size > MOST_KEPT && count <= MOST_KEPT)) {
      const size =
        this.#size > 0 && count < MOST_KEPT ? Math.max(1024, 2 ** Math.ceil(Math.log2(count))) : count;
      this.#size = size;
      this.name = new Float32Array(size);
      this.place = new Float32Array(size);
      this.open = new Uint8Array(size);
      this.manners = new Uint8Array(size);
      this.columns = new Uint8Array(size);
      this.labels = new Int32Array(size);
    }
    this.open.fill(0, 0, count);
  }

  /** Room for a run of so many words. */
  fitRun(count: number): void {
    if (count * TAGS <= this.scores.length) return;
    this.scores = new Float64Array(count * TAGS * 2);
    this.best = new Float64Array(this.scores.length);
  }

  /** Zeros, as many as a power of two. */
  fitSeen(size: number): Uint8Array {
    if (size > this.seen.length) this.seen = new Uint8Array(size);
    else this.seen.fill(0, 0, size);
    return this.seen;
  }
}
