/** Fields of documents that count patients, their rows or their values. */
const COUNTS: ReadonlySet<string> = new Set([
  ...[
    'rows',
    'missing',
    'hits',
    'identifierHits',
    'cells',
    'cellsChanged',
    'rowsRemoved',
    'valuesLost',
    'patients',
  ],
  ...[
    'recordsTouched',
    'outliers',
    'duplicates',
    'pooled',
    'support',
    'events',
    'positives',
    'negatives',
    'distinct',
  ],
]);
/** Fields whose parts are counts by class. */
const COUNTED: ReadonlySet<string> = new Set(['redactedInText', 'redactions', 'counts', 'histogram']);
/** Counts inside the words of findings: `rows 9`, `hits 3`. */
const WORDED = /\b(rows|hits|cells|values|patients) (\d{1,9})\b/g;
const PERCENT = /\b(\d{1,3}(?:\.\d+)?)%/g;

/**
 * The gate for documents that leave: reports, profiles, sheets of models. Every count of 1 to `threshold` goes, in fields and
 * in words, with the percentages of `rows` that stand for so few, and a number of rows that differs from another by so few.
 *
 * @param rows rows of the table that percentages are of; undefined where it is not known
 */
export function withholdInDocument(document: unknown, threshold: number, rows: number | undefined): unknown {
  if (threshold <= 0) return document;
  const isSmall = (count: number): boolean => Number.isInteger(count) && count >= 1 && count <= threshold;
  const words = (text: string): string =>
    text
      .replace(WORDED, (whole, what: string, count: string) =>
        isSmall(Number(count)) ? `${what} withheld` : whole,
      )
      .replace(PERCENT, (whole, share: string) =>
        rows !== undefined && isShareOfFew(Number(share), rows, threshold) ? 'withheld' : whole,
      );
  const walk = (value: unknown, counted: boolean): unknown => {
    if (typeof value === 'number') return counted && isSmall(value) ? 'withheld' : value;
    if (typeof value === 'string') return words(value);
    if (Array.isArray(value)) return value.map((each) => walk(each, counted));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        walk(each, COUNTS.has(key) || COUNTED.has(key) || (counted && typeof each === 'number')),
      ]),
    );
  };
  return withholdDifferences(walk(document, false), threshold);
}

/**
 * Whether words tell a count of 1 to `threshold`, as `rows 9` does. A percentage may stand for one wherever the number of
 * rows is not at hand, unless it is none or all of them.
 */
export function tellsFew(text: string, threshold: number): boolean {
  if (threshold <= 0) return false;
  const counts = Array.from(text.matchAll(WORDED), ([, , count]) => Number(count));
  const shares = Array.from(text.matchAll(PERCENT), ([, share]) => Number(share));
  return (
    counts.some((count) => count >= 1 && count <= threshold) ||
    shares.some((share) => isShareOfFew(share, undefined, threshold))
  );
}

/**
 * Whether a rounded percentage stands for 1 to `threshold` rows, or leaves so few. Where the number of rows is not known,
 * every percentage may, but for none and all of them.
 */
export function isShareOfFew(share: number, rows: number | undefined, threshold: number): boolean {
  if (threshold <= 0) return false;
  if (rows === undefined) return share > 0 && share < 100;
  const count = (share / 100) * rows;
  const left = rows - count;
  return (count > 0 && count < threshold + 0.5) || (left > 0 && left < threshold + 0.5);
}

/** `before` and `after` that differ by so few tell them: what is after goes. */
function withholdDifferences(document: unknown, threshold: number): unknown {
  if (typeof document !== 'object' || document === null || !('before' in document) || !('after' in document))
    return document;
  const before = rowsOf(document.before);
  const after = rowsOf(document.after);
  if (before === undefined || after === undefined) return document;
  const difference = Math.abs(before - after);
  if (difference === 0 || difference > threshold) return document;
  return { ...document, after: { ...(document.after as object), rows: 'withheld' } };
}

function rowsOf(table: unknown): number | undefined {
  return typeof table === 'object' && table !== null && 'rows' in table && typeof table.rows === 'number'
    ? table.rows
    : undefined;
}
