import { z } from 'zod';
import { Sha256Hex } from '../domain/ids.ts';
import { DRILL_ATTACKS, VERDICTS } from '../formats/journal/verdicts.ts';

/** How a checkpoint left the machine. Of these only a cosignature proves that someone else holds it. */
export const ANCHOR_KINDS = ['report', 'file', 'workspace'] as const;

const CheckpointView = z.object({ size: z.int(), root: Sha256Hex, wallMs: z.int(), note: z.string() });

/** What of the journal is known outside this machine, and what is not yet. */
export const WitnessStateView = z.object({
  /** Entries in the journal. */
  size: z.int(),
  /** Names this journal in its checkpoints. */
  origin: z.string(),
  /** The journal's own key as signed-note tools take it. */
  logKey: z.string(),
  /** The key that this workspace cosigns other journals with. */
  witnessKey: z.string(),
  lastCheckpoint: CheckpointView.optional(),
  /** The newest checkpoint that left the machine. */
  lastAnchored: z
    .object({ kind: z.enum(ANCHOR_KINDS), size: z.int(), wallMs: z.int(), witness: z.string().optional() })
    .optional(),
  /** The newest cosignature of another workspace. */
  lastCosigned: z
    .object({ witness: z.string(), size: z.int(), timestampMs: z.int(), wallMs: z.int() })
    .optional(),
  /** The risk window: entries that no checkpoint outside this machine covers. */
  unanchoredEntries: z.int(),
  /** Time of the oldest of them; absent where there is none. */
  unanchoredSinceMs: z.int().optional(),
});
export type WitnessStateView = z.infer<typeof WitnessStateView>;

/** An inclusion proof, and the same as a C2SP tlog-proof file. */
export const ProofView = z.object({
  seq: z.int(),
  /** Place of the entry in the tree of its epoch. */
  index: z.int().nonnegative(),
  /** Entries under the checkpoint that the proof leads to. */
  size: z.int(),
  leafSha256: Sha256Hex,
  root: Sha256Hex,
  /** From the leaf's neighbour up to the root's child. */
  path: z.array(Sha256Hex),
  /** Names of the witnesses whose cosignatures the checkpoint carries. */
  witnesses: z.array(z.string()),
  /** The file: https://c2sp.org/tlog-proof */
  text: z.string(),
  savedTo: z.string().optional(),
});
export type ProofView = z.infer<typeof ProofView>;

export const WitnessFileView = z.object({
  file: z.string(),
  origin: z.string(),
  size: z.int(),
  root: Sha256Hex,
  /** Who cosigned, where the file was cosigned. */
  witness: z.string().optional(),
  timestampMs: z.int().optional(),
  /** The key to give to the other side, so that it can check what this file says. */
  key: z.string(),
});
export type WitnessFileView = z.infer<typeof WitnessFileView>;

const DrillVerdictView = z.object({
  verdict: z.enum([...VERDICTS, 'not_checked']),
  words: z.string(),
  /** First bad place: `entry 17`, `page 3`. */
  firstBad: z.string().optional(),
});

/** One attack on a copy of the journal, and what verifying the copy said. */
export const DrillRowView = z.object({
  attack: z.enum(DRILL_ATTACKS),
  /** What was done, as a short sentence. */
  what: z.string(),
  /** What somebody must hold to do it: nothing but the files, the database key, or all keys. */
  power: z.enum(['files', 'database_key', 'mac_key', 'all_keys']),
  /** The verdict that the attack should get. */
  expected: z.object({ without: z.enum(VERDICTS), with: z.enum(VERDICTS) }),
  /** Verified with what the workspace itself holds. */
  without: DrillVerdictView,
  /** Verified with a checkpoint that was kept elsewhere. */
  with: DrillVerdictView,
  /** True where only the witness shows the attack. */
  onlyWitness: z.boolean(),
  asExpected: z.boolean(),
});
export type DrillRowView = z.infer<typeof DrillRowView>;

export const DrillView = z.object({
  wallMs: z.int(),
  /** Who ran it; absent for a drill on a workspace of its own. */
  person: z.string().optional(),
  /** Entries of the copy that was attacked. */
  size: z.int(),
  rows: z.array(DrillRowView),
  /** Whether every attack got the verdict that it should get. */
  asExpected: z.boolean(),
  /** The entry that records the drill. */
  seq: z.int().optional(),
});
export type DrillView = z.infer<typeof DrillView>;
