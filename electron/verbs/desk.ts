import {
  CONTENT_ROLES,
  Problem,
  type PersonId,
  type Role,
  type WorkspaceId,
} from '../../shared/domain/index.ts';
import type { EntryContext, EventBody, PlainKind } from '../../shared/formats/index.ts';
import type { PersonView, SessionView } from '../../shared/ipc/index.ts';
import { drop, type Clock } from '../core/index.ts';
import type { EpochBegun, Journal } from '../evidence/index.ts';
import { Sessions, type Session, type SignInFailure, type SignInProof } from '../governance/index.ts';
import {
  openSheets,
  readKeyFileView,
  type ChangeRequest,
  type ContentKeyring,
  type DeviceSecretStore,
  type KeyFileView,
  type MetadataKeyring,
  type NewPerson,
  type OpenedSheets,
  type RecoveryRecord,
} from '../keys/index.ts';
import {
  createWorkspace,
  inspectWorkspace,
  lockWorkspace,
  requireWorkspace,
  workspacePaths,
  type CreateWorkspaceOptions,
  type WorkspaceLock,
  type WorkspacePaths,
} from '../operations/index.ts';
import { APPLICATION_CONTEXT, contextOf, notSignedIn } from './actor.ts';
import { mergeSpool, spoolEvent } from './early-events.ts';

/** Who may say that a damaged journal is to be left: those who answer for it or run the machine. */
const EPOCH_ROLES: readonly Role[] = ['compliance', 'admin'];

/** How long a confirmed act has to come. */
const CONFIRMATION_MS = 60_000;

/** What a signed-in content holder works with, beside the journal. */
export interface OpenContent {
  /** Resolves when the runs that go on by their operator's word have let go; undefined without one. */
  goingOn(): Promise<unknown> | undefined;
  close(): Promise<void>;
}

/** What a lock does to runs: all pause, or those go on whose operator said so. */
export type RunsAtLock = 'pause' | 'as_granted';

/** Where a workspace stands, for those who open its parts. */
export interface Place {
  readonly workspaceId: WorkspaceId;
  readonly paths: WorkspacePaths;
}

export interface DeskSettings<Content extends OpenContent> {
  readonly folder: string;
  readonly host: SessionView['host'];
  readonly deviceSecrets: DeviceSecretStore;
  readonly clock: Clock;
  /** The automatic logoff in effect. */
  readonly logoff: SessionView['logoff'];
  /** Roles that sign in with a second factor on this workstation. */
  readonly secondFactorRoles: readonly Role[];
  openJournal(place: Place, keys: MetadataKeyring): Promise<Journal>;
  /** Leaves a damaged journal as it is and lays down the file that goes on. */
  beginEpoch(place: Place, keys: MetadataKeyring, by: EntryContext): Promise<EpochBegun>;
  /** Called for roles with content rights; MUST NOT keep the keyring's buffers after `close`. */
  openContent(place: Place, keys: ContentKeyring, journal: Journal, session: Session): Promise<Content>;
  /** Lays down the first journal of a new workspace. */
  readonly prepare: CreateWorkspaceOptions['prepare'];
  /** Told after every change of the session; MUST NOT throw. */
  onChange(status: SessionView): void;
}

interface Opened<Content> {
  readonly place: Place;
  readonly lock: WorkspaceLock;
  readonly sessions: Sessions;
  /** Open from the first sign-in on, and through locks, so that refusals can be recorded. */
  journal: Journal | undefined;
  content: Content | undefined;
}

/**
 * The workspace on this desk: absent, closed, or open with one person in front of it. Opens and closes
 * its parts in the right order; one change at a time.
 */
export class Desk<Content extends OpenContent> {
  readonly #settings: DeskSettings<Content>;
  #opened: Opened<Content> | undefined;
  #status: SessionView;
  #last: Promise<unknown> = Promise.resolve();
  /** Aborts when the present session ends. */
  #session = new AbortController();
  #confirmed: { readonly verb: string; readonly untilMs: number } | undefined;

  private constructor(settings: DeskSettings<Content>) {
    this.#settings = settings;
    this.#status = { state: 'no_workspace', host: settings.host, people: [] };
  }

