import { createHash } from 'node:crypto';

/** A column that tells who its rows are although it names nobody. */
export interface CodeLint {
  /** Place of the column, from 0. */
  readonly column: number;
  readonly kind: 'hash_of' | 'looks_hashed' | 'derived_from';
  /** The column that it was made of, where that is in the table. */
  readonly from?: number;
  /** How, in words: `sha256 in hex`, `reversed`, `initials and year`. */
  readonly how: string;
  /** Share of the rows for which it holds. */
  readonly share: number;
}

const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const BASE64_HASH =
  /^(?:[A-Za-z0-9+/_-]{22}={0,2}|[A-Za-z0-9+/_-]{27}=?|[A-Za-z0-9+/_-]{43}=?|[A-Za-z0-9+/_-]{86}={0,2})$/;
const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512', 'sha3-256'] as const;
const ROWS = 200;
const MOSTLY = 0.8;
/** Shorter pieces stand in each other by chance. */
const SHORTEST_PIECE = 5;

/**
 * Finds columns of hashes of identifiers and of codes derived from the person, which 45 CFR 164.514(c) forbids as codes for
 * re-identification: a hash of a record number is still that number to whoever can hash all of them.
 *
 * @param rows cells of rows in column order, without the header
 */
export function lintCodes(rows: readonly (readonly string[])[]): CodeLint[] {
  const sample = rows.slice(0, ROWS);
  const width = Math.max(0, ...sample.map((row) => row.length));
  const lints: CodeLint[] = [];
  for (let column = 0; column < width; column += 1) {
    const filled = sample.filter((row) => (row[column] ?? '').trim().length >= 3);
    if (filled.length < 3) continue;
    const lint = hashed(filled, column, width) ?? derived(filled, column, width);
    if (lint !== undefined) lints.push(lint);
  }
  return lints;
}

type Rows = readonly (readonly string[])[];

function hashed(rows: Rows, column: number, width: number): CodeLint | undefined {
  const looks = share(rows, (row) => isHash(cell(row, column)));
  if (looks < MOSTLY) return undefined;
  for (let from = 0; from < width; from += 1) {
    if (from === column) continue;
    for (const algorithm of ALGORITHMS) {
      const found = share(rows, (row) => isHashOf(cell(row, column), cell(row, from), algorithm));
      if (found >= MOSTLY) return { column, kind: 'hash_of', from, how: algorithm, share: found };
    }
  }
  return { column, kind: 'looks_hashed', how: 'as long and as random as a hash', share: looks };
}

function isHash(text: string): boolean {
  return (
    HASH.test(text) || (BASE64_HASH.test(text) && /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text))
  );
}

function isHashOf(code: string, value: string, algorithm: string): boolean {
  if (value === '') return false;
  const forms = new Set([
    value,
    value.toLowerCase(),
    value.toUpperCase(),
    value.replace(/[^\p{L}\p{N}]/gu, ''),
  ]);
  for (const form of forms) {
    const digest = createHash(algorithm).update(form).digest();
    const plain = digest.toString('base64');
    if (code.toLowerCase() === digest.toString('hex')) return true;
    if ([plain, plain.replace(/=+$/, ''), digest.toString('base64url')].includes(code)) return true;
  }
  return false;
}

const WAYS: readonly (readonly [string, (code: string, value: string) => boolean])[] = [
  [
    'reversed',
    (code, value) => value.length >= SHORTEST_PIECE && code === Array.from(value).reverse().join(''),
  ],
  [
    'the same without separators',
    (code, value) => plain(value).length >= SHORTEST_PIECE && code !== value && plain(code) === plain(value),
  ],
  ['a part of it', (code, value) => longPart(plain(code), plain(value))],
  ['with something around it', (code, value) => longPart(plain(value), plain(code))],
];

/** Whether the code is made of another column of its row, or of the initials of one and the year of another. */
function derived(rows: Rows, column: number, width: number): CodeLint | undefined {
  if (
    share(
      rows,
      (row) => /\d/.test(cell(row, column)) && /^[\p{L}\p{N}._/-]{3,40}$/u.test(cell(row, column)),
    ) < MOSTLY
  )
    return undefined;
  for (let from = 0; from < width; from += 1) {
    if (from === column || sameColumn(rows, column, from)) continue;
    // Of two columns the later one counts as made of the earlier.
    for (const [how, holds] of from < column ? WAYS : []) {
      const found = share(rows, (row) => holds(cell(row, column), cell(row, from)));
      if (found >= MOSTLY && different(rows, from))
        return { column, kind: 'derived_from', from, how, share: found };
    }
    const found = share(rows, (row) => fromInitials(cell(row, column), row, from, column));
    if (found >= MOSTLY)
      return { column, kind: 'derived_from', from, how: 'initials and a date', share: found };
  }
  return undefined;
}

/** Initials of a name column at its beginning, and behind them digits of a date of the same row. */
function fromInitials(code: string, row: readonly string[], from: number, column: number): boolean {
  const initials = (cell(row, from).match(/\p{L}+/gu) ?? []).map((word) => word.charAt(0).toUpperCase());
  const match = /^(\p{L}{2,3})[-_]?(\d{2,8})$/u.exec(code);
  if (match === null || initials.length < 2) return false;
  const letters = (match[1] ?? '').toUpperCase();
  const both = [
    initials.join(''),
    [...initials].reverse().join(''),
    `${initials.at(-1) ?? ''}${initials[0] ?? ''}`,
  ];
  if (!both.some((each) => each.startsWith(letters) || letters === each.slice(0, letters.length)))
    return false;
  const digits = match[2] ?? '';
  return row.some(
    (text, other) => other !== column && other !== from && text.replace(/\D/g, '').includes(digits),
  );
}

function longPart(part: string, whole: string): boolean {
  return part.length >= SHORTEST_PIECE && part.length < whole.length && whole.includes(part);
}

function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/** Two copies of one column are no derivation. */
function sameColumn(rows: Rows, a: number, b: number): boolean {
  return rows.every((row) => cell(row, a) === cell(row, b));
}

function different(rows: Rows, column: number): boolean {
  return new Set(rows.map((row) => cell(row, column))).size > rows.length / 2;
}

function share(rows: Rows, holds: (row: readonly string[]) => boolean): number {
  return rows.length === 0 ? 0 : rows.filter(holds).length / rows.length;
}

function cell(row: readonly string[], column: number): string {
  return row[column]?.trim() ?? '';
}
