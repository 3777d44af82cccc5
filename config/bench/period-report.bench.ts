import { join } from 'node:path';
import { openEntries } from '../../electron/evidence/journal/index.ts';
import { openFile, temporaryWorkspace } from '../../electron/evidence/journal/temporary.ts';
import { issueReport, openReportRenderer } from '../../electron/evidence/index.ts';
import { makeFixtureKey } from '../../electron/evidence/reports/fixture-keys.ts';
import { collectPeriodReport } from '../../electron/evidence/reports/period/collect-period.ts';
import type { PeriodFacts } from '../../electron/evidence/reports/period/facts.ts';
import { makePeriodInput } from '../../electron/evidence/reports/period/fixture-period.ts';
import { readPeriod } from '../../electron/evidence/reports/period/read-period.ts';
import { fillJournal } from './million-entries.ts';

interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string;
}

/** Entries of the smaller journal, and of the larger: a straight line grows ten times with them. */
const SIZES = [100_000, 1_000_000] as const;

/**
 * Reading a journal for a report about a period: against the same rows only read and parsed, and a
 * journal of a million entries against one of a tenth; then the whole report over the million, signed.
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
      const whole = await timedAsync(() => wholeReport(facts));
      rows.push({
        ...{ what: `a period of ${size} entries, worker included`, value: ms, unit: 'ms' },
        ...{ ratio: ms / parsed, baseline: 'reading and parsing the same rows' },
      });
      rows.push({
        ...{
          what: `the signed audit report over them, ${whole.value} pages`,
          value: ms + whole.ms,
          unit: 'ms',
        },
        ...{ ratio: (ms + whole.ms) / ms, baseline: 'reading the period' },
      });
    } finally {
      await workspace.remove();
    }
  }
  const [small = 1, large = 0] = took;
  rows.push({ what: 'the longer one to the shorter, a tenth of it', value: large / small, unit: 'times' });
  return { name: 'period-report', rows };
}

/** Collects, draws and signs an audit report from facts that were read; returns its pages. */
async function wholeReport(facts: PeriodFacts): Promise<number> {
  const key = await makeFixtureKey();
  const { rootSha256, certificateSha256 } = key;
  const renderer = openReportRenderer(join(import.meta.dirname, '../../resources/fonts'));
  try {
    const input = { ...(await makePeriodInput('period')), facts, rootSha256, certificateSha256 };
    return (await issueReport(collectPeriodReport(input), renderer, key)).pages;
  } finally {
    await renderer.close();
  }
}

async function timedAsync<T>(run: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now();
  const value = await run();
  return { value, ms: performance.now() - start };
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
