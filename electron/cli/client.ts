import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTENT_ROLES, Problem, type ProblemCode } from '../../shared/domain/index.ts';
import type {
  NoticeBody,
  NoticeName,
  SessionView,
  VerbInput,
  VerbName,
  VerbResult,
} from '../../shared/ipc/index.ts';
import { composeApplication } from '../compose.ts';
import { forkProcess } from '../core/index.ts';
import type { Application } from '../verbs/index.ts';
import type { Passwords } from './passwords.ts';
import { readPurpose } from './purpose.ts';
import { askHidden } from './terminal.ts';

/** Shipped files: beside the built command line and beside its sources alike. */
export const resourcesFolder = fileURLToPath(new URL('../../resources', import.meta.url));
export const APP_VERSION = '0.1.0';

/** Folder of this person's own files; the same that Electron gives the window (`userData`). */
export function defaultUserFolder(): string {
  const own = process.env.SWARM_USER_FOLDER;
  if (own !== undefined && own !== '') return resolve(own);
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Swarm Clinical');
  if (process.platform === 'win32') {
    return join(process.env.APPDATA ?? join(homedir(), 'AppData/Roaming'), 'Swarm Clinical');
  }
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'Swarm Clinical');
}

/** A path as typed, seen from where the command was called. */
export function typedPath(path: string): string {
  return resolve(process.env.SWARM_CALLED_FROM ?? process.cwd(), path);
}

/** Answers to the next file questions. */
interface ChosenPaths {
  open: string | undefined;
  save: string | undefined;
}

type Listener = <N extends NoticeName>(name: N, body: NoticeBody<N>) => void;

/** What comes with a command beside the name and the password. */
interface SignInOptions {
  readonly code?: string | undefined;
  readonly asDeputy?: boolean | undefined;
  /** As typed: the purpose, a colon, some words. */
  readonly lookFor?: string | undefined;
}

/** The command line's side of the one door: verbs in, values or Problems out. */
export class Client {
  readonly #application: Application;
  readonly #files: ChosenPaths;
  readonly #listeners: Set<Listener>;
  /** Given for this one command, whose acts it confirms. */
  #password: string | undefined;
  /** What whoever has to say so opens patients' data for in this one command. */
  #lookFor: VerbInput<'session.statePurpose'> | undefined;

  private constructor(application: Application, files: ChosenPaths, listeners: Set<Listener>) {
    this.#application = application;
    this.#files = files;
    this.#listeners = listeners;
  }

  static async open(settings: {
    /** Where the machine policy or this person's own folder says, unless named. */
    workspaceFolder: string | undefined;
    userFolder: string;
  }): Promise<Client> {
    const files: ChosenPaths = { open: undefined, save: undefined };
    const listeners = new Set<Listener>();
    const application = await composeApplication({
      resourcesFolder,
      userFolder: settings.userFolder,
      workspaceFolder: settings.workspaceFolder,
      host: 'command-line',
      appVersion: APP_VERSION,
      launchProcess: forkProcess,
      chooseFile: () => Promise.resolve(files.open),
      chooseSaveFile: () => Promise.resolve(files.save),
      notify: (name, body) => {
        for (const listener of listeners) listener(name, body);
      },
    });
    return new Client(application, files, listeners);
  }

  get status(): SessionView {
    return this.#application.status();
  }

  /** @throws Problem as the verb answers */
  async call<N extends VerbName>(verb: N, args: VerbInput<N>, signal?: AbortSignal): Promise<VerbResult<N>> {
    const given = new Set<string>();
    for (;;) {
      const answer = await this.#application.dispatch(verb, args, signal);
      if (answer.ok) {
        if (verb === 'session.signIn') this.#password = (args as VerbInput<'session.signIn'>).password;
        return answer.value as VerbResult<N>;
      }
      // Each thing that is wanted first is given once.
      if (given.has(answer.code) || !(await this.#give(answer.code, verb)))
        throw new Problem(answer.code as ProblemCode, answer.message, answer.hint);
      given.add(answer.code);
    }
  }

  /** What a verb wants first of the person, as far as it came with the command or a terminal can ask for it. */
  async #give(wanted: string, verb: VerbName): Promise<boolean> {
    if (wanted === 'purpose_needed' && this.#lookFor !== undefined) {
      await this.call('session.statePurpose', this.#lookFor);
      return true;
    }
    if (this.#password === undefined) return false;
    if (wanted === 'confirm_needed') {
      await this.call('session.confirm', { verb, password: this.#password });
      return true;
    }
    if (wanted === 'code_needed' && process.stdin.isTTY) {
      const code = await askHidden('Code of your authenticator: ');
      await this.call('session.confirmCode', { password: this.#password, code });
      return true;
    }
    return false;
  }

  /** Answers the next file question of a verb with this path. */
  async withFile<T>(kind: 'open' | 'save', path: string, act: () => Promise<T>): Promise<T> {
    this.#files[kind] = path;
    try {
      return await act();
    } finally {
      this.#files[kind] = undefined;
    }
  }

  async listening<T>(listener: Listener, act: () => Promise<T>): Promise<T> {
    this.#listeners.add(listener);
    try {
      return await act();
    } finally {
      this.#listeners.delete(listener);
    }
  }

  /**
   * Signs in the named person.
   *
   * @throws Problem `wrong_usage` without a name or for an unreadable purpose, `not_found`, `wrong_password`
   */
  async signIn(
    user: string | undefined,
    passwords: Passwords,
    { code, asDeputy, lookFor }: SignInOptions = {},
  ): Promise<void> {
    this.#lookFor = lookFor === undefined ? undefined : readPurpose(lookFor);
    const { people, state } = this.status;
    if (state === 'no_workspace') {
      throw new Problem(
        'not_found',
        'there is no workspace here yet',
        'Make one with `swarm workspace create`, or name its folder with --workspace.',
      );
    }
    if (user === undefined) {
      const names = people.map((person) => `${person.name} (${person.role})`).join(', ');
      throw new Problem('wrong_usage', 'who are you', `Name yourself with --user. There are: ${names}.`);
    }
    await this.call('session.signIn', {
      ...(await this.proofOf(user, passwords)),
      ...(code !== undefined && { code }),
      ...(asDeputy === true && { deputy: true }),
    });
  }

  /** What this person signs in with: their password, and the token's PIN where their content keys lie under one. */
  async proofOf(
    user: string,
    passwords: Passwords,
  ): Promise<{ readonly person: string; readonly password: string; readonly pin?: string }> {
    const { custody } = this.status;
    const password = await passwords.get(user);
    if (custody?.kind !== 'token' || !this.#holdsContent(user)) return { person: user, password };
    const pin = await passwords.get(`the token ${custody.name} (its PIN)`, 1);
    return { person: user, password, pin };
  }

  #holdsContent(user: string): boolean {
    const wanted = user.trim().toLowerCase();
    const person = this.status.people.find(({ id, name }) => id === user || name.toLowerCase() === wanted);
    return person !== undefined && CONTENT_ROLES.includes(person.role);
  }

  close(): Promise<void> {
    return this.#application.close();
  }
}
