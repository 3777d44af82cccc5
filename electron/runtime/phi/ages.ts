import type { Candidate } from './candidate.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';

const AFTER =
  /[- ]{0,2}(?:years?|yrs?|años?)(?:[- ]{1,2}old\b| of age\b|(?! ago| later| prior| before| of | hist| ex)\b)|[- ]?y\.?\/?o\b|[- ]y\.o\.?| ?yo\b|yo[fm]?\b| ?(?:f|m|female|male|man|woman|lady|gentleman|mujer|varon)\b(?![./])|th birthday|[- ]jahre/iuy;
const BEFORE =
  /\b(?:age[ds]?|turn(?:s|ed|ing)?|edad|alter|leeftijd|is now|aged|(?:he|she|they|patient|pt|mother|father|mom|dad|grandmother|grandfather|gma|gpa|husband|wife|aunt|uncle)(?:'s| is)(?: now)?)(?: is| of| de|:| =|=)?[ :]{0,2}$/i;
const IN_WORDS =
  '(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a |one )?hundred(?:[- ](?:and[- ])?(?:one|two|three|four|five|six|seven|eight|nine|ten))?)';
/** Behind a word of age nothing has to follow. */
const ALONE = new RegExp(`${IN_WORDS}(?=[.,;:)]|\\s*$)`, 'iuy');
const TENS = new RegExp(
  `${IN_WORDS}(?:[- ](?:years?|yrs?)[- ]old|[- ]years of age|[- ]year[- ]old)\\b|(?:noventa(?: y (?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))?|cien) años\\b|nonagenarian|centenarian|(?:in|into) (?:his|her|their) nineties|nineties(?= and (?:frail|lives))`,
  'iuy',
);

/** An age over 89 in digits at word `i`. The pooled category `90+` is none. */
export function oldAgeAt(page: Page, i: number): Candidate | undefined {
  const match = /^(9\d|1[0-2]\d)((?:yo[fm]?|y|f|m|yrs?)?)$/i.exec(page.word(i));
  if (match === null) return undefined;
  const start = page.start(i);
  const before = page.before(i);
  // 1.93, 120/93, 93%: no age.
  if (before === 0x2e || before === 0x2f || before === 0x25) return undefined;
  const number = start + (match[1]?.length ?? 0);
  AFTER.lastIndex = number;
  const after = AFTER.exec(page.text);
  if (after !== null) return { start, end: AFTER.lastIndex, label: 'AGE_OVER_89', by: 'pattern' };
  const next = page.text.charAt(number);
  if (/[+%./\d]/.test(next) && !/^\.(?:\s|$)/.test(page.text.slice(number, number + 2))) return undefined;
  const lead = BEFORE.exec(page.text.slice(Math.max(0, start - 18), start));
  if (lead === null || / (?:degrees|percent|mg|%)/.test(page.text.slice(number, number + 9)))
    return undefined;
  if (page.spaced(i + 1) && page.roles(i + 1) & ROLE.measure) return undefined;
  // `she is` says nothing by itself, and would stand for the age everywhere else.
  const said = /\b(?:is|'s)\b/i.test(lead[0]) ? start : start - lead[0].length;
  return { start: said, end: number, label: 'AGE_OVER_89', by: 'pattern' };
}

/** An age over 89 in words that begins at word `i`. */
export function spelledAgeAt(page: Page, i: number): Candidate | undefined {
  TENS.lastIndex = page.start(i);
  const match = TENS.exec(page.text);
  if (match === null) return aloneAt(page, i);
  const lead =
    /\b(?:a|one) $/i.exec(page.text.slice(Math.max(0, match.index - 4), match.index))?.[0].length ?? 0;
  return { start: match.index - lead, end: TENS.lastIndex, label: 'AGE_OVER_89', by: 'pattern' };
}

/** `Age ninety-one.` */
function aloneAt(page: Page, i: number): Candidate | undefined {
  const start = page.start(i);
  if (!BEFORE.test(page.text.slice(Math.max(0, start - 18), start))) return undefined;
  ALONE.lastIndex = start;
  return ALONE.test(page.text)
    ? { start, end: ALONE.lastIndex, label: 'AGE_OVER_89', by: 'pattern' }
    : undefined;
}
