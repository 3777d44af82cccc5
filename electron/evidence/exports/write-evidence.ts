import { Problem } from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import {
  EVIDENCE_FILES,
  EVIDENCE_FORMAT,
  EVIDENCE_VERSION,
  type EvidenceRow,
} from '../../../shared/formats/evidence.ts';
import { inclusionProof, toHex, writeTlogProof, type Entry } from '../../../shared/formats/index.ts';
import { looksLikeIdentifier } from '../../../shared/formats/report.ts';
import { leafOfText, sha256 } from '../journal/hashing.ts';
import type { ScanSource } from '../reports/period/scan.ts';
import { whyWithheld } from '../reports/evidence-files.ts';
import { LeafTree } from './leaf-tree.ts';
import { readEntries, type ReadEntry } from './read-entries.ts';
import type { Between, ByteSink } from './write-rows.ts';
import type { ZipFile } from './zip-file.ts';

/** The checkpoint that entries are proven under, and the journal that it is of. */
export interface Checkpointed {
  readonly logKey: string;
  /** The signed note. */
  readonly note: string;
  /** Root that the note states, 64 hexadecimal digits. */
  readonly root: string;
  /** Position of the first entry under it, and how many there are. */
  readonly firstSeq: number;
  readonly size: number;
}

/**
 * Reads every entry under a checkpoint once and gives their tree, which must have the checkpoint's root.
 *
 * @param look told of each entry with its leaf hash
 * @throws Problem `damaged` where what is stored does not lead to the checkpoint
 */
export async function readTree(
  source: ScanSource,
  { firstSeq, size, root }: Checkpointed,
  look: (read: ReadEntry & { readonly entry: Entry }, leafHex: string) => void,
  between: Between,
): Promise<LeafTree> {
  const tree = new LeafTree(sha256, size);
  for (const { rows, missed, last } of readEntries(source, firstSeq, firstSeq + size - 1)) {
    if (missed > 0) throw damaged();
    for (const { seq, bytes, entry } of rows) {
      if (entry === undefined) throw damaged();
      const leaf = leafOfText(bytes);
      tree.add(leaf);
      look({ seq, bytes, entry }, toHex(leaf));
    }
    await between(last);
  }
  tree.close();
  if (toHex(tree.root()) !== root) throw damaged();
  return tree;
}

function damaged(): Problem {
  return new Problem(
    'damaged',
    'no proof can be made: the stored entries do not lead to the signed checkpoint',
    'Run `swarm audit verify` on the workspace to see what is affected. Rows without proofs can still be exported.',
  );
}

/** How much of an entry is given away: `guarded` as in reports, `whole` to those who may read the journal. */
export type Disclosure = 'guarded' | 'whole';

/** Entries as evidence: rows, the checkpoint, and a proof for each. `wanted` is ascending. */
export async function writeEvidence(
  zip: ZipFile,
  parts: {
    readonly source: ScanSource;
    readonly checkpointed: Checkpointed;
    readonly tree: LeafTree;
    readonly wanted: readonly number[];
    readonly disclosure: Disclosure;
    readonly smallest: number;
  },
): Promise<{ readonly withheld: number }> {
  const { checkpointed, tree, wanted } = parts;
  let withheld = 0;
  await zip.add(EVIDENCE_FILES.rows, async (sink) => {
    await writeHeader(sink, checkpointed.logKey, wanted.length);
    for (const seq of wanted) {
      const row = parts.source.row(seq);
      if (row === undefined) throw damaged();
      const shown = evidenceRow(row, parts.disclosure, parts.smallest);
      if ('leaf' in shown) withheld += 1;
      await writeLine(sink, shown);
    }
  });
  await zip.add(EVIDENCE_FILES.checkpoint, (sink) => sink.write(Buffer.from(checkpointed.note, 'utf8')));
  await zip.add(EVIDENCE_FILES.proofs, async (sink) => {
    for (const seq of wanted) {
      const index = seq - checkpointed.firstSeq;
      const path = inclusionProof(sha256, tree, checkpointed.size, index);
      await sink.write(Buffer.from(writeTlogProof({ index, path, note: checkpointed.note }), 'utf8'));
    }
  });
  return { withheld };
}

/** All entries under a checkpoint, in order: whoever has them can make its root, and count what they hold. */
export async function writeJournal(
  sink: ByteSink,
  source: ScanSource,
  { logKey, firstSeq, size }: Checkpointed,
  between: Between,
): Promise<{ readonly withheld: number }> {
  let withheld = 0;
  await writeHeader(sink, logKey, size);
  for (const { rows, missed, last } of readEntries(source, firstSeq, firstSeq + size - 1)) {
    if (missed > 0) throw damaged();
    for (const row of rows) {
      const shown = evidenceRow(row, 'whole', 0);
      if ('leaf' in shown) withheld += 1;
      await writeLine(sink, shown);
    }
    await between(last);
  }
  return { withheld };
}

function writeHeader(sink: ByteSink, logKey: string, rows: number): Promise<void> {
  const header = { format: EVIDENCE_FORMAT, version: EVIDENCE_VERSION, logKey, rows };
  return sink.write(Buffer.from(`${canonicalJson(header)}\n`, 'utf8'));
}

function writeLine(sink: ByteSink, row: EvidenceRow): Promise<void> {
  return sink.write(Buffer.from(`${canonicalJson(row)}\n`, 'utf8'));
}

function evidenceRow(
  { seq, bytes }: { readonly seq: number; readonly bytes: string },
  disclosure: Disclosure,
  smallest: number,
): EvidenceRow {
  const withheld =
    disclosure === 'whole'
      ? looksLikeIdentifier(wordsOf(bytes))
        ? 'free_text'
        : undefined
      : whyWithheld((JSON.parse(bytes) as Entry).body, smallest);
  return withheld === undefined ? { seq, bytes } : { seq, leaf: toHex(leafOfText(bytes)), withheld };
}

/** Random ids, hashes, keys and signatures, in which figures stand that mean nothing. */
const RANDOM = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9+/]{40,}={0,2}/g;

/** The texts of an entry's body, one behind the other, without what is random in them. */
function wordsOf(bytes: string): string {
  const words: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value === 'string') words.push(value.replace(RANDOM, '~'));
    else if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) look(inner);
  };
  look((JSON.parse(bytes) as Entry).body);
  return words.join('\n');
}
