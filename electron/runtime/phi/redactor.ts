import type { IdentifierClass, RedactionCounts } from '../../../shared/domain/index.ts';
import { Problem } from '../../../shared/domain/index.ts';
import { findPlacesByForm } from './addresses.ts';
import type { Candidate, Finder } from './candidate.ts';
import { findAddresses } from './contact.ts';
import type { IdentifierSpan, KnownValue, Redacted, Redactor } from './detector.ts';
import { KnownValues } from './known-values.ts';
import { shippedLexicon } from './lexicon.ts';
import { findNameClues } from './name-clues.ts';
import { findForeign } from './foreign-names.ts';
import { findNames } from './names.ts';
import { OrdinaryWords } from './ordinary-words.ts';
import { findNamedPlaces } from './named-places.ts';
import { normalise, type Normalised } from './normalise.ts';
import { resolveOverlaps } from './overlaps.ts';
import { findNumbers } from './numbers.ts';
import { findFacilities } from './facilities.ts';
import { findHasty, widenHasty } from './hasty/index.ts';
import { Page } from './page.ts';
import { findPersonalTraits } from './personal-traits.ts';
import { propagate } from './propagation.ts';
import { findTowns } from './towns.ts';
import { widenNames } from './widen.ts';
import { findSpelledNames } from './spelled-names.ts';
import { placeholder } from './placeholder.ts';
import { FoundValues } from './remains.ts';
import { changedWords } from './second-look.ts';
import { findTagged } from './tagged.ts';
import { TaggerRoom } from './tagger/tagger-room.ts';
import { TokenRoom, TRAIT, tokenise } from './tokens.ts';

const FINDERS: readonly Finder[] = [
  findAddresses,
  findNumbers,
  findPlacesByForm,
  findFacilities,
  findTowns,
  findNamedPlaces,
  findNames,
  findNameClues,
  findSpelledNames,
  findForeign,
  findPersonalTraits,
  findTagged,
  findHasty,
];
const ROUNDS = 8;
/** Three pages are read at once at most; a page gives way to the next of its room. */
interface Room {
  readonly tokens: TokenRoom;
  readonly tagger: TaggerRoom;
}
const [ROOM, SECOND_ROOM, VALUE_ROOM] = [room(), room(), room()];

function room(): Room {
  return { tokens: new TokenRoom(), tagger: new TaggerRoom() };
}

/**
 * A redactor by patterns, cues, lists and the values of the run's own tables.
 * @param knownValues values from identifying columns; looked for in every text, in other orders and cases too.
 * @param ordinaryWords what people said identifies nobody; a known value is found all the same.
 */
export function createRedactor(
  knownValues: Iterable<KnownValue> = [],
  ordinaryWords: Iterable<string> = [],
): Redactor {
  const words: Words = { known: new KnownValues(knownValues), ordinary: new OrdinaryWords(ordinaryWords) };
  return {
    detect: (text) => detect(text, words),
    redact: (text) => redact(text, words),
  };
}

/** What is known beside the shipped lists. */
interface Words {
  readonly known: KnownValues;
  readonly ordinary: OrdinaryWords;
}

/**
 * Looks again at what replacing would leave, until nothing is found there: so redacting twice changes nothing,
 * and a sign that only appears next to a placeholder is not missed.
 */
function detect(text: string, words: Words): readonly IdentifierSpan[] {
  const first = read(text, ROOM);
  const found = find(first, words);
  let spans: readonly Candidate[] = found.map((span) => toOriginal(span, first.normalised));
  for (let round = 0; spans.length > 0; round += 1) {
    if (round === ROUNDS) throw new Problem('check_failed', 'the redactor did not come to rest on a text');
    const left = replace(text, spans);
    const next = read(left.text, SECOND_ROOM);
    const earlier = valuesOf(text, spans);
    if (round === 0) next.page.focus = changedWords(first.page, found, next.page);
    let more = find(next, words, earlier);
    if (more.length === 0) break;
    if (next.page.focus !== undefined) {
      next.page.focus = undefined;
      more = find(next, words, earlier);
    }
    const inOriginal = more.map((span) => toSource(toOriginal(span, next.normalised), left.pieces));
    spans = resolveOverlaps(text, [...spans, ...inOriginal]);
  }
  return spans;
}

/** A text as the finders see it. */
interface Read {
  readonly normalised: Normalised;
  readonly page: Page;
}

function read(text: string, into: Room): Read {
  const normalised = normalise(text);
  return { normalised, page: pageOf(normalised.text, into) };
}

/** What was found so far, as values to look for in what is left. */
function valuesOf(text: string, spans: readonly Candidate[]): FoundValues | undefined {
  if (spans.length === 0) return undefined;
  let joined = '';
  const moved = spans.map((span) => {
    const start = joined.length;
    joined += `${text.slice(span.start, span.end)}\n`;
    return { ...span, start, end: joined.length - 1 };
  });
  return new FoundValues(pageOf(joined, VALUE_ROOM), moved);
}

