import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Sha256Hex } from '../../shared/domain/index.ts';

export function sha256Hex(bytes: Uint8Array | string): Sha256Hex {
  return createHash('sha256').update(bytes).digest('hex') as Sha256Hex;
}

/** Follows the reading of a long file, piece by piece. */
export interface ReadWatch {
  readonly signal?: AbortSignal | undefined;
  /** Told the size of each piece. */
  onBytes?(sizeBytes: number): void;
}

/** SHA-256 of a file, streamed. Rejects with the file system's own error, or the reason of the signal. */
export async function sha256File(path: string, watch: ReadWatch = {}): Promise<Sha256Hex> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    watch.signal?.throwIfAborted();
    const piece = chunk as Buffer;
    hash.update(piece);
    watch.onBytes?.(piece.length);
  }
  return hash.digest('hex') as Sha256Hex;
}
