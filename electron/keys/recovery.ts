import { randomBytes } from 'node:crypto';
import { split } from 'shamir-secret-sharing';
import { CONTENT_ROLES, Problem, type PersonId } from '../../shared/domain/index.ts';
import { createKeyPair } from './envelope.ts';
import { checkKeyFileMac, decodeBytes, encodeBytes, readKeyFile, type KeyFile } from './key-file.ts';
import { openContent, openMetadata, wipeContent, wipeMetadata } from './keyrings.ts';
import {
  keyringKeysFrom,
  nameOfSheet,
  recoveryOf,
  requireOfSet,
  twice,
  wrapsFor,
} from './recovery-shares.ts';
import { rewriteKeyFile, type ChangeRequest } from './rewrite.ts';
import { wipe } from './seal.ts';
import type { RecoveryRecord } from './sheet-records.ts';
import { printedGroups, readSheet, sheetCommitment, type Sheet } from './sheet.ts';

const MOST_SHEETS = 8;

export interface SheetsWanted {
  readonly count: number;
  readonly threshold: number;
  /** Stands beside the maker. Whoever calls MUST have checked their password. */
  readonly witness: PersonId;
  /**
   * Puts the sheets on paper before the key file knows them; when it rejects, the sheets before stay good.
   */
  print(sheets: PrintedSheets): Promise<void>;
}

/** What goes on paper. Secret, and strings: nothing of it MUST be kept. */
export interface PrintedSheets {
  readonly set: string;
  readonly threshold: number;
  readonly sheets: readonly { readonly number: number; readonly groups: readonly string[] }[];
}

/**
 * Makes a new set of sealed sheets: Shamir's shares of a private key to which both keyrings are wrapped.
 * The sheets before open nothing any more.
 *
 * @throws Problem `invalid_input` for numbers that do not fit; `not_allowed` where the maker holds no content
 * keys or is their own witness; and as `openKeys`
 */
export async function makeSheets(request: ChangeRequest, wanted: SheetsWanted): Promise<RecoveryRecord> {
  const { count, threshold, witness } = wanted;
  if (threshold < 2 || threshold > count || count > MOST_SHEETS)
    throw new Problem(
      'invalid_input',
      `a set has 2 to ${MOST_SHEETS} sheets, of which at least two are needed`,
      'Two of three is usual: one may be lost, and none opens anything alone.',
    );
  if (witness === request.personId)
    throw new Problem('not_allowed', 'nobody is their own witness', 'Somebody else stands by and signs.');
  return rewriteKeyFile(request, async (file, { keyringKeys, contentProblem, slot }) => {
    const { content } = keyringKeys;
    if (content === undefined && contentProblem !== undefined) throw contentProblem;
    if (content === undefined)
      throw new Problem(
        'not_allowed',
        'you hold no content keys and cannot put them on sheets',
        `Someone with the role ${CONTENT_ROLES.join(' or ')} makes them.`,
      );
    const set = randomBytes(4).toString('hex');
    const pair = createKeyPair();
    const sheets = await sharesOf(pair.privateKey, set, count, threshold);
    try {
      const recovery: RecoveryRecord = {
        ...{ set, threshold, madeAtMs: request.nowMs, madeBy: slot.id, witnessedBy: witness },
        publicKey: encodeBytes(pair.publicKey),
        wraps: wrapsFor(file.workspace, set, pair.publicKey, { metadata: keyringKeys.metadata, content }),
        sheets: sheets.map((sheet) => ({
          number: sheet.number,
          commitment: encodeBytes(sheetCommitment(file.workspace, sheet)),
        })),
      };
      await requireEveryQuorum(file.workspace, recovery, sheets);
      await wanted.print({
        ...{ set, threshold },
        sheets: sheets.map((sheet) => ({ number: sheet.number, groups: printedGroups(sheet) })),
      });
      return { file: { ...file, recovery }, result: recovery };
    } finally {
      wipe(pair.privateKey, ...sheets.map(({ secret }) => secret));
    }
  });
}

/** The same sheets over other keyring keys, after a rotation; the key pair needs only its public half. */
export function rewrapSheets(
  workspaceId: string,
  recovery: RecoveryRecord,
  keys: { readonly metadata: Uint8Array; readonly content: Uint8Array },
): RecoveryRecord {
  const publicKey = decodeBytes(recovery.publicKey);
  return { ...recovery, wraps: wrapsFor(workspaceId, recovery.set, publicKey, keys) };
}

/** What a drill found of the sheets that were typed; no sheet is named by more than its number. */
export interface SheetsTried {
  readonly set: string;
  readonly sheets: readonly { readonly number: number; readonly good: boolean; readonly problem?: string }[];
  /** Whether enough of them lay there to open the keyrings, and they did open. */
  readonly opened: boolean;
}

/**
 * Tries typed sheets: each alone against what the key file keeps of it; where enough are there, also
 * whether together they open both keyrings. What they open is wiped at once and goes nowhere.
 *
 * @throws Problem `not_found` where no sheets were made; `damaged` where the key file was changed from outside; as
 * `readKeyFile`
 */
export async function trySheets(path: string, texts: readonly string[]): Promise<SheetsTried> {
  const file = await readKeyFile(path);
  const recovery = recoveryOf(file);
  const read: Sheet[] = [];
  const good = new Map<number, Sheet>();
  const sheets = texts.map((text, index) => {
    let number = 0;
    try {
      const sheet = readSheet(text, 'recovery', nameOfSheet(index));
      read.push(sheet);
      ({ number } = sheet);
      requireOfSet(file.workspace, recovery, sheet, nameOfSheet(index));
      if (good.has(number)) throw twice(index);
      good.set(number, sheet);
      return { number, good: true };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { number, good: false, problem: error.message };
    }
  });
  try {
    if (good.size < recovery.threshold) return { set: recovery.set, sheets, opened: false };
    const keys = await keyringKeysFrom(file.workspace, recovery, [...good.values()]);
    try {
      requireOpens(file, keys);
      return { set: recovery.set, sheets, opened: true };
    } finally {
      wipe(keys.metadata, keys.content);
    }
  } finally {
    wipe(...read.map(({ secret }) => secret));
  }
}

/** Both keyrings open, and nobody without their keys changed the file. @throws Problem `damaged` */
function requireOpens(
  file: KeyFile,
  keys: { readonly metadata: Uint8Array; readonly content: Uint8Array },
): void {
  const metadata = openMetadata(keys.metadata, file.workspace, decodeBytes(file.keyrings.metadata));
  try {
    checkKeyFileMac(metadata.keyFileMacKey, file);
    wipeContent(openContent(keys.content, file.workspace, decodeBytes(file.keyrings.content)));
  } finally {
    wipeMetadata(metadata);
  }
}

async function sharesOf(
  privateKey: Uint8Array,
  set: string,
  count: number,
  threshold: number,
): Promise<Sheet[]> {
  const shares = await split(privateKey, count, threshold);
  return shares.map((secret, index) => ({ kind: 'recovery', set, number: index + 1, threshold, secret }));
}

/** No set counts until every choice of enough sheets was seen to open it. */
async function requireEveryQuorum(
  workspaceId: string,
  recovery: RecoveryRecord,
  sheets: readonly Sheet[],
): Promise<void> {
  for (const some of choices(sheets, recovery.threshold)) {
    const keys = await keyringKeysFrom(workspaceId, recovery, some);
    wipe(keys.metadata, keys.content);
  }
}

function choices<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => choices(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}
