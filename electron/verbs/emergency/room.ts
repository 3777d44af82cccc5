import {
  ESCALATED_AFTER_MS,
  Problem,
  type EmergencyEnd,
  type EmergencyScope,
  type PersonId,
} from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/index.ts';
import { drop, type Clock, type LogLine, type LogWord } from '../../core/index.ts';
import type { Journal } from '../../evidence/index.ts';
import {
  EMERGENCY_KINDS,
  ForwardTime,
  latestMs,
  mustEscalate,
  projectEmergencies,
  TIME_KINDS,
  wasSetBack,
  type EmergencyUseOnFile,
} from '../../governance/index.ts';
import { markUse, readKeyFileView, type EmergencyUse, type ScopeKeys } from '../../keys/index.ts';
import { APPLICATION_CONTEXT } from '../actor.ts';
import type { Notify } from '../application.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import { OpenScope } from './scope.ts';

/** How often the time is looked at while an access goes on: a machine that slept is noticed this soon. */
const LONGEST_LOOK_MS = 5000;

export interface EmergencyPorts {
  readonly clock: Clock;
  readonly notify: Notify;
  /** Writes a line into the log of the operating system; never throws. */
  tellSystem(line: LogLine): Promise<boolean>;
  /** Calls back once after so many milliseconds; the returned function takes that back. */
  later(act: () => void, ms: number): () => void;
}

/**
 * Emergency access as it stands: which scope is open, until when, and who has to hear of it. Time counts
 * forwards only; what is over is ended wherever somebody looks, and at each sign-in.
 */
export class EmergencyRoom {
  readonly #deskOf: () => Desk<Content>;
  readonly #ports: EmergencyPorts;
  /** Of each use that is not over, since it was first looked at in this process. */
  readonly #times = new Map<number, ForwardTime>();
  /** Uses for which this process found the clock behind the record. */
  readonly #setBack = new Set<number>();
  #open: OpenScope | undefined;
  /** What there is next to do for each use, by its own time. */
  #due: readonly { readonly time: ForwardTime; readonly atMs: number }[] = [];
  #takeBack: (() => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** @param deskOf asked when it is used: the desk tells the room of people that come and go */
  constructor(deskOf: () => Desk<Content>, ports: EmergencyPorts) {
    this.#deskOf = deskOf;
    this.#ports = ports;
  }

