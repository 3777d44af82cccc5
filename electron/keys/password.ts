import { hkdfSync } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { associatedData, wipe } from './seal.ts';

/** Cost of turning a password into a key; stored per person, bounded so that a bad file cannot exhaust memory. */
export const PasswordCost = z.strictObject({
  memoryKib: z.int().min(8).max(1_048_576),
  passes: z.int().min(1).max(64),
  lanes: z.int().min(1).max(4),
});
export type PasswordCost = z.infer<typeof PasswordCost>;

/** 64 MiB and three passes as RFC 9106's second choice, but one lane, so that a sign-in takes one thread. */
export const DEFAULT_PASSWORD_COST: PasswordCost = { memoryKib: 65_536, passes: 3, lanes: 1 };

/** What a password and this device yield for one person. */
export interface PersonSecret {
  /** Tells a wrong password from a damaged file; reveals nothing that the wrapped key would not. */
  readonly check: Uint8Array;
  readonly wrapKey: Uint8Array;
}

export interface PersonSecretInput {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly cost: PasswordCost;
  readonly deviceSecret: Uint8Array;
  readonly workspaceId: string;
  readonly personId: string;
}

/** Argon2id, version 1.3 (the module's defaults; password.test.ts pins them), over Unicode form C. */
export async function stretchPassword(
  password: string,
  salt: Uint8Array,
  cost: PasswordCost,
): Promise<Uint8Array> {
  return hashRaw(password.normalize('NFC'), {
    memoryCost: cost.memoryKib,
    timeCost: cost.passes,
    parallelism: cost.lanes,
    outputLen: 32,
    salt,
  });
}

/** The stretched password, then HKDF-SHA256 with the device secret, bound to workspace and person. */
export async function derivePersonSecret(input: PersonSecretInput): Promise<PersonSecret> {
  const stretched = await stretchPassword(input.password, input.salt, input.cost);
  const material = Buffer.concat([stretched, input.deviceSecret]);
  const info = associatedData('swarm-clinical/person-key/v1', input.workspaceId, input.personId);
  const output = new Uint8Array(hkdfSync('sha256', material, input.salt, info, 64));
  wipe(stretched, material);
  return { check: output.subarray(0, 32), wrapKey: output.subarray(32) };
}
