import { Problem } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/index.ts';

type Json = Entry['body'][string];

const UUID = /\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-([0-9a-f]{12})\b/gi;
const HASH = /\b([0-9a-f]{12})[0-9a-f]{52}\b/gi;
const LONGEST_SEARCH = 200;

/**
 * The words of an entry that full text finds it by: its kind, agent and ids, and every value of its
 * body. Of ids count the first and the last part, of hashes the first twelve characters, in text and
 * question alike.
 */
export function wordsOf(entry: Entry): string {
  const words = [entry.kind, entry.agent ?? '', entry.run ?? '', entry.call ?? '', entry.correlation];
  collect(entry.body, words);
  for (const { id, sha256 } of entry.payloads) words.push(id, sha256);
  return shortened(words.join(' '));
}

function collect(value: Json, words: string[]): void {
  if (typeof value === 'string' || typeof value === 'number') words.push(String(value));
  else if (Array.isArray(value)) for (const item of value) collect(item, words);
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) collect(item, words);
}

function shortened(text: string): string {
  return text.replaceAll(UUID, '$1 $2').replaceAll(HASH, '$1');
}

/** What a person typed, as FTS5 wants it: nothing in it is taken as syntax but quotes and a final star. */
export interface TextQuestion {
  readonly match: string;
  /** A word's beginning is asked for: costs as much as everything that begins so. */
  readonly byBeginning: boolean;
}

/**
 * Words that must all occur; "in quotes" next to each other; `begin*` by its beginning.
 *
 * @throws Problem `invalid_input` where there is no word in it
 */
export function questionOf(typed: string): TextQuestion {
  const terms: string[] = [];
  let byBeginning = false;
  for (const [, quoted, bare] of shortened(typed.slice(0, LONGEST_SEARCH)).matchAll(/"([^"]*)"?|(\S+)/g)) {
    const text = quoted ?? bare ?? '';
    if (!/[\p{L}\p{N}]/u.test(text)) continue;
    const begins = quoted === undefined && /[\p{L}\p{N}]\*$/u.test(text);
    byBeginning ||= begins;
    terms.push(`"${text.replaceAll('"', '')}"${begins ? '*' : ''}`);
  }
  if (terms.length === 0)
    throw new Problem('invalid_input', 'there is no word to search for', 'Type a word, an id or a hash.');
  return { match: terms.join(' '), byBeginning };
}
