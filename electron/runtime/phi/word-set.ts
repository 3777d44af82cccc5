import { wordHash } from './characters.ts';

/** Words by `wordHash`, so that asking about a word of a page makes no string. @param words separated by spaces or `|` */
export function wordSet(words: string): ReadonlySet<number> {
  return new Set(words.split(/[ |]/).map(wordHash));
}
