import { z } from 'zod';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../../shared/formats/index.ts';
import { fingerprintOf, verifySite, type SitePublicFile } from '../../keys/index.ts';

/** A policy that a site signed once, for all its workstations. */
export const PolicyPack = z.strictObject({
  profile: z.string().min(1).max(32),
  name: z.string().trim().min(1).max(80),
  /** Rises with every pack of a profile; a workstation takes no older one. */
  packVersion: z.int().positive(),
  madeAtMs: z.int(),
  /** The YAML of the rules. */
  text: z.string().max(1024 * 1024),
});
export type PolicyPack = z.infer<typeof PolicyPack>;

const PackFile = z.strictObject({
  format: z.literal('swarm-clinical/policy-pack'),
  version: z.literal(1),
  site: z.strictObject({ name: z.string().max(80), publicKey: z.string().max(64) }),
  /** Canonical JSON of the pack: these very characters are signed. */
  body: z.string(),
  /** Ed25519, base64. */
  signature: z.string().max(200),
});

/** A signed pack is a little larger than its text; anything beyond is refused unread. */
const MAX_PACK_BYTES = 3 * 1024 * 1024;

/** Keeps a signature over a pack from being one over anything else. */
const CONTEXT = 'swarm-clinical/policy-pack/v1\n';

/**
 * The bytes of a signed pack.
 *
 * @param signer signs a message with the site's key
 */
export async function makePack(
  pack: PolicyPack,
  signer: (message: Uint8Array) => Promise<{ site: SitePublicFile; signature: string }>,
): Promise<string> {
  const body = canonicalJson(pack);
  const { site, signature } = await signer(messageOf(body));
  const { name, publicKey } = site;
  const file: z.infer<typeof PackFile> = {
    ...{ format: 'swarm-clinical/policy-pack', version: 1, site: { name, publicKey }, body, signature },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Opens a pack that the trusted site signed. SEC: the signature is checked before anything of the pack is
 * looked at, with the key that is trusted here and not with the one that the pack brings along.
 *
 * @throws Problem `foreign_file` for what is no pack, `not_allowed` for another site or a signature that
 * does not match
 */
export function openPack(
  bytes: Uint8Array,
  trusted: { readonly publicKey: string } | { readonly fingerprint: Sha256Hex } | undefined,
): { readonly pack: PolicyPack; readonly siteFingerprint: Sha256Hex } {
  const file = readFile(bytes);
  const siteFingerprint = fingerprintOf(file.site.publicKey);
  if (trusted === undefined)
    throw new Problem(
      'not_allowed',
      'no site is trusted here, so no pack is taken',
      'An administrator trusts the public key of the site first: swarm policy pack trust',
    );
  const wanted = 'fingerprint' in trusted ? trusted.fingerprint : fingerprintOf(trusted.publicKey);
  if (siteFingerprint !== wanted)
    throw new Problem(
      'not_allowed',
      `the pack is signed by another site (${siteFingerprint.slice(0, 16)})`,
      `This workspace trusts ${wanted.slice(0, 16)}. The policy in effect stays in effect.`,
    );
  if (!verifySite(file.site.publicKey, messageOf(file.body), file.signature))
    throw new Problem(
      'not_allowed',
      'the signature of the pack does not match',
      'It was changed after it was signed; ask for it again. The policy in effect stays in effect.',
    );
  const pack = PolicyPack.safeParse(jsonOf(file.body));
  if (!pack.success) throw notAPack();
  return { pack: pack.data, siteFingerprint };
}

function readFile(bytes: Uint8Array): z.infer<typeof PackFile> {
  if (bytes.length > MAX_PACK_BYTES)
    throw new Problem('invalid_input', `a policy pack has no more than ${MAX_PACK_BYTES} bytes`);
  const file = PackFile.safeParse(jsonOf(Buffer.from(bytes).toString('utf8')));
  if (!file.success) throw notAPack();
  return file.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notAPack(): Problem {
  return new Problem('foreign_file', 'the file is no policy pack', 'Choose another file.');
}

function messageOf(body: string): Uint8Array {
  return Buffer.from(CONTEXT + body, 'utf8');
}
