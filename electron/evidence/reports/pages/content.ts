import { PERIOD_REPORT_FORMAT, type AnyReport } from '../../../../shared/formats/period-report.ts';
import type { RunReportTemplate } from '../../../../shared/formats/profile.ts';
import type { RunReport } from '../../../../shared/formats/report.ts';
import { cover, gaps, runCover } from './content-cover.ts';
import { artefacts, journal, people, redactions } from './content-evidence.ts';
import { countersignatures } from './content-countersign.ts';
import { approvals, denials, rules } from './content-governance.ts';
import { criteria, howToCheck, safeguards } from './content-law.ts';
import { periodCover, periodSections } from './content-period.ts';
import { runSummary, stepsAndCalls } from './content-run.ts';
import type { Measure } from './fonts.ts';
import { Flow } from './sheet.ts';
import { COLOUR, MARGIN, PAPERS, TEXT } from './theme.ts';

type Section<Report> = (flow: Flow, report: Report, number: number) => void;

/**
 * Sections in the order an auditor asks, gaps first, by the template that the run's compliance profile
 * names. To add one, write it in a content file and name it here.
 */
const RUN_SECTIONS: Readonly<Record<RunReportTemplate, readonly Section<RunReport>[]>> = {
  hipaa_run: [
    ...[gaps, safeguards, runSummary, stepsAndCalls, rules, denials, approvals, redactions, artefacts],
    ...[journal, people],
  ],
  soc2_run: [
    ...[gaps, criteria, runSummary, stepsAndCalls, rules, denials, approvals, redactions, artefacts],
    ...[journal, people],
  ],
  plain_run: [
    ...[gaps, runSummary, stepsAndCalls, rules, denials, approvals, redactions, artefacts, journal, people],
  ],
};

/** How the pages are to be set, beside the report itself. */
export interface PageOptions {
  readonly attachmentSha256: string;
  readonly measure: Measure;
  readonly preview?: boolean | undefined;
}

/** Sets the whole report on sheets: cover, sections, footers. */
export function composeReport(report: AnyReport, options: PageOptions): Flow {
  const flow = new Flow(options.measure, PAPERS[report.report.paper ?? 'a4'], options.preview);
  if (report.format === PERIOD_REPORT_FORMAT) {
    cover(flow, report, periodCover(report));
    setSections(flow, report, periodSections(report), options);
  } else {
    cover(flow, report, runCover(report));
    setSections(flow, report, RUN_SECTIONS[report.pages ?? 'hipaa_run'], options);
  }
  footers(flow, report);
  return flow;
}

function setSections<Report extends AnyReport>(
  flow: Flow,
  report: Report,
  sections: readonly Section<Report>[],
  { attachmentSha256 }: PageOptions,
): void {
  sections.forEach((section, index) => {
    section(flow, report, index + 1);
  });
  howToCheck(flow, report, sections.length + 1, attachmentSha256);
  countersignatures(flow);
}

function footers(flow: Flow, { report }: AnyReport): void {
  const y = flow.paper.height - 40;
  const style = TEXT.footer;
  flow.sheets.forEach((sheet, index) => {
    const page = `Page ${index + 1} of ${flow.sheets.length}`;
    sheet.marks.push(
      { kind: 'rule', x: MARGIN.left, y: y - 8, width: flow.width, colour: COLOUR.hairline, weight: 0.5 },
      {
        kind: 'text',
        x: MARGIN.left,
        y,
        text: `Swarm Clinical audit report ${report.id}${flow.preview ? ', preview, not signed' : ''}`,
        style,
      },
      {
        kind: 'text',
        x: flow.paper.width - MARGIN.right - flow.measure.width(page, style.face, style.size),
        y,
        text: page,
        style,
      },
    );
  });
}
