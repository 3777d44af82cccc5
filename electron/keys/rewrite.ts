import { writeFileAtomic } from '../core/index.ts';
import {
  contentKeysOf,
  encodeBytes,
  KEY_FILE_FORMAT,
  keyFileMac,
  readKeyFile,
  type KeyFile,
} from './key-file.ts';
import { wipeMetadata } from './keyrings.ts';
import { withoutEnded } from './deputy.ts';
import { requireDevice } from './device-users.ts';
import type { PasswordCostSource } from './password-cost.ts';
import { unlockHolder, wipeHolder, type Holder, type OpenKeysRequest } from './unlock.ts';

/** Who asks for a change, with their own password, and when. */
export interface ChangeRequest extends OpenKeysRequest {
  readonly nowMs: number;
  readonly passwordCost?: PasswordCostSource | undefined;
}

/**
 * Opens the asker's slot, lets `act` make the new file, authenticates it and writes it in one step.
 *
 * @throws Problem as `openKeys`, and whatever `act` throws; nothing is written then
 */
export async function rewriteKeyFile<Result>(
  request: ChangeRequest,
  act: (file: KeyFile, holder: Holder) => Promise<{ readonly file: KeyFile; readonly result: Result }>,
): Promise<Result> {
  const before = await readKeyFile(request.path);
  const holder = await unlockHolder(before, request);
  try {
    const { file, result } = await act(before, holder);
    const people = withoutEnded(file.people, request.nowMs);
    await writeKeyFile(request.path, { ...file, people }, holder.metadata.keyFileMacKey);
    return result;
  } finally {
    wipeHolder(holder);
    wipeMetadata(holder.metadata);
  }
}

/** Authenticates a key file and writes it in the newest format: whole, or not at all. */
export async function writeKeyFile(path: string, file: KeyFile, macKey: Uint8Array): Promise<void> {
  const newest: KeyFile = { ...file, v: KEY_FILE_FORMAT, contentKeys: contentKeysOf(file) };
  const mac = encodeBytes(keyFileMac(macKey, newest));
  await writeFileAtomic(path, `${JSON.stringify({ ...newest, mac }, null, 2)}\n`);
}

/** The device secret, which `unlockHolder` has seen to be there. The caller wipes it. */
export function deviceSecretOf(
  file: KeyFile,
  { deviceSecrets }: Pick<ChangeRequest, 'deviceSecrets'>,
): Promise<Uint8Array> {
  return requireDevice(file, deviceSecrets);
}
