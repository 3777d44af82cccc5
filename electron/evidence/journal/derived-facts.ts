import type { Behaviour } from '../../../shared/domain/index.ts';
import type { Entry, EntryPhase } from '../../../shared/formats/index.ts';

/** What the columns of the derived table hold of an entry; see `derived-columns.ts`. */

const PHASES: readonly EntryPhase[] = ['intent', 'outcome', 'event'];
const BEHAVIOURS: readonly Behaviour[] = ['allow', 'ask', 'deny'];

/** Bits of the column `flags`. A place without an entry has none of them. */
export const FLAG = { present: 1, phi: 2, failed: 4, phase: 8, decision: 32 } as const;
const TWO_BITS = 3;

export function flagsOf(entry: Entry): number {
  const decision = decisionOf(entry);
  return (
    FLAG.present |
    (entry.phiAccessed ? FLAG.phi : 0) |
    (entry.body.ok === false ? FLAG.failed : 0) |
    (PHASES.indexOf(entry.phase) * FLAG.phase) |
    (decision === undefined ? 0 : (BEHAVIOURS.indexOf(decision) + 1) * FLAG.decision)
  );
}

/** 0 to 2 in the order intent, outcome, event. */
export function phaseNumber(flags: number): number {
  return (flags / FLAG.phase) & TWO_BITS;
}

/** 0 for none, then allow, ask, deny. */
export function decisionNumber(flags: number): number {
  return (flags / FLAG.decision) & TWO_BITS;
}

export function numberOfPhase(phase: EntryPhase): number {
  return PHASES.indexOf(phase);
}

export function numberOfDecision(decision: Behaviour): number {
  return BEHAVIOURS.indexOf(decision) + 1;
}

/** What was decided, where the entry records a decision or follows from one. */
function decisionOf({ kind, body }: Entry): Behaviour | undefined {
  if (kind === 'tool.denied' || kind === 'access.refused') return 'deny';
  if (kind === 'approval.requested') return 'ask';
  const { decision } = body;
  if (typeof decision !== 'object' || decision === null || Array.isArray(decision)) return undefined;
  return BEHAVIOURS.find((behaviour) => behaviour === decision.behaviour);
}

/** FNV-1a, 32 bits: finds candidates by id, which are then compared in full. */
export function shortHash(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01_00_01_93);
  }
  return hash >>> 0;
}
