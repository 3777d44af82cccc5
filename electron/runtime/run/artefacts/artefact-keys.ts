import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Problem } from '../../../../shared/domain/index.ts';
import { removeSecretFile, replaceSecretFile } from '../../../core/index.ts';
import {
  associatedData,
  KEY_BYTES,
  openBytes,
  sealBytes,
  wipe,
  type KeyedStore,
  type Rewrapped,
} from '../../../keys/index.ts';

/** Ending of a file that is encrypted at rest. */
export const SEALED = '.enc';
/** Ending of the file beside it that holds its key, wrapped. */
export const KEY_OF_SEALED = '.key';
const EPOCH_BYTES = 4;
/** Each file is made durable by itself, so a batch is bounded by time as well. */
const BATCH_MS = 1000;

/** The key of the category `artefacts` in one epoch, 32 bytes; epochs count from 1. */
export interface EpochKey {
  readonly epoch: number;
  readonly key: Uint8Array;
}

export interface ArtefactKeysOptions {
  /** The workspace's `runs` folder. */
  readonly folder: string;
  readonly workspaceId: string;
  /** Newest epoch first; asked anew for each use, not kept. */
  keys(): readonly EpochKey[];
}

/**
 * Keys of the sealed files of runs: each file has its own, wrapped under the category's in a file beside it,
 * so that a rotation leaves sealed bytes, and with them the hash in the journal, as they are. A file from before
 * that has no such neighbour; it is sealed under the category key of the first epoch.
 */
export class ArtefactKeys implements KeyedStore {
  readonly #options: ArtefactKeysOptions;
  /** Keys that did not open when they were to be wrapped anew. */
  readonly #unopened = new Set<string>();

  constructor(options: ArtefactKeysOptions) {
    this.#options = options;
  }

