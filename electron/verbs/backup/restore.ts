import {
  openSheets,
  openToVerify,
  publicKeysOf,
  readKeyFileView,
  type DeviceSecretStore,
  type MetadataKeyring,
  type VerifierKeys,
} from '../../keys/index.ts';
import { Problem, type PersonId, type WorkspaceId } from '../../../shared/domain/index.ts';
import {
  epochOrigin,
  epochsAmong,
  noteInFile,
  parseCheckpoint,
  type EventBody,
} from '../../../shared/formats/index.ts';
import type { SessionView, VerifyView } from '../../../shared/ipc/index.ts';
import { openOwn } from '../../evidence/index.ts';
import { findPerson, type Attempts } from '../../governance/index.ts';
import {
  requireWorkspace,
  restoreBackup,
  workspacePaths,
  type BackupManifest,
  type Restored,
} from '../../operations/index.ts';
import { createRedactor } from '../../runtime/phi/index.ts';
import { spoolEvent } from '../early-events.ts';
import type { VerifyJournal } from '../verify-port.ts';
import { readWitnessPath } from '../witness-files.ts';
import type { Stage } from './progress.ts';

/** Who opens the copy for its verdict: a person by password, or several by sealed sheets. */
export type RestoreKeys =
  | { readonly by: 'password'; readonly person: string; readonly password: string }
  | { readonly by: 'sheets'; readonly sheets: readonly string[] };

/** What was found of a copy, before it takes its name. */
export interface FoundCopy {
  readonly view: VerifyView;
  readonly restored: Restored;
  /** Genuine checkpoints from elsewhere. */
  readonly witnesses: number;
  /** Entries that one of them knows and the copy has not. */
  readonly missing: number;
}

/** Why a copy is used. Free words; they pass the redactor. */
export interface RestoreWord {
  /** Where the verdict is bad. */
  readonly accepted?: string | undefined;
  readonly reason?: string | undefined;
}

export interface BringBackOrder {
  readonly from: string;
  readonly target: string;
  /** Signed notes that were kept elsewhere. */
  readonly witnessed: readonly string[];
  /** What a window or command refuses to open; see `requireWorkspace`. */
  readonly host?: SessionView['host']['kind'] | undefined;
  readonly signal: AbortSignal;
  keys(people: readonly string[]): Promise<RestoreKeys>;
  onProgress(stage: Stage, done: number, total: number): void;
  /** Asked before anything takes its name. MUST reject where the copy is not to be used. */
  decide(found: FoundCopy): Promise<RestoreWord>;
  /** Leaves more in the spool of the copy. */
  note?(folder: string): Promise<void>;
}

export interface RestorePortsOfVerbs {
  readonly deviceSecrets: DeviceSecretStore;
  readonly verifyJournal: VerifyJournal;
  /** Names a workspace's journal in its checkpoints. */
  originOf(workspaceId: string): string;
  wallMs(): number;
  /** Passwords that were tried at copies on this workstation. */
  readonly attempts: Attempts;
}

/**
 * Brings a backup back to where no workspace stands. Its journal is verified and held against witnesses
 * first, and somebody decides. The record of it waits in the spool of the copy, and is in its journal at the
 * first sign-in.
 *
 * @throws Problem as `restoreBackup`, as opening the keys, and whatever `decide` throws
 */
export async function bringBack(order: BringBackOrder, ports: RestorePortsOfVerbs): Promise<Restored> {
  const request = {
    ...{ from: order.from, target: order.target, signal: order.signal },
    onProgress: (done: number, total: number) => {
      order.onProgress('copying', done, total);
    },
  };
  return restoreBackup(request, {
    judge: async (folder, restored) => {
      const { opened, ...found } = await findOut(folder, restored, order, ports);
      order.signal.throwIfAborted();
      const word = await order.decide(found);
      const { manifest, sha256 } = restored;
      const { view, missing } = found;
      const failed = view.lines.filter(({ verdict }) => verdict === 'failed').map(({ what }) => what);
      const body: EventBody<'backup.restored'> = {
        ...{ madeAtMs: manifest.madeAtMs, sha256, size: manifest.journal.size },
        ...{ ok: view.ok, failed: failed.slice(0, 20), witnesses: order.witnessed.length },
        ...(word.accepted !== undefined && { accepted: redacted(word.accepted) }),
        ...(word.reason !== undefined && { reason: redacted(word.reason) }),
        ...{ missing, opened },
      };
      await spoolEvent(folder, 'backup.restored', body, ports.wallMs());
      await order.note?.(folder);
    },
  });
}

