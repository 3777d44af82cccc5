import { Problem, type PersonId, type WorkspaceId } from '../../../shared/domain/index.ts';
import type { Clock } from '../../core/index.ts';
import {
  confirmPassword,
  confirmWithCode,
  openKeys,
  readKeyFileView,
  type DeviceSecretStore,
  type FactorUse,
  type KeyFileSeen,
  type OpenKeysRequest,
  type Person,
  type SignedInKeys,
} from '../../keys/index.ts';
import { findPerson } from '../identity/people.ts';
import type { Admission } from '../provider/admission.ts';
import { Attempts, LOCKED_OUT_FROM, type Attempt, type FailedBefore } from './attempts.ts';
import type { Arrived, SignInFailure, SignInProof } from './session.ts';

export interface PasswordChecksOptions {
  readonly keyFile: string;
  readonly attemptsFile: string;
  readonly workspaceId: WorkspaceId;
  readonly deviceSecrets: DeviceSecretStore;
  readonly clock: Clock;
  /** The customer's key file, where its medium is mounted elsewhere than when it was made. */
  readonly custodyFile?: string | undefined;
  /**
   * Records a failed sign-in: in the journal where it is open, else in the spool. MUST be durable when
   * it resolves; the person learns of the failure afterwards.
   */
  recordFailure(failure: SignInFailure): Promise<void>;
  /**
   * Whether somebody whose password was right gets in, and as what; everybody as themselves where it is
   * absent. MUST NOT give another role than the person's own or viewer. @throws Problem
   */
  readonly admit?: ((arrival: Arrived) => Admission) | undefined;
}

/** What the sessions of this process know of the key file and have open from it. */
export interface KnownOfKeys {
  readonly seen: KeyFileSeen;
  /** The key of the content keys that a session of the person has open already. */
  heldContentKey(person: PersonId): Uint8Array | undefined;
}

/** Somebody whose password was right, with their keys open. */
export interface Admitting {
  readonly opened: SignedInKeys;
  readonly admission: Admission;
  readonly before: FailedBefore | undefined;
}

/**
 * Checks passwords against the key file. Wrong ones make the next one wait, and are recorded before anybody
 * learns of them. Its caller sees to it that one check is over before the next begins.
 */
export class PasswordChecks {
  readonly #options: PasswordChecksOptions;
  readonly #attempts: Attempts;
  readonly #known: KnownOfKeys;

  constructor(options: PasswordChecksOptions, known: KnownOfKeys) {
    this.#options = options;
    this.#attempts = new Attempts(options.attemptsFile, options.clock);
    this.#known = known;
  }

  /** @throws Problem as `readKeyFileView` */
  async people(): Promise<readonly Person[]> {
    return (await readKeyFileView(this.#options.keyFile)).people;
  }

  /** @throws Problem `not_found`, recorded without what was typed */
  async find(nameOrId: string): Promise<Person> {
    const people = await this.people();
    try {
      return findPerson(people, nameOrId);
    } catch (error) {
      await this.#record('unknown', 'no such person');
      throw error;
    }
  }

  /**
   * Opens the keys of a person, for a session of theirs.
   *
   * @throws Problem `wrong_password`, `code_needed`, `limit_reached`, and as `openKeys` and `admit`
   */
  async open(person: PersonId, proof: SignInProof): Promise<Admitting> {
    const { result, before } = await this.#trying(person, () => this.#openAdmitted(person, proof));
    return { ...result, before };
  }

  /**
   * A password alone. SEC: a right one takes back no wrong codes before it, or codes could be guessed without a wait.
   *
   * @param codeWasGiven whether a code of the person's was given just now
   * @returns whether the person has a second factor
   * @throws Problem `wrong_password`, `limit_reached`
   */
  async confirm(person: PersonId, password: string, codeWasGiven: boolean): Promise<boolean> {
    const { result } = await this.#trying(
      person,
      () => confirmPassword(this.request(person, password)),
      ({ hasSecondFactor }) => codeWasGiven || !hasSecondFactor,
    );
    return result.hasSecondFactor;
  }

  /**
   * A password together with a code of the second factor, which is used by that.
   *
   * @returns undefined where the person has no second factor
   * @throws Problem `wrong_password`, for a wrong or used code too, and `limit_reached`
   */
  async confirmByCode(person: PersonId, password: string, code: string): Promise<FactorUse | undefined> {
    const nowMs = this.#options.clock.wallMs();
    const { result } = await this.#trying(person, () =>
      confirmWithCode({ ...this.request(person, password), code, nowMs }),
    );
    return result;
  }

  /** What the key file is asked for somebody by; what a session holds open needs no medium and no PIN once more. */
  request(personId: PersonId, password: string): OpenKeysRequest {
    const { keyFile, workspaceId, deviceSecrets, custodyFile } = this.#options;
    return {
      ...{ path: keyFile, workspaceId, deviceSecrets, personId, password },
      ...{ custody: { keyFile: custodyFile }, seen: this.#known.seen },
      heldContentKey: this.#known.heldContentKey(personId),
    };
  }

  /** Wrong passwords of somebody who was given a new one count no more. */
  forgetFailures(person: PersonId): Promise<void> {
    return this.#attempts.forget(person);
  }

  /** SEC-51: whoever comes in with less than their own role holds no content keys from the first moment on. */
  async #openAdmitted(
    id: PersonId,
    { password, code, deputy, pin, ticket }: SignInProof,
  ): Promise<{ readonly opened: SignedInKeys; readonly admission: Admission }> {
    const opened = await openKeys({
      ...this.request(id, password),
      // Whether it is an older one is for the journal to say, which opens by these keys.
      seen: undefined,
      ...{ code, custody: { keyFile: this.#options.custodyFile, pin } },
      nowMs: this.#options.clock.wallMs(),
      ...(deputy === true && { asDeputyAtMs: this.#options.clock.wallMs() }),
    });
    try {
      const { person, linked } = opened;
      const admission = this.#options.admit?.({ person, linked, ticket }) ?? {
        role: person.role,
        mustLink: false,
      };
      if (admission.role !== person.role || admission.mustLink) opened.dropContent();
      return { opened, admission };
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  /** @param isWhole whether what was shown is all that the person signs in with */
  async #trying<Result>(
    claimed: PersonId,
    act: () => Promise<Result>,
    isWhole: (result: Result) => boolean = () => true,
  ): Promise<{ readonly result: Result; readonly before: FailedBefore | undefined }> {
    let attempt: Attempt | undefined;
    try {
      attempt = await this.#attempts.begin(claimed);
      const result = await act();
      await (isWhole(result) ? attempt.succeeded() : attempt.undone());
      return { result, before: attempt.before };
    } catch (error) {
      if (error instanceof Problem) {
        const wrong = error.code === 'wrong_password';
        await (wrong ? attempt?.failed() : attempt?.undone());
        // The right password, and the question for the code: nothing failed yet.
        if (error.code === 'code_needed') throw error;
        await this.#record(claimed, error.message, wrong ? attempt?.failures : undefined);
      }
      throw error;
    }
  }

  #record(claimed: PersonId | 'unknown', reason: string, failures = 0): Promise<void> {
    const lockedOut = failures >= LOCKED_OUT_FROM ? { failures } : undefined;
    return this.#options.recordFailure({
      ...{ claimed, reason, lockedOut },
      wallMs: this.#options.clock.wallMs(),
    });
  }
}
