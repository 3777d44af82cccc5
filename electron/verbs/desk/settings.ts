import type { Role, WorkspaceId } from '../../../shared/domain/index.ts';
import type { EntryContext } from '../../../shared/formats/index.ts';
import type { SessionView } from '../../../shared/ipc/index.ts';
import type { Clock } from '../../core/index.ts';
import type { EpochBegun, Journal } from '../../evidence/index.ts';
import type { Admission, Arrived, Session } from '../../governance/index.ts';
import type { ContentKeyring, DeviceSecretStore, MetadataKeyring, PasswordCost } from '../../keys/index.ts';
import type { CreateWorkspaceOptions, WorkspacePaths } from '../../operations/index.ts';

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

/** What can be used while nobody is at the desk: evidence, and no content. */
export interface AwayDesk {
  readonly place: Place;
  readonly journal: Journal;
  readonly metadata: MetadataKeyring;
  /** Aborts as soon as somebody wants to sign in. */
  readonly signal: AbortSignal;
}

export interface DeskSettings<Content extends OpenContent> {
  readonly folder: string;
  readonly host: SessionView['host'];
  readonly deviceSecrets: DeviceSecretStore;
  readonly clock: Clock;
  /** The customer's key file, where its medium is mounted elsewhere than when it was made. */
  readonly custodyFile?: string | undefined;
  /** What a new password is to cost to try on this machine. */
  passwordCost(): Promise<PasswordCost>;
  /** How long a code of an authenticator counts for acts that want the password once more. */
  readonly codeWindowMs: number;
  /** The automatic logoff in effect. */
  readonly logoff: SessionView['logoff'];
  /** Roles that sign in with a second factor on this workstation. */
  readonly secondFactorRoles: readonly Role[];
  /** Sign-in with an account of the hospital, as this workstation is set up for it. */
  provider(): SessionView['provider'];
  /** Whether somebody whose password was right gets in, and as what. @throws Problem */
  admit(workspaceId: WorkspaceId, arrived: Arrived): Admission;
  openJournal(place: Place, keys: MetadataKeyring): Promise<Journal>;
  /** Leaves a damaged journal as it is and lays down the file that goes on. */
  beginEpoch(place: Place, keys: MetadataKeyring, by: EntryContext): Promise<EpochBegun>;
  /** Called for roles with content rights; MUST NOT keep the keyring's buffers after `close`. */
  openContent(place: Place, keys: ContentKeyring, journal: Journal, session: Session): Promise<Content>;
  /** Called at the end of each sign-in, before the window is told of it. */
  onEntered(journal: Journal): Promise<void>;
  /** Lays down the first journal of a new workspace. */
  readonly prepare: CreateWorkspaceOptions['prepare'];
  /** Told after every change of the session; MUST NOT throw. */
  onChange(status: SessionView): void;
}
