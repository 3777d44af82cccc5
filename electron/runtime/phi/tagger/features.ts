import { foldedUnit } from '../characters.ts';
import type { Lexicon } from '../lexicon.ts';
import { GAP, TRAIT, type Tokens } from '../tokens.ts';
import { kindOf } from './kinds.ts';
import type { Setting } from './setting.ts';

/** Rows of weights as a power of two. */
export const ROW_LOG = 18;

const CASE =
  TRAIT.capital |
  TRAIT.capitals |
  TRAIT.small |
  TRAIT.digit |
  TRAIT.number |
  TRAIT.single |
  TRAIT.inner |
  TRAIT.placeholder;

/**
 * What features are made of. `-2` to `+2` count words from the one that is read; its gaps stand before and after it.
 * A form is what a word looks like, a kind its lists in brief together with its form.
 */
const INPUTS = [
  ...['none', 'word', 'word-1', 'word-2', 'word+1', 'word+2', 'form', 'kind', 'kind-1', 'kind-2', 'kind+1'],
  ...['kind+2', 'lists', 'before', 'after', 'around', 'beforeTwice', 'afterTwice', 'manner', 'lengthManner'],
  ...[
    'column',
    'columnManner',
    'label',
    'pair',
    'seen',
    'formsAround',
    'formsNext',
    'formsBehind',
    'wordsBefore',
  ],
  ...['word-3', 'suffix2', 'suffix3', 'suffix4', 'prefix'],
] as const;
type Input = (typeof INPUTS)[number];

/** The number of a template and what goes into it; the order of the inputs is part of what was learned. */
const TEMPLATES: readonly (readonly [template: number, a: Input, b: Input, c?: Input])[] = [
  [1, 'word', 'form'],
  [2, 'kind', 'manner'],
  [3, 'lists', 'form'],
  [4, 'word-1', 'before'],
  [5, 'word+1', 'after'],
  [6, 'word-2', 'word-1', 'form'],
  [7, 'word+1', 'word+2', 'form'],
  [8, 'word-2', 'form'],
  [9, 'word+2', 'form'],
  [10, 'kind-1', 'kind', 'before'],
  [11, 'kind+1', 'kind', 'after'],
  [12, 'word-1', 'kind', 'before'],
  [13, 'word+1', 'kind', 'after'],
  [14, 'formsAround', 'formsBehind', 'around'],
  [15, 'kind-1', 'kind', 'kind+1'],
  [16, 'word-1', 'word+1', 'form'],
  [17, 'kind-2', 'kind-1', 'kind'],
  [18, 'kind+1', 'kind+2', 'kind'],
  [19, 'before', 'after', 'kind'],
  [20, 'seen', 'kind', 'manner'],
  [21, 'pair', 'kind', 'around'],
  [22, 'lengthManner', 'form'],
  [23, 'columnManner', 'after', 'kind'],
  [24, 'label', 'form', 'column'],
  [25, 'beforeTwice', 'word-1', 'form'],
  [26, 'afterTwice', 'word+1', 'form'],
  [27, 'wordsBefore', 'word-3', 'form'],
  [28, 'formsNext', 'around', 'manner'],
  [29, 'form', 'manner'],
  [30, 'kind-1', 'around', 'word+1'],
  [31, 'kind+1', 'around', 'word-1'],
  [32, 'pair', 'word-1', 'form'],
  [33, 'suffix2', 'form', 'manner'],
  [34, 'suffix3', 'form', 'manner'],
  [35, 'suffix4', 'form', 'manner'],
  [37, 'prefix', 'form', 'manner'],
];
/** Features of one word. */
export const FEATURES = TEMPLATES.length;

const AT = Object.fromEntries(INPUTS.map((input, place) => [input, place])) as Readonly<
  Record<Input, number>
>;
const SEEDS = Int32Array.from(TEMPLATES, ([template]) => Math.imul(template, 0x9e3779b1));
/** Places of the inputs of each feature. */
const FIRST = Uint8Array.from(TEMPLATES, ([, a]) => AT[a]);
const SECOND = Uint8Array.from(TEMPLATES, ([, , b]) => AT[b]);
const THIRD = Uint8Array.from(TEMPLATES, ([, , , c]) => AT[c ?? 'none']);

