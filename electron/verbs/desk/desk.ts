import { CONTENT_ROLES, Problem, type LookPurpose, type PersonId } from '../../../shared/domain/index.ts';
import type { EntryContext, EventBody, PlainKind } from '../../../shared/formats/index.ts';
import type { PersonView, SessionView } from '../../../shared/ipc/index.ts';
import { drop } from '../../core/index.ts';
import type { EpochBegun, Journal } from '../../evidence/index.ts';
import type { Session, Sessions, SignedIn, SignInProof } from '../../governance/index.ts';
import {
  openServiceKey,
  openSheets,
  type ChangeRequest,
  type ContentKeyring,
  type MetadataKeyring,
  type NewPerson,
  type OpenedSheets,
  type OwnKeyFile,
  type PasswordCost,
  type ServiceKeyPlace,
  type ServiceTerms,
} from '../../keys/index.ts';
import { createWorkspace, finishErasing, finishRestoring, inspectWorkspace } from '../../operations/index.ts';
import { APPLICATION_CONTEXT, contextOf, notSignedIn } from '../actor.ts';
import { spoolEvent } from '../early-events.ts';
import { LONGEST_TIMER_MS, requireStillDeputy } from './deputy.ts';
import { requireEpochRole } from './epoch-role.ts';
import { OpenedWorkspace } from './opened.ts';
import { SessionNotes } from './session-notes.ts';
import type { AwayDesk, DeskSettings, OpenContent, Place, RunsAtLock } from './settings.ts';
import { recordSignedIn } from './signed-in.ts';
import { actingIn, signedOut, statusOf } from './status.ts';
import { Turns } from './turns.ts';

/** How a service key is let in. */
export interface ServiceSignIn {
  readonly correlation: string;
  /** Its half in the workspace. */
  keptFile(place: Place): string;
  /** MUST reject a key that is expired, revoked, rotated or unknown. */
  admit(terms: ServiceTerms, journal: Journal): Promise<void>;
}

/** A person or a service key, as the journal names them. */
type Acting = Pick<SignedIn, 'id' | 'role'>;

/**
 * The workspace on this desk: absent, closed, or open with one person in front of it. Opens and closes
 * its parts in the right order; one change at a time.
 */
export class Desk<Content extends OpenContent> {
  readonly #settings: DeskSettings<Content>;
  #opened: OpenedWorkspace<Content> | undefined;
  #status: SessionView;
  readonly #turns = new Turns();
  /** Aborts when the present session ends. */
  #session = new AbortController();
  readonly #notes: SessionNotes;

  private constructor(settings: DeskSettings<Content>) {
    this.#settings = settings;
    this.#notes = new SessionNotes(settings.clock);
    this.#status = { state: 'no_workspace', host: settings.host, people: [] };
  }

  /** @throws Problem where something else than a workspace, or a newer one, stands in the folder */
  static async open<Content extends OpenContent>(settings: DeskSettings<Content>): Promise<Desk<Content>> {
    const desk = new Desk(settings);
    await finishErasing(settings.folder);
    await finishRestoring(settings.folder);
    const found = await inspectWorkspace(settings.folder);
    if (found.state !== 'none' && found.state !== 'empty') await desk.#show();
    return desk;
  }

  get status(): SessionView {
    return this.#status;
  }

  get person(): PersonView | undefined {
    return this.#status.person;
  }

