import {
  Problem,
  type PersonId,
  type Principal,
  type Role,
  type WorkspaceId,
} from '../../../shared/domain/index.ts';
import type { Clock } from '../../core/index.ts';
import {
  beginRotation,
  confirmPassword,
  confirmWithCode,
  openKeys,
  readKeyFileView,
  KeyFileSeen,
  type ChangeRequest,
  type ContentKeyring,
  type DeputyFor,
  type DeviceSecretStore,
  type FactorUse,
  type KeyFileState,
  type MetadataKeyring,
  type OpenedKeys,
  type OpenedServiceKey,
  type OwnKeyFile,
  type PasswordCost,
  type Person,
  type ServiceTerms,
  type SignedInKeys,
} from '../../keys/index.ts';
import type { Admission } from '../provider/admission.ts';
import { findPerson } from '../identity/people.ts';
import { CODE_WINDOW, CodeWindow } from './code-window.ts';
import { Attempts, LOCKED_OUT_FROM, type Attempt, type FailedBefore } from './attempts.ts';

export interface SignInFailure {
  readonly claimed: PersonId | 'unknown';
  /** Safe for the journal: never what was typed. */
  readonly reason: string;
  readonly wallMs: number;
  /** Set where so many wrong passwords came in a row that it is a lock-out. */
  readonly lockedOut?: { readonly failures: number } | undefined;
}

