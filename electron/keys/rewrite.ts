import { writeFileAtomic } from '../core/index.ts';
import {
  contentKeysOf,
  encodeBytes,
  KEY_FILE_FORMAT,
  keyFileMac,
  readKeyFile,
  type KeyFile,
} from './key-file.ts';
import { stateOf, type KeyFileSeen, type KeyFileState } from './key-file-state.ts';
import { wipeMetadata, type MetadataKeyring } from './keyrings.ts';
import { withoutEnded } from './deputy.ts';
import { requireDevice } from './device-users.ts';
import type { PasswordCostSource } from './password-cost.ts';
import { unlockHolder, wipeHolder, type Holder, type OpenKeysRequest } from './unlock.ts';

/** The key file of a session that is open, for what nobody has to sign for. */
export interface OwnKeyFile {
  readonly path: string;
  readonly metadata: MetadataKeyring;
  readonly seen?: KeyFileSeen | undefined;
}

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
    const macKey = holder.metadata.keyFileMacKey;
    const written = await writeKeyFile(request.path, { ...file, people }, macKey);
    request.seen?.note(written);
    return result;
  } finally {
    wipeHolder(holder);
    wipeMetadata(holder.metadata);
  }
}

/**
 * Authenticates a key file and writes it in the newest format, as the next one: whole, or not at all.
 *
 * @param what `use` where nothing but the use of a second factor is written down. SEC: it comes before the journal
 * was asked about the file, and so never makes an older file as new as the one that the journal knows
 */
export async function writeKeyFile(
  path: string,
  file: KeyFile,
  macKey: Uint8Array,
  what: 'change' | 'use' = 'change',
): Promise<KeyFileState> {
  const { revision = 0, uses = 0 } = file;
  const next = what === 'use' ? { revision, uses: uses + 1 } : { revision: revision + 1, uses: 0 };
  const newest: KeyFile = { ...file, ...next, v: KEY_FILE_FORMAT, contentKeys: contentKeysOf(file) };
  const mac = encodeBytes(keyFileMac(macKey, newest));
  await writeFileAtomic(path, `${JSON.stringify({ ...newest, mac }, null, 2)}\n`);
  return stateOf({ ...next, mac });
}

/** The device secret, which `unlockHolder` has seen to be there. The caller wipes it. */
export function deviceSecretOf(
  file: KeyFile,
  { deviceSecrets }: Pick<ChangeRequest, 'deviceSecrets'>,
): Promise<Uint8Array> {
  return requireDevice(file, deviceSecrets);
}
