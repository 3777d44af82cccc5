import { Problem } from '../../shared/domain/index.ts';
import type { Clock } from '../core/index.ts';
import { endRotation, readKeyFileView, rewrapAll } from '../keys/index.ts';
import type { Notify } from './application.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller } from './dispatch.ts';
import { Going } from './backup/index.ts';
import { recordedAct } from './recorded.ts';

/** Wraps the keys of all objects under the newest content keys: one such work at a time, at anybody's side. */
export class KeyRotation {
  readonly #desk: Desk<Content>;
  readonly #notify: Notify;
  readonly #clock: Clock;
  readonly #going = new Going('a change of the content keys');
  #isGoing = false;

  constructor(desk: Desk<Content>, notify: Notify, clock: Clock) {
    this.#desk = desk;
    this.#notify = notify;
    this.#clock = clock;
  }

  get isGoing(): boolean {
    return this.#isGoing;
  }

  /** Stops behind the batch that is going on. Safe when nothing is. */
  pause(): void {
    this.#going.cancel();
  }

  /** Objects that wait to be wrapped anew. */
  async waiting(): Promise<number> {
    let waiting = 0;
    for (const store of this.#desk.content.keys.stores) waiting += await store.waiting();
    return waiting;
  }

  /**
   * Goes on until nothing waits, it is paused, or the session ends. Resolves in each of these cases.
   *
   * @throws Problem `wrong_usage` where no change waits, `in_use` while it is going on already
   */
  async goOn(caller: Caller): Promise<void> {
    const { contentKeys } = await readKeyFileView(this.#desk.place.paths.keyFile);
    if (contentKeys.rewrapping === undefined)
      throw new Problem('wrong_usage', 'no change of the content keys waits', 'Look at the keys again.');
    const { epoch } = contentKeys;
    const work = this.#going.begin(this.#desk.sessionEnd);
    this.#isGoing = true;
    this.#notify('keys.changed', { epoch });
    try {
      await this.#rewrap(epoch, caller, work.signal);
    } finally {
      this.#isGoing = false;
      work.end();
      this.#notify('keys.changed', { epoch });
    }
  }

  async #rewrap(epoch: number, caller: Caller, signal: AbortSignal): Promise<void> {
    const { journal, content, sessionEnd } = this.#desk;
    const context = contextOf(caller);
    const beganMs = this.#clock.monoMs();
    let [recorded, last] = [0, 0];
    await journal.event('key.rewrapped', { epoch, done: 0, total: await this.waiting() }, context);
    const paused = (why: 'asked' | 'session ended' | 'failed', done: number) =>
      journal.event('key.rewrap_paused', { epoch, done, why }, context);
    try {
      const result = await rewrapAll(content.keys.stores, {
        signal,
        onProgress: async ({ done, total }) => {
          last = done;
          this.#tell(done, total, this.#clock.monoMs() - beganMs);
          const quarter = total === 0 ? 4 : Math.floor((4 * done) / total);
          if (quarter <= recorded || quarter >= 4) return;
          recorded = quarter;
          await journal.event('key.rewrapped', { epoch, done, total }, context);
        },
      });
      if (!result.finished) {
        await paused(sessionEnd.aborted ? 'session ended' : 'asked', result.done);
        return;
      }
      await recordedAct(
        journal,
        'key.rotation_ended',
        { epoch, objects: result.done, damaged: result.damaged },
        context,
        () => this.#desk.noteInKeys((own) => endRotation(own, epoch)),
        () => ({ ok: true as const }),
      );
    } catch (error) {
      // The stores close under it where the session ends: what was done stays done.
      await paused(sessionEnd.aborted ? 'session ended' : 'failed', last);
      if (!sessionEnd.aborted) throw error;
    }
  }

  #tell(done: number, total: number, elapsedMs: number): void {
    const left = done === 0 ? undefined : ((total - done) * elapsedMs) / done / 1000;
    this.#notify('task.progress', {
      ...{ task: 'rotation', done, total },
      ...(left !== undefined && { secondsLeft: Math.max(0, left) }),
    });
  }
}
