import { basename, dirname, join } from 'node:path';
import { Problem, type Medium } from '../../../shared/domain/index.ts';
import { noteInFile, parseCheckpoint } from '../../../shared/formats/index.ts';
import type { ChosenBackupView, RestoreVerdictView, SessionView } from '../../../shared/ipc/index.ts';
import { readKeyFileView } from '../../keys/index.ts';
import {
  MANIFEST_FILE,
  readManifest,
  requireRoom,
  requireVacant,
  requireWorkspace,
  sizeOf,
  type BackupManifest,
  type Brought,
  type Restored,
  type Transfers,
} from '../../operations/index.ts';
import type { ApplicationSettings } from '../application.ts';
import type { Desk } from '../desk/desk.ts';
import type { OpenContent } from '../desk/settings.ts';
import { spoolEvent } from '../early-events.ts';
import { readWitnessFile } from '../witness-files.ts';
import { restoreProgress } from './progress.ts';
import {
  bringBack,
  type BringBackOrder,
  type FoundCopy,
  type RestoreKeys,
  type RestorePortsOfVerbs,
} from './restore.ts';

export interface RestoreRoomPorts extends RestorePortsOfVerbs {
  readonly settings: Pick<ApplicationSettings, 'notify' | 'host'>;
  readonly transfers: Transfers;
  monoMs(): number;
}

/** A file that came in before there was a journal to say so. */
type Came = Pick<Brought, 'medium' | 'sizeBytes'> & { readonly what: 'backup_list' | 'witness' };

interface Chosen {
  readonly folder: string;
  readonly manifest: BackupManifest;
  readonly people: ChosenBackupView['people'];
  readonly recovery: ChosenBackupView['recovery'];
  readonly witnesses: readonly { readonly file: string; readonly note: string }[];
  readonly came: readonly Came[];
}

/** A copy beside its place that waits for somebody's word, or is being made. */
interface Staged {
  readonly restored: Promise<Restored>;
  readonly found: Promise<FoundCopy>;
  readonly ending: AbortController;
  accept(reason: string): void;
}

/**
 * Going back to a backup on the first screen: one is chosen, held against witnesses, copied beside the place
 * of the workspace and verified there, and takes its name when somebody has seen the verdict and says so.
 * What was judged is what is used: between the two nothing is read again from the medium.
 */
export class RestoreRoom<C extends OpenContent> {
  readonly #desk: Desk<C>;
  readonly #ports: RestoreRoomPorts;
  #chosen: Chosen | undefined;
  #staged: Staged | undefined;

  constructor(desk: Desk<C>, ports: RestoreRoomPorts) {
    this.#desk = desk;
    this.#ports = ports;
  }

  /**
   * Asks for the list of a backup. A copy of another that waited is taken away.
   *
   * @returns undefined where the person cancelled
   * @throws Problem `already_exists` where a workspace stands, `storage_full`, and as `readManifest` and `requireWorkspace`
   */
  async choose(): Promise<ChosenBackupView | undefined> {
    const { folder: target } = this.#desk;
    this.#desk.requireNoWorkspace();
    await requireVacant(target);
    const brought = await this.#ports.transfers.bring('backup_list', undefined);
    if (brought === undefined) return undefined;
    if (basename(brought.path) !== MANIFEST_FILE)
      throw new Problem(
        'invalid_input',
        `\`${brought.file}\` is not the list of a backup`,
        `Choose the file \`${MANIFEST_FILE}\` in the folder of the backup.`,
      );
    const folder = dirname(brought.path);
    const manifest = await readManifest(folder);
    await requireWorkspace(folder, this.#ports.settings.host);
    await requireRoom(target, sizeOf(manifest));
    const { people, recovery } = await readKeyFileView(join(folder, 'keys.json'));
    await this.cancel();
    this.#chosen = {
      ...{ folder, manifest, people: [...people], witnesses: [] },
      recovery: recovery && {
        ...{ set: recovery.set, threshold: recovery.threshold, count: recovery.sheets.length },
      },
      came: [cameAs('backup_list', brought)],
    };
    return this.#view(this.#chosen);
  }

