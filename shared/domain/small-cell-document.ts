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
        rows !== undefined && fewIn(Number(share), rows, threshold) ? 'withheld' : whole,
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

/** Whether a rounded percentage of the rows stands for 1 to `threshold` of them, or leaves so few. */
function fewIn(share: number, rows: number, threshold: number): boolean {
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
