import { Problem } from '../../../shared/domain/index.ts';
import type { Journal } from '../../evidence/index.ts';
import { projectEmergencies } from '../../governance/index.ts';

/**
 * SEC: an older key file still holds an envelope that was used, replaced or taken away. The journal knows.
 *
 * @throws Problem `not_found` for such a one
 */
export async function requireUnspent({ read }: Pick<Journal, 'read'>, set: string): Promise<void> {
  const entries = (
    await read.ofKinds([
      ...(['emergency.envelope_made', 'emergency.envelope_voided'] as const),
      ...(['emergency.began', 'emergency.ended'] as const),
    ])
  ).map(({ entry }) => entry);
  const done = new Set(entries.flatMap(({ intent, body }) => (body.ok === true ? (intent ?? []) : [])));
  const isOver = entries.some(
    ({ seq, body }) => done.has(seq) && (body.replaces === set || (body.set === set && 'reason' in body)),
  );
  // One that was cut off before anything could be read leaves the envelope as it was.
  const wasUsed = projectEmergencies(entries).some(
    (use) => use.set === set && use.ended?.how !== 'interrupted',
  );
  if (isOver || wasUsed)
    throw new Problem(
      'not_found',
      'by the journal the emergency envelope was used or replaced, whatever the key file says',
      'A compliance officer makes a new one.',
    );
}
