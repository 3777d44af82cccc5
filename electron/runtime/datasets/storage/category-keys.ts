import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../../shared/domain/index.ts';
import { replaceSecretFile } from '../../../core/index.ts';
import type { DatasetPlace } from './dataset-files.ts';
import { SEAL_BYTES, seal, unseal } from './sealing.ts';

export const KEY_FILE = 'dataset.key';
const KEY_BYTES = 32;
const EPOCH_BYTES = 4;

/** The key of the category in one epoch, 32 bytes; epochs count from 1. */
export interface EpochKey {
  readonly epoch: number;
  readonly key: Uint8Array;
}

/**
 * The keys that datasets' own keys are wrapped under: the newest epoch for all that is written, earlier ones
 * to open what is there. Owns its buffers.
 */
export class CategoryKeys {
  // INVARIANT: newest first, never empty, wiped by `wipe` and by `adopt` (rewrap.test.ts).
  #epochs: readonly [EpochKey, ...EpochKey[]];

  constructor(newest: EpochKey, former: readonly EpochKey[] = []) {
    this.#epochs = [newest, ...former];
  }

  get newest(): EpochKey {
    return this.#epochs[0];
  }

  /** @throws Problem `damaged` for an epoch that the keyring does not hold */
  of(epoch: number): Uint8Array {
    const found = this.#epochs.find((each) => each.epoch === epoch);
    if (found !== undefined) return found.key;
    throw new Problem(
      'damaged',
      `a dataset is wrapped under epoch ${epoch} of the content keys, which the keyring does not hold`,
      'Restore the dataset and `keys.json` from the same backup.',
    );
  }

  /** Takes the keys of a newer epoch in place of these. */
  adopt(newest: EpochKey, former: readonly EpochKey[]): void {
    this.wipe();
    this.#epochs = [newest, ...former];
  }

  wipe(): void {
    for (const { key } of this.#epochs) key.fill(0);
  }
}

/**
 * Keeps a dataset's own key, wrapped under the newest epoch: the epoch (4 bytes, big endian), then the sealed
 * key. The epoch is bound into the seal. A wrap that stood there before is overwritten once the new one is safe.
 */
export async function writeDatasetKey(
  folder: string,
  place: DatasetPlace,
  { newest }: CategoryKeys,
  key: Uint8Array,
): Promise<void> {
  const path = join(folder, KEY_FILE);
  const header = Buffer.alloc(EPOCH_BYTES);
  header.writeUInt32BE(newest.epoch);
  const sealed = seal(newest.key, keyPlace(place, newest.epoch), key);
  await replaceSecretFile(path, Buffer.concat([header, sealed]));
}

/**
 * Opens a dataset's own key, also one that was wrapped before keys had epochs (the seal alone: epoch 1).
 *
 * @throws Problem `damaged`; the error of the file system where it cannot be read
 */
export async function readDatasetKey(
  folder: string,
  place: DatasetPlace,
  keys: CategoryKeys,
): Promise<{ readonly epoch: number; readonly key: Uint8Array }> {
  const bytes = await readFile(join(folder, KEY_FILE));
  const epoch = epochOf(bytes);
  const bare = bytes.length === KEY_BYTES + SEAL_BYTES;
  const clear = unseal(
    keys.of(epoch),
    keyPlace(place, bare ? undefined : epoch),
    bare ? bytes : bytes.subarray(EPOCH_BYTES),
    'the dataset key',
  );
  return { epoch, key: clear };
}

/** The epoch that a dataset's key is wrapped under; opens nothing. */
export async function readKeyEpoch(folder: string): Promise<number> {
  return epochOf(await readFile(join(folder, KEY_FILE)));
}

function epochOf(bytes: Buffer): number {
  return bytes.length <= KEY_BYTES + SEAL_BYTES ? 1 : bytes.readUInt32BE(0);
}

function keyPlace(place: DatasetPlace, epoch: number | undefined): (string | number)[] {
  const owner = [place.workspace, place.dataset, 'key'];
  return epoch === undefined ? owner : [...owner, epoch];
}
