import { CITIES } from '../../../../resources/lexicons/cities.ts';
import { GIVEN_NAMES } from '../../../../resources/lexicons/given-names.ts';
import type { IdentifierClass } from '../../../../shared/domain/index.ts';
import type { SurrogateVault } from './vault.ts';

const FAMILIES =
  'Abernathy Barlow Castellan Dunmore Eastlake Fairbourne Greaves Hollis Ingram Jessop Kirkwood Larkin Merriweather Norcross Oakley Pemberton Quimby Radcliffe Stanhope Thornbury Underwood Vickers Whitlock Yardley'.split(
    ' ',
  );
const STREETS = 'Alder Birch Cedar Dogwood Elm Foxglove Hawthorn Juniper Laurel Maple Poplar Sycamore'.split(
  ' ',
);

/**
 * A surrogate that reads like the value it stands for, for texts that people or programs go on reading. Drawn at random,
 * of the kind and the form of the value and nothing else of it: numbers keep their separators, telephone numbers lie in the
 * range kept for fiction.
 */
export function drawRealistic(label: IdentifierClass, value: string, vault: SurrogateVault): string {
  const pick = (words: readonly string[]): string => words[vault.below(words.length)] ?? '';
  return DRAWN[label]?.(value, vault, pick) ?? sameForm(value, vault);
}

type Draw = (value: string, vault: SurrogateVault, pick: (words: readonly string[]) => string) => string;

const telephone: Draw = (_, vault) => `(${200 + vault.below(700)}) 555-01${digits(vault, 2)}`;

const DRAWN: Readonly<Partial<Record<IdentifierClass, Draw>>> = {
  NAME: (value, _, pick) =>
    likeName(
      value,
      () => capital(pick(GIVEN_NAMES)),
      () => pick(FAMILIES),
    ),
  ADDRESS: (value, vault, pick) =>
    /\d/.test(value) ? `${10 + vault.below(980)} ${pick(STREETS)} Street` : pick(CITIES),
  PHONE: telephone,
  FAX: telephone,
  EMAIL: (_, vault, pick) =>
    `${pick(GIVEN_NAMES)}.${pick(FAMILIES).toLowerCase()}${vault.below(1000)}@example.org`,
  URL: (_, vault) => `https://example.org/${vault.letters(8)}`,
  IP: (_, vault) => `192.0.2.${1 + vault.below(254)}`,
  // Numbers from 900 on are never issued.
  SSN: (_, vault) => `9${digits(vault, 2)}-${digits(vault, 2)}-${digits(vault, 4)}`,
};

/** Other letters and digits in the places of these. */
function sameForm(value: string, vault: SurrogateVault): string {
  return value.replace(/[\p{L}\p{N}]/gu, (character) =>
    /\d/.test(character) ? String(vault.below(10)) : likeCase(character, vault.letters(1)),
  );
}

/** As many names, in the order and case that stood there. */
function likeName(value: string, given: () => string, family: () => string): string {
  const words = value.split(/\s+/);
  const drawn =
    words.length === 1 ? [family()] : value.includes(',') ? [`${family()},`, given()] : [given(), family()];
  const name = drawn.join(' ');
  return value === value.toUpperCase() && /\p{Lu}{2}/u.test(value) ? name.toUpperCase() : name;
}

function digits(vault: SurrogateVault, count: number): string {
  return String(vault.below(10 ** count)).padStart(count, '0');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function likeCase(like: string, letter: string): string {
  return like === like.toUpperCase() ? letter.toUpperCase() : letter;
}
