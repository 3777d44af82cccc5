import type { PersonId, WorkspaceId } from '../../shared/domain/index.ts';
import type { Person } from './create.ts';
import { decodeBytes, readKeyFile, type ChangeOfPerson } from './key-file.ts';
import {
  openContent,
  wipeContent,
  wipeMetadata,
  type ContentKeyring,
  type MetadataKeyring,
  type PublicKeys,
} from './keyrings.ts';
import { wipe } from './seal.ts';
import type { RecoveryRecord } from './sheet-records.ts';
import { unlock, unlockHolder, wipeHolder, type OpenKeysRequest } from './unlock.ts';

/** One person's keys, open. Consumers take the buffers anew each time and MUST NOT keep them past `close`. */
export interface OpenedKeys {
  readonly person: Person;
  readonly metadata: MetadataKeyring;
  /** Undefined for roles without content rights, and after `dropContent`. */
  readonly content: ContentKeyring | undefined;
  /** Wipes the content keys; evidence stays open (a locked screen). */
  dropContent(): void;
  /** Wipes everything. */
  close(): void;
}

export interface ProposedChange {
  readonly person: Person;
  /** What changes for this person; `new` for a newcomer. */
  readonly change: ChangeOfPerson;
  readonly proposedBy: PersonId;
  readonly proposedAtMs: number;
}

export interface KeyFileView {
  readonly workspaceId: WorkspaceId;
  /** Who may sign in. */
  readonly people: readonly Person[];
  /** Changes that wait for a second person. */
  readonly proposals: readonly ProposedChange[];
  /** Who could sign in once. Their ids are never used again. */
  readonly former: readonly Person[];
  /** Known before unlock, so that events can be sealed for the journal. */
  readonly publicKeys: PublicKeys;
  /** The sealed sheets that are good now. */
  readonly recovery: RecoveryRecord | undefined;
}

/**
 * What a key file says in clear. Authenticated only once someone opens it.
 *
 * @throws Problem `not_found`, `damaged`, `newer_format`
 */
export async function readKeyFileView(path: string): Promise<KeyFileView> {
  const file = await readKeyFile(path);
  return {
    workspaceId: file.workspace,
    people: file.people.map(personOf),
    proposals: (file.proposals ?? []).map(({ slot, ...proposal }) => ({
      ...proposal,
      person: personOf(slot),
    })),
    former: (file.former ?? []).map(personOf),
    publicKeys: {
      spool: decodeBytes(file.publicKeys.spool),
      checkpoint: decodeBytes(file.publicKeys.checkpoint),
    },
    recovery: file.recovery,
  };
}

/**
 * Opens what a person's password opens. Changes no file.
 *
 * @throws Problem `wrong_password`; `not_found` for a person or file; `foreign_file` for a key file of
 * another workspace or workstation; `damaged` for changed keys; `newer_format`
 */
export async function openKeys(request: OpenKeysRequest): Promise<OpenedKeys> {
  const file = await readKeyFile(request.path);
  const holder = await unlockHolder(file, request);
  const { slot, keyringKeys, metadata } = holder;
  try {
    const content =
      keyringKeys.content === undefined
        ? undefined
        : openContent(keyringKeys.content, file.workspace, decodeBytes(file.keyrings.content));
    return openedKeys(personOf(slot), metadata, content);
  } catch (error) {
    wipeMetadata(metadata);
    throw error;
  } finally {
    wipeHolder(holder);
  }
}

/**
 * Checks a password again, as signatures want it, without opening anything.
 *
 * @throws Problem as `openKeys`
 */
export async function confirmPassword(request: OpenKeysRequest): Promise<void> {
  const { wrapKey, deviceSecret } = await unlock(await readKeyFile(request.path), request);
  wipe(wrapKey, deviceSecret);
}

function personOf({ id, name, role }: Person): Person {
  return { id, name, role };
}

function openedKeys(
  person: Person,
  metadata: MetadataKeyring,
  content: ContentKeyring | undefined,
): OpenedKeys {
  let open = content;
  const dropContent = (): void => {
    if (open !== undefined) wipeContent(open);
    open = undefined;
  };
  return {
    person,
    metadata,
    get content() {
      return open;
    },
    dropContent,
    close: () => {
      dropContent();
      wipeMetadata(metadata);
    },
  };
}