/** Stands for the words before the first and after the last. */
const OUTSIDE = 0x1234567;
const OUTSIDE_KIND = 1023;
/** Words on either side that the features of a word read. */
const REACH = 3;

/**
 * Reads the features of single words: which rows of weights speak for word `i`. What a word is to its neighbours is
 * worked out once per text, and nothing is allocated per word.
 */
export class FeatureReader {
  readonly #tokens: Tokens;
  readonly #setting: Setting;
  readonly #lexicon: Lexicon;
  readonly #room: FeatureRoom;
  /** Rows of the word that was read last. */
  readonly rows: Int32Array;
  #pairAt = -1;
  #pair = false;

  constructor(tokens: Tokens, setting: Setting, lexicon: Lexicon, room = new FeatureRoom()) {
    this.#tokens = tokens;
    this.#setting = setting;
    this.#lexicon = lexicon;
    this.#room = room;
    this.rows = room.rows;
    room.fit(tokens);
  }

  /** Fills `rows` for word `i`. */
  read(i: number): void {
    this.#fill(i);
    this.#affixes(i);
    const { inputs, rows } = this.#room;
    for (let feature = 0; feature < FEATURES; feature += 1) {
      const a = inputs[FIRST[feature] ?? 0] ?? 0;
      const b = inputs[SECOND[feature] ?? 0] ?? 0;
      const c = inputs[THIRD[feature] ?? 0] ?? 0;
      let mix = Math.imul(a ^ (SEEDS[feature] ?? 0), 0x85ebca6b);
      mix = Math.imul((mix ^ (mix >>> 15)) + b, 0xc2b2ae35);
      mix = Math.imul((mix ^ (mix >>> 13)) + c, 0x27d4eb2f);
      rows[feature] = (mix ^ (mix >>> 16)) >>> (32 - ROW_LOG);
    }
  }

  #fill(i: number): void {
    const { count, gaps, hashes, lists, starts, ends } = this.#tokens;
    const setting = this.#setting;
    const { words, forms, kinds, inputs } = this.#room;
    const at = i + REACH;
    const word1 = words[at - 1] ?? 0;
    const word2 = words[at - 2] ?? 0;
    inputs[AT.word] = words[at] ?? 0;
    inputs[AT['word-1']] = word1;
    inputs[AT['word-2']] = word2;
    inputs[AT['word-3']] = words[at - 3] ?? 0;
    inputs[AT['word+1']] = words[at + 1] ?? 0;
    inputs[AT['word+2']] = words[at + 2] ?? 0;
    inputs[AT.wordsBefore] = word1 ^ Math.imul(word2, 31);
    inputs[AT.kind] = kinds[at] ?? 0;
    inputs[AT['kind-1']] = kinds[at - 1] ?? 0;
    inputs[AT['kind-2']] = kinds[at - 2] ?? 0;
    inputs[AT['kind+1']] = kinds[at + 1] ?? 0;
    inputs[AT['kind+2']] = kinds[at + 2] ?? 0;
    const form = forms[at] ?? 0;
    const form1 = forms[at - 1] ?? 0;
    const next = forms[at + 1] ?? 0;
    inputs[AT.form] = form;
    inputs[AT.formsAround] = (forms[at - 2] ?? 0) ^ (form1 << 8) ^ (next << 16);
    inputs[AT.formsNext] = form1 ^ (form << 8) ^ (next << 16);
    inputs[AT.formsBehind] = form ^ ((forms[at + 2] ?? 0) << 8);
    const before = gaps[i] ?? 0;
    const after = gaps[i + 1] ?? 0;
    inputs[AT.before] = before;
    inputs[AT.after] = after;
    inputs[AT.around] = before ^ (after << 16);
    inputs[AT.beforeTwice] = before ^ ((i > 0 ? (gaps[i - 1] ?? 0) : GAP.newline) << 16);
    inputs[AT.afterTwice] = after ^ ((i + 2 <= count ? (gaps[i + 2] ?? 0) : GAP.newline) << 16);
    const manner = (setting.manners[i] ?? 0) | (setting.quiet ? 4 : 0);
    const column = Math.min(4, setting.columns[i] ?? 0);
    inputs[AT.manner] = manner;
    inputs[AT.column] = column;
    inputs[AT.columnManner] = column ^ (manner << 4);
    inputs[AT.lengthManner] = Math.min(12, (ends[i] ?? 0) - (starts[i] ?? 0)) ^ (manner << 4);
    inputs[AT.label] = setting.labels[i] ?? 0;
    inputs[AT.lists] = lists[i] ?? 0;
    inputs[AT.seen] = setting.seenOf(hashes[i] ?? 0);
    inputs[AT.pair] = (this.#isPair(i) ? 1 : 0) | (this.#isPair(i + 1) ? 2 : 0);
  }

