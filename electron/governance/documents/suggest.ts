/**
 * The candidate that a misspelt word most likely means, or undefined where none is near: at most a third
 * of its letters wrong, swapped, missing or too many.
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = simplify(word);
  // Whoever wrote more than this did not misspell one of our names.
  if (wanted.length > 64) return undefined;
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, simplify(candidate));
    if (distance < (best?.distance ?? Infinity)) best = { candidate, distance };
  }
  const limit = Math.floor(wanted.length / 3);
  return best !== undefined && best.distance <= limit ? best.candidate : undefined;
}

/** A hint sentence: the likely word, or the words there are. */
export function suggestionHint(word: string, candidates: readonly string[]): string | undefined {
  const likely = suggest(word, candidates);
  if (likely !== undefined) return `Did you mean \`${likely}\`?`;
  if (candidates.length === 0) return undefined;
  return `Use one of: ${candidates.join(', ')}.`;
}

function simplify(word: string): string {
  return word.toLowerCase().replaceAll(/[\s-]/g, '_');
}

/** Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours. */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}
