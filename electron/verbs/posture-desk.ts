import { Problem, type PostureCheck } from '../../shared/domain/index.ts';
import type { EventBody } from '../../shared/formats/index.ts';
import type { PostureView } from '../../shared/ipc/index.ts';
import type { Refusal } from '../core/index.ts';
import type { Journal } from '../evidence/index.ts';
import {
  acceptedNow,
  POSTURE_STATE_KINDS,
  postureRules,
  watchRoutes,
  type PostureRules,
  type RouteChange,
} from '../operations/index.ts';
import { APPLICATION_CONTEXT } from './actor.ts';
import type { Notify } from './application.ts';

/** What the posture needs of the machine and the rest of the application. */
export interface PosturePorts {
  /** Looks at everything, passively: in milliseconds at start, and into every shipped file when asked. */
  check(
    routesAccepted: readonly string[],
    journal: Journal | undefined,
    why: 'start' | 'asked',
  ): Promise<PostureCheck[]>;
  /** Interfaces with a way out, now. */
  routes(): readonly string[];
  onRefusal(listener: (refusal: Refusal) => void): void;
  readonly notify: Notify;
  readonly nowMs: () => number;
  /** Ends the session; content keys go. */
  lock(reason: string): Promise<unknown>;
  /** Keeps what was found for a journal that nobody can open yet; false where there is nowhere to keep it. */
  recordEarly(body: EventBody<'posture.checked'>): Promise<boolean>;
  /** Whether somebody may look at this program for long before anybody signs in. */
  readonly waitsForPeople: boolean;
}

type Accepted = PostureView['network']['accepted'];

const NO_RULES: PostureRules = { acceptance: undefined, strict: false };
/** A package that keeps trying fills no journal. */
const MOST_REFUSALS_RECORDED = 50;

/**
 * The posture of the workstation: looked at on each start and when asked, watched while patient data is
 * open, recorded always.
 */
export class PostureDesk {
  readonly #ports: PosturePorts;
  #journal: Journal | undefined;
  #rules: PostureRules = NO_RULES;
  #checks: PostureCheck[] = [];
  #checkedAtMs = 0;
  #alarm: { readonly sinceMs: number; readonly interfaces: readonly string[] } | undefined;
  #known: readonly string[] | undefined;
  #refusals: Refusal[] = [];
  #recorded = 0;
  #startRecorded = false;
  /** The start on its way to the disk. */
  #keeping: Promise<void> = Promise.resolve();

  constructor(ports: PosturePorts) {
    this.#ports = ports;
    ports.onRefusal((refusal) => {
      this.#refusals.push(refusal);
      this.#settled(this.#recordRefusals());
    });
  }

