import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem, Sha256Hex, WorkspaceId } from '../../../shared/domain/index.ts';

export const MANIFEST_FILE = 'backup.json';
export const GUIDE_FILE = 'RESTORE.txt';
const FORMAT = 1;
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

/** Names inside the copy, with forward slashes on every system, that lead nowhere else. */
const FileName = z
  .string()
  .max(1000)
  .regex(/^(?:[^/\\:\u0000]+\/)*[^/\\:\u0000]+$/)
  .refine((name) => name.split('/').every((part) => part !== '.' && part !== '..'));

/** What a backup holds: its size and hash for every file, and how far its journal reaches. */
export const BackupManifest = z.strictObject({
  application: z.literal('swarm-clinical'),
  format: z.literal(FORMAT),
  workspace: WorkspaceId,
  appVersion: z.string().max(40),
  madeAtMs: z.int(),
  journal: z.strictObject({ size: z.int().nonnegative(), root: Sha256Hex }),
  files: z
    .array(z.strictObject({ name: FileName, sizeBytes: z.int().nonnegative(), sha256: Sha256Hex }))
    .refine((files) => new Set(files.map(({ name }) => name)).add('lock').size === files.length + 1),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** Enough of any version to see whose list it is and how new. */
const AnyList = z.looseObject({ application: z.literal('swarm-clinical'), format: z.int() });

/**
 * @throws Problem `not_found` where the folder holds no backup, `foreign_file` where its list is something else,
 * `newer_format`, `damaged` where it cannot be read
 */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const bytes = await readFile(join(folder, MANIFEST_FILE)).catch(() => undefined);
  if (bytes === undefined)
    throw new Problem(
      'not_found',
      `there is no backup at \`${folder}\``,
      `A backup is a folder with a file \`${MANIFEST_FILE}\`; \`swarm backup write\` makes one.`,
    );
  const value = bytes.length > MAX_MANIFEST_BYTES ? undefined : toJson(bytes);
  const any = AnyList.safeParse(value);
  if (value !== undefined && !any.success)
    throw new Problem(
      'foreign_file',
      `the file \`${MANIFEST_FILE}\` is not the list of a backup`,
      `Choose the \`${MANIFEST_FILE}\` in the folder that \`swarm backup write\` or the screen Recovery made.`,
    );
  if (any.data !== undefined && any.data.format > FORMAT)
    throw new Problem(
      'newer_format',
      `the backup was made by a newer version: format ${any.data.format}, this application knows ${FORMAT}`,
      'Restore it with the newer version; nothing was changed.',
    );
  const parsed = BackupManifest.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem(
    'damaged',
    `the list of the backup, \`${MANIFEST_FILE}\`, was cut short or changed`,
    'Take another backup; the files beside it may still be whole, which `swarm audit verify` tells of journal and content.',
  );
}

function toJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
