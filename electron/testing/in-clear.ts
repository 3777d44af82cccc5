import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openCipher } from '../evidence/database/index.ts';

/** Every byte of an encrypted database as it is without its encryption, free pages included. Works on a copy. */
export async function databaseInClear(path: string, key: Uint8Array): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-in-clear-'));
  try {
    const copy = join(folder, basename(path));
    await cp(path, copy);
    await cp(`${path}-wal`, `${copy}-wal`).catch(() => undefined);
    const database = openCipher(copy, key, { readonly: false, mustExist: true });
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.pragma('journal_mode = DELETE');
    database.pragma("rekey = ''");
    database.close();
    return await readFile(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