  /**
   * The program has started: what is found is kept until somebody signs in, also if nobody ever does. A
   * command does that when it ends without anybody. The start waits for the look and not for the disk, which may be
   * busy for long; whoever opens the journal or ends the program does.
   */
  async started(): Promise<void> {
    if (!this.#ports.waitsForPeople) return;
    if (await this.#lookAtStart()) this.#keeping = this.#keepStart();
  }

  /** The journal is open: what people said about the network is known, and this start is recorded. */
  async opened(journal: Journal): Promise<void> {
    await this.#keeping;
    this.#journal = journal;
    await this.#readRules();
    await this.check(this.#startRecorded ? 'unlocked' : 'start');
    this.#startRecorded = true;
    await this.#recordRefusals();
  }

  async close(): Promise<void> {
    await this.#keeping;
    this.#journal = undefined;
    this.#rules = NO_RULES;
    if (!this.#startRecorded && (await this.#lookAtStart())) await this.#keepStart();
  }

  /** Looks again and records what is found. */
  async check(why: 'start' | 'unlocked' | 'asked'): Promise<void> {
    await this.#look(why);
    await this.#journal?.event('posture.checked', this.#found(why), APPLICATION_CONTEXT);
  }

  /** People spoke about the network: their word counts from now on. */
  async rulesChanged(): Promise<void> {
    await this.#readRules();
    if (this.#unaccepted().length === 0) this.#alarm = undefined;
    await this.check('asked');
    this.#ports.notify('posture.changed', { alarm: this.#alarm !== undefined });
  }

  /** @throws Problem `denied` in strict mode while a way out is there that nobody answers for */
  requireOpenAllowed(): void {
    const open = this.#unaccepted();
    if (!this.#rules.strict || (open.length === 0 && this.#alarm === undefined)) return;
    throw new Problem(
      'denied',
      'this workstation has a way out that nobody answers for, and the workspace is strict about that',
      'Disconnect it, and let an administrator answer for the network on the screen Posture.',
    );
  }

  /** Patient data is open from now on until the returned function is called. */
  watch(): () => void {
    const before = this.#known ?? this.#ports.routes();
    const look = (): readonly string[] => (this.#known = this.#ports.routes());
    return watchRoutes(before, look, (change) => {
      this.#settled(this.#onChange(change));
    });
  }

  view(accepted: Accepted): PostureView {
    const routes = this.#ports.routes();
    const state =
      routes.length === 0 ? 'none' : this.#unaccepted().length === 0 ? 'accepted' : 'not_accepted';
    return {
      checkedAtMs: this.#checkedAtMs,
      checks: this.#checks,
      network: {
        ...{ routes: [...routes], state },
        ...(accepted && { accepted }),
        ...(this.#alarm && {
          alarm: { sinceMs: this.#alarm.sinceMs, interfaces: [...this.#alarm.interfaces] },
        }),
      },
      strict: this.#rules.strict,
    };
  }

  get rules(): PostureRules {
    return this.#rules;
  }

  async #look(why: 'start' | 'unlocked' | 'asked'): Promise<void> {
    const thorough = why === 'asked' ? 'asked' : 'start';
    this.#checks = await this.#ports.check(this.#accepted(), this.#journal, thorough);
    this.#checkedAtMs = this.#ports.nowMs();
  }

  #found(why: 'start' | 'unlocked' | 'asked'): EventBody<'posture.checked'> {
    return { why, happenedAtMs: this.#checkedAtMs, checks: this.#checks };
  }

  /** A start stands whether or not it could be looked at and recorded. */
  async #lookAtStart(): Promise<boolean> {
    try {
      await this.#look('start');
      return true;
    } catch {
      // The journal tells of this start once somebody signs in.
      return false;
    }
  }

  /** The spool may be full, or there is no workspace: then too the journal tells of it later. */
  async #keepStart(): Promise<void> {
    try {
      this.#startRecorded = await this.#ports.recordEarly(this.#found('start'));
    } catch {
      this.#startRecorded = false;
    }
  }

  async #onChange({ appeared, gone }: RouteChange): Promise<void> {
    const accepted = this.#accepted();
    const alarming = appeared.filter((name) => !accepted.includes(name));
    if (alarming.length > 0) this.#alarm = { sinceMs: this.#ports.nowMs(), interfaces: alarming };
    const { strict } = this.#rules;
    this.#ports.notify('posture.changed', { alarm: this.#alarm !== undefined });
    try {
      await this.#journal?.event(
        'posture.network_changed',
        { appeared: [...appeared], gone: [...gone], strict },
        APPLICATION_CONTEXT,
      );
    } finally {
      if (strict && alarming.length > 0) await this.#ports.lock('a way out of this machine appeared');
    }
    // What was looked at says the same as the alarm does; the change itself is what is on record.
    await this.#look('start');
    this.#ports.notify('posture.changed', { alarm: this.#alarm !== undefined });
  }

  async #recordRefusals(): Promise<void> {
    const journal = this.#journal;
    if (journal === undefined) return;
    const waiting = this.#refusals.splice(0);
    for (const refusal of waiting) {
      if (this.#recorded >= MOST_REFUSALS_RECORDED) return;
      this.#recorded += 1;
      await journal.event('posture.refused', { ...refusal }, APPLICATION_CONTEXT);
    }
  }

  async #readRules(): Promise<void> {
    const entries = (await this.#journal?.read.ofKinds(POSTURE_STATE_KINDS)) ?? [];
    this.#rules = postureRules(entries.map(({ entry }) => entry));
  }

  #accepted(): readonly string[] {
    return acceptedNow(this.#rules, this.#ports.nowMs());
  }

  #unaccepted(): readonly string[] {
    const accepted = this.#accepted();
    return this.#ports.routes().filter((name) => !accepted.includes(name));
  }

  /** What happens by itself has nobody to tell of a journal that is gone; the next act fails on it. */
  #settled(work: Promise<unknown>): void {
    work.catch(() => undefined);
  }
}
