import { useState, type ReactNode } from 'react';
import type { RunView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf, type RunTab } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Tabs, type TabItem } from '../../ui/tabs.tsx';
import { Badge, CopyId, Time } from '../../ui/text.tsx';
import { DEID_WORDS, END_REASONS, PURPOSE_WORDS, RUN_STATES } from '../../ui/words.ts';
import { ArtefactsTab } from '../results/artefacts-tab.tsx';
import { ConversationsDialog } from '../results/conversations-dialog.tsx';
import { DifferencesTab } from '../results/differences-tab.tsx';
import { ExportDialog } from '../results/export-dialog.tsx';
import { StatementTab } from '../results/statement-tab.tsx';
import { TableTab } from '../results/table-tab.tsx';
import { cancelText } from './call-words.ts';
import { CallDrawer } from './call-drawer.tsx';
import { FindingsTab } from './findings-tab.tsx';
import { KeepGoing } from './keep-going.tsx';
import { RunTimeline } from './run-timeline.tsx';

/** One run, while it works and afterwards. */
export function RunPage(props: {
  readonly run: string;
  readonly tab: RunTab;
  readonly call: string | undefined;
}): ReactNode {
  const run = useQuery('runs.get', { run: props.run });
  if (run.status === 'ready')
    return <Ready run={run.value} tab={props.tab} call={props.call} reload={run.reload} />;
  return (
    <Screen title="Run" above={<a href={hrefOf({ screen: 'runs' })}>Runs</a>}>
      {run.status === 'loading' ? (
        <Skeleton label="the run" lines={10} />
      ) : (
        <Failure problem={run.problem} retry={run.reload} where="run" />
      )}
    </Screen>
  );
}

function Ready(props: {
  readonly run: RunView;
  readonly tab: RunTab;
  readonly call: string | undefined;
  readonly reload: () => void;
}): ReactNode {
  const { run } = props;
  const { person } = useSignedIn();
  const [asking, setAsking] = useState<'cancel' | 'export' | 'conversations' | undefined>();
  const state = RUN_STATES[run.state];
  const isOperator = person.role === 'operator';
  const maySign = isOperator || person.role === 'compliance';
  const isLive = ['running', 'waiting_for_approval', 'paused'].includes(run.state);
  const changed = run.callList.filter((call) => call.change !== undefined).length;
  const missing = run.artefacts.filter((item) => item.mandatory && item.state !== 'done').length;
  const chosen = props.call === undefined ? undefined : run.callList.find((call) => call.id === props.call);

  const tabs: TabItem<RunTab>[] = [
    {
      id: 'timeline',
      text: 'Timeline',
      content: () => <RunTimeline run={run} isLive={isLive} selected={props.call} />,
    },
    {
      id: 'findings',
      text: 'Findings',
      count: run.findings.length,
      content: () => <FindingsTab run={run} />,
    },
    ...(maySign ? [{ id: 'table' as const, text: 'Table', content: () => <TableTab run={run} /> }] : []),
    {
      id: 'differences',
      text: 'Differences',
      count: changed,
      content: () => <DifferencesTab run={run} selected={props.call} />,
    },
    {
      id: 'artefacts',
      text: 'Artefacts',
      ...(missing === 0 ? {} : { count: missing }),
      content: () => <ArtefactsTab run={run} />,
    },
    ...(maySign
      ? [{ id: 'statement' as const, text: 'Statement', content: () => <StatementTab run={run} /> }]
      : []),
  ];
  const tab = tabs.some((item) => item.id === props.tab) ? props.tab : 'timeline';

  return (
    <Screen
      title={run.table}
      above={
        <>
          <a href={hrefOf({ screen: 'runs' })}>Runs</a> / {run.template}
        </>
      }
      fill
      meta={
        <>
          <Badge tone={state.tone} live={run.state === 'running'}>
            {state.text}
          </Badge>
          {run.endReason !== undefined && run.endReason !== 'finished' && (
            <span>because {END_REASONS[run.endReason]}</span>
          )}
          <span>{PURPOSE_WORDS[run.purpose]}</span>
          <span>
            {DEID_WORDS[run.deidProfile]}
            {run.reference !== undefined && ` (${run.reference})`}
          </span>
          <span>profile {run.complianceProfile}</span>
          <span>
            started <Time ms={run.startedAtMs} /> by {run.startedBy}
          </span>
          <CopyId id={run.id} what="run id" />
        </>
      }
      actions={
        <>
          {isOperator && isLive && <Button onPress={() => setAsking('cancel')}>Cancel the run</Button>}
          {isOperator && <KeepGoing run={run} onDone={props.reload} />}
          {isOperator && <Resume run={run} onDone={props.reload} />}
          {isOperator && !isLive && <Button onPress={() => setAsking('export')}>Export a table</Button>}
          {maySign && !isLive && (
            <Button onPress={() => setAsking('conversations')}>Export conversations</Button>
          )}
          {maySign && !isLive && (
            <Button variant="primary" onPress={() => go({ screen: 'reports', report: `new-${run.id}` })}>
              Issue a report
            </Button>
          )}
        </>
      }
      drawer={
        tab === 'timeline' && chosen !== undefined ? (
          <CallDrawer
            run={run}
            call={chosen}
            onClose={() => go({ screen: 'runs', run: run.id }, 'replace')}
          />
        ) : undefined
      }
    >
      {run.problem !== undefined && (
        <div className="bar">
          <Failure problem={{ code: run.endReason ?? run.state, message: run.problem }} where="run" />
        </div>
      )}
      <Tabs
        label="Parts of the run"
        tabs={tabs}
        chosen={tab}
        onChoose={(id) => go({ screen: 'runs', run: run.id, tab: id }, 'replace')}
      />
      <CancelDialog run={run} isOpen={asking === 'cancel'} onClose={() => setAsking(undefined)} />
      <ConversationsDialog
        run={run}
        isOpen={asking === 'conversations'}
        onClose={() => setAsking(undefined)}
      />
      <ExportDialog run={run} isOpen={asking === 'export'} onClose={() => setAsking(undefined)} />
    </Screen>
  );
}

function CancelDialog(props: {
  readonly run: RunView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const cancel = useAction('runs.cancel');
  const act = async (): Promise<void> => {
    if ((await cancel.run({ run: props.run.id })) !== undefined) props.onClose();
  };
  return (
    <ActDialog
      title={`Cancel the run on ${props.run.table}`}
      isOpen={props.isOpen}
      onClose={props.onClose}
      act="Cancel the run"
      cancel="Let it run"
      danger
      onAct={() => void act()}
      pending={cancel.pending}
      pendingText="Cancelling"
      problem={cancel.problem}
    >
      {cancelText(props.run).map((line) => (
        <p key={line}>{line}</p>
      ))}
    </ActDialog>
  );
}

/** Goes on with a run that was paused, that waits although every approval is answered, or that was interrupted. */
function Resume(props: { readonly run: RunView; readonly onDone: () => void }): ReactNode {
  const { run } = props;
  const resume = useAction('runs.resume');
  const mayResume =
    run.state === 'interrupted' ||
    run.state === 'paused' ||
    (run.state === 'waiting_for_approval' && run.waitingApprovals === 0);
  if (!mayResume) return null;
  return (
    <>
      {resume.problem !== undefined && <Failure problem={resume.problem} where="resuming the run" />}
      <Button
        variant="primary"
        isDisabled={resume.pending}
        onPress={() => void resume.run({ run: run.id }).then(props.onDone)}
      >
        Resume
      </Button>
    </>
  );
}
