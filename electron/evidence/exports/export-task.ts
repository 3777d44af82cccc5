import type { SampleQuery } from '../../../shared/formats/sample.ts';
import type { RowFormat, RowsRequest } from './write-rows.ts';
import type { Checkpointed } from './write-evidence.ts';

/** What every export needs to know. */
interface Common {
  /** The workspace's folder, and the key of its journal. */
  readonly folder: string;
  readonly databaseKey: Uint8Array;
  /** Where the file goes; its name is reserved. */
  readonly target: string;
  readonly request: RowsRequest;
}

/** Rows alone, for systems that take in audit records. */
export interface RowsTask extends Common {
  readonly what: 'rows';
  readonly format: RowFormat;
}

interface Bundled extends Common {
  readonly checkpointed: Checkpointed;
  readonly nowMs: number;
  /** Files that come from elsewhere: the verifier as a page. By path. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Entries of a period with their proofs, as a signed bundle. */
export interface BundleTask extends Bundled {
  readonly what: 'bundle';
  /** Counts of people from 1 to this number are not given away. */
  readonly smallest: number;
}

/** A sample with all that shows its population to be complete, as a signed bundle. */
export interface SampleTask extends Bundled {
  readonly what: 'sample';
  readonly population: string;
  readonly populationText: string;
  readonly query: SampleQuery;
  readonly seed: string;
  readonly size: number;
  readonly drawnBy: string;
}

export type ExportTask = RowsTask | BundleTask | SampleTask;

/** What an export came to. */
export interface ExportCounts {
  /** Entries that were written out, or drawn. */
  readonly entries: number;
  /** Positions that hold nothing that can be read. */
  readonly unreadable: number;
  /** Entries given by their hash alone. */
  readonly withheld: number;
  /** Of a sample: entries in the population, and what was drawn, in order. */
  readonly populationSize?: number | undefined;
  readonly drawn?: readonly number[] | undefined;
}
