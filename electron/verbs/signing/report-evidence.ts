import type { EvidenceFiles } from '../../../shared/formats/evidence.ts';
import type { AnyReport } from '../../../shared/formats/period-report.ts';
import { collectEvidence, type ProvenEntry } from '../../evidence/index.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import { ownKeys, type WitnessPorts } from '../witness-verbs.ts';

/** A report of 500 pages cites fewer; what a longer one cites last is not attached. */
const MOST_ROWS = 20_000;
/** Asked of the journal's reader together: one by one, the way there and back costs more than the proof. */
const AT_A_TIME = 200;
const CITES = new Set(['entry', 'entries', 'seq', 'seqs', 'firstSeq', 'lastSeq']);

/**
 * The journal entries that a report cites, proven under the checkpoint that it was made on. Entries of
 * earlier epochs have no proof under it and are left out.
 *
 * @param checkpoint as the report prints it
 * @param smallest counts from 1 to this number are not given away; 0 gives all
 * @param between called before each lot of entries; may throw to stop
 */
export async function evidenceOf(
  desk: Desk<Content>,
  ports: Pick<WitnessPorts, 'originOf'>,
  report: AnyReport,
  checkpoint: { readonly size: number; readonly note: string } | undefined,
  smallest: number,
  between: () => void = () => undefined,
): Promise<EvidenceFiles | undefined> {
  if (checkpoint === undefined) return undefined;
  const { read } = desk.journal;
  const { logKey } = await ownKeys(desk, ports);
  const { firstSeq } = await read.state();
  const end = firstSeq + checkpoint.size;
  const cited = citedBy(report).filter((seq) => seq >= firstSeq && seq < end);
  const proofOf = async (seq: number): Promise<ProvenEntry> => {
    const [{ entry }, proof] = await Promise.all([read.get(seq), read.prove(seq, checkpoint.size)]);
    return { entry, ...proof };
  };
  const wanted = cited.slice(0, MOST_ROWS);
  const proven: ProvenEntry[] = [];
  for (let start = 0; start < wanted.length; start += AT_A_TIME) {
    between();
    proven.push(...(await Promise.all(wanted.slice(start, start + AT_A_TIME).map(proofOf))));
  }
  return collectEvidence(proven, { logKey, note: checkpoint.note, smallest });
}

/** Positions that a report names, ascending, each once. */
function citedBy(report: AnyReport): number[] {
  const found = new Set<number>();
  const take = (value: unknown): void => {
    for (const seq of Array.isArray(value) ? (value as unknown[]) : [value])
      if (typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0) found.add(seq);
  };
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) look(item);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (CITES.has(name)) take(inner);
        look(inner);
      }
      takeColumns(value, take);
    }
  };
  look(report);
  return [...found].sort((a, b) => a - b);
}

/** Lists say by their columns which of their cells are positions. */
function takeColumns(value: object, take: (value: unknown) => void): void {
  if (
    !('columns' in value) ||
    !('rows' in value) ||
    !Array.isArray(value.columns) ||
    !Array.isArray(value.rows)
  )
    return;
  (value.columns as { readonly cells?: unknown }[]).forEach(({ cells }, index) => {
    if (cells !== 'entry' && cells !== 'entries') return;
    for (const row of value.rows as unknown[][]) if (Array.isArray(row)) take(row[index]);
  });
}
