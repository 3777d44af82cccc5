import { readFile, rename, writeFile } from 'node:fs/promises';
import { Problem } from '../../../shared/domain/index.ts';
import { SurrogateVault } from '../../runtime/phi/index.ts';
import { typedPath } from '../client.ts';

export interface VaultOptions {
  readonly vault?: string;
  readonly vaultKey?: string;
}

interface OpenVault {
  readonly vault: SurrogateVault;
  /** Seals what was added; nothing for a vault of one session. */
  keep(): Promise<void>;
}

/**
 * The vault in the file named, a new one where there is no such file yet, or one in memory for this session alone.
 * @throws Problem `wrong_usage` when vault or key is named alone, `damaged` when the key does not open it
 */
export async function openVault({ vault: path, vaultKey }: VaultOptions): Promise<OpenVault> {
  if (path === undefined && vaultKey === undefined)
    return { vault: SurrogateVault.create(), keep: () => Promise.resolve() };
  if (path === undefined || vaultKey === undefined)
    throw new Problem('wrong_usage', 'a vault and its key belong together', 'Give --vault and --vault-key.');
  const key = await readKey(vaultKey);
  const file = typedPath(path);
  const sealed = await readIfThere(file);
  const vault = sealed === undefined ? SurrogateVault.create() : SurrogateVault.open(sealed, key);
  return {
    vault,
    keep: async () => {
      await writeFile(`${file}.unfinished`, vault.seal(key), { mode: 0o600 });
      await rename(`${file}.unfinished`, file);
    },
  };
}

/** 32 bytes as they are, or 64 hexadecimal digits. */
async function readKey(path: string): Promise<Uint8Array> {
  const bytes = await readIfThere(typedPath(path));
  if (bytes === undefined)
    throw new Problem('not_found', `\`${path}\` cannot be read`, 'Name the file of the key.');
  const text = bytes.toString('latin1').trim();
  return /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : bytes;
}

/** Absent is new; unreadable is not absent. */
async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Problem('invalid_input', 'the vault or its key cannot be read', 'Check their permissions.');
  }
}
