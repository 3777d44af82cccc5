export type { Keychain } from '../keys/index.ts';
import type { RunsAtLock } from '../verbs/index.ts';
import type { Answer, SessionView, VerbName } from '../../shared/ipc/index.ts';

/** The composed application as the shell needs it. */
export interface ShellApplication {
  /** Does what a verb says; MUST check role and arguments again, and MUST NOT reject for what is expected. */
  dispatch(verb: VerbName, args: unknown): Promise<Answer<VerbName>>;
  /** Makes a refusal durable. MUST NOT reject: the refusal stands whether or not it could be recorded. */
  recordRefusal(verb: VerbName | 'unknown', reason: string): Promise<void>;
  /** The session now; MUST answer at once and MUST NOT throw. */
  status(): SessionView;
  /** Whether the profile lets windows be captured; where nothing is said it does not. */
  readonly screens?: 'protected' | 'open';
  /** Ends the session; content keys go. MUST be safe to call when nobody is signed in. */
  lock(reason: string, runs?: RunsAtLock): Promise<void>;
  /** Ends work in order and closes the workspace. MUST be safe to call twice. */
  close(): Promise<void>;
}

export type {
  ChooseFile,
  ChooseSaveFile,
  Clipboard,
  Notify,
  OpenProviderWindow,
  ProviderWindowRequest,
} from '../verbs/index.ts';
