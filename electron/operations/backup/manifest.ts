import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem, Sha256Hex, WorkspaceId } from '../../../shared/domain/index.ts';

export const MANIFEST_FILE = 'backup.json';
export const GUIDE_FILE = 'RESTORE.txt';
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
  format: z.literal(1),
  workspace: WorkspaceId,
  appVersion: z.string().max(40),
  madeAtMs: z.int(),
  journal: z.strictObject({ size: z.int().nonnegative(), root: Sha256Hex }),
  files: z.array(z.strictObject({ name: FileName, sizeBytes: z.int().nonnegative(), sha256: Sha256Hex })),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** @throws Problem `not_found` where the folder holds no backup, `damaged` where its list cannot be read */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const bytes = await readFile(join(folder, MANIFEST_FILE)).catch(() => undefined);
  if (bytes === undefined)
    throw new Problem(
      'not_found',
      `there is no backup at \`${folder}\``,
      `A backup is a folder with a file \`${MANIFEST_FILE}\`; \`swarm backup write\` makes one.`,
    );
  const parsed = bytes.length > MAX_MANIFEST_BYTES ? undefined : BackupManifest.safeParse(toJson(bytes));
  if (parsed?.success === true) return parsed.data;
  throw new Problem(
    'damaged',
    `the list of the backup, \`${MANIFEST_FILE}\`, cannot be read`,
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
