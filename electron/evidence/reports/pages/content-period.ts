import {
  type ListCell,
  type ListColumn,
  type PeriodReport,
  type ReportList,
} from '../../../../shared/formats/period-report.ts';
import { GRADES } from '../../../../shared/formats/report.ts';
import { formatCount, plural } from '../text.ts';
import { facts, heading, paragraph } from './blocks.ts';
import { gaps, type CoverWords } from './content-cover.ts';
import { journal, people } from './content-evidence.ts';
import { GRADE_WORDS } from './content-law.ts';
import { plot } from './plot.ts';
import type { Flow } from './sheet.ts';
import { table, type TableCell } from './table.ts';
import { TEXT } from './theme.ts';
import { entryRefs, hashLines, stateCell, time, title } from './words.ts';

/** Points of a page's width, which the shares of a list's columns divide. */
const WHOLE = 487;

type Section = (flow: Flow, report: PeriodReport, number: number) => void;

/** The first page of a report about a period. */
export function periodCover(report: PeriodReport): CoverWords {
  const { period } = report;
  const range =
    period.firstSeq === undefined
      ? 'none in the period'
      : `#${period.firstSeq} to #${period.lastSeq ?? period.firstSeq}, of them ${formatCount(period.entries)} in the period`;
  return {
    title: report.title,
    lead: report.question,
    facts: [
      { label: 'Period', value: `${time(period.fromMs)} to ${time(period.toMs)}` },
      { label: 'Journal entries', value: range },
    ],
  };
}

/** Gaps, items, figures, then each list, and what the figures stand on. */
export function periodSections(report: PeriodReport): readonly Section[] {
  return [
    gaps,
    items,
    ...(report.plots.length === 0 ? [] : [figures]),
    ...report.lists.map((list): Section => (flow, _, number) => {
      listed(flow, list, number);
    }),
    journal,
    people,
  ];
}

function items(flow: Flow, { protocol }: PeriodReport, number: number): void {
  heading(flow, number, 'Item by item, in the order of the audit protocol');
  paragraph(
    flow,
    `${protocol.asOf} Each statement has its grade and the journal entries that show it. ${protocol.proposal}`,
    TEXT.quiet,
  );
  facts(
    flow,
    GRADES.map((grade) => ({ label: title(grade), value: GRADE_WORDS[grade] })),
  );
  table(
    flow,
    [
      { title: 'Item', width: 118 },
      { title: 'What the period shows', width: 241 },
      { title: 'Grade', width: 54 },
      { title: 'Entries', width: 74 },
    ],
    protocol.items.flatMap(({ cite, title: name, addressable, statements }) =>
      statements.map((statement, index): TableCell[] => [
        index > 0
          ? ''
          : {
              text: `${cite}\n${name}${addressable ? '\naddressable' : ''}`,
              style: TEXT.cellStrong,
            },
        statement.text,
        stateCell(statement.grade),
        { text: cited(statement), style: TEXT.cellQuiet },
      ]),
    ),
  );
  if (protocol.items.some(({ addressable }) => addressable))
    paragraph(
      flow,
      'Addressable does not mean optional: where an item is not implemented, 164.306(d)(3) wants the reason and what is done instead in writing.',
      TEXT.quiet,
    );
}

function cited({ entries, more }: PeriodReport['protocol']['items'][number]['statements'][number]): string {
  if (entries.length === 0) return '-';
  const named = entries.map((seq) => `#${seq}`).join(', ');
  return more === 0 ? named : `${named} and ${formatCount(more)} more`;
}

function figures(flow: Flow, { plots }: PeriodReport, number: number): void {
  heading(flow, number, 'Figures', 160);
  for (const one of plots) plot(flow, one);
}

function listed(flow: Flow, list: ReportList, number: number): void {
  // Title, words and the first rows stay together.
  heading(flow, number, list.title, list.rows.length === 0 ? 90 : 170);
  paragraph(flow, list.about);
  paragraph(flow, `Population: ${list.query}.`, TEXT.quiet);
  if (list.rows.length === 0) {
    paragraph(flow, list.empty);
    return;
  }
  const widths = list.columns.reduce((total, { width }) => total + width, 0);
  table(
    flow,
    list.columns.map((column) => ({
      title: column.title,
      width: (column.width * WHOLE) / widths,
      ...(column.cells === 'count' ? { align: 'right' as const } : {}),
    })),
    list.rows.map((row) => list.columns.map((column, index) => printed(column, row[index] ?? null))),
  );
  if (list.rows.length < list.total)
    paragraph(
      flow,
      `The first ${formatCount(list.rows.length)} of ${plural(list.total, 'row')}. A shorter period shows the others.`,
      TEXT.quiet,
    );
}

function printed({ cells }: ListColumn, cell: ListCell): TableCell {
  if (cell === null) return { text: '-', style: TEXT.cellQuiet };
  switch (cells) {
    case 'text':
    case 'person':
    case 'code':
      return String(cell);
    case 'state':
      return stateCell(String(cell), TEXT.cell);
    case 'uuid':
      return { text: String(cell).slice(0, 8), style: TEXT.cellMono };
    case 'sha256':
      return { text: hashLines(String(cell)), style: TEXT.cellMono };
    case 'time':
      return time(Number(cell)).replace(' UTC', '');
    case 'count':
      return formatCount(Number(cell));
    case 'entry':
      return { text: `#${String(cell)}`, style: TEXT.cellQuiet };
    case 'entries':
      return { text: entryRefs(cell as readonly number[]), style: TEXT.cellQuiet };
  }
}
