import { isOnlyEveryday } from './everyday.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';

/** A run of words, the last one included. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

const LONGEST_STREET = 5;
/** Ways that are streets in small letters too, where a number stands before. */
const QUIET =
  /^(?:run|row|path|loaf|str|street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|parkway|pkwy|highway|hwy|loop|terrace|motorway|turnpike|trail|circle|underpass|overpass|causeway|crescent|squares?|flats?|haven|manor|meadows?|plaza|point|ridge|way|walks?|mews|throughway|stravenue|springs?|shores?|knolls?|islands?|junction|expressway|mill|mills|lights?|lock|locks|pike|place|pl|port|ports|burg|branch|brooks?|camp|canyon|cliffs?|coves?|creek|crest|crossing|estates?|falls|ferry|fields?|forges?|forks?|garden|gardens|gateway|glens?|green|greens|groves?|harbors?|heights|hills?|hollow|inlet|keys?|lakes?|landing|lodge|mission|mountains?|neck|orchard|oval|parks?|passage|paths?|pines?|plains?|prairie|radial|ramp|ranch|rapids?|rest|route|rue|shoals?|skyway|spurs?|station|stream|summit|trace|track|trafficway|tunnel|unions?|valleys?|via|viaduct|views?|villages?|ville|vista|wells?|extensions?|divide|dam|dale|curve|course|corners?|club|cape|bypass|bridge)$/i;
/** Ways that make a street without a number. */
const STRONG =
  /^(?:street|avenue|ave|road|boulevard|blvd|lane|parkway|pkwy|highway|turnpike|terrace|crescent)$/i;
const COMPASS = /^(?:[NSEW]|NE|NW|SE|SW|north|south|east|west|northeast|northwest|southeast|southwest)$/i;
const HEADS_IN_ENGLISH =
  /^(?:via|place|square|camino|avenue|largo|corso|cours|camp|rue|boulevard|carrer|partida|colonia|strada|al|c|pl|av|pg|ul|bd|pr|cl|plaza|pza|duong|pho|passage|diagonal|transversal|paseo|barrio|ronda|quai|ctra|cra|ter|aleja|urb|tv|placa)$/i;
/** `12 North Elm Street NE` around the way at word `i`, or `Elm Street` alone. */
export function englishStreetAt(page: Page, i: number): Run | undefined {
  const word = page.word(i);
  const loud = (page.traits(i) & TRAIT.capital) !== 0;
  if (!loud && !QUIET.test(word)) return undefined;
  let first = i;
  let names = 0;
  while (i - first < LONGEST_STREET && first > 0 && isClose(page, first)) {
    const k = first - 1;
    if (isHouseNumber(page, k)) {
      if (names === 0) return numberedFirst(page, k, i);
      if (!isNamedStreet(page, first, i)) return undefined;
      return { first: withRange(page, k), last: afterStreet(page, i) };
    }
    if (!isStreetWord(page, k, loud)) break;
    first = k;
    names += 1;
  }
  // `Cooper Street` at a corner, `4th Avenue`.
  if (!loud || names === 0 || page.traits(i) & TRAIT.single) return undefined;
  if (!STRONG.test(word) && !isPlacedName(page, first, i)) return undefined;
  while (first < i && /^(?:the|at|on|in|from|near|of|and|to|corner|along)$/i.test(page.word(first)))
    first += 1;
  return first === i || !(page.traits(first) & (TRAIT.capital | TRAIT.digit))
    ? undefined
    : { first, last: afterStreet(page, i) };
}

/** `lives on Grafenweg 50 street`: the number between the name and the kind, behind a word of place. */
function numberedFirst(page: Page, number: number, way: number): Run | undefined {
  let first = number;
  while (number - first < 4 && first > 0 && page.spaced(first) && page.traits(first - 1) & TRAIT.capital)
    first -= 1;
  const led = (page.roles(first - 1) & ROLE.at) !== 0 || /^on$/i.test(page.word(first - 1));
  if (first === number || first === 0 || !led || !page.spaced(first)) return undefined;
  return page.length(number) <= 4 && page.lists(first) & LIST.function ? undefined : { first, last: way };
}

