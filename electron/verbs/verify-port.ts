import type { VerifyView } from '../../shared/ipc/index.ts';
import type { MetadataKeyring } from '../keys/index.ts';
import type { Place } from './desk/settings.ts';

/** Recomputes the whole journal on a private copy; changes nothing. */
export type VerifyJournal = (
  place: Place,
  keys: MetadataKeyring,
  /** Opens the content store for those who hold it; without it payloads are said to be not checked. */
  contentDbKey: Uint8Array | undefined,
  onProgress?: (done: number, total: number) => void,
  /** Checkpoints that were kept elsewhere: signed notes. */
  witnessed?: readonly string[],
) => Promise<VerifyView>;
