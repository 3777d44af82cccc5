import type { Entry } from '../../../shared/formats/journal/index.ts';
import {
  EVIDENCE_FORMAT,
  EVIDENCE_VERSION,
  type EvidenceFiles,
  type EvidenceHeader,
  type EvidenceRow,
  type Withheld,
} from '../../../shared/formats/evidence.ts';
import { fromHex, writeTlogProof } from '../../../shared/formats/index.ts';
import { tellsFew } from '../../../shared/domain/index.ts';
import { looksLikeIdentifier } from '../../../shared/formats/report.ts';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';

/** An entry with its way to the root of the checkpoint. Hashes are 64 hexadecimal digits. */
export interface ProvenEntry {
  readonly entry: Entry;
  /** As stored. */
  readonly bytes: Uint8Array;
  readonly index: number;
  readonly leafSha256: string;
  readonly path: readonly string[];
}

/** Members whose numbers count no people: times, sizes, positions, limits. */
const HARMLESS =
  /(?:Ms|Bytes|Seq|S|Version|seq|size|pages|entry|entries|epoch|step|version|tokens|Tokens|llmCalls|toolCalls|minutes|calls|intent|index|columns|redactions|attempt|findings)$/;
/** Members that hold what people wrote. */
const WRITTEN_BY_PEOPLE = /(?:reason|note|comment|purpose|text|statement)$/i;

/**
 * The evidence of a report: entries in the order of the journal, the checkpoint, and a proof for each.
 * Entries whose bodies hold a small count of people, or words that a person wrote, are given by their
 * hash alone: a report shows neither, and its attachments must not undo that.
 *
 * @param smallest counts from 1 to this number are small; 0 withholds none
 */
export function collectEvidence(
  entries: readonly ProvenEntry[],
  about: { readonly logKey: string; readonly note: string; readonly smallest: number },
): EvidenceFiles {
  const ordered = entries.toSorted((a, b) => a.entry.seq - b.entry.seq);
  const header: EvidenceHeader = {
    format: EVIDENCE_FORMAT,
    version: EVIDENCE_VERSION,
    logKey: about.logKey,
    rows: ordered.length,
  };
  const rows = ordered.map((proven): EvidenceRow => {
    const { seq, body } = proven.entry;
    const withheld = whyWithheld(body, about.smallest);
    return withheld === undefined
      ? { seq, bytes: Buffer.from(proven.bytes).toString('utf8') }
      : { seq, leaf: proven.leafSha256, withheld };
  });
  return {
    rows: `${[header, ...rows].map(canonicalJson).join('\n')}\n`,
    checkpoint: about.note,
    proofs: ordered
      .map(({ index, path }) => writeTlogProof({ index, path: path.map(fromHex), note: about.note }))
      .join(''),
  };
}

/** Why the bytes of an entry with this body are not given away; undefined where they may be. */
export function whyWithheld(body: unknown, smallest: number): Withheld | undefined {
  const found = { small_count: false, free_text: false };
  const look = (name: string, value: unknown): void => {
    if (typeof value === 'number') {
      if (!HARMLESS.test(name) && value > 0 && value <= smallest) found.small_count = true;
    } else if (typeof value === 'string') {
      if (tellsFew(value, smallest)) found.small_count = true;
      if (WRITTEN_BY_PEOPLE.test(name) && value.includes(' ')) found.free_text = true;
      if (!/^[0-9a-f-]{36,64}$/.test(value) && looksLikeIdentifier(value)) found.free_text = true;
    } else if (Array.isArray(value)) for (const item of value) look(name, item);
    else if (typeof value === 'object' && value !== null)
      for (const [member, inner] of Object.entries(value)) look(member, inner);
  };
  look('', body);
  if (found.free_text) return 'free_text';
  return found.small_count ? 'small_count' : undefined;
}