/** `3 CHILDREN ALIVE AND WELL` is no street: without a clear way one word has to be more than everyday. */
function isNamedStreet(page: Page, first: number, way: number): boolean {
  if (STRONG.test(page.word(way))) return true;
  if (page.traits(way) & TRAIT.small && /^(?:1[89]|20)\d\d$/.test(page.word(first - 1))) return false;
  for (let k = first; k < way; k += 1)
    if (!isOnlyEveryday(page.lists(k)) && (page.traits(k) & TRAIT.letter || way - first === 1)) return true;
  return (page.traits(way) & (TRAIT.capital | TRAIT.capitals)) === TRAIT.capital && page.length(way) > 2;
}

/** `near Pike Place`: one word that is no everyday word, after a word of place. */
function isPlacedName(page: Page, first: number, way: number): boolean {
  if (page.length(way) < 4 || page.lists(way) & LIST.medical) return false;
  let name = first;
  while (name < way && page.traits(name) & TRAIT.small) name += 1;
  if (way - name !== 1 || page.lists(name) & (LIST.common | LIST.medical | LIST.drug)) return false;
  return /^(?:near|on|along|off)$/i.test(page.word(name - 1)) && page.spaced(name);
}

/** A number before the house number: `230 107 Igias Street`. */
export function withRange(page: Page, k: number): number {
  return k > 0 && page.spaced(k) && isHouseNumber(page, k - 1) ? k - 1 : k;
}

function isStreetWord(page: Page, k: number, loud: boolean): boolean {
  const traits = page.traits(k);
  if (traits & TRAIT.number) return page.length(k) <= 3 && isHouseNumber(page, k);
  if (traits & TRAIT.digit) return /^\d{1,3}(?:st|nd|rd|th)$/i.test(page.word(k));
  if (traits & TRAIT.capital) return true;
  if (!(traits & TRAIT.letter) || page.roles(k) & (ROLE.measure | ROLE.act | ROLE.at | ROLE.link))
    return false;
  return !loud || (page.roles(k) & ROLE.particle) !== 0;
}

/** One to six digits, perhaps with a letter: `77`, `221B`. */
export function isHouseNumber(page: Page, k: number): boolean {
  if (k < 0 || !(page.traits(k) & TRAIT.digit) || page.length(k) > 6) return false;
  const before = page.before(k);
  // 3.5, 10/20, 5-10: parts of other numbers.
  if (
    k > 0 &&
    page.start(k) - page.end(k - 1) === 1 &&
    (before === 0x2e || before === 0x2f || before === 0x2c)
  )
    return false;
  if (before === 0x2d && k > 0 && page.start(k) - page.end(k - 1) === 1) {
    // `12-14 Elm Street`, but not the end of a date or a code.
    const range =
      (page.traits(k - 1) & TRAIT.number) !== 0 &&
      (page.gap(k - 1) & ~(GAP.space | GAP.newline | GAP.colon)) === 0;
    if (!range || page.length(k - 1) > 4) return false;
  }
  return page.traits(k) & TRAIT.number ? true : /^\d{1,5}[A-Za-z]$/.test(page.word(k));
}

/** Compass, number of a block, and full stop after a street. */
function afterStreet(page: Page, i: number): number {
  let last = i;
  if (!isClose(page, last + 1) || !COMPASS.test(page.word(last + 1))) return last;
  const quiet = (page.traits(i) & page.traits(last + 1) & TRAIT.small) !== 0;
  if (page.traits(last + 1) & TRAIT.capital || (quiet && page.length(last + 1) > 1)) last += 1;
  return last;
}

export function isClose(page: Page, i: number): boolean {
  const gap = page.start(i) - page.end(i - 1);
  return (
    i < page.count && gap <= 2 && (page.gap(i) & ~(GAP.space | GAP.stop | GAP.apostrophe | GAP.hyphen)) === 0
  );
}

