import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { Problem, Sha256Hex } from '../../../shared/domain/index.ts';

/** Where shipped files lie; each is a folder of its own in a package and in a checkout alike. */
export const MANIFEST_ROOTS = [
  'out/electron',
  'out/renderer',
  'out/verifier',
  'resources',
  'node_modules',
] as const;
export type ManifestRoot = (typeof MANIFEST_ROOTS)[number];

const Manifest = z.strictObject({
  format: z.literal(1),
  version: z.string().max(40),
  files: z.array(
    z.strictObject({
      root: z.enum(MANIFEST_ROOTS),
      /** Below the root, with `/`. */
      path: z.string().min(1).max(1000),
      sizeBytes: z.int().min(0),
      sha256: Sha256Hex,
    }),
  ),
});
export type Manifest = z.output<typeof Manifest>;
export type ManifestFile = Manifest['files'][number];

/** The file: the signed bytes as they are, the signature over them, and the key for builds without a release key. */
const Signed = z.strictObject({
  manifest: z.string(),
  signature: z.base64(),
  publicKey: z.base64(),
});

/** @param privateKey Ed25519 */
export function signManifest(manifest: Manifest, privateKey: KeyObject): string {
  const text = JSON.stringify(manifest);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return JSON.stringify({
    manifest: text,
    signature: sign(null, Buffer.from(text), privateKey).toString('base64'),
    publicKey: publicKey.toString('base64'),
  });
}

/**
 * Reads a signed manifest.
 *
 * @param releaseKey base64 SPKI that the program was built with; empty for a build of one's own, whose
 * manifest names the key it was signed with
 * @throws Problem `damaged`
 */
export function readManifest(text: string, releaseKey: string): Manifest {
  const signed = parse(Signed, text);
  const key = signed && publicKeyOf(releaseKey === '' ? signed.publicKey : releaseKey);
  const holds =
    signed !== undefined &&
    key !== undefined &&
    verify(null, Buffer.from(signed.manifest), key, Buffer.from(signed.signature, 'base64'));
  const manifest = holds ? parse(Manifest, signed.manifest) : undefined;
  if (manifest === undefined)
    throw new Problem(
      'damaged',
      'the list of the files of this program does not carry its signature',
      'Install the program again from a package that you trust.',
    );
  return manifest;
}

function publicKeyOf(base64: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
