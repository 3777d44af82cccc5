import { wordHash } from '../../../electron/runtime/phi/characters.ts';
import { LIST } from '../../../electron/runtime/phi/lexicon.ts';
import { encodeWordTable, phraseHash } from '../../../electron/runtime/phi/word-table.ts';
import { distilled, distilledByCulture, written, writtenByCulture } from './read.ts';

const DAYS =
  'monday tuesday wednesday thursday friday saturday sunday february march september october november december'.split(
    ' ',
  );

/** Every list as one table for the redactor. The same lists give the same bytes. */
export function compileLists(): Uint8Array {
  const bits = new Map<number, number>();
  const phrases = new Set<number>();
  const spanish = new Set<number>();
  const add = (name: string, flags: number): void => {
    for (const word of wordsOf(name)) {
      // A letter by itself is an initial as often as a word.
      if (word.length < 2 || !/\p{L}/u.test(word)) continue;
      const hash = wordHash(word);
      bits.set(hash, (bits.get(hash) ?? 0) | flags);
    }
  };
  const has = (word: string, flag: number): boolean => ((bits.get(wordHash(word)) ?? 0) & flag) !== 0;

  for (const word of distilled('english-common')) add(word, LIST.common | LIST.word);
  for (const word of distilled('english-rare')) add(word, LIST.word);
  for (const word of written('function')) add(word, LIST.function | LIST.common | LIST.word);
  for (const names of writtenByCulture('given').values())
    for (const name of names) add(name, LIST.given | LIST.frequent);
  for (const names of writtenByCulture('family').values())
    for (const name of names) add(name, LIST.family | LIST.frequent);
  for (const name of [...distilled('given-female'), ...distilled('given-male')]) add(name, LIST.given);
  for (const names of distilledByCulture('given-by-culture').values())
    for (const name of names) add(name, LIST.given);
  for (const names of distilledByCulture('family-by-culture').values())
    for (const name of names) add(name, LIST.family);
  for (const name of distilled('family-united-states')) add(name, LIST.family);
  for (const name of distilled('proper-names')) add(name, LIST.proper);

  for (const word of written('drugs')) add(word, LIST.drug);
  for (const word of written('brands')) add(word, LIST.drug);
  for (const name of distilled('wordnet-drugs'))
    if (!name.includes(' ') && name.length > 4 && !has(name, LIST.given | LIST.family | LIST.common))
      add(name, LIST.drug);
  for (const name of distilled('wordnet-medical'))
    for (const word of wordsOf(name))
      if (word.length > 3 && !has(word, LIST.given | LIST.family) && /^[a-z]/.test(name))
        add(word, LIST.medical);
  for (const word of written('headings')) add(word, LIST.medical);
  for (const word of written('scores'))
    add(word, /^[A-Z][a-z]+(?:-[A-Z][a-z]+)*$/.test(word) ? LIST.eponym : LIST.abbreviation);
  for (const word of written('abbreviations'))
    if (!has(word, LIST.word | LIST.frequent)) add(word, LIST.abbreviation);
  for (const word of written('eponyms')) add(word, LIST.eponym);
  for (const word of written('organisations')) add(word, LIST.organisation);
  for (const word of written('regions')) add(word, LIST.region);

  const spanishWords = new Set(distilled('spanish').map(wordHash));
  for (const line of distilled('towns')) {
    const [name = '', size = '', country = ''] = line.split('\t');
    const words = wordsOf(name);
    const english = ['US', 'GB', 'CA', 'AU', 'IE', 'NZ'].includes(country);
    if (words.length === 1) {
      if (has(name, LIST.common) && !(Number(size) >= 2 && english)) continue;
      add(name, LIST.place | (Number(size) >= 2 ? LIST.town : 0));
    } else {
      for (let i = 0; i + 2 <= words.length; i += 1)
        phrases.add(phraseHash(words.slice(i, i + 2).map(wordHash)));
      for (const word of words)
        if (word.length > 2 && !has(word, LIST.common) && !spanishWords.has(wordHash(word)))
          add(word, LIST.place);
    }
  }
  for (const [hash, flags] of bits) bits.set(hash, sober(flags));
  for (const day of DAYS) bits.set(wordHash(day), LIST.word | LIST.common | LIST.medical);
  for (const hash of spanishWords) spanish.add(hash);
  return encodeWordTable({ bits, phrases, spanish });
}

/** Words that hold sentences together, and abbreviations, are names only where a list written by hand says so. */
function sober(flags: number): number {
  if ((flags & LIST.frequent) !== 0) return flags;
  if ((flags & LIST.function) !== 0)
    return flags & ~(LIST.given | LIST.family | LIST.place | LIST.town | LIST.proper);
  if ((flags & (LIST.abbreviation | LIST.drug)) !== 0)
    return flags & ~(LIST.given | LIST.family | LIST.place | LIST.town);
  return flags;
}

function wordsOf(name: string): string[] {
  return name
    .normalize('NFC')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
}
