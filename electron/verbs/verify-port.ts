import type { VerifyView } from '../../shared/ipc/index.ts';
import type { MetadataKeyring } from '../keys/index.ts';
import type { Place } from './desk.ts';

/** Recomputes the whole journal on a private copy; changes nothing. */
export type VerifyJournal = (
  place: Place,
  keys: MetadataKeyring,
  onProgress?: (done: number, total: number) => void,
) => Promise<VerifyView>;
