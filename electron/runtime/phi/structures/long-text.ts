import type { IdentifierClass, RedactionCounts } from '../../../../shared/domain/index.ts';
import { Problem } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, Redactor, TableReader } from '../detector.ts';
import { resolveOverlaps } from '../overlaps.ts';
import { PLACEHOLDER } from '../placeholder.ts';
import { renderMasked } from '../profiles/profile.ts';
import { readGrid, type Dialect, type GridRow } from '../tables/grid.ts';
import { wholeNumbersOf } from './json.ts';
import { JsonCursor } from './json-cursor.ts';
import { readJson, unescapeJson } from './json-leaves.ts';
import { tableDialect } from './kind.ts';
import { Originals, outsideOf } from './originals.ts';
import { placeOf } from './pieced-text.ts';

/** Text that is redacted as a whole, and by which a longer one is judged. */
const HEAD = 1 << 17;
/** Text that is looked at together from then on: what is made for a window is garbage after it. */
const WINDOW = 1 << 16;
/** The same of JSON, whose fields are decided upon in every window. */
const JSON_WINDOW = 1 << 17;
/** Text already given out that is looked at again, so that what it leads to is understood. */
const CONTEXT = 1 << 11;
/** Text that is kept back until what follows it is known: longer than any identifier. */
const AHEAD = 1 << 11;
/** A single value of JSON that is longer is read as prose, and all that follows. */
const LONGEST_VALUE = 1 << 22;
/** Values found that later windows are searched for: the last ones, those of the window itself always among them. */
const MOST_CARRIED = 20_000;
const ROUNDS = 6;

/** A piece of redacted text. */
export interface RedactedPart {
  readonly text: string;
  readonly counts: RedactionCounts;
}

/**
 * Redacts a text that comes in chunks, in memory bounded by the window, whatever its length. Windows of prose overlap,
 * so an identifier across any border is found; rows of a table are never cut and are read by what was decided about
 * their columns; JSON is cut between its values, and each piece is read with the names of the fields it stands in.
 * Text of at most one window is redacted as a whole.
 */
export class LongRedaction {
  readonly #redactor: Redactor;
  readonly #signal: AbortSignal | undefined;
  readonly #carried = new Originals(MOST_CARRIED);
  /** `escaped` is prose inside JSON that cannot be cut between values, or turned out to be none. */
  #mode: 'undecided' | 'prose' | 'json' | 'escaped' | 'table' = 'undecided';
  #dialect: Dialect = { delimiter: ',', quotes: true };
  #table: TableReader | undefined;
  readonly #cursor = new JsonCursor();
  /** Looked at and not given out again: the end of what was given out. */
  #context = '';
  #pending = '';
  /** Text that must have come before it is looked at. */
  #enough = HEAD + AHEAD;
  #size = HEAD;

  /** @param signal asked before every window; what stands aborted gives nothing out any more */
  constructor(redactor: Redactor, signal?: AbortSignal) {
    this.#redactor = redactor;
    this.#signal = signal;
  }

  /** Takes the next chunk. @returns what can be given out by now */
  *push(chunk: string): Generator<RedactedPart> {
    // Large chunks are taken in slices, so that the window stays what it is.
    for (let at = 0; at < chunk.length; at += HEAD) {
      this.#pending += chunk.slice(at, at + HEAD);
      while (this.#pending.length >= this.#enough) {
        const part = this.#next(false);
        if (part === undefined) break;
        yield part;
      }
    }
  }

  /** The rest. */
  *end(): Generator<RedactedPart> {
    this.#signal?.throwIfAborted();
    if (this.#mode === 'undecided') {
      const { text, counts } = this.#redactor.redact(this.#pending);
      this.#pending = '';
      yield { text, counts };
      return;
    }
    while (this.#pending !== '') {
      const part = this.#next(true);
      if (part !== undefined) yield part;
    }
  }

