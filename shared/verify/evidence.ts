import { Problem } from '../domain/problem.ts';
import { EVIDENCE_FORMAT, EVIDENCE_VERSION, type EvidenceRow } from '../formats/evidence.ts';
import { asciiBytes, equalBytes, fromHex, toHex } from '../formats/journal/bytes.ts';
import {
  checkpointText,
  openCheckpoint,
  parseCheckpoint,
  type Checkpoint,
} from '../formats/journal/checkpoint.ts';
import { leafHash, verifyInclusion } from '../formats/journal/merkle.ts';
import {
  parseVerifierKey,
  SIGNATURE_TYPE,
  signaturesOf,
  splitNote,
  type NoteKey,
} from '../formats/journal/signed-note.ts';
import { parseTlogProof } from '../formats/journal/tlog-proof.ts';
import type { VerifierTools } from './tools.ts';

/** Files of a report or bundle by name. */
export type FileReader = (name: string) => Uint8Array | undefined;

export interface Evidence {
  readonly key: NoteKey;
  readonly rows: readonly EvidenceRow[];
}

const MOST_ROWS = 1_000_000;
const PROOF_START = 'c2sp.org/tlog-proof@v1\n';

/** Reads the rows, one JSON document per line. @throws Problem `newer_format`, `check_failed` */
export function readEvidence(bytes: Uint8Array, tools: VerifierTools): Evidence {
  const lines = tools.utf8(bytes).split('\n');
  if (lines.pop() !== '') throw bad('the last row is cut off');
  const header = readJson(lines.shift() ?? '');
  if (header.format !== EVIDENCE_FORMAT) throw bad('the rows are not evidence of a journal');
  if (header.version !== EVIDENCE_VERSION)
    throw new Problem('newer_format', 'the evidence is of a newer version than this program reads');
  if (header.rows !== lines.length || lines.length > MOST_ROWS) throw bad('rows are missing or too many');
  const key = parseVerifierKey(tools.sha256, String(header.logKey), SIGNATURE_TYPE.ed25519);
  let before = -1;
  const rows = lines.map((line) => {
    const row = readRow(readJson(line));
    if (row.seq <= before) throw bad('the rows are not in the order of the journal');
    before = row.seq;
    return row;
  });
  return { key, rows };
}

function readRow(json: Readonly<Record<string, unknown>>): EvidenceRow {
  const { seq, bytes, leaf, withheld } = json;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) throw bad('a row has no position');
  if (typeof bytes === 'string' && bytes.isWellFormed()) return { seq, bytes };
  if (
    typeof leaf === 'string' &&
    /^[0-9a-f]{64}$/.test(leaf) &&
    (withheld === 'small_count' || withheld === 'free_text')
  )
    return { seq, leaf, withheld };
  throw bad(`row ${seq} is not well-formed`);
}

/** Opens a checkpoint with the journal's key. @throws Problem `check_failed`, `invalid_input` */
export async function openNote(note: string, key: NoteKey, tools: VerifierTools): Promise<Checkpoint> {
  // The signature is checked first, as Web Crypto answers later; then all else that a checkpoint must be.
  const message = asciiBytes(checkpointText(parseCheckpoint(note)));
  const signatures = signaturesOf(tools.sha256, splitNote(note), key);
  const held = await Promise.all(
    signatures.map(async (signature) => tools.verifyEd25519(key.publicKey, signature, message)),
  );
  const holds = held.every(Boolean);
  return openCheckpoint(tools.sha256, note, {
    origin: key.name,
    publicKey: key.publicKey,
    verify: () => holds,
  });
}

/**
 * Checks that every row stands under the checkpoint, by the proof in its place.
 *
 * @throws Problem `check_failed` naming the first entry that does not
 */
export function checkProofs(
  { rows }: Evidence,
  proofs: string,
  note: string,
  checkpoint: Checkpoint,
  tools: VerifierTools,
): { readonly shown: number; readonly withheld: number } {
  const texts = proofs.split(PROOF_START).slice(1);
  if (!proofs.startsWith(PROOF_START) && proofs !== '') throw bad('the proofs do not begin as such');
  if (texts.length !== rows.length) throw bad(`there are ${rows.length} entries and ${texts.length} proofs`);
  let shown = 0;
  rows.forEach((row, place) => {
    const fail = (why: string): Problem => bad(`entry ${row.seq} ${why}`);
    let proof: ReturnType<typeof parseTlogProof>;
    try {
      proof = parseTlogProof(PROOF_START + (texts[place] ?? ''));
    } catch {
      throw fail('has a proof that cannot be read');
    }
    if (proof.note !== note) throw fail('has a proof that leads to another checkpoint');
    const leaf = leafOf(row, tools, fail);
    if ('bytes' in row) shown += 1;
    const claim = {
      leaf,
      index: proof.index,
      size: checkpoint.size,
      root: checkpoint.root,
      proof: proof.path,
    };
    if (proof.index > row.seq || !verifyInclusion(tools.sha256, claim))
      throw fail('does not stand in the journal as it is given here');
  });
  return { shown, withheld: rows.length - shown };
}

const encoder = {
  /** UTF-8 of well-formed text. */
  encode: (text: string): Uint8Array => {
    const bytes: number[] = [];
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
      else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      else
        bytes.push(
          0xf0 | (code >> 18),
          0x80 | ((code >> 12) & 63),
          0x80 | ((code >> 6) & 63),
          0x80 | (code & 63),
        );
    }
    return Uint8Array.from(bytes);
  },
};

/** The leaf hash of a row: of its bytes, which must say its position, or as it is given. */
export function leafOf(row: EvidenceRow, tools: VerifierTools, fail: (why: string) => Problem): Uint8Array {
  if ('leaf' in row) return fromHex(row.leaf);
  let seq: unknown;
  try {
    seq = (JSON.parse(row.bytes) as Readonly<Record<string, unknown>> | null)?.seq;
  } catch {
    throw fail('is no JSON');
  }
  if (seq !== row.seq) throw fail('says another position of itself');
  return leafHash(tools.sha256, encoder.encode(row.bytes));
}

/**
 * How a checkpoint stands to one that was kept elsewhere. Both are given as signed notes; the journal's
 * key is the one that the report names.
 *
 * @returns words for what holds; undefined where only the journal itself can tell
 * @throws Problem `check_failed` where they contradict each other
 */
export async function compareWitness(
  witness: string,
  own: Checkpoint,
  key: NoteKey,
  tools: VerifierTools,
): Promise<string | undefined> {
  if (parseCheckpoint(witness).origin !== own.origin)
    throw bad('the witness holds a checkpoint of another journal');
  const theirs = await openNote(witness, key, tools);
  if (theirs.size !== own.size) return undefined;
  if (!equalBytes(theirs.root, own.root))
    throw bad(`the witness knows another journal of ${own.size} entries: one of the two was rewritten`);
  return `the witness holds the same checkpoint over ${own.size} entries, root ${toHex(own.root).slice(0, 16)}`;
}

function readJson(line: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(line);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
  } catch {
    // Said below.
  }
  throw bad('a row is no JSON document');
}

function bad(what: string): Problem {
  return new Problem('check_failed', what);
}
