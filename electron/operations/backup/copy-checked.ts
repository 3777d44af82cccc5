import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { sha256File, type ReadWatch } from '../../core/index.ts';

export interface Copied {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: Sha256Hex;
}

const BLOCK_BYTES = 1 << 20;

/**
 * Copies a file, flushes it, and reads it back.
 *
 * @param watch is told of each piece twice: when it is written, and when it is read back
 * @throws Problem `damaged` where the copy does not read back as it was written; the reason of the signal
 */
export async function copyChecked(
  name: string,
  from: string,
  to: string,
  watch: ReadWatch = {},
): Promise<Copied> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const input = await open(from, 'r');
  try {
    const output = await open(to, 'wx', 0o600);
    try {
      const block = Buffer.alloc(BLOCK_BYTES);
      for (;;) {
        const { bytesRead } = await input.read(block, 0, BLOCK_BYTES, sizeBytes);
        if (bytesRead === 0) break;
        watch.signal?.throwIfAborted();
        const piece = block.subarray(0, bytesRead);
        hash.update(piece);
        await output.writeFile(piece);
        sizeBytes += bytesRead;
        watch.onBytes?.(bytesRead);
      }
      await output.sync();
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
  const sha256 = hash.digest('hex') as Sha256Hex;
  if ((await sha256File(to, watch)) !== sha256)
    throw new Problem(
      'damaged',
      'a file of the copy does not read back as it was written',
      'Use another medium; nothing was left on this one.',
    );
  return { name, sizeBytes, sha256 };
}
