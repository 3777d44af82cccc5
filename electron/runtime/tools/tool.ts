import type { z } from 'zod';
import type {
  ColumnInfo,
  ColumnLabel,
  ChangeRecord,
  ToolEffect,
  ToolName,
  ColumnType,
} from '../../../shared/domain/index.ts';
import type { RedactionProfile, Redactor, SurrogateVault } from '../phi/index.ts';

/** One column's cells in row order; null is a missing cell. Cells are text at rest. */
export type Cells = (string | null)[];

/** A dataset version as a tool may see it: figures at once, cells column by column on demand. */
export interface TableSource {
  readonly table: string;
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  /** @throws Problem `not_found` for a name that is no column. */
  cells(column: string): Promise<Cells>;
}

/** A column that a transform adds or puts in another's place; its profile is computed afterwards. */
export interface NewColumn {
  readonly name: string;
  readonly header: string;
  readonly type: ColumnType;
  readonly labels: readonly ColumnLabel[];
  readonly cells: Cells;
}

/** What a transform wants changed. Columns that are not named stay as they are, without being copied. */
export interface TableChange {
  readonly replace: readonly NewColumn[];
  /** Each added column stands right after the named one. */
  readonly add: readonly { readonly after: string; readonly column: NewColumn }[];
  readonly drop: readonly string[];
  /** Rows that stay, ascending, when rows go; applied to every column, after replace and add. */
  readonly keepRows?: Uint32Array | undefined;
  readonly record: ChangeRecord;
  /** Up to five cells before and after, for people with content rights; encrypted, never in a journal body. */
  readonly examples: readonly {
    readonly row: number;
    readonly column: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** How identifiers are replaced in what a run makes. */
export interface Rendering {
  readonly profile: RedactionProfile;
  /** Surrogates that read like values. */
  readonly realistic: boolean;
  /** Of this run alone; under `expert` the one that keeps surrogates stable. */
  readonly vault: SurrogateVault;
  /** Whose row it is, where a column tells; rows from 0. */
  readonly patientOf?: ((row: number) => string | undefined) | undefined;
}

export interface ToolContext {
  readonly redactor: Redactor;
  readonly rendering: Rendering;
  /** Random bytes for surrogates; injected, so that tests can repeat a run. */
  randomBytes(length: number): Uint8Array;
  /** Calendar year of the run; birth years that tell of an age over 89 are pooled by it. */
  readonly currentYear: number;
  readonly signal: AbortSignal;
}

/** A typed capability. Pure over the table: it returns what should change and changes nothing itself. */
export interface TransformTool<Args extends { column: string }> {
  readonly name: ToolName;
  readonly description: string;
  readonly effect: ToolEffect;
  readonly args: z.ZodType<Args>;
  /** Labels that the column may lose by this tool; only de-identification tools name any. */
  readonly lowers: readonly ColumnLabel[];
  /** Labels that the column gains. */
  readonly leaves: readonly ColumnLabel[];
  plan(source: TableSource, args: Args, context: ToolContext): Promise<TableChange>;
}

/** A capability that exists to be governed or that steers the loop; it never touches data here. */
export interface ControlTool {
  readonly name: ToolName;
  readonly description: string;
  readonly effect: ToolEffect;
  readonly args: z.ZodType;
}
