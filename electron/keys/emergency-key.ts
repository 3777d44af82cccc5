import { hkdfSync } from 'node:crypto';
import { Problem, type EmergencyScope } from '../../shared/domain/index.ts';
import { openWithPrivateKey, publicKeyOf, sealToPublicKey } from './envelope.ts';
import { packFields, unpackFields } from './fields.ts';
import { decodeBytes, encodeBytes } from './key-file.ts';
import type { MetadataKeyring } from './keyrings.ts';
import { requireOfSet, sameBytes } from './recovery-shares.ts';
import { associatedData, KEY_BYTES, openBytes, sealBytes, wipe } from './seal.ts';
import type { EmergencyRecord } from './sheet-records.ts';
import { readSheet, type Sheet } from './sheet.ts';

/** Keys of single objects by name: all that a scope needs. */
export type ScopeKeys = ReadonlyMap<string, Uint8Array>;

/** Where something is sealed: to which workspace, envelope and use. */
interface Place {
  readonly workspaceId: string;
  readonly set: string;
  readonly metadata: Pick<MetadataKeyring, 'keyFileMacKey'>;
}

/**
 * Seals to the papers **and** to whoever signs in here: neither the papers with the files, nor a password
 * with the files, opens it (HKDF-SHA256 over a metadata key, around the envelope to the public key).
 */
export function sealForEmergency(
  place: Place,
  publicKey: Uint8Array,
  context: readonly string[],
  plain: Uint8Array,
): string {
  const inner = sealToPublicKey(publicKey, contextOf(place, context), plain);
  const outer = outerKey(place);
  try {
    return encodeBytes(sealBytes(outer, associatedData(...contextOf(place, context)), inner));
  } finally {
    wipe(outer);
  }
}

/** @throws Problem `damaged`; the caller wipes what it gets */
export function openForEmergency(
  place: Place,
  privateKey: Uint8Array,
  context: readonly string[],
  sealed: string,
): Uint8Array {
  const outer = outerKey(place);
  try {
    const inner = openBytes(outer, associatedData(...contextOf(place, context)), decodeBytes(sealed));
    return openWithPrivateKey(privateKey, contextOf(place, context), inner);
  } finally {
    wipe(outer);
  }
}

/** The purpose under which the key of the content keyring is sealed. */
export const FOR_CONTENT: readonly string[] = ['content'];

/** The purpose under which the keys of one scope are sealed, for the person who asked. */
export function forScope(person: string, scope: EmergencyScope): readonly string[] {
  return ['scope', person, scope.kind, scope.kind === 'dataset' ? scope.dataset : scope.run];
}

export function packScopeKeys(keys: ScopeKeys): Uint8Array {
  return packFields(Object.fromEntries(keys));
}

/** @throws Problem `damaged` */
export function unpackScopeKeys(packed: Uint8Array): ScopeKeys {
  return unpackFields(packed);
}

/** The private half of the emergency key pair. @throws Problem `damaged` where they give no key of the curve */
export function emergencyKey(workspaceId: string, set: string, secrets: readonly Uint8Array[]): Uint8Array {
  const material = Buffer.concat(secrets);
  try {
    const info = associatedData('swarm-clinical/emergency-key/v1', workspaceId, set);
    const key = new Uint8Array(hkdfSync('sha256', material, new Uint8Array(), info, KEY_BYTES));
    publicKeyOf(key);
    return key;
  } finally {
    wipe(material);
  }
}

/**
 * The private half from typed papers, each checked against what was made. The caller wipes it.
 *
 * @throws Problem `invalid_input` for slips, papers of another set, one twice, or one too few
 */
export function keyFromPapers(
  workspaceId: string,
  record: EmergencyRecord,
  texts: readonly string[],
): Uint8Array {
  const papers = readPapers(workspaceId, record, texts);
  try {
    if (papers.length < record.sheets.length)
      throw new Problem(
        'invalid_input',
        `this envelope needs ${record.sheets.length} papers, ${papers.length} ${papers.length === 1 ? 'is' : 'are'} here`,
        'The second paper is with a second person. Call them.',
      );
    const inOrder = papers.toSorted((a, b) => a.number - b.number);
    const key = emergencyKey(
      workspaceId,
      record.set,
      inOrder.map(({ secret }) => secret),
    );
    if (sameBytes(publicKeyOf(key), decodeBytes(record.publicKey))) return key;
    wipe(key);
    throw new Problem('damaged', 'the envelope in `keys.json` does not belong to its papers');
  } finally {
    wipe(...papers.map(({ secret }) => secret));
  }
}

/** Papers that are good, one of each number. @throws Problem `invalid_input` */
function readPapers(workspaceId: string, record: EmergencyRecord, texts: readonly string[]): Sheet[] {
  const papers: Sheet[] = [];
  try {
    for (const [index, text] of texts.entries()) {
      const which = texts.length === 1 ? 'the code' : index === 0 ? 'the first code' : 'the second code';
      const paper = readSheet(text, 'emergency', which);
      papers.push(paper);
      requireOfSet(workspaceId, record, paper, which);
      if (papers.filter(({ number }) => number === paper.number).length > 1)
        throw new Problem('invalid_input', 'the same paper was typed twice', 'Take the other one.');
    }
    return papers;
  } catch (error) {
    wipe(...papers.map(({ secret }) => secret));
    throw error;
  }
}

function contextOf({ workspaceId, set }: Place, context: readonly string[]): readonly string[] {
  return ['swarm-clinical/emergency/v1', workspaceId, set, ...context];
}

function outerKey({ workspaceId, set, metadata }: Place): Uint8Array {
  const info = associatedData('swarm-clinical/emergency-outer/v1', workspaceId, set);
  return new Uint8Array(hkdfSync('sha256', metadata.keyFileMacKey, new Uint8Array(), info, KEY_BYTES));
}