  /** @throws Problem where something else than a workspace, or a newer one, stands in the folder */
  static async open<Content extends OpenContent>(settings: DeskSettings<Content>): Promise<Desk<Content>> {
    const desk = new Desk(settings);
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

  /** Aborts when the session that is open now ends: what was asked in it is answered to nobody else. */
  get sessionEnd(): AbortSignal {
    return this.#session.signal;
  }

  /** Everybody an entry can name: who may sign in, who is proposed, who was here once. */
  get everyone(): readonly PersonView[] {
    return [...this.#status.people, ...(this.#status.others ?? [])];
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
    if (this.person === undefined) throw notSignedIn();
    if (content !== undefined) return content;
    throw new Problem(
      'not_allowed',
      `as ${this.person.role} you hold no content keys`,
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
    return this.#inTurn(async () => {
      await createWorkspace(this.#settings.folder, people, {
        deviceSecrets: this.#settings.deviceSecrets,
        clock: this.#settings.clock,
        prepare: this.#settings.prepare,
        // What the real application makes is for real work; the stand-in will not open it.
        production: this.#settings.host.kind === 'electron',
      });
      return this.#show();
    });
  }

  /**
   * Signs in, opens the journal (and content, where the role has it), merges what was spooled.
   *
   * @throws Problem `wrong_password`, `not_found`, `in_use`, `damaged`
   */
  signIn(nameOrId: string, proof: SignInProof, correlation: string): Promise<SessionView> {
    return this.#inTurn(async () => {
      const opened = (this.#opened ??= await this.#take());
      const session = await this.#recordingEarlyFailure(opened, () =>
        opened.sessions.signIn(nameOrId, proof, () => this.#leave(opened)),
      );
      try {
        await this.#enter(opened, session, correlation);
      } catch (error) {
        opened.sessions.lock();
        throw error;
      }
      return this.#show(session);
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
    return this.#inTurn(async () => {
      const opened = (this.#opened ??= await this.#take());
      if (opened.journal !== undefined)
        throw new Problem(
          'wrong_usage',
          'the journal is in use here',
          'Close the workspace, then try again.',
        );
      const session = await this.#recordingEarlyFailure(opened, () =>
        opened.sessions.signIn(nameOrId, proof),
      );
      try {
        await this.#requireEpochRole(session.person, correlation);
        const by = contextOf({ person: session.person, correlation });
        const begun = await this.#settings.beginEpoch(opened.place, session.metadata, by);
        await this.#enter(opened, session, correlation);
        await this.#show(session);
        return begun;
      } catch (error) {
        opened.sessions.lock();
        throw error;
      }
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
    return this.#inTurn(async () => {
      if (this.person !== undefined)
        throw new Problem('wrong_usage', 'somebody is signed in here', 'Lock the workspace first.');
      const opened = (this.#opened ??= await this.#take());
      const wasOpen = opened.journal !== undefined;
      const { workspaceId, paths } = opened.place;
      let unlocked: OpenedSheets | undefined;
      try {
        const { deviceSecrets } = this.#settings;
        unlocked = await openSheets({ path: paths.keyFile, workspaceId, deviceSecrets, sheets });
        const journal =
          opened.journal ?? (await this.#openJournal(opened, unlocked.metadata, APPLICATION_CONTEXT));
        const result = await act(unlocked, journal, opened.sessions);
        await this.#show();
        return result;
      } finally {
        // What was opened for this alone is closed again, the journal first: it signs with these keys.
        if (!wasOpen) await this.#closeAll(opened);
        unlocked?.close();
      }
    });
  }

  /** Checks the signed-in person's password again, for a signature. @throws Problem `wrong_password` */
  async confirmPassword(password: string): Promise<void> {
    await this.#require().sessions.confirmPassword(password);
  }

  /**
   * Checks the password once more for one act, which has a minute to come.
   *
   * @throws Problem `wrong_password`, `limit_reached`, `not_signed_in`
   */
  async confirm(verb: string, password: string): Promise<void> {
    await this.confirmPassword(password);
    this.#confirmed = { verb, untilMs: this.#settings.clock.monoMs() + CONFIRMATION_MS };
  }

  /** Whether this act was confirmed just now. It counts once. */
  takeConfirmation(verb: string): boolean {
    const confirmed = this.#confirmed;
    this.#confirmed = undefined;
    return confirmed?.verb === verb && this.#settings.clock.monoMs() < confirmed.untilMs;
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
    const result = await sessions.changeKeys(password, change);
    await this.#inTurn(() => this.#show(sessions.current));
    return result;
  }

  /** Checks the password of somebody who stands by. @throws Problem as `Sessions.confirmSecond` */
  async confirmSecond(second: PersonId, password: string): Promise<PersonView> {
    return this.#require().sessions.confirmSecond(second, password);
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
    return this.#inTurn(() => this.#lock(reason, runs, person));
  }

  /** Ends the session and closes the workspace. Safe to call twice. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#lock('closing', 'pause', this.#hide()).catch(() => this.#status);
      const opened = this.#opened;
      if (opened !== undefined) await this.#closeAll(opened);
    });
  }

  /** Records an event as soon as that is possible: in the journal, else in the spool, else nowhere. */
  async record<K extends PlainKind>(kind: K, body: EventBody<K>, context: EntryContext): Promise<void> {
    if (this.#opened?.journal !== undefined) await this.#opened.journal.event(kind, body, context);
    else await spoolEvent(this.#settings.folder, kind, body, this.#settings.clock.wallMs());
  }

  async #closeAll(opened: Opened<Content>): Promise<void> {
    this.#opened = undefined;
    try {
      await this.#closeContent(opened);
      await opened.journal?.event('workspace.closed', { reason: 'closing' }, APPLICATION_CONTEXT);
      await opened.journal?.checkpoint('exit');
    } finally {
      // A journal that cannot be closed keeps nobody out of the workspace, and no key in memory.
      try {
        await opened.journal?.close();
      } finally {
        opened.sessions.close();
        opened.lock.release();
      }
    }
  }

  async #openJournal(
    opened: Opened<Content>,
    metadata: MetadataKeyring,
    context: EntryContext,
  ): Promise<Journal> {
    const journal = await this.#settings.openJournal(opened.place, metadata);
    opened.journal = journal;
    const { appVersion } = this.#settings.host;
    await mergeSpool(opened.place, metadata, journal, { appVersion, context });
    return journal;
  }

  async #requireEpochRole(person: PersonView, correlation: string): Promise<void> {
    if (EPOCH_ROLES.includes(person.role)) return;
    const reason = `role ${person.role} may not`;
    await this.record(
      'access.refused',
      { verb: 'journal.beginEpoch', reason },
      contextOf({ person, correlation }),
    );
    throw new Problem(
      'not_allowed',
      `as ${person.role} you may not begin a new journal file`,
      `This needs the role ${EPOCH_ROLES.join(' or ')}. The attempt was recorded.`,
    );
  }

