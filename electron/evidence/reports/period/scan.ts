import type { Entry } from '../../../../shared/formats/journal/index.ts';
import type { PeriodFacts } from './facts.ts';
import { PeriodTally } from './tally.ts';

/** A row of a journal: its position and its stored bytes. */
export interface ScannedRow {
  readonly seq: number;
  readonly bytes: string;
}

/** Where entries come from. Both MAY throw on damage. */
export interface ScanSource {
  /** The next rows behind a position, ascending; none at the end. */
  after(seq: number, limit: number): readonly ScannedRow[];
  row(seq: number): ScannedRow | undefined;
}

export interface ScanRequest {
  readonly fromMs: number;
  /** The first moment behind the period. */
  readonly toMs: number;
  /** The last entry that is read. */
  readonly throughSeq: number;
}

/** Rows read at a time. */
const PIECE = 2000;

/**
 * Reads a journal from its first entry to one that is named, once, and tallies a period. Damage does not
 * stop it: what cannot be read is counted and named, and the reading goes on behind it.
 *
 * @param between called after every piece, with how far it got; may throw to stop
 */
export async function scanPeriod(
  source: ScanSource,
  { fromMs, toMs, throughSeq }: ScanRequest,
  between: (done: number) => Promise<void> | void = () => undefined,
): Promise<PeriodFacts> {
  const tally = new PeriodTally(fromMs, toMs);
  let last = -1;
  while (last < throughSeq) {
    const rows = readPiece(source, last, throughSeq);
    for (const row of rows) {
      if (row.seq > throughSeq) break;
      tally.miss(last + 1, row.seq - 1);
      const entry = entryOf(row);
      if (entry === undefined) tally.miss(row.seq, row.seq);
      else tally.take(entry);
      last = row.seq;
    }
    if (rows.length === 0) {
      // Nothing more can be had, though the journal says that it goes on.
      tally.miss(last + 1, throughSeq);
      break;
    }
    await between(Math.min(last, throughSeq) + 1);
  }
  return tally.finish(throughSeq);
}

/** The next rows; past damage one by one, as far as a piece reaches and then by wider steps. */
export function readPiece(source: ScanSource, last: number, throughSeq: number): readonly ScannedRow[] {
  try {
    return source.after(last, PIECE);
  } catch {
    const rows: ScannedRow[] = [];
    for (let seq = last + 1; seq <= throughSeq; seq += 1) {
      const row = rowAt(source, seq);
      if (row !== undefined) rows.push(row);
      if (rows.length >= PIECE) break;
      // One page holds a few rows: once some were read behind the damage, pieces can be tried again.
      if (rows.length > 0 && seq - last > PIECE) break;
    }
    return rows;
  }
}

function rowAt(source: ScanSource, seq: number): ScannedRow | undefined {
  try {
    return source.row(seq);
  } catch {
    return undefined;
  }
}

/** The entry in the stored bytes; undefined where they hold another one or none. */
export function entryOf({ seq, bytes }: ScannedRow): Entry | undefined {
  try {
    const entry = JSON.parse(bytes) as Partial<Entry> | null;
    return entry?.seq === seq &&
      typeof entry.kind === 'string' &&
      typeof entry.wallMs === 'number' &&
      typeof entry.actor?.id === 'string' &&
      typeof entry.body === 'object' &&
      entry.body !== null
      ? (entry as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}