  /**
   * The key to write a file with: its own where it has one, since a crash may leave the earlier file in place.
   * The caller wipes it.
   *
   * @param file path below the `runs` folder, as it stands on disk
   */
  async toWrite(file: string): Promise<Uint8Array> {
    const present = await this.#read(file);
    if (present !== undefined) return present.key;
    const key = (await this.#isThere(file)) ? this.#ofEpoch(1) : randomBytes(KEY_BYTES);
    await this.#write(file, key);
    return key;
  }

  /** Keeps a key that a file was sealed with elsewhere. */
  async keep(file: string, key: Uint8Array): Promise<void> {
    await this.#write(file, key);
  }

  /** The key that a file is sealed under; the caller wipes it. @throws Problem `damaged` */
  async toRead(file: string): Promise<Uint8Array> {
    return (await this.#read(file))?.key ?? this.#ofEpoch(1);
  }

  /**
   * Destroys the keys of all sealed files in a folder below `runs`. Sealed bytes stay, so that hashes in the
   * journal can still be checked; a file from before keys of their own goes itself.
   *
   * @returns how many files can no longer be read
   */
  async destroy(under: string): Promise<number> {
    let destroyed = 0;
    for (const file of (await this.#sealed()).filter((name) => name.startsWith(`${under}/`))) {
      const wrap = await this.#wrapOf(file);
      if (wrap?.length === 0) continue;
      if (wrap === undefined) await removeSecretFile(this.#path(file));
      else await replaceSecretFile(`${this.#path(file)}${KEY_OF_SEALED}`, new Uint8Array(0));
      destroyed += 1;
    }
    return destroyed;
  }

  /** Which of these folders hold a sealed file that can be read still. */
  async readable(unders: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    if (unders.size === 0) return found;
    for (const file of await this.#sealed()) {
      const under = file.slice(0, file.indexOf('/'));
      if (!unders.has(under) || found.has(under)) continue;
      if ((await this.#wrapOf(file))?.length !== 0) found.add(under);
    }
    return found;
  }

  /** How many files' keys are wrapped under an earlier epoch. */
  async waiting(): Promise<number> {
    return (await this.#files()).length;
  }

  /** Wraps the keys of up to `most` more files under the newest epoch, each in one step. */
  async rewrap(most: number): Promise<Rewrapped> {
    const waiting = (await this.#files()).filter((file) => !this.#unopened.has(file));
    const untilMs = performance.now() + BATCH_MS;
    let [done, damaged] = [0, 0];
    for (const file of waiting.slice(0, most)) {
      try {
        const key = await this.toRead(file);
        await this.#write(file, key);
        wipe(key);
        done += 1;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        this.#unopened.add(file);
        damaged += 1;
      }
      if (performance.now() > untilMs) break;
    }
    return { done, damaged, finished: done + damaged === waiting.length };
  }

  /** Sealed files whose key is not wrapped under the newest epoch. */
  async #files(): Promise<string[]> {
    const newest = this.#newest.epoch;
    const found: string[] = [];
    for (const file of await this.#sealed()) {
      const bytes = await this.#wrapOf(file);
      // Destroyed for good.
      if (bytes?.length === 0) continue;
      const epoch = bytes === undefined || bytes.length < EPOCH_BYTES ? 1 : bytes.readUInt32BE(0);
      if (epoch < newest) found.push(file);
    }
    return found;
  }

  async #sealed(): Promise<string[]> {
    const all = await readdir(this.#options.folder, { recursive: true }).catch(() => []);
    return all
      .filter((name) => name.endsWith(SEALED))
      .map((name) => name.split(sep).join('/'))
      .sort();
  }

  async #read(file: string): Promise<{ readonly key: Uint8Array } | undefined> {
    const bytes = await this.#wrapOf(file);
    if (bytes === undefined) return undefined;
    if (bytes.length === 0)
      throw new Problem(
        'not_found',
        'the key of this run file was destroyed for good',
        'The journal says who erased it and why; a backup from before may hold it.',
      );
    if (bytes.length < EPOCH_BYTES)
      throw new Problem(
        'damaged',
        'the key of a run file is cut short',
        'Restore the run folder from a backup.',
      );
    const epoch = bytes.readUInt32BE(0);
    const wrapping = this.#ofEpoch(epoch);
    try {
      return { key: openBytes(wrapping, this.#bound(file, epoch), bytes.subarray(EPOCH_BYTES)) };
    } finally {
      wipe(wrapping);
    }
  }

  async #write(file: string, key: Uint8Array): Promise<void> {
    const { epoch, key: wrapping } = this.#newest;
    const header = Buffer.alloc(EPOCH_BYTES);
    header.writeUInt32BE(epoch);
    const wrapped = sealBytes(wrapping, this.#bound(file, epoch), key);
    await replaceSecretFile(`${this.#path(file)}${KEY_OF_SEALED}`, Buffer.concat([header, wrapped]));
  }

  get #newest(): EpochKey {
    const [newest] = this.#options.keys();
    if (newest === undefined) throw new Problem('not_signed_in', 'the files of runs are locked', 'Sign in.');
    return newest;
  }

  /** A copy. @throws Problem `damaged` for an epoch that the keyring does not hold */
  #ofEpoch(wanted: number): Uint8Array {
    const found = this.#options.keys().find(({ epoch }) => epoch === wanted);
    if (found !== undefined) return Uint8Array.from(found.key);
    throw new Problem(
      'damaged',
      `a run file is wrapped under epoch ${wanted} of the content keys, which the keyring does not hold`,
      'Restore the run folder and `keys.json` from the same backup.',
    );
  }

  #bound(file: string, epoch: number): Uint8Array {
    return associatedData('swarm-clinical/artefact-key/v1', this.#options.workspaceId, file, epoch);
  }

  #path(file: string): string {
    return join(this.#options.folder, ...file.split('/'));
  }

  async #wrapOf(file: string): Promise<Buffer | undefined> {
    return readFile(`${this.#path(file)}${KEY_OF_SEALED}`).catch(orMissing);
  }

  async #isThere(file: string): Promise<boolean> {
    return (await stat(this.#path(file)).catch(orMissing)) !== undefined;
  }
}

function orMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