  async #take(): Promise<Opened<Content>> {
    const { id } = await requireWorkspace(this.#settings.folder, this.#settings.host.kind);
    const paths = workspacePaths(this.#settings.folder);
    const lock = lockWorkspace(paths.lockFile);
    const sessions = new Sessions({
      keyFile: paths.keyFile,
      attemptsFile: paths.attemptsFile,
      workspaceId: id,
      deviceSecrets: this.#settings.deviceSecrets,
      clock: this.#settings.clock,
      recordFailure: (failure) => this.#recordFailure(failure),
    });
    return { place: { workspaceId: id, paths }, lock, sessions, journal: undefined, content: undefined };
  }

  /** Before the journal was ever open here, a failure frees the workspace for others again. */
  async #recordingEarlyFailure(opened: Opened<Content>, act: () => Promise<Session>): Promise<Session> {
    try {
      return await act();
    } catch (error) {
      if (opened.journal === undefined) {
        opened.sessions.close();
        opened.lock.release();
        this.#opened = undefined;
      }
      throw error;
    }
  }

  async #enter(opened: Opened<Content>, session: Session, correlation: string): Promise<void> {
    const { place } = opened;
    const context = contextOf({ person: session.person, correlation });
    this.#session.abort();
    this.#session = new AbortController();
    this.#confirmed = undefined;
    const journal = opened.journal ?? (await this.#openJournal(opened, session.metadata, context));
    const method = session.factor === undefined ? 'password' : (`password and ${session.factor}` as const);
    await journal.event('auth.signed_in', { method }, context);
    if (session.content !== undefined) {
      opened.content = await this.#settings.openContent(place, session.content, journal, session);
    }
  }

