import type { Answer, NoticeBody, NoticeName, SessionView, VerbName } from '../../shared/ipc/index.ts';

/** The composed application as the shell needs it. */
export interface ShellApplication {
  /** Does what a verb says; MUST check role and arguments again, and MUST NOT reject for what is expected. */
  dispatch(verb: VerbName, args: unknown): Promise<Answer<VerbName>>;
  /** Makes a refusal durable. MUST NOT reject: the refusal stands whether or not it could be recorded. */
  recordRefusal(verb: VerbName | 'unknown', reason: string): Promise<void>;
  /** The session now; MUST answer at once and MUST NOT throw. */
  status(): SessionView;
  /** Ends the session; content keys go. MUST be safe to call when nobody is signed in. */
  lock(reason: string): Promise<void>;
  /** Ends work in order and closes the workspace. MUST be safe to call twice. */
  close(): Promise<void>;
}

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
