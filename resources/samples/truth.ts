import type { Embedded } from './notes.ts';

/** Kinds of planted errors. Those that no finding of the application speaks about begin with `hard:`. */
export type ErrorKind =
  | 'missing_high'
  | 'missing_numeric'
  | 'missing_category'
  | 'constant'
  | 'number_as_text'
  | 'date_as_text'
  | 'code_as_number'
  | 'outliers'
  | 'duplicate_rows'
  | 'leakage'
  | 'id_like'
  | 'hard:spelling'
  | 'hard:date_order'
  | 'hard:disagreement'
  | 'hard:malformed_code';

/** One thing that is wrong with the table, to be found and dealt with. */
export interface PlantedError {
  readonly id: string;
  readonly column: string;
  readonly kind: ErrorKind;
  /** In words, without a cell. */
  readonly what: string;
  /** Cells or rows that are affected. */
  readonly count: number;
  /** Data rows from 0, where they are few enough to be named. */
  readonly rows?: readonly number[];
}

/** A column that identifies people, and the class it should be recognised as. */
export interface IdentifierColumn {
  readonly column: string;
  readonly class: string;
}

/** What the generator planted in `admissions.csv`, for scoring a run and for leak tests. */
export interface Truth {
  readonly about: string;
  readonly seed: number;
  readonly rows: number;
  readonly columns: number;
  readonly identifierColumns: readonly IdentifierColumn[];
  /** Other columns that need work before Safe Harbor: dates, old ages, text. */
  readonly privacyColumns: readonly {
    readonly column: string;
    readonly kind: string;
    readonly count: number;
  }[];
  readonly errors: readonly PlantedError[];
  /** Identifiers inside the note column: how many of each class. */
  readonly embeddedInNotes: Readonly<Record<string, number>>;
  /** Values that must appear nowhere in what leaves or what a model sees. */
  readonly leakProbes: readonly { readonly class: string; readonly value: string }[];
}

/** Rows are listed up to this many; beyond, the count says enough. */
const LISTED_ROWS = 60;

/** Collects planted errors and numbers them in the order in which they were planted. */
export class ErrorList {
  readonly #errors: PlantedError[] = [];

  plant(column: string, kind: ErrorKind, what: string, rows: readonly number[] | number): void {
    const count = typeof rows === 'number' ? rows : rows.length;
    const id = `E${String(this.#errors.length + 1).padStart(2, '0')}`;
    const listed = typeof rows !== 'number' && rows.length <= LISTED_ROWS ? { rows: [...rows] } : {};
    this.#errors.push({ id, column, kind, what, count, ...listed });
  }

  list(): readonly PlantedError[] {
    return this.#errors;
  }
}

/** How many identifiers of each class stand in the notes. */
export function countEmbedded(all: readonly Embedded[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { class: kind } of all) counts[kind] = (counts[kind] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
