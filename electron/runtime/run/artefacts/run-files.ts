import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem, type RunId, type Sha256Hex } from '../../../../shared/domain/index.ts';
import { sha256Hex, writeFileAtomic } from '../../../core/index.ts';
import { associatedData, openBytes, sealBytes } from '../../../keys/index.ts';
import type { ArtefactPort } from '../ports.ts';

/** Ending of a file that is encrypted at rest. */
const SEALED = '.enc';

export interface RunFilesOptions {
  /** The workspace's `runs` folder. */
  readonly folder: string;
  readonly workspaceId: string;
  /** 32 bytes of the category `artefacts`. */
  artefactKey(): Uint8Array;
  /** Hash that the journal holds for a file of a run; undefined where it holds none. */
  writtenSha256(run: RunId, file: string): Promise<Sha256Hex | undefined>;
}

export interface StoredArtefact {
  /** Path inside the run folder; sealed ones end in `.enc`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface RunFiles extends ArtefactPort {
  /** Every file of a run as it stands on disk, by path. */
  stored(run: RunId): Promise<readonly StoredArtefact[]>;
}

/** The files of runs. What may hold patient content is sealed; a hash is always over the bytes on disk. */
export function openRunFiles(options: RunFilesOptions): RunFiles {
  const place = (run: RunId, file: string): string => join(options.folder, run, ...file.split('/'));
  const context = (run: RunId, file: string): Uint8Array =>
    associatedData('swarm-clinical/artefact/v1', options.workspaceId, run, file);
  return {
    write: async (run, { file, bytes, secret }) => {
      checkPath(file);
      const content = secret ? sealBytes(options.artefactKey(), context(run, file), bytes) : bytes;
      const path = place(run, secret ? `${file}${SEALED}` : file);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
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
      return plain ?? openBytes(options.artefactKey(), context(run, file), content);
    },
    stored: async (run) => {
      const folder = join(options.folder, run);
      const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      const files = found
        .filter((item) => item.isFile() && !item.name.endsWith('.tmp'))
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
