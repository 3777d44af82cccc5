import type { RunReport } from '../../../../shared/formats/report.ts';
import { cover, gaps } from './content-cover.ts';
import { artefacts, journal, people, redactions } from './content-evidence.ts';
import { approvals, denials, rules } from './content-governance.ts';
import { howToCheck, safeguards } from './content-law.ts';
import { runSummary, stepsAndCalls } from './content-run.ts';
import type { Measure } from './fonts.ts';
import { Flow } from './sheet.ts';
import { COLOUR, CONTENT_WIDTH, PAGE, TEXT } from './theme.ts';

/** Sections in the order an auditor asks, gaps first. To add one, write it in a content file and name it here. */
const SECTIONS = [
  gaps,
  runSummary,
  stepsAndCalls,
  rules,
  denials,
  approvals,
  redactions,
  artefacts,
  journal,
  safeguards,
  people,
] as const;

/** Sets the whole report on sheets: cover, sections, footers. */
export function composeReport(report: RunReport, attachmentSha256: string, measure: Measure): Flow {
  const flow = new Flow(measure);
  cover(flow, report);
  SECTIONS.forEach((section, index) => section(flow, report, index + 1));
  howToCheck(flow, report, SECTIONS.length + 1, attachmentSha256);
  footers(flow, report);
  return flow;
}

function footers(flow: Flow, report: RunReport): void {
  const y = PAGE.height - 40;
  const style = TEXT.footer;
  flow.sheets.forEach((sheet, index) => {
    const page = `Page ${index + 1} of ${flow.sheets.length}`;
    sheet.marks.push(
      { kind: 'rule', x: PAGE.left, y: y - 8, width: CONTENT_WIDTH, colour: COLOUR.hairline, weight: 0.5 },
      { kind: 'text', x: PAGE.left, y, text: `Swarm Clinical audit report ${report.report.id}`, style },
      {
        kind: 'text',
        x: PAGE.width - PAGE.right - flow.measure.width(page, style.face, style.size),
        y,
        text: page,
        style,
      },
    );
  });
}