  /** The last two, three and four units of the word, and its first three. */
  #affixes(i: number): void {
    const { text, starts, ends } = this.#tokens;
    const { inputs } = this.#room;
    const start = starts[i] ?? 0;
    const end = ends[i] ?? 0;
    let hash = end - start > 3 ? 7 : 11;
    for (let back = 1; back <= 4; back += 1) {
      if (end - back >= start) hash = Math.imul(hash ^ foldedUnit(text.charCodeAt(end - back)), 0x01000193);
      if (back > 1) inputs[AT.suffix2 + back - 2] = hash;
    }
    let prefix = 5;
    for (let at = start; at < Math.min(end, start + 3); at += 1)
      prefix = Math.imul(prefix ^ foldedUnit(text.charCodeAt(at)), 0x01000193);
    inputs[AT.prefix] = prefix;
  }

  /** Whether word `i` and the one before it stand next to each other in the name of a town. */
  #isPair(i: number): boolean {
    if (i === this.#pairAt) return this.#pair;
    const { count, gaps, hashes } = this.#tokens;
    this.#pairAt = i;
    return (this.#pair =
      i > 0 &&
      i < count &&
      (gaps[i] ?? 0) <= GAP.space &&
      this.#lexicon.isTownPair(hashes[i - 1] ?? 0, hashes[i] ?? 0));
  }
}

/** What the words of one text are to their neighbours; `REACH` places before the first word and after the last. */
export class FeatureRoom {
  /** The word, a number by its count of digits. */
  words = new Int32Array(0);
  /** The traits that are features, in eight bits. */
  forms = new Uint8Array(0);
  /** What the lists say in brief, and the form. */
  kinds = new Int32Array(0);
  /** One number per `INPUTS`. */
  readonly inputs = new Int32Array(INPUTS.length);
  readonly rows = new Int32Array(FEATURES);

  fit({ count, hashes, traits, lists, starts, ends }: Tokens): void {
    const size = count + 2 * REACH;
    if (size > this.words.length) {
      this.words = new Int32Array(size * 2);
      this.forms = new Uint8Array(size * 2);
      this.kinds = new Int32Array(size * 2);
    }
    const { words, forms, kinds } = this;
    for (let at = 0; at < REACH; at += 1)
      for (const place of [at, size - 1 - at]) {
        words[place] = OUTSIDE;
        forms[place] = 0;
        kinds[place] = OUTSIDE_KIND;
      }
    for (let i = 0; i < count; i += 1) {
      const seen = (traits[i] ?? 0) & CASE;
      const form =
        (seen & 0x1f) | ((seen & TRAIT.single) >>> 2) | ((seen & (TRAIT.inner | TRAIT.placeholder)) >>> 3);
      words[i + REACH] =
        (seen & TRAIT.number) !== 0 ? 0x7100 + (ends[i] ?? 0) - (starts[i] ?? 0) : (hashes[i] ?? 0);
      forms[i + REACH] = form;
      kinds[i + REACH] = kindOf(lists[i] ?? 0) ^ (form << 10);
    }
  }
}
