import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PersonId, Problem } from '../../../shared/domain/index.ts';
import { writeFileAtomic, type Clock } from '../../core/index.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** How long someone waits after so many wrong passwords in a row; the last figure holds from there on. */
const WAITS_MS = [0, 0, 0, 5, 10, 30, 60, 300, 300, 300].map((seconds) => seconds * SECOND);
/** From here on it is a lock-out: recorded as one, and shown to compliance and the administrator. */
export const LOCKED_OUT_FROM = 10;
const LOCKED_OUT_MS = 30 * MINUTE;

const Tried = z.strictObject({ failures: z.int().min(0).max(1_000_000), lastAtMs: z.int() });
type Tried = z.infer<typeof Tried>;
const AttemptsFile = z.strictObject({ v: z.literal(1), people: z.partialRecord(PersonId, Tried) });

/** Wrong passwords at somebody's name since the last right one. */
export type FailedBefore = Readonly<Tried>;

/** One attempt that was let through. Exactly one of its ends is told; one that is cut short counts as failed. */
export interface Attempt {
  /** Wrong passwords in a row, this one taken for wrong. */
  readonly failures: number;
  readonly before: FailedBefore | undefined;
  succeeded(): Promise<void>;
  /** The wait begins with the answer: however long the checking took, it is not part of it. */
  failed(): Promise<void>;
  /** It failed for something else than the password. */
  undone(): Promise<void>;
}

/**
 * Counts wrong passwords per person, across restarts, and makes each further one wait (NIST SP 800-63B-4,
 * 3.2.2). What keeps a stolen disk shut is the password's cost and the device secret, not this file:
 * whoever can write to the folder can take it away.
 */
export class Attempts {
  readonly #path: string;
  readonly #hint: string;
  readonly #clock: Clock;
  /** When a person last failed in this process, by a clock that nobody sets. */
  readonly #failedMono = new Map<PersonId, number>();

  /** @param hint what somebody who has to wait can do meanwhile */
  constructor(
    path: string,
    clock: Clock,
    hint = 'Wait, or have an administrator and a colleague give you a new password.',
  ) {
    this.#hint = hint;
    this.#path = path;
    this.#clock = clock;
  }

  /**
   * Counts an attempt before it is made, so that nobody gets a free one by ending the process.
   *
   * @throws Problem `limit_reached` while the person has to wait
   */
  async begin(person: PersonId): Promise<Attempt> {
    const file = await this.#read();
    const before = file[person] ?? { failures: 0, lastAtMs: 0 };
    const nowMs = this.#clock.wallMs();
    // A clock that was set back starts the wait anew instead of ending it, or making it endless.
    const lastAtMs = Math.min(before.lastAtMs, nowMs);
    const leftMs = waitAfter(before.failures) - this.#waitedMs(person, nowMs - lastAtMs);
    if (leftMs > 0) {
      if (lastAtMs !== before.lastAtMs) await this.#set(person, { ...before, lastAtMs });
      throw new Problem(
        'limit_reached',
        `after ${before.failures} wrong passwords the next one has to wait ${inWords(leftMs)}`,
        this.#hint,
      );
    }
    const failures = before.failures + 1;
    const failedMono = this.#failedMono.get(person);
    await this.#set(person, { failures, lastAtMs: nowMs });
    this.#failedMono.set(person, this.#clock.monoMs());
    return {
      failures,
      before: before.failures === 0 ? undefined : before,
      succeeded: () => this.forget(person),
      failed: () => {
        this.#failedMono.set(person, this.#clock.monoMs());
        return this.#set(person, { failures, lastAtMs: this.#clock.wallMs() });
      },
      undone: () => {
        if (failedMono === undefined) this.#failedMono.delete(person);
        else this.#failedMono.set(person, failedMono);
        return this.#set(person, before);
      },
    };
  }

  /** For somebody who knew the password, or was given a new one. */
  async forget(person: PersonId): Promise<void> {
    this.#failedMono.delete(person);
    await this.#set(person, undefined);
  }

  #waitedMs(person: PersonId, wallWaitedMs: number): number {
    const mono = this.#failedMono.get(person);
    return mono === undefined ? wallWaitedMs : Math.min(wallWaitedMs, this.#clock.monoMs() - mono);
  }

  async #set(person: PersonId, tried: Tried | undefined): Promise<void> {
    const others = Object.entries(await this.#read()).filter(([id]) => id !== person);
    const kept = tried === undefined || tried.failures === 0 ? [] : [[person, tried]];
    const people: unknown = Object.fromEntries([...others, ...kept]);
    await writeFileAtomic(this.#path, `${JSON.stringify({ v: 1, people })}\n`);
  }

  /** A file that cannot be read is begun anew. */
  async #read(): Promise<Partial<Record<PersonId, Tried>>> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw error;
    }
    try {
      return AttemptsFile.parse(JSON.parse(text)).people;
    } catch {
      return {};
    }
  }
}

function waitAfter(failures: number): number {
  return failures >= LOCKED_OUT_FROM ? LOCKED_OUT_MS : (WAITS_MS[failures] ?? 0);
}

function inWords(ms: number): string {
  const seconds = Math.ceil(ms / SECOND);
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