const NUMBER_AFTER = /^(?:,? ?(?:n[.ºo°]{0,2}|num\.?|nr\.?|no\.?|#)?[ .:]{0,2})$/i;

/** `Calle Las Puertas 13`, `C/ Pinar, 23`, `33 avenue de Provence`, with the head at word `i`. */
export function headedStreetAt(page: Page, i: number): Run | undefined {
  const risky = HEADS_IN_ENGLISH.test(page.word(i));
  const capital = (page.traits(i) & (TRAIT.capital | TRAIT.foreign)) !== 0;
  // `c/o`, `c/w`, `c/l` are no streets.
  const slashed = page.after(i) === 0x2f && !(page.between(i + 1) === '/' && page.length(i + 1) === 1);
  if (
    page.length(i) === 1 &&
    !slashed &&
    !(page.after(i) === 0x2e && capital && i > 0 && page.gap(i) & (GAP.stop | GAP.newline))
  )
    return undefined;
  let first = i;
  if (i > 0 && page.spaced(i) && isHouseNumber(page, i - 1)) first = withRange(page, i - 1);
  let last = i;
  let names = 0;
  while (last - i < 8 && nameOfStreet(page, last + 1, last === i, first < i)) {
    // `33 avenue de Provence street`
    if (names > 0 && page.roles(last + 1) & ROLE.way && page.traits(last + 1) & TRAIT.small) break;
    last += 1;
    if (!(page.roles(last) & ROLE.particle)) names += 1;
  }
  while (last > i && page.roles(last) & ROLE.particle && page.traits(last) & TRAIT.small) last -= 1;
  if (names === 0) return undefined;
  const numbered = houseAfter(page, last);
  if (numbered > last) return { first, last: floorAfter(page, numbered) };
  if (first < i)
    return risky && !capital && !(page.traits(last) & TRAIT.capital) ? undefined : { first, last };
  if (slashed || (!risky && capital && page.traits(last) & TRAIT.capital)) return { first, last };
  return undefined;
}

function nameOfStreet(page: Page, k: number, next: boolean, numbered: boolean): boolean {
  if (k >= page.count || page.gap(k) & (GAP.newline | GAP.comma | GAP.colon | GAP.open | GAP.column))
    return false;
  if (page.gap(k) & GAP.stop && !next && page.length(k - 1) > 3) return false;
  if (page.start(k) - page.end(k - 1) > 3) return false;
  const traits = page.traits(k);
  if (traits & TRAIT.number) return false;
  if (traits & TRAIT.capital || page.roles(k) & ROLE.particle) return true;
  if (!(traits & TRAIT.small)) return (traits & TRAIT.letter) !== 0;
  return numbered ? !(page.roles(k) & (ROLE.act | ROLE.measure)) : !(page.lists(k) & LIST.common);
}

/** The index of the house number after word `last`, or `last`. */
export function houseAfter(page: Page, last: number): number {
  let k = last + 1;
  if (/^(?:n|no|num|nr|numero|km|kilometro|dom|дом)$/i.test(page.word(k)) && !(page.gap(k) & GAP.newline))
    k += 1;
  if (/^s$/i.test(page.word(k)) && /^n/i.test(page.word(k + 1)) && page.after(k) === 0x2f) return k + 1;
  if (!(page.traits(k) & TRAIT.digit) || page.length(k) > 5) return last;
  const gap = page.between(k);
  return gap.length <= 5 && (NUMBER_AFTER.test(gap) || k > last + 1) && !(page.gap(k) & GAP.newline)
    ? k
    : last;
}

/** Names the part of a house that a number behind it tells. */
const PART = /^(?:bl|bq|esc|ed|pta|pl|piso|portal|planta|puerta|bloque|edificio|esca|local|dpto)$/i;

/** Floor, stair and door after a house number: `, 9A`, `, 4o C`, `-5º dcha.` */
export function floorAfter(page: Page, last: number): number {
  let k = last;
  for (let parts = 0; parts < 6; parts += 1) {
    const next = k + 1;
    const gap = page.between(next);
    if (
      next >= page.count ||
      !/^[,.]{0,2}[ ,-]{0,2}$|^[./]$|^ - $/.test(gap) ||
      (gap === '. ' && !/^\d{1,2}[A-Z]$/.test(page.word(next)) && !PART.test(page.word(k)))
    )
      break;
    const word = page.word(next);
    const short =
      /^(?:[oa]|\d{1,3}(?:[ºªo]|er|th)?[A-Za-z]?|[A-Z]|[a-d]|dcha|izda|izq|derecha|izquierda|bajo|bis|pta|pl|dpto|ático|atico|entlo|puerta|portal|piso|planta|local|esc|bl|bq|escalera|edificio|ed|bloque|casa|km|do|iz)$/i.test(
        word,
      );
    if (
      !short ||
      (/^[a-z]$/.test(word) && !/^ $/.test(gap)) ||
      (page.traits(next) & TRAIT.number && page.length(next) > 3)
    )
      break;
    // A bare conjunction or preposition is no door, but `6.o` is a sixth floor.
    if (/^(?:a|y|e|o|do)$/.test(word) && gap !== '.') break;
    k = next;
  }
  return k;
}
