import type { Candidate } from './candidate.ts';
import { EVERYDAY, isOnlyEveryday } from './everyday.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { Phrases } from './phrases.ts';
import { REGIONS } from './regions.ts';
import { ROLE } from './role.ts';
import {
  compoundStreetAt,
  englishStreetAt,
  framedStreetAt,
  headedStreetAt,
  isHouseNumber,
  trailingWayAt,
  type Run,
} from './streets.ts';
import { GAP, TRAIT } from './tokens.ts';

const REGION = new Phrases<true>().add(REGIONS, true);
const STRONG_UNIT = /^(?:apt|apartment|apto|suite|ste|unit|appt|dept|departamento|postbox)$/i;
/** Japanese, Chinese and Korean addresses are written without spaces. */
const BLOCK = /[都道府県市区町村郡省路街號号路洞동구시로].{0,40}\d{1,5}(?:丁目|番|号|號|-|호|로|$)/u;
const LONGEST_LINE = 7;

/** Streets with what follows them, boxes, towns with their state, and postal codes. */
export function findPlacesByForm(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < page.count; i += 1) {
    const run = anchorAt(page, i);
    if (run === undefined) {
      zipAt(page, i, found);
      continue;
    }
    const last = blockAfter(page, run.last);
    pushBlock(page, run, last, found);
    zipInside(page, run, last, found);
    i = Math.max(i, last);
  }
  return found;
}

function anchorAt(page: Page, i: number): Run | undefined {
  const roles = page.roles(i);
  const traits = page.traits(i);
  if (traits & TRAIT.digit) {
    if (traits & TRAIT.foreign && BLOCK.test(page.word(i))) return { first: i, last: i };
    return framedStreetAt(page, i) ?? cedexAt(page, i);
  }
  if (roles & ROLE.wayHead) {
    const run = headedStreetAt(page, i);
    if (run !== undefined) return run;
  }
  if (roles & ROLE.way) {
    const run = englishStreetAt(page, i);
    if (run !== undefined) return run;
  }
  if (traits & TRAIT.letter && page.traits(i + 1) & TRAIT.digit) {
    const run = trailingWayAt(page, i);
    if (run !== undefined) return run;
  }
  if (roles & ROLE.unit) {
    const run = unitAt(page, i);
    if (run !== undefined) return run;
  }
  if (roles & ROLE.address) {
    const run = afterCueAt(page, i);
    if (run !== undefined) return run;
  }
  const code = page.text.charCodeAt(page.start(i)) | 0x20;
  if (code === 0x70 || code === 0x62 || code === 0x61 || code === 0x66 || code === 0x64 || code === 0x75) {
    const run = boxAt(page, i);
    if (run !== undefined) return run;
  }
  if (
    traits & TRAIT.letter &&
    page.length(i) >= 5 &&
    (traits & TRAIT.capital || traits & TRAIT.line || page.traits(i - 1) & TRAIT.number)
  )
    return compoundStreetAt(page, i);
  return undefined;
}

const BOX =
  /(?:p\.? ?o\.? ?box|postbox|post office box|apartado(?: de correos)?|postfach|box) #?\d{1,6}|(?:PSC|CMR) \d{1,5},? Box \d{1,5}|unit \d{1,6},? box \d{1,6}|(?:[AFD]PO) (?:A[AEP]) \d{5}|(?:USS|USNS|USNV|USCGC) \p{L}+/iuy;

/** Post boxes and military addresses. */
function boxAt(page: Page, i: number): Run | undefined {
  BOX.lastIndex = page.start(i);
  if (!BOX.test(page.text)) return undefined;
  const last = page.wordFrom(BOX.lastIndex) - 1;
  if (/^box$/i.test(page.word(i)) && !(page.traits(i) & TRAIT.capital)) return undefined;
  if (/^us/i.test(page.word(i)) && !/^(?:USS|USNS|USNV|USCGC)$/i.test(page.word(i))) return undefined;
  const first = i > 0 && page.spaced(i) && isHouseNumber(page, i - 1) && page.length(i - 1) <= 5 ? i - 1 : i;
  return { first, last };
}

