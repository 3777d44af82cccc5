import type { RunReport } from '../../../../shared/formats/report.ts';
import { formatCount, plural } from '../text.ts';
import { drawLine, facts, heading, paragraph, remark, type FactRow } from './blocks.ts';
import type { Flow } from './sheet.ts';
import { COLOUR, MARGIN, TEXT, tinted } from './theme.ts';
import { stateCell, time, title } from './words.ts';

const MEANINGS = {
  review: 'I have reviewed this record.',
  approval: 'I approve this record.',
  responsibility: 'I take responsibility for this record.',
} as const;

const PANEL_HEIGHT = 112;

/** What a first page says beside what every report has. */
export interface CoverWords {
  readonly title: string;
  readonly lead: string;
  readonly facts: readonly FactRow[];
}

/** The parts that every report has, whatever it is about. */
export type ReportHead = Pick<RunReport, 'report' | 'workspace' | 'signer' | 'verdicts' | 'gaps'>;

/** First page: what this is, its period, verdicts, the titles of the gaps, and the signature. */
export function cover(flow: Flow, report: ReportHead, words: CoverWords): void {
  flow.y = 92;
  flow.setLines(['SWARM CLINICAL'], { ...TEXT.overline }, MARGIN.left, flow.y);
  flow.y += 22;
  flow.tell({ kind: 'title', text: words.title });
  const titleLines = flow.lines(words.title, TEXT.title, flow.width);
  flow.y += flow.setLines(titleLines, TEXT.title, MARGIN.left, flow.y);
  flow.y += 8;
  flow.tell({ kind: 'paragraph', text: words.lead });
  const lead = flow.lines(words.lead, TEXT.lead, flow.width - 40);
  flow.y += flow.setLines(lead, TEXT.lead, MARGIN.left, flow.y);
  flow.y += 22;
  facts(flow, [
    { label: 'Report', value: report.report.id, style: TEXT.valueMono },
    ...words.facts,
    { label: 'Workspace', value: report.workspace.id, style: TEXT.valueMono },
    {
      label: flow.preview ? 'Previewed' : 'Issued',
      value: `${time(report.report.issuedAtMs)}, Swarm Clinical ${report.report.appVersion}`,
    },
  ]);
  verdicts(flow, report);
  signaturePanel(flow, report);
}

/** The first page of a run report, in the words of its template. */
export function runCover(report: RunReport): CoverWords {
  const { run, period } = report;
  const profile =
    report.pages === 'plain_run'
      ? run.complianceProfile
      : `${run.complianceProfile}, de-identification ${run.deidProfile}`;
  return {
    title: `Audit report on the run of ${run.template}`,
    lead: `What agents, people and policy did with the table ${run.table}, from the append-only journal of one workspace. Figures are computed by code from journal entries; no patient data is in this report.`,
    facts: [
      { label: 'Run', value: run.id, style: TEXT.valueMono },
      { label: 'Compliance profile', value: profile },
      { label: 'Period', value: `${time(period.fromMs)} to ${time(period.toMs)}` },
      {
        label: 'Journal entries',
        value: `#${period.firstSeq} to #${period.lastSeq}, of them ${formatCount(period.entries)} in this run`,
      },
    ],
  };
}

function verdicts(flow: Flow, report: ReportHead): void {
  flow.tell({
    kind: 'table',
    head: ['Statement', 'Verdict', 'Detail'],
    rows: report.verdicts.map(({ what, verdict, detail }) => [what, verdict.replaceAll('_', ' '), detail]),
  });
  flow.y += 10;
  drawLine(flow);
  flow.y += 12;
  for (const [index, verdict] of report.verdicts.entries()) {
    const state = stateCell(verdict.verdict, TEXT.subheading);
    const detail = flow.lines(verdict.detail, TEXT.value, flow.width - 220);
    flow.cell(index, 0);
    flow.setLines([verdict.what], TEXT.value, MARGIN.left, flow.y);
    flow.cell(index, 1);
    flow.setLines([state.text], { ...state.style, size: 8.5, line: 12 }, MARGIN.left + 128, flow.y);
    flow.cell(index, 2);
    flow.y += flow.setLines(detail, TEXT.value, MARGIN.left + 220, flow.y) + 5;
  }
  flow.y += 7;
  drawLine(flow);
  flow.y += 12;
  unproven(flow, report);
}

