import { Signature, Stamp } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { RunView } from '../../../shared/ipc/index.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Progress, Used } from '../../ui/figures.tsx';
import { formatFigure, formatShare, formatTimeLeft, plural, sentence } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import { Callout, Empty } from '../../ui/states.tsx';
import { toolWord } from '../../ui/words.ts';
import { meanSpeed, timelineOf } from './call-words.ts';
import { callColumns, StepHeading } from './call-columns.tsx';

/** Steps and calls as they happen, with how far the run is and how much of its limits is used. */
export function RunTimeline(props: {
  readonly run: RunView;
  readonly isLive: boolean;
  readonly selected: string | undefined;
}): ReactNode {
  const { run } = props;
  const rows = useMemo(() => timelineOf(run), [run]);
  const columns = useMemo(() => callColumns(props.selected !== undefined), [props.selected]);
  return (
    <div className="timeline">
      <RunFigures run={run} isLive={props.isLive} />
      <Waiting run={run} />
      <ListGrid
        label="Steps and calls"
        columns={columns}
        rows={rows}
        rowHeight={3}
        follow={props.isLive}
        keyOf={(row) => row.call?.id ?? `step ${row.step?.index ?? ''}`}
        heading={(row) => (row.step === undefined ? undefined : <StepHeading step={row.step} />)}
        selected={props.selected}
        onOpen={(row) => {
          if (row.call !== undefined) go({ screen: 'runs', run: run.id, call: row.call.id }, 'replace');
        }}
        empty={
          <Empty title={props.isLive ? 'Loading the model' : 'No call was made'}>
            {props.isLive
              ? 'The pinned model file is checked and loaded; the first step follows.'
              : 'The run ended before its first call.'}
          </Empty>
        }
      />
    </div>
  );
}

function RunFigures(props: { readonly run: RunView; readonly isLive: boolean }): ReactNode {
  const { run } = props;
  const closed = run.findings.filter((finding) => finding.state !== 'open').length;
  const speed = meanSpeed(run.callList);
  const left = props.isLive && run.secondsLeft !== undefined ? ` · ${formatTimeLeft(run.secondsLeft)}` : '';
  return (
    <div className="run-figures">
      <div className="run-progress">
        <Progress
          label="Findings decided"
          share={run.progress}
          text={`${closed} of ${plural(run.findings.length, 'finding')}${left}`}
        />
        <p className="caption faint">
          {run.decided > 0 && `${formatShare(run.agreedWithUsual / run.decided)} answered as usual · `}
          {speed !== undefined && `${formatFigure(Math.round(speed))} tokens per second · `}
          {run.backend}
        </p>
      </div>
      <Used label="Model calls" used={run.used.llmCalls} limit={run.limits.llmCalls} />
      <Used label="Tool calls" used={run.used.toolCalls} limit={run.limits.toolCalls} />
      <Used label="Tokens" used={run.used.tokens} limit={run.limits.tokens} />
      <Used
        label="Minutes"
        used={run.used.minutes}
        limit={run.limits.minutes}
        format={(value) => formatFigure(Math.round(value * 10) / 10)}
      />
    </div>
  );
}

function Waiting(props: { readonly run: RunView }): ReactNode {
  const { run } = props;
  const { person } = useSignedIn();
  const waiting = run.callList.filter((call) => call.state === 'waiting_for_approval');
  const first = waiting[0];
  if (run.state === 'awaiting_attestation') return <Unsigned run={run} />;
  if (run.state === 'paused')
    return (
      <div className="run-waiting" role="status">
        <Callout tone="accent" title="Paused between two calls">
          The operator was signed out, so the content keys left memory. Nothing is half done: the run goes on
          when its operator signs in again.
        </Callout>
      </div>
    );
  if (first === undefined) {
    if (run.state !== 'waiting_for_approval') return null;
    return (
      <div className="run-waiting" role="status">
        <Callout tone="accent" title="Every approval is answered">
          The operator resumes the run, and it goes on with the call that was asked about.
        </Callout>
      </div>
    );
  }
  const maySee = person.role === 'operator' || person.role === 'compliance';
  return (
    <div className="run-waiting" role="status">
      <Callout
        tone="warn"
        title={`${plural(waiting.length, 'call waits', 'calls wait')} for a person`}
        action={
          maySee && first.approval !== undefined ? (
            <a
              className="button button-secondary button-small link-button"
              href={hrefOf({ screen: 'approvals', approval: first.approval })}
            >
              <Stamp size={14} aria-hidden="true" />
              Open the approval
            </a>
          ) : undefined
        }
      >
        {toolWord(first.tool)} in {run.table}.{' '}
        {sentence(first.decision?.reason ?? 'policy asks before this call')} The run goes on when somebody
        other than {run.startedBy} has answered.
      </Callout>
    </div>
  );
}

/** The run is over but for a person's signature. */
function Unsigned(props: { readonly run: RunView }): ReactNode {
  const { person } = useSignedIn();
  const maySign = person.role === 'operator' || person.role === 'compliance';
  return (
    <div className="run-waiting" role="status">
      <Callout
        tone="warn"
        title="The minimum-necessary statement waits for a signature"
        action={
          maySign ? (
            <a
              className="button button-secondary button-small link-button"
              href={hrefOf({ screen: 'runs', run: props.run.id, tab: 'statement' })}
            >
              <Signature size={14} aria-hidden="true" />
              Review and sign
            </a>
          ) : undefined
        }
      >
        Every finding is decided. The run is finished when its mandatory artefacts exist.
      </Callout>
    </div>
  );
}
