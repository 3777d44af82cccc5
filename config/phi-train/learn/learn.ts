import { bestReadings, TAG, TAGS } from '../../../electron/runtime/phi/tagger/decode.ts';
import { FEATURES, FeatureReader, ROW_LOG } from '../../../electron/runtime/phi/tagger/features.ts';
import { gate } from '../../../electron/runtime/phi/tagger/gate.ts';
import { settingOf } from '../../../electron/runtime/phi/tagger/setting.ts';
import type { Weights } from '../../../electron/runtime/phi/tagger/weights.ts';
import type { Lexicon } from '../../../electron/runtime/phi/lexicon.ts';
import { normalise } from '../../../electron/runtime/phi/normalise.ts';
import { tokenise } from '../../../electron/runtime/phi/tokens.ts';
import type { Piece } from '../text/piece.ts';
import { randomOf } from '../text/random.ts';

/** Tags of a word that teaches nothing: neither right nor wrong. */
const MASKED = 255;
/** What a wrong tag must lose by, in the unit of the scores: a missed identifier weighs most. */
const COST_OF_MISS = 75;
const COST_OF_FALSE = 45;
const COST_OF_MIX = 10;

/** Words of a text that the tagger looks at, in runs, with their features and right tags. */
export interface Lesson {
  /** Lengths of the runs. */
  readonly runs: Int32Array;
  /** `FEATURES` rows per word. */
  readonly rows: Int32Array;
  readonly tags: Uint8Array;
  /** Words with a tag that the gate does not let through. */
  readonly lost: number;
}

/** Makes a lesson of a text with gold labels. */
export function lessonOf(pieces: readonly Piece[], lexicon: Lexicon): Lesson {
  const raw = pieces.map(({ text }) => text).join('');
  const { text, starts } = normalise(raw);
  const gold = new Uint8Array(raw.length);
  let at = 0;
  for (const piece of pieces) {
    const tag =
      piece.label === 'NAME'
        ? TAG.name
        : piece.label === 'PLACE'
          ? TAG.place
          : piece.label === undefined
            ? 0
            : MASKED;
    gold.fill(tag, at, at + piece.text.length);
    at += piece.text.length;
  }
  const tokens = tokenise(text, lexicon);
  const setting = settingOf(tokens);
  const open = gate(tokens, setting);
  const reader = new FeatureReader(tokens, setting, lexicon);
  const runs: number[] = [];
  const rows: number[] = [];
  const tags: number[] = [];
  let lost = 0;
  let run = 0;
  for (let i = 0; i < tokens.count; i += 1) {
    const start = tokens.starts[i] ?? 0;
    const tag = gold[starts?.[start] ?? start] ?? 0;
    if (open[i] === 0) {
      if (tag === TAG.name || tag === TAG.place) lost += 1;
      if (run > 0) runs.push(run);
      run = 0;
      continue;
    }
    reader.read(i);
    rows.push(...reader.rows);
    tags.push(tag);
    run += 1;
  }
  if (run > 0) runs.push(run);
  return { runs: Int32Array.from(runs), rows: Int32Array.from(rows), tags: Uint8Array.from(tags), lost };
}

/**
 * An averaged perceptron over runs of words, each reading searched with the cost of its mistakes added. Whole numbers
 * only and in a fixed order, so that the same lessons and seed give the same weights on every machine.
 */
