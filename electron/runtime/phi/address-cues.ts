import { cornerAt } from './corners.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { isHouseNumber, type Run } from './streets.ts';
import { GAP, TRAIT } from './tokens.ts';
import { townAt } from './town-names.ts';

const HOME = /^(?:home|mailing|street|billing|shipping|current|permanent|work|residential)$/i;
const CUE =
  /^(?:address|addr|domicilio|direccion|adres|adresse|anschrift|indirizzo|morada|endereco|adresa|adress|alamat|woonadres|адрес|адреса|διευθυνση|aadress|adrese|כתובת|عنوان|ठिकाना|पता|ठिकाणा|ঠিকানা|বাসা|address1|address2|street|ทอย|ที่อยู่|ikheli|idilesi|住所)$/iu;
const DWELLS = /^(?:lives|lived|living|resides|residing|stays|home)$/i;
const TOWN_CUE =
  /^(?:where|localidad|provincia|municipio|poblacion|city|town|location|ciudad|residence|poblado|pais|procedencia)$/i;

/** What follows `Address:`, `Domicilio:`, `lives at`, up to the end of the sentence or the line. */
export function afterCueAt(page: Page, i: number): Run | undefined {
  const word = fold(page.word(i));
  if (HOME.test(word) && !page.spaced(i + 1)) return undefined;
  const next = i + 1;
  const gap = page.between(next);
  const corner = cornerAt(page, i);
  if (corner !== undefined) return corner;
  if (CUE.test(word) || CUE.test(page.word(i))) {
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
    return restOfAddress(page, next, colon && (page.traits(i) & TRAIT.line) !== 0);
  }
  if (DWELLS.test(word) && page.spaced(next) && isHouseNumber(page, next) && isNamedBehind(page, next))
    return restOfAddress(page, next, false);
  if (TOWN_CUE.test(word) && /^ ?[:=]\s{0,3}$/.test(gap)) return townAt(page, next);
  // `País de nacimiento: Argentina`
  if (word === 'Pais' && /^nacimiento$/i.test(page.word(i + 2)) && /^ ?: {0,3}$/.test(page.between(i + 3)))
    return townAt(page, i + 3);
  return undefined;
}

/**
 * An address after a cue: to the end of the line, the sentence, or a label with a colon.
 * @param whole the cue begins a line: what stands on it is the address, full stops and all
 */
function restOfAddress(page: Page, first: number, whole: boolean): Run | undefined {
  let last = first - 1;
  while (last + 1 < page.count && last - first < 16) {
    const k = last + 1;
    if (k > first && page.gap(k) & (GAP.newline | GAP.column | GAP.open)) break;
    if (
      !whole &&
      k > first &&
      page.gap(k) & GAP.stop &&
      page.length(k - 1) > 3 &&
      !(page.roles(k - 1) & (ROLE.way | ROLE.unit | ROLE.wayHead))
    )
      break;
    if (!whole && k > first && page.gap(k) & GAP.stop && page.traits(k - 1) & TRAIT.digit) break;
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

/** `Lives 1400 Prairie #3`: a word with a capital that counts nothing right behind the number. */
function isNamedBehind(page: Page, number: number): boolean {
  const k = number + 1;
  return (
    page.length(number) >= 2 &&
    page.spaced(k) &&
    (page.traits(k) & TRAIT.capital) !== 0 &&
    !(page.roles(k) & ROLE.measure) &&
    !(page.lists(k) & (LIST.medical | LIST.drug))
  );
}

function fold(word: string): string {
  return word.normalize('NFD').replace(/\p{Mn}/gu, '');
}
