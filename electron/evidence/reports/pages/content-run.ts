import type { ReportCall, RunReport } from '../../../../shared/formats/report.ts';
import { formatCount, plural } from '../text.ts';
import { facts, heading, paragraph, subheading } from './blocks.ts';
import type { Flow } from './sheet.ts';
import { table, type TableCell } from './table.ts';
import { TEXT } from './theme.ts';
import { duration, entryRefs, rows, stateCell, time, title } from './words.ts';

export function runSummary(flow: Flow, report: RunReport, number: number): void {
  const { run, period } = report;
  heading(flow, number, 'The run');
  const used = (name: string, value: number, limit: number): string =>
    `${formatCount(value)} of ${formatCount(limit)} ${name}`;
  facts(flow, [
    { label: 'Pipeline', value: `${run.template}, purpose ${run.purpose}` },
    {
      label: 'Table',
      value: `${run.table}, version ${run.versions.before} before the run and ${run.versions.after} after`,
    },
    { label: 'Dataset', value: run.dataset, style: TEXT.valueMono },
    { label: 'Started', value: `${time(run.startedAtMs)}, by ${run.startedBy}` },
    {
      label: 'Ended',
      value:
        run.endedAtMs === undefined
          ? `not ended; state ${title(run.state).toLowerCase()}`
          : `${time(run.endedAtMs)}, after ${duration(run.endedAtMs - run.startedAtMs)}`,
    },
    {
      label: 'State',
      value: `${title(run.state)}${run.endReason === undefined ? '' : `; the loop ended on ${title(run.endReason).toLowerCase()}`}`,
    },
    { label: 'Model', value: `${run.model.name}, on ${run.backend}` },
    { label: 'Model file, SHA-256', value: run.model.sha256, style: TEXT.valueMono },
    { label: 'About the model', value: run.model.notice === '' ? '-' : run.model.notice },
    {
      label: 'Limits',
      value: [
        used('model calls', run.used.llmCalls, run.limits.llmCalls),
        used('tool calls', run.used.toolCalls, run.limits.toolCalls),
        used('tokens', run.used.tokens, run.limits.tokens),
        `${run.used.minutes.toFixed(1)} of ${run.limits.minutes} minutes`,
      ].join(', '),
    },
    {
      label: 'Agreement',
      value: `The model’s choice was the usual one in ${formatCount(run.agreedWithUsual)} of ${formatCount(run.decided)} decided findings.`,
    },
    {
      label: 'Entries',
      value: `${formatCount(period.entries)} in this run: ${plural(period.intents, 'intent')}, ${formatCount(period.unanswered)} without outcome; ${formatCount(period.phiEntries)} mark access to patient data.`,
    },
  ]);
}

export function stepsAndCalls(flow: Flow, report: RunReport, number: number): void {
  heading(flow, number, 'Steps and calls');
  if (report.steps.length > 0)
    table(
      flow,
      [
        { title: 'Step', width: 30 },
        { title: 'Name', width: 110 },
        { title: 'Agent', width: 100 },
        { title: 'Task', width: 147 },
        { title: 'Findings', width: 50, align: 'right' },
        { title: 'Closed', width: 50, align: 'right' },
      ],
      report.steps.map((step) => [
        formatCount(step.index),
        step.id,
        step.agent,
        { text: step.description, style: TEXT.cellQuiet },
        formatCount(step.findings),
        formatCount(step.closed),
      ]),
    );
  subheading(flow, 'Calls, in order', 70);
  if (report.calls.length === 0) {
    paragraph(flow, 'The model made no call.');
    return;
  }
  paragraph(
    flow,
    'A call is one use of a tool. The rule is the one that decided; # numbers are journal entries. Counts over rows that are small are shown as a range.',
    TEXT.quiet,
  );
  const findings = new Map(report.findings.map((finding) => [finding.id, finding]));
  table(
    flow,
    [
      { title: 'No.', width: 24 },
      { title: 'Finding', width: 112 },
      { title: 'Tool and arguments', width: 94 },
      { title: 'Decision', width: 72 },
      { title: 'Outcome', width: 84 },
      { title: 'Time', width: 41, align: 'right' },
      { title: 'Entries', width: 60 },
    ],
    report.calls.map((call): TableCell[] => {
      const finding = call.finding === undefined ? undefined : findings.get(call.finding);
      const behaviour = stateCell(call.behaviour ?? 'none');
      return [
        formatCount(call.number),
        finding === undefined
          ? { text: '-', style: TEXT.cellQuiet }
          : `${finding.id} ${title(finding.kind)}\n${finding.column}, ${finding.detail}`,
        [
          call.tool,
          ...call.args
            .filter(({ value }) => value !== finding?.column)
            .map(({ name, value }) => `${name}: ${value}`),
        ].join('\n'),
        {
          ...behaviour,
          text: call.ruleId === undefined ? behaviour.text : `${behaviour.text}\n${call.ruleId}`,
        },
        outcome(call),
        duration(call.modelMs + (call.toolMs ?? 0)),
        { text: entryRefs(call.entries, 6), style: TEXT.cellQuiet },
      ];
    }),
  );
  leftFindings(flow, report);
}

function outcome(call: ReportCall): TableCell {
  const state = stateCell(call.outcome === 'none' ? 'no act' : call.outcome, TEXT.cell);
  const parts: string[] = [state.text];
  const add = (count: ReportCall['cellsChanged'], one: string): void => {
    if (count !== undefined && count !== 0) parts.push(`${rows(count)} ${one}`);
  };
  add(call.cellsChanged, 'cells changed');
  add(call.rowsRemoved, 'rows removed');
  add(call.columnsRemoved, call.columnsRemoved === 1 ? 'column removed' : 'columns removed');
  add(call.columnsAdded, call.columnsAdded === 1 ? 'column added' : 'columns added');
  add(call.valuesLost, 'values lost');
  if (call.redactions > 0) parts.push(`${formatCount(call.redactions)} redacted`);
  return { text: parts.join('\n'), style: state.style };
}

/** Findings that no call closed: a person's to-do list. */
function leftFindings(flow: Flow, report: RunReport): void {
  const left = report.findings.filter((finding) => finding.state !== 'closed');
  if (left.length === 0) return;
  subheading(flow, 'Findings left for a person', 60);
  table(
    flow,
    [
      { title: 'Finding', width: 50 },
      { title: 'Kind', width: 130 },
      { title: 'Column', width: 130 },
      { title: 'Detail', width: 107 },
      { title: 'State', width: 70 },
    ],
    left.map((finding) => [
      finding.id,
      title(finding.kind),
      finding.column,
      finding.detail,
      stateCell(finding.state),
    ]),
  );
}
