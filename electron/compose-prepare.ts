import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceId } from '../shared/domain/index.ts';
import { APPLICATION, journalOptions } from './compose-journal.ts';
import { sha256Hex } from './core/index.ts';
import { createContent, createJournal } from './evidence/index.ts';
import type { CreatedKeys } from './keys/index.ts';
import type { WorkspacePaths } from './operations/index.ts';
import { ROOT_FILE } from './verbs/index.ts';

/** First journal, empty content store, and the root certificate for those who verify later. */
export async function prepareWorkspace(
  paths: WorkspacePaths,
  id: WorkspaceId,
  keys: CreatedKeys,
): Promise<void> {
  const journal = await createJournal(journalOptions(id, paths, keys.metadata));
  try {
    const context = { actor: APPLICATION, correlation: 'create' };
    await journal.event(
      'workspace.created',
      {
        people: keys.people.map((person) => ({ id: person.id, role: person.role })),
        formats: { workspace: 1, journal: 1 },
      },
      context,
    );
    const fingerprint = sha256Hex(keys.metadata.reportRootDer);
    await journal.event('key.created', { what: 'report root certificate', fingerprint }, context);
    await journal.checkpoint('exit');
  } finally {
    await journal.close();
  }
  const { contentDbKey: databaseKey, categories: categoryKeys } = keys.content;
  const content = await createContent({ folder: paths.folder, workspaceId: id, databaseKey, categoryKeys });
  await content.close();
  await writeFile(join(paths.folder, ROOT_FILE), pem(keys.metadata.reportRootDer), { mode: 0o644 });
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
