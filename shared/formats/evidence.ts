/**
 * Evidence that travels with a report or in a bundle: journal entries that it cites, the checkpoint that
 * they stand under, and a proof for each. `resources/docs/report-format.md` says it in words.
 */

export const EVIDENCE_FORMAT = 'swarm-clinical/evidence';
export const EVIDENCE_VERSION = 1;

/** Names among the files of a report or bundle. */
export const EVIDENCE_FILES = {
  /** One JSON document per line: a header, then the rows. */
  rows: 'evidence.jsonl',
  /** The checkpoint: a C2SP signed note with the cosignatures that it has. */
  checkpoint: 'checkpoint.txt',
  /** C2SP tlog-proofs, one per row and in the order of the rows, one behind the other. */
  proofs: 'proofs.txt',
} as const;

export interface EvidenceHeader {
  readonly format: typeof EVIDENCE_FORMAT;
  readonly version: typeof EVIDENCE_VERSION;
  /** The journal's key as signed-note tools take it. */
  readonly logKey: string;
  readonly rows: number;
}

/** Why the bytes of an entry are not given away, while its place is proven all the same. */
export type Withheld = 'small_count' | 'free_text';

/** An entry: its stored bytes as text, or only their leaf hash in hexadecimal. */
export type EvidenceRow =
  | { readonly seq: number; readonly bytes: string }
  | { readonly seq: number; readonly leaf: string; readonly withheld: Withheld };

/** The three files, as they are attached. */
export interface EvidenceFiles {
  readonly rows: string;
  readonly checkpoint: string;
  readonly proofs: string;
}
