import { z } from 'zod';
import { DatasetId } from './ids.ts';
import { ColumnLabel, IdentifierClass } from './labels.ts';

/** Cells are text at rest; the type says how they read. Codes (ICD, ZIP, NDC) are text whatever they look like. */
export const COLUMN_TYPES = ['text', 'integer', 'double', 'boolean', 'date', 'timestamp'] as const;
export const ColumnType = z.enum(COLUMN_TYPES);
export type ColumnType = z.infer<typeof ColumnType>;

/**
 * Name of a column or table as agents, journal, reports and screens of other roles see it:
 * no identifier inside (else `column_7`), 1 to 64 characters of `[A-Za-z0-9_]`, unique within the table.
 */
export const SafeName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
export type SafeName = z.infer<typeof SafeName>;

/** Figures over one column, computed from every row. Holds no cell values except where named `examples`. */
export const ColumnProfile = z.object({
  rows: z.int().nonnegative(),
  missing: z.int().nonnegative(),
  /** Exact up to 100,000 different values, then a lower bound. */
  distinct: z.int().nonnegative(),
  /** Share of filled cells (0 to 1) that read as each type. */
  parses: z.object({ integer: z.number(), double: z.number(), boolean: z.number(), date: z.number() }),
  /** Share of filled integer-like cells that begin with a zero and are longer than one digit. */
  leadingZeros: z.number(),
  /** Shortest, longest and mean length of filled cells, in characters. */
  length: z.object({ min: z.int(), max: z.int(), mean: z.number() }),
  /** Present where at least 90 % of filled cells read as numbers. */
  numeric: z
    .object({
      min: z.number(),
      max: z.number(),
      mean: z.number(),
      median: z.number(),
      q1: z.number(),
      q3: z.number(),
      /** Rows outside [q1 - 3 iqr, q3 + 3 iqr], and those bounds. */
      outliers: z.int(),
      lower: z.number(),
      upper: z.number(),
    })
    .optional(),
  /** The date format most cells share, where at least 90 % read as dates. */
  dateFormat: z.enum(['YYYY-MM-DD', 'MM/DD/YYYY']).optional(),
  /** Identifier class that most filled cells match by value or header, with the share that matches. */
  identifier: z.object({ class: IdentifierClass, share: z.number() }).optional(),
  /** For free text: identifiers that the redactor found, over all cells. */
  identifierHits: z.int().nonnegative(),
  /** Counts per bin, 12 bins between numeric min and max, or of the 12 most common values' counts. */
  histogram: z.array(z.int().nonnegative()).max(12),
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

export const ColumnInfo = z.object({
  name: SafeName,
  /** Header as it stood in the source; only for people with content rights. */
  header: z.string(),
  type: ColumnType,
  labels: z.array(ColumnLabel),
  profile: ColumnProfile,
});
export type ColumnInfo = z.infer<typeof ColumnInfo>;

/** What became of the clear source file after import. */
export const SourceFate = z.object({
  fate: z.enum(['open', 'deleted', 'moved', 'kept']),
  reason: z.string().max(500),
});
export type SourceFate = z.infer<typeof SourceFate>;

export const DatasetSummary = z.object({
  id: DatasetId,
  table: SafeName,
  version: z.int().positive(),
  rows: z.int().nonnegative(),
  columns: z.int().nonnegative(),
  importedAtMs: z.int(),
  sourceFate: SourceFate,
});
export type DatasetSummary = z.infer<typeof DatasetSummary>;
