import type { IdentifierClass, RedactionCounts } from '../../../../shared/domain/index.ts';
import { Problem } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, Redactor } from '../detector.ts';
import { resolveOverlaps } from '../overlaps.ts';
import { PLACEHOLDER } from '../placeholder.ts';
import { renderMasked } from '../profiles/profile.ts';
import { readGrid, type Dialect } from '../tables/grid.ts';
import { unescapeJson } from './json-leaves.ts';
import { tableDialect } from './kind.ts';
import { Originals } from './originals.ts';
import { placeOf } from './pieced-text.ts';

/** Text that is looked at together. */
const WINDOW = 1 << 18;
/** Text already given out that is looked at again, so that what it leads to is understood. */
const CONTEXT = 1 << 11;
/** Text that is kept back until what follows it is known: longer than any identifier. */
const AHEAD = 1 << 11;
/** Values found so far that later windows are searched for. */
const MOST_CARRIED = 50_000;

/** A piece of redacted text. */
export interface RedactedPart {
  readonly text: string;
  readonly counts: RedactionCounts;
}

/**
 * Redacts a text that comes in chunks, in memory bounded by the window, whatever its length. Windows overlap, so an
 * identifier across any border is found; rows of a table are never cut, and each window of them is read under the
 * table's own first row. Text of at most one window is redacted as a whole.
 */
export class LongRedaction {
  readonly #redactor: Redactor;
  readonly #carried = new Originals(MOST_CARRIED);
  #mode: 'undecided' | 'prose' | 'escaped' | 'table' = 'undecided';
  #dialect: Dialect = { delimiter: ',', quotes: true };
  /** Looked at and not given out again: the end of what was given out, or the first row of a table. */
  #context = '';
  #pending = '';

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** Takes the next chunk. @returns what can be given out by now */
  *push(chunk: string): Generator<RedactedPart> {
    // Large chunks are taken in slices, so that the window stays what it is.
    for (let at = 0; at < chunk.length; at += WINDOW) {
      this.#pending += chunk.slice(at, at + WINDOW);
      while (this.#pending.length >= WINDOW + AHEAD) {
        const before = this.#pending.length;
        yield this.#next(false);
        if (this.#pending.length === before) break;
      }
    }
  }

  /** The rest. */
  *end(): Generator<RedactedPart> {
    if (this.#mode === 'undecided') {
      const { text, counts } = this.#redactor.redact(this.#pending);
      this.#pending = '';
      yield { text, counts };
      return;
    }
    while (this.#pending !== '') yield this.#next(true);
  }

  #next(last: boolean): RedactedPart {
    if (this.#mode === 'undecided') this.#decide();
    const limit = this.#mode === 'table' ? this.#rowLimit(last) : this.#limit(last);
    return this.#mode === 'table' ? this.#rows(limit) : this.#window(limit, last);
  }

  #decide(): void {
    const first = /[^\s\ufeff]/.exec(this.#pending)?.[0];
    if (first === '{' || first === '[') this.#mode = 'escaped';
    else {
      const dialect = first === '<' ? undefined : tableDialect(this.#pending);
      this.#mode = dialect === undefined ? 'prose' : 'table';
      if (dialect !== undefined) this.#dialect = dialect;
    }
  }

  /** Where this window may end: behind white space where there is any. */
  #limit(last: boolean): number {
    if (last && this.#pending.length <= WINDOW + AHEAD) return this.#pending.length;
    const most = Math.min(WINDOW, this.#pending.length - AHEAD);
    for (let at = most; at > most - AHEAD; at -= 1) if (/\s/.test(this.#pending.charAt(at - 1))) return at;
    return most;
  }

  #window(wanted: number, last: boolean): RedactedPart {
    const offset = this.#context.length;
    const seen = this.#context + this.#pending.slice(0, wanted + (last ? this.#pending.length : AHEAD));
    const spans = resolveOverlaps(seen, [...this.#look(seen), ...this.#carried.find(seen)]);
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

  /** Behind the last row that is whole. */
  #rowLimit(last: boolean): number {
    if (last && this.#pending.length <= WINDOW + AHEAD) return this.#pending.length;
    let limit = 0;
    for (const row of readGrid(this.#pending, this.#dialect)) {
      if (row.end >= this.#pending.length || row.end > WINDOW) break;
      limit = row.end;
    }
    // A row longer than the window: its quote never closes, or it is no row.
    if (limit === 0) return Math.min(WINDOW, this.#pending.length);
    while (/[\r\n]/.test(this.#pending.charAt(limit))) limit += 1;
    return limit;
  }

  #rows(limit: number): RedactedPart {
    const text = this.#pending.slice(0, limit);
    const seen = this.#context + text;
    const offset = this.#context.length;
    const spans = resolveOverlaps(seen, [...this.#redactor.detect(seen), ...this.#carried.find(seen)]);
    if (offset === 0) {
      const [first] = readGrid(text, this.#dialect);
      this.#context =
        first === undefined
          ? ''
          : `${text.slice(first.start, first.end)}
`;
    }
    this.#pending = this.#pending.slice(limit);
    const mine = spans
      .filter(({ end }) => end > offset)
      .map((span) => ({ ...span, start: Math.max(0, span.start - offset), end: span.end - offset }));
    return this.#give(text, mine);
  }

  #give(text: string, spans: readonly IdentifierSpan[]): RedactedPart {
    this.#carried.add(text, spans);
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
