import type { DataCategory, PayloadId } from '../../../shared/domain/index.ts';
import type { PayloadStore } from '../../../shared/formats/index.ts';
import type { KeyedStore } from '../../keys/index.ts';
import type { WrappingKeys } from './store.ts';

/** `erased`: its key is destroyed; `missing`: nothing of it is in the store. */
export type PayloadState = 'kept' | 'erased' | 'missing';

/** `categoryKeys` and `former` wrap the payloads' keys; a category that is missing can be neither read nor written. */
export interface ContentOptions extends WrappingKeys {
  /** The workspace; `content.db` stands in it. */
  readonly folder: string;
  readonly workspaceId: string;
  /** Opens the database; 32 bytes. */
  readonly databaseKey: Uint8Array;
}

export interface ContentStore extends PayloadStore {
  /**
   * Removes payloads that no entry cites: their entry never came. MUST only be called while nothing is
   * being put, with every id the journal cites.
   *
   * @returns how many were removed
   */
  sweep(cited: Iterable<PayloadId>): Promise<number>;
  /**
   * Destroys a payload's key, in table, file and log. The ciphertext stays, so that its hash in the
   * journal can still be checked.
   *
   * @throws Problem `not_found`; `in_use` when the log could not be cut, so that the key may still stand there
   */
  erase(id: PayloadId): Promise<void>;
  /** What is left of each of these payloads, in the same order. Opens none of them. */
  states(ids: readonly PayloadId[]): Promise<PayloadState[]>;
  /**
   * Takes in every payload of another store, under its id and as it is sealed; its key is wrapped here. What is here
   * already stays. The other store is left as it is; MUST only be called while nobody else has it open.
   *
   * @returns how many came in
   */
  takeIn(other: ContentOptions): Promise<number>;
  /** Takes a newer epoch of keys; new payloads are wrapped under it, the others until they are wrapped anew as before. */
  adoptKeys(keys: WrappingKeys): Promise<void>;
  /** The payloads' keys, to be wrapped under the present epoch; payloads stay as they are. */
  readonly keyed: KeyedStore;
  /**
   * The keys of these payloads, for whoever may open them and no others: what emergency access is narrowed to.
   * Payloads that were erased or are missing are left out. The caller wipes them.
   */
  keysOf(
    wanted: readonly { readonly id: PayloadId; readonly category: DataCategory }[],
  ): Promise<ReadonlyMap<PayloadId, Uint8Array>>;
  /** Lets go of the file and of all content keys. */
  close(): Promise<void>;
}
