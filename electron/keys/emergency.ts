import { randomBytes } from 'node:crypto';
import { CONTENT_ROLES, Problem, type EmergencyScope, type PersonId } from '../../shared/domain/index.ts';
import { publicKeyOf } from './envelope.ts';
import {
  emergencyKey,
  FOR_CONTENT,
  forScope,
  keyFromPapers,
  openForEmergency,
  packScopeKeys,
  sealForEmergency,
  unpackScopeKeys,
  type ScopeKeys,
} from './emergency-key.ts';
import { checkKeyFileMac, decodeBytes, encodeBytes, readKeyFile, type KeyFile } from './key-file.ts';
import { openContent, wipeContent, type ContentKeyring, type MetadataKeyring } from './keyrings.ts';
import type { PrintedSheets } from './recovery.ts';
import { rewriteKeyFile, writeKeyFile, type ChangeRequest, type OwnKeyFile } from './rewrite.ts';
import { wipe } from './seal.ts';
import type { EmergencyRecord, EmergencyUse } from './sheet-records.ts';
import { printedGroups, sheetCommitment, type Sheet } from './sheet.ts';

/** 128 bits that nobody chose: too many to guess, and short enough to be typed at night. */
const SECRET_BYTES = 16;

export interface EnvelopeWanted {
  /** Two where a second person has to be there with a paper of their own. */
  readonly papers: 1 | 2;
  /** Stands beside the maker. Whoever calls MUST have checked their password. */
  readonly witness: PersonId;
  /** Puts the papers out before the key file knows them; when it rejects, nothing has changed. */
  print(papers: PrintedSheets): Promise<void>;
}

/**
 * Makes the sealed envelope for emergencies: what stands on its papers, together with the sign-in of
 * somebody who holds no content keys, opens one scope once. The envelope before opens nothing any more.
 *
 * @throws Problem `not_allowed` where the maker holds no content keys or is their own witness; `wrong_usage`
 * while a use waits for its review; and as `openKeys`
 */
export function makeEnvelope(request: ChangeRequest, wanted: EnvelopeWanted): Promise<EmergencyRecord> {
  const { papers, witness } = wanted;
  if (witness === request.personId)
    return Promise.reject(
      new Problem('not_allowed', 'nobody is their own witness', 'Somebody else stands by and signs.'),
    );
  return rewriteKeyFile(request, async (file, { keyringKeys, contentProblem, slot, metadata }) => {
    const { content } = keyringKeys;
    if (content === undefined && contentProblem !== undefined) throw contentProblem;
    if (content === undefined)
      throw new Problem(
        'not_allowed',
        'you hold no content keys and cannot put them into an envelope',
        `Someone with the role ${CONTENT_ROLES.join(' or ')} makes it.`,
      );
    if (file.emergency?.use !== undefined)
      throw new Problem(
        'wrong_usage',
        'the last use of emergency access is not reviewed yet',
        'Review it first; then make a new envelope.',
      );
    const set = randomBytes(4).toString('hex');
    const { sheets, privateKey } = freshPapers(file.workspace, set, papers);
    try {
      const publicKey = publicKeyOf(privateKey);
      const place = { workspaceId: file.workspace, set, metadata };
      const emergency: EmergencyRecord = {
        ...{ set, madeAtMs: request.nowMs, madeBy: slot.id, witnessedBy: witness },
        publicKey: encodeBytes(publicKey),
        sheets: sheets.map((sheet) => ({
          number: sheet.number,
          commitment: encodeBytes(sheetCommitment(file.workspace, sheet)),
        })),
        sealed: sealForEmergency(place, publicKey, FOR_CONTENT, content),
      };
      await wanted.print({
        ...{ set, threshold: papers },
        sheets: sheets.map((sheet) => ({ number: sheet.number, groups: printedGroups(sheet) })),
      });
      return { file: { ...file, emergency }, result: emergency };
    } finally {
      wipe(privateKey, ...sheets.map(({ secret }) => secret));
    }
  });
}

