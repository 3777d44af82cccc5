import type { PeriodReportKind, ReportKind } from '../../../shared/domain/index.ts';
import type { ReportView } from '../../../shared/ipc/index.ts';

/** Kinds of reports as people choose and see them. */
export const REPORT_WORDS: Readonly<Record<ReportKind, { readonly text: string; readonly note: string }>> = {
  run: { text: 'Run', note: 'everything about one run of agents' },
  period: { text: 'Period', note: 'what people and agents did, and what of it is proven' },
  access: {
    text: 'Access register',
    note: 'rights, new users, leavers; who touched which data, when and why',
  },
  activity: { text: 'Activity review', note: 'what was recorded and examined, by whom and in time' },
  deidentification: { text: 'De-identification', note: 'what was measured, read, signed and taken out' },
  denials: { text: 'Denials', note: 'what was not allowed, by which rule, and what came of it' },
  integrity: { text: 'Integrity', note: 'whether the record can be believed; checkpoints and drills' },
};

export function isPeriodKind(kind: ReportKind): kind is PeriodReportKind {
  return kind !== 'run';
}

const DAY_MS = 86_400_000;

/** Midnight of a day written as 2026-03-01, UTC; undefined for anything else. */
export function readDay(text: string): number | undefined {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? Date.parse(`${text.trim()}T00:00:00Z`) : Number.NaN;
  // A thirtieth of February is read as a day of March.
  return Number.isNaN(ms) || ms < 0 || writeDay(ms) !== text.trim() ? undefined : ms;
}

export function writeDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** First and last day as a period: up to the first moment behind the last day. */
export function readPeriod(first: string, last: string): { fromMs: number; toMs: number } | undefined {
  const [fromMs, lastMs] = [readDay(first), readDay(last)];
  return fromMs === undefined || lastMs === undefined || lastMs < fromMs
    ? undefined
    : { fromMs, toMs: lastMs + DAY_MS };
}

/** The month before this moment, first and last day. */
export function lastMonth(nowMs: number): { readonly first: string; readonly last: string } {
  const now = new Date(nowMs);
  const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);
  return { first: writeDay(first), last: writeDay(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0)) };
}

/** What a report is about, in one line. */
export function aboutReport({ kind, period, file }: ReportView): string {
  if (period === undefined) return file;
  return `${REPORT_WORDS[kind].text}, ${writeDay(period.fromMs)} to ${writeDay(period.toMs - 1)}`;
}
