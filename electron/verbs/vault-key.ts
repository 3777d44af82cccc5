import { randomBytes } from 'node:crypto';
import type { ContentStore, Journal } from '../evidence/index.ts';
import { APPLICATION_CONTEXT } from './actor.ts';

const CATEGORY = 'artefacts';
const KEY_BYTES = 32;

/** The key that seals the vault of stable surrogates. */
export interface VaultKey {
  /** Made at first use, and recorded. Each call gives a copy. */
  read(): Promise<Uint8Array>;
}

/**
 * The key is drawn at random, derived from nothing, and kept as a payload under its own key in the content store: it lies
 * with neither the tables nor the vault. Who erases the payload makes what the vault links unreadable for good.
 */
export function openVaultKey(
  journal: Pick<Journal, 'read' | 'event'>,
  payloads: Pick<ContentStore, 'get' | 'put'>,
): VaultKey {
  let known: Promise<Uint8Array> | undefined;
  const load = async (): Promise<Uint8Array> => {
    const made = await journal.read.ofKinds(['redaction.vault_made']);
    const ref = made.at(-1)?.entry.payloads[0];
    if (ref !== undefined) return payloads.get(CATEGORY, ref);
    const key = randomBytes(KEY_BYTES);
    const put = await payloads.put(CATEGORY, key);
    await journal.event('redaction.vault_made', {}, { ...APPLICATION_CONTEXT, payloads: [put] });
    return key;
  };
  return {
    read: async () => {
      known ??= load();
      // A failure must not be remembered: the next call tries again.
      known.catch(() => (known = undefined));
      return Uint8Array.from(await known);
    },
  };
}
