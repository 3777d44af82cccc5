import { foldedUnit } from '../characters.ts';
import type { Lexicon } from '../lexicon.ts';
import { GAP, TRAIT, type Tokens } from '../tokens.ts';
import { kindOf } from './kinds.ts';
import type { Setting } from './setting.ts';

/** Rows of weights as a power of two. */
export const ROW_LOG = 18;
/** Features of one word. */
export const FEATURES = 36;

const CASE =
  TRAIT.capital |
  TRAIT.capitals |
  TRAIT.small |
  TRAIT.digit |
  TRAIT.number |
  TRAIT.single |
  TRAIT.inner |
  TRAIT.placeholder;
const GAPS = 0xffff;

/** Stands for the words before the first and after the last. */
const OUTSIDE = 0x1234567;

/**
 * Reads the features of single words: which rows of weights speak for word `i`. Nothing is allocated per word.
 */
export class FeatureReader {
  readonly #tokens: Tokens;
  readonly #setting: Setting;
  readonly #lexicon: Lexicon;
  /** Rows of the word that was read last. */
  readonly rows = new Int32Array(FEATURES);

  constructor(tokens: Tokens, setting: Setting, lexicon: Lexicon) {
    this.#tokens = tokens;
    this.#setting = setting;
    this.#lexicon = lexicon;
  }

