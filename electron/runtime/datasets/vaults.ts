import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { writeFileAtomic } from '../../core/index.ts';
import { SurrogateVault, type RedactionOrder } from '../phi/index.ts';

/** Sealed under a key of its own, which does not lie with the tables. */
export const VAULT_FILE = 'surrogates.vault';

/**
 * Surrogates that runs gave out. Those of `strict` and `limited` live in memory for their run and are forgotten with it;
 * those of `expert` are kept in one sealed file, so that they and the shifts of dates stay the same from run to run.
 */
export class Vaults {
  readonly #file: string;
  readonly #random: (length: number) => Uint8Array;
  readonly #ofRuns = new Map<string, SurrogateVault>();
  #kept: Promise<SurrogateVault> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(folder: string, random: (length: number) => Uint8Array) {
    this.#file = join(folder, VAULT_FILE);
    this.#random = random;
  }

  /** @throws Problem `damaged` where the sealed vault does not open, `wrong_usage` without its key */
  async of({ manner, vaultKey }: RedactionOrder): Promise<SurrogateVault> {
    if (manner.profile === 'expert') {
      this.#kept ??= this.#open(required(vaultKey));
      // A failure is not remembered: the key may come right.
      this.#kept.catch(() => (this.#kept = undefined));
      return this.#kept;
    }
    const known = this.#ofRuns.get(manner.session) ?? SurrogateVault.create(this.#random);
    this.#ofRuns.set(manner.session, known);
    return known;
  }

  /** Makes durable what an `expert` run was given; nothing for others. */
  async keep({ manner, vaultKey }: RedactionOrder): Promise<void> {
    const kept = await this.#kept;
    if (manner.profile !== 'expert' || kept === undefined) return;
    const key = required(vaultKey);
    this.#last = this.#last.catch(() => undefined).then(() => writeFileAtomic(this.#file, kept.seal(key)));
    await this.#last;
  }

  clear(): void {
    this.#ofRuns.clear();
    this.#kept = undefined;
  }

  async #open(key: Uint8Array): Promise<SurrogateVault> {
    const sealed = await readFile(this.#file).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
    return sealed === undefined
      ? SurrogateVault.create(this.#random)
      : SurrogateVault.open(sealed, key, this.#random);
  }
}

function required(key: Uint8Array | undefined): Uint8Array {
  if (key === undefined)
    throw new Problem('wrong_usage', 'stable surrogates need the key of their vault', 'Open the workspace.');
  return key;
}
