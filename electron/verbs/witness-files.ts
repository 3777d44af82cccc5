import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Problem } from '../../shared/domain/index.ts';

/** A file with a checkpoint has a few hundred bytes; proofs and cosignatures a few thousand. */
const LARGEST_BYTES = 1_000_000;

/** How a person is asked for a checkpoint that was kept elsewhere. */
export const WITNESS_FILE = {
  title: 'A checkpoint that was kept elsewhere',
  extensions: ['witness', 'checkpoint', 'tlog-proof', 'txt'],
} as const;

/** Reads a small text file that somebody brought. @throws Problem `not_found`, `invalid_input` */
export async function readWitnessFile(path: string): Promise<string> {
  const name = basename(path);
  try {
    const about = await stat(path);
    if (!about.isFile() || about.size > LARGEST_BYTES)
      throw new Problem('invalid_input', `\`${name}\` is no file with a checkpoint`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof TypeError)
      throw new Problem('invalid_input', `\`${name}\` is no file with a checkpoint: it is not text`);
    throw new Problem(
      'not_found',
      `the file \`${name}\` cannot be read`,
      'Check the path and its permissions.',
    );
  }
}