  /**
   * Asks for a checkpoint of this workspace that was kept elsewhere.
   *
   * @returns undefined where the person cancelled
   * @throws Problem `wrong_usage` before a backup was chosen, `foreign_file` for one of another workspace, `invalid_input`
   */
  async addWitness(): Promise<ChosenBackupView | undefined> {
    const { workspace } = this.#require().manifest;
    const brought = await this.#ports.transfers.bring('witness', undefined);
    if (brought === undefined) return undefined;
    const note = noteInFile(await readWitnessFile(brought));
    const own = this.#ports.originOf(workspace);
    const { origin } = parseCheckpoint(note);
    if (origin !== own && !origin.startsWith(`${own}/`))
      throw new Problem(
        'foreign_file',
        'that checkpoint is of another workspace than the backup',
        'Choose one that this workspace handed out.',
      );
    await this.cancel();
    const chosen = this.#require();
    const others = chosen.witnesses.filter((each) => each.note !== note);
    this.#chosen = {
      ...chosen,
      witnesses: [...others, { file: brought.file, note }],
      came: [...chosen.came, cameAs('witness', brought)],
    };
    return this.#view(this.#chosen);
  }

  /**
   * Compares the backup with its list, copies it beside the place, verifies the copy, and keeps it until somebody
   * decides.
   *
   * @throws Problem as `bringBack`
   */
  async check(keys: RestoreKeys): Promise<RestoreVerdictView> {
    const chosen = this.#require();
    this.#desk.requireNoWorkspace();
    // Begun at once, so that whoever cancels finds it, and at work when the one before is gone.
    const staged = this.#stage(chosen, keys, this.cancel());
    this.#staged = staged;
    try {
      const { view, missing, restored, witnesses } = await staged.found;
      return { verdict: view, missing, witnesses, journalSize: restored.manifest.journal.size };
    } catch (error) {
      if (this.#staged === staged) this.#staged = undefined;
      throw error;
    }
  }

  /**
   * Lets the copy that was checked take its name.
   *
   * @returns the workspace, with nobody signed in
   * @throws Problem `wrong_usage` where none waits, `already_exists` where something came to its place meanwhile
   */
  async accept(reason: string): Promise<SessionView> {
    const staged = this.#staged;
    if (staged === undefined)
      throw new Problem('wrong_usage', 'no backup waits to be restored', 'Check one first.');
    const { restored, missing } = await staged.found;
    try {
      const lay = async (): Promise<void> => {
        staged.accept(reason);
        await staged.restored;
      };
      const session = await this.#desk.takeUp(lay, { madeAtMs: restored.manifest.madeAtMs, missing });
      this.#chosen = undefined;
      return session;
    } finally {
      await this.cancel();
    }
  }

  /** Ends what was begun; nothing of it is left but the choice. Safe when nothing was. */
  async cancel(): Promise<void> {
    const staged = this.#staged;
    this.#staged = undefined;
    staged?.ending.abort();
    await staged?.restored.catch(() => undefined);
  }

  #stage({ folder: from, witnesses, came }: Chosen, keys: RestoreKeys, before: Promise<void>): Staged {
    const { settings, monoMs } = this.#ports;
    const ending = new AbortController();
    const found = Promise.withResolvers<FoundCopy>();
    const word = Promise.withResolvers<string>();
    ending.signal.addEventListener('abort', () => {
      word.reject(ending.signal.reason as Error);
    });
    word.promise.catch(() => undefined);
    const order: BringBackOrder = {
      ...{ from, target: this.#desk.folder, host: settings.host, signal: ending.signal },
      witnessed: witnesses.map(({ note }) => note),
      keys: () => Promise.resolve(keys),
      onProgress: restoreProgress(settings.notify, monoMs),
      decide: async (copy) => {
        found.resolve(copy);
        const reason = await word.promise;
        return copy.view.ok ? { reason } : { accepted: reason };
      },
      note: async (folder) => {
        for (const { what, medium, sizeBytes } of came)
          await spoolEvent(folder, 'transfer.in', { what, medium, sizeBytes }, this.#ports.wallMs());
      },
    };
    const restored = before.then(() => bringBack(order, this.#ports));
    restored.catch((error: unknown) => {
      found.reject(error);
    });
    found.promise.catch(() => undefined);
    return { restored, found: found.promise, ending, accept: word.resolve };
  }

  #require(): Chosen {
    if (this.#chosen !== undefined) return this.#chosen;
    throw new Problem('wrong_usage', 'no backup was chosen', 'Choose one first.');
  }

  #view({ folder, manifest, people, recovery, witnesses }: Chosen): ChosenBackupView {
    const { workspace, madeAtMs, appVersion, files, journal } = manifest;
    return {
      ...{ folder, target: this.#desk.folder, workspace, madeAtMs, appVersion, people: [...people] },
      ...{ files: files.length, sizeBytes: sizeOf(manifest), journalSize: journal.size },
      ...(recovery && { recovery }),
      witnesses: witnesses.map(({ file, note }) => ({ file, size: parseCheckpoint(note).size })),
    };
  }
}

function cameAs(what: Came['what'], { medium, sizeBytes }: { medium: Medium; sizeBytes: number }): Came {
  return { what, medium, sizeBytes };
}
