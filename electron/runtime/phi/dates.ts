import type { Candidate } from './candidate.ts';
import { matches } from './candidate.ts';

const YEAR = '(?:1[89]|20)\\d{2}';
const MONTH = '(?:0?[1-9]|1[0-2])';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const TIME =
  '(?:[T ,]{1,2}\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?: ?[ap]\\.?m\\b\\.?)?(?: ?Z|[+-]\\d{2}:?\\d{2})?)?';
const NAME =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const NTH = `${DAY}(?:st|nd|rd|th)?`;

const NUMERIC: readonly RegExp[] = [
  `(?<![\\w./-])${YEAR}[-/.]${MONTH}[-/.]${DAY}(?!\\d)${TIME}`,
  `(?<![\\w./-])${MONTH}([-/])${DAY}\\1(?:${YEAR}|'?\\d{2})(?![\\d/-]|\\.\\d)${TIME}`,
  `(?<![\\w./-])${DAY}([-/])${MONTH}\\1(?:${YEAR}|\\d{2})(?![\\d/-]|\\.\\d)${TIME}`,
  `(?<![\\w./-])(?:${DAY}\\.${MONTH}|${MONTH}\\.${DAY})\\.${YEAR}(?!\\d)`,
  `(?<![\\w./-])${MONTH}[/-]${YEAR}(?![\\d/-])`,
  `(?<![\\w./-])${YEAR}[/-](?:0[1-9]|1[0-2])(?![\\d/-])`,
  `(?<![\\w./-])${YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:T?(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d)?)?(?!\\w)`,
].map((source) => new RegExp(source, 'g'));

const WORDED: readonly RegExp[] = [
  `\\b${NAME}\\b\\.?[ -]{0,2}${NTH}(?!\\d|:|\\.\\d)(?:(?:,| of|-| )? ?(?:${YEAR}|'\\d{2})\\b)?${TIME}`,
  `(?<![\\w.])${NTH}(?: of)?[ -]?${NAME}\\b\\.?(?:[, -]{0,2}(?:${YEAR}|'\\d{2})\\b|-\\d{2}\\b)?${TIME}`,
  `(?<!\\w)${DAY}${NAME}(?:${YEAR}|\\d{2})(?!\\w)`,
  `\\b${NAME}\\b\\.?(?:,| of|-)? ?${YEAR}\\b`,
  `\\b${YEAR}[- ]${NAME}\\b(?:[- ]${DAY}\\b)?`,
].map((source) => new RegExp(source, 'gi'));

/** Words before which `3/14` is a date and not a score. */
const CUES =
  'on|since|from|until|till|thru|through|before|after|by|dated?|dob|d\\.o\\.b\\.|birth(?:date|day| date)?|born|dos|admit(?:ted)?|adm|discharged?|d/c|seen|visit|scheduled(?: for| on)?|as of|effective|eff|signed|dictated|transcribed|notified|reviewed|performed|expires?|due|follow-?up|next|last|d|t|sx|surgery|appointment|appt|started|stopped';
const DAY_OF_YEAR = `${MONTH}[/-]${DAY}(?![\\d/%-]|\\.\\d)`;
const CUED: readonly RegExp[] = [
  `\\b(?:${CUES})\\b(?: (?:date|on|was|is|of|the|for))?[ .:#=-]{1,4}(?<value>${DAY_OF_YEAR}(?: ?(?:-|to|and|through|thru|until) ?${DAY_OF_YEAR})?)`,
  `\\b(?:on|since|until|by) the (?<value>(?:[12]?\\d|3[01])(?:st|nd|rd|th))\\b(?! (?:percentile|day|visit|cycle|time|rib|toe|finger|floor|week|month|dose|digit|metatarsal|metacarpal|cranial|nerve|ventricle))`,
].map((source) => new RegExp(source, 'dgi'));
const HOLIDAY =
  /\b(?:christmas(?: eve| day)?|thanksgiving(?: day)?|new year'?s(?: eve| day)?|labor day|memorial day|independence day|(?:the )?(?:4th|fourth) of july|halloween|easter(?: sunday)?|valentine'?s day|mother'?s day|father'?s day|veterans day|columbus day)\b/gi;
const MONTH_IN =
  /\b(?:in|since|last|until|by|during|early|late|mid|next|this|of|from|through|through to|before|after)[ -](?<value>january|february|april|june|july|august|september|october|november|december|(?-i:March|May))\b/dgi;

/** Calendar dates down to a month, in many written forms. A year alone may stay, so it is no candidate. */
export function findDates(text: string): Candidate[] {
  const found: Candidate[] = [];
  const digits = /\d/.test(text);
  if (digits) {
    for (const pattern of NUMERIC) push(found, text, pattern, 'pattern');
    for (const pattern of CUED) push(found, text, pattern, 'cue');
    for (const pattern of WORDED) push(found, text, pattern, 'pattern');
  }
  push(found, text, HOLIDAY, 'pattern');
  push(found, text, MONTH_IN, 'cue');
  return found;
}

function push(found: Candidate[], text: string, pattern: RegExp, by: Candidate['by']): void {
  for (const { start, end } of matches(text, pattern)) found.push({ start, end, label: 'DATE', by });
}