export interface SessionsOptions {
  readonly keyFile: string;
  readonly attemptsFile: string;
  readonly workspaceId: WorkspaceId;
  readonly deviceSecrets: DeviceSecretStore;
  readonly clock: Clock;
  /** What a new password is to cost to try. */
  readonly passwordCost?: (() => Promise<PasswordCost>) | undefined;
  /** The customer's key file, where its medium is mounted elsewhere than when it was made. */
  readonly custodyFile?: string | undefined;
  /** How long a code of an authenticator counts for acts; five minutes unless told. */
  readonly codeWindowMs?: number | undefined;
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

/** Somebody whose password was right. */
export interface Arrived {
  readonly person: Person;
  /** The account of the hospital that is linked to them. */
  readonly linked: string | undefined;
  readonly ticket: string | undefined;
}

/** What a person or a service key has open; a service key's content keys are its own and are never renewed here. */
type OpenedByAnyone = Pick<OpenedKeys, 'metadata' | 'dropContent' | 'close'> &
  Partial<Pick<OpenedKeys, 'adoptContent'>>;

/** Who is signed in: a person, or a service key, which is nobody. */
export interface SignedIn {
  readonly id: PersonId;
  readonly name: string;
  readonly role: Principal;
}

/** What an account of the hospital has to do with a session. */
export interface Admitted {
  /** Whether one was confirmed, and whether one has to be linked before anything else. */
  readonly byAccount: boolean;
  readonly mustLink: boolean;
  /** The role that the person would have had, where the account let them in as a viewer alone. */
  readonly narrowedFrom: Role | undefined;
}

export interface Session {
  readonly person: SignedIn;
  /** What a service key is good for; absent for a person. */
  readonly service?: ServiceTerms | undefined;
  /** How a person was let in beside their password; absent for a service key. */
  readonly admitted?: Admitted | undefined;
  readonly signedInAtMs: number;
  /** Wrong passwords at this name before this sign-in. */
  readonly failedBefore: FailedBefore | undefined;
  /** What proved the sign-in beside the password. */
  readonly factor: FactorUse | undefined;
  readonly hasSecondFactor: boolean;
  /** The duty that this session is for, where the person stands in for another role. */
  readonly deputy: DeputyFor | undefined;
  /** The key file that let a person in; absent for a service key. */
  readonly keyFile?: SignedInKeys['keyFile'] | undefined;
  readonly metadata: MetadataKeyring;
  /** Undefined for roles without content rights, and once locked. Taken anew for each use. */
  readonly content: ContentKeyring | undefined;
}

/** What somebody shows to be let in. */
export interface SignInProof {
  readonly password: string;
  readonly code?: string | undefined;
  /** For the role that the person stands in for, instead of their own. */
  readonly deputy?: boolean | undefined;
  /** Of the token, where the content keys lie under one. */
  readonly pin?: string | undefined;
  /** Of an account of the hospital that was confirmed just now. */
  readonly ticket?: string | undefined;
}

/** Who is signed in. One person at a time; calls wait for each other. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #attempts: Attempts;
  readonly #codes: CodeWindow;
  /** INVARIANT: all but the last have dropped their content keys (sessions.test.ts). */
  readonly #opened: OpenedByAnyone[] = [];
  readonly #seen = new KeyFileSeen();
  #current: Session | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#attempts = new Attempts(options.attemptsFile, options.clock);
    const { codeWindowMs = CODE_WINDOW.usualMinutes * 60_000 } = options;
    this.#codes = new CodeWindow(options.clock, codeWindowMs);
  }

  /** The people to choose from. @throws Problem as `readKeyFileView` */
  async people(): Promise<readonly Person[]> {
    return (await readKeyFileView(this.#options.keyFile)).people;
  }

  get current(): Session | undefined {
    return this.#current;
  }

  /** Evidence keys, which stay through locks until the workspace closes; undefined before the first sign-in. */
  get evidence(): MetadataKeyring | undefined {
    return this.#opened.at(-1)?.metadata;
  }

  /** @throws Problem `not_signed_in` */
  require(): Session {
    if (this.#current === undefined)
      throw new Problem('not_signed_in', 'nobody is signed in', 'Sign in first.');
    return this.#current;
  }

  /**
   * Signs a person in by name or id and takes the place of whoever was signed in. A failure leaves the
   * session as it was.
   *
   * @param leaving what uses the keys of whoever was here before; they are wiped when it resolves
   * @throws Problem `wrong_password`, `code_needed` for the second factor, `limit_reached` while wrong ones
   * before it make it wait, `not_found`, and as `openKeys`
   */
  signIn(
    nameOrId: string,
    proof: SignInProof,
    leaving: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Session> {
    return this.#inTurn(async () => {
      const person = await this.#find(nameOrId);
      const { result, before } = await this.#trying(person.id, () => this.#openAdmitted(person.id, proof));
      const { opened, admission } = result;
      try {
        await leaving();
      } catch (error) {
        opened.close();
        throw error;
      }
      this.lock();
      this.#opened.push(opened);
      this.#codes.begin(opened.hasSecondFactor);
      this.#current = {
        person: { ...opened.person, role: admission.role },
        admitted: {
          ...{ byAccount: proof.ticket !== undefined, mustLink: admission.mustLink },
          narrowedFrom: admission.role === opened.person.role ? undefined : opened.person.role,
        },
        signedInAtMs: this.#options.clock.wallMs(),
        failedBefore: before,
        factor: opened.factor,
        hasSecondFactor: opened.hasSecondFactor,
        deputy: opened.deputy,
        keyFile: opened.keyFile,
        metadata: opened.metadata,
        get content() {
          return opened.content;
        },
      };
      this.#seen.note(opened.keyFile.now);
      return this.#current;
    });
  }

  /** The key file as this process wrote or opened it last; undefined before the first sign-in of a person. */
  get keyFile(): KeyFileState | undefined {
    return this.#seen.newest;
  }

  /**
   * Signs a service key in, in place of whoever was here. No password is behind it, so nothing that asks for one
   * can be done with it.
   */
  signInService(
    open: () => Promise<OpenedServiceKey>,
    leaving: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Session> {
    return this.#inTurn(async () => {
      const opened = await open();
      try {
        await leaving();
      } catch (error) {
        opened.close();
        throw error;
      }
      this.lock();
      this.#opened.push(opened);
      this.#current = {
        person: { id: opened.terms.id, name: 'service key', role: 'service' },
        service: opened.terms,
        signedInAtMs: this.#options.clock.wallMs(),
        ...{ failedBefore: undefined, factor: undefined, hasSecondFactor: false, deputy: undefined },
        metadata: opened.metadata,
        get content() {
          return opened.content;
        },
      };
      return this.#current;
    });
  }

  /**
   * Checks the signed-in person's password again, for a signature.
   *
   * @throws Problem `wrong_password` and `limit_reached` (recorded too), `not_signed_in`
   */
  confirmPassword(password: string): Promise<Person> {
    return this.#inTurn(async () => {
      const person = this.#requirePerson();
      await this.#tryingPassword(person.id, password, this.#codes.isFresh);
      return person;
    });
  }

  /**
   * Checks the signed-in person's password with a code of their second factor; it counts for acts from now on.
   *
   * @throws Problem `wrong_password`, for a wrong or used code too, and `limit_reached` (recorded); `not_signed_in`
   */
  confirmCode(password: string, code: string): Promise<void> {
    return this.#inTurn(async () => {
      const { id } = this.#requirePerson();
      const { result: used } = await this.#trying(id, () => this.#byCode(id, password, code));
      if (used === undefined) this.#codes.begin(false);
      else this.#codes.give();
    });
  }

  /** Whether an act that wants the password goes on without another code of the second factor. */
  passCode(): boolean {
    return this.#codes.pass();
  }

  /** The signed-in person got a second factor, or took theirs away. */
  noteSecondFactor(hasOne: boolean): void {
    this.#codes.begin(hasOne);
  }

  /**
   * Checks the password of somebody who stands beside who is signed in, and a code where they have a second factor.
   * The session stays as it is.
   *
   * @throws Problem `not_allowed` for the same person twice, `not_found`, `witness_code_needed`, and as
   * `confirmPassword`
   */
  confirmSecond(second: PersonId, password: string, code?: string): Promise<Person> {
    return this.#inTurn(async () => {
      const person = this.#requirePerson();
      if (person.id === second)
        throw new Problem(
          'not_allowed',
          'two different people are needed',
          'Somebody else stands by and signs.',
        );
      const { id, ...known } = findPerson(await this.people(), second);
      if (code !== undefined) await this.#trying(id, () => this.#byCode(id, password, code));
      else {
        if (await this.#tryingPassword(id, password, false))
          throw new Problem(
            'witness_code_needed',
            `the code of the authenticator of \`${known.name}\` is needed too`,
            'They type the six digits that it shows now, or one of their recovery codes.',
          );
      }
      return { id, ...known };
    });
  }

  /**
   * Changes the people or their keys in the name of who is signed in, once their password was checked.
   *
   * @throws Problem `wrong_password`, `limit_reached` (both recorded), `not_signed_in`, and as `change`
   */
  async changeKeys<Result>(
    password: string,
    change: (request: ChangeRequest) => Promise<Result>,
  ): Promise<Result> {
    const { id } = await this.confirmPassword(password);
    return this.#inTurn(() =>
      change({
        ...this.#request(id, password),
        passwordCost: this.#options.passwordCost,
        ...(this.#current?.deputy && { asDeputyAtMs: this.#options.clock.wallMs() }),
        nowMs: this.#options.clock.wallMs(),
      }),
    );
  }

  /**
   * Begins a new epoch of content keys, or moves them, in the name of who is signed in, and takes what comes
   * of it into the session.
   *
   * @param adopt hands the new keys to whatever works with them, before the ones before are wiped
   * @returns the new epoch
   * @throws Problem `wrong_password`, `limit_reached` (both recorded), `not_signed_in`, and as `beginRotation`
   */
  async renewContentKeys(
    password: string,
    adopt: (newer: ContentKeyring) => Promise<void>,
    change: (request: ChangeRequest) => Promise<ContentKeyring> = beginRotation,
  ): Promise<number> {
    const newer = await this.changeKeys(password, change);
    const { epoch } = newer;
    try {
      await adopt(newer);
    } finally {
      this.#opened.at(-1)?.adoptContent?.(newer);
    }
    return epoch;
  }

  /**
   * Writes into the key file what nobody has to sign for, by the keys that are open, in turn with sign-ins and
   * changes of keys.
   *
   * @throws Problem `not_signed_in`, and as `act`
   */
  noteInKeys(act: (own: OwnKeyFile) => Promise<void>): Promise<void> {
    return this.#inTurn(() =>
      act({ path: this.#options.keyFile, metadata: this.require().metadata, seen: this.#seen }),
    );
  }

  /** Wrong passwords of somebody who was given a new one count no more. */
  forgetFailures(person: PersonId): Promise<void> {
    return this.#attempts.forget(person);
  }

  /**
   * Ends the session: content keys are wiped, evidence keys stay so that the journal can go on.
   *
   * @param content `keep` where a run goes on by its operator's word; `dropContent` or the next sign-in
   * wipes them then, and nobody can reach them meanwhile
   */
  lock(content: 'drop' | 'keep' = 'drop'): void {
    if (content === 'drop') this.dropContent();
    this.#current = undefined;
  }

  /** Wipes the content keys that a run still had. */
  dropContent(): void {
    this.#opened.at(-1)?.dropContent();
  }

  /** Wipes every key. */
  close(): void {
    this.lock();
    for (const opened of this.#opened.splice(0)) opened.close();
  }

  /** SEC-51: whoever comes in with less than their own role holds no content keys from the first moment on. */
  async #openAdmitted(
    id: PersonId,
    { password, code, deputy, pin, ticket }: SignInProof,
  ): Promise<{ readonly opened: SignedInKeys; readonly admission: Admission }> {
    const opened = await openKeys({
      ...this.#request(id, password),
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

  async #find(nameOrId: string): Promise<Person> {
    const people = await this.people();
    try {
      return findPerson(people, nameOrId);
    } catch (error) {
      await this.#record('unknown', 'no such person');
      throw error;
    }
  }

  /**
   * SEC: a right password takes back no wrong codes before it, or codes could be guessed without a wait.
   *
   * @param codeWasGiven whether a code of the person's was given just now
   * @returns whether the person has a second factor
   */
  async #tryingPassword(id: PersonId, password: string, codeWasGiven: boolean): Promise<boolean> {
    const { result } = await this.#trying(
      id,
      () => confirmPassword(this.#request(id, password)),
      ({ hasSecondFactor }) => codeWasGiven || !hasSecondFactor,
    );
    return result.hasSecondFactor;
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
        await this.#record(claimed, reasonOf(error), wrong ? attempt?.failures : undefined);
      }
      throw error;
    }
  }

  /** @throws Problem `not_signed_in`, `not_allowed` for a service key */
  #requirePerson(): Person {
    const { id, name, role } = this.require().person;
    if (role === 'service')
      throw new Problem('not_allowed', 'a service key has no password', 'A person has to do this.');
    return { id, name, role };
  }

  #record(claimed: PersonId | 'unknown', reason: string, failures = 0): Promise<void> {
    const lockedOut = failures >= LOCKED_OUT_FROM ? { failures } : undefined;
    return this.#options.recordFailure({
      ...{ claimed, reason, lockedOut },
      wallMs: this.#options.clock.wallMs(),
    });
  }

  #byCode(personId: PersonId, password: string, code: string): Promise<FactorUse | undefined> {
    const nowMs = this.#options.clock.wallMs();
    return confirmWithCode({ ...this.#request(personId, password), code, nowMs });
  }

  #request(personId: PersonId, password: string) {
    const { keyFile, workspaceId, deviceSecrets } = this.#options;
    // What the session holds open needs no medium and no PIN once more.
    const own = this.#current?.person.id === personId ? this.#current.content : undefined;
    const custody = { keyFile: this.#options.custodyFile };
    return {
      ...{ path: keyFile, workspaceId, deviceSecrets, personId, password, custody },
      ...{ heldContentKey: own?.keyringKey, seen: this.#seen },
    };
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function reasonOf(problem: Problem): string {
  return problem.message;
}
