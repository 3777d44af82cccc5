import type { PersonId, WorkspaceId } from '../../shared/domain/index.ts';
import type { Person } from './create.ts';
import type { CustodyRecord } from './custody-records.ts';
import type { DeputyFor } from './deputy.ts';
import {
  contentKeysOf,
  decodeBytes,
  readKeyFile,
  type AccountProposal,
  type ChangeOfPerson,
  type ContentKeys,
  type KeyFile,
} from './key-file.ts';
import { stateOf, type KeyFileState } from './key-file-state.ts';
import {
  openContent,
  wipeContent,
  wipeMetadata,
  type ContentKeyring,
  type MetadataKeyring,
  type PublicKeys,
} from './keyrings.ts';
import { wipe } from './seal.ts';
import { writeKeyFile } from './rewrite.ts';
import { useSecondFactor, type FactorUse } from './second-factor.ts';
import type { EmergencyRecord, RecoveryRecord } from './sheet-records.ts';
import { checkOwn, unlockHolder, wipeHolder, type Holder, type OpenKeysRequest } from './unlock.ts';

/** One person's keys, open. Consumers take the buffers anew each time and MUST NOT keep them past `close`. */
export interface OpenedKeys {
  readonly person: Person;
  readonly metadata: MetadataKeyring;
  /** Undefined for roles without content rights, and after `dropContent`. */
  readonly content: ContentKeyring | undefined;
  /** Takes a newer epoch of content keys; those before are wiped. Content that was dropped stays dropped. */
  adoptContent(newer: ContentKeyring): void;
  /** Wipes the content keys; evidence stays open (a locked screen). */
  dropContent(): void;
  /** Wipes everything. */
  close(): void;
}

export interface ProposedChange {
  readonly person: Person;
  /** What changes for this person; `new` for a newcomer. */
  readonly change: ChangeOfPerson;
  /** Of a deputy; the person's role is the one to stand in for then. */
  readonly untilMs?: number | undefined;
  readonly proposedBy: PersonId;
  readonly proposedAtMs: number;
}

/** An account of the hospital that stands for one person here. */
export interface LinkedAccount {
  readonly person: PersonId;
  /** A hash: what was linked is not shown by it. */
  readonly key: string;
  readonly linkedAtMs: number;
  readonly linkedBy: PersonId;
}

export interface KeyFileView {
  readonly workspaceId: WorkspaceId;
  /** Who may sign in. */
  readonly people: readonly Person[];
  /** Changes that wait for a second person. */
  readonly proposals: readonly ProposedChange[];
  /** Who could sign in once. Their ids are never used again. */
  readonly former: readonly Person[];
  /** Who signs in with a second factor, and how many recovery codes each has left. */
  readonly secondFactors: readonly { readonly id: PersonId; readonly recoveryCodesLeft: number }[];
  /** Who stands in for a role, until when. */
  readonly deputies: readonly (DeputyFor & { readonly id: PersonId })[];
  /** Accounts of the hospital: what is linked to whom, and what waits for a second person. */
  readonly accounts: readonly LinkedAccount[];
  readonly accountProposals: readonly AccountProposal[];
  /** Known before unlock, so that events can be sealed for the journal. */
  readonly publicKeys: PublicKeys;
  /** The sealed sheets that are good now. */
  readonly recovery: RecoveryRecord | undefined;
  /** Which epoch of content keys is in use, since when, and whether a rotation is under way. */
  readonly contentKeys: ContentKeys;
  /** The emergency envelope, or what became of it until its use is reviewed. */
  readonly emergency: EmergencyRecord | undefined;
  /** What the customer keeps beside the passwords. */
  readonly custody: CustodyRecord | undefined;
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
    proposals: (file.proposals ?? []).map(({ slot, deputy, ...proposal }) => ({
      ...proposal,
      person: { ...personOf(slot), ...(deputy && { role: deputy.role }) },
      ...(deputy && { untilMs: deputy.untilMs }),
    })),
    deputies: file.people.flatMap(({ id, deputy }) =>
      deputy === undefined ? [] : [{ id, role: deputy.role, untilMs: deputy.untilMs }],
    ),
    secondFactors: file.people.flatMap(({ id, secondFactor }) =>
      secondFactor === undefined ? [] : [{ id, recoveryCodesLeft: secondFactor.recovery.length }],
    ),
    former: (file.former ?? []).map(personOf),
    accounts: file.people.flatMap(({ id, account }) =>
      account === undefined ? [] : [{ person: id, ...account }],
    ),
    accountProposals: file.accountProposals ?? [],
    publicKeys: {
      spool: decodeBytes(file.publicKeys.spool),
      checkpoint: decodeBytes(file.publicKeys.checkpoint),
    },
    recovery: file.recovery,
    contentKeys: contentKeysOf(file),
    emergency: file.emergency,
    custody: file.custody,
  };
}