/** Takes the envelope's sealed key out of the key file: its papers open nothing any more. @throws Problem `not_found`, and as `openKeys` */
export function voidEnvelope(request: ChangeRequest): Promise<void> {
  return rewriteKeyFile(request, (file) => {
    const { emergency, ...without } = file;
    if (emergency?.sealed === undefined || emergency.use !== undefined) throw noEnvelope();
    return Promise.resolve({ file: without, result: undefined });
  });
}

/** The same envelope over another content key, after a rotation. One that is in use stays as it is. */
export function rewrapEnvelope(
  workspaceId: string,
  record: EmergencyRecord,
  metadata: MetadataKeyring,
  contentKey: Uint8Array,
): EmergencyRecord {
  if (record.sealed === undefined || record.use !== undefined) return record;
  const place = { workspaceId, set: record.set, metadata };
  const sealed = sealForEmergency(place, decodeBytes(record.publicKey), FOR_CONTENT, contentKey);
  return { ...record, sealed };
}

/**
 * Tries typed papers against what was made. Opens nothing, and changes nothing.
 *
 * @throws Problem `not_found` where there is no envelope; `invalid_input` as `breakGlass`
 */
export async function tryEnvelope(path: string, texts: readonly string[]): Promise<{ readonly set: string }> {
  const file = await readKeyFile(path);
  const record = goodEnvelope(file);
  wipe(keyFromPapers(file.workspace, record, texts));
  return { set: record.set };
}

export interface Breaking {
  readonly papers: readonly string[];
  readonly scope: EmergencyScope;
  /**
   * Given the content keyring for as long as it takes: finds the keys of the scope, and commits that the
   * access began. MUST keep nothing of the keyring.
   */
  narrow(content: ContentKeyring): Promise<{
    readonly keys: ScopeKeys;
    readonly use: Omit<EmergencyUse, 'person' | 'scope'>;
  }>;
}

/**
 * Opens the envelope, once: from then on its papers open the keys of this scope for this person, and the
 * keyring no more. The scope's keys count when this resolves, because the key file is narrowed then.
 *
 * @throws Problem `not_found` where there is no good envelope; `not_allowed` for roles that hold content
 * keys anyway; `invalid_input` for papers that are not right; `limit_reached` for a scope that is too big;
 * and as `openKeys`. Nothing is changed then.
 */
export async function breakGlass(request: ChangeRequest, breaking: Breaking): Promise<ScopeKeys> {
  let narrowed: ScopeKeys | undefined;
  const narrow: Breaking['narrow'] = async (content) => {
    const found = await breaking.narrow(content);
    narrowed = found.keys;
    return found;
  };
  try {
    return await breakAndNarrow(request, { ...breaking, narrow });
  } catch (error) {
    // What was found for an access that did not begin goes with it.
    wipe(...(narrowed?.values() ?? []));
    throw error;
  }
}

function breakAndNarrow(request: ChangeRequest, breaking: Breaking): Promise<ScopeKeys> {
  return rewriteKeyFile(request, async (file, { slot, metadata }) => {
    if (CONTENT_ROLES.includes(slot.role))
      throw new Problem(
        'not_allowed',
        'you hold the content keys anyway',
        'Open what you need by your role.',
      );
    const record = goodEnvelope(file);
    const place = { workspaceId: file.workspace, set: record.set, metadata };
    const privateKey = keyFromPapers(file.workspace, record, breaking.papers);
    let contentKey: Uint8Array | undefined;
    let content: ContentKeyring | undefined;
    try {
      contentKey = openForEmergency(place, privateKey, FOR_CONTENT, record.sealed ?? '');
      content = openContent(contentKey, file.workspace, decodeBytes(file.keyrings.content));
      const { keys, use } = await breaking.narrow(content);
      const packed = packScopeKeys(keys);
      const context = forScope(slot.id, breaking.scope);
      const sealed = sealForEmergency(place, decodeBytes(record.publicKey), context, packed);
      wipe(packed);
      const emergency: EmergencyRecord = {
        ...record,
        sealed,
        use: { person: slot.id, scope: breaking.scope, ...use },
      };
      return { file: { ...file, emergency }, result: keys };
    } finally {
      wipe(privateKey, contentKey ?? new Uint8Array());
      if (content !== undefined) wipeContent(content);
    }
  });
}

