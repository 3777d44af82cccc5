import type { Answer, NoticeBody, NoticeName, SessionView, VerbName } from '../../shared/ipc/index.ts';
import type { RunsAtLock } from './desk/settings.ts';
import type { Keychain } from '../keys/index.ts';
import type { Channel, LaunchProcess } from '../core/index.ts';
import type { OpenProviderWindow } from '../governance/index.ts';

/** Asks the person for an existing file. Resolves to its absolute path, or undefined if they cancelled. */
export type ChooseFile = (request: {
  readonly title: string;
  readonly extensions: readonly string[];
}) => Promise<string | undefined>;

/** Asks the person where to save. Resolves to an absolute path, or undefined if they cancelled. */
export type ChooseSaveFile = (request: {
  readonly title: string;
  readonly suggestedName: string;
}) => Promise<string | undefined>;

/** Tells whoever listens; a listener that is gone hears nothing. MUST NOT throw. */
export type Notify = <N extends NoticeName>(name: N, body: NoticeBody<N>) => void;

export interface ApplicationSettings {
  /** Shipped files: policies, pipelines, agents, models, fonts. Read-only. */
  readonly resourcesFolder: string;
  /** This person's own folder: the device secret, and the workspace unless another is named. */
  readonly userFolder: string;
  readonly workspaceFolder?: string | undefined;
  /** `stand-in` is Chromium with the Electron API of `e2e/host`. */
  readonly host: SessionView['host']['kind'];
  readonly appVersion: string;
  /** What the administrator of the machine decides; a place of the system where none is named. */
  readonly machinePolicyFile?: string | undefined;
  /** Of the system, where this program reaches one; the command line reaches none. */
  readonly keychain?: Keychain | undefined;
  readonly launchProcess: LaunchProcess;
  /** The verifier as one page, for bundles; beside the built program unless named. */
  readonly verifierPage?: string | undefined;
  /** Opens the sign-in pages of the hospital; absent where there is no window. */
  readonly openProviderWindow?: OpenProviderWindow | undefined;
  /** Reaches the sign-in process; the one of the launcher unless said otherwise. */
  readonly openSignInProcess?: (() => Channel | undefined) | undefined;
  readonly chooseFile: ChooseFile;
  readonly chooseSaveFile: ChooseSaveFile;
  readonly notify: Notify;
  /** Of the system; absent where there is no window. */
  readonly clipboard?: Clipboard | undefined;
}

/** The clipboard of the system, for plain text. */
export interface Clipboard {
  write(text: string): Promise<void>;
  read(): Promise<string>;
  clear(): Promise<void>;
}

/** The composed application, as window and command line see it. */
export interface Application {
  dispatch(verb: string, args: unknown, signal?: AbortSignal): Promise<Answer<VerbName>>;
  /** Makes a refusal at an outer gate durable; MUST NOT reject. */
  recordRefusal(verb: string, reason: string): Promise<void>;
  /** The session now; MUST answer at once and MUST NOT throw. */
  status(): SessionView;
  /** Whether the profile lets windows be captured; where nothing is said it does not. */
  readonly screens?: 'protected' | 'open';
  /** Ends the session; content keys go. Safe when nobody is signed in. */
  lock(reason: string, runs?: RunsAtLock): Promise<void>;
  /** Ends work in order and closes the workspace. Safe to call twice. */
  close(): Promise<void>;
}
