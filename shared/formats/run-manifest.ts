import { z } from 'zod';
import { RunId, Sha256Hex, WorkspaceId } from '../domain/ids.ts';

/** Name and version of the manifest of a run folder. */
export const RUN_MANIFEST_FORMAT = 'swarm-clinical/run-folder';
export const RUN_MANIFEST_VERSION = 1;
/** The manifest, and beside it a detached CMS signature over its bytes (DER, as in the PDF). */
export const RUN_MANIFEST_FILE = 'manifest.json';
export const RUN_MANIFEST_SIGNATURE_FILE = 'manifest.json.p7s';

/** Path inside a run folder: forward slashes, no empty part, no part that starts with a dot. */
export const RunFilePath = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*){0,3}$/,
    'not a plain path inside the folder',
  );

export const RunManifest = z.strictObject({
  format: z.literal(RUN_MANIFEST_FORMAT),
  version: z.literal(RUN_MANIFEST_VERSION),
  run: RunId,
  workspace: WorkspaceId,
  writtenAtMs: z.int(),
  appVersion: z.string().max(40),
  /** Every file but the manifest and its signature, by path in ascending order, each once. */
  files: z
    .array(z.strictObject({ path: RunFilePath, sizeBytes: z.int().nonnegative(), sha256: Sha256Hex }))
    .max(10_000)
    .refine(
      (files) => files.every((file, index) => index === 0 || (files[index - 1]?.path ?? '') < file.path),
      'files stand in ascending order, each once',
    ),
});
export type RunManifest = z.infer<typeof RunManifest>;
