import { z } from 'zod';
import { ColumnInfo, ColumnType, DatasetSummary, Finding, SafeName } from '../domain/index.ts';

/** Tables, before and after they are brought in. */

export const PreviewView = z.object({
  file: z.string(),
  format: z.enum(['csv', 'xlsx', 'parquet']),
  sizeBytes: z.int(),
  delimiter: z.enum([',', '\t', '|', ';']).optional(),
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  headers: z.array(z.string()),
  /** Type of each column as its first rows read; the import looks at every row. */
  types: z.array(ColumnType).optional(),
  /** First rows, cells in clear. */
  rows: z.array(z.array(z.string().nullable())),
  problems: z.array(z.object({ line: z.int(), column: z.string().optional(), message: z.string() })),
});
export type PreviewView = z.infer<typeof PreviewView>;

export const DatasetView = DatasetSummary.extend({
  columnInfo: z.array(ColumnInfo),
  findings: z.array(Finding),
  versions: z.array(z.object({ version: z.int(), rows: z.int(), columns: z.int(), made: z.string() })),
});
export type DatasetView = z.infer<typeof DatasetView>;

export const RowsView = z.object({
  offset: z.int(),
  total: z.int(),
  columns: z.array(SafeName),
  rows: z.array(z.array(z.string().nullable())),
});
export type RowsView = z.infer<typeof RowsView>;

/** A column that tells who its rows are although it names nobody: a hash, or a code made of an identifier. */
export const CodeLintView = z.object({
  column: z.string(),
  kind: z.enum(['hash_of', 'looks_hashed', 'derived_from']),
  from: z.string().optional(),
  how: z.string(),
});
export type CodeLintView = z.infer<typeof CodeLintView>;
