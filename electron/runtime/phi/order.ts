import type { DeidProfile } from '../../../shared/domain/index.ts';
import type { DictionaryState } from './dictionary.ts';

/** How a run wants identifiers replaced in what it makes. */
export interface RedactionManner {
  readonly profile: DeidProfile;
  /** Surrogates that read like values, instead of a class and letters. */
  readonly realistic: boolean;
  /** What shares surrogates: the run. */
  readonly session: string;
}

/** All that whoever holds the cells must know to redact them. */
export interface RedactionOrder {
  readonly dictionary: DictionaryState;
  readonly manner: RedactionManner;
  /** 32 bytes that seal the vault of stable surrogates; with `expert` alone. */
  readonly vaultKey?: Uint8Array | undefined;
}
