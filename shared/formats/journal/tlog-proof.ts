import { Problem } from '../../domain/problem.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import { parseCheckpoint, parseSize } from './checkpoint.ts';

/** An inclusion proof in a file of its own: https://c2sp.org/tlog-proof. */
export interface TlogProof {
  /** Position of the entry, from 0. */
  readonly index: number;
  /** From the leaf's neighbour up to the root's child. */
  readonly path: readonly Uint8Array[];
  /** The checkpoint whose root the path leads to, with its signatures. */
  readonly note: string;
  /** Opaque and not authenticated; the stored bytes of the entry, where its reader may see them. */
  readonly extra?: Uint8Array | undefined;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const HASH_BYTES = 32;
/** More than any tree of 2^53 leaves has. */
const LONGEST_PATH = 63;
const LONGEST_FILE = 1_000_000;

export function writeTlogProof({ index, path, note, extra }: TlogProof): string {
  const lines = [
    FIRST_LINE,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...path.map(toBase64),
    '',
  ];
  return `${lines.join('\n')}\n${note}`;
}

/** @throws Problem `invalid_input` for text that is no such file */
export function parseTlogProof(text: string): TlogProof {
  if (text.length > LONGEST_FILE) throw notAProof('too long');
  const blank = text.indexOf('\n\n');
  if (blank < 0) throw notAProof('a blank line and a checkpoint wanted');
  const [first, ...lines] = text.slice(0, blank).split('\n');
  if (first !== FIRST_LINE) throw notAProof('its first line is another');
  const extra =
    lines[0]?.startsWith('extra ') === true ? fromBase64(lines.shift()?.slice(6) ?? '') : undefined;
  const at = /^index (\d{1,16})$/.exec(lines.shift() ?? '')?.[1];
  const index = at === undefined ? undefined : parseSize(at);
  if (index === undefined) throw notAProof('index malformed');
  const path = readHashes(lines, notAProof);
  const note = text.slice(blank + 2);
  if (index >= parseCheckpoint(note).size) throw notAProof('the checkpoint does not reach the entry');
  return { index, path, note, ...(extra === undefined ? {} : { extra }) };
}

/** What a witness is asked: `add-checkpoint` of https://c2sp.org/tlog-witness, as a file. */
export interface WitnessRequest {
  /** Size that the witness cosigned last; 0 where it never did. */
  readonly oldSize: number;
  /** Consistency proof from there to the checkpoint; empty for 0. */
  readonly path: readonly Uint8Array[];
  readonly note: string;
}

export function writeWitnessRequest({ oldSize, path, note }: WitnessRequest): string {
  return `${[`old ${oldSize}`, ...path.map(toBase64), ''].join('\n')}\n${note}`;
}

/** @throws Problem `invalid_input` for text that is no such request */
export function parseWitnessRequest(text: string): WitnessRequest {
  if (text.length > LONGEST_FILE) throw notARequest('too long');
  const blank = text.indexOf('\n\n');
  if (blank < 0) throw notARequest('a blank line and a checkpoint wanted');
  const [first = '', ...lines] = text.slice(0, blank).split('\n');
  const oldSize = first.startsWith('old ') ? parseSize(first.slice(4)) : undefined;
  if (oldSize === undefined) throw notARequest('old size malformed');
  const path = readHashes(lines, notARequest);
  const note = text.slice(blank + 2);
  if (oldSize > parseCheckpoint(note).size) throw notARequest('the checkpoint is older than the old size');
  if (oldSize === 0 && path.length > 0) throw notARequest('a proof from nothing');
  return { oldSize, path, note };
}

/**
 * The checkpoint in whatever file a witness keeps: a note, a request to a witness, or a proof.
 *
 * @throws Problem `invalid_input` where there is none
 */
export function noteInFile(text: string): string {
  const note = text.startsWith(FIRST_LINE)
    ? parseTlogProof(text).note
    : text.startsWith('old ')
      ? parseWitnessRequest(text).note
      : text;
  parseCheckpoint(note);
  return note;
}

function readHashes(lines: readonly string[], fail: (why: string) => Problem): Uint8Array[] {
  if (lines.length > LONGEST_PATH) throw fail('more hashes than a tree is high');
  return lines.map((line) => {
    const node = fromBase64(line);
    if (node.length !== HASH_BYTES) throw fail('a hash is malformed');
    return node;
  });
}

function notAProof(why: string): Problem {
  return new Problem('invalid_input', `not a tlog-proof: ${why}`);
}

function notARequest(why: string): Problem {
  return new Problem('invalid_input', `not a request to a witness: ${why}`);
}
