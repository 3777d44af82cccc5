import type { EntryContext, EventBody } from '../../../shared/formats/index.ts';
import type { Journal } from '../../evidence/index.ts';
import { Sessions, type Session, type SignInFailure } from '../../governance/index.ts';
import type { MetadataKeyring } from '../../keys/index.ts';
import {
  lockWorkspace,
  requireWorkspace,
  workspacePaths,
  type WorkspaceLock,
} from '../../operations/index.ts';
import { APPLICATION_CONTEXT } from '../actor.ts';
import { mergeSpool, spoolEvent } from '../early-events.ts';
import { KeyFileRecord } from './key-file-record.ts';
import type { DeskSettings, OpenContent, Place } from './settings.ts';

/** A workspace that this process owns: its lock, its sessions, and what of it is open. */
export class OpenedWorkspace<Content extends OpenContent> {
  readonly place: Place;
  readonly sessions: Sessions;
  readonly #settings: DeskSettings<Content>;
  readonly #lock: WorkspaceLock;
  #journal: Journal | undefined;
  #content: Content | undefined;
  #keyFileRecord: KeyFileRecord | undefined;

  private constructor(settings: DeskSettings<Content>, place: Place, lock: WorkspaceLock) {
    this.#settings = settings;
    this.#lock = lock;
    this.place = place;
    this.sessions = new Sessions({
      keyFile: place.paths.keyFile,
      attemptsFile: place.paths.attemptsFile,
      workspaceId: place.workspaceId,
      deviceSecrets: settings.deviceSecrets,
      clock: settings.clock,
      custodyFile: settings.custodyFile,
      codeWindowMs: settings.codeWindowMs,
      isForOneAct: settings.host.kind === 'command-line',
      passwordCost: () => settings.passwordCost(),
      recordFailure: (failure) => this.#recordFailure(failure),
      admit: (arrived) => settings.admit(place.workspaceId, arrived),
    });
  }

  /** @throws Problem where no workspace stands in the folder, or another process owns it */
  static async take<Content extends OpenContent>(
    settings: DeskSettings<Content>,
  ): Promise<OpenedWorkspace<Content>> {
    const { id } = await requireWorkspace(settings.folder, settings.host.kind);
    const paths = workspacePaths(settings.folder);
    return new OpenedWorkspace(settings, { workspaceId: id, paths }, lockWorkspace(paths.lockFile));
  }

  /** Open from the first sign-in on, and through locks, so that refusals can be recorded. */
  get journal(): Journal | undefined {
    return this.#journal;
  }

  get content(): Content | undefined {
    return this.#content;
  }

  /** What the journal, which is open, knows of the key file. */
  keyFileRecord(journal: Journal): KeyFileRecord {
    return (this.#keyFileRecord ??= new KeyFileRecord(journal));
  }

  /** The journal, opened where it is not yet, with what was spooled before merged into it. */
  async openJournal(metadata: MetadataKeyring, context: EntryContext): Promise<Journal> {
    if (this.#journal !== undefined) return this.#journal;
    const journal = await this.#settings.openJournal(this.place, metadata);
    this.#journal = journal;
    const { appVersion } = this.#settings.host;
    await mergeSpool(this.place, metadata, journal, { appVersion, context });
    return journal;
  }

  /** Opens content for whoever signed in, where their role holds the keys. */
  async openContent(session: Session, journal: Journal): Promise<void> {
    if (session.content === undefined) return;
    this.#content = await this.#settings.openContent(this.place, session.content, journal, session);
  }

  async closeContent(): Promise<void> {
    const content = this.#content;
    this.#content = undefined;
    await content?.close();
  }

  /** Ends what the person before had open: runs pause, stores close, content keys go. */
  async leave(): Promise<void> {
    try {
      await this.closeContent();
    } finally {
      this.sessions.dropContent();
    }
  }

  /** Gives the workspace back before anything of it was open. */
  giveBack(): void {
    this.sessions.close();
    this.#lock.release();
  }

  /** Closes everything: content, then the journal with its last entry, then keys and lock. */
  async close(): Promise<void> {
    try {
      await this.closeContent();
      await this.#journal?.event('workspace.closed', { reason: 'closing' }, APPLICATION_CONTEXT);
      await this.#journal?.checkpoint('exit');
    } finally {
      // A journal that cannot be closed keeps nobody out of the workspace, and no key in memory.
      try {
        await this.#journal?.close();
      } finally {
        this.giveBack();
      }
    }
  }

  async #recordFailure({ claimed, reason, wallMs: happenedAtMs, lockedOut }: SignInFailure): Promise<void> {
    const record = <K extends 'auth.sign_in_failed' | 'auth.locked_out'>(
      kind: K,
      body: EventBody<K>,
    ): Promise<unknown> =>
      this.#journal?.event(kind, body, APPLICATION_CONTEXT) ??
      spoolEvent(this.#settings.folder, kind, body, happenedAtMs);
    await record('auth.sign_in_failed', { claimed, reason, happenedAtMs });
    if (lockedOut !== undefined && claimed !== 'unknown')
      await record('auth.locked_out', { claimed, failures: lockedOut.failures, happenedAtMs });
  }
}
