import type { NoticeBody, NoticeName, SessionView } from '../../shared/ipc/index.ts';
import type { LaunchProcess } from '../core/index.ts';
import type { Dispatch, RecordRefusal } from './ipc/port.ts';

/** Where the window lives. `stand-in` is Chromium with the Electron API of `e2e/host`. */
export type HostKind = 'electron' | 'stand-in';

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

/** Tells every open window; a window that is gone hears nothing. */
export type Notify = <N extends NoticeName>(name: N, body: NoticeBody<N>) => void;

export interface ApplicationSettings {
  /** Shipped files: policies, pipelines, agents, models, fonts. Read-only. */
  readonly resourcesFolder: string;
  /** This person's own folder; the workspace lies in it unless configured otherwise. */
  readonly userFolder: string;
  readonly host: HostKind;
  readonly appVersion: string;
  readonly launchProcess: LaunchProcess;
  readonly chooseFile: ChooseFile;
  readonly chooseSaveFile: ChooseSaveFile;
  readonly notify: Notify;
}

/** The composed application as the shell sees it. */
export interface Application {
  readonly dispatch: Dispatch;
  readonly recordRefusal: RecordRefusal;
  /** The session now; MUST answer at once and MUST NOT throw. */
  status(): SessionView;
  /** Ends the session; content keys go. MUST be safe to call when nobody is signed in. */
  lock(reason: string): Promise<void>;
  /** Ends work in order and closes the workspace. MUST be safe to call twice. */
  close(): Promise<void>;
}

export type ComposeApplication = (settings: ApplicationSettings) => Promise<Application>;
