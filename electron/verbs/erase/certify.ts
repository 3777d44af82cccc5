import type { EntryContext } from '../../../shared/formats/index.ts';
import type { CertificateView } from '../../../shared/ipc/index.ts';
import { sha256Hex } from '../../core/index.ts';
import type { Erased, ReportRenderer } from '../../evidence/index.ts';
import type { OutgoingPlace, Transfers } from '../../operations/index.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import { nameOf } from '../people.ts';

export interface ErasePorts {
  readonly transfers: Transfers;
  readonly renderer: Pick<ReportRenderer, 'paper'>;
  wallMs(): number;
}

export interface Certified {
  readonly erased: Erased;
  /** Free of identifiers. */
  readonly reason: string;
  /** Entries of the first intent and the last outcome. */
  readonly entries: readonly [number, number];
  /** From when on a backup holds the keys. */
  readonly sinceMs: number;
}

/** Asks where the certificate goes, before anything is destroyed. @returns undefined where the person cancelled */
export function placeOfCertificate(
  { transfers }: ErasePorts,
  of: string,
  context: EntryContext,
): Promise<OutgoingPlace | undefined> {
  return transfers.place({ what: 'erase_certificate', suggestedName: `sanitization-${of}.pdf` }, context);
}

/** Prints the certificate of what was erased, writes it, and records that it was handed out. */
export async function certify(
  desk: Desk<Content>,
  { renderer, wallMs }: ErasePorts,
  place: OutgoingPlace,
  { erased, reason, entries, sinceMs }: Certified,
  context: EntryContext,
): Promise<CertificateView> {
  const { journal } = desk;
  const backups = await backupsSince(desk, sinceMs);
  const pdf = await renderer.paper({
    ...{ kind: 'erase', workspaceId: desk.place.workspaceId, erased, madeAtMs: wallMs() },
    ...{ erasedBy: nameOf(desk.everyone, context.actor.id), role: context.actor.role, reason },
    ...{ entries, backups, rootSha256: sha256Hex(desk.metadata.reportRootDer) },
  });
  const { file, sha256 } = await place.send(pdf, context);
  await journal.event('erase.certificate', { outcome: entries[1], sha256, backups }, context);
  return { file, sha256, backups };
}

/** How many copies of the workspace the journal knows that were made since then and hold the keys. */
export async function backupsSince({ journal }: Desk<Content>, sinceMs: number): Promise<number> {
  return (await journal.read.ofKinds(['backup.write'])).filter(
    ({ entry }) => entry.phase === 'outcome' && entry.body.ok === true && entry.wallMs >= sinceMs,
  ).length;
}
