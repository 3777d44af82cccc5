import { randomBytes } from 'node:crypto';
import type { DataCategory, PayloadId } from '../../../shared/domain/index.ts';
import { associatedData, KEY_BYTES, openBytes, sealBytes, wipe, type SealingKey } from '../../keys/index.ts';

/** What a payload belongs to; sealed content opens nowhere else. */
export interface PayloadPlace {
  readonly workspaceId: string;
  readonly category: DataCategory;
  readonly id: PayloadId;
}

export interface SealedPayload {
  readonly sealed: Uint8Array;
  readonly wrappedKey: Uint8Array;
}

/** Seals content under a new random key, and that key under the category's. */
export function sealPayload(
  categoryKey: Uint8Array,
  place: PayloadPlace,
  content: Uint8Array,
): SealedPayload {
  const key = randomBytes(KEY_BYTES);
  try {
    return {
      sealed: sealBytes(key, contentData(place), content),
      wrappedKey: sealBytes(categoryKey, keyData(place), key),
    };
  } finally {
    wipe(key);
  }
}

/** @throws Problem `damaged` for any other key, workspace, category, id or byte. */
export function openPayload(
  categoryKey: Uint8Array,
  place: PayloadPlace,
  payload: SealedPayload,
): Uint8Array {
  const key = openPayloadKey(categoryKey, place, payload);
  try {
    return openUnderKey(key, place, payload);
  } finally {
    wipe(key);
  }
}

/**
 * The same payload's key under another category key. The content is not touched.
 *
 * @throws Problem `damaged` as `openPayload`
 */
export function rewrapKey(
  from: SealingKey,
  to: SealingKey,
  place: PayloadPlace,
  wrappedKey: Uint8Array,
): Uint8Array {
  const bound = keyData(place);
  const key = openBytes(from, bound, wrappedKey);
  try {
    return sealBytes(to, bound, key);
  } finally {
    wipe(key);
  }
}

/** The key of one payload; the caller wipes it. @throws Problem `damaged` */
export function openPayloadKey(
  categoryKey: Uint8Array,
  place: PayloadPlace,
  { wrappedKey }: Pick<SealedPayload, 'wrappedKey'>,
): Uint8Array {
  return openBytes(categoryKey, keyData(place), wrappedKey);
}

/** Opens a payload by its own key, without that of its category. @throws Problem `damaged` */
export function openUnderKey(
  key: Uint8Array,
  place: PayloadPlace,
  { sealed }: Pick<SealedPayload, 'sealed'>,
): Uint8Array {
  return openBytes(key, contentData(place), sealed);
}

function contentData({ workspaceId, category, id }: PayloadPlace): Uint8Array {
  return associatedData('swarm-clinical/payload/v1', workspaceId, category, id);
}

function keyData({ workspaceId, category, id }: PayloadPlace): Uint8Array {
  return associatedData('swarm-clinical/payload-key/v1', workspaceId, category, id);
}
