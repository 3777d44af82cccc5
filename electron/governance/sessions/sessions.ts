import { Problem, type PersonId } from '../../../shared/domain/index.ts';
import {
  beginRotation,
  KeyFileSeen,
  type ChangeRequest,
  type ContentKeyring,
  type KeyFileState,
  type MetadataKeyring,
  type OpenedKeys,
  type OpenedServiceKey,
  type OwnKeyFile,
  type PasswordCost,
  type Person,
} from '../../keys/index.ts';
import { findPerson } from '../identity/people.ts';
import { CODE_WINDOW, CodeWindow } from './code-window.ts';
import { PasswordChecks, type PasswordChecksOptions } from './password-checks.ts';
import type { Session, SignInProof } from './session.ts';

export interface SessionsOptions extends PasswordChecksOptions {
  /** What a new password is to cost to try. */
  readonly passwordCost?: (() => Promise<PasswordCost>) | undefined;
  /** How long a code of an authenticator counts for acts; five minutes unless told. */
  readonly codeWindowMs?: number | undefined;
  /** A session is one command, and the code of its sign-in counts as given for its act. */
  readonly isForOneAct?: boolean | undefined;
}

/** What a person or a service key has open; a service key's content keys are its own and are never renewed here. */
type OpenedByAnyone = Pick<OpenedKeys, 'metadata' | 'dropContent' | 'close'> &
  Partial<Pick<OpenedKeys, 'adoptContent'>>;

/** Who is signed in. One person at a time; calls wait for each other. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #checks: PasswordChecks;
  readonly #codes: CodeWindow;
  /** INVARIANT: all but the last have dropped their content keys (sessions.test.ts). */
  readonly #opened: OpenedByAnyone[] = [];
  readonly #seen = new KeyFileSeen();
  #current: Session | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#checks = new PasswordChecks(options, {
      seen: this.#seen,
      heldContentKey: (person) =>
        this.#current?.person.id === person ? this.#current.content?.keyringKey : undefined,
    });
    const { codeWindowMs = CODE_WINDOW.usualMinutes * 60_000 } = options;
    this.#codes = new CodeWindow(options.clock, codeWindowMs);
  }

  /** The people to choose from. @throws Problem as `readKeyFileView` */
  people(): Promise<readonly Person[]> {
    return this.#checks.people();
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
      const { id } = await this.#checks.find(nameOrId);
      const { opened, admission, before } = await this.#checks.open(id, proof);
      try {
        await leaving();
      } catch (error) {
        opened.close();
        throw error;
      }
      this.lock();
      this.#opened.push(opened);
      this.#codes.begin(opened.hasSecondFactor, this.#options.isForOneAct);
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
      await this.#checks.confirm(person.id, password, this.#codes.isFresh);
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
      const used = await this.#checks.confirmByCode(id, password, code);
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
      if (code !== undefined) await this.#checks.confirmByCode(id, password, code);
      else if (await this.#checks.confirm(id, password, false))
        throw new Problem(
          'witness_code_needed',
          `the code of the authenticator of \`${known.name}\` is needed too`,
          'They type the six digits that it shows now, or one of their recovery codes.',
        );
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
        ...this.#checks.request(id, password),
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
    return this.#checks.forgetFailures(person);
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

  /** @throws Problem `not_signed_in`, `not_allowed` for a service key */
  #requirePerson(): Person {
    const { id, name, role } = this.require().person;
    if (role === 'service')
      throw new Problem('not_allowed', 'a service key has no password', 'A person has to do this.');
    return { id, name, role };
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
