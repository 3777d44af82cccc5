import type { ScannedLeaves } from './scan-leaves.ts';
import type { ScanRange } from './scan.ts';

/** What a scanning worker is given at its start. Keys come here, in memory, and go nowhere else. */
export interface ScanWorkerData {
  readonly path: string;
  readonly sizeBytes: number;
  readonly databaseKey: Uint8Array;
  readonly macKey: Uint8Array | undefined;
  /** The database's log, shared by all workers. */
  readonly log: Uint8Array;
  readonly logPages: ReadonlyMap<number, number>;
  readonly range: ScanRange;
}

export interface ScanTask {
  readonly id: number;
  readonly leaves: Uint32Array;
  /** Memory of an earlier answer, for what these entries cite: it moves to and fro. */
  readonly room: ArrayBuffer | undefined;
}

export type ScanAnswer =
  | { readonly id: number; readonly scanned: ScannedLeaves }
  | { readonly id: number; readonly failure: string };
