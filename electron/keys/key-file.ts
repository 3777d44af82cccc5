import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { PersonId, Problem, Role, WorkspaceId } from '../../shared/domain/index.ts';
import { canonicalJson } from '../../shared/formats/canonical-json.ts';
import { Deputy, DeputyFor } from './deputy.ts';
import { MAX_OS_USERS, OsUser } from './device-records.ts';
import { CustodyRecord } from './custody-records.ts';
import { PasswordCost } from './password.ts';
import { EmergencyRecord, RecoveryRecord } from './sheet-records.ts';

/**
 * 1: content keys without epochs. 2: `contentKeys` says which epoch is in use and since when. A file of an
 * older format opens as it is and is written in the newest by whoever changes it next.
 */
export const KEY_FILE_FORMAT = 2;
/** Far above any real key file; a bigger one is not read. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Bytes as base64; an exact length where the format knows one. */
const base64 = (lengthBytes?: number): z.ZodType<string> =>
  z
    .base64()
    .refine((text) => lengthBytes === undefined || Buffer.from(text, 'base64').length === lengthBytes, {
      error: `not ${lengthBytes ?? 0} bytes`,
    });

/** What a sign-in is proven with beside the password; optional, and lost with the slot's key pair. */
const SecondFactor = z.strictObject({
  /** The secret, sealed to the person's own public key. */
  sealed: base64(),
  /** Hashes of the recovery codes that are left. */
  recovery: z.array(base64(32)).max(20),
  /** The time step of the newest code that was taken; no earlier one counts any more. */
  usedStep: z.int().nonnegative(),
  enrolledAtMs: z.int(),
});
export type SecondFactor = z.infer<typeof SecondFactor>;

const Slot = z.strictObject({
  id: PersonId,
  name: z.string().min(1).max(200),
  role: Role,
  createdAtMs: z.int(),
  publicKey: base64(65),
  password: z.strictObject({
    algorithm: z.literal('argon2id'),
    cost: PasswordCost,
    salt: base64(16),
    check: base64(32),
  }),
  privateKey: base64(),
  wraps: z.strictObject({ metadata: base64(), content: base64().optional() }),
  secondFactor: SecondFactor.optional(),
  deputy: Deputy.optional(),
  /** The one account of the hospital that stands for this person, as a hash; who agreed to that, and when. */
  account: z.strictObject({ key: base64(32), linkedAtMs: z.int(), linkedBy: PersonId }).optional(),
});
export type Slot = z.infer<typeof Slot>;

/** What a proposal changes about a person. With all but `deputy` the slot is a new one. */
export const CHANGES_OF_PERSON = ['new', 'role', 'password', 'return', 'deputy'] as const;
export type ChangeOfPerson = (typeof CHANGES_OF_PERSON)[number];

const Proposal = z.strictObject({
  /** Takes the place of the person's slot once it is agreed to; until then it opens nothing here. */
  slot: Slot,
  change: z.enum(CHANGES_OF_PERSON),
  /** With `deputy` alone. */
  deputy: DeputyFor.optional(),
  proposedBy: PersonId,
  proposedAtMs: z.int(),
});
export type Proposal = z.infer<typeof Proposal>;

/** Somebody's wish to have an account linked, which waits for a second person. */
const AccountProposal = z.strictObject({
  person: PersonId,
  key: base64(32),
  /** What the hospital calls the account. */
  shown: z.string().min(1).max(120),
  proposedAtMs: z.int(),
});
export type AccountProposal = z.infer<typeof AccountProposal>;

const Former = z.strictObject({ id: PersonId, name: z.string(), role: Role, leftAtMs: z.int() });

/** Which epoch of content keys is in use; in clear, because everybody may know how old the keys are. */
const ContentKeys = z.strictObject({
  epoch: z.int().min(1),
  sinceMs: z.int(),
  /** Set while objects are still wrapped under earlier epochs. */
  rewrapping: z.strictObject({ by: PersonId, sinceMs: z.int() }).optional(),
});
export type ContentKeys = z.infer<typeof ContentKeys>;

