import { z } from 'zod';
import {
  ChangeRecord,
  ColumnInfo,
  DatasetId,
  SafeName,
  Sha256Hex,
  ToolName,
} from '../../../../shared/domain/index.ts';

/**
 * Name of a file of sealed chunks: the version it was written with, and a random part, so that a chunk
 * of an attempt that failed does not open in the place of one that did not.
 */
export const SegmentName = z.string().regex(/^v\d{4,}-[0-9a-f]{16}$/);

/** Where one sealed chunk lies. */
export const ChunkRef = z.strictObject({
  segment: SegmentName,
  index: z.int().nonnegative(),
  offset: z.int().nonnegative(),
  sizeBytes: z.int().positive(),
  rows: z.int().positive(),
  /** Over the sealed bytes: a hash of patient text would itself be patient data. */
  sha256: Sha256Hex,
});
export type ChunkRef = z.infer<typeof ChunkRef>;

/** A cell before and after a transform; in clear only inside the sealed manifest and its readers. */
export const CellExample = z.strictObject({
  row: z.int().nonnegative(),
  column: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type CellExample = z.infer<typeof CellExample>;

export const LineProblem = z.strictObject({
  line: z.int().positive(),
  column: z.string().optional(),
  message: z.string(),
});
export type LineProblem = z.infer<typeof LineProblem>;

/** What reading the source met; counts are exact, `problems` are the first hundred. */
export const ImportNotes = z.strictObject({
  format: z.enum(['csv', 'xlsx', 'parquet']),
  sizeBytes: z.int().nonnegative(),
  delimiter: z.enum([',', '\t', '|', ';']).optional(),
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  emptyRows: z.int().nonnegative(),
  paddedRows: z.int().nonnegative(),
  problems: z.array(LineProblem),
});
export type ImportNotes = z.infer<typeof ImportNotes>;

export const Made = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('import'), file: z.string(), notes: ImportNotes }),
  z.strictObject({
    by: z.literal('tool'),
    tool: ToolName,
    args: z.record(z.string(), z.json()),
    record: ChangeRecord,
    examples: z.array(CellExample),
  }),
]);
export type Made = z.infer<typeof Made>;

export const StoredColumn = z.strictObject({
  id: z.int().positive(),
  info: ColumnInfo,
  chunks: z.array(ChunkRef),
});
export type StoredColumn = z.infer<typeof StoredColumn>;

/** One version of a dataset. Sealed as a whole at rest; versions share unchanged chunks. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  dataset: DatasetId,
  version: z.int().positive(),
  /** The version it was made from; none for an import. */
  parent: z.int().positive().nullable(),
  table: SafeName,
  rows: z.int().nonnegative(),
  madeAtMs: z.int(),
  made: Made,
  nextColumnId: z.int().positive(),
  snapshotSha256: Sha256Hex,
  columns: z.array(StoredColumn),
});
export type Manifest = z.infer<typeof Manifest>;
