import { createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { Problem, type Sha256Hex } from '../../shared/domain/index.ts';
import { sha256Hex } from '../core/index.ts';
import { ed25519FromSeed } from './keyrings.ts';
import { DEFAULT_PASSWORD_COST, PasswordCost, stretchPassword } from './password.ts';
import { associatedData, KEY_BYTES, openBytes, sealBytes, wipe } from './seal.ts';

const base64 = z
  .string()
  .max(400)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/);
const name = z.string().trim().min(1).max(80);

/** What workstations keep of a site: who it is, and the key that its packs are signed with (Ed25519, 32 bytes). */
export const SitePublicFile = z.strictObject({
  format: z.literal('swarm-clinical/site'),
  version: z.literal(1),
  name,
  publicKey: base64,
});
export type SitePublicFile = z.infer<typeof SitePublicFile>;

/** The site's own half, under a password; kept by whoever signs, and by no workspace. */
const SiteSecretFile = z.strictObject({
  format: z.literal('swarm-clinical/site-key'),
  version: z.literal(1),
  name,
  publicKey: base64,
  salt: base64,
  cost: PasswordCost,
  sealedSeed: base64,
});

/** Makes a key for a site. Both files are JSON; the secret one opens with the password alone. */
export async function createSiteKey(
  siteName: string,
  password: string,
): Promise<{ readonly secretFile: string; readonly publicFile: string; readonly fingerprint: Sha256Hex }> {
  const seed = randomBytes(KEY_BYTES);
  const salt = randomBytes(16);
  const key = await stretchPassword(password, salt, DEFAULT_PASSWORD_COST);
  try {
    const publicKey = publicHalf(seed).toString('base64');
    const sealedSeed = sealBytes(key, sealedFor(siteName, publicKey), seed);
    const secret: z.infer<typeof SiteSecretFile> = {
      ...{ format: 'swarm-clinical/site-key', version: 1, name: siteName, publicKey },
      ...{ salt: salt.toString('base64'), cost: DEFAULT_PASSWORD_COST },
      sealedSeed: Buffer.from(sealedSeed).toString('base64'),
    };
    const open: SitePublicFile = { format: 'swarm-clinical/site', version: 1, name: siteName, publicKey };
    return {
      secretFile: `${JSON.stringify(secret, null, 2)}\n`,
      publicFile: `${JSON.stringify(open, null, 2)}\n`,
      fingerprint: fingerprintOf(publicKey),
    };
  } finally {
    wipe(seed, key);
  }
}

/** Signs with a site's key. @throws Problem `foreign_file`, `wrong_password` */
export async function signAsSite(
  secretFile: Uint8Array,
  password: string,
  message: Uint8Array,
): Promise<{ readonly site: SitePublicFile; readonly signature: string }> {
  const file = readJson(secretFile, SiteSecretFile, 'the key of a site');
  const key = await stretchPassword(password, Buffer.from(file.salt, 'base64'), file.cost);
  let seed: Uint8Array;
  try {
    seed = openBytes(key, sealedFor(file.name, file.publicKey), Buffer.from(file.sealedSeed, 'base64'));
  } catch {
    throw new Problem('wrong_password', 'the password of the site key is wrong', 'Try again.');
  } finally {
    wipe(key);
  }
  try {
    const signature = sign(null, message, ed25519FromSeed(seed)).toString('base64');
    const { name: siteName, publicKey } = file;
    return { site: { format: 'swarm-clinical/site', version: 1, name: siteName, publicKey }, signature };
  } finally {
    wipe(seed);
  }
}

/** @throws Problem `foreign_file` */
export function readSitePublic(bytes: Uint8Array): SitePublicFile {
  const site = readJson(bytes, SitePublicFile, 'the public key of a site');
  if (Buffer.from(site.publicKey, 'base64').length !== KEY_BYTES) throw foreign('the public key of a site');
  return site;
}

export function verifySite(publicKey: string, message: Uint8Array, signature: string): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== KEY_BYTES) return false;
  // SubjectPublicKeyInfo of an Ed25519 key, RFC 8410.
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, message, key, Buffer.from(signature, 'base64'));
}

/** SHA-256 over the 32 bytes of a public key: what people compare. */
export function fingerprintOf(publicKey: string): Sha256Hex {
  return sha256Hex(Buffer.from(publicKey, 'base64'));
}

function publicHalf(seed: Uint8Array): Buffer {
  const spki = createPublicKey(ed25519FromSeed(seed)).export({ format: 'der', type: 'spki' });
  return spki.subarray(-KEY_BYTES);
}

function sealedFor(siteName: string, publicKey: string): Uint8Array {
  return associatedData('swarm-clinical/site-key/v1', siteName, publicKey);
}

function readJson<T>(bytes: Uint8Array, schema: z.ZodType<T>, what: string): T {
  if (bytes.length > 64 * 1024) throw foreign(what);
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    throw foreign(what);
  }
}

function foreign(what: string): Problem {
  return new Problem('foreign_file', `the file is not ${what}`, 'Choose another file.');
}
