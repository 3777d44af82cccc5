import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RunSummary } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import type { Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, CopyId, Time } from '../../ui/text.tsx';
import { PURPOSE_WORDS, RUN_STATES } from '../../ui/words.ts';
import { NewRunPage } from './new-run-page.tsx';
import { RunPage } from './run-page.tsx';
import './runs.css';

export function Runs(props: { readonly route: Route & { readonly screen: 'runs' } }): ReactNode {
  const { route } = props;
  const { person } = useSignedIn();
  const isOperator = person.role === 'operator';
  if (route.starting !== undefined && isOperator) return <NewRunPage dataset={route.starting.dataset} />;
  if (route.run !== undefined) {
    return <RunPage key={route.run} run={route.run} tab={route.tab ?? 'timeline'} call={route.call} />;
  }
  return <RunList mayStart={isOperator} />;
}

const COLUMNS: readonly GridColumn<RunSummary>[] = [
  {
    id: 'state',
    header: 'State',
    width: '9.5rem',
    cell: (run) => (
      <Badge tone={RUN_STATES[run.state].tone} live={run.state === 'running'}>
        {RUN_STATES[run.state].text}
      </Badge>
    ),
  },
  {
    id: 'run',
    header: 'Pipeline and table',
    width: 'minmax(11rem, 2fr)',
    cell: (run) => (
      <>
        <span className="strong">{run.table}</span> <span className="soft">{run.template}</span>
      </>
    ),
  },
  { id: 'purpose', header: 'Purpose', width: 'minmax(7rem, 1fr)', cell: (run) => PURPOSE_WORDS[run.purpose] },
  { id: 'started', header: 'Started', width: '7.5rem', cell: (run) => <Time ms={run.startedAtMs} /> },
  {
    id: 'took',
    header: 'Took',
    width: '5rem',
    end: true,
    cell: (run) =>
      run.endedAtMs === undefined ? (
        <span className="faint">–</span>
      ) : (
        formatDuration(run.endedAtMs - run.startedAtMs)
      ),
  },
  { id: 'calls', header: 'Calls', width: '4rem', end: true, cell: (run) => formatCount(run.calls) },
  {
    id: 'denials',
    header: 'Denials',
    width: '4.5rem',
    end: true,
    cell: (run) => <span className={run.denials > 0 ? 'strong' : 'faint'}>{formatCount(run.denials)}</span>,
  },
  { id: 'by', header: 'Started by', width: 'minmax(8rem, 1fr)', cell: (run) => run.startedBy },
  { id: 'id', header: 'Id', width: '7rem', cell: (run) => <CopyId inList id={run.id} what="run id" /> },
];

function RunList(props: { readonly mayStart: boolean }): ReactNode {
  const runs = useQuery('runs.list', {});
  const action = props.mayStart ? (
    <Button variant="primary" onPress={() => go({ screen: 'runs', starting: {} })}>
      <Play size={14} aria-hidden="true" />
      New run
    </Button>
  ) : undefined;
  return (
    <Screen title="Runs" fill actions={runs.status === 'ready' && runs.value.length > 0 ? action : undefined}>
      {runs.status === 'loading' && <Skeleton label="runs" />}
      {runs.status === 'failed' && (
        <Failure problem={runs.problem} retry={runs.reload} where="list of runs" />
      )}
      {runs.status === 'ready' && (
        <ListGrid
          label="Runs"
          columns={COLUMNS}
          rows={runs.value}
          keyOf={(run) => run.id}
          onOpen={(run) => go({ screen: 'runs', run: run.id })}
          empty={
            <Empty title="No run yet" icon={<Play size={20} aria-hidden="true" />} action={action}>
              A run is one execution of a pipeline on a dataset. Each of its calls is decided by policy and
              recorded in the journal.
            </Empty>
          }
        />
      )}
    </Screen>
  );
}
