import type { ReportPlot } from '../../../../shared/formats/period-report.ts';
import { safeWord } from '../text.ts';
import type { DayTally } from './facts.ts';
import type { ItemFacts } from './item.ts';
import type { PeriodView } from './view.ts';

const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** Columns that fit on a page and can still be told apart. */
const MOST_COLUMNS = 124;
const MOST_BARS = 24;

type Plot = (view: PeriodView, facts: ItemFacts) => ReportPlot;

const activity: Plot = ({ facts }) => {
  const spans = columnsOf(facts.fromMs, facts.toMs, facts.days);
  return {
    id: 'activity',
    title: 'Activity per day',
    about: `Entries of the period${spans.days === 1 ? '' : `, in columns of ${spans.days} days`}; days without an entry are empty columns. Days are those of UTC.`,
    shape: 'columns',
    series: [
      { title: 'entries that mark access to patient data', tone: 'accent' },
      { title: 'other entries', tone: 'quiet' },
    ],
    bars: spans.columns.map(({ dayMs, entries, phiEntries }) => ({
      label: dayLabel(dayMs),
      values: [phiEntries, entries - phiEntries],
    })),
  };
};

const denialsPerRule: Plot = (_, { judged }) => {
  const rules = new Map<string, [number, number, number]>();
  for (const { denial, review, signed } of judged) {
    const id = safeWord(denial.body.ruleId);
    const counts = rules.get(id) ?? [0, 0, 0];
    const at = review === undefined ? 2 : signed ? 0 : 1;
    counts[at] += 1;
    rules.set(id, counts);
  }
  const bars = [...rules]
    .map(([label, values]) => ({ label, values: [...values] }))
    .sort((a, b) => total(b.values) - total(a.values));
  return {
    id: 'denials_per_rule',
    title: 'Denials per rule',
    about: `Denials of the period by the rule that denied, and how far they were looked into.${bars.length > MOST_BARS ? ` The ${MOST_BARS} most frequent of ${bars.length} rules.` : ''}`,
    shape: 'bars',
    series: [
      { title: 'reviewed and signed', tone: 'good' },
      { title: 'reviewed', tone: 'doubt' },
      { title: 'not reviewed', tone: 'bad' },
    ],
    bars: bars.slice(0, MOST_BARS),
  };
};

const approvals: Plot = (view) => {
  const answers = new Map(
    view.ever('approval.answered', 'event').map(({ body }) => [body.approval, body.answer]),
  );
  const tools = new Map<string, [number, number, number]>();
  for (const { body } of view.within('approval.requested', 'event')) {
    const counts = tools.get(body.tool) ?? [0, 0, 0];
    const answer = answers.get(body.approval);
    counts[answer === 'approved' ? 0 : answer === 'refused' ? 1 : 2] += 1;
    tools.set(body.tool, counts);
  }
  return {
    id: 'approvals',
    title: 'Approvals',
    about: 'Calls of the period that waited for a person, by tool and answer.',
    shape: 'bars',
    series: [
      { title: 'approved', tone: 'good' },
      { title: 'refused', tone: 'bad' },
      { title: 'not answered', tone: 'doubt' },
    ],
    bars: [...tools]
      .map(([tool, values]) => ({ label: safeWord(tool), values: [...values] }))
      .sort((a, b) => total(b.values) - total(a.values))
      .slice(0, MOST_BARS),
  };
};

export const PLOTS = { activity, denialsPerRule, approvals } as const satisfies Readonly<
  Record<string, Plot>
>;
export type PlotName = keyof typeof PLOTS;

/** Days as columns: one each, or as many together as fit on a page. */
function columnsOf(
  fromMs: number,
  toMs: number,
  days: readonly DayTally[],
): { readonly days: number; readonly columns: readonly DayTally[] } {
  const first = Math.floor(fromMs / DAY_MS) * DAY_MS;
  const count = Math.max(1, Math.ceil((toMs - first) / DAY_MS));
  const together = Math.ceil(count / MOST_COLUMNS);
  const columns = Array.from({ length: Math.ceil(count / together) }, (_, index) => ({
    dayMs: first + index * together * DAY_MS,
    ...{ entries: 0, phiEntries: 0, denials: 0 },
  }));
  for (const day of days) {
    const column = columns[Math.floor((day.dayMs - first) / DAY_MS / together)];
    if (column === undefined) continue;
    column.entries += day.entries;
    column.phiEntries += day.phiEntries;
    column.denials += day.denials;
  }
  return { days: together, columns };
}

function dayLabel(ms: number): string {
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