export interface RestoreOrder extends Omit<BringBackOrder, 'witnessed' | 'decide' | 'note'> {
  /** Files with checkpoints that were kept elsewhere. */
  readonly witnessFiles: readonly string[];
  /** Why the copy is used although its verdict is bad; recorded. */
  readonly accept?: string | undefined;
  /** Told the verdict before anything takes its name. */
  onVerdict(found: FoundCopy): void;
}

/**
 * The same for the command line, where the reason for a bad verdict is given beforehand.
 *
 * @throws Problem `check_failed` for a bad verdict without a reason, and as `bringBack`
 */
export async function restoreWorkspace(order: RestoreOrder, ports: RestorePortsOfVerbs): Promise<Restored> {
  const { witnessFiles, accept, onVerdict, ...rest } = order;
  const witnessed = await Promise.all(
    witnessFiles.map(async (path) => noteInFile(await readWitnessPath(path))),
  );
  return bringBack(
    {
      ...rest,
      witnessed,
      decide: (found) => {
        onVerdict(found);
        if (found.view.ok || accept !== undefined) return Promise.resolve({ accepted: accept });
        throw new Problem(
          'check_failed',
          'the copy does not pass, and nothing was restored',
          'Take a newer backup. To use this one all the same, say why with --accept; it is recorded.',
        );
      },
    },
    ports,
  );
}

async function findOut(
  folder: string,
  restored: Restored,
  order: BringBackOrder,
  ports: RestorePortsOfVerbs,
): Promise<FoundCopy & { readonly opened: PersonId | 'sheets' }> {
  const { id: workspaceId } = await requireWorkspace(folder, order.host);
  const paths = workspacePaths(folder);
  const { people } = await readKeyFileView(paths.keyFile);
  const given = await order.keys(people.map(({ name, role }) => `${name} (${role})`));
  const opened = given.by === 'sheets' ? given.by : findPerson(people, given.person).id;
  const request = { path: paths.keyFile, workspaceId, deviceSecrets: ports.deviceSecrets };
  const keys = await openBy(given, request, people, ports.attempts);
  try {
    const view = await ports.verifyJournal(
      { workspaceId, paths },
      keys.metadata,
      keys.contentDbKey,
      (done, total) => {
        order.onProgress('verifying', done, total);
      },
      order.witnessed,
    );
    const known = knownElsewhere(order.witnessed, restored.manifest, keys.metadata, ports);
    const size = restored.manifest.journal.size;
    return {
      ...{ view, restored, witnesses: known.length, opened },
      missing: Math.max(0, ...known.map((each) => each - size)),
    };
  } finally {
    keys.close();
  }
}

/** How many entries of the present epoch each genuine checkpoint covers. */
function knownElsewhere(
  notes: readonly string[],
  { workspace, files }: BackupManifest,
  metadata: MetadataKeyring,
  { originOf }: Pick<RestorePortsOfVerbs, 'originOf'>,
): number[] {
  const epochs = epochsAmong(files.map(({ name }) => name.replace(/^journal\//, '')));
  const origin = epochOrigin(originOf(workspace), epochs.at(-1) ?? 1);
  const { checkpoint } = publicKeysOf(metadata);
  return notes.flatMap((note) => {
    if (parseCheckpoint(note).origin !== origin) return [];
    try {
      return [openOwn(note, origin, checkpoint).size];
    } catch {
      // Forged: the verdict says so.
      return [];
    }
  });
}

async function openBy(
  given: RestoreKeys,
  request: {
    readonly path: string;
    readonly workspaceId: WorkspaceId;
    readonly deviceSecrets: DeviceSecretStore;
  },
  people: Awaited<ReturnType<typeof readKeyFileView>>['people'],
  attempts: Attempts,
): Promise<VerifierKeys> {
  if (given.by === 'sheets') {
    const opened = await openSheets({ ...request, sheets: given.sheets });
    return { metadata: opened.metadata, contentDbKey: undefined, close: () => opened.close() };
  }
  const personId = findPerson(people, given.person).id;
  // Counted before it is tried, so that ending the process gives nobody a free one.
  const attempt = await attempts.begin(personId);
  try {
    const keys = await openToVerify({ ...request, personId, password: given.password });
    await attempt.succeeded();
    return keys;
  } catch (error) {
    const isWrong = error instanceof Problem && error.code === 'wrong_password';
    await (isWrong ? attempt.failed() : attempt.undone());
    throw error;
  }
}

function redacted(words: string): string {
  return createRedactor().redact(words).text.slice(0, 500);
}
