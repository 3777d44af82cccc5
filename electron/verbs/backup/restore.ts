import {
  readKeyFileView,
  openToVerify,
  openSheets,
  type DeviceSecretStore,
  type MetadataKeyring,
  type VerifierKeys,
} from '../../keys/index.ts';
import { Problem, type WorkspaceId } from '../../../shared/domain/index.ts';
import { noteInFile, type EventBody } from '../../../shared/formats/index.ts';
import type { VerifyView } from '../../../shared/ipc/index.ts';
import { findPerson } from '../../governance/index.ts';
import { requireWorkspace, restoreBackup, workspacePaths, type Restored } from '../../operations/index.ts';
import { createRedactor } from '../../runtime/phi/index.ts';
import { spoolEvent } from '../early-events.ts';
import type { VerifyJournal } from '../verify-port.ts';
import { readWitnessPath } from '../witness-files.ts';

/** Who opens the copy for its verdict: a person by password, or several by sealed sheets. */
export type RestoreKeys =
  | { readonly by: 'password'; readonly person: string; readonly password: string }
  | { readonly by: 'sheets'; readonly sheets: readonly string[] };

export interface RestoreOrder {
  readonly from: string;
  readonly target: string;
  /** Files with checkpoints that were kept elsewhere. */
  readonly witnessFiles: readonly string[];
  /** Why the copy is used although its verdict is bad; recorded. */
  readonly accept?: string | undefined;
  readonly signal: AbortSignal;
  keys(people: readonly string[]): Promise<RestoreKeys>;
  onProgress(done: number, total: number): void;
  /** Told the verdict before anything takes its name. */
  onVerdict(view: VerifyView): void;
}

export interface RestoreVerbPorts {
  readonly deviceSecrets: DeviceSecretStore;
  readonly verifyJournal: VerifyJournal;
  wallMs(): number;
}

/**
 * Brings a backup back to where no workspace stands. Its journal is verified and held against witnesses
 * first; a bad verdict stops it unless somebody says why it is used all the same. The record of it waits in
 * the spool of the copy, and is in its journal at the first sign-in.
 *
 * @throws Problem `check_failed` for a bad verdict or a changed backup, and as `restoreBackup`
 */
export async function restoreWorkspace(order: RestoreOrder, ports: RestoreVerbPorts): Promise<Restored> {
  const witnessed = await Promise.all(
    order.witnessFiles.map(async (path) => noteInFile(await readWitnessPath(path))),
  );
  return restoreBackup(order, {
    judge: async (folder, restored) => {
      const view = await verdictOn(folder, order, ports, witnessed);
      order.onVerdict(view);
      if (!view.ok && order.accept === undefined)
        throw new Problem(
          'check_failed',
          'the copy does not pass, and nothing was restored',
          'Take a newer backup. To use this one all the same, say why with --accept; it is recorded.',
        );
      const { manifest, sha256 } = restored;
      const failed = view.lines.filter(({ verdict }) => verdict === 'failed').map(({ what }) => what);
      const body: EventBody<'backup.restored'> = {
        ...{ madeAtMs: manifest.madeAtMs, sha256: sha256, size: manifest.journal.size },
        ...{ ok: view.ok, failed: failed.slice(0, 20), witnesses: witnessed.length },
        ...(order.accept !== undefined && {
          accepted: createRedactor().redact(order.accept).text.slice(0, 500),
        }),
      };
      await spoolEvent(folder, 'backup.restored', body, ports.wallMs());
    },
  });
}

async function verdictOn(
  folder: string,
  order: RestoreOrder,
  { deviceSecrets, verifyJournal }: RestoreVerbPorts,
  witnessed: readonly string[],
): Promise<VerifyView> {
  const { id: workspaceId } = await requireWorkspace(folder);
  const paths = workspacePaths(folder);
  const { people } = await readKeyFileView(paths.keyFile);
  const given = await order.keys(people.map(({ name, role }) => `${name} (${role})`));
  const verify = (keys: MetadataKeyring, contentDbKey: Uint8Array | undefined): Promise<VerifyView> =>
    verifyJournal({ workspaceId, paths }, keys, contentDbKey, order.onProgress, witnessed);
  const request = { path: paths.keyFile, workspaceId, deviceSecrets };
  const opened = await openBy(given, request, people);
  try {
    return await verify(opened.metadata, opened.contentDbKey);
  } finally {
    opened.close();
  }
}

async function openBy(
  given: RestoreKeys,
  request: {
    readonly path: string;
    readonly workspaceId: WorkspaceId;
    readonly deviceSecrets: DeviceSecretStore;
  },
  people: Awaited<ReturnType<typeof readKeyFileView>>['people'],
): Promise<VerifierKeys> {
  if (given.by === 'sheets') {
    const opened = await openSheets({ ...request, sheets: given.sheets });
    return { metadata: opened.metadata, contentDbKey: undefined, close: () => opened.close() };
  }
  const personId = findPerson(people, given.person).id;
  return openToVerify({ ...request, personId, password: given.password });
}
