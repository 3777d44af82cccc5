import type { RunReport } from '../../../../shared/formats/report.ts';
import { formatCount } from '../text.ts';
import { facts, heading, paragraph, subheading } from './blocks.ts';
import type { Flow } from './sheet.ts';
import { table } from './table.ts';
import { TEXT } from './theme.ts';
import { clock, entryRefs, hashLines, rows, stateCell, time, title } from './words.ts';

export function rules(flow: Flow, report: RunReport, number: number): void {
  heading(flow, number, 'Rules that decided');
  if (report.rules.length === 0) {
    paragraph(flow, 'No rule was asked.');
    return;
  }
  paragraph(flow, 'Deny wins over ask, ask over allow; what no rule allows is denied.', TEXT.quiet);
  table(
    flow,
    [
      { title: 'Rule', width: 72 },
      { title: 'Says', width: 42 },
      { title: 'Reason', width: 205 },
      { title: 'Written in', width: 88 },
      { title: 'Matched', width: 40, align: 'right' },
      { title: 'Decided', width: 40, align: 'right' },
    ],
    report.rules.map((rule) => [
      { text: rule.id, style: TEXT.cellStrong },
      stateCell(rule.behaviour),
      rule.reason,
      { text: rule.source, style: TEXT.cellQuiet },
      formatCount(rule.matched),
      formatCount(rule.decided),
    ]),
  );
}

export function denials(flow: Flow, report: RunReport, number: number): void {
  heading(flow, number, 'Denials');
  if (report.denials.length === 0) {
    paragraph(flow, 'Nothing was denied in this run.');
    return;
  }
  table(
    flow,
    [
      { title: 'Entry', width: 36 },
      { title: 'Time, UTC', width: 48 },
      { title: 'Who', width: 86 },
      { title: 'Tool', width: 76 },
      { title: 'Rule, stage', width: 70 },
      { title: 'Reason', width: 90 },
      { title: 'Review', width: 81 },
    ],
    report.denials.map((denial) => [
      `#${denial.seq}`,
      clock(denial.atMs),
      denial.agent === undefined ? denial.who : `${denial.agent}\nfor ${denial.who}`,
      denial.tool,
      `${denial.ruleId}\n${denial.stage}`,
      denial.reason,
      reviewText(denial),
    ]),
  );
}

/** What a compliance officer made of a denial. */
function reviewText({ review }: RunReport['denials'][number]): string {
  if (review === undefined) return 'not reviewed';
  const signed = review.signed ? 'under a signed review' : 'not signed yet';
  return `${title(review.outcome)}, ${review.by} (#${review.entry}), ${signed}: ${review.note}`;
}

export function approvals(flow: Flow, report: RunReport, number: number): void {
  heading(flow, number, 'Approvals and signatures');
  if (report.approvals.length === 0) paragraph(flow, 'No call asked for an approval.');
  report.approvals.forEach((approval, index) => {
    flow.need(190);
    subheading(flow, `${index + 1}. ${approval.tool}, asked by rule ${approval.ruleId}: ${approval.state}`);
    facts(flow, [
      { label: 'Why it asked', value: approval.reason },
      { label: 'Requested', value: `${time(approval.requestedAtMs)}, for ${approval.requestedBy}` },
      {
        label: 'Answer',
        value:
          approval.answeredBy === undefined
            ? title(approval.state)
            : `${title(approval.state)} by ${approval.answeredBy}${approval.answeredAtMs === undefined ? '' : `, ${time(approval.answeredAtMs)}`}`,
      },
      { label: 'Meaning', value: approval.meaning ?? '-' },
      { label: 'Reason given', value: approval.answerReason ?? '-' },
      {
        label: 'At stake',
        value: `${rows(approval.valuesLost)} values lost, ${rows(approval.recordsTouched)} records touched`,
      },
      { label: 'Bound to arguments', value: approval.argsSha256, style: TEXT.valueMono },
      { label: 'Bound to data', value: approval.snapshotSha256, style: TEXT.valueMono },
      { label: 'Bound to policy', value: approval.policySha256, style: TEXT.valueMono },
      { label: 'Entries', value: entryRefs(approval.entries) },
    ]);
  });
  subheading(flow, 'Signatures on artefacts', 60);
  if (report.signatures.length === 0) {
    paragraph(flow, 'No artefact of this run is signed by a person, apart from this report.');
    return;
  }
  table(
    flow,
    [
      { title: 'Entry', width: 36 },
      { title: 'Artefact', width: 95 },
      { title: 'Signed by', width: 112 },
      { title: 'Time', width: 100 },
      { title: 'SHA-256 of what was signed', width: 144 },
    ],
    report.signatures.map((signature) => [
      `#${signature.entry}`,
      title(signature.artefact),
      `${signature.by}\n${signature.role}, meaning ${signature.meaning}`,
      time(signature.atMs),
      { text: hashLines(signature.sha256), style: TEXT.cellMono },
    ]),
  );
}