/** `keys.json`: who may open the workspace and how; nothing in it opens anything by itself. */
export const KeyFile = z.strictObject({
  v: z.int().min(1).max(KEY_FILE_FORMAT),
  workspace: WorkspaceId,
  /** Counts every change; 0 in a new file, where it is absent. The journal knows it too, so that an older file shows. */
  revision: z.int().nonnegative().optional(),
  /** Codes of second factors that were written down since; they alone are written before the journal was asked. */
  uses: z.int().nonnegative().optional(),
  /** Of the device secret. */
  device: base64(16),
  /** Accounts of the system that were let in; absent in files from before accounts had keys. */
  osUsers: z.array(OsUser).max(MAX_OS_USERS).optional(),
  publicKeys: z.strictObject({ spool: base64(65), checkpoint: base64(32) }),
  keyrings: z.strictObject({ metadata: base64(), content: base64() }),
  /** Absent in a file of format 1: `contentKeysOf`. */
  contentKeys: ContentKeys.optional(),
  people: z.array(Slot).min(1).max(500),
  proposals: z.array(Proposal).max(100).optional(),
  former: z.array(Former).max(10_000).optional(),
  /** What the customer keeps beside the passwords; absent where passwords alone open the content keyring. */
  custody: CustodyRecord.optional(),
  accountProposals: z.array(AccountProposal).max(500).optional(),
  /** The sealed sheets that are good now; absent where none were made. */
  recovery: RecoveryRecord.optional(),
  /** The emergency envelope; absent where none was made, or its use was reviewed. */
  emergency: EmergencyRecord.optional(),
  /** HMAC-SHA256 over the rest, by a key in the metadata keyring. */
  mac: base64(32),
});
export type KeyFile = z.infer<typeof KeyFile>;

/** The epoch in use; in a file from before epochs, the first, since the first people came. */
export function contentKeysOf(file: Pick<KeyFile, 'contentKeys' | 'people'>): ContentKeys {
  return (
    file.contentKeys ?? {
      epoch: 1,
      sinceMs: file.people.reduce((least, { createdAtMs }) => Math.min(least, createdAtMs), Infinity),
    }
  );
}

export const encodeBytes = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
export const decodeBytes = (text: string): Uint8Array => Buffer.from(text, 'base64');

/**
 * Reads and checks the form of a key file; its MAC is checked once the metadata keyring is open.
 *
 * @throws Problem `not_found`, `damaged`, `newer_format`
 */
export async function readKeyFile(path: string): Promise<KeyFile> {
  let text: string;
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES) throw damaged('it is too big');
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Problem(
        'not_found',
        'the workspace has no key file `keys.json`',
        'Restore `keys.json` from a backup; without it nobody can open the workspace.',
      );
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged('it is cut short or is no JSON');
  }
  const version = z.object({ v: z.int() }).safeParse(value);
  if (version.success && version.data.v > KEY_FILE_FORMAT)
    throw new Problem(
      'newer_format',
      `the key file has format ${version.data.v}, this application knows ${KEY_FILE_FORMAT}`,
      'Open the workspace with a newer version of the application.',
    );
  const parsed = KeyFile.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw damaged(`\`${issue?.path.join('.') ?? ''}\` is not as it should be`);
  }
  return parsed.data;
}

export function keyFileMac(key: Uint8Array, file: Omit<KeyFile, 'mac'>): Uint8Array {
  const authenticated: Omit<KeyFile, 'mac'> & { mac: undefined } = { ...file, mac: undefined };
  return createHmac('sha256', key).update(canonicalJson(authenticated)).digest();
}

/** @throws Problem `damaged` where someone without keys changed the file. */
export function checkKeyFileMac(key: Uint8Array, file: KeyFile): void {
  if (!timingSafeEqual(keyFileMac(key, file), decodeBytes(file.mac)))
    throw damaged('its people or keys were changed from outside');
}

function damaged(why: string): Problem {
  return new Problem(
    'damaged',
    `the key file \`keys.json\` is damaged: ${why}`,
    'Restore `keys.json` from a backup and find out who could write to the workspace folder.',
  );
}
