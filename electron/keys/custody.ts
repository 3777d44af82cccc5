import { basename } from 'node:path';
import { Problem } from '../../shared/domain/index.ts';
import { readCustodyFile } from './custody-file.ts';
import type { CustodyRecord } from './custody-records.ts';
import { openWithPrivateKey, openWithShared, sealToPublicKey } from './envelope.ts';
import { decodeBytes, type KeyFile } from './key-file.ts';
import { wipe } from './seal.ts';
import { agreeOnToken } from './token/token.ts';

/** How this workstation comes to what the customer keeps. */
export interface CustodyAccess {
  /** Of the token; asked for each time, kept nowhere. */
  readonly pin?: string | undefined;
  /** The key file, where the medium is mounted elsewhere than when it was made. */
  readonly keyFile?: string | undefined;
}

/** How people call what they have to insert: the name of the key file, or the label of the token. */
export function nameOfCustody(custody: CustodyRecord): string {
  return custody.kind === 'token' ? custody.tokenLabel : basename(custody.path);
}

/**
 * What a content holder's place in the key file wraps: the key of the content keyring, or that key sealed to
 * what the customer keeps, so that a password alone opens nothing. Needs the public half alone.
 */
export function contentPortion(
  { workspace, custody }: Pick<KeyFile, 'workspace' | 'custody'>,
  contentKey: Uint8Array,
): Uint8Array {
  if (custody === undefined) return Uint8Array.from(contentKey);
  return sealToPublicKey(decodeBytes(custody.publicKey), boundTo(workspace), contentKey);
}

/**
 * The key of the content keyring out of a holder's portion; the caller wipes it.
 *
 * @throws Problem `not_found` for a medium or token that is not there, `wrong_usage` without the PIN,
 * `wrong_password` for a wrong one, `not_allowed` for a locked one, `foreign_file` for another key, `damaged`
 */
export async function openPortion(
  workspace: string,
  custody: CustodyRecord,
  portion: Uint8Array,
  { pin, keyFile }: CustodyAccess,
): Promise<Uint8Array> {
  const publicKey = decodeBytes(custody.publicKey);
  if (custody.kind === 'key_file') {
    const privateKey = await readCustodyFile(keyFile ?? custody.path, publicKey);
    try {
      return openWithPrivateKey(privateKey, boundTo(workspace), portion);
    } finally {
      wipe(privateKey);
    }
  }
  if (pin === undefined)
    throw new Problem(
      'wrong_usage',
      `the content keys lie under the token \`${custody.tokenLabel}\`, which wants its PIN`,
      'Insert the token and give its PIN.',
    );
  const { modulePath, tokenLabel, keyLabel } = custody;
  return openWithShared(
    publicKey,
    (ephemeral) => agreeOnToken({ modulePath, tokenLabel, pin }, keyLabel, publicKey, ephemeral),
    boundTo(workspace),
    portion,
  );
}

function boundTo(workspace: string): readonly string[] {
  return ['swarm-clinical/custody/v1', workspace, 'content'];
}