  /** Fills `rows` for word `i`. */
  read(i: number): void {
    const { count, gaps, hashes } = this.#tokens;
    const setting = this.#setting;
    const rows = this.rows;
    const h = this.#word(i);
    const p1 = this.#word(i - 1);
    const p2 = this.#word(i - 2);
    const n1 = this.#word(i + 1);
    const n2 = this.#word(i + 2);
    const c = this.#form(i);
    const cp1 = this.#form(i - 1);
    const cp2 = this.#form(i - 2);
    const cn1 = this.#form(i + 1);
    const cn2 = this.#form(i + 2);
    const k = this.#kind(i) ^ (c << 10);
    const kp1 = this.#kind(i - 1) ^ (cp1 << 10);
    const kp2 = this.#kind(i - 2) ^ (cp2 << 10);
    const kn1 = this.#kind(i + 1) ^ (cn1 << 10);
    const kn2 = this.#kind(i + 2) ^ (cn2 << 10);
    const before = (gaps[i] ?? 0) & GAPS;
    const after = (gaps[i + 1] ?? 0) & GAPS;
    const before2 = i > 0 ? (gaps[i - 1] ?? 0) & GAPS : GAP.newline;
    const after2 = i + 2 <= count ? (gaps[i + 2] ?? 0) & GAPS : GAP.newline;
    const manner = (setting.manners[i] ?? 0) | (setting.quiet ? 4 : 0);
    const lists = this.#tokens.lists[i] ?? 0;
    const length = Math.min(12, (this.#tokens.ends[i] ?? 0) - (this.#tokens.starts[i] ?? 0));
    const label = setting.labels[i] ?? 0;
    const column = Math.min(4, setting.columns[i] ?? 0);
    let pair = 0;
    if (i > 0 && before <= GAP.space && this.#lexicon.isTownPair(hashes[i - 1] ?? 0, hashes[i] ?? 0))
      pair |= 1;
    if (i + 1 < count && after <= GAP.space && this.#lexicon.isTownPair(hashes[i] ?? 0, hashes[i + 1] ?? 0))
      pair |= 2;

    rows[0] = row(1, h, c);
    rows[1] = row(2, k, manner);
    rows[2] = row(3, lists, c);
    rows[3] = row(4, p1, before);
    rows[4] = row(5, n1, after);
    rows[5] = row2(6, p2, p1, c);
    rows[6] = row2(7, n1, n2, c);
    rows[7] = row(8, p2, c);
    rows[8] = row(9, n2, c);
    rows[9] = row2(10, kp1, k, before);
    rows[10] = row2(11, kn1, k, after);
    rows[11] = row2(12, p1, k, before);
    rows[12] = row2(13, n1, k, after);
    rows[13] = row2(14, cp2 ^ (cp1 << 8) ^ (cn1 << 16), c ^ (cn2 << 8), before ^ (after << 16));
    rows[14] = row2(15, kp1, k, kn1);
    rows[15] = row2(16, p1, n1, c);
    rows[16] = row2(17, kp2, kp1, k);
    rows[17] = row2(18, kn1, kn2, k);
    rows[18] = row2(19, before, after, k);
    rows[19] = row2(20, setting.seenOf(hashes[i] ?? 0), k, manner);
    rows[20] = row2(21, pair, k, before ^ (after << 16));
    rows[21] = row(22, length ^ (manner << 4), c);
    rows[22] = row2(23, column ^ (manner << 4), after, k);
    rows[23] = row2(24, label, c, column);
    rows[24] = row2(25, before ^ (before2 << 16), p1, c);
    rows[25] = row2(26, after ^ (after2 << 16), n1, c);
    rows[26] = row2(27, p1 ^ Math.imul(p2, 31), this.#word(i - 3), c);
    rows[27] = row2(28, cp1 ^ (c << 8) ^ (cn1 << 16), before ^ (after << 16), manner);
    rows[28] = row(29, c, manner);
    rows[29] = row2(30, kp1, before ^ (after << 16), n1);
    rows[30] = row2(31, kn1, before ^ (after << 16), p1);
    rows[31] = row2(32, pair, p1, c);
    this.#affixes(i, c, manner);
  }

  #affixes(i: number, form: number, manner: number): void {
    const { text, starts, ends } = this.#tokens;
    const start = starts[i] ?? 0;
    const end = ends[i] ?? 0;
    let hash = end - start > 3 ? 7 : 11;
    for (let back = 1; back <= 4; back += 1) {
      if (end - back >= start) hash = Math.imul(hash ^ foldedUnit(text.charCodeAt(end - back)), 0x01000193);
      if (back > 1) this.rows[30 + back] = row2(31 + back, hash, form, manner);
    }
    let prefix = 5;
    for (let at = start; at < Math.min(end, start + 3); at += 1)
      prefix = Math.imul(prefix ^ foldedUnit(text.charCodeAt(at)), 0x01000193);
    this.rows[35] = row2(37, prefix, form, manner);
  }

  /** The word, a number by its count of digits. */
  #word(i: number): number {
    const { count, hashes, traits, starts, ends } = this.#tokens;
    if (i < 0 || i >= count) return OUTSIDE;
    if (((traits[i] ?? 0) & TRAIT.number) !== 0) return 0x7100 + (ends[i] ?? 0) - (starts[i] ?? 0);
    return hashes[i] ?? 0;
  }

  #form(i: number): number {
    const { count, traits } = this.#tokens;
    if (i < 0 || i >= count) return 0;
    // Folds the trait bits to eight.
    const form = (traits[i] ?? 0) & CASE;
    return (form & 0x1f) | ((form & TRAIT.single) >>> 2) | ((form & (TRAIT.inner | TRAIT.placeholder)) >>> 3);
  }

  #kind(i: number): number {
    const { count, lists } = this.#tokens;
    return i < 0 || i >= count ? 1023 : kindOf(lists[i] ?? 0);
  }
}

function row(template: number, a: number, b: number): number {
  return row2(template, a, b, 0);
}

function row2(template: number, a: number, b: number, c: number): number {
  let mix = Math.imul(a ^ Math.imul(template, 0x9e3779b1), 0x85ebca6b);
  mix = Math.imul((mix ^ (mix >>> 15)) + b, 0xc2b2ae35);
  mix = Math.imul((mix ^ (mix >>> 13)) + c, 0x27d4eb2f);
  return (mix ^ (mix >>> 16)) >>> (32 - ROW_LOG);
}
