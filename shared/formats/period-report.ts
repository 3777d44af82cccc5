import { z } from 'zod';
import { Sha256Hex } from '../domain/ids.ts';
import { PeriodReportKind } from '../domain/report-kinds.ts';
import {
  CodeName,
  Count,
  Grade,
  looksLikeIdentifier,
  PersonName,
  ReportAbout,
  ReportGaps,
  ReportJournal,
  ReportPeople,
  ReportSafeguard,
  ReportSigner,
  ReportStatement,
  ReportText,
  ReportWorkspace,
  RunReport,
  Seq,
  TimeMs,
} from './report.ts';

/** Name and version of the model of a report about a period. It travels inside the PDF as canonical JSON. */
export const PERIOD_REPORT_FORMAT = 'swarm-clinical/period-report';
export const PERIOD_REPORT_VERSION = 1;

/** What a column of a list holds, which says how it is checked, printed and exported. */
export const LIST_CELLS = {
  text: ReportText,
  code: CodeName.refine((name) => !looksLikeIdentifier(name), 'the name looks like an identifier'),
  person: PersonName,
  /** A word of a closed list: a role, an outcome, a grade. */
  state: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  uuid: z.uuid(),
  sha256: Sha256Hex,
  time: TimeMs,
  count: Count,
  entry: Seq,
  entries: z.array(Seq).max(8),
} as const;
export type ListCellKind = keyof typeof LIST_CELLS;
export type ListCell = string | number | readonly number[] | null;

const ListColumn = z.strictObject({
  id: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/),
  title: ReportText,
  cells: z.enum(Object.keys(LIST_CELLS) as [ListCellKind, ...ListCellKind[]]),
  /** Share of the page's width. */
  width: z.int().min(1).max(100),
});
export type ListColumn = z.infer<typeof ListColumn>;

/** A list that an auditor asks for: what stands in it by which query, how many there are, and the rows. */
export const ReportList = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z_]{0,39}$/),
    title: ReportText,
    about: ReportText,
    /** The population as a query over the journal, in words that another reader of it can repeat. */
    query: ReportText,
    /** What an empty list means. */
    empty: ReportText,
    /** All that the query finds; more than the rows where the list is cut. */
    total: Count,
    columns: z.array(ListColumn).min(1).max(10),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.array(z.number()), z.null()]))),
  })
  .superRefine(({ columns, rows, total }, context) => {
    if (total < rows.length)
      context.addIssue({ code: 'custom', message: 'a list has more rows than it finds' });
    rows.forEach((row, at) => {
      if (row.length !== columns.length)
        context.addIssue({
          code: 'custom',
          path: ['rows', at],
          message: 'a row has not the columns of its list',
        });
      columns.forEach((column, index) => {
        const cell = row[index];
        if (cell === null || LIST_CELLS[column.cells].safeParse(cell).success) return;
        context.addIssue({ code: 'custom', path: ['rows', at, index], message: `no ${column.cells}` });
      });
    });
  });
export type ReportList = z.infer<typeof ReportList>;

/** One statement about an item, with its grade and the entries that show it. */
export const GradedStatement = z.strictObject({
  text: ReportText,
  grade: Grade,
  entries: z.array(Seq).max(8),
  /** Entries that show it, beside those named. */
  more: Count,
});
export type GradedStatement = z.infer<typeof GradedStatement>;

/** An item of the audit protocol, with what the period shows about it. */
export const ProtocolItem = z.strictObject({
  cite: ReportSafeguard.shape.cite,
  title: ReportText,
  addressable: z.boolean(),
  statements: z.array(GradedStatement).min(1),
});
export type ProtocolItem = z.infer<typeof ProtocolItem>;

/** Figures that people would rather look at. Each bar is cut into the series, in order. */
export const ReportPlot = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z_]{0,39}$/),
    title: ReportText,
    about: ReportText,
    /** Columns over time, or bars with names. */
    shape: z.enum(['columns', 'bars']),
    series: z
      .array(z.strictObject({ title: ReportText, tone: z.enum(['accent', 'good', 'bad', 'doubt', 'quiet']) }))
      .min(1)
      .max(5),
    bars: z.array(z.strictObject({ label: ReportText, values: z.array(Count) })).max(400),
  })
  .refine(({ series, bars }) => bars.every(({ values }) => values.length === series.length), {
    message: 'a bar has not a value for each series',
  });
export type ReportPlot = z.infer<typeof ReportPlot>;

/**
 * The report of a period: all that the PDF prints, computed by code from journal entries. One document
 * for all kinds, so that each prints, exports and is checked in the same way.
 */
export const PeriodReport = z.strictObject({
  format: z.literal(PERIOD_REPORT_FORMAT),
  version: z.literal(PERIOD_REPORT_VERSION),
  kind: PeriodReportKind,
  title: ReportText,
  /** The question that the report answers. */
  question: ReportText,
  report: ReportAbout,
  workspace: ReportWorkspace,
  signer: ReportSigner,
  period: z
    .strictObject({
      fromMs: TimeMs,
      /** The first moment behind it. */
      toMs: TimeMs,
      firstSeq: Seq.optional(),
      lastSeq: Seq.optional(),
      entries: Count,
      intents: Count,
      unanswered: Count,
      phiEntries: Count,
      /** Positions of the whole journal that could not be read, as ranges; the first of them. */
      unreadable: z.strictObject({
        entries: Count,
        ranges: z.array(z.strictObject({ from: Seq, to: Seq })).max(20),
      }),
    })
    .refine(({ fromMs, toMs }) => fromMs < toMs, { message: 'the period ends before it begins' }),
  verdicts: z.array(ReportStatement),
  gaps: ReportGaps,
  protocol: z.strictObject({ asOf: ReportText, proposal: ReportText, items: z.array(ProtocolItem) }),
  plots: z.array(ReportPlot),
  lists: z.array(ReportList),
  journal: ReportJournal,
  people: ReportPeople,
});
export type PeriodReport = z.infer<typeof PeriodReport>;

/** A report of any kind. */
export const AnyReport = z.discriminatedUnion('format', [RunReport, PeriodReport]);
export type AnyReport = z.infer<typeof AnyReport>;

/** The title of a report, as its document, its outline and lists of reports say it. */
export function titleOfReport(report: AnyReport): string {
  return report.format === PERIOD_REPORT_FORMAT
    ? report.title
    : `Audit report on the run of ${report.run.template}`;
}
