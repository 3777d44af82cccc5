import { Problem, type IdentifierClass, type RedactionCounts } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, KnownValue, Redacted, Redactor } from '../detector.ts';
import { resolveOverlaps } from '../overlaps.ts';
import { PLACEHOLDER } from '../placeholder.ts';
import { renderMasked } from '../profiles/profile.ts';
import { createDocumentDetector } from './documents.ts';
import { wholeNumbersOf } from './json.ts';
import { Originals, outsideOf } from './originals.ts';

const ROUNDS = 6;

/**
 * A redactor for whatever a tool may give back: prose, JSON, tables and the other structures. What it found is replaced
 * wherever else it stands as a whole token, the result is looked at again until nothing is found there, and at last
 * searched for every original value.
 *
 * @param knownValues values of identifying columns of the run's own tables
 * @param ordinaryWords what people said identifies nobody, in prose
 */
export function createDocumentRedactor(
  knownValues: readonly KnownValue[] = [],
  ordinaryWords: readonly string[] = [],
): Redactor {
  const detector = createDocumentDetector(knownValues, ordinaryWords);
  const detect = (text: string): IdentifierSpan[] => withRepeats(text, detector.detect(text));
  return {
    detect,
    redact: (text) => redactDocument(text, detect),
    table: (dialect) => detector.table(dialect),
  };
}

/** @throws Problem `check_failed` when an original value still stands in the result, or it does not come to rest */
function redactDocument(text: string, detect: (text: string) => IdentifierSpan[]): Redacted {
  const spans = detect(text);
  const counts: Partial<Record<IdentifierClass, number>> = {};
  let result = text;
  let found = spans;
  for (let round = 0; found.length > 0; round += 1) {
    if (round === ROUNDS) throw new Problem('check_failed', 'the redactor did not come to rest on a text');
    for (const { label } of found) counts[label] = (counts[label] ?? 0) + 1;
    result = renderMasked(result, found);
    found = detect(result);
  }
  assertNoneRemains(text, spans, result);
  return { text: result, spans, counts: counts satisfies RedactionCounts };
}

/** Spans with every other place where their values stand as whole tokens. */
export function withRepeats(text: string, spans: readonly IdentifierSpan[]): IdentifierSpan[] {
  if (spans.length === 0) return [];
  const originals = new Originals();
  originals.add(text, spans);
  const repeats = outsideOf(spans, originals.find(text));
  if (repeats.length === 0) return outsidePlaceholders(text, spans);
  const all = outsidePlaceholders(text, resolveOverlaps(text, [...spans, ...repeats]));
  return /^[\s\ufeff]*[[{]/.test(text) ? [...wholeNumbersOf(text, all)] : all;
}

/** A placeholder of an earlier redaction is no identifier, whatever a value is called. */
function outsidePlaceholders(text: string, spans: readonly IdentifierSpan[]): IdentifierSpan[] {
  if (!text.includes('[')) return [...spans];
  const fixed = Array.from(
    text.matchAll(PLACEHOLDER),
    (match) => [match.index, match.index + match[0].length] as const,
  );
  let next = 0;
  return spans.filter(({ start, end }) => {
    while (next < fixed.length && (fixed[next]?.[1] ?? 0) <= start) next += 1;
    const mark = fixed[next];
    return mark === undefined || mark[0] > start || mark[1] < end;
  });
}

/** SAFETY: a value that was found and still stands in the result withholds the whole text. */
export function assertNoneRemains(text: string, spans: readonly IdentifierSpan[], result: string): void {
  const originals = new Originals();
  originals.add(text, spans);
  if (originals.find(result.replace(PLACEHOLDER, '\n')).length > 0)
    throw new Problem(
      'check_failed',
      'an identifier that was found still stood in the redacted text, which is withheld',
    );
}
