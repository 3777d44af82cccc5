import { meaningOf } from './header-rules.ts';
import { headerWords } from './header-words.ts';
import { lookOf, type Look } from './value-looks.ts';

/** Looks that no header has. */
const DATA: ReadonlySet<Look> = new Set([
  ...(['email', 'ip', 'mac', 'uuid', 'ssn', 'iban', 'vin', 'phone', 'date', 'zip9', 'coordinates'] as const),
  ...(['street', 'record', 'number', 'quantity', 'hash', 'last_first'] as const),
]);
const LONGEST_HEADER = 60;
const ROWS = 50;

/**
 * Whether the first row names the columns. Each cell speaks for or against it: by its words, by its look, and by
 * whether the cells below look alike among themselves but unlike it, or repeat it.
 *
 * @param rows the first rows of the table as cells; the first of them is judged
 */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const first = rows[0];
  if (first === undefined || first.every((cell) => cell.trim() === '')) return false;
  const below = rows.slice(1, ROWS);
  let votes = 0;
  const seen = new Set<string>();
  first.forEach((raw, column) => {
    const cell = raw.trim();
    if (cell === '') return;
    if (seen.has(cell.toLowerCase())) votes -= 0.5;
    seen.add(cell.toLowerCase());
    votes += voteOf(
      cell,
      below.flatMap((row) => row[column]?.trim() ?? []).filter((text) => text !== ''),
    );
  });
  return votes > 0;
}

function voteOf(cell: string, below: readonly string[]): number {
  const look = lookOf(cell);
  if (DATA.has(look)) return -3;
  if (cell.length > LONGEST_HEADER || look === 'prose') return -2;
  const words = headerWords(cell);
  const meaning = meaningOf(words);
  let vote = 0;
  if (meaning.known || meaning.numbered) vote += words.length <= 4 ? 1.5 : 0.5;
  if (/^[a-z][a-z\d]*(?:[_.][a-z\d]+)+$/i.test(cell) && !/\d{3}/.test(cell)) vote += 1;
  if (below.includes(cell)) vote -= 1;
  if (below.length > 0) {
    const unlike = below.filter((text) => DATA.has(lookOf(text))).length / below.length;
    if (unlike >= 0.7) vote += 1.5;
  }
  if (vote === 0 && /\d{2}/.test(cell)) vote -= 1;
  return vote;
}
