import { contentPortion } from './custody.ts';
import { withKeyringKeys } from './holders.ts';
import { CONTENT_ROLES, Problem, type PersonId, type WorkspaceId } from '../../shared/domain/index.ts';
import type { DeviceSecretStore } from './device-secret.ts';
import { createDevice, openDevice } from './device-users.ts';
import { checkKeyFileMac, decodeBytes, readKeyFile, type KeyFile } from './key-file.ts';
import { stateOf, type KeyFileState } from './key-file-state.ts';
import { openMetadata, wipeMetadata, type MetadataKeyring } from './keyrings.ts';
import { costFrom, type PasswordCostSource } from './password-cost.ts';
import { checkPassword } from './person-rules.ts';
import { keyringKeysFrom, nameOfSheet, recoveryOf, requireOfSet, twice } from './recovery-shares.ts';
import { writeKeyFile } from './rewrite.ts';
import { wipe } from './seal.ts';
import { readSheet, type Sheet } from './sheet.ts';
import { createSlot } from './slot.ts';

export interface OpenSheetsRequest {
  readonly path: string;
  readonly workspaceId: WorkspaceId;
  readonly deviceSecrets: DeviceSecretStore;
  readonly sheets: readonly string[];
}

/** Both keyrings, opened by sheets, so that one person can be given a password. */
export interface OpenedSheets {
  readonly set: string;
  readonly numbers: readonly number[];
  /** Whether the workspace was made on another workstation; nobody else's password opens it here then. */
  readonly otherDevice: boolean;
  readonly metadata: MetadataKeyring;
  /**
   * Gives a person who is in the key file a new key pair under a new password, with what their role may
   * have and no more.
   *
   * @throws Problem `not_found`, `invalid_input`
   */
  giveAccess(person: PersonId, password: string, at: AccessAt): Promise<void>;
  /** The key file that was opened, or as `giveAccess` left it. */
  readonly keyFile: KeyFileState;
  /** Wipes everything. */
  close(): void;
}

export interface AccessAt {
  readonly nowMs: number;
  /** The medium or token of the customer is lost: from now on passwords alone open the content keyring again. */
  readonly leavesCustody?: boolean | undefined;
  readonly passwordCost?: PasswordCostSource | undefined;
}

/**
 * Opens the workspace by its sealed sheets. Changes nothing yet.
 *
 * @throws Problem `not_found` where no sheets were made; `invalid_input` for slips, sheets of another set,
 * one twice, or too few; `foreign_file` for another workspace's key file; `damaged`
 */
export async function openSheets(request: OpenSheetsRequest): Promise<OpenedSheets> {
  const file = await readKeyFile(request.path);
  if (file.workspace !== request.workspaceId)
    throw new Problem('foreign_file', 'the key file belongs to another workspace');
  const recovery = recoveryOf(file);
  const sheets: Sheet[] = [];
  let keys: { readonly metadata: Uint8Array; readonly content: Uint8Array };
  try {
    for (const [index, text] of request.sheets.entries()) {
      const sheet = readSheet(text, 'recovery', nameOfSheet(index));
      sheets.push(sheet);
      requireOfSet(file.workspace, recovery, sheet, nameOfSheet(index));
      if (sheets.some((before) => before !== sheet && before.number === sheet.number)) throw twice(index);
    }
    if (sheets.length < recovery.threshold)
      throw new Problem(
        'invalid_input',
        `${recovery.threshold} different sheets are needed, ${sheets.length} ${sheets.length === 1 ? 'is' : 'are'} here`,
        'Fetch another sheet of the same set.',
      );
    keys = await keyringKeysFrom(file.workspace, recovery, sheets);
  } finally {
    wipe(...sheets.map(({ secret }) => secret));
  }
  let opened: MetadataKeyring | undefined;
  const close = (): void => {
    wipe(keys.metadata, keys.content);
    if (opened !== undefined) wipeMetadata(opened);
  };
  try {
    const metadata = openMetadata(keys.metadata, file.workspace, decodeBytes(file.keyrings.metadata));
    opened = metadata;
    checkKeyFileMac(metadata.keyFileMacKey, file);
    let keyFile = stateOf(file);
    const present = await openDevice(file, request.deviceSecrets);
    const otherDevice = present === undefined;
    if (present !== undefined) wipe(present);
    return {
      ...{ set: recovery.set, numbers: sheets.map(({ number }) => number), otherDevice, metadata },
      giveAccess: async (person, password, at) => {
        keyFile = await giveAccess({ request, keys, metadata, at }, person, password);
      },
      close,
      get keyFile() {
        return keyFile;
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

interface Giving {
  readonly request: OpenSheetsRequest;
  readonly keys: { readonly metadata: Uint8Array; readonly content: Uint8Array };
  readonly metadata: MetadataKeyring;
  readonly at: AccessAt;
}

async function giveAccess(
  { request, keys, metadata, at }: Giving,
  personId: PersonId,
  password: string,
): Promise<KeyFileState> {
  const before = await readKeyFile(request.path);
  checkKeyFileMac(metadata.keyFileMacKey, before);
  const { custody, ...bare } = before;
  const file =
    at.leavesCustody === true && custody !== undefined ? withKeyringKeys(bare, keys, metadata) : before;
  const person = file.people.find(({ id }) => id === personId);
  if (person === undefined)
    throw new Problem('not_found', 'no such person in this workspace', 'Choose one of its people.');
  await checkPassword(password, person.name);
  const { role, name } = person;
  const { deviceSecret, fields } = await deviceHere(file, request, at.nowMs);
  try {
    const slot = await createSlot(
      { id: personId, name, role, password },
      {
        ...{
          workspaceId: file.workspace,
          deviceSecret,
          nowMs: at.nowMs,
          cost: await costFrom(at.passwordCost),
        },
        keyringKeys: {
          metadata: keys.metadata,
          ...(CONTENT_ROLES.includes(role) && { content: contentPortion(file, keys.content) }),
        },
      },
    );
    return await writeKeyFile(
      request.path,
      {
        ...file,
        ...fields,
        people: file.people.map((each) =>
          each.id === personId ? { ...slot, ...(person.account && { account: person.account }) } : each,
        ),
        ...(file.recovery && { recovery: { ...file.recovery, usedAtMs: at.nowMs } }),
      },
      metadata.keyFileMacKey,
    );
  } finally {
    wipe(deviceSecret);
  }
}

/** The device secret as it is here; on another workstation a new one, to which no other password is bound. */
async function deviceHere(
  file: KeyFile,
  { deviceSecrets }: OpenSheetsRequest,
  nowMs: number,
): Promise<{
  readonly deviceSecret: Uint8Array;
  readonly fields: Pick<KeyFile, 'device' | 'osUsers'>;
}> {
  const present = await openDevice(file, deviceSecrets);
  if (present !== undefined)
    return { deviceSecret: present, fields: { device: file.device, osUsers: file.osUsers } };
  const own = await deviceSecrets.loadOrCreate();
  try {
    return createDevice(own, file.workspace, nowMs);
  } finally {
    wipe(own);
  }
}
