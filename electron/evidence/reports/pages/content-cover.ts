import type { RunReport } from '../../../../shared/formats/report.ts';
import { formatCount, plural } from '../text.ts';
import { facts, heading, paragraph, remark } from './blocks.ts';
import type { Flow } from './sheet.ts';
import { COLOUR, CONTENT_WIDTH, PAGE, TEXT, tinted } from './theme.ts';
import { stateCell, time, title } from './words.ts';

const MEANINGS = {
  review: 'I have reviewed this record.',
  approval: 'I approve this record.',
  responsibility: 'I take responsibility for this record.',
} as const;

const PANEL_HEIGHT = 112;

export function cover(flow: Flow, report: RunReport): void {
  flow.y = 92;
  flow.setLines(['SWARM CLINICAL'], { ...TEXT.overline }, PAGE.left, flow.y);
  flow.y += 22;
  flow.y += flow.setLines(
    flow.lines(`Audit report on the run of ${report.run.template}`, TEXT.title, CONTENT_WIDTH),
    TEXT.title,
    PAGE.left,
    flow.y,
  );
  flow.y += 8;
  const lead = `What agents, people and policy did with the table ${report.run.table}, from the append-only journal of one workspace. Figures are computed by code from journal entries; no patient data is in this report.`;
  flow.y += flow.setLines(flow.lines(lead, TEXT.lead, CONTENT_WIDTH - 40), TEXT.lead, PAGE.left, flow.y);
  flow.y += 22;
  facts(flow, [
    { label: 'Report', value: report.report.id, style: TEXT.valueMono },
    { label: 'Run', value: report.run.id, style: TEXT.valueMono },
    { label: 'Workspace', value: report.workspace.id, style: TEXT.valueMono },
    {
      label: 'Compliance profile',
      value: `${report.run.complianceProfile}, de-identification ${report.run.deidProfile}`,
    },
    { label: 'Period', value: `${time(report.period.fromMs)} to ${time(report.period.toMs)}` },
    {
      label: 'Journal entries',
      value: `#${report.period.firstSeq} to #${report.period.lastSeq}, of them ${formatCount(report.period.entries)} in this run`,
    },
    {
      label: 'Issued',
      value: `${time(report.report.issuedAtMs)}, Swarm Clinical ${report.report.appVersion}`,
    },
  ]);
  verdicts(flow, report);
  signaturePanel(flow, report);
}

function verdicts(flow: Flow, report: RunReport): void {
  flow.y += 10;
  flow.put({
    kind: 'rule',
    x: PAGE.left,
    y: flow.y,
    width: CONTENT_WIDTH,
    colour: COLOUR.rule,
    weight: 0.75,
  });
  flow.y += 12;
  for (const verdict of report.verdicts) {
    const state = stateCell(verdict.verdict, TEXT.subheading);
    const detail = flow.lines(verdict.detail, TEXT.value, CONTENT_WIDTH - 220);
    flow.setLines([verdict.what], TEXT.value, PAGE.left, flow.y);
    flow.setLines([state.text], { ...state.style, size: 8.5, line: 12 }, PAGE.left + 128, flow.y);
    flow.y += flow.setLines(detail, TEXT.value, PAGE.left + 220, flow.y) + 5;
  }
  flow.y += 7;
  flow.put({
    kind: 'rule',
    x: PAGE.left,
    y: flow.y,
    width: CONTENT_WIDTH,
    colour: COLOUR.rule,
    weight: 0.75,
  });
  flow.y += 12;
  unproven(flow, report);
}

/** The titles of the gaps, as far as the first page holds them. */
function unproven(flow: Flow, report: RunReport): void {
  const sentence = `Not proven: ${plural(report.gaps.length, 'point')}, explained in section 1.`;
  flow.setLines([sentence], tinted(TEXT.subheading, COLOUR.doubt), PAGE.left, flow.y);
  flow.y += TEXT.subheading.line + 4;
  const bottom = PAGE.height - PAGE.bottom - PANEL_HEIGHT - 20;
  const fitting = Math.max(0, Math.floor((bottom - flow.y) / TEXT.value.line) * 2);
  const shown = report.gaps.slice(0, fitting);
  const half = Math.ceil(shown.length / 2);
  const width = CONTENT_WIDTH / 2;
  shown.forEach((gap, index) => {
    const x = PAGE.left + (index < half ? 0 : width);
    const y = flow.y + (index % half) * TEXT.value.line;
    const line = flow.lines(gap.title, TEXT.value, width - 24)[0] ?? '';
    flow.setLines([String(index + 1)], tinted(TEXT.value, COLOUR.doubt), x, y);
    flow.setLines([line], TEXT.value, x + 16, y);
  });
  flow.y += half * TEXT.value.line + 16;
}

/** The visible form of the signature: printed name, role, time and meaning, on the first page. */
function signaturePanel(flow: Flow, report: RunReport): void {
  const { signer } = report;
  const height = PANEL_HEIGHT;
  flow.need(height + 8);
  const top = Math.max(flow.y, PAGE.height - PAGE.bottom - height);
  flow.put({ kind: 'box', x: PAGE.left, y: top, width: CONTENT_WIDTH, height, stroke: COLOUR.rule });
  flow.signature = { sheet: flow.sheets.length - 1, x: PAGE.left, y: top, width: CONTENT_WIDTH, height };
  const x = PAGE.left + 16;
  flow.setLines(['SIGNED ELECTRONICALLY'], TEXT.overline, x, top + 14);
  const name = flow.lines(signer.name, { ...TEXT.heading, size: 13 }, CONTENT_WIDTH - 32)[0] ?? '';
  flow.setLines([name], { ...TEXT.heading, size: 13 }, x, top + 28);
  flow.setLines([`${title(signer.role)}, ${time(signer.signedAtMs)}`], TEXT.value, x, top + 49);
  flow.setLines([`Meaning: ${signer.meaning}. ${MEANINGS[signer.meaning]}`], TEXT.value, x, top + 63);
  const fingerprint = `Root fingerprint (SHA-256) ${report.workspace.rootSha256}`;
  flow.setLines(
    flow.lines(fingerprint, { ...TEXT.cellMono, size: 6.4 }, CONTENT_WIDTH - 32),
    { ...TEXT.cellMono, size: 6.4 },
    x,
    top + 82,
  );
  flow.setLines(
    ['The time is the workstation’s own. The signature covers every byte of this file.'],
    TEXT.cellQuiet,
    x,
    top + 95,
  );
  flow.y = top + height;
}

export function gaps(flow: Flow, report: RunReport, number: number): void {
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
