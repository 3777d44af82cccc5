/** What a word may be. */
export const TAG = { other: 0, name: 1, place: 2 } as const;
export const TAGS = 3;

/**
 * For each word of a run the best score of any reading of the whole run in which the word has each tag.
 * @param scores `TAGS` numbers per word: how much the word by itself speaks for each tag.
 * @param steps `TAGS` times `TAGS` numbers: how well a tag follows another; before and after the run stands `other`.
 * @param best filled like `scores`.
 */
export function bestReadings(
  scores: Float64Array,
  count: number,
  steps: Float64Array | Int32Array,
  best: Float64Array,
): void {
  const forward = best;
  for (let i = 0; i < count; i += 1)
    for (let tag = 0; tag < TAGS; tag += 1) {
      let top = i === 0 ? (steps[tag] ?? 0) : -Infinity;
      if (i > 0)
        for (let from = 0; from < TAGS; from += 1) {
          const value = (forward[(i - 1) * TAGS + from] ?? 0) + (steps[from * TAGS + tag] ?? 0);
          if (value > top) top = value;
        }
      forward[i * TAGS + tag] = top + (scores[i * TAGS + tag] ?? 0);
    }
  let b0 = steps[0] ?? 0;
  let b1 = steps[TAGS] ?? 0;
  let b2 = steps[2 * TAGS] ?? 0;
  for (let i = count - 1; i >= 0; i -= 1) {
    const at = i * TAGS;
    best[at] = (forward[at] ?? 0) + b0;
    best[at + 1] = (forward[at + 1] ?? 0) + b1;
    best[at + 2] = (forward[at + 2] ?? 0) + b2;
    const s0 = (scores[at] ?? 0) + b0;
    const s1 = (scores[at + 1] ?? 0) + b1;
    const s2 = (scores[at + 2] ?? 0) + b2;
    b0 = Math.max((steps[0] ?? 0) + s0, (steps[1] ?? 0) + s1, (steps[2] ?? 0) + s2);
    b1 = Math.max((steps[3] ?? 0) + s0, (steps[4] ?? 0) + s1, (steps[5] ?? 0) + s2);
    b2 = Math.max((steps[6] ?? 0) + s0, (steps[7] ?? 0) + s1, (steps[8] ?? 0) + s2);
  }
}