/** @param earlier values of earlier rounds: a value that a later round cut out of a longer one may stand elsewhere */
function find({ page }: Read, { known, ordinary }: Words, earlier?: FoundValues): readonly Candidate[] {
  const { text } = page;
  const signs = widenNames(page, findAll(page));
  const found = [...ordinary.without(text, signs), ...known.find(text), ...(earlier?.in(page) ?? [])];
  if (found.length === 0) return [];
  const spans = widenHasty(page, resolveOverlaps(text, [...found, ...propagate(page, found)]));
  const repeats = new FoundValues(page, spans).in(page);
  const all = repeats.length === 0 ? spans : resolveOverlaps(text, [...spans, ...repeats]);
  return page.tokens.placeholders === 0 ? all : withoutPlaceholders(page, all);
}

function findAll(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (const finder of FINDERS) for (const candidate of finder(page)) found.push(candidate);
  return found;
}

/** Parts of spans that lie outside placeholders of an earlier redaction. */
function withoutPlaceholders(page: Page, spans: readonly Candidate[]): Candidate[] {
  const parts: Candidate[] = [];
  for (const span of spans) {
    let start = span.start;
    let i = page.wordFrom(start);
    // A span may begin inside a placeholder.
    if (i > 0 && page.end(i - 1) > start) i -= 1;
    for (; i < page.count && page.start(i) < span.end; i += 1) {
      if (!(page.traits(i) & TRAIT.placeholder)) continue;
      if (page.start(i) > start) parts.push({ ...span, start, end: page.start(i) });
      start = page.end(i);
    }
    if (start < span.end) parts.push({ ...span, start });
  }
  return parts.filter(({ start, end }) => /[\p{L}\p{N}]/u.test(page.text.slice(start, end)));
}

function toOriginal(span: Candidate, { starts, ends }: Normalised): Candidate {
  if (starts === undefined || ends === undefined) return span;
  return { ...span, start: starts[span.start] ?? span.start, end: ends[span.end - 1] ?? span.end };
}

interface Replaced {
  readonly text: string;
  /** Where the untouched stretches and the placeholders of the result begin, and what they stand for. */
  readonly pieces: readonly Piece[];
}
interface Piece {
  /** Start in the result. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly replaced: boolean;
}

function replace(text: string, spans: readonly Candidate[]): Replaced {
  const pieces: Piece[] = [];
  let result = '';
  let from = 0;
  for (const { start, end, label } of spans) {
    pieces.push({ at: result.length, start: from, end: start, replaced: false });
    result += text.slice(from, start);
    pieces.push({ at: result.length, start, end, replaced: true });
    result += placeholder(label);
    from = end;
  }
  pieces.push({ at: result.length, start: from, end: text.length, replaced: false });
  return { text: result + text.slice(from), pieces };
}

/** A span of a result as a span of what it was made from; what touches a placeholder covers all it stands for. */
function toSource(span: Candidate, pieces: readonly Piece[]): Candidate {
  const first = pieceAt(span.start, pieces);
  const last = pieceAt(span.end - 1, pieces);
  const start = first.replaced ? first.start : first.start + span.start - first.at;
  const end = last.replaced ? last.end : last.start + span.end - last.at;
  return { ...span, start, end };
}

/** The last piece that begins at or before an index; empty pieces give way to what follows them. */
function pieceAt(index: number, pieces: readonly Piece[]): Piece {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((pieces[middle]?.at ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return pieces[low] ?? { at: 0, start: 0, end: 0, replaced: false };
}

function redact(text: string, words: Words): Redacted {
  const spans = detect(text, words);
  if (spans.length === 0) return { text, spans, counts: {} };
  const result = replace(text, spans).text;
  checkNothingRemains(text, spans, result);
  const counts: Partial<Record<IdentifierClass, number>> = {};
  for (const { label } of spans) counts[label] = (counts[label] ?? 0) + 1;
  return { text: result, spans, counts: counts satisfies RedactionCounts };
}

/** SAFETY: a value that was found and still stands in the result as whole words withholds the text. */
function checkNothingRemains(text: string, spans: readonly Candidate[], result: string): void {
  const values = new FoundValues(pageOf(text, ROOM), spans);
  if (values.in(pageOf(result, SECOND_ROOM)).length > 0)
    throw new Problem(
      'check_failed',
      'an identifier that was found still stood in the redacted text, which is withheld',
    );
}

function pageOf(text: string, { tokens, tagger }: Room): Page {
  return new Page(tokenise(text, shippedLexicon(), tokens), tagger);
}
