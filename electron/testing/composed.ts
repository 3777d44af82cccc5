import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunId } from '../../shared/domain/index.ts';
import type { Entry } from '../../shared/formats/index.ts';
import type { Answer, NoticeName, RunView, VerbInput, VerbName, VerbResult } from '../../shared/ipc/index.ts';
import { composeApplication } from '../compose.ts';
import { forkProcess, type LaunchProcess } from '../core/index.ts';
import type { Application, ApplicationSettings } from '../verbs/index.ts';
import { askConfirming } from './confirming.ts';

/** One person of each role; passwords of tests only. */
export const PEOPLE = [
  { name: 'Ada', role: 'admin', password: 'password of ada' },
  { name: 'Otto', role: 'operator', password: 'password of otto' },
  { name: 'Carla', role: 'compliance', password: 'password of carla' },
  { name: 'Vera', role: 'viewer', password: 'password of vera' },
] as const;
export type Name = (typeof PEOPLE)[number]['name'];
/** What a test may set otherwise than the window does. */
type Changed = Partial<
  Pick<
    ApplicationSettings,
    | 'clipboard'
    | 'host'
    | 'keychain'
    | 'machinePolicyFile'
    | 'openProviderWindow'
    | 'openSignInProcess'
    | 'resourcesFolder'
    | 'userFolder'
    | 'workspaceFolder'
  >
>;

/**
 * The whole application from its sources, as the window has it, in a folder of its own: real keys,
 * journal, stores and rules. Only the window and, where a test brings one, the model are not real.
 */
export class Composed {
  readonly folder: string;
  application: Application;
  /** The file that the next system dialog to open one answers. */
  chosen: string | undefined;
  /** The file that the next system dialog to save one answers. */
  saveTo: string | undefined;
  /** Hears every notice that a screen would hear. */
  onNotice: (name: NoticeName, body: unknown) => void = () => undefined;
  readonly #launch: LaunchProcess;
  #listeners: (() => void)[] = [];

  private constructor(folder: string, launch: LaunchProcess) {
    this.folder = folder;
    this.saveTo = join(folder, 'out.csv');
    this.#launch = launch;
    this.application = undefined as never;
  }

  static async create(launch: LaunchProcess = forkProcess): Promise<Composed> {
    const composed = new Composed(await mkdtemp(join(tmpdir(), 'swarm-composed-')), launch);
    await composed.start();
    await composed.call('workspace.create', { people: [...PEOPLE] });
    return composed;
  }

  /** Starts the application anew over the same workspace. */
  async start(more: Changed = {}): Promise<void> {
    this.application = await this.another(more);
  }

  /** One more application over the same workspace, as if it were started a second time. Its caller closes it. */
  another(more: Changed = {}): Promise<Application> {
    return composeApplication({
      resourcesFolder: join(import.meta.dirname, '../../resources'),
      userFolder: this.folder,
      host: 'stand-in',
      machinePolicyFile: join(this.folder, 'no-machine-policy.json'),
      ...more,
      appVersion: '0.0.0',
      launchProcess: this.#launch,
      verifierPage: join(this.folder, 'verifier.html'),
      chooseFile: () => Promise.resolve(this.chosen),
      chooseSaveFile: () => Promise.resolve(this.saveTo),
      notify: (name: NoticeName, body: unknown) => {
        this.onNotice(name, body);
        if (name === 'run.changed') for (const listener of this.#listeners) listener();
      },
    });
  }

  /** The next system dialog answers this file, whether it opens or saves. */
  answerDialogs(file: string): void {
    this.chosen = this.saveTo = file;
  }

  async restart(more: Changed = {}): Promise<void> {
    await this.application.close();
    await this.start(more);
  }

  /** As a screen asks: where the password is wanted once more, the person signed in gives it. */
  ask(verb: VerbName, args: unknown): Promise<Answer<VerbName>> {
    return askConfirming(this.application, verb, args);
  }

  /** @throws Error with the problem's code and words */
  async call<N extends VerbName>(verb: N, args: VerbInput<N>): Promise<VerbResult<N>> {
    const answer = await this.ask(verb, args);
    if (!answer.ok) throw new Error(`${verb}: ${answer.code}: ${answer.message}`);
    return answer.value as VerbResult<N>;
  }

  async signIn(name: Name): Promise<void> {
    await this.call('session.signIn', { person: name, password: passwordOf(name) });
  }

  /** Imports a file as the person signed in, and gives the dataset's id. */
  async import(file: string): Promise<VerbResult<'datasets.importFile'>> {
    this.chosen = file;
    const chosen = await this.call('datasets.chooseFile', {});
    return this.call('datasets.importFile', { token: chosen?.token ?? '' });
  }

  /** Every entry of the journal that fits, oldest first, as the person signed in may read them. */
  async entries(filter: VerbInput<'journal.searchEntries'>['filter']): Promise<Entry[]> {
    const limit = 500;
    const { look, ...first } = await this.call('journal.searchEntries', { filter, limit });
    const found = first.entries.map(({ entry }) => entry);
    for (let total = first.total, complete = first.complete; !complete || found.length < total;) {
      const page = await this.call('journal.readEntries', { look, offset: found.length, limit });
      found.push(...page.entries.map(({ entry }) => entry));
      ({ total, complete } = page);
    }
    return found.sort((a, b) => a.seq - b.seq);
  }

  /** Waits until the run is neither going on nor about to, as its entries tell. */
  async settled(run: RunId, isSettled = (view: RunView) => view.state !== 'running'): Promise<RunView> {
    for (;;) {
      const changed = Promise.withResolvers<undefined>();
      const listener = (): void => {
        changed.resolve(undefined);
      };
      this.#listeners.push(listener);
      try {
        const view = await this.call('runs.get', { run });
        if (isSettled(view)) return view;
        await changed.promise;
      } finally {
        this.#listeners = this.#listeners.filter((each) => each !== listener);
      }
    }
  }

  /**
   * Says yes to whatever a run asks until it asks no more. Otto has nothing to press: the run is taken up
   * with his next sign-in, and he is signed in at the end.
   */
  async approved(run: RunId): Promise<RunView> {
    let view = await this.settled(run);
    while (view.state === 'waiting_for_approval') {
      await this.signIn('Carla');
      await this.answerAll('approved');
      await this.signIn('Otto');
      const waited = view.callList.length;
      view = await this.settled(
        run,
        ({ state, callList }) =>
          state !== 'running' && (state !== 'waiting_for_approval' || callList.length > waited),
      );
    }
    return view;
  }

  /** Answers whatever waits, as the compliance officer who has looked at it. */
  async answerAll(answer: 'approved' | 'refused' = 'approved'): Promise<number> {
    let answered = 0;
    for (const { id, state } of await this.call('approvals.list', {})) {
      if (state !== 'waiting') continue;
      await this.call('approvals.open', { approval: id });
      await this.call('approvals.answer', {
        approval: id,
        answer,
        reason: 'the version before stays',
        meaning: 'approval',
        password: passwordOf('Carla'),
      });
      answered += 1;
    }
    return answered;
  }

  async close(): Promise<void> {
    await this.application.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function passwordOf(name: Name): string {
  return `password of ${name.toLowerCase()}`;
}
