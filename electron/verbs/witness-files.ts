import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Problem } from '../../shared/domain/index.ts';
import type { Brought } from '../operations/index.ts';

/** Reads a small text file that somebody brought. @throws Problem `not_found`, `invalid_input` */
export async function readWitnessFile(brought: Pick<Brought, 'file' | 'read'>): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await brought.read());
  } catch (error) {
    if (error instanceof TypeError)
      throw new Problem('invalid_input', `\`${brought.file}\` is no file with a checkpoint: it is not text`);
    throw error;
  }
}

/** A file with a checkpoint has a few hundred bytes; proofs and cosignatures a few thousand. */
const LARGEST_BYTES = 1_000_000;

/** The same for a path that was typed, where nothing is opened for work. @throws Problem `not_found`, `invalid_input` */
export async function readWitnessPath(path: string): Promise<string> {
  const file = basename(path);
  const handle = await open(path, 'r').catch(() => {
    throw new Problem(
      'not_found',
      `the file \`${file}\` cannot be read`,
      'Check the path and its permissions.',
    );
  });
  try {
    const about = await handle.stat();
    if (!about.isFile() || about.size > LARGEST_BYTES)
      throw new Problem('invalid_input', `\`${file}\` is no file with a checkpoint`);
    return await readWitnessFile({ file, read: () => handle.readFile() });
  } finally {
    await handle.close();
  }
}
