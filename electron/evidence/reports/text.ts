import { isShareOfFew } from '../../../shared/domain/index.ts';
import { looksLikeIdentifier, type RowCount } from '../../../shared/formats/report.ts';

/** Texts on their way into a report; counts what had to be withheld. */
export interface TextGuard {
  /** A sentence written by code or policy. */
  code(text: string): string;
  /** What a person wrote by hand: redacted first. */
  person(text: string): string;
  readonly withheld: number;
}

const LONGEST = 1200;

/**
 * SEC: nothing that looks like an identifier reaches a report, whoever wrote it. A text that does is
 * replaced as a whole, and the report says that it was.
 *
 * @param knownUpTo figures up to this one are positions and counts of the journal, and pass
 */
export function textGuard(redact: (text: string) => string, knownUpTo: number): TextGuard {
  let withheld = 0;
  const check = (text: string): string => {
    const plain = text
      .toWellFormed()
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .trim();
    const separated = groupDigits(plain, knownUpTo);
    if (!looksLikeIdentifier(separated) && separated.length <= LONGEST) return separated;
    withheld += 1;
    return '[withheld]';
  };
  return {
    code: check,
    person: (text) => check(redact(text)),
    get withheld() {
      return withheld;
    },
  };
}

/** Long figures before a counting word, and those that are known, get separators; others stay suspect. */
function groupDigits(text: string, knownUpTo: number): string {
  const counted = /\b\d{4,15}(?= (?:rows?|cells?|entries|entry|bytes|values?|tokens?|calls?|records?)\b)/g;
  const figures = /(?<![\w.-])\d{7,15}(?![\w-])/g;
  return text
    .replace(counted, (digits) => formatCount(Number(digits)))
    .replace(figures, (digits) => (Number(digits) <= knownUpTo ? formatCount(Number(digits)) : digits));
}

/** `12,345`. */
export function formatCount(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `3 denials`, `1 denial`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** Keeps counts of 0 and above the threshold, turns others into the range they fall in. */
export function rowCount(value: number, threshold: number): RowCount {
  return value >= 1 && value <= threshold ? { from: 1, to: threshold } : value;
}

/**
 * The same for counts inside a finding's detail text: `rows 3` becomes `rows 1 to 10`, and a percentage that stands for so
 * few, or leaves so few, `withheld`.
 *
 * @param rowsOfTable of which percentages are; undefined where it is not known
 */
export function hideSmallCounts(detail: string, threshold: number, rowsOfTable?: number): string {
  return detail
    .replace(/\b(rows|hits) (\d+)\b/g, (_, word: string, digits: string) => {
      const count = rowCount(Number(digits), threshold);
      return typeof count === 'number'
        ? `${word} ${formatCount(count)}`
        : `${word} ${count.from} to ${count.to}`;
    })
    .replace(/\b(\d{1,3}(?:\.\d+)?)%/g, (whole, share: string) =>
      isShareOfFew(Number(share), rowsOfTable, threshold) ? 'withheld' : whole,
    );
}

/** A name given by code, in the characters that such names have. */
export function codeName(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9 ._/+-]/g, '_').slice(0, 120);
  return /^[A-Za-z0-9]/.test(plain) ? plain : `x${plain}`.slice(0, 120);
}

/** The same for lists about a period, where nothing vouches for where a name came from. */
export function safeWord(text: string): string {
  const plain = codeName(text);
  return looksLikeIdentifier(plain) ? 'withheld' : plain;
}

/** A staff member's name without control characters. */
export function personName(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);
  return plain === '' ? 'unnamed person' : plain;
}

/** `awaiting_signature` as a reader says it. */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}

/** `4, 8, 15 and 9 more`. */
export function listSeqs(seqs: readonly number[], shown = 8): string {
  const first = seqs.slice(0, shown).map(formatCount).join(', ');
  return seqs.length > shown ? `${first} and ${formatCount(seqs.length - shown)} more` : first;
}
