import type { ReactNode } from 'react';
import type { CallView, RunView } from '../../../shared/ipc/index.ts';
import { formatCount, formatDuration, plural } from '../../ui/format.ts';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Badge, Chip, sumOf } from '../../ui/text.tsx';
import { BEHAVIOURS, CALL_STATES, FINDING_WORDS, toolWord } from '../../ui/words.ts';
import { argsText, changeText, type TimelineRow } from './call-words.ts';

/** Columns of the timeline; `narrow` while a call's detail stands beside it. */
export function callColumns(narrow: boolean): readonly GridColumn<TimelineRow>[] {
  const columns: readonly GridColumn<TimelineRow>[] = [
    column('state', 'State', '6.25rem', (call) => (
      <Badge
        tone={CALL_STATES[call.state].tone}
        live={call.state === 'deciding' || call.state === 'running' || call.state === 'waiting_for_approval'}
      >
        {CALL_STATES[call.state].text}
      </Badge>
    )),
    column('finding', 'Finding', 'minmax(11rem, 1.2fr)', (call) =>
      call.finding === undefined ? (
        <span className="faint">none open</span>
      ) : (
        <span className="grid-two">
          <span className="mono">{call.finding.column}</span>
          <span>
            {FINDING_WORDS[call.finding.kind]}, {call.finding.detail}
          </span>
        </span>
      ),
    ),
    column('choice', 'The model’s choice', 'minmax(11rem, 1.2fr)', (call) =>
      call.state === 'deciding' && call.tool === '' ? (
        <span className="faint">thinking</span>
      ) : (
        <span className="grid-two">
          <span>
            <span className="strong">{toolWord(call.tool)}</span>
            {call.agreedWithUsual === false && <span className="call-unusual">not the usual answer</span>}
          </span>
          <span>{call.why === '' ? argsText(call.args) : call.why}</span>
        </span>
      ),
    ),
    column('decision', 'Decision', '12rem', (call) => <CallDecision call={call} />),
    column('result', 'Result', 'minmax(10rem, 1fr)', (call) => (
      <span className="grid-two">
        <span>
          {call.change === undefined ? (
            <span className="faint">{resultText(call)}</span>
          ) : (
            changeText(call.change)
          )}
        </span>
        <span>{redactedText(call)}</span>
      </span>
    )),
    column(
      'time',
      'Time',
      '5.5rem',
      (call) => (
        <span className="grid-two">
          <span>{formatDuration(call.modelMs + (call.toolMs ?? 0) + (call.gateMs ?? 0))}</span>
          <span>
            {call.tokensPerSecond > 0 ? `${formatCount(Math.round(call.tokensPerSecond))} tok/s` : ''}
          </span>
        </span>
      ),
      true,
    ),
  ];
  return narrow ? columns.filter(({ id }) => id !== 'result' && id !== 'time') : columns;
}

function column(
  id: string,
  header: string,
  width: string,
  cell: (call: CallView) => ReactNode,
  end = false,
): GridColumn<TimelineRow> {
  return { id, header, width, end, cell: (row) => (row.call === undefined ? null : cell(row.call)) };
}

function CallDecision(props: { readonly call: CallView }): ReactNode {
  const { decision, refusal } = props.call;
  if (decision !== undefined) {
    return (
      <span className="call-decision">
        <Badge tone={BEHAVIOURS[decision.behaviour].tone}>{BEHAVIOURS[decision.behaviour].text}</Badge>
        <Chip>{decision.ruleId}</Chip>
      </span>
    );
  }
  if (refusal !== undefined) {
    return (
      <span className="call-decision">
        <Badge tone="bad">Deny</Badge>
        <Chip>{refusal.ruleId}</Chip>
      </span>
    );
  }
  return <span className="faint">–</span>;
}

function resultText(call: CallView): string {
  if (call.refusal !== undefined) return call.refusal.reason;
  if (call.state === 'waiting_for_approval') return 'waits for a person';
  if (call.state === 'done') return 'nothing changed';
  if (call.state === 'dropped') return 'the run ended first';
  return '–';
}

function redactedText(call: CallView): string {
  const redacted = sumOf(call.change?.redactions ?? {});
  return redacted === 0 ? '' : `${plural(redacted, 'identifier')} redacted`;
}

/** Heading over the calls of one step. */
export function StepHeading(props: { readonly step: RunView['steps'][number] }): ReactNode {
  const { step } = props;
  return (
    <span className="step-heading">
      <span className={`step-number step-${step.state}`}>{step.index + 1}</span>
      <span className="strong mono">{step.agent}</span>
      <span className="clip soft">{step.description}</span>
      <span className="step-count figure">
        {step.closed} of {plural(step.findings, 'finding')} closed
      </span>
    </span>
  );
}
