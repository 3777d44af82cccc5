import { z } from 'zod';
import { Sha256Hex } from '../../../domain/ids.ts';
import type { Events } from './words.ts';

const count = z.int().nonnegative();

/** The key file `keys.json`, which lies beside the journal: that an older one was put in its place shows here. */
export const KEY_FILE_EVENTS = {
  /**
   * The key file as it is from here on: how often it was changed, how often codes of second factors were written
   * down since, and a hash over what authenticates it.
   */
  'keys.noted': { event: z.strictObject({ revision: count, uses: count, sha256: Sha256Hex }) },
  /** Somebody signed in by an older key file than the journal knows. What was changed in between is not in it. */
  'keys.put_back': {
    event: z.strictObject({
      found: count,
      known: count,
      /** The entry as of which it is; changes of people and keys after it are undone. */
      since: z.int(),
      undone: count,
    }),
  },
} as const satisfies Events;
