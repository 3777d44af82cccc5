import { randomUUID } from 'node:crypto';
import { Problem } from '../../shared/domain/index.ts';
import type { EntryFilterArgs, PersonView } from '../../shared/ipc/index.ts';

/** A person's look at the journal: what they asked for, and as of which entry they are answered. */
export interface Look {
  readonly person: PersonView['id'] | undefined;
  readonly filter: EntryFilterArgs;
  readonly asOfSeq: number;
}

/** Windows and lists of one person at a time; older looks are simply begun again. */
const KEPT = 20;

/**
 * Looks that were recorded and may be gone on with. A page that names none of its own is not answered,
 * so nothing is read that was not recorded.
 */
export class Looks {
  readonly #looks = new Map<string, Look>();

  begin(look: Look): string {
    const token = randomUUID();
    this.#looks.set(token, look);
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > KEPT && oldest !== undefined) this.#looks.delete(oldest);
    return token;
  }

  /** @throws Problem `not_found` for a look of somebody else, or one that is too old */
  of(token: string, person: PersonView['id'] | undefined): Look {
    const look = this.#looks.get(token);
    if (look === undefined || look.person !== person)
      throw new Problem('not_found', 'this look at the journal has ended', 'Refresh the list.');
    return look;
  }
}
