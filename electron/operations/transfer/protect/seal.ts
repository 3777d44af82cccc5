import { toAgeRecipient } from './age.ts';
import type { Protected } from './protected.ts';
import { zipAes256 } from './zip-aes.ts';

/** How a stream is shut. */
export type Seal =
  | {
      readonly kind: 'zip_aes256';
      /** Of the entry in the archive. */
      readonly name: string;
      readonly passphrase: string;
      /** Wall clock; the entry's own time. */
      readonly atMs: number;
    }
  | { readonly kind: 'age'; readonly recipient: string };

export function sealed(clear: AsyncIterable<Uint8Array>, seal: Seal): Protected {
  return seal.kind === 'zip_aes256' ? zipAes256(clear, seal) : toAgeRecipient(clear, seal.recipient);
}
