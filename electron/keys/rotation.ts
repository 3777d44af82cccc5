import { CONTENT_ROLES, Problem } from '../../shared/domain/index.ts';
import { withKeyringKeys } from './holders.ts';
import { checkKeyFileMac, contentKeysOf, decodeBytes, encodeBytes, readKeyFile } from './key-file.ts';
import { openContent, sealContent, wipeContent, withNewEpoch, type ContentKeyring } from './keyrings.ts';
import { rewriteKeyFile, writeKeyFile, type ChangeRequest, type OwnKeyFile } from './rewrite.ts';

/**
 * Begins a new epoch of content keys, in one step: fresh category keys, the earlier ones kept behind them, and
 * a fresh key around the whole, given to those who hold it now. From then on new objects are wrapped under the
 * new keys, and the key file says that older ones still wait.
 *
 * @returns the new keyring, open; the caller wipes it
 * @throws Problem `not_allowed` for who holds no content keys; `wrong_usage` while an earlier rotation is
 * unfinished; and as `openKeys`
 */
export async function beginRotation(request: ChangeRequest): Promise<ContentKeyring> {
  return rewriteKeyFile(request, (file, { keyringKeys, contentProblem, slot, metadata }) => {
    if (keyringKeys.content === undefined)
      throw (
        contentProblem ??
        new Problem(
          'not_allowed',
          'you hold no content keys and cannot change them',
          `Someone with the role ${CONTENT_ROLES.join(' or ')} does; you can ask them to.`,
        )
      );
    const state = contentKeysOf(file);
    if (state.rewrapping !== undefined)
      throw new Problem('wrong_usage', 'the rotation before is not finished', 'Go on with that one first.');
    const before = openContent(keyringKeys.content, file.workspace, decodeBytes(file.keyrings.content));
    const keyring = withNewEpoch(before);
    wipeContent(before);
    const { keyringKey } = keyring;
    const changed = withKeyringKeys(file, { metadata: keyringKeys.metadata, content: keyringKey }, metadata);
    const content = encodeBytes(sealContent(keyringKey, file.workspace, keyring));
    return Promise.resolve({
      file: {
        ...changed,
        keyrings: { ...file.keyrings, content },
        contentKeys: {
          epoch: keyring.epoch,
          sinceMs: request.nowMs,
          rewrapping: { by: slot.id, sinceMs: request.nowMs },
        },
      },
      result: keyring,
    });
  });
}

/**
 * Every object is wrapped under this epoch: the rotation is over. Needs no password, because nothing is given.
 * Says nothing where it was over already.
 *
 * @throws Problem `wrong_usage` where another epoch is in use; `damaged`
 */
export async function endRotation({ path, metadata, seen }: OwnKeyFile, epoch: number): Promise<void> {
  const { keyFileMacKey } = metadata;
  const file = await readKeyFile(path);
  checkKeyFileMac(keyFileMacKey, file);
  seen?.require(file);
  const { rewrapping, ...state } = contentKeysOf(file);
  if (state.epoch !== epoch)
    throw new Problem('wrong_usage', 'other content keys are in use by now', 'Sign in again.');
  if (rewrapping === undefined) return;
  const written = await writeKeyFile(path, { ...file, contentKeys: state }, keyFileMacKey);
  seen?.note(written);
}