  get #desk(): Desk<Content> {
    return this.#deskOf();
  }

  /** Somebody has signed in: what the last person had open closes, and what is over ends. */
  async entered(): Promise<void> {
    await this.left();
    await this.settle();
  }

  /** Nobody is in front any more: the keys go. The access itself lasts until its time is up. */
  async left(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.close();
  }

  async close(): Promise<void> {
    this.#takeBack?.();
    this.#takeBack = undefined;
    this.#due = [];
    this.#times.clear();
    await this.left();
  }

  /** How long a use lasts yet, by a time that nobody turns back. */
  async leftMs(use: EmergencyUseOnFile): Promise<number> {
    return Math.max(0, Math.round(use.endsAtMs - (await this.#timeOf(use)).nowMs()));
  }

  wallMs(): number {
    return this.#ports.clock.wallMs();
  }

  async uses(): Promise<readonly EmergencyUseOnFile[]> {
    return projectEmergencies(await this.entries());
  }

  async entries(): Promise<Entry[]> {
    const stored = await this.#desk.journal.read.ofKinds([...EMERGENCY_KINDS]);
    return stored.map(({ entry }) => entry);
  }

  /** @throws Problem `not_found` */
  async useThat(began: number): Promise<EmergencyUseOnFile> {
    const use = (await this.uses()).find((each) => each.began === began);
    if (use === undefined) throw new Problem('not_found', 'there is no such use of emergency access');
    return use;
  }

  /** Whether the keys of this use are in a worker now. */
  isOpen(began: number): boolean {
    return this.#open?.use.began === began;
  }

  /** The keys of a use go to its worker, and the watch begins. */
  async opened(use: EmergencyUse, keys: ScopeKeys): Promise<void> {
    await this.left();
    this.#open = await OpenScope.open(this.#desk.place, use, keys);
    await this.#watch();
    this.#tell();
  }

  /**
   * What is open for this person and this scope, now.
   *
   * @throws Problem `not_allowed` where nothing is open for them, or something else; `limit_reached` once the
   * time is up
   */
  async require(person: PersonId | undefined, scope: EmergencyScope): Promise<OpenScope> {
    await this.settle();
    const open = this.#open;
    if (open?.use.person !== person || open === undefined)
      throw new Problem(
        'not_allowed',
        'no emergency access of yours is open',
        'Begin it with the sealed envelope; after a lock, type the code again while its time lasts.',
      );
    open.require(scope);
    return open;
  }

  /** Ends what is over, tells who has to hear, and keeps the key file to what the journal says. */
  settle(): Promise<void> {
    return this.#inTurn(() => this.#settle());
  }

  /** Does something while no access ends or begins meanwhile. */
  exclusively<Result>(act: () => Promise<Result>): Promise<Result> {
    return this.#inTurn(act);
  }

  /** Ends a use before its time. @throws Problem `wrong_usage` where it has ended */
  end(began: number, context: Parameters<Journal['event']>[2]): Promise<void> {
    return this.#inTurn(async () => {
      const use = await this.useThat(began);
      if (use.ended !== undefined)
        throw new Problem('wrong_usage', 'this access has ended already', 'It waits for its review.');
      await this.#end(use, 'ended', context);
      await this.#matchKeyFile();
      await this.#watch();
    });
  }

  /** Tells the log of the operating system, and records whether it took the line. */
  async tellSystem(what: LogWord, began: number | undefined, entry: number): Promise<boolean> {
    const { workspaceId } = this.#desk.place;
    const taken = await this.#ports.tellSystem({ what, workspaceId, entry });
    await this.#desk.journal.event(
      'emergency.told_system',
      { ...(began !== undefined && { began }), what, taken },
      APPLICATION_CONTEXT,
    );
    return taken;
  }

  /** Writes into the key file what the journal says of this use, for those who look before they sign in. */
  async mark(began: number, mark: Parameters<typeof markUse>[2]): Promise<void> {
    await this.#desk.noteInKeys((own) => markUse(own, began, mark));
  }

  async #settle(): Promise<void> {
    const onFile = (await readKeyFileView(this.#desk.place.paths.keyFile)).emergency?.use;
    for (const use of await this.uses()) {
      if (use.review !== undefined) continue;
      const nowMs = (await this.#timeOf(use)).nowMs();
      const how = use.ended === undefined ? this.#over(use, onFile, nowMs) : undefined;
      if (how !== undefined) await this.#end(use, how, APPLICATION_CONTEXT);
      if (!mustEscalate(use, nowMs)) continue;
      const { began } = use;
      const { seq } = await this.#desk.journal.event('emergency.escalated', { began }, APPLICATION_CONTEXT);
      await this.tellSystem('escalated', began, seq);
      this.#tell();
    }
    await this.#matchKeyFile();
    await this.#watch();
  }

  #over(use: EmergencyUseOnFile, onFile: EmergencyUse | undefined, nowMs: number): EmergencyEnd | undefined {
    if (this.#setBack.has(use.began)) return 'clock_set_back';
    // It was recorded that it began, and the application ended before anything could be read.
    if (onFile?.began !== use.began) return 'interrupted';
    return nowMs >= use.endsAtMs ? 'expired' : undefined;
  }

  async #end(
    use: EmergencyUseOnFile,
    how: EmergencyEnd,
    context: Parameters<Journal['event']>[2],
  ): Promise<void> {
    // The keys go first: an entry that cannot be written keeps nothing open.
    if (this.isOpen(use.began)) await this.left();
    const { seq } = await this.#desk.journal.event(
      'emergency.ended',
      { began: use.began, how, views: use.looks.length },
      context,
    );
    await this.tellSystem('ended', use.began, seq);
    this.#tell();
  }

  /** The sealed keys of a use that is over go; they can go only while somebody's metadata keys are open. */
  async #matchKeyFile(): Promise<void> {
    if (!this.#desk.hasSession) return;
    const use = (await readKeyFileView(this.#desk.place.paths.keyFile)).emergency?.use;
    if (use === undefined) return;
    const recorded = (await this.uses()).find(({ began }) => began === use.began);
    const { began } = use;
    if (recorded?.review !== undefined) await this.mark(began, 'reviewed');
    // A key file of another time tells of a use that this journal does not know: it opens nothing.
    else if (recorded === undefined && use.endedAtMs === undefined)
      await this.mark(began, { endedAtMs: use.endsAtMs });
    else if (recorded?.ended !== undefined && use.endedAtMs === undefined)
      await this.mark(began, { endedAtMs: recorded.ended.atMs });
    else if (recorded?.seen !== undefined && use.seenAtMs === undefined)
      await this.mark(began, { seenAtMs: recorded.seen.atMs });
  }

  /** Made once per use and process, from the latest time that is on record since the use began. */
  async #timeOf({ began }: Pick<EmergencyUseOnFile, 'began'>): Promise<ForwardTime> {
    const known = this.#times.get(began);
    if (known !== undefined) return known;
    const since = await this.#desk.journal.read.ofKinds([...TIME_KINDS], began);
    const knownMs = latestMs(since.map(({ entry }) => entry));
    if (wasSetBack(this.#ports.clock, knownMs)) this.#setBack.add(began);
    const time = new ForwardTime(this.#ports.clock, knownMs);
    this.#times.set(began, time);
    return time;
  }

  async #watch(): Promise<void> {
    const due: { time: ForwardTime; atMs: number }[] = [];
    for (const use of await this.uses()) {
      const { ended, endsAtMs, beganAtMs, seen, escalatedAtMs, review } = use;
      if (review !== undefined) continue;
      const time = await this.#timeOf(use);
      if (ended === undefined) due.push({ time, atMs: endsAtMs });
      if (seen === undefined && escalatedAtMs === undefined)
        due.push({ time, atMs: beganAtMs + ESCALATED_AFTER_MS });
    }
    this.#due = due;
    this.#arm();
  }

  #arm(): void {
    this.#takeBack?.();
    this.#takeBack = undefined;
    if (this.#due.length === 0) return;
    const leftMs = Math.min(...this.#due.map(({ time, atMs }) => atMs - time.nowMs()));
    const look = (): void => {
      if (this.#due.every(({ time, atMs }) => time.nowMs() < atMs)) this.#arm();
      // Nothing stays open over a journal that cannot be asked.
      else drop(this.settle().catch(() => this.left()));
    };
    this.#takeBack = this.#ports.later(look, Math.max(1, Math.min(leftMs, LONGEST_LOOK_MS)));
  }

  #tell(): void {
    this.#ports.notify('emergency.changed', { active: this.#open !== undefined });
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
