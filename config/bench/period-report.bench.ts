import { openEntries } from '../../electron/evidence/journal/index.ts';
import { openFile, temporaryWorkspace } from '../../electron/evidence/journal/temporary.ts';
import { readPeriod } from '../../electron/evidence/reports/period/read-period.ts';
import { fillJournal } from './million-entries.ts';

interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string;
}

/** Entries of the smaller journal, and of the larger: a straight line doubles with them. */
const SIZES = [100_000, 200_000] as const;

/**
 * Reading a journal for a report about a period: against the same rows only read and parsed, and a
 * journal twice as long against one.
 */
export async function bench(): Promise<{ name: string; rows: Row[] }> {
  const rows: Row[] = [];
  const took: number[] = [];
  for (const size of SIZES) {
    const workspace = await temporaryWorkspace();
    try {
      const file = await openFile(workspace, true);
      fillJournal(file, size);
      await file.close();
      const { folder: place, databaseKey } = workspace.options;
      const parsed = timed(() => parseAll(place, databaseKey));
      const start = performance.now();
      const facts = await readPeriod({
        ...{ folder: place, databaseKey, throughSeq: size - 1 },
        ...{ fromMs: 0, toMs: 8_640_000_000_000_000 },
      });
      const ms = performance.now() - start;
      if (facts.entries !== size) throw new Error('the scan lost entries');
      took.push(ms);
      rows.push({
        ...{ what: `a period of ${size} entries, worker included`, value: ms, unit: 'ms' },
        ...{ ratio: ms / parsed, baseline: 'reading and parsing the same rows' },
      });
    } finally {
      await workspace.remove();
    }
  }
  const [small = 1, large = 0] = took;
  rows.push(
    { what: 'the longer one to the shorter, which is half of it', value: large / small, unit: 'times' },
    { what: 'a million entries at that pace', value: (large * 5) / 1000, unit: 's' },
  );
  return { name: 'period-report', rows };
}

function parseAll(folder: string, databaseKey: Uint8Array): void {
  const source = openEntries(folder, databaseKey);
  try {
    for (let last = -1; ;) {
      const piece = source.after(last, 2000);
      if (piece.length === 0) return;
      for (const { seq, bytes } of piece) {
        JSON.parse(bytes);
        last = seq;
      }
    }
  } finally {
    source.close();
  }
}

function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
