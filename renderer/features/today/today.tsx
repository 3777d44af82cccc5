import type { ReactNode } from 'react';
import { useQuery, useReloadOnOpen } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { plural } from '../../ui/format.ts';
import { Panel, Screen } from '../../ui/layout.tsx';
import { useNow } from '../../ui/now.ts';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { RUN_STATES } from '../../ui/words.ts';
import { tasksOf, type Task } from './tasks.ts';
import './today.css';

/** What needs a person now, and what happened last. */
export function Today(): ReactNode {
  const { person, session } = useSignedIn();
  const seesApprovals = person.role === 'operator' || person.role === 'compliance';
  const runs = useQuery('runs.list', {});
  const approvals = useQuery('approvals.list', seesApprovals ? {} : null);
  const datasets = useQuery('datasets.list', person.role === 'operator' ? {} : null);
  const denials = useQuery('denials.list', { offset: 0, limit: 5 });
  const queue = useQuery('denials.getQueue', person.role === 'compliance' ? {} : null);
  const agents = useQuery('agents.list', person.role === 'compliance' ? {} : null);
  const people = useQuery('people.list', person.role === 'viewer' ? null : {});
  const recovery = useQuery('recovery.get', person.role === 'compliance' ? {} : null);
  const emergency = useQuery('emergency.get', person.role === 'compliance' ? {} : null);
  const holdsContent = person.role === 'operator' || person.role === 'compliance';
  const serviceKeys = useQuery('serviceKeys.list', holdsContent ? {} : null);
  const nowMs = useNow();
  const isLoading =
    runs.status === 'loading' ||
    (seesApprovals && approvals.status === 'loading') ||
    (person.role === 'operator' && datasets.status === 'loading');
  const failed = [runs, approvals, datasets, queue, agents, people, serviceKeys, emergency].find(
    (query) => query.status === 'failed',
  );
  const tasks = tasksOf({
    me: person,
    runs: runs.status === 'ready' ? runs.value : [],
    approvals: approvals.status === 'ready' ? approvals.value : [],
    datasets: datasets.status === 'ready' ? datasets.value : [],
    denials: queue.status === 'ready' ? queue.value : undefined,
    agents: agents.status === 'ready' ? agents.value : [],
    proposals: people.status === 'ready' ? people.value.proposals : [],
    emergency: emergency.status === 'ready' ? emergency.value : undefined,
    serviceKeys: serviceKeys.status === 'ready' ? serviceKeys.value.keys : [],
    recovery: recovery.status === 'ready' ? recovery.value : undefined,
    nowMs,
  });
  return (
    <Screen title="Today">
      {session.olderKeyFile !== undefined && (
        <Callout tone="bad" title="An older key file was put in the place of the newest one">
          You came in by it, since you are who looks into it, and it counts from here on.{' '}
          {plural(session.olderKeyFile.undone, 'change')} of people and keys since it was written{' '}
          {session.olderKeyFile.undone === 1 ? 'is' : 'are'} not in it. Whoever left stays out all the same,
          and so do old passwords. Where nobody brought it back from a backup, find out who put it there; the{' '}
          <a href={hrefOf({ screen: 'journal' })}>journal</a> has it.
        </Callout>
      )}
      {session.failedBefore !== undefined && (
        <Callout
          tone="warn"
          title={`${plural(session.failedBefore.failures, 'wrong password')} at your name before you signed in`}
        >
          The last one <Time ms={session.failedBefore.lastAtMs} />. If that was not you, tell your
          administrator, and change your password on the screen{' '}
          <a href={hrefOf({ screen: 'people' })}>People</a>.
        </Callout>
      )}
      <Panel title="Needs you" flush>
        {failed?.status === 'failed' ? (
          <Failure problem={failed.problem} retry={failed.reload} where="today" />
        ) : isLoading ? (
          <Skeleton label="what needs you" lines={3} />
        ) : tasks.length === 0 ? (
          <p className="today-calm">Nothing needs you. A good day.</p>
        ) : (
          <ul className="tasks">
            {tasks.map((task) => (
              <TaskLine key={task.id ?? hrefOf(task.where)} task={task} />
            ))}
          </ul>
        )}
      </Panel>
      <div className="today-pair">
        <Panel title="Latest runs" actions={<a href={hrefOf({ screen: 'runs' })}>All runs</a>} flush>
          {runs.status === 'loading' && <Skeleton label="runs" lines={4} />}
          {runs.status === 'failed' && (
            <Failure problem={runs.problem} retry={runs.reload} where="latest runs" />
          )}
          {runs.status === 'ready' && (
            <ul className="tasks">
              {runs.value.length === 0 && <li className="today-calm">No run yet.</li>}
              {[...runs.value]
                .sort((a, b) => b.startedAtMs - a.startedAtMs)
                .slice(0, 5)
                .map((run) => (
                  <li key={run.id}>
                    <a className="task" href={hrefOf({ screen: 'runs', run: run.id })}>
                      <span className="task-kind">
                        <Badge tone={RUN_STATES[run.state].tone} live={run.state === 'running'}>
                          {RUN_STATES[run.state].text}
                        </Badge>
                      </span>
                      <span className="task-text clip">
                        {run.table} <span className="faint">{run.template}</span>
                      </span>
                      <span className="task-note">
                        <Time ms={run.startedAtMs} />
                      </span>
                    </a>
                  </li>
                ))}
            </ul>
          )}
        </Panel>
        <Panel
          title="Latest denials"
          note={denials.status === 'ready' ? plural(denials.value.total, 'denial') : undefined}
          actions={<a href={hrefOf({ screen: 'denials' })}>All denials</a>}
          flush
        >
          {denials.status === 'loading' && <Skeleton label="denials" lines={4} />}
          {denials.status === 'failed' && (
            <Failure problem={denials.problem} retry={denials.reload} where="latest denials" />
          )}
          {denials.status === 'ready' && (
            <ul className="tasks">
              {denials.value.denials.length === 0 && <li className="today-calm">Nothing was denied.</li>}
              {denials.value.denials.map((denial) => (
                <li key={denial.seq}>
                  <a className="task" href={hrefOf({ screen: 'denials', seq: denial.seq })}>
                    <Badge tone="bad">{denial.ruleId}</Badge>
                    <span className="task-text clip">{denial.reason}</span>
                    <span className="task-note">
                      <Time ms={denial.wallMs} />
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
      <Integrity />
    </Screen>
  );
}

function TaskLine(props: { readonly task: Task }): ReactNode {
  const { task } = props;
  return (
    <li>
      <a className="task" href={hrefOf(task.where)}>
        <Badge tone={task.tone}>{task.kind}</Badge>
        <span className="task-text">
          {task.text} <span className="faint">{task.detail}</span>
        </span>
        <span className="task-note">
          <Time ms={task.sinceMs} />
        </span>
      </a>
    </li>
  );
}

function Integrity(): ReactNode {
  const integrity = useQuery('journal.getIntegrity', {});
  useReloadOnOpen(integrity);
  if (integrity.status !== 'ready') return null;
  const last = integrity.value.lastVerified;
  return (
    <Panel
      title="Journal"
      note={`As of entry ${integrity.value.asOfSeq}.`}
      actions={<a href={hrefOf({ screen: 'journal' })}>Open the journal</a>}
    >
      {last === undefined ? (
        <p className="small soft">Not verified in this workspace yet. Verify now from the journal.</p>
      ) : (
        <p className="small">
          Last verified <Time ms={last.wallMs} /> by {last.person}:{' '}
          <a href={hrefOf({ screen: 'journal', seq: last.seq })}>{last.intact ? 'intact' : 'not intact'}</a>
        </p>
      )}
    </Panel>
  );
}
