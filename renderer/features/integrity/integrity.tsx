import type { ReactNode } from 'react';
import { useQuery, useReloadOnOpen } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { formatCount } from '../../ui/format.ts';
import { Facts, Panel, Screen } from '../../ui/layout.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { DrillPanel } from './drill-panel.tsx';
import { VerifyPanel } from './verify-panel.tsx';
import { WitnessPanel } from './witness-panel.tsx';
import './integrity.css';

/** Whether the journal can be believed: what was verified, what the outside knows, what attacks would show. */
export function Integrity(): ReactNode {
  const { person } = useSignedIn();
  const state = useQuery('journal.getIntegrity', {});
  useReloadOnOpen(state);
  const mayTest = person.role !== 'operator';
  const mayCosign = person.role === 'compliance' || person.role === 'admin';
  return (
    <Screen
      title="Integrity"
      meta={
        state.status === 'ready' ? <span>as of entry {formatCount(state.value.asOfSeq)}</span> : undefined
      }
    >
      <div className="integrity">
        {state.status === 'loading' && <Skeleton label="the journal's state" lines={4} />}
        {state.status === 'failed' && (
          <Failure problem={state.problem} retry={state.reload} where="integrity" />
        )}
        {state.status === 'ready' && (
          <Panel title="What is known">
            <Facts
              rows={[
                [
                  'Last verified',
                  state.value.lastVerified === undefined ? (
                    <span key="none" className="soft">
                      Not in this workspace yet.
                    </span>
                  ) : (
                    <span key="verified" className="row">
                      <Badge tone={state.value.lastVerified.intact ? 'good' : 'bad'}>
                        {state.value.lastVerified.intact ? 'Intact' : 'Not intact'}
                      </Badge>
                      <Time ms={state.value.lastVerified.wallMs} />
                      <span>by {state.value.lastVerified.person}</span>
                      <a href={hrefOf({ screen: 'journal', seq: state.value.lastVerified.seq })}>
                        entry {state.value.lastVerified.seq}
                      </a>
                    </span>
                  ),
                ],
                [
                  'Last checkpoint',
                  state.value.lastCheckpoint === undefined ? (
                    <span key="none" className="soft">
                      None yet.
                    </span>
                  ) : (
                    <span key="checkpoint" className="row">
                      <span>over {formatCount(state.value.lastCheckpoint.size)} entries</span>
                      <Time ms={state.value.lastCheckpoint.wallMs} />
                      <a href={hrefOf({ screen: 'journal', seq: state.value.lastCheckpoint.seq })}>
                        entry {state.value.lastCheckpoint.seq}
                      </a>
                    </span>
                  ),
                ],
              ]}
            />
          </Panel>
        )}
        <VerifyPanel onDone={state.reload} />
        <WitnessPanel mayCosign={mayCosign} />
        <DrillPanel mayTest={mayTest} />
      </div>
    </Screen>
  );
}
