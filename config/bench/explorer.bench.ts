import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../electron/core/index.ts';
import { openJournal, type Journal } from '../../electron/evidence/journal/index.ts';
import {
  IN_RUN,
  openFile,
  temporaryWorkspace,
  TOOL_INTENT,
} from '../../electron/evidence/journal/temporary.ts';
import type { BenchResult, BenchRow } from './journal.bench.ts';
import { fillJournal, FILTERS } from './million-entries.ts';

const ENTRIES = 1_000_000;
const ROUNDS = 5;
const PAGE = 200;
const FLOOD = 60_000;
const IN_FLIGHT = 2000;

/**
 * The explorer over a journal of a million entries: how long its first page takes under any filter,
 * against reading as many entries by position; how long until the counts are whole; and how far the
 * derived file is behind while the journal is written to as fast as it goes.
 */
export async function bench(): Promise<BenchResult> {
  const workspace = await temporaryWorkspace();
  const file = await openFile(workspace, true);
  fillJournal(file, ENTRIES);
  await file.close();
  const journal = await openJournal({ ...workspace.options, clock: systemClock });
  try {
    const rows = [await made(journal), ...(await pages(journal)), await counts(journal), await lag(journal)];
    return { name: 'explorer', rows };
  } finally {
    await journal.close();
    await workspace.remove();
  }
}

/** From a journal without derived file to full text over all of it. */
async function made(journal: Journal): Promise<BenchRow> {
  const start = performance.now();
  const { size } = await journal.read.state();
  while ((await journal.read.derivedState()).textThroughSeq < size - 1) await wait(200);
  return {
    what: 'entries taken into the derived file',
    value: (size / (performance.now() - start)) * 1000,
    unit: '1/s',
  };
}

async function pages(journal: Journal): Promise<BenchRow[]> {
  const times: number[] = [];
  const positions: number[] = [];
  let inPart = 0;
  const { throughSeq } = await journal.read.derivedState();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const filter of FILTERS) {
      times.push(
        await timed(async () => {
          // Another entry each time, so that no search is found that was made before.
          const request = { filter, asOfSeq: throughSeq - round, offset: 0, limit: PAGE };
          const { total, complete } = await journal.read.search(request);
          if (!complete && total < PAGE) inPart += 1;
        }),
      );
      positions.push(
        await timed(() =>
          journal.read.list({ offset: 0, limit: PAGE, newestFirst: false, kind: 'clock.stepped' }),
        ),
      );
    }
  const p95 = quantile(times, 0.95);
  return [
    {
      what: `first page of ${FILTERS.length} filters at ${ENTRIES} entries, p95`,
      value: p95,
      unit: 'ms',
      ratio: 100 / p95,
      baseline: 100,
    },
    { what: 'of which answered in part, to be gone on with', value: inPart / times.length, unit: 'share' },
    { what: 'first page, median', value: quantile(times, 0.5), unit: 'ms' },
    { what: 'first page, longest', value: Math.max(...times), unit: 'ms' },
    {
      what: 'a question that looks through every entry, median',
      value: quantile(positions, 0.5),
      unit: 'ms',
    },
  ];
}

async function counts(journal: Journal): Promise<BenchRow> {
  const times: number[] = [];
  const { throughSeq } = await journal.read.derivedState();
  for (const filter of FILTERS)
    times.push(
      await timed(async () => {
        while (!(await journal.read.count({ filter, asOfSeq: throughSeq - ROUNDS })).complete);
      }),
    );
  return { what: 'counts, facets and histogram whole, p95', value: quantile(times, 0.95), unit: 'ms' };
}

/** The oldest entry that full text did not know yet: how long ago was it committed? */
async function lag(journal: Journal): Promise<BenchRow> {
  const committed = new Map<number, number>();
  let going = true;
  let worst = 0;
  const watch = (async () => {
    while (going) {
      const { textThroughSeq } = await journal.read.derivedState();
      const since = committed.get(textThroughSeq + 1);
      if (since !== undefined) worst = Math.max(worst, performance.now() - since);
      await wait(20);
    }
  })();
  const start = performance.now();
  for (let done = 0; done < FLOOD; done += IN_FLIGHT)
    await Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        const { seq } = await journal.intent('tool.call', TOOL_INTENT, IN_RUN);
        committed.set(seq, performance.now());
      }),
    );
  const rate = (FLOOD / (performance.now() - start)) * 1000;
  const { size } = await journal.read.state();
  while ((await journal.read.derivedState()).textThroughSeq < size - 1) await wait(20);
  going = false;
  await watch;
  return {
    what: `derived file behind at most, at ${Math.round(rate)} appends/s`,
    value: worst / 1000,
    unit: 's',
    ratio: 2000 / worst,
    baseline: 2,
  };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
