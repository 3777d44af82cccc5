import type { IdentifierClass } from '../../../../shared/domain/index.ts';
import { wordHash } from '../characters.ts';
import type { IdentifierSpan, Redactor } from '../detector.ts';
import { LIST, shippedLexicon } from '../lexicon.ts';
import type { ColumnDecision } from './column-decision.ts';
import { isBlank, isReplaced, lookOf } from './value-looks.ts';

/** A stretch inside a cell. */
export type CellSpan = IdentifierSpan;

const OLD_AGE = /^(?:9\d|1[0-4]\d)(?:\.\d+)?\b/;
const YEAR = /^(?:1[89]|20|21)\d{2}$/;
const PLAIN_NUMBER = /^[<>≤≥~]?[+-]?(?:\d{1,9}\.\d+|\d{1,6}(?:[.,]\d*)?|\.\d+)(?:e[+-]?\d{1,3})?%?$/i;
/** Different cells whose findings are remembered. */
const KEPT_AT_ONCE = 20_000;

/** Finds the identifiers of cells by what was decided about their columns; remembers what it found in equal cells. */
export class CellReader {
  readonly #redactor: Redactor;
  readonly #kept = new Map<string, readonly CellSpan[]>();
  readonly #texts = new Map<string, readonly CellSpan[]>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** Spans inside the cell, ascending. `raw` is the cell as it stands in the text. */
  find(raw: string, decision: ColumnDecision): readonly CellSpan[] {
    if (raw === '' || isNothing(raw)) return NONE;
    switch (decision.treatment) {
      case 'identifier':
        return this.#identifier(raw, decision.label ?? 'OTHER_ID', decision);
      case 'age':
        return OLD_AGE.test(raw.trim()) ? whole(raw, 'AGE_OVER_89') : NONE;
      case 'text':
        return remembered(this.#texts, raw, () =>
          this.#redactor.detect(raw).filter((span) => !isTerm(raw, span)),
        );
      case 'keep':
        return PLAIN_NUMBER.test(raw) ? NONE : remembered(this.#kept, raw, () => this.#proven(raw));
    }
  }

  #identifier(raw: string, label: IdentifierClass, { why }: ColumnDecision): readonly CellSpan[] {
    const text = raw.trim();
    if (isBlank(text) || isReplaced(text)) return NONE;
    // Only the year of a date may stay, and a column of dates may hold years.
    if (label === 'DATE' && YEAR.test(text)) return NONE;
    if (label === 'DATE' && why === 'values' && lookOf(text) !== 'date')
      return remembered(this.#texts, raw, () => this.#redactor.detect(raw));
    return whole(raw, label);
  }

  /**
   * What a pattern, a cue or the run's own tables prove. A list or a tagger proves nothing about a category, and
   * that a whole cell is a long code was known when its column was let stay.
   */
  #proven(raw: string): readonly CellSpan[] {
    return this.#redactor
      .detect(raw)
      .filter(
        ({ by, label, start, end }) =>
          by === 'known_value' ||
          (by !== 'list' &&
            by !== 'tagger' &&
            (label !== 'NAME' || by === 'cue') &&
            !(label === 'OTHER_ID' && end - start === raw.trim().length)),
      );
  }
}

const SPECIAL = LIST.drug | LIST.medical | LIST.region;
const ORDINARY = SPECIAL | LIST.common | LIST.organisation;
const SENTENCE = /[.!?;:](?:\s|$)|\n/;
const WORD = /[\p{L}\p{M}]+/gu;

/**
 * Whether a guess at a name or a place is a term of medicine: a cell such as `Diastolic Blood Pressure` has capitals
 * like a name and no sentence around it that would say otherwise.
 */
function isTerm(raw: string, { start, end, by, label }: CellSpan): boolean {
  if ((by !== 'tagger' && by !== 'list') || (label !== 'NAME' && label !== 'ADDRESS') || SENTENCE.test(raw))
    return false;
  const words = raw.slice(start, end).match(WORD) ?? [];
  const lists = words.map((word) => shippedLexicon().listsOf(wordHash(word)));
  return lists.some((bits) => (bits & SPECIAL) !== 0) || lists.every((bits) => (bits & ORDINARY) !== 0);
}

const NONE: readonly CellSpan[] = [];

function isNothing(raw: string): boolean {
  for (let at = 0; at < raw.length; at += 1) if (raw.charCodeAt(at) > 32) return false;
  return true;
}

/** The whole cell without the white space around it. */
function whole(raw: string, label: IdentifierClass): CellSpan[] {
  const start = raw.length - raw.trimStart().length;
  return [{ start, end: raw.trimEnd().length, label, by: 'column' }];
}

function remembered(
  memory: Map<string, readonly CellSpan[]>,
  raw: string,
  find: () => readonly CellSpan[],
): readonly CellSpan[] {
  const known = memory.get(raw);
  if (known !== undefined) return known;
  const found = find();
  if (raw.length <= 200 && memory.size < KEPT_AT_ONCE) memory.set(raw, found);
  return found;
}
