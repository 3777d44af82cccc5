import type { Entry } from '../../../shared/formats/journal/index.ts';
import { entryOf, readPiece, type ScanSource } from '../reports/period/scan.ts';

/** An entry as it is stored, and what it says. */
export interface ReadEntry {
  readonly seq: number;
  readonly bytes: string;
  /** Undefined where the bytes hold another entry or none. */
  readonly entry: Entry | undefined;
}

/** Positions that hold nothing that can be read. */
export interface Missed {
  readonly missed: number;
}

/**
 * The stored entries from one position to another, a piece at a time, so that whoever writes them out
 * can wait, report and stop in between. Damage is stepped over and counted.
 */
export function* readEntries(
  source: ScanSource,
  from: number,
  through: number,
): Generator<{ readonly rows: readonly ReadEntry[]; readonly last: number } & Missed> {
  let last = from - 1;
  while (last < through) {
    const rows: ReadEntry[] = [];
    let missed = 0;
    const piece = readPiece(source, last, through).filter(({ seq }) => seq <= through);
    for (const { seq, bytes } of piece) {
      missed += seq - last - 1;
      rows.push({ seq, bytes, entry: entryOf({ seq, bytes }) });
      last = seq;
    }
    if (piece.length === 0) {
      // Nothing more can be had, though the journal says that it goes on.
      missed = through - last;
      last = through;
    }
    yield { rows, missed, last };
  }
}
