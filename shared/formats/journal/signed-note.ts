import { Problem } from '../../domain/problem.ts';
import { asciiBytes, concatBytes, equalBytes, fromBase64, fromHex, toBase64, toHex } from './bytes.ts';
import type { Hash } from './merkle.ts';

/** Notes as C2SP writes them: https://c2sp.org/signed-note. A text, a blank line, signature lines. */

/** Assigned signature types that this application writes and checks. */
export const SIGNATURE_TYPE = { ed25519: 0x01, cosignature: 0x04 } as const;
export type SignatureType = (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE];

/** Names of keys and journals: printable ASCII without blanks or `+`. */
export const KEY_NAME = /^[!-*,-~]{1,200}$/;
const ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
/** The specification wants at least 16 signatures accepted; a note of ours has a handful. */
const MOST_SIGNATURES = 64;
const LONGEST_NOTE = 100_000;

export interface SignatureLine {
  readonly name: string;
  /** Key id and signature. */
  readonly bytes: Uint8Array;
  /** The line as it stands, without its line feed. */
  readonly line: string;
}

export interface SignedNote {
  /** With its last line feed: what is signed. */
  readonly text: string;
  readonly signatures: readonly SignatureLine[];
}

/**
 * Takes a note apart without checking who signed it.
 *
 * @throws Problem `invalid_input` for text that is no note.
 */
export function splitNote(note: string): SignedNote {
  if (note.length > LONGEST_NOTE) throw notANote('too long');
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw notANote('control characters');
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0) throw notANote('a text, a blank line and a signature wanted');
  const block = note.slice(blank + 2);
  if (!block.endsWith('\n')) throw notANote('unfinished signature line');
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw notANote('too many signatures');
  return { text: note.slice(0, blank + 1), signatures: lines.map(readSignature) };
}

function readSignature(line: string): SignatureLine {
  const match = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line);
  if (match === null) throw notANote('signature line malformed');
  const bytes = fromBase64(match[2] ?? '');
  if (bytes.length <= ID_BYTES) throw notANote('signature line malformed');
  return { name: match[1] ?? '', bytes, line };
}

/** One signature line with its line feed. */
export function signatureLine(name: string, id: Uint8Array, signature: Uint8Array): string {
  return `\u2014 ${name} ${toBase64(concatBytes(id, signature))}\n`;
}

export interface NoteKey {
  readonly name: string;
  readonly type: SignatureType;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** First four bytes of SHA-256(name, line feed, type, public key): which key signed, and how. */
export function noteKeyId(hash: Hash, { name, type, publicKey }: NoteKey): Uint8Array {
  return hash(concatBytes(asciiBytes(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, ID_BYTES);
}

/** The signatures of a known key: those of its name and id, all others are passed over. */
export function signaturesOf(hash: Hash, note: SignedNote, key: NoteKey): Uint8Array[] {
  const id = noteKeyId(hash, key);
  return note.signatures
    .filter(({ name, bytes }) => name === key.name && equalBytes(bytes.subarray(0, ID_BYTES), id))
    .map(({ bytes }) => bytes.slice(ID_BYTES));
}

/** A public key as signed-note tools take it: name, key id, and base64 of type and key. */
export function verifierKey(hash: Hash, key: NoteKey): string {
  const encoded = toBase64(concatBytes(Uint8Array.of(key.type), key.publicKey));
  return `${key.name}+${toHex(noteKeyId(hash, key))}+${encoded}`;
}

/** @throws Problem `invalid_input` for anything but an Ed25519 verifier key of that type. */
export function parseVerifierKey(hash: Hash, text: string, type: SignatureType): NoteKey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
  if (match === null) throw notAKey('name, key id and key wanted, with `+` between');
  const [name = '', id = '', encoded = ''] = match.slice(1);
  if (!KEY_NAME.test(name)) throw notAKey('name malformed');
  const bytes = fromBase64(encoded);
  if (bytes.length !== 1 + PUBLIC_KEY_BYTES || bytes[0] !== type) throw notAKey('of another kind');
  const key = { name, type, publicKey: bytes.slice(1) };
  if (!equalBytes(noteKeyId(hash, key), fromHex(id))) throw notAKey('its key id does not fit');
  return key;
}

function notANote(why: string): Problem {
  return new Problem('invalid_input', `not a signed note: ${why}`);
}

function notAKey(why: string): Problem {
  return new Problem('invalid_input', `not a verifier key: ${why}`);
}
