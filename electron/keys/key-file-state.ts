import { Problem, type Sha256Hex } from '../../shared/domain/index.ts';
import { sha256Hex } from '../core/index.ts';
import { decodeBytes, type KeyFile } from './key-file.ts';

/** Which key file it is: how often it was changed, how often codes were written down since, and what authenticates it. */
export interface KeyFileState {
  readonly revision: number;
  readonly uses: number;
  /** Over the authentication code. */
  readonly sha256: Sha256Hex;
}

export function stateOf({ revision, uses, mac }: Pick<KeyFile, 'revision' | 'uses' | 'mac'>): KeyFileState {
  return { revision: revision ?? 0, uses: uses ?? 0, sha256: sha256Hex(decodeBytes(mac)) };
}

/** Whether a key file is from before a known one, or another one of the same number. */
export function isBehind(state: KeyFileState, known: KeyFileState): boolean {
  if (state.revision !== known.revision) return state.revision < known.revision;
  if (state.uses !== known.uses) return state.uses < known.uses;
  return state.sha256 !== known.sha256;
}

/**
 * The newest key file that this process wrote or opened: an older one, which opens and is authentic too, is not
 * taken for it.
 */
export class KeyFileSeen {
  #newest: KeyFileState | undefined;

  get newest(): KeyFileState | undefined {
    return this.#newest;
  }

  note(state: KeyFileState): void {
    this.#newest = state;
  }

  /** @throws Problem `damaged` */
  require(file: KeyFile): void {
    if (this.#newest === undefined || !isBehind(stateOf(file), this.#newest)) return;
    throw new Problem(
      'damaged',
      'an older key file `keys.json` was put in the place of the present one',
      'Nothing was changed. Put the newest `keys.json` back, and find out who could write to the workspace folder.',
    );
  }
}