  /** The window knows at once that nobody is signed in any more; returns who was. */
  #hide(): PersonView | undefined {
    const { person } = this.#status;
    if (person === undefined) return undefined;
    this.#session.abort();
    this.#confirmed = undefined;
    const gone = { person: undefined, failedBefore: undefined, mustEnrol: undefined };
    this.#status = { ...this.#status, ...gone, state: 'signed_out' };
    this.#settings.onChange(this.#status);
    return person;
  }

  async #lock(reason: string, runs: RunsAtLock, hidden: PersonView | undefined): Promise<SessionView> {
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
        if (goingOn === undefined) await this.#closeContent(opened);
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
  #closeAfter(goingOn: Promise<unknown>, opened: Opened<Content>, content: Content): void {
    const close = () =>
      this.#inTurn(async () => {
        if (this.#opened !== opened || opened.content !== content) return;
        await this.#leave(opened);
      });
    // A store that cannot be closed has nobody to tell; the keys are wiped either way.
    drop(goingOn.then(close, close).catch(() => undefined));
  }

  /** Ends what the person before had open: runs pause, stores close, content keys go. */
  async #leave(opened: Opened<Content>): Promise<void> {
    try {
      await this.#closeContent(opened);
    } finally {
      opened.sessions.dropContent();
    }
  }

  async #closeContent(opened: Opened<Content>): Promise<void> {
    const { content } = opened;
    opened.content = undefined;
    await content?.close();
  }

  async #recordFailure({ claimed, reason, wallMs: happenedAtMs, lockedOut }: SignInFailure): Promise<void> {
    const record = <K extends 'auth.sign_in_failed' | 'auth.locked_out'>(
      kind: K,
      body: EventBody<K>,
    ): Promise<unknown> =>
      this.#opened?.journal?.event(kind, body, APPLICATION_CONTEXT) ??
      spoolEvent(this.#settings.folder, kind, body, happenedAtMs);
    await record('auth.sign_in_failed', { claimed, reason, happenedAtMs });
    if (lockedOut !== undefined && claimed !== 'unknown')
      await record('auth.locked_out', { claimed, failures: lockedOut.failures, happenedAtMs });
  }

  #mustEnrol({ id, role }: PersonView, { secondFactors }: KeyFileView): boolean {
    const wanted = this.#settings.secondFactorRoles.includes(role);
    return wanted && !secondFactors.some((each) => each.id === id);
  }

  async #show(session?: Session): Promise<SessionView> {
    const { id } = await requireWorkspace(this.#settings.folder, this.#settings.host.kind);
    const view: KeyFileView = await readKeyFileView(workspacePaths(this.#settings.folder).keyFile);
    const { person, failedBefore } = session ?? {};
    this.#status = {
      state: person === undefined ? 'signed_out' : 'signed_in',
      host: this.#settings.host,
      workspace: { id, folder: this.#settings.folder },
      people: [...view.people],
      ...(view.recovery && { recovery: sheetsInShort(view.recovery) }),
      ...(this.#settings.logoff && { logoff: this.#settings.logoff }),
      others: [...view.proposals.map((each) => each.person), ...view.former].filter(
        (other) => !view.people.some((each) => each.id === other.id),
      ),
      ...(person && { person: { id: person.id, name: person.name, role: person.role } }),
      ...(failedBefore && { failedBefore }),
      ...(person && this.#mustEnrol(person, view) && { mustEnrol: true }),
    };
    this.#settings.onChange(this.#status);
    return this.#status;
  }

  #require(): Opened<Content> {
    if (this.#opened === undefined) throw notSignedIn();
    return this.#opened;
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** What the sign-in screen needs to know of the sealed sheets. */
function sheetsInShort({ set, threshold, sheets }: RecoveryRecord): NonNullable<SessionView['recovery']> {
  return { set, threshold, count: sheets.length };
}