/** What a sign-in opens, and how it was proven. */
export interface SignedInKeys extends OpenedKeys {
  readonly factor: FactorUse | undefined;
  /** Set where the person signed in for the role that they stand in for. */
  readonly deputy: DeputyFor | undefined;
  /** Whether the person has a second factor. */
  readonly hasSecondFactor: boolean;
  /** The hash of the account that is linked to the person; the file's MAC vouches for it. */
  readonly linked: string | undefined;
  /** The key file that was opened, and as it is since a code of the second factor was written down in it. */
  readonly keyFile: { readonly found: KeyFileState; readonly now: KeyFileState };
}

/**
 * Opens what a person's password and, where they have one, their second factor open. A code that is taken
 * is written down as used before anything is open.
 *
 * @throws Problem `wrong_password`, for a wrong code too; `code_needed` where one is missing; `not_found` for a person or file; `foreign_file` for a key file of
 * another workspace or workstation; `damaged` for changed keys; `newer_format`
 */
export async function openKeys(request: OpenKeysRequest & { readonly nowMs: number }): Promise<SignedInKeys> {
  const file = await readKeyFile(request.path);
  const holder = await unlockHolder(file, request);
  const { slot, role, keyringKeys, metadata, contentProblem } = holder;
  try {
    if (contentProblem !== undefined) throw contentProblem;
    const passed = await passSecondFactor(file, holder, request);
    const content =
      keyringKeys.content === undefined
        ? undefined
        : openContent(keyringKeys.content, file.workspace, decodeBytes(file.keyrings.content));
    const opened = openedKeys({ ...personOf(slot), role }, metadata, content);
    const { secondFactor, account } = slot;
    const deputy = request.asDeputyAtMs === undefined ? undefined : slot.deputy;
    const hasSecondFactor = secondFactor !== undefined;
    const found = stateOf(file);
    const keyFile = { found, now: passed?.written ?? found };
    return Object.assign(opened, {
      ...{ factor: passed?.used, deputy, hasSecondFactor },
      ...{ linked: account?.key, keyFile },
    });
  } catch (error) {
    wipeMetadata(metadata);
    throw error;
  } finally {
    wipeHolder(holder);
  }
}

/** What a verifier reads with: the evidence keys, and of content the key of its database alone. */
export interface VerifierKeys {
  readonly metadata: MetadataKeyring;
  readonly contentDbKey: Uint8Array | undefined;
  close(): void;
}

/**
 * Opens what a verifier needs, who only reads: without the second factor, because a code that counts would
 * have to be written down. No payload and no dataset opens by these keys.
 *
 * @throws Problem as `openKeys`
 */
export async function openToVerify(request: OpenKeysRequest): Promise<VerifierKeys> {
  const file = await readKeyFile(request.path);
  const holder = await unlockHolder(file, request);
  const { keyringKeys, metadata } = holder;
  try {
    const content =
      keyringKeys.content === undefined
        ? undefined
        : openContent(keyringKeys.content, file.workspace, decodeBytes(file.keyrings.content));
    const contentDbKey = content && Uint8Array.from(content.contentDbKey);
    if (content !== undefined) wipeContent(content);
    return {
      metadata,
      contentDbKey,
      close: () => {
        wipe(contentDbKey ?? new Uint8Array(0));
        wipeMetadata(metadata);
      },
    };
  } catch (error) {
    wipeMetadata(metadata);
    throw error;
  } finally {
    wipeHolder(holder);
  }
}

async function passSecondFactor(
  file: KeyFile,
  { slot, privateKey, metadata }: Holder,
  { path, code, nowMs, seen }: OpenKeysRequest & { readonly nowMs: number },
): Promise<{ readonly used: FactorUse; readonly written: KeyFileState } | undefined> {
  if (slot.secondFactor === undefined) return undefined;
  const { factor, used } = useSecondFactor(file.workspace, slot, slot.secondFactor, privateKey, code, nowMs);
  const people = file.people.map((each) => (each.id === slot.id ? { ...each, secondFactor: factor } : each));
  const written = await writeKeyFile(path, { ...file, people }, metadata.keyFileMacKey, 'use');
  seen?.note(written);
  return { used, written };
}

/**
 * Checks a password again, as signatures want it. What it opens on the way is wiped at once.
 *
 * @returns whether the person has a second factor, which was not asked for
 * @throws Problem as `openKeys`
 */
export async function confirmPassword(
  request: OpenKeysRequest,
): Promise<{ readonly hasSecondFactor: boolean }> {
  const { secondFactor } = await checkOwn(await readKeyFile(request.path), request);
  return { hasSecondFactor: secondFactor !== undefined };
}

/**
 * Checks a password again, with a code of the second factor, which is written down as used.
 *
 * @returns undefined where the person has no second factor
 * @throws Problem as `openKeys`
 */
export async function confirmWithCode(
  request: OpenKeysRequest & { readonly nowMs: number },
): Promise<FactorUse | undefined> {
  const file = await readKeyFile(request.path);
  const holder = await unlockHolder(file, request);
  try {
    return (await passSecondFactor(file, holder, request))?.used;
  } finally {
    wipeMetadata(holder.metadata);
    wipeHolder(holder);
  }
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
    adoptContent: (newer) => {
      if (open === undefined) {
        wipeContent(newer);
        return;
      }
      wipeContent(open);
      open = newer;
    },
    dropContent,
    close: () => {
      dropContent();
      wipeMetadata(metadata);
    },
  };
}
