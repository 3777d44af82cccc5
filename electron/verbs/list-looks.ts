import type { EventBody } from '../../shared/formats/index.ts';
import type { PersonView } from '../../shared/ipc/index.ts';
import { contextOf } from './actor.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Caller } from './dispatch.ts';

/** A look at one list is one look for so long, from its first moment on. */
export const LOOK_MS = 10 * 60 * 1000;

type List = Extract<EventBody<'journal.viewed'>['what'], 'denials' | 'approvals' | 'transfers'>;

/**
 * Records who looks at a list: once per person, list, session and ten minutes. A screen asks again after every
 * change and two screens show the same list; an entry for each would bury the looks among refreshes. Searches
 * of the journal, single entries, cells and approvals that are opened are recorded each time.
 *
 * The entry is durable before anything is shown, for whoever asks at once as well.
 */
export class ListLooks<C extends OpenContent> {
  readonly #desk: Desk<C>;
  readonly #nowMs: () => number;
  /** By session: each signing in brings a person of its own. */
  readonly #looks = new WeakMap<
    PersonView,
    Map<List, { readonly atMs: number; readonly done: Promise<unknown> }>
  >();

  constructor(desk: Desk<C>, nowMs: () => number) {
    this.#desk = desk;
    this.#nowMs = nowMs;
  }

  async record(what: List, caller: Caller): Promise<void> {
    const context = contextOf(caller);
    const { person } = caller;
    if (person === undefined) return;
    const looks = this.#looks.get(person) ?? new Map<List, never>();
    this.#looks.set(person, looks);
    const atMs = this.#nowMs();
    const last = looks.get(what);
    // A clock that was set back makes a look no longer.
    if (last !== undefined && atMs >= last.atMs && atMs - last.atMs < LOOK_MS) {
      await last.done;
      return;
    }
    const done = this.#desk.journal.event('journal.viewed', { what }, context);
    looks.set(what, { atMs, done });
    try {
      await done;
    } catch (error) {
      looks.delete(what);
      throw error;
    }
  }
}