/**
 * The keys of a scope once more, by the same papers and the same person, while the use is not over: after a
 * lock or a crash.
 *
 * @throws Problem `not_found` where nothing is in use, `not_allowed` for somebody else, and as `breakGlass`
 */
export async function resumeScope(
  path: string,
  { metadata, person }: { readonly metadata: MetadataKeyring; readonly person: PersonId },
  papers: readonly string[],
): Promise<{ readonly use: EmergencyUse; readonly keys: ScopeKeys }> {
  const file = await readKeyFile(path);
  checkKeyFileMac(metadata.keyFileMacKey, file);
  const record = file.emergency;
  if (record?.sealed === undefined || record.use === undefined)
    throw new Problem('not_found', 'no emergency access is in use', 'It is over, or was never begun.');
  if (record.use.person !== person)
    throw new Problem('not_allowed', 'this emergency access is somebody else’s', 'Who began it goes on.');
  const privateKey = keyFromPapers(file.workspace, record, papers);
  try {
    const place = { workspaceId: file.workspace, set: record.set, metadata };
    const packed = openForEmergency(place, privateKey, forScope(person, record.use.scope), record.sealed);
    try {
      return { use: record.use, keys: unpackScopeKeys(packed) };
    } finally {
      wipe(packed);
    }
  } finally {
    wipe(privateKey);
  }
}

/**
 * Writes down what became of the use, without anybody's password: that it is over, which destroys the sealed
 * keys of its scope, that it was seen, or that it was reviewed, after which a new envelope can be made.
 *
 * @throws Problem `damaged` where the key file was changed from outside
 */
export async function markUse(
  { path, metadata, seen }: OwnKeyFile,
  began: number,
  mark: Pick<EmergencyUse, 'endedAtMs'> | Pick<EmergencyUse, 'seenAtMs'> | 'reviewed',
): Promise<void> {
  const file = await readKeyFile(path);
  checkKeyFileMac(metadata.keyFileMacKey, file);
  seen?.require(file);
  const write = async (changed: KeyFile): Promise<void> => {
    const written = await writeKeyFile(path, changed, metadata.keyFileMacKey);
    seen?.note(written);
  };
  if (file.emergency?.use?.began !== began) return;
  if (mark === 'reviewed') {
    await write({ ...file, emergency: undefined });
    return;
  }
  const { sealed, ...record } = file.emergency;
  const use: EmergencyUse = { ...file.emergency.use, ...mark };
  const isOver = use.endedAtMs !== undefined;
  const emergency = { ...record, use, ...(!isOver && sealed !== undefined && { sealed }) };
  await write({ ...file, emergency });
}

function goodEnvelope(file: KeyFile): EmergencyRecord {
  const record = file.emergency;
  if (record?.use !== undefined)
    throw new Problem(
      'not_found',
      'the emergency envelope was used and is void',
      'A compliance officer reviews its use and makes a new one.',
    );
  if (record?.sealed === undefined) throw noEnvelope();
  return record;
}

function noEnvelope(): Problem {
  return new Problem(
    'not_found',
    'there is no emergency envelope',
    'A compliance officer makes one, on the screen Emergency; until then only content holders open content.',
  );
}

/** Secrets until they give a key of the curve, which all but one in 2^32 do. */
function freshPapers(
  workspaceId: string,
  set: string,
  count: 1 | 2,
): { readonly sheets: readonly Sheet[]; readonly privateKey: Uint8Array } {
  for (;;) {
    const sheets = Array.from({ length: count }, (_, index): Sheet => {
      const secret = new Uint8Array(randomBytes(SECRET_BYTES));
      return { kind: 'emergency', set, number: index + 1, threshold: count, secret };
    });
    try {
      const secrets = sheets.map(({ secret }) => secret);
      return { sheets, privateKey: emergencyKey(workspaceId, set, secrets) };
    } catch {
      wipe(...sheets.map(({ secret }) => secret));
    }
  }
}
