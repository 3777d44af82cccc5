import { z } from 'zod';
import { IdentifierClass } from '../../../shared/domain/index.ts';

/** Longest value or word that a dictionary takes, and how many of each. */
const LONGEST = 200;
const MOST = 20_000;

/** The hospital's own corrections to the redactor. Holds identifiers in clear: content, never metadata. */
export const Dictionary = z.strictObject({
  /** Values that identify somebody, wherever they stand. */
  identifiers: z
    .array(z.strictObject({ value: z.string().trim().min(3).max(LONGEST), label: IdentifierClass }))
    .max(MOST),
  /** Words that the redactor took for identifiers and that identify nobody. */
  words: z.array(z.string().trim().min(1).max(LONGEST)).max(MOST),
});
export type Dictionary = z.infer<typeof Dictionary>;

/** A dictionary as it stood after so many changes, so that what was made with it can be kept until the next. */
export interface DictionaryState extends Dictionary {
  readonly revision: number;
}

export const EMPTY_DICTIONARY: Dictionary = { identifiers: [], words: [] };

/** What one look at a text corrects. */
export interface Corrections {
  readonly identifiers: Dictionary['identifiers'];
  readonly words: Dictionary['words'];
}

/**
 * A dictionary with corrections taken in; the newest word on a value wins, and each stands once.
 * @returns the same dictionary where nothing changes
 */
export function withCorrections(dictionary: Dictionary, corrections: Corrections): Dictionary {
  const identifiers = new Map(dictionary.identifiers.map((entry) => [fold(entry.value), entry]));
  const words = new Map(dictionary.words.map((word) => [fold(word), word]));
  for (const entry of corrections.identifiers) {
    words.delete(fold(entry.value));
    identifiers.set(fold(entry.value), entry);
  }
  for (const word of corrections.words) {
    identifiers.delete(fold(word));
    words.set(fold(word), word);
  }
  return Dictionary.parse({ identifiers: [...identifiers.values()], words: [...words.values()] });
}

/** A dictionary without one entry, whichever kind it is. */
export function withoutEntry({ identifiers, words }: Dictionary, value: string): Dictionary {
  return {
    identifiers: identifiers.filter((entry) => fold(entry.value) !== fold(value)),
    words: words.filter((word) => fold(word) !== fold(value)),
  };
}

function fold(value: string): string {
  return value.normalize('NFKC').trim().toLowerCase();
}
