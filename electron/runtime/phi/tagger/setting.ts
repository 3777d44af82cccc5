import { wordHash } from '../characters.ts';
import { LIST } from '../lexicon.ts';
import { GAP, TRAIT, type Tokens } from '../tokens.ts';
import { TaggerRoom } from './tagger-room.ts';

/** How the letters of a line are written. */
export const MANNER = {
  /** Sentences: some words with a capital. */
  mixed: 0,
  /** No capital at all. */
  small: 1,
  /** Capitals only. */
  capitals: 2,
  /** Every word with a capital, as in a heading or a form. */
  title: 3,
} as const;

/** What was seen of a word elsewhere in the text, as bits. */
export const SEEN = {
  small: 1,
  /** With a capital inside a sentence. */
  inside: 2,
  /** After a title: `Dr. Hale`. */
  titled: 4,
  /** With capitals only, in a line that is not all capitals. */
  shouted: 8,
} as const;

/** What the tagger knows of a text before it looks at single words. Arrays are at least as long as the words. */
export interface Setting {
  /** One of `MANNER` per word: its line. */
  readonly manners: Uint8Array;
  /** Place of the word in its line, at most 255. */
  readonly columns: Uint8Array;
  /** Hash of the word before the last colon of the line, 0 where there is none. */
  readonly labels: Int32Array;
  /** Bits of `SEEN` for a hash; now and then those of another word. */
  seenOf(hash: number): number;
  /** Whether nearly the whole text is written without capitals. */
  readonly quiet: boolean;
}

/** Words after which a person's name stands. */
const TITLES: ReadonlySet<number> = new Set(
  'dr drs doctor doctora mr mrs ms mx prof professor sr sra srta dra don doña nurse'.split(' ').map(wordHash),
);

/** One pass over the words, line by line. What it gives stands in the room, until that is given another text. */
export function settingOf(tokens: Tokens, room: TaggerRoom = new TaggerRoom()): Setting {
  const { count, traits, gaps, hashes, lists } = tokens;
  room.fit(count);
  const { manners, columns, labels } = room;
  const size = seenSize(count);
  const seen = room.fitSeen(size);
  let small = 0;
  let capital = 0;
  for (let from = 0; from < count;) {
    let to = from + 1;
    while (to < count && ((gaps[to] ?? 0) & GAP.newline) === 0) to += 1;
    const manner = lineManner(tokens, from, to);
    let label = 0;
    for (let i = from; i < to; i += 1) {
      const form = traits[i] ?? 0;
      manners[i] = manner;
      columns[i] = Math.min(255, i - from);
      if (i > from && ((gaps[i] ?? 0) & GAP.colon) !== 0) label = hashes[i - 1] ?? 0;
      labels[i] = label;
      if ((form & TRAIT.small) !== 0) small += 1;
      else if ((form & TRAIT.capital) !== 0) capital += 1;
      const at = (hashes[i] ?? 0) & (size - 1);
      let bits = 0;
      if ((form & TRAIT.small) !== 0) bits = SEEN.small;
      else if (manner === MANNER.mixed && (form & TRAIT.capitals) !== 0) bits = SEEN.shouted;
      else if (
        manner === MANNER.mixed &&
        (form & TRAIT.capital) !== 0 &&
        i > from &&
        ((gaps[i] ?? 0) & (GAP.stop | GAP.colon | GAP.open | GAP.other)) === 0
      )
        bits = SEEN.inside;
      if (
        i > from &&
        (form & TRAIT.capital) !== 0 &&
        TITLES.has(hashes[i - 1] ?? 0) &&
        ((lists[i] ?? 0) & LIST.function) === 0
      )
        bits |= SEEN.titled;
      seen[at] = (seen[at] ?? 0) | bits;
    }
    from = to;
  }
  return {
    manners,
    columns,
    labels,
    seenOf: (hash) => seen[hash & (size - 1)] ?? 0,
    quiet: capital * 50 < small,
  };
}

function lineManner({ traits }: Tokens, from: number, to: number): number {
  let letters = 0;
  let capitals = 0;
  let capital = 0;
  for (let i = from; i < to; i += 1) {
    const form = traits[i] ?? 0;
    if ((form & TRAIT.letter) === 0) continue;
    letters += 1;
    if (
      (form & (TRAIT.capitals | TRAIT.small)) === TRAIT.capitals ||
      ((form & TRAIT.single) !== 0 && (form & TRAIT.capital) !== 0)
    )
      capitals += 1;
    if ((form & TRAIT.capital) !== 0) capital += 1;
  }
  if (letters === 0) return MANNER.mixed;
  if (capital === 0) return MANNER.small;
  if (capitals * 10 >= letters * 8) return letters === 1 ? MANNER.title : MANNER.capitals;
  return letters > 1 && capital * 10 >= letters * 8 ? MANNER.title : MANNER.mixed;
}

function seenSize(count: number): number {
  let size = 256;
  while (size < count * 4 && size < 65_536) size *= 2;
  return size;
}
