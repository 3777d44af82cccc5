import type { IdentifierClass, RedactionCounts } from '../../../shared/domain/index.ts';
import type { Dialect, GridRow } from './tables/grid.ts';

/** One identifier in a text. Offsets are JavaScript string indexes, end exclusive. */
export interface IdentifierSpan {
  readonly start: number;
  readonly end: number;
  readonly label: IdentifierClass;
  /** What found it; `column` and `field` say that its place in a table or another structure did. */
  readonly by: 'pattern' | 'cue' | 'list' | 'known_value' | 'tagger' | 'column' | 'field';
  /** A bare number of JSON: what replaces it must be a JSON value, so it is put in quotes. */
  readonly bare?: true;
}

export interface Redacted {
  readonly text: string;
  readonly spans: readonly IdentifierSpan[];
  readonly counts: RedactionCounts;
}

/** Values from identifying columns of the run's own tables; searched for in every later result. */
export interface KnownValue {
  readonly value: string;
  readonly label: IdentifierClass;
}

/**
 * Finds and replaces identifiers. `redact` MUST throw rather than return text in which it could not
 * look, and MUST NOT let an original value of at least four characters remain.
 */
export interface Redactor {
  /** Spans in ascending order that never overlap. */
  detect(text: string): readonly IdentifierSpan[];
  /** Replaces each span by its class in brackets: `[NAME]`. Redacting twice changes nothing more. */
  redact(text: string): Redacted;
  /** A reader for one long table; absent where a redactor reads prose only. */
  table?(dialect: Dialect): TableReader;
}

/** Reads one table, some rows at a time. */
export interface TableReader {
  /**
   * Identifiers of the next rows, ascending.
   * @param text what the rows were cut from; spans are offsets into it
   */
  detect(text: string, rows: readonly GridRow[]): readonly IdentifierSpan[];
}
