import { rm } from 'node:fs/promises';
import { connect, startWorker } from '../../../core/index.ts';
import { growingBeside, type Written } from '../outgoing.ts';
import type { Seal } from './seal.ts';
import type { SealingMethods } from './sealing.worker.ts';

/** What moves to the worker at a time. */
const BLOCK_BYTES = 256 * 1024;

/**
 * Shuts a stream and writes it, whole or not at all, in a worker of its own: packing and encrypting take all of a
 * core, and the main process has windows to serve. A few megabytes are on their way at any time, whatever the size.
 *
 * @throws Problem as `writeOut`, `process_ended`, and whatever the source throws
 */
export async function sealOut(
  path: string,
  clear: AsyncIterable<Uint8Array>,
  seal: Seal,
  signal: AbortSignal,
): Promise<Written> {
  const growing = growingBeside(path);
  const worker = connect<SealingMethods>(
    startWorker(new URL('./sealing.worker.ts', import.meta.url), 'sealing'),
    'sealing',
  );
  const torn = new AbortController();
  const writing = worker.call(
    'write',
    { path, growing, seal },
    { signal: AbortSignal.any([signal, torn.signal]) },
  );
  // Awaited below; until then a failure shows in `put`, which says that nobody takes any more.
  writing.catch(() => undefined);
  try {
    for await (const block of evenly(clear))
      if (!(await worker.call('put', block, { transfer: [block.buffer] }))) break;
    await worker.call('end', undefined);
    return await writing;
  } catch (error) {
    torn.abort();
    await writing.catch(() => undefined);
    throw error;
  } finally {
    await worker.close();
    // Where the worker itself was lost, what it had begun still lies there.
    await rm(growing, { force: true });
  }
}

/** The same bytes in blocks of one size that are nobody else's memory, and can move. */
async function* evenly(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let block = new Uint8Array(BLOCK_BYTES);
  let used = 0;
  for await (const piece of pieces)
    for (let at = 0; at < piece.length;) {
      const length = Math.min(BLOCK_BYTES - used, piece.length - at);
      block.set(piece.subarray(at, at + length), used);
      at += length;
      used += length;
      if (used < BLOCK_BYTES) continue;
      yield block;
      block = new Uint8Array(BLOCK_BYTES);
      used = 0;
    }
  if (used > 0) yield block.slice(0, used);
}
