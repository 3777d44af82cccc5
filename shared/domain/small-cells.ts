/** A count, or the statement that it is too small to be shown. */
export type ShownCount = number | 'withheld';

/**
 * Withholds counts of 1 to `threshold`, as CMS does with cells of 1 to 10. Where the counts add up to a
 * total that is known elsewhere and exactly one was withheld, it could be derived by subtraction: the
 * smallest other count that is not zero is withheld with it. Zero stays: it tells of nobody.
 *
 * @param addUp whether the counts are parts of one known total
 */
export function withholdSmallCounts<Name extends string>(
  counts: Readonly<Record<Name, number>>,
  threshold: number,
  addUp: boolean,
): Record<Name, ShownCount> {
  const shown = { ...counts } as Record<Name, ShownCount>;
  const names = Object.keys(counts) as Name[];
  const small = names.filter((name) => counts[name] >= 1 && counts[name] <= threshold);
  for (const name of small) shown[name] = 'withheld';
  if (addUp && small.length === 1) {
    const [next] = names
      .filter((name) => counts[name] > threshold)
      .sort((a, b) => counts[a] - counts[b] || (a < b ? -1 : 1));
    if (next !== undefined) shown[next] = 'withheld';
  }
  return shown;
}
