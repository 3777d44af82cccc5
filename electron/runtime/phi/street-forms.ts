import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { floorAfter, houseAfter, isClose, isHouseNumber, withRange, type Run } from './streets.ts';
import { GAP, TRAIT } from './tokens.ts';

/** Endings of one word that is a street: `Hauptstraße`. */
const COMPOUND =
  'straße strasse strase gasse weg platz allee damm ufer straat laan plein gracht kade dijk singel steenweg gade vej vænget vangen toften parken allé vägen gatan gata gränd stigen backen vegen veien katu kuja polku braut stígur hlíð hólar gerði heiði fjörður utca körút ulica iela tanav gatve krogen stræde marken bakken gangen haven gården grabend graben park hof berg tie ring steig zeile chaussee bahnhofstrasse maneeži brücke bruecke brucke rain laani sokak caddesi mäe puiestee maantee prospekt näs lunden ager vænge bygget holm'.split(
    ' ',
  );
/** The endings by their last two letters. */
const COMPOUND_BY_TAIL = new Map<string, readonly string[]>();
for (const ending of COMPOUND)
  COMPOUND_BY_TAIL.set(ending.slice(-2), [...(COMPOUND_BY_TAIL.get(ending.slice(-2)) ?? []), ending]);
const SHORT_COMPOUND = /(?:ring|tie|park|hof|berg|haven|weg|vej|holm|ager|marken|näs)$/u;

/** `Hauptstraße 12`, `83393 Keizersgracht 123`: a street by the ending of word `i`, with a number beside it. */
export function compoundStreetAt(page: Page, i: number): Run | undefined {
  if (page.length(i) < 5 || page.lists(i) & LIST.common) return undefined;
  if (!(page.traits(i) & TRAIT.letter)) return undefined;
  const tail = page.text.slice(page.end(i) - 2, page.end(i)).toLowerCase();
  const endings = COMPOUND_BY_TAIL.get(tail);
  if (endings === undefined) return undefined;
  const word = page.word(i).toLowerCase();
  if (!endings.some((ending) => word.endsWith(ending))) return undefined;
  const framed = (page.traits(i - 1) & page.traits(i + 1) & TRAIT.number) !== 0;
  if (SHORT_COMPOUND.test(word) && !(page.traits(i) & TRAIT.capital) && !framed) return undefined;
  const after = houseAfter(page, i);
  const before = i > 0 && page.spaced(i) && isHouseNumber(page, i - 1);
  let first = i;
  while (
    i - first < 3 &&
    first > 0 &&
    page.spaced(first) &&
    page.traits(first - 1) & TRAIT.capital &&
    !(page.lists(first - 1) & LIST.common)
  )
    first -= 1;
  const numberBefore = first > 0 && page.spaced(first) && isHouseNumber(page, first - 1);
  if (after === i && !before && !numberBefore) return undefined;
  return {
    first: numberBefore ? withRange(page, first - 1) : first,
    last: after > i ? floorAfter(page, after) : i,
  };
}

/**
 * `83393 Pärna 33`, `83 Urzáiz 12`: one to four capitalised words that no list of everyday or clinical words
 * knows, between two numbers, where an address may begin.
 */
export function framedStreetAt(page: Page, i: number): Run | undefined {
  if (!isHouseNumber(page, i) || !page.spaced(i + 1) || !mayBegin(page, i)) return undefined;
  let k = i + 1;
  if (page.traits(k) & TRAIT.number && page.length(k) <= 5 && isHouseNumber(page, k) && page.spaced(k + 1))
    k += 1;
  const from = k;
  let unknown = 0;
  while (k - from < 6 && page.traits(k) & TRAIT.letter && !(page.traits(k) & TRAIT.digit)) {
    if (k > from && !isClose(page, k)) return undefined;
    const particle = (page.roles(k) & ROLE.particle) !== 0;
    if (
      page.roles(k) & (ROLE.measure | ROLE.score | ROLE.credential | ROLE.act) ||
      page.lists(k) & (LIST.drug | LIST.medical)
    )
      return undefined;
    if (!particle && !(page.traits(k) & (TRAIT.capital | TRAIT.foreign)) && page.lists(k) & LIST.common)
      return undefined;
    if (!particle && !(page.lists(k) & LIST.common)) unknown += 1;
    k += 1;
  }
  if (unknown === 0 || k === from) return undefined;
  if (!isHouseNumber(page, k) || !isClose(page, k) || page.length(k) > 4) return undefined;
  if (page.spaced(k + 1) && page.roles(k + 1) & ROLE.measure) return undefined;
  if (/^[.,/:%-]\d|^%/.test(page.text.slice(page.end(k), page.end(k) + 2))) return undefined;
  if (!(page.traits(from) & TRAIT.capital) && !(page.traits(i) & TRAIT.line)) return undefined;
  return { first: i, last: k };
}

const WAY_BEHIND =
  /^(?:utca|utja|ut|ter|u|ulica|ulice|iela|tanav|poik|tee|gatve|sokak|caddesi|kapu|koz|sor|rkp|korut|fasor|puiestee|maantee|mnt|pst|prospekt|bulvar|street|strasse|strase|allee|vei|vej|vag|gata|plass|plads|tie|katu|duong|utza|liget)$/i;

/** `Király u. 15.`, `Pikk tänav 12`: the kind of street behind its name, before the number. */
export function trailingWayAt(page: Page, i: number): Run | undefined {
  if (page.length(i) > 9 || i === 0 || !page.spaced(i)) return undefined;
  const bearer = page.traits(i - 1) & (TRAIT.capital | TRAIT.foreign) ? i - 1 : i - 2;
  if (!(page.traits(bearer) & (TRAIT.capital | TRAIT.foreign)) || (bearer < i - 1 && !page.spaced(i - 1)))
    return undefined;
  if (!isHouseNumber(page, i + 1) || page.length(i + 1) > 4 || !/^\.? $/.test(page.between(i + 1)))
    return undefined;
  if (
    !WAY_BEHIND.test(
      page
        .word(i)
        .normalize('NFD')
        .replace(/\p{Mn}/gu, ''),
    )
  )
    return undefined;
  let first = i;
  while (i - first < 4 && first > 0 && page.spaced(first)) {
    const k = first - 1;
    if (isHouseNumber(page, k)) return { first: withRange(page, k), last: floorAfter(page, i + 1) };
    if (
      !(page.traits(k) & TRAIT.capital) &&
      !(i - first > 0 && page.traits(k) & TRAIT.letter && !(page.lists(k) & LIST.common))
    )
      break;
    first = k;
  }
  return { first, last: floorAfter(page, i + 1) };
}

/** An address begins a line, or follows a comma, a colon or a word of place. */
function mayBegin(page: Page, i: number): boolean {
  if (page.gap(i) & (GAP.newline | GAP.comma | GAP.colon)) return true;
  return i === 0 || (page.roles(i - 1) & (ROLE.at | ROLE.address | ROLE.link | ROLE.lead)) !== 0;
}