/** The titles of the gaps, as far as the first page holds them. */
function unproven(flow: Flow, report: ReportHead): void {
  const sentence = `Not proven: ${plural(report.gaps.length, 'point')}, explained in section 1.`;
  flow.tell({ kind: 'paragraph', text: sentence });
  flow.setLines([sentence], tinted(TEXT.subheading, COLOUR.doubt), MARGIN.left, flow.y);
  flow.y += TEXT.subheading.line + 4;
  const bottom = flow.paper.height - MARGIN.bottom - PANEL_HEIGHT - 20;
  const fitting = Math.max(0, Math.floor((bottom - flow.y) / TEXT.value.line) * 2);
  const shown = report.gaps.slice(0, fitting);
  const half = Math.ceil(shown.length / 2);
  const width = flow.width / 2;
  flow.tell({ kind: 'list', items: shown.map(({ title: text }) => text) });
  shown.forEach((gap, index) => {
    const x = MARGIN.left + (index < half ? 0 : width);
    const y = flow.y + (index % half) * TEXT.value.line;
    const line = flow.lines(gap.title, TEXT.value, width - 24)[0] ?? '';
    flow.cell(index, 0);
    flow.setLines([String(index + 1)], tinted(TEXT.value, COLOUR.doubt), x, y);
    flow.cell(index, 1);
    flow.setLines([line], TEXT.value, x + 16, y);
  });
  flow.y += half * TEXT.value.line + 16;
}

/** The visible form of the signature: printed name, role, time and meaning, on the first page. */
function signaturePanel(flow: Flow, report: ReportHead): void {
  const { signer } = report;
  flow.tell({
    kind: 'facts',
    rows: [
      { label: flow.preview ? 'To be signed by' : 'Signed by', value: signer.name },
      { label: 'Role and time', value: `${title(signer.role)}, ${time(signer.signedAtMs)}` },
      { label: 'Meaning', value: `${signer.meaning}. ${MEANINGS[signer.meaning]}` },
      { label: 'Root fingerprint (SHA-256)', value: report.workspace.rootSha256 },
    ],
  });
  const height = PANEL_HEIGHT;
  flow.need(height + 8);
  const top = Math.max(flow.y, flow.paper.height - MARGIN.bottom - height);
  flow.put({ kind: 'box', x: MARGIN.left, y: top, width: flow.width, height, stroke: COLOUR.rule });
  flow.signature = { sheet: flow.sheets.length - 1, x: MARGIN.left, y: top, width: flow.width, height };
  const x = MARGIN.left + 16;
  flow.cell(0, 0);
  flow.setLines([flow.preview ? 'PREVIEW, NOT SIGNED' : 'SIGNED ELECTRONICALLY'], TEXT.overline, x, top + 14);
  const name = flow.lines(signer.name, { ...TEXT.heading, size: 13 }, flow.width - 32)[0] ?? '';
  flow.cell(0, 1);
  flow.setLines([name], { ...TEXT.heading, size: 13 }, x, top + 28);
  flow.cell(1, 1);
  flow.setLines([`${title(signer.role)}, ${time(signer.signedAtMs)}`], TEXT.value, x, top + 49);
  flow.cell(2, 1);
  flow.setLines([`Meaning: ${signer.meaning}. ${MEANINGS[signer.meaning]}`], TEXT.value, x, top + 63);
  const fingerprint = `Root fingerprint (SHA-256) ${report.workspace.rootSha256}`;
  flow.cell(3, 1);
  flow.setLines(
    flow.lines(fingerprint, { ...TEXT.cellMono, size: 6.4 }, flow.width - 32),
    { ...TEXT.cellMono, size: 6.4 },
    x,
    top + 82,
  );
  const remark = flow.preview
    ? 'Shown before it is signed. What is signed is made anew, with the entries that come until then.'
    : 'The time is the workstation’s own. The signature covers every byte of this file as it was issued.';
  flow.tell({ kind: 'paragraph', text: remark });
  flow.setLines([remark], TEXT.cellQuiet, x, top + 95);
  flow.y = top + height;
}

export function gaps(flow: Flow, report: Pick<ReportHead, 'gaps'>, number: number): void {
  flow.newSheet();
  heading(flow, number, 'What this report does not prove');
  paragraph(
    flow,
    'Read this first. Each point is computed from the journal, the most serious above. Software supports compliance work; it does not decide it.',
    TEXT.quiet,
  );
  flow.y += 4;
  report.gaps.forEach((gap, index) => remark(flow, index + 1, gap.title, gap.detail));
}
