import type { PayloadId } from '../../../shared/domain/index.ts';
import type { PayloadStore } from '../../../shared/formats/index.ts';

export interface ContentStore extends PayloadStore {
  /**
   * Removes payloads that no entry cites: their entry never came. MUST only be called while nothing is
   * being put, with every id the journal cites.
   *
   * @returns how many were removed
   */
  sweep(cited: Iterable<PayloadId>): Promise<number>;
  /**
   * Destroys a payload's key. The ciphertext stays, so that its hash in the journal can still be checked.
   *
   * @throws Problem `not_found`
   */
  erase(id: PayloadId): Promise<void>;
  /** Lets go of the file and of all content keys. */
  close(): Promise<void>;
}