  /** What a service key's half in the workspace is made and opened with. */
  serviceKeyPlace(keptFile: string): ServiceKeyPlace {
    const { workspaceId, paths } = this.place;
    return { keyFile: paths.keyFile, keptFile, workspaceId, deviceSecrets: this.#settings.deviceSecrets };
  }

  /** What the service key is good for that is signed in; undefined for people. */
  get service(): ServiceTerms | undefined {
    return this.#status.service === undefined ? undefined : this.#opened?.sessions.current?.service;
  }

  /** Aborts when the session that is open now ends: what was asked in it is answered to nobody else. */
  get sessionEnd(): AbortSignal {
    return this.#session.signal;
  }

  /** Everybody an entry can name: who may sign in, who is proposed, who was here once. */
  get everyone(): readonly PersonView[] {
    return [...this.#status.people, ...(this.#status.others ?? [])];
  }

  /** What a new password is to cost to try on this machine. */
  passwordCost(): Promise<PasswordCost> {
    return this.#settings.passwordCost();
  }

  get folder(): string {
    return this.#settings.folder;
  }

  /** @throws Problem `not_signed_in` */
  get place(): Place {
    return this.#require().place;
  }

  /** @throws Problem `not_signed_in` before the first sign-in */
  get journal(): Journal {
    const { journal } = this.#require();
    if (journal === undefined) throw notSignedIn();
    return journal;
  }

  /** @throws Problem `not_allowed` for roles without content rights, `not_signed_in` after a lock */
  get content(): Content {
    const { content } = this.#require();
    if (this.#status.state !== 'signed_in') throw notSignedIn();
    if (content !== undefined) return content;
    throw new Problem(
      'not_allowed',
      `as ${actingIn(this.#status)?.role ?? 'nobody'} you hold no content keys`,
      `Ask someone with the role ${CONTENT_ROLES.join(' or ')}.`,
    );
  }

  /** The metadata keys: report signing and verification. @throws Problem `not_signed_in` */
  get metadata(): MetadataKeyring {
    return this.#require().sessions.require().metadata;
  }

  /** Key of the content store, for the verifier; undefined for roles that do not hold it. */
  get contentDbKey(): Uint8Array | undefined {
    return this.#require().sessions.current?.content?.contentDbKey;
  }

  /** @throws Problem `already_exists`, `invalid_input` */
  create(people: readonly NewPerson[]): Promise<SessionView> {
    return this.#turns.take(async () => {
      await createWorkspace(this.#settings.folder, people, {
        deviceSecrets: this.#settings.deviceSecrets,
        clock: this.#settings.clock,
        passwordCost: () => this.#settings.passwordCost(),
        prepare: this.#settings.prepare,
        // What the real application makes is for real work; the stand-in will not open it.
        production: this.#settings.host.kind === 'electron',
      });
      return this.#show();
    });
  }

