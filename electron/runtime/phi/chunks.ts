import type { Page } from './page.ts';
import { TRAIT } from './tokens.ts';

/** Words written together without a space: `03/14/2024`, `BMC-563421`, `10.0.0.1`. */
export interface Chunk {
  /** First and last word. */
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const MINUS = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const UNDERSCORE = 0x5f;
const LONGEST = 24;

/** The last word that is written together with word `i`. */
export function chunkEnd(page: Page, i: number): number {
  let last = i;
  while (last - i < LONGEST && joins(page, last)) last += 1;
  return last;
}

export function chunkOf(page: Page, first: number, last: number): Chunk {
  const start = page.start(first);
  const end = page.end(last);
  return { first, last, start, end, text: page.text.slice(start, end) };
}

/** Whether word `i` and the next are written together. */
function joins(page: Page, i: number): boolean {
  const gap = page.start(i + 1) - page.end(i);
  if (i + 1 >= page.count || gap > 2) return false;
  const code = page.after(i);
  if (gap === 2) return (code === COLON || code === SLASH) && page.before(i + 1) === code;
  if (code === MINUS || code === UNDERSCORE) return true;
  if (code !== DOT && code !== SLASH && code !== COLON) return false;
  if (code === COLON) return isHex(page, i) && isHex(page, i + 1);
  return (page.traits(i) & page.traits(i + 1) & TRAIT.digit) !== 0;
}

function isHex(page: Page, i: number): boolean {
  if (page.length(i) > 4 && !(page.traits(i) & TRAIT.number)) return false;
  return (page.traits(i) & TRAIT.number) !== 0 || /^(?:[0-9a-f]{1,4})$/i.test(page.word(i));
}
