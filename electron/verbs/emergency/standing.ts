import type { EmergencyStanding, Journal } from '../../evidence/index.ts';
import { EMERGENCY_KINDS, projectEmergencies } from '../../governance/index.ts';

/** How emergency access stands now, for every report that is issued. */
export async function emergencyStanding({ read }: Pick<Journal, 'read'>): Promise<EmergencyStanding> {
  const entries = (await read.ofKinds([...EMERGENCY_KINDS])).map(({ entry }) => entry);
  const uses = projectEmergencies(entries);
  const drill = entries.findLast(({ kind }) => kind === 'emergency.drilled');
  return {
    uses: uses.length,
    unreviewed: uses.filter(({ review }) => review === undefined).map(({ began }) => began),
    ...(drill && { drill: { seq: drill.seq, wallMs: drill.wallMs, good: drill.body.good === true } }),
  };
}
