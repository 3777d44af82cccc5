import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Problem, RunId, type Sha256Hex } from '../../../../shared/domain/index.ts';
import { removeSecretFile, sha256Hex, writeFileAtomic } from '../../../core/index.ts';
import { associatedData, openBytes, sealBytes, wipe, type KeyedStore } from '../../../keys/index.ts';
import type { ArtefactPort } from '../ports.ts';
import { ArtefactKeys, KEY_OF_SEALED, SEALED, type ArtefactKeysOptions } from './artefact-keys.ts';

export interface RunFilesOptions extends ArtefactKeysOptions {
  /** Hash that the journal holds for a file of a run; undefined where it holds none. */
  writtenSha256(run: RunId, file: string): Promise<Sha256Hex | undefined>;
}

export interface StoredArtefact {
  /** Path inside the run folder; sealed ones end in `.enc`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface RunFiles extends ArtefactPort {
  /** Keys of sealed files, to wrap them anew. */
  readonly keyed: KeyedStore;
  /** Every file of a run as it stands on disk, by path; without the keys beside sealed ones. */
  stored(run: RunId): Promise<readonly StoredArtefact[]>;
  /**
   * Takes in the files of runs that were written elsewhere, as they are sealed; their keys are wrapped here, and the
   * files there go. After a crash it is called again and goes on.
   *
   * @returns how many came in
   * @throws Problem `damaged` where a key does not open
   */
  takeIn(from: Pick<ArtefactKeysOptions, 'folder' | 'keys'>): Promise<number>;
  /** Destroys the keys of a run's sealed files for good. @returns how many can no longer be read */
  destroyKeys(run: RunId): Promise<number>;
  /** Which of these runs have sealed files that can be read still. */
  readable(runs: ReadonlySet<RunId>): Promise<ReadonlySet<RunId>>;
}

/** The files of runs. What may hold patient content is sealed; a hash is always over the bytes on disk. */
export function openRunFiles(options: RunFilesOptions): RunFiles {
  const place = (run: RunId, file: string): string => join(options.folder, run, ...file.split('/'));
  const context = (run: RunId, file: string): Uint8Array =>
    associatedData('swarm-clinical/artefact/v1', options.workspaceId, run, file);
  const keys = new ArtefactKeys(options);
  const sealedName = (run: RunId, file: string): string => `${run}/${file}${SEALED}`;
  const seal = async (run: RunId, file: string, bytes: Uint8Array): Promise<Uint8Array> => {
    const key = await keys.toWrite(sealedName(run, file));
    try {
      return sealBytes(key, context(run, file), bytes);
    } finally {
      wipe(key);
    }
  };
  const unseal = async (run: RunId, file: string, content: Uint8Array): Promise<Uint8Array> => {
    const key = await keys.toRead(sealedName(run, file));
    try {
      return openBytes(key, context(run, file), content);
    } finally {
      wipe(key);
    }
  };
  return {
    keyed: keys,
    takeIn: (from) => takeIn(keys, options, from),
    write: async (run, { file, bytes, secret }) => {
      checkPath(file);
      const path = place(run, secret ? `${file}${SEALED}` : file);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const content = secret ? await seal(run, file, bytes) : bytes;
      await writeFileAtomic(path, content);
      return { sizeBytes: content.length, sha256: sha256Hex(content) };
    },
    read: async (run, file) => {
      checkPath(file);
      const plain = await readIfThere(place(run, file));
      const content = plain ?? (await readIfThere(place(run, `${file}${SEALED}`)));
      if (content === undefined) throw new Problem('not_found', `the run left no file \`${file}\``);
      if (sha256Hex(content) !== (await options.writtenSha256(run, file)))
        throw new Problem(
          'changed',
          `the file \`${file}\` of the run is not what was written`,
          'Verify the workspace, and restore the file from a backup.',
        );
      return plain ?? unseal(run, file, content);
    },
    destroyKeys: (run) => keys.destroy(run),
    readable: async (runs) => {
      const readable = await keys.readable(runs);
      return new Set([...runs].filter((run) => readable.has(run)));
    },
    stored: async (run) => {
      const folder = join(options.folder, run);
      const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      const files = found
        .filter(({ name }) => !name.endsWith('.tmp') && !name.endsWith(`${SEALED}${KEY_OF_SEALED}`))
        .filter((item) => item.isFile())
        .map((item) => join(item.parentPath, item.name))
        .sort();
      return Promise.all(
        files.map(async (path) => ({
          file: path.slice(folder.length + 1).replaceAll('\\', '/'),
          bytes: await readFile(path),
        })),
      );
    },
  };
}

/** Each file has its key first, then its bytes, and only then goes from where it was. */
async function takeIn(
  keys: ArtefactKeys,
  { folder, workspaceId }: ArtefactKeysOptions,
  from: Pick<ArtefactKeysOptions, 'folder' | 'keys'>,
): Promise<number> {
  const theirs = new ArtefactKeys({ ...from, workspaceId });
  const found = await readdir(from.folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = found
    .filter((item) => item.isFile() && !item.name.endsWith('.tmp'))
    .map((item) => relative(from.folder, join(item.parentPath, item.name)).replaceAll(sep, '/'))
    .filter((name) => !name.endsWith(`${SEALED}${KEY_OF_SEALED}`))
    .sort();
  for (const name of names) {
    const [run = '', ...file] = name.split('/');
    RunId.parse(run);
    checkPath(file.join('/').replace(new RegExp(`\\${SEALED}$`), ''));
    const target = join(folder, ...name.split('/'));
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    if (name.endsWith(SEALED)) {
      const key = await theirs.toRead(name);
      await keys.keep(name, key);
      wipe(key);
    }
    await writeFileAtomic(target, await readFile(join(from.folder, name)));
    await removeSecretFile(join(from.folder, `${name}${KEY_OF_SEALED}`));
    await rm(join(from.folder, name), { force: true });
  }
  return names.length;
}

function checkPath(file: string): void {
  if (!/^[a-z_]+\/[A-Za-z0-9_-]+\.[a-z]+$/.test(file))
    throw new Problem('invalid_input', 'a file of a run has a name that is not plain');
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
