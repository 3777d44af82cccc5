import type { EventBody, PlainKind } from '../../shared/formats/index.ts';
import type { Journal } from '../evidence/index.ts';
import { appendSpool, clearSpool, readSpool } from '../governance/index.ts';
import { readKeyFileView, type MetadataKeyring } from '../keys/index.ts';
import { inspectWorkspace, workspacePaths } from '../operations/index.ts';
import { APPLICATION_CONTEXT } from './actor.ts';
import type { Place } from './desk/settings.ts';

/**
 * Seals an event for the journal that nobody can open yet. Without a workspace there is nowhere to keep it.
 *
 * @returns whether it was kept
 */
export async function spoolEvent<K extends PlainKind>(
  folder: string,
  kind: K,
  body: EventBody<K>,
  wallMs: number,
): Promise<boolean> {
  const found = await inspectWorkspace(folder);
  if (found.state !== 'ok') return false;
  const paths = workspacePaths(folder);
  const { publicKeys } = await readKeyFileView(paths.keyFile);
  await appendSpool({ folder: paths.spool, workspaceId: found.id }, publicKeys.spool, { kind, body, wallMs });
  return true;
}

/** Brings waiting events into the journal and records that the workspace was opened, and what was found. */
export async function mergeSpool(
  { paths, workspaceId }: Place,
  keys: MetadataKeyring,
  journal: Journal,
  opening: { readonly appVersion: string; readonly context: Parameters<Journal['event']>[2] },
): Promise<void> {
  const address = { folder: paths.spool, workspaceId };
  const spooled = await readSpool(address, keys.spoolPrivateKey);
  for (const event of spooled.events) {
    await journal.event(event.kind, event.body, { ...APPLICATION_CONTEXT, correlation: event.id });
  }
  await journal.event(
    'workspace.opened',
    {
      appVersion: opening.appVersion,
      orphanedIntents: journal.opened.orphanedIntents,
      spooled: spooled.events.length,
      spoolUnreadable: spooled.unreadable,
      spoolFull: spooled.full,
    },
    opening.context,
  );
  await clearSpool(address, spooled);
}
