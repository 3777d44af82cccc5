import { Problem } from '../../../shared/domain/index.ts';
import {
  fromHex,
  openCheckpoint,
  openCosignature,
  parseCheckpoint,
  parseVerifierKey,
  parseWitnessRequest,
  SIGNATURE_TYPE,
  signaturesOf,
  splitNote,
  toHex,
  verifierKey,
  verifyConsistency,
  type NoteKey,
  type SignatureType,
  type WitnessRequest,
} from '../../../shared/formats/index.ts';
import { checkpointVerifier, ed25519Holds, sha256 } from '../verify/node-tools.ts';

/** What a witness last cosigned of a journal; it is bound by that. */
export interface LastSigned {
  /** The journal's verifier key, as it was given the first time. */
  readonly logKey: string;
  readonly size: number;
  readonly root: string;
}

/** A request that may be cosigned, or why not, in words for a person. */
export type Judged =
  | { readonly ok: true; readonly logKey: string; readonly request: WitnessRequest }
  | { readonly ok: false; readonly reason: string; readonly hint: string };

/** Reads what another workspace handed out: a request, or a bare checkpoint that no proof comes with. */
export function readRequest(text: string): WitnessRequest {
  return text.startsWith('old ') ? parseWitnessRequest(text) : { oldSize: 0, path: [], note: text };
}

/**
 * Whether a witness may cosign, by the rules of https://c2sp.org/tlog-witness: a genuine signature of
 * the journal's known key, and proven growth out of what was cosigned last.
 *
 * @param given the journal's verifier key as somebody brought it; wanted the first time
 * @throws Problem `invalid_input` for text that is no request or no key, `wrong_usage` where the key is
 * not known yet, `check_failed` where it is another than before or the journal's signature does not hold
 */
export function judgeRequest(
  request: WitnessRequest,
  last: LastSigned | undefined,
  given: string | undefined,
): Judged {
  const { origin } = parseCheckpoint(request.note);
  const log = trustedKey(last?.logKey, given, origin, SIGNATURE_TYPE.ed25519);
  const { size, root } = openCheckpoint(sha256, request.note, checkpointVerifier(origin, log.publicKey));
  const lastSize = last?.size ?? 0;
  if (size < lastSize)
    return no(
      `the checkpoint covers ${size} entries, but this workspace cosigned ${lastSize} before`,
      'Either the file is an old one, or that journal was put back to an older state. Ask for a new export.',
    );
  if (request.oldSize !== lastSize)
    return no(
      `the proof begins at ${request.oldSize} entries, but this workspace last cosigned ${lastSize}`,
      `Ask for a new export with \`--from ${lastSize}\`.`,
    );
  const holds =
    last === undefined ||
    verifyConsistency(sha256, {
      oldSize: last.size,
      oldRoot: fromHex(last.root),
      newSize: size,
      newRoot: root,
      proof: request.path,
    });
  if (!holds)
    return no(
      `the journal did not grow out of the ${lastSize} entries that this workspace cosigned`,
      'It was rewritten. Keep the file, and what this workspace recorded, and tell the security officer.',
    );
  return { ok: true, logKey: verifierKey(sha256, log), request };
}

/** A cosignature of a known witness over one of our checkpoints. */
export interface TakenIn {
  readonly witness: string;
  readonly witnessKey: string;
  readonly timestampS: number;
}

/**
 * Finds the cosignature in a checkpoint that came back.
 *
 * @param known keys of witnesses that were taken in before
 * @param given a witness's verifier key as somebody brought it; wanted the first time
 * @throws Problem `wrong_usage` where no key is known for any of its cosignatures, `check_failed` where
 * a known one does not hold
 */
export function openReturned(note: string, known: readonly string[], given: string | undefined): TakenIn {
  const { origin } = parseCheckpoint(note);
  const signed = splitNote(note);
  const names = [...new Set(signed.signatures.map(({ name }) => name))].filter((name) => name !== origin);
  if (names.length === 0)
    throw new Problem(
      'check_failed',
      'no witness cosigned this checkpoint',
      'Have another workspace cosign it.',
    );
  const texts = given === undefined ? known : [given];
  const keys = texts.map((text) => parseVerifierKey(sha256, text, SIGNATURE_TYPE.cosignature));
  const key = keys.findLast((candidate) => signaturesOf(sha256, signed, candidate).length > 0);
  if (key === undefined)
    throw new Problem(
      'wrong_usage',
      `the key of the witness \`${names[0] ?? ''}\` is not known here`,
      'Give it as that workspace shows it; from then on it is remembered.',
    );
  const timestampS = openCosignature(sha256, note, key, ed25519Holds);
  return { witness: key.name, witnessKey: verifierKey(sha256, key), timestampS };
}

/** Root of a genuine checkpoint of our own, hexadecimal. @throws Problem `check_failed`, `invalid_input` */
export function openOwn(note: string, origin: string, publicKey: Uint8Array): { size: number; root: string } {
  const { size, root } = openCheckpoint(sha256, note, checkpointVerifier(origin, publicKey));
  return { size, root: toHex(root) };
}

/** The key that was trusted before, else the one that is given now. */
function trustedKey(
  before: string | undefined,
  given: string | undefined,
  name: string,
  type: SignatureType,
): NoteKey {
  const text = given ?? before;
  if (text === undefined)
    throw new Problem(
      'wrong_usage',
      `the key of \`${name}\` is not known here`,
      'Give it as that workspace shows it beside its export; from then on it is remembered.',
    );
  const key = parseVerifierKey(sha256, text, type);
  if (key.name !== name) throw new Problem('check_failed', `that key is not one of \`${name}\``);
  if (before !== undefined && verifierKey(sha256, key) !== before)
    throw new Problem(
      'check_failed',
      `\`${name}\` has another key than the one that was trusted before`,
      'A journal keeps its key for life: ask its owner what happened before you go on.',
    );
  return key;
}

function no(reason: string, hint: string): Judged {
  return { ok: false, reason, hint };
}
