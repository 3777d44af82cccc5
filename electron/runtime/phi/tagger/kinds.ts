import { LIST } from '../lexicon.ts';

/** The lists of a word in brief: one of 672 numbers for how much it is a name, a word, a place and a term. */
export function kindOf(lists: number): number {
  return KINDS[lists] ?? 0;
}

const KINDS = Uint16Array.from({ length: 0x10000 }, (_, lists) => brief(lists));

function brief(lists: number): number {
  const name =
    ((lists & LIST.given) !== 0 ? 1 : 0) +
    ((lists & LIST.family) !== 0 ? 2 : 0) +
    ((lists & LIST.frequent) !== 0 ? 4 : 0);
  const word =
    (lists & LIST.function) !== 0
      ? 3
      : (lists & LIST.common) !== 0
        ? 2
        : (lists & (LIST.word | LIST.spanish)) !== 0
          ? 1
          : 0;
  const place = (lists & LIST.town) !== 0 ? 2 : (lists & LIST.place) !== 0 ? 1 : 0;
  const term =
    (lists & LIST.region) !== 0
      ? 6
      : (lists & LIST.drug) !== 0
        ? 2
        : (lists & LIST.eponym) !== 0
          ? 3
          : (lists & LIST.abbreviation) !== 0
            ? 4
            : (lists & LIST.organisation) !== 0
              ? 5
              : (lists & LIST.medical) !== 0
                ? 1
                : 0;
  return ((name * 4 + word) * 3 + place) * 7 + term;
}
