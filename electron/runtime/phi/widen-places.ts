import type { Candidate } from './candidate.ts';
import type { Page } from './page.ts';
import { TRAIT } from './tokens.ts';

/** Behind a street: no number, or a number in the manner of Colombia. */
const TAIL = /^,? (?:s\/n(?![\p{L}\d])|sin(?=\.)|N[ºo°]\.? ?\d{1,4} [A-Z]-\d{1,4})|^ \((?:Greek|Turkish)\)/u;
/** A postal code at the end of a line, perhaps behind the short name of a state. */
const CODE = /^(?:,[ \n]{1,2}[A-Z]{2,3})?,?[ \n]{1,2}(?:[A-Z]\p{Ll}{3,} )?(\d{4,6})(?=\s*(?:$|\n|[.,;?"]))/u;
const YEAR = /^(?:1[89]|20)\d\d$/;
const ACRONYM = /^ \((\p{Lu}{3,6})\)/u;
const NEWLINE = '\n';

/** A place with the other half of `SAINT-PRIEST`, its own short name in brackets, the code behind it. */
export function widenPlace(page: Page, span: Candidate): Candidate {
  const start = hyphenBefore(page, span.start);
  let end = hyphenAfter(page, span.end);
  const next = page.text.charCodeAt(end);
  // Nothing but a space, a comma or a new line leads to more.
  if (next !== 0x20 && next !== 0x2c && next !== 0x0a)
    return start === span.start && end === span.end ? span : { ...span, start, end };
  const tail = page.text.slice(end, end + 32);
  const acronym = tail.charCodeAt(1) === 0x28 ? ACRONYM.exec(tail) : null;
  const more = TAIL.exec(tail);
  if (acronym !== null && abbreviates(page.text.slice(start, end), acronym[1] ?? ''))
    end += acronym[0].length;
  else if (more !== null) end += more[0].length;
  else end += codeBehind(span, tail);
  return start === span.start && end === span.end ? span : { ...span, start, end };
}

function codeBehind(span: Candidate, tail: string): number {
  const code = CODE.exec(tail);
  if (code === null || YEAR.test(code[1] ?? '') || span.by === 'tagger') return 0;
  const lined = tail.startsWith(NEWLINE) || code[0].includes(',');
  return lined || (code[1] ?? '').length > 4 ? code[0].length : 0;
}

function hyphenAfter(page: Page, end: number): number {
  if (page.text.charCodeAt(end) !== 0x2d) return end;
  const next = page.wordFrom(end);
  const last = next - 1;
  const capital = page.traits(next) & page.traits(last) & TRAIT.capital;
  const joined =
    page.start(next) === end + 1 &&
    capital !== 0 &&
    page.length(next) > 2 &&
    !(page.traits(next) & TRAIT.digit);
  return joined ? page.end(next) : end;
}

function hyphenBefore(page: Page, start: number): number {
  if (start < 2 || page.text.charCodeAt(start - 1) !== 0x2d) return start;
  const first = page.wordFrom(start);
  const before = first - 1;
  const capital = page.traits(first) & page.traits(before) & TRAIT.capital;
  const joined =
    page.end(before) === start - 1 &&
    capital !== 0 &&
    page.length(before) > 2 &&
    !(page.traits(before) & TRAIT.digit);
  return joined ? page.start(before) : start;
}

/** Whether letters are those that the words of a name begin with, in their order. */
function abbreviates(name: string, letters: string): boolean {
  const initials = (name.match(/(?<!\p{L})\p{Lu}/gu) ?? []).join('');
  return letters.length >= 3 && initials.includes(letters);
}
