import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Sha256Hex } from '../../shared/domain/index.ts';

export function sha256Hex(bytes: Uint8Array | string): Sha256Hex {
  return createHash('sha256').update(bytes).digest('hex') as Sha256Hex;
}

/** SHA-256 of a file, streamed. Rejects with the file system's own error. */
export async function sha256File(path: string): Promise<Sha256Hex> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex') as Sha256Hex;
}