export function learn(lessons: readonly Lesson[], rounds: number, seed: number): Weights {
  const size = 2 << ROW_LOG;
  const rows = new Int32Array(size);
  const sums = new Float64Array(size);
  const steps = new Int32Array(TAGS * TAGS);
  const stepSums = new Float64Array(TAGS * TAGS);
  const order = Uint32Array.from(lessons, (_, i) => i);
  const random = randomOf(seed);
  let time = 1;
  let scores = new Float64Array(256 * TAGS);
  let best = new Float64Array(256 * TAGS);
  for (let round = 0; round < rounds; round += 1) {
    random.shuffle(order);
    for (const index of order) {
      const lesson = lessons[index];
      if (lesson === undefined) continue;
      let from = 0;
      for (const length of lesson.runs) {
        if (length * TAGS > scores.length) {
          scores = new Float64Array(length * TAGS * 2);
          best = new Float64Array(scores.length);
        }
        const gold = lesson.tags.subarray(from, from + length);
        const features = lesson.rows.subarray(from * FEATURES, (from + length) * FEATURES);
        scoreRun(features, gold, rows, scores);
        const guess = reading(scores, gold, steps, best);
        if (guess !== undefined) {
          update(features, gold, guess, rows, sums, steps, stepSums, time);
        }
        time += 1;
        from += length;
      }
    }
  }
  for (let i = 0; i < size; i += 1)
    rows[i] = Math.round(((rows[i] ?? 0) * time - (sums[i] ?? 0)) * (GRAIN / time));
  for (let i = 0; i < steps.length; i += 1)
    steps[i] = Math.round(((steps[i] ?? 0) * time - (stepSums[i] ?? 0)) * (GRAIN / time));
  const packed = Int8Array.from(rows, (weight) => Math.max(-127, Math.min(127, weight)));
  return { rows: packed, steps, scale: SCALE };
}

/** Units of the shipped weights per unit of learning. */
const GRAIN = 4;
/** Units of the shipped weights per natural log odds, measured on lessons that were held back. */
const SCALE = 40;

function scoreRun(features: Int32Array, gold: Uint8Array, rows: Int32Array, scores: Float64Array): void {
  for (let i = 0; i < gold.length; i += 1) {
    let forName = 0;
    let forPlace = 0;
    for (let feature = i * FEATURES; feature < (i + 1) * FEATURES; feature += 1) {
      const row = (features[feature] ?? 0) << 1;
      forName += rows[row] ?? 0;
      forPlace += rows[row + 1] ?? 0;
    }
    const right = gold[i] ?? 0;
    scores[i * TAGS] = right === MASKED || right === TAG.other ? 0 : COST_OF_MISS;
    scores[i * TAGS + 1] = forName + costOf(right, TAG.name);
    scores[i * TAGS + 2] = forPlace + costOf(right, TAG.place);
  }
}

function costOf(right: number, tag: number): number {
  if (right === MASKED || right === tag) return 0;
  return right === TAG.other ? COST_OF_FALSE : COST_OF_MIX;
}

/** The reading that would be chosen, or nothing where it is right. Masked words go along with it. */
function reading(
  scores: Float64Array,
  gold: Uint8Array,
  steps: Int32Array,
  best: Float64Array,
): Uint8Array | undefined {
  const length = gold.length;
  bestReadings(scores, length, steps, best);
  let wrong = false;
  const guess = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) {
    const at = i * TAGS;
    let top = 0;
    for (let tag = 1; tag < TAGS; tag += 1) if ((best[at + tag] ?? 0) > (best[at + top] ?? 0)) top = tag;
    guess[i] = top;
    if (gold[i] !== MASKED && gold[i] !== top) wrong = true;
  }
  return wrong ? guess : undefined;
}

function update(
  features: Int32Array,
  gold: Uint8Array,
  guess: Uint8Array,
  rows: Int32Array,
  sums: Float64Array,
  steps: Int32Array,
  stepSums: Float64Array,
  time: number,
): void {
  let lastRight = 0;
  let lastGuess = 0;
  for (let i = 0; i <= gold.length; i += 1) {
    const top = guess[i] ?? 0;
    const right = gold[i] === MASKED ? top : (gold[i] ?? 0);
    if (i < gold.length && right !== top)
      for (let feature = i * FEATURES; feature < (i + 1) * FEATURES; feature += 1) {
        const row = (features[feature] ?? 0) << 1;
        if (right !== 0) add(rows, sums, row + right - 1, 1, time);
        if (top !== 0) add(rows, sums, row + top - 1, -1, time);
      }
    const rightStep = lastRight * TAGS + right;
    const guessStep = lastGuess * TAGS + top;
    if (rightStep !== guessStep) {
      add(steps, stepSums, rightStep, 1, time);
      add(steps, stepSums, guessStep, -1, time);
    }
    lastRight = right;
    lastGuess = top;
  }
}

function add(values: Int32Array, sums: Float64Array, at: number, by: number, time: number): void {
  values[at] = (values[at] ?? 0) + by;
  sums[at] = (sums[at] ?? 0) + by * time;
}
