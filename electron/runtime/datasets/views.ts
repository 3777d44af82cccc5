import type {
  ChangeRecord,
  ColumnInfo,
  DatasetId,
  DatasetSummary,
  IdentifierClass,
  Sha256Hex,
  ToolName,
} from '../../../shared/domain/index.ts';
import type { DictionaryState, RedactionOrder } from '../phi/index.ts';
import type { CellExample, ImportNotes, Made } from './storage/manifest.ts';

/** A dataset version as people with content rights may see it. */
export interface DatasetDetail {
  readonly summary: DatasetSummary;
  readonly version: number;
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  readonly snapshotSha256: Sha256Hex;
  /** The version it was made from; none for an import. */
  readonly parent: number | null;
  readonly versions: readonly VersionLine[];
  /** What reading the source met. */
  readonly notes: ImportNotes;
}

export interface VersionLine {
  readonly version: number;
  readonly rows: number;
  readonly columns: number;
  /** In words without cells: `imported from csv`, `drop_column mrn`. */
  readonly made: string;
}

export interface DatasetList {
  /** Oldest first. */
  readonly datasets: readonly DatasetSummary[];
  /** Datasets whose files are there but do not open; unreadable is not absent. */
  readonly damaged: readonly DatasetId[];
}

export interface ToolRequest {
  readonly dataset: DatasetId;
  readonly version: number;
  readonly tool: ToolName;
  readonly args: Readonly<Record<string, unknown>>;
  readonly redaction: RedactionOrder;
}

/** Redacted text that may leave, and what must not stand in it. */
export interface RemainsRequest {
  readonly dataset: DatasetId;
  readonly version: number;
  readonly columns: readonly string[];
  readonly dictionary: DictionaryState;
  /** Classes that the profile lets stay. */
  readonly keeps: readonly IdentifierClass[];
}

export interface Estimate {
  /** Values that the call would lose for good. */
  readonly valuesLost: number;
  /** Rows that the call would touch. */
  readonly recordsTouched: number;
  readonly examples: readonly CellExample[];
}

export interface Applied {
  readonly version: number;
  readonly record: ChangeRecord;
  readonly examples: readonly CellExample[];
  readonly snapshotSha256: Sha256Hex;
}

/** What made a version, in words without cells. */
export function madeInWords(made: Made): string {
  if (made.by === 'import') return `imported from ${made.notes.format}`;
  const { column } = made.args;
  return typeof column === 'string' ? `${made.tool} ${column}` : made.tool;
}
