import { randomBytes } from 'node:crypto';
import { CONTENT_ROLES, Problem } from '../../shared/domain/index.ts';
import { contentPortion, openPortion, type CustodyAccess } from './custody.ts';
import { writeCustodyFile } from './custody-file.ts';
import type { CustodyRecord } from './custody-records.ts';
import { createKeyPair } from './envelope.ts';
import { withKeyringKeys } from './holders.ts';
import { decodeBytes, encodeBytes, type KeyFile } from './key-file.ts';
import { openContent, sealContent, wipeContent, type ContentKeyring } from './keyrings.ts';
import { rewriteKeyFile, type ChangeRequest } from './rewrite.ts';
import { KEY_BYTES, wipe } from './seal.ts';
import { makeTokenKey } from './token/token.ts';

/** Where the key of the content keyring goes. */
export type CustodyTarget =
  | { readonly kind: 'passwords' }
  | { readonly kind: 'key_file'; readonly path: string }
  | {
      readonly kind: 'token';
      readonly modulePath: string;
      readonly tokenLabel: string;
      readonly pin: string;
    };

/**
 * Moves the content keyring under the passwords alone, a key file or a token: a fresh key around the keyring,
 * sealed anew to everybody who holds it, in one write of the key file. No object is touched. What was kept
 * before opens nothing any more; the new one was seen to open before it counts.
 *
 * @returns the keyring under its new key, open; the caller wipes it
 * @throws Problem `not_allowed` for who holds no content keys, and as `openPortion` and `writeCustodyFile`
 */
export function moveCustody(request: ChangeRequest, target: CustodyTarget): Promise<ContentKeyring> {
  return rewriteKeyFile(request, async (file, { keyringKeys, contentProblem, slot, metadata }) => {
    if (keyringKeys.content === undefined)
      throw (
        contentProblem ??
        new Problem(
          'not_allowed',
          'you hold no content keys and cannot move them',
          `Someone with the role ${CONTENT_ROLES.join(' or ')} does.`,
        )
      );
    const made = await makeTarget(file, target, { by: slot.id, sinceMs: request.nowMs });
    const moved: KeyFile = { ...file, custody: made?.record };
    const before = openContent(keyringKeys.content, file.workspace, decodeBytes(file.keyrings.content));
    const key = randomBytes(KEY_BYTES);
    try {
      if (made !== undefined) await requireOpens(moved, made.record, made.access, key);
      const content = encodeBytes(sealContent(key, file.workspace, before));
      const changed = withKeyringKeys(moved, { metadata: keyringKeys.metadata, content: key }, metadata);
      return {
        file: { ...changed, keyrings: { ...file.keyrings, content } },
        result: openContent(key, file.workspace, decodeBytes(content)),
      };
    } finally {
      wipe(key);
      wipeContent(before);
    }
  });
}

interface Made {
  readonly record: CustodyRecord;
  readonly access: CustodyAccess;
}

async function makeTarget(
  file: KeyFile,
  target: CustodyTarget,
  said: Pick<CustodyRecord, 'by' | 'sinceMs'>,
): Promise<Made | undefined> {
  switch (target.kind) {
    case 'passwords':
      return undefined;
    case 'key_file': {
      const { path } = target;
      const pair = createKeyPair();
      try {
        await writeCustodyFile(path, pair.privateKey);
      } finally {
        wipe(pair.privateKey);
      }
      const record = { kind: 'key_file', publicKey: encodeBytes(pair.publicKey), path, ...said } as const;
      return { record, access: {} };
    }
    case 'token': {
      const { modulePath, tokenLabel, pin } = target;
      // One key for each workspace and move, so that a key that was left opens nothing that came later.
      const keyLabel = `swarm-clinical ${file.workspace.slice(0, 8)} ${randomBytes(4).toString('hex')}`;
      const publicKey = await makeTokenKey({ modulePath, tokenLabel, pin }, keyLabel);
      const record = { kind: 'token', publicKey: encodeBytes(publicKey), ...said } as const;
      return { record: { ...record, modulePath, tokenLabel, keyLabel }, access: { pin } };
    }
  }
}

/** Nothing is sealed to what does not open it. */
async function requireOpens(
  file: KeyFile,
  record: CustodyRecord,
  access: CustodyAccess,
  key: Uint8Array,
): Promise<void> {
  const opened = await openPortion(file.workspace, record, contentPortion(file, key), access);
  const same = Buffer.from(opened).equals(key);
  wipe(opened);
  if (!same) throw new Problem('damaged', 'what was made does not open what is sealed to it', 'Try another.');
}
