import { z } from 'zod';
import { Sha256Hex, WorkspaceId } from '../domain/ids.ts';

/** Name and version of the manifest of an evidence bundle: a zip of files, signed as a whole. */
export const BUNDLE_FORMAT = 'swarm-clinical/evidence-bundle';
export const BUNDLE_VERSION = 1;
/** The manifest, and beside it a detached CMS signature over its bytes (DER, as in the PDF). */
export const BUNDLE_MANIFEST_FILE = 'manifest.json';
export const BUNDLE_SIGNATURE_FILE = 'manifest.json.p7s';

/** Path inside a bundle: forward slashes, no empty part, no part that starts with a dot. */
export const BUNDLE_PATH = /^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*){0,3}$/;

export const BundleManifest = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(BUNDLE_VERSION),
  workspace: WorkspaceId,
  /** What the bundle is, in a sentence. */
  about: z.string().min(1).max(200),
  writtenAtMs: z.int(),
  appVersion: z.string().max(40),
  /** Every file but the manifest and its signature, by path in ascending order, each once. */
  files: z
    .array(
      z.strictObject({
        path: z.string().max(200).regex(BUNDLE_PATH),
        sizeBytes: z.int().nonnegative(),
        sha256: Sha256Hex,
      }),
    )
    .max(10_000)
    .refine(
      (files) => files.every((file, index) => index === 0 || (files[index - 1]?.path ?? '') < file.path),
      'files stand in ascending order, each once',
    ),
});
export type BundleManifest = z.infer<typeof BundleManifest>;
