import { UNIT, unitOf, wordHash } from '../characters.ts';
import type { IdentifierSpan } from '../detector.ts';
import { LIST, shippedLexicon } from '../lexicon.ts';
import { ownCopy } from '../own-copy.ts';
import { digitsOf } from '../tables/value-looks.ts';

const SHORTEST = 4;
/** Numbers of fewer digits stand for amounts and years all over a table. */
const FEWEST_DIGITS = 6;
const ORDINARY = LIST.common | LIST.drug | LIST.medical | LIST.organisation | LIST.region | LIST.eponym;
const WORDS = /[\p{L}\p{M}]+/gu;

/**
 * Values that were found to be identifiers, to be looked for wherever else they may stand: as whole tokens, from four
 * characters on, unless they are on the safe list of everyday and medical words and short numbers.
 */
export class Originals {
  readonly #values = new Map<string, IdentifierSpan['label']>();
  /** Lengths of the values by a hash of their first four characters. */
  readonly #lengths = new Map<number, number[]>();
  /** Heads that occur, so that most places of a text cost one look. */
  readonly #heads = new Uint8Array(1 << 16);
  /** Found, but not looked for. */
  readonly #passed = new Set<string>();
  readonly #most: number;

  /** @param most values that are kept; of more the oldest go */
  constructor(most = 200_000) {
    this.#most = most;
  }

  add(text: string, spans: readonly IdentifierSpan[]): void {
    for (const { start, end, label } of spans) {
      const given = text.slice(start, end);
      if (this.#values.has(given) || this.#passed.has(given)) continue;
      // Found from its first letter or digit on: that is where a token begins.
      const value = isPartOfWord(text.charCodeAt(start)) ? given : given.replace(/^[^\p{L}\p{N}]+/u, '');
      const isLookedFor = !isSafe(value);
      if (!isLookedFor || value !== given) {
        if (this.#passed.size >= this.#most) this.#passed.clear();
        this.#passed.add(ownCopy(given));
      }
      if (isLookedFor && !this.#values.has(value)) this.#keep(value, label);
    }
  }

  /** Places where a value stands as a whole token, ascending by their start. */
  find(text: string): IdentifierSpan[] {
    const found: IdentifierSpan[] = [];
    if (this.#values.size === 0) return found;
    for (let at = 0; at + SHORTEST <= text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (!isPartOfWord(code) || (at > 0 && isPartOfWord(text.charCodeAt(at - 1)))) continue;
      const head = headAt(text, at);
      if (this.#heads[head] === 0) continue;
      for (const length of this.#lengths.get(head) ?? []) {
        const end = at + length;
        if (end > text.length || !endsWhole(text, end)) continue;
        const label = this.#values.get(text.slice(at, end));
        if (label !== undefined) found.push({ start: at, end, label, by: 'known_value' });
      }
    }
    return found;
  }

  /** The oldest so many. Their heads stay: a place that is looked at in vain. */
  #forget(count: number): void {
    let left = Math.max(1, count);
    for (const value of this.#values.keys()) {
      if (left === 0) return;
      this.#values.delete(value);
      left -= 1;
    }
  }

  #keep(value: string, label: IdentifierSpan['label']): void {
    if (this.#values.size >= this.#most) this.#forget(this.#most >>> 2);
    this.#values.set(ownCopy(value), label);
    const head = headAt(value, 0);
    const lengths = this.#lengths.get(head);
    if (lengths === undefined) this.#lengths.set(head, [value.length]);
    else if (!lengths.includes(value.length)) lengths.push(value.length);
    this.#heads[head] = 1;
  }
}

/** 16 bits of the next four characters. */
function headAt(text: string, at: number): number {
  const pair = Math.imul(text.charCodeAt(at), 0x9e3b) + text.charCodeAt(at + 1);
  const hash = Math.imul(Math.imul(pair, 0x85eb) + text.charCodeAt(at + 2), 0x27d5) + text.charCodeAt(at + 3);
  return (hash ^ (hash >>> 16)) & 0xffff;
}

function isSafe(value: string): boolean {
  if (value.length < SHORTEST) return true;
  if (/^\d+$/.test(value)) return value.length < FEWEST_DIGITS;
  const words = value.match(WORDS) ?? [];
  if (words.length === 0) return digitsOf(value) < FEWEST_DIGITS;
  if (/\d/.test(value)) return false;
  const lexicon = shippedLexicon();
  return words.every((word) => (lexicon.listsOf(wordHash(word)) & ORDINARY) !== 0 || word.length < SHORTEST);
}

function endsWhole(text: string, end: number): boolean {
  return !(isPartOfWord(text.charCodeAt(end - 1)) && end < text.length && isPartOfWord(text.charCodeAt(end)));
}

/** A letter or a digit. */
function isPartOfWord(code: number): boolean {
  const unit = unitOf(code);
  return unit >= UNIT.digit && unit !== UNIT.mark && (code < 0xd800 || code > 0xdfff);
}

/** Repeats that no span covers already. */
export function outsideOf(
  spans: readonly IdentifierSpan[],
  repeats: readonly IdentifierSpan[],
): IdentifierSpan[] {
  let next = 0;
  return repeats.filter(({ start, end }) => {
    while (next < spans.length && (spans[next]?.end ?? 0) <= start) next += 1;
    const span = spans[next];
    return span === undefined || span.start > start || span.end < end;
  });
}