/** `Apt. 322`, `Suite 503`, and the line before it. */
function unitAt(page: Page, i: number): Run | undefined {
  if (!STRONG_UNIT.test(page.word(i))) return undefined;
  const last = numberOfUnit(page, i);
  if (last === i) return undefined;
  let first = i;
  // What stands before it on the line, back to a number: `19902 Dobrovského 1394 Apt. 066`.
  let number = -1;
  for (let k = i - 1; k >= 0 && i - k <= LONGEST_LINE; k -= 1) {
    if (page.gap(k + 1) & (GAP.newline | GAP.colon | GAP.open | GAP.close | GAP.column)) break;
    if (page.gap(k + 1) & GAP.comma && k < i - 1) break;
    const plain =
      page.traits(k) & (TRAIT.capital | TRAIT.digit) || page.roles(k) & (ROLE.particle | ROLE.way);
    if (!plain && page.lists(k) & LIST.common) break;
    if (isHouseNumber(page, k)) number = k;
    if (page.traits(k) & TRAIT.small && page.roles(k) & (ROLE.act | ROLE.link)) break;
  }
  if (number >= 0) first = number;
  return { first, last };
}

/** The last word of the number after a word such as `Apt`, or the word itself. */
function numberOfUnit(page: Page, i: number): number {
  if (i + 1 >= page.count || !/^[ .:#]{1,4}$/.test(page.between(i + 1))) return i;
  const word = page.word(i + 1);
  if (page.length(i + 1) > 6 || !(/\d/.test(word) || /^[A-Z]$/.test(word))) return i;
  if (page.spaced(i + 2) && page.roles(i + 2) & ROLE.measure) return i;
  let last = i + 1;
  if (page.after(last) === 0x2d && page.start(last + 1) - page.end(last) === 1 && page.length(last + 1) <= 4)
    last += 1;
  return last;
}

const HOME = /^(?:home|mailing|street|billing|shipping|current|permanent|work|residential)$/i;
const CUE =
  /^(?:address|addr|domicilio|direccion|adres|adresse|anschrift|indirizzo|morada|endereco|adresa|adress|alamat|woonadres|адрес|адреса|διευθυνση|aadress|adrese|כתובת|عنوان|ठिकाना|पता|ठिकाणा|ঠিকানা|বাসা|address1|address2|street|ikheli|idilesi|住所)$/iu;
const TOWN_CUE =
  /^(?:where|localidad|provincia|municipio|poblacion|city|town|location|ciudad|residence|poblado)$/i;

/** What follows `Address:`, `Domicilio:`, `lives at`, up to the end of the sentence or the line. */
function afterCueAt(page: Page, i: number): Run | undefined {
  const word = fold(page.word(i));
  if (HOME.test(word) && !page.spaced(i + 1)) return undefined;
  const next = i + 1;
  const gap = page.between(next);
  if (word === 'corner' && /^of$/i.test(page.word(next))) return cornerAt(page, i);
  if (CUE.test(word)) {
    const colon = (page.gap(next) & GAP.colon) !== 0 || (gap.includes('\n') && /^\s*[:\n]/.test(gap));
    if (
      !colon &&
      !(gap === ' ' && !/^(?:address|addr|street|address\d)$/.test(word)) &&
      !(
        /^ (?:is )?$/.test(gap) &&
        (page.traits(next) & TRAIT.digit || page.text.charCodeAt(page.start(next)) > 0x2ff)
      )
    )
      return undefined;
    if (word === 'street' && !colon) return undefined;
    return restOfAddress(page, next);
  }
  if (TOWN_CUE.test(word) && /^ ?[:=]\s{0,3}$/.test(gap)) return townAt(page, next);
  return undefined;
}

/** `the corner of Elm Street and 5th Avenue` at the word `corner`. */
function cornerAt(page: Page, i: number): Run | undefined {
  const rest = restOfAddress(page, i + 2);
  return rest === undefined
    ? undefined
    : { first: /^the$/i.test(page.word(i - 1)) ? i - 1 : i, last: rest.last };
}

/** An address after a cue: to the end of the line, the sentence, or a label with a colon. */
function restOfAddress(page: Page, first: number): Run | undefined {
  let last = first - 1;
  while (last + 1 < page.count && last - first < 16) {
    const k = last + 1;
    if (k > first && page.gap(k) & (GAP.newline | GAP.column | GAP.open)) break;
    if (
      k > first &&
      page.gap(k) & GAP.stop &&
      page.length(k - 1) > 3 &&
      !(page.roles(k - 1) & (ROLE.way | ROLE.unit | ROLE.wayHead))
    )
      break;
    if (k > first && page.gap(k) & GAP.stop && page.traits(k - 1) & TRAIT.digit) break;
    if (k > first && page.between(k).includes(';')) break;
    if (/^(?:and|of)$/.test(page.word(k)) && k > first && k - first < 8) {
      last = k;
      continue;
    }
    if (/^ ?[:=]/.test(page.text.slice(page.end(k), page.end(k) + 2)) && k > first) break;
    if (page.roles(k) & (ROLE.phone | ROLE.fax | ROLE.act) && page.traits(k) & TRAIT.letter && k > first)
      break;
    if (
      page.traits(k) & TRAIT.small &&
      page.lists(k) & LIST.common &&
      !(page.roles(k) & (ROLE.particle | ROLE.way | ROLE.wayHead | ROLE.unit))
    )
      break;
    last = k;
  }
  while (last >= first && /^(?:and|y|or|in|at|on|to)$/i.test(page.word(last))) last -= 1;
  if (last < first) return undefined;
  const numbered = Array.from(
    { length: last - first + 1 },
    (_, k) => page.traits(first + k) & TRAIT.digit,
  ).some(Boolean);
  const capital = (page.traits(first) & (TRAIT.capital | TRAIT.foreign)) !== 0;
  return numbered || capital ? { first, last } : undefined;
}

function townAt(page: Page, first: number): Run | undefined {
  let last = first - 1;
  while (last + 1 < page.count && last - first < 5) {
    const k = last + 1;
    if (k > first && (page.gap(k) & (GAP.newline | GAP.stop | GAP.column | GAP.colon)) !== 0) break;
    if (!(page.traits(k) & (TRAIT.capital | TRAIT.foreign)) && !(page.roles(k) & ROLE.particle) && k > first)
      break;
    if (page.traits(k) & TRAIT.digit && page.length(k) > 2) break;
    if (k > first && page.lists(k) & LIST.common && !(page.lists(k) & LIST.place)) break;
    last = k;
  }
  if (last < first || /^ ?[:=]/.test(page.text.slice(page.end(last), page.end(last) + 2))) return undefined;
  return page.traits(first) & TRAIT.letter ? { first, last } : undefined;
}

/** A postal code before a town: `28850 Torrejón de Ardoz`, `E-46009 Valencia`, `1012 AB Amsterdam`. */
function cedexAt(page: Page, i: number): Run | undefined {
  const length = page.length(i);
  if (length < 4 || length > 6 || !(page.traits(i) & TRAIT.number)) return undefined;
  let k = i + 1;
  if (length === 4 && /^[A-Z]{2}$/.test(page.word(k)) && page.spaced(k)) k += 1;
  const dotted = /^\. ?$/.test(page.between(k));
  if (!(page.spaced(k) || (dotted && length === 5)) || !(page.traits(k) & TRAIT.capital)) return undefined;
  if (
    !(page.lists(k) & LIST.place) ||
    page.traits(k) & TRAIT.capitals ||
    page.roles(k) & (ROLE.month | ROLE.state)
  )
    return undefined;
  const before = page.gap(i);
  if (before & (GAP.slash | GAP.hash | GAP.plus)) return undefined;
  const run = townAt(page, k);
  if (run === undefined) return undefined;
  return { first: i > 0 && page.before(i) === 0x2d && page.length(i - 1) <= 2 ? i - 1 : i, last: run.last };
}

/** An address; a town behind `in` is a span of its own. */
function pushBlock(page: Page, run: Run, last: number, found: Candidate[]): void {
  const push = (from: number, to: number): void => {
    found.push({ start: page.start(from), end: page.end(to), label: 'ADDRESS', by: 'pattern' });
  };
  const behind = run.last + 1;
  let town = behind;
  while (town < last && !(page.length(town) === 2 && /^(?:in|en)$/i.test(page.word(town)))) town += 1;
  if (town >= last) {
    push(run.first, last);
    return;
  }
  push(run.first, town - 1);
  push(town + 1, last);
}

/** The postal code at the end of an address is a class of its own: its first digits may stay. */
function zipInside(page: Page, { first, last: street }: Run, last: number, found: Candidate[]): void {
  const plus = page.length(last) === 4 && page.before(last) === 0x2d && page.length(last - 1) === 5;
  const zip = plus ? last - 1 : last;
  if (last <= street || zip <= first || !(page.traits(zip) & TRAIT.number) || page.length(zip) !== 5) return;
  found.push({ start: page.start(zip), end: page.end(last), label: 'ZIP', by: 'pattern' });
}

/** A postal code after a state or a country: `WI 53140`, `Italy 75263`. */
function zipAt(page: Page, i: number, found: Candidate[]): void {
  const roles = page.roles(i);
  let next = i + 1;
  if (roles & ROLE.region) {
    const region = REGION.at(page, i);
    if (region === undefined) return;
    next = region.next;
  } else if (!(roles & ROLE.state) || page.length(i) > 3) return;
  if (!isZip(page, next)) return;
  const capitals = (page.traits(i) & TRAIT.capitals) !== 0;
  // `lived in 50475`: a small word is a state only behind a comma.
  if (!(page.traits(i) & TRAIT.capital) && !(page.gap(i) & GAP.comma)) return;
  const five = page.length(next) === 5;
  if (roles & ROLE.state && !(roles & ROLE.region) && !capitals && !five) return;
  if (
    !five &&
    (!(page.traits(i) & TRAIT.capital) ||
      !(roles & ROLE.region) ||
      /^(?:1[89]|20)\d\d$/.test(page.word(next)))
  )
    return;
  if (page.spaced(next + 1) && page.roles(next + 1) & ROLE.measure) return;
  const last = zipEnd(page, next);
  found.push({ start: page.start(next), end: page.end(last), label: 'ZIP', by: 'pattern' });
  townBefore(page, i, found);
}

function isZip(page: Page, i: number): boolean {
  const length = page.length(i);
  if (!(page.traits(i) & TRAIT.number) || length < 4 || length > 6) return false;
  return (
    /^,?[ \n]{1,2}$/.test(page.between(i)) && !/^[./:]\d/.test(page.text.slice(page.end(i), page.end(i) + 2))
  );
}

function zipEnd(page: Page, i: number): number {
  const four = page.after(i) === 0x2d && page.length(i + 1) === 4 && page.traits(i + 1) & TRAIT.number;
  return four && page.start(i + 1) - page.end(i) === 1 ? i + 1 : i;
}

/** The town before a state: up to three words, back to punctuation. */
function townBefore(page: Page, i: number, found: Candidate[]): void {
  if (i === 0 || !/^,? ?$|^,\n$/.test(page.between(i))) return;
  let first = i;
  while (i - first < 4 && first > 0) {
    const k = first - 1;
    if (first < i && page.gap(first) & ~(GAP.space | GAP.hyphen | GAP.stop | GAP.apostrophe)) break;
    if (first < i && page.gap(first) & GAP.stop && !/^(?:st|mt|ft)$/i.test(page.word(k))) break;
    if (
      page.traits(k) & TRAIT.digit ||
      (page.roles(k) & (ROLE.way | ROLE.at) && !(page.traits(k) & TRAIT.capital))
    )
      break;
    if (page.traits(i) & TRAIT.capital && !(page.traits(k) & TRAIT.capital)) break;
    first = k;
  }
  if (first < i)
    found.push({ start: page.start(first), end: page.end(i - 1), label: 'ADDRESS', by: 'pattern' });
}

/** What belongs to an address after its street: unit, town, state, country, postal code, on this line and the next ones. */
function blockAfter(page: Page, street: number): number {
  let last = street;
  for (let segments = 0; segments < 6; segments += 1) {
    const next = segmentAfter(page, last, street);
    if (next === last) return last;
    const zip = page.traits(next) & TRAIT.number && page.length(next) >= 4;
    last = next;
    if (zip && !startsRegion(page, last + 1)) return last;
  }
  return last;
}

function startsRegion(page: Page, i: number): boolean {
  return (page.roles(i) & ROLE.region) !== 0 && REGION.at(page, i) !== undefined && !(page.gap(i) & GAP.stop);
}

/** The end of the next part of an address after word `i`, or `i`. */
function segmentAfter(page: Page, i: number, street: number): number {
  const next = i + 1;
  if (next >= page.count) return i;
  const gap = page.between(next);
  // `Lives at 6131 David Orchard in Collinsstad.`
  if (gap === ' ' && /^(?:in|en)$/i.test(page.word(next)) && page.spaced(next + 1))
    return townEnd(page, next + 1, i);
  const lineBreak = gap.includes('\n');
  if (gap.length > 16 || !/^[\s,.?•*–-]*$/.test(gap)) return i;
  if (
    !lineBreak &&
    /\. {1,2}$/.test(gap) &&
    !(page.roles(i) & (ROLE.way | ROLE.wayHead | ROLE.unit)) &&
    page.length(i) > 3
  )
    return i;
  if (
    !lineBreak &&
    /\. {1,2}$/.test(gap) &&
    page.traits(next) & TRAIT.letter &&
    !(page.roles(next) & (ROLE.unit | ROLE.region | ROLE.state))
  )
    return page.lists(next) & LIST.place && page.traits(next) & TRAIT.capital && page.traits(i) & TRAIT.number
      ? townEnd(page, next)
      : i;
  if (page.roles(next) & ROLE.unit && STRONG_UNIT.test(page.word(next))) {
    const unit = numberOfUnit(page, next);
    if (unit > next) return unit;
  }
  if (gap.endsWith('#')) return i;
  if (page.roles(next) & ROLE.region) {
    const region = REGION.at(page, next);
    if (region !== undefined)
      return isZip(page, region.next)
        ? zipEnd(page, region.next)
        : lineBreak || gap.includes(',')
          ? region.next - 1
          : i;
  }
  if (
    page.roles(next) & ROLE.state &&
    (page.traits(next) & TRAIT.capitals || page.word(next) === 'nan' || lineBreak || gap.includes(','))
  ) {
    if (isZip(page, next + 1)) return zipEnd(page, next + 1);
    if (page.traits(next) & TRAIT.capitals) return next;
  }
  // `, 13` on a line of its own: a province by number.
  if (lineBreak && gap.includes(',') && page.traits(next) & TRAIT.number && page.gap(next + 1) & GAP.newline)
    return next;
  if (page.traits(next) & TRAIT.number) {
    const length = page.length(next);
    const plain =
      length >= 4 && length <= 6 && (lineBreak || gap.includes(',') || gap === ' ' || gap === '. ');
    if (!plain || (page.spaced(next + 1) && page.roles(next + 1) & ROLE.measure)) return i;
    return zipEnd(page, next);
  }
  const unit = page.traits(i) & TRAIT.digit && STRONG_UNIT.test(page.word(i - 1));
  // Behind a unit or a town nothing has to stand: `Suite 104 Veszprém VE`.
  if (gap === ' ' && page.traits(next) & TRAIT.capital) {
    if (unit) return townEnd(page, next, i);
    if (
      page.traits(next) & TRAIT.capitals &&
      page.length(next) === 2 &&
      page.traits(i) & TRAIT.capital &&
      i > street
    )
      return next;
  }
  if (!/[,\n]/.test(gap)) return i;
  return lineBreak ? (townLine(page, next) ?? i) : townEnd(page, next, i);
}

/** The last word of a town's name that begins at word `first`; `none` where it is none. */
function townEnd(page: Page, first: number, none = first - 1): number {
  if (!isTownWord(page, first, true)) return none;
  let last = first;
  while (last - first < 4 && last + 1 < page.count) {
    const k = last + 1;
    if (page.gap(k) & ~(GAP.space | GAP.hyphen | GAP.apostrophe)) break;
    if (isTownWord(page, k)) last = k;
    else if (page.roles(k) & ROLE.particle && isTownWord(page, k + 1) && page.spaced(k + 1)) last = k + 1;
    else if (
      /^(?:u|upon|am|an|sur|les|en|on|by|d|pod|nad|sul|ved|i|o|ou|de|la)$/.test(page.word(k)) &&
      isTownWord(page, k + 1)
    )
      last = k + 1;
    else break;
  }
  return last;
}

function isTownWord(page: Page, k: number, next = false): boolean {
  const traits = page.traits(k);
  if (
    !(traits & TRAIT.letter) ||
    page.roles(k) & (ROLE.phone | ROLE.fax | ROLE.title | ROLE.month | ROLE.weekday)
  )
    return false;
  if (!(traits & (TRAIT.capital | TRAIT.foreign)) && !(page.lists(k) & LIST.place)) return false;
  if (page.roles(k) & (ROLE.label | ROLE.cue | ROLE.act) && page.lists(k) & LIST.common) return false;
  if (!isOnlyEveryday(page.lists(k)) || page.lists(k) & LIST.place) return !(page.lists(k) & LIST.function);
  // `Cite Guedouala`: an everyday word before one that is none.
  return (
    next &&
    (traits & TRAIT.capital) !== 0 &&
    page.spaced(k + 1) &&
    !(page.lists(k + 1) & EVERYDAY) &&
    (page.traits(k + 1) & TRAIT.capital) !== 0
  );
}

/** A line that is nothing but a town: at most five words, no label. */
function townLine(page: Page, first: number): number | undefined {
  let last = first;
  while (last + 1 < page.count && !(page.gap(last + 1) & GAP.newline)) {
    if (last - first >= LONGEST_LINE) return undefined;
    last += 1;
    if (page.gap(last) & (GAP.colon | GAP.at | GAP.open | GAP.column)) return undefined;
  }
  if (page.text.slice(page.end(last), page.end(last) + 2).includes(':')) return undefined;
  // The postal code at its end is taken with it.
  let end = first;
  while (end <= last && !(page.traits(end) & TRAIT.digit)) {
    const plain =
      page.traits(end) & (TRAIT.capital | TRAIT.foreign) || page.roles(end) & (ROLE.particle | ROLE.state);
    const small = page.traits(end) & TRAIT.small && !(page.lists(end) & EVERYDAY);
    if (!plain && !small && !/^(?:u|upon|am|an|sur|les|on|by|pod|nad|and|of|sul)$/.test(page.word(end)))
      return undefined;
    if (
      page.roles(end) & (ROLE.label | ROLE.phone | ROLE.fax) ||
      page.lists(end) & (LIST.medical | LIST.drug)
    )
      return undefined;
    end += 1;
  }
  if (end === first) return undefined;
  for (let k = end; k <= last; k += 1)
    if (!(page.traits(k) & TRAIT.number) || page.length(k) > 6) return undefined;
  return last;
}

function fold(word: string): string {
  return word.normalize('NFD').replace(/\p{Mn}/gu, '');
}
