import type { CellChunk } from '../storage/cells.ts';
import type { ImportNotes } from '../storage/manifest.ts';

export interface ReadProgress {
  readonly rows: number;
  /** Share of the source that has been read, 0 to 1. */
  readonly share: number;
}

export interface ColumnChunk {
  /** Place of the column, from 0. */
  readonly column: number;
  readonly chunk: CellChunk;
}

/**
 * A table in a file of any format, read once from front to back. Chunks of one column come in row order; a
 * chunk's bytes are only good until the next one is asked for.
 */
export interface TableReader {
  readonly headers: readonly string[];
  /**
   * @param names safe names of the columns, for messages
   * @throws Problem `invalid_input` for malformed content, `cancelled`
   */
  read(
    names: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: ReadProgress) => void,
  ): AsyncGenerator<ColumnChunk>;
  /** Complete once `read` has ended. */
  readonly rows: number;
  notes(): ImportNotes;
  close(): Promise<void>;
}

/** The first rows of a file as they would be read. */
export interface TablePreview {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly notes: ImportNotes;
}
