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
/** `Sports & Spine`, `I-5 NB at MP 142`, `Safeway on 4th`, `Ballard Peds`, `St #C204`: what belongs to a place behind it. */
const MORE =
  /^(?: & \p{Lu}\p{Ll}+(?: (?:Clinic|Center|Associates|Hospital|Institute))?| (?:[NSEW]B )?(?:(?:at|near|@) )?(?:MP|mm|milepost|mile marker|exit) ?\d{1,3}(?:\.\d)?| [NSEW]B(?= )| (?:on|off) (?:\d{1,3}(?:st|nd|rd|th))(?! (?:floor|visit|day|of|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))| (?:SNF|ALF|AFH|Peds|HS|Elem|ED|ER|ICU|VAMC|LTAC|Rehab|Clinic|Reservation|Bridge|Apartments|Apts|Towers|Manor|Marina|Campus|Beach|(?:Soldiers |Funeral |Veterans |Nursing )?Home)| (?:slip|space|spc|bldg|dock|pier|unit|apt|lot|box) #?[A-Z]?-?\d{1,4}[A-Z]?|,? #[A-Z]?-?\d{1,5}[A-Z]?)(?![\p{L}\d])/u;
/** Before a place: `Flat 9, Juniper Court`, `Plot 22 Kampala Road`, `RR 2 Box 118`, `Camp Pendleton`, `Lake Chelan`. */
const LED =
  /(?<![\p{L}\d])(?:(?:Flat|Unit|Apt|House|Plot|Villa|Suite|Floor|Level|Lot|Door|Block|Dock|Slip|Space) [A-Z]?\d{0,4}[A-Z]?(?:\/\d{1,3})?,? |(?:RR|HC) \d{1,3} |(?:Camp|Fort|Ft\.?|Lake|Mount|Mt\.?|Port|Cape|Upper|Lower|North|South|East|West|New|Old|Mile \d{1,3}|The Old|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|oh)(?:[ -](?:\p{L}{2,9}teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|oh)){0,4}) )$/u;
const LED_REACH = 40;

/** A place with the other half of `SAINT-PRIEST`, its own short name in brackets, the code behind it. */
export function widenPlace(page: Page, span: Candidate): Candidate {
  const start = ledFrom(page, hyphenBefore(page, span.start));
  let end = moreBehind(page, hyphenAfter(page, span.end));
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

function ledFrom(page: Page, start: number): number {
  if (start < 3 || page.text.charCodeAt(start - 1) !== 0x20) return start;
  if (!/[\p{Lu}\d]/u.test(page.text.charAt(start))) return start;
  const lead = LED.exec(page.text.slice(Math.max(0, start - LED_REACH), start));
  return lead === null ? start : start - lead[0].length;
}

function moreBehind(page: Page, end: number): number {
  const next = page.text.charCodeAt(end);
  if (next !== 0x20 && next !== 0x2c) return end;
  let to = end;
  for (let parts = 0; parts < 2; parts += 1) {
    const more = MORE.exec(page.text.slice(to, to + 40));
    if (more === null) break;
    to += more[0].length;
  }
  return to;
}

function codeBehind(span: Candidate, tail: string): number {
  const code = CODE.exec(tail);
  if (code === null || YEAR.test(code[1] ?? '') || (span.by === 'tagger' && (code[1] ?? '').length !== 5))
    return 0;
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
