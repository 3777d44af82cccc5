import { timingSafeEqual } from 'node:crypto';
import { combine } from 'shamir-secret-sharing';
import { Problem } from '../../shared/domain/index.ts';
import { openWithPrivateKey, publicKeyOf, sealToPublicKey } from './envelope.ts';
import { decodeBytes, encodeBytes, type KeyFile } from './key-file.ts';
import type { KeyringName } from './keyrings.ts';
import { wipe } from './seal.ts';
import type { RecoveryRecord } from './sheet-records.ts';
import { sheetCommitment, type Sheet } from './sheet.ts';

/** Puts the shares together and opens what is wrapped to them. The caller wipes both. @throws Problem `invalid_input` where they give another key */
export async function keyringKeysFrom(
  workspaceId: string,
  recovery: RecoveryRecord,
  sheets: readonly Sheet[],
): Promise<{ readonly metadata: Uint8Array; readonly content: Uint8Array }> {
  const privateKey = await combine(sheets.map(({ secret }) => secret));
  try {
    if (!isKeyOf(privateKey, decodeBytes(recovery.publicKey)))
      throw new Problem('invalid_input', 'these sheets do not give the key together', 'Fetch other sheets.');
    const opened = (keyring: KeyringName): Uint8Array =>
      openWithPrivateKey(
        privateKey,
        wrapContext(workspaceId, recovery.set, keyring),
        decodeBytes(recovery.wraps[keyring]),
      );
    return { metadata: opened('metadata'), content: opened('content') };
  } finally {
    wipe(privateKey);
  }
}

function isKeyOf(privateKey: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return sameBytes(publicKeyOf(privateKey), publicKey);
  } catch {
    return false;
  }
}

/** Both keyring keys, wrapped to the recovery key pair. */
export function wrapsFor(
  workspaceId: string,
  set: string,
  publicKey: Uint8Array,
  keys: { readonly metadata: Uint8Array; readonly content: Uint8Array },
): RecoveryRecord['wraps'] {
  const wrap = (keyring: KeyringName): string =>
    encodeBytes(sealToPublicKey(publicKey, wrapContext(workspaceId, set, keyring), keys[keyring]));
  return { metadata: wrap('metadata'), content: wrap('content') };
}

function wrapContext(workspaceId: string, set: string, keyring: KeyringName): readonly string[] {
  return ['swarm-clinical/recovery-wrap/v1', workspaceId, set, keyring];
}

/** @throws Problem `not_found` */
export function recoveryOf(file: KeyFile): RecoveryRecord {
  if (file.recovery !== undefined) return file.recovery;
  throw new Problem(
    'not_found',
    'no recovery sheets were made for this workspace',
    'There is no other way in: only somebody who can sign in can give access.',
  );
}

/** @throws Problem `invalid_input` for a sheet of another set or workspace, and for one that nobody made */
export function requireOfSet(
  workspaceId: string,
  recovery: Pick<RecoveryRecord, 'set' | 'sheets'>,
  sheet: Sheet,
  which: string,
): void {
  if (sheet.set !== recovery.set)
    throw new Problem(
      'invalid_input',
      `${which} is of set ${sheet.set}, and set ${recovery.set} is good now`,
      'Sheets of an older set, or of another workspace, open nothing here.',
    );
  const known = recovery.sheets.find(({ number }) => number === sheet.number);
  if (known === undefined || !sameBytes(sheetCommitment(workspaceId, sheet), decodeBytes(known.commitment)))
    throw new Problem(
      'invalid_input',
      `${which} is not one of those that were made`,
      'Its letters fit together but were never printed here. Compare it with the paper.',
    );
}

/** How a typed sheet is called in messages, by its place from 0. */
export function nameOfSheet(index: number): string {
  return `the ${['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'][index] ?? 'next'} sheet`;
}

export function twice(index: number): Problem {
  return new Problem(
    'invalid_input',
    `${nameOfSheet(index)} is the same as one before it`,
    'Take another sheet.',
  );
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