  /** The next part; nothing where more has to come first. */
  #next(last: boolean): RedactedPart | undefined {
    this.#signal?.throwIfAborted();
    if (this.#mode === 'undecided') this.#decide();
    if (this.#table !== undefined) return this.#rows(this.#table, last);
    if (this.#mode === 'json') {
      const part = this.#values(last);
      if (part !== undefined || this.#isJson()) return part;
    }
    return this.#window(this.#limit(last), last);
  }

  #isJson(): boolean {
    return this.#mode === 'json';
  }

  #decide(): void {
    const first = /[^\s\ufeff]/.exec(this.#pending)?.[0];
    if (first === '{' || first === '[') {
      this.#mode = 'json';
      this.#setSize(JSON_WINDOW);
      return;
    }
    const dialect = first === '<' ? undefined : tableDialect(this.#pending);
    this.#table = dialect === undefined ? undefined : this.#redactor.table?.(dialect);
    this.#mode = this.#table === undefined ? 'prose' : 'table';
    if (dialect !== undefined) this.#dialect = dialect;
    if (this.#table === undefined) this.#setSize(WINDOW);
  }

  #setSize(size: number): void {
    this.#size = size;
    this.#enough = size + AHEAD;
  }

  /** The next values of JSON; nothing where more has to come, or where they are none and prose follows. */
  #values(last: boolean): RedactedPart | undefined {
    const { opening } = this.#cursor;
    const ends = last && this.#pending.length <= this.#size + AHEAD;
    const limit = ends ? this.#pending.length : this.#cursor.walk(this.#pending, this.#size - AHEAD);
    if (limit === 'more' && !last && this.#pending.length < LONGEST_VALUE) {
      this.#enough = this.#pending.length * 2;
      return undefined;
    }
    this.#enough = this.#size + AHEAD;
    const text = typeof limit === 'number' ? this.#pending.slice(0, limit) : '';
    const seen = opening + (ends ? text : text.replace(/,$/, ' ') + this.#cursor.closing);
    if (text === '' || readJson(seen) === undefined) {
      this.#mode = 'escaped';
      this.#setSize(WINDOW);
      return undefined;
    }
    const { length } = text;
    const found = this.#redactor.detect(seen);
    const repeats = outsideOf(found, moved(this.#carried.find(text), opening.length));
    const spans =
      repeats.length === 0 ? found : wholeNumbersOf(seen, resolveOverlaps(seen, [...found, ...repeats]));
    this.#pending = this.#pending.slice(length);
    this.#context = text.slice(-CONTEXT);
    return this.#give(text, within(spans, opening.length, length));
  }

  /** Where this window may end: behind white space where there is any. */
  #limit(last: boolean): number {
    if (last && this.#pending.length <= this.#size + AHEAD) return this.#pending.length;
    const most = Math.min(this.#size, this.#pending.length - AHEAD);
    for (let at = most; at > most - AHEAD; at -= 1) if (/\s/.test(this.#pending.charAt(at - 1))) return at;
    return most;
  }

  #window(wanted: number, last: boolean): RedactedPart {
    const offset = this.#context.length;
    const seen = this.#context + this.#pending.slice(0, wanted + (last ? this.#pending.length : AHEAD));
    const looked = this.#look(seen);
    const spans = resolveOverlaps(seen, [...looked, ...outsideOf(looked, this.#carried.find(seen))]);
    let limit = offset + wanted;
    // What begins before the border goes with what stands before it, or waits as a whole.
    const across = spans.find(({ start, end }) => start < limit && end > limit);
    if (across !== undefined) limit = across.start > offset ? across.start : across.end;
    limit = Math.min(limit, seen.length);
    const text = seen.slice(offset, limit);
    const mine = spans
      .filter(({ start, end }) => end > offset && start < limit)
      .map((span) => ({
        ...span,
        start: Math.max(0, span.start - offset),
        end: Math.min(text.length, span.end - offset),
      }));
    const from = Math.max(0, limit - CONTEXT);
    this.#context = seen.slice(from, limit);
    this.#pending = this.#pending.slice(limit - offset);
    return this.#give(text, mine);
  }

  #look(seen: string): readonly IdentifierSpan[] {
    if (this.#mode !== 'escaped' || !seen.includes('\\')) return this.#redactor.detect(seen);
    const plain = unescapeJson(seen, 0, seen.length);
    return this.#redactor
      .detect(plain.text)
      .map((span) => ({ ...span, ...placeOf(plain, span.start, span.end) }));
  }

  /** The next rows that are whole. */
  #rows(table: TableReader, last: boolean): RedactedPart {
    const ends = last && this.#pending.length <= this.#size + AHEAD;
    let rows: GridRow[] = [];
    let limit = 0;
    for (const row of readGrid(this.#pending, this.#dialect)) {
      if (!ends && (row.end >= this.#pending.length || row.end > this.#size)) break;
      rows.push(row);
      limit = row.end;
    }
    if (limit === 0) {
      // A row longer than the window: its quote never closes, or it is no row.
      limit = Math.min(this.#size, this.#pending.length);
      rows = [...readGrid(this.#pending.slice(0, limit), this.#dialect)];
    }
    while (/[\r\n]/.test(this.#pending.charAt(limit))) limit += 1;
    if (ends) limit = this.#pending.length;
    const text = this.#pending.slice(0, limit);
    const found = table.detect(text, rows);
    this.#setSize(WINDOW);
    this.#pending = this.#pending.slice(limit);
    return this.#give(text, found);
  }

  /** Spans, and whatever else of the text is a value found by now; what is left of a span may be one itself. */
  #withRepeats(text: string, found: readonly IdentifierSpan[]): readonly IdentifierSpan[] {
    let spans = found;
    for (let round = 0; round < ROUNDS; round += 1) {
      this.#carried.add(text, spans);
      const repeats = outsideOf(spans, this.#carried.find(text));
      if (repeats.length === 0) break;
      spans = resolveOverlaps(text, [...spans, ...repeats]);
    }
    return spans;
  }

  #give(text: string, found: readonly IdentifierSpan[]): RedactedPart {
    const spans = this.#withRepeats(text, found);
    const result = renderMasked(text, spans);
    // SAFETY: what was found and still stands withholds everything that follows too.
    if (spans.length > 0 && this.#carried.find(result.replace(PLACEHOLDER, '\n')).length > 0)
      throw new Problem(
        'check_failed',
        'an identifier that was found still stood in the redacted text, which is withheld',
      );
    const counts: Partial<Record<IdentifierClass, number>> = {};
    for (const { label } of spans) counts[label] = (counts[label] ?? 0) + 1;
    return { text: result, counts };
  }
}

/** Spans of a piece with something before it, as spans of the piece alone. */
function within(spans: readonly IdentifierSpan[], offset: number, length: number): IdentifierSpan[] {
  return spans
    .filter(({ start, end }) => end > offset && start < offset + length)
    .map((span) => ({
      ...span,
      start: Math.max(0, span.start - offset),
      end: Math.min(length, span.end - offset),
    }));
}

function moved(spans: readonly IdentifierSpan[], by: number): IdentifierSpan[] {
  return spans.map((span) => ({ ...span, start: span.start + by, end: span.end + by }));
}
