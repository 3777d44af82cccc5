import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetId, Problem, type WorkspaceId } from '../../../shared/domain/index.ts';
import { removeSecretFile, syncFolder } from '../../core/index.ts';
import { IMPORT_PREFIX } from './import-table.ts';
import {
  CategoryKeys,
  KEY_FILE,
  readDatasetKey,
  readKeyEpoch,
  writeDatasetKey,
} from './storage/category-keys.ts';
import { DatasetFiles, isMissing } from './storage/dataset-files.ts';
import type { Manifest } from './storage/manifest.ts';

/** Deleted datasets lie under this name for the moment it takes to remove them. */
const REMOVED_PREFIX = '.removed-';

export interface ShelfPorts {
  readonly root: string;
  readonly workspace: WorkspaceId;
  readonly keys: CategoryKeys;
  /** Where the datasets' wrapped keys lie, if not with the datasets; those without one there are not on this shelf. */
  readonly keysIn?: string | undefined;
}

/** The version numbers of a dataset; there is always at least one. */
export interface VersionNumbers {
  readonly all: readonly number[];
  readonly first: number;
  readonly last: number;
}

/** One dataset with its key open and the manifests that were asked for. */
export class OpenDataset {
  readonly files: DatasetFiles;
  readonly #manifests = new Map<number, Manifest>();

  constructor(files: DatasetFiles) {
    this.files = files;
  }

  async versions(): Promise<VersionNumbers> {
    const all = await this.files.versions();
    const first = all[0];
    const last = all.at(-1);
    if (first === undefined || last === undefined)
      throw new Problem('damaged', 'the dataset has no version left', 'Restore it from a backup.');
    return { all, first, last };
  }

  /** @throws Problem `not_found`, `damaged`, `newer_format` */
  async manifest(version: number): Promise<Manifest> {
    let manifest = this.#manifests.get(version);
    if (manifest === undefined) {
      manifest = await this.files.readManifest(version);
      this.#manifests.set(version, manifest);
    }
    return manifest;
  }
}

/** The folder of all datasets: which there are, opening them, and taking them away. */
export class Shelf {
  readonly #ports: ShelfPorts;
  readonly #open = new Map<DatasetId, Promise<OpenDataset>>();

  private constructor(ports: ShelfPorts) {
    this.#ports = ports;
  }

  /** Makes the folder if need be, and removes what an interrupted import or removal left. */
  static async open(ports: ShelfPorts): Promise<Shelf> {
    await mkdir(ports.root, { recursive: true, mode: 0o700 });
    for (const name of await readdir(ports.root)) {
      const leftover = name.startsWith(IMPORT_PREFIX) || name.startsWith(REMOVED_PREFIX);
      if (leftover) await rm(join(ports.root, name), { recursive: true, force: true });
    }
    return new Shelf(ports);
  }

  async ids(): Promise<DatasetId[]> {
    const { root, keysIn = root } = this.#ports;
    const names = await readdir(keysIn);
    return names.flatMap((name) => {
      const id = DatasetId.safeParse(name);
      return id.success ? [id.data] : [];
    });
  }

  /** @throws Problem `not_found`, or `damaged` where the key does not open */
  dataset(id: DatasetId): Promise<OpenDataset> {
    let open = this.#open.get(id);
    if (open === undefined) {
      open = this.#openFiles(id);
      this.#open.set(id, open);
      // A failure is not remembered: the files may be put right.
      open.catch(() => this.#open.delete(id));
    }
    return open;
  }

  /** Takes in a dataset that was just made. */
  add(files: DatasetFiles): OpenDataset {
    const open = new OpenDataset(files);
    this.#open.set(files.place.dataset, Promise.resolve(open));
    return open;
  }

  /** Removes a dataset with all its versions. Its key goes first, so that nothing left over opens. */
  async remove(id: DatasetId): Promise<void> {
    const { root } = this.#ports;
    const opened = this.#open.get(id);
    this.#open.delete(id);
    await (await opened?.catch(() => undefined))?.files.close();
    const gone = join(root, `${REMOVED_PREFIX}${id}`);
    await rename(join(root, id), gone).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
      throw new Problem('not_found', `there is no dataset \`${id}\``);
    });
    await removeSecretFile(join(gone, KEY_FILE));
    await syncFolder(root);
    await rm(gone, { recursive: true, force: true });
  }

  /** Datasets whose key is wrapped under an earlier epoch than the newest. */
  async waiting(): Promise<DatasetId[]> {
    const { root, keys } = this.#ports;
    const found: DatasetId[] = [];
    for (const id of await this.ids()) {
      // One without a key file is damaged, and said to be wherever it is opened.
      const epoch = await readKeyEpoch(join(root, id)).catch(() => keys.newest.epoch);
      if (epoch < keys.newest.epoch) found.push(id);
    }
    return found;
  }

  /** Wraps a dataset's key under the newest epoch; its other files stay. @throws Problem `damaged` */
  async rewrap(id: DatasetId): Promise<void> {
    const { root, workspace, keys } = this.#ports;
    const [folder, place] = [join(root, id), { workspace, dataset: id }];
    const { epoch, key } = await readDatasetKey(folder, place, keys);
    try {
      if (epoch < keys.newest.epoch) await writeDatasetKey(folder, place, keys, key);
    } finally {
      key.fill(0);
    }
  }

  /**
   * Wraps a dataset's key once more, for others who open this dataset and nothing else.
   *
   * @param keysIn the folder of their wrapped keys
   * @param key 32 bytes, theirs; the first epoch
   */
  async share(id: DatasetId, keysIn: string, key: Uint8Array): Promise<void> {
    const { root, workspace, keys } = this.#ports;
    const place = { workspace, dataset: id };
    const own = await readDatasetKey(join(root, id), place, keys);
    try {
      await mkdir(join(keysIn, id), { recursive: true, mode: 0o700 });
      await writeDatasetKey(join(keysIn, id), place, new CategoryKeys({ epoch: 1, key }), own.key);
    } finally {
      own.key.fill(0);
    }
  }

  /** Closes all files and wipes all keys. */
  async close(): Promise<void> {
    const all = await Promise.allSettled([...this.#open.values()]);
    this.#open.clear();
    for (const open of all) if (open.status === 'fulfilled') await open.value.files.close();
    this.#ports.keys.wipe();
  }

  async #openFiles(id: DatasetId): Promise<OpenDataset> {
    const { root, workspace, keys, keysIn = root } = this.#ports;
    const place = { workspace, dataset: id };
    const files = await DatasetFiles.open(join(root, id), place, keys, join(keysIn, id));
    await files.sweep();
    return new OpenDataset(files);
  }
}
