import { z } from 'zod';
import type { Role } from '../domain/roles.ts';
import { DrillView, ProofView, WitnessFileView, WitnessStateView } from './audit-views.ts';
import { confirmedVerb, verb } from './define.ts';

const evidenceReaders: readonly Role[] = ['viewer', 'compliance', 'operator', 'admin'];
const testers: readonly Role[] = ['viewer', 'compliance', 'admin'];
const nothing = z.strictObject({});
/** A C2SP verifier key of the other side; wanted the first time only, then remembered from the journal. */
const verifierKey = z.string().trim().min(1).max(300).optional();

/** Proofs that leave the machine, witnesses that hold checkpoints, and the drill. */
export const AUDIT_VERBS = {
  'audit.prove': verb(
    evidenceReaders,
    'prove an entry',
    z.strictObject({ seq: z.int().min(0), save: z.boolean().optional() }),
    ProofView,
  ),
  'audit.getWitnessState': verb(evidenceReaders, 'see the witnesses', nothing, WitnessStateView),
  /** Signs a checkpoint over everything so far and writes it to a file that the person chooses. */
  'audit.exportWitness': verb(
    evidenceReaders,
    'hand out a checkpoint',
    /** Size that the witness cosigned last, where it says another than this journal knows of. */
    z.strictObject({ fromSize: z.int().min(0).optional() }),
    WitnessFileView.nullable(),
  ),
  /** Checks a checkpoint of another workspace, from a file, and writes it with this one's cosignature. */
  'audit.signWitness': confirmedVerb(
    ['compliance', 'admin'],
    'cosign for another workspace',
    z.strictObject({ logKey: verifierKey }),
    WitnessFileView.nullable(),
  ),
  /** Takes in a cosigned checkpoint of this journal from a file. */
  'audit.importWitness': verb(
    ['compliance', 'admin'],
    'take in a cosignature',
    z.strictObject({ witnessKey: verifierKey }),
    WitnessFileView.nullable(),
  ),
  /**
   * Attacks a copy of the journal and shows what verifying it says. Tells its progress as task `drill`.
   * Code `cancelled` after `audit.cancelDrill`.
   */
  'audit.drill': verb(testers, 'run a tamper drill', nothing, DrillView),
  'audit.cancelDrill': verb(testers, 'cancel a tamper drill', nothing, z.object({})),
  /** The newest drill that the journal records. */
  'audit.getLastDrill': verb(evidenceReaders, 'see the last drill', nothing, DrillView.nullable()),
} as const;