  /**
   * Takes up a workspace that another part lays down where none stands.
   *
   * @param how what the window says of it until somebody signs in
   * @throws Problem `already_exists`, and as `lay`
   */
  takeUp(lay: () => Promise<void>, how: SessionView['restored']): Promise<SessionView> {
    return this.#turns.take(async () => {
      this.requireNoWorkspace();
      await lay();
      const status = await this.#show();
      this.#status = { ...status, restored: how };
      this.#settings.onChange(this.#status);
      return this.#status;
    });
  }

  /** @throws Problem `already_exists` */
  requireNoWorkspace(): void {
    if (this.#status.state === 'no_workspace') return;
    throw new Problem(
      'already_exists',
      'a workspace stands here already',
      'Close the application and rename the folder of the workspace; keep it, it is evidence.',
    );
  }

  /**
   * Signs in, opens the journal (and content, where the role has it), merges what was spooled.
   *
   * @throws Problem `wrong_password`, `not_found`, `in_use`, `damaged`
   */
  signIn(nameOrId: string, proof: SignInProof, correlation: string): Promise<SessionView> {
    return this.#turns.arrive(async () => {
      const opened = (this.#opened ??= await OpenedWorkspace.take(this.#settings));
      const session = await this.#recordingEarlyFailure(opened, () =>
        opened.sessions.signIn(nameOrId, proof, () => opened.leave()),
      );
      return this.#letIn(opened, async () => {
        await this.#enter(opened, session, correlation);
        return this.#show(session);
      });
    });
  }

  /**
   * Signs a service key in. Whether it still counts is judged by the journal that it opens, before anything else
   * is open.
   *
   * @throws Problem as `openServiceKey` and `admit`
   */
  signInService(file: Uint8Array, { keptFile, admit, correlation }: ServiceSignIn): Promise<SessionView> {
    return this.#turns.take(async () => {
      const opened = (this.#opened ??= await OpenedWorkspace.take(this.#settings));
      const place = this.serviceKeyPlace(keptFile(opened.place));
      const session = await this.#recordingEarlyFailure(opened, () =>
        opened.sessions.signInService(
          () => openServiceKey(place, file),
          () => opened.leave(),
        ),
      );
      return this.#letIn(opened, async () => {
        const journal = await opened.openJournal(session.metadata, APPLICATION_CONTEXT);
        if (session.service !== undefined) await admit(session.service, journal);
        await this.#enter(opened, session, correlation);
        return this.#show(session);
      });
    });
  }

  /**
   * Signs in behind a journal that is damaged, leaves that as it is, and goes on in a new file, because
   * this person says so.
   *
   * @throws Problem `not_allowed` for other roles, `wrong_usage` where the journal is sound or open, and
   * as `signIn`
   */
  beginEpoch(nameOrId: string, proof: SignInProof, correlation: string): Promise<EpochBegun> {
    return this.#turns.arrive(async () => {
      const opened = (this.#opened ??= await OpenedWorkspace.take(this.#settings));
      if (opened.journal !== undefined)
        throw new Problem(
          'wrong_usage',
          'the journal is in use here',
          'Close the workspace, then try again.',
        );
      const session = await this.#recordingEarlyFailure(opened, () =>
        opened.sessions.signIn(nameOrId, proof),
      );
      return this.#letIn(opened, async () => {
        const by = contextOf({ person: session.person, correlation });
        await requireEpochRole(session.person, (reason) =>
          this.record('access.refused', { verb: 'journal.beginEpoch', reason }, by),
        );
        const begun = await this.#settings.beginEpoch(opened.place, session.metadata, by);
        await this.#enter(opened, session, correlation);
        await this.#show(session);
        return begun;
      });
    });
  }

  /**
   * Opens the closed workspace by sealed sheets, for as long as `act` takes, with its journal.
   *
   * @throws Problem `wrong_usage` while somebody is signed in, and as `openSheets`
   */
  withSheets<Result>(
    sheets: readonly string[],
    act: (opened: OpenedSheets, journal: Journal, sessions: Sessions) => Promise<Result>,
  ): Promise<Result> {
    return this.#turns.arrive(async () => {
      if (this.person !== undefined)
        throw new Problem('wrong_usage', 'somebody is signed in here', 'Lock the workspace first.');
      const opened = (this.#opened ??= await OpenedWorkspace.take(this.#settings));
      const wasOpen = opened.journal !== undefined;
      const { workspaceId, paths } = opened.place;
      let unlocked: OpenedSheets | undefined;
      try {
        const { deviceSecrets } = this.#settings;
        unlocked = await openSheets({ path: paths.keyFile, workspaceId, deviceSecrets, sheets });
        const journal = await opened.openJournal(unlocked.metadata, APPLICATION_CONTEXT);
        const record = opened.keyFileRecord(journal);
        const putBack = await record.meet(unlocked.keyFile, APPLICATION_CONTEXT);
        await record.requireSheets(unlocked.set, putBack);
        const result = await act(unlocked, journal, opened.sessions);
        await (putBack === undefined
          ? record.note(unlocked.keyFile, APPLICATION_CONTEXT)
          : record.accept(unlocked.keyFile, APPLICATION_CONTEXT));
        await this.#show();
        return result;
      } finally {
        // What was opened for this alone is closed again, the journal first: it signs with these keys.
        if (!wasOpen) await this.#closeAll(opened);
        unlocked?.close();
      }
    });
  }

  /**
   * Does something for which nobody has to be here, once the workspace was open and nothing of its content is.
   * Whoever wants to sign in ends it.
   *
   * @returns undefined where somebody is here, a run goes on, or the workspace was not opened yet
   */
  whileAway<Result>(act: (desk: AwayDesk) => Promise<Result>): Promise<Result | undefined> {
    return this.#turns.take(async () => {
      const { journal, content, place, sessions } = this.#opened ?? {};
      const metadata = sessions?.evidence;
      if (place === undefined || journal === undefined || metadata === undefined) return undefined;
      if (this.person !== undefined || content !== undefined || this.#turns.isAwaited) return undefined;
      return act({ place, journal, metadata, signal: this.#turns.beginAway() });
    });
  }

  /** Checks the signed-in person's password again, for a signature. @throws Problem `wrong_password` */
  async confirmPassword(password: string): Promise<void> {
    await this.#require().sessions.confirmPassword(password);
  }

  /** As `Sessions.confirmCode`. */
  async confirmCode(password: string, code: string): Promise<void> {
    await this.#noting(this.#require().sessions.confirmCode(password, code));
  }

  /** Whether an act that wants the password goes on without another code; true where nobody is here. */
  passCode(): boolean {
    return this.#opened?.sessions.passCode() ?? true;
  }

  /** The signed-in person got a second factor, or took theirs away. */
  noteSecondFactor(hasOne: boolean): void {
    this.#require().sessions.noteSecondFactor(hasOne);
  }

  /**
   * Checks the password once more for one act, which has a minute to come.
   *
   * @throws Problem `wrong_password`, `limit_reached`, `not_signed_in`
   */
  async confirm(verb: string, password: string): Promise<void> {
    await this.confirmPassword(password);
    this.#notes.confirmation.give(verb);
  }

  /** Whether this act was confirmed just now. It counts once. */
  takeConfirmation(verb: string): boolean {
    return this.#notes.confirmation.take(verb);
  }

  /** Whether the person here has said what they open content for, and it counts still. */
  get hasStatedPurpose(): boolean {
    return this.#notes.purpose.view !== undefined;
  }

  /**
   * Content is open to who is signed in, for a purpose that is on record already.
   *
   * @param reason as the journal has it
   */
  statePurpose(purpose: LookPurpose, reason: string): Promise<SessionView> {
    this.#notes.purpose.state(purpose, reason);
    return this.refresh();
  }

  /**
   * Changes the people or their keys in the name of who is signed in.
   *
   * @throws Problem `wrong_password`, `limit_reached`, `not_signed_in`, and as `change`
   */
  async changeKeys<Result>(
    password: string,
    change: (request: ChangeRequest) => Promise<Result>,
  ): Promise<Result> {
    const { sessions } = this.#require();
    const result = await this.#noting(sessions.changeKeys(password, change));
    await this.#turns.take(() => this.#show(sessions.current));
    return result;
  }

  /**
   * New content keys, or the same ones moved, in the name of who is signed in; in use when it resolves.
   *
   * @throws Problem as `Sessions.renewContentKeys`
   */
  renewContentKeys(
    password: string,
    adopt: (newer: ContentKeyring) => Promise<void>,
    change?: (request: ChangeRequest) => Promise<ContentKeyring>,
  ): Promise<number> {
    return this.#turns.take(async () => {
      const { sessions } = this.#require();
      const epoch = await this.#noting(sessions.renewContentKeys(password, adopt, change));
      await this.#show(sessions.current);
      return epoch;
    });
  }

  /** Whether somebody’s keys are open, which is so a little before the window is told. */
  get hasSession(): boolean {
    return this.#opened?.sessions.current !== undefined;
  }

  /** Writes into the key file what nobody has to sign for. The status is as before until `refresh`. @throws Problem `not_signed_in` */
  noteInKeys(act: (own: OwnKeyFile) => Promise<void>): Promise<void> {
    return this.#noting(this.#require().sessions.noteInKeys(act));
  }

  /** Reads anew what the window shows of the workspace. */
  refresh(): Promise<SessionView> {
    return this.#turns.take(() => this.#show(this.#opened?.sessions.current));
  }

  /** Checks the password of somebody who stands by. @throws Problem as `Sessions.confirmSecond` */
  async confirmSecond(second: PersonId, password: string, code?: string): Promise<PersonView> {
    return this.#noting(this.#require().sessions.confirmSecond(second, password, code));
  }

  /** Wrong passwords of somebody who was given a new one count no more. */
  async forgetFailures(person: PersonId): Promise<void> {
    await this.#require().sessions.forgetFailures(person);
  }

  /**
   * Ends the session. Whoever looks at it knows at once; stores and keys go when runs have come to a safe
   * point. Safe when nobody is signed in.
   */
  lock(reason: string, runs: RunsAtLock = 'pause'): Promise<SessionView> {
    const person = this.#hide();
    return this.#turns.take(() => this.#lock(reason, runs, person));
  }

  /** Ends the session and closes the workspace. Safe to call twice. */
  close(): Promise<void> {
    return this.#turns.arrive(async () => {
      await this.#lock('closing', 'pause', this.#hide()).catch(() => this.#status);
      const opened = this.#opened;
      if (opened !== undefined) await this.#closeAll(opened);
    });
  }

  /**
   * Ends the session and closes the workspace for good: nothing of it is open when `destroy` is called. Where
   * that fails, the workspace is here as before.
   *
   * @param left what the window says of it afterwards
   */
  end(destroy: () => Promise<void>, left: SessionView['erased']): Promise<void> {
    const person = this.#hide();
    return this.#turns.arrive(async () => {
      await this.#lock('the workspace is erased', 'pause', person);
      if (this.#opened !== undefined) await this.#closeAll(this.#opened);
      try {
        await destroy();
      } catch (error) {
        await this.#show();
        throw error;
      }
      this.#status = { state: 'no_workspace', host: this.#settings.host, people: [], erased: left };
      this.#settings.onChange(this.#status);
    });
  }

  /** Records an event as soon as that is possible: in the journal, else in the spool, else nowhere. */
  async record<K extends PlainKind>(kind: K, body: EventBody<K>, context: EntryContext): Promise<void> {
    if (this.#opened?.journal !== undefined) await this.#opened.journal.event(kind, body, context);
    else await spoolEvent(this.#settings.folder, kind, body, this.#settings.clock.wallMs());
  }

  async #closeAll(opened: OpenedWorkspace<Content>): Promise<void> {
    this.#opened = undefined;
    await opened.close();
  }

  /** Before the journal was ever open here, a failure frees the workspace for others again. */
  async #recordingEarlyFailure(
    opened: OpenedWorkspace<Content>,
    act: () => Promise<Session>,
  ): Promise<Session> {
    try {
      return await act();
    } catch (error) {
      if (opened.journal === undefined) {
        opened.giveBack();
        this.#opened = undefined;
      }
      throw error;
    }
  }

  /** What comes between a right password and the window. Where it fails, nobody is in front, and nothing is open. */
  async #letIn<Result>(opened: OpenedWorkspace<Content>, act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (error) {
      // Whoever was here before has left, too.
      this.#hide();
      await opened.leave().catch(() => undefined);
      opened.sessions.lock();
      throw error;
    }
  }

  async #enter(opened: OpenedWorkspace<Content>, session: Session, correlation: string): Promise<void> {
    const context = contextOf({ person: session.person, correlation });
    this.#session.abort();
    this.#session = new AbortController();
    this.#notes.forget();
    const journal = await opened.openJournal(session.metadata, context);
    this.#notes.putBack = await opened.keyFileRecord(journal).admit(session, context);
    const { deputy } = session;
    if (deputy !== undefined) await requireStillDeputy(deputy, journal);
    await recordSignedIn(journal, session, context);
    await opened.openContent(session, journal);
    this.#endWith(deputy);
    await this.#settings.onEntered(journal);
  }

  /** Whatever writes the key file: the journal knows from then on how it is. */
  async #noting<Result>(act: Promise<Result>): Promise<Result> {
    const result = await act;
    const { journal, sessions } = this.#opened ?? {};
    if (journal !== undefined)
      await this.#opened?.keyFileRecord(journal).note(sessions?.keyFile, APPLICATION_CONTEXT);
    return result;
  }

  /** A deputy's session ends with the duty, by a clock that nobody sets. */
  #endWith(deputy: Session['deputy']): void {
    if (deputy === undefined) return;
    const { signal } = this.#session;
    const leftMs = Math.min(deputy.untilMs - this.#settings.clock.wallMs(), LONGEST_TIMER_MS);
    const timer = setTimeout(
      () => {
        drop(this.lock('the time of the deputy has ended').catch(() => undefined));
      },
      Math.max(leftMs, 0),
    );
    timer.unref();
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  }

  /** The window knows at once that nobody is signed in any more; returns who was. */
  #hide(): Acting | undefined {
    const acting = actingIn(this.#status);
    if (acting === undefined) return undefined;
    this.#session.abort();
    this.#notes.forget();
    this.#status = signedOut(this.#status);
    this.#settings.onChange(this.#status);
    return acting;
  }

  async #lock(reason: string, runs: RunsAtLock, hidden: Acting | undefined): Promise<SessionView> {
    const opened = this.#opened;
    // Somebody can have signed in between the call and its turn.
    const person = this.#hide() ?? hidden;
    if (opened === undefined || person === undefined || opened.sessions.current === undefined)
      return this.#status;
    const { content } = opened;
    const goingOn = runs === 'as_granted' ? content?.goingOn() : undefined;
    try {
      try {
        await opened.journal?.event('auth.locked', { reason }, contextOf({ person, correlation: 'lock' }));
      } finally {
        if (goingOn === undefined) await opened.closeContent();
      }
      await opened.journal?.checkpoint('lock');
    } finally {
      // SEC: a journal that refuses keeps nothing open; the caller hears of the refusal all the same.
      opened.sessions.lock(goingOn === undefined ? 'drop' : 'keep');
      await this.#show();
    }
    if (goingOn !== undefined && content !== undefined) this.#closeAfter(goingOn, opened, content);
    return this.#status;
  }

  /** What a run was left goes when it is done, unless somebody's sign-in took it away before. */
  #closeAfter(goingOn: Promise<unknown>, opened: OpenedWorkspace<Content>, content: Content): void {
    const close = () =>
      this.#turns.take(async () => {
        if (this.#opened !== opened || opened.content !== content) return;
        await opened.leave();
      });
    // A store that cannot be closed has nobody to tell; the keys are wiped either way.
    drop(goingOn.then(close, close).catch(() => undefined));
  }

  async #show(session?: Session): Promise<SessionView> {
    this.#status = { ...(await statusOf(this.#settings, session)), ...this.#notes.view };
    this.#settings.onChange(this.#status);
    return this.#status;
  }

  #require(): OpenedWorkspace<Content> {
    if (this.#opened === undefined) throw notSignedIn();
    return this.#opened;
  }
}
