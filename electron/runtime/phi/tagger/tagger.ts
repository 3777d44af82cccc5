import { shippedLexicon, type Lexicon } from '../lexicon.ts';
import { readShipped } from '../shipped.ts';
import type { Tokens } from '../tokens.ts';
import { bestReadings, TAGS } from './decode.ts';
import { FeatureReader, FEATURES } from './features.ts';
import { gate } from './gate.ts';
import { settingOf, type Setting } from './setting.ts';
import { TaggerRoom } from './tagger-room.ts';
import { decodeWeights, type Weights } from './weights.ts';

/**
 * How much each word looks like part of a name or of a place, from its form, its lists and its neighbours. One
 * number per word in natural log odds: above 0 it is one more likely than not. Only the first numbers count, as many
 * as the text has words.
 */
export interface Votes {
  readonly name: Float32Array;
  readonly place: Float32Array;
}

/** The vote for a word that cannot be part of one. */
const NEVER = -20;

/** How one text is read. */
export interface Reading {
  /** Holds the votes; they MUST NOT be read after it was given another text. */
  readonly room?: TaggerRoom;
  /** What was made of the text in this room already. */
  readonly setting?: Setting;
  /** 1 for words that are asked about; runs without one get no votes. All of them where it is absent. */
  readonly focus?: Uint8Array | undefined;
}

/** Votes for the words of a text by the weights that ship with the application. Linear; never throws on a text. */
export function tag(tokens: Tokens, reading?: Reading): Votes {
  return tagWith(tokens, (shipped ??= decodeWeights(readShipped('tagger.bin'))), shippedLexicon(), reading);
}

let shipped: Weights | undefined;

/** Votes by given weights. */
export function tagWith(
  tokens: Tokens,
  weights: Weights,
  lexicon: Lexicon,
  { room = new TaggerRoom(), setting = settingOf(tokens, room), focus }: Reading = {},
): Votes {
  const { count } = tokens;
  const { name, place } = room;
  name.fill(NEVER, 0, count);
  place.fill(NEVER, 0, count);
  const open = gate(tokens, setting, room.open);
  const reader = new FeatureReader(tokens, setting, lexicon, room.features);
  const { steps, scale } = weights;
  for (let from = 0; from < count;) {
    if (open[from] === 0) {
      from += 1;
      continue;
    }
    let to = from;
    while (to < count && open[to] !== 0) to += 1;
    if (focus !== undefined && !isAsked(focus, from, to)) {
      from = to;
      continue;
    }
    room.fitRun(to - from);
    const { scores, best } = room;
    for (let i = from; i < to; i += 1) scoreWord(reader, i, weights.rows, scores, (i - from) * TAGS);
    bestReadings(scores, to - from, steps, best);
    for (let i = from; i < to; i += 1) {
      const at = (i - from) * TAGS;
      const other = best[at] ?? 0;
      name[i] = ((best[at + 1] ?? 0) - other) / scale;
      place[i] = ((best[at + 2] ?? 0) - other) / scale;
    }
    from = to;
  }
  return { name, place };
}

function scoreWord(
  reader: FeatureReader,
  i: number,
  weights: Int8Array,
  scores: Float64Array,
  at: number,
): void {
  reader.read(i);
  const rows = reader.rows;
  let forName = 0;
  let forPlace = 0;
  for (let feature = 0; feature < FEATURES; feature += 1) {
    const row = (rows[feature] ?? 0) << 1;
    forName += weights[row] ?? 0;
    forPlace += weights[row + 1] ?? 0;
  }
  scores[at] = 0;
  scores[at + 1] = forName;
  scores[at + 2] = forPlace;
}

function isAsked(focus: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (focus[i] === 1) return true;
  return false;
}
