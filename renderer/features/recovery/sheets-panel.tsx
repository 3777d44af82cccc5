import { useState, type ReactNode } from 'react';
import type { RecoveryView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts, Panel } from '../../ui/layout.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { DrillSheets } from './drill-sheets.tsx';
import { MakeSheets } from './make-sheets.tsx';

/** The sealed sheets: which are good, when they were tried, and how new ones are made. */
export function SheetsPanel(): ReactNode {
  const { person } = useSignedIn();
  const state = useQuery('recovery.get', {});
  const [asking, setAsking] = useState<'make' | 'drill' | undefined>();
  const close = (): void => setAsking(undefined);
  const made = state.status === 'ready' ? state.value.sheets : undefined;
  return (
    <Panel
      title="Recovery sheets"
      note="The one other way in, when nobody can sign in or a password is lost: sealed paper, held by several people."
      actions={
        <div className="row">
          {made !== undefined && <Button onPress={() => setAsking('drill')}>Try sheets</Button>}
          {person.role === 'compliance' && (
            <Button variant={made === undefined ? 'primary' : 'secondary'} onPress={() => setAsking('make')}>
              {made === undefined ? 'Make sheets' : 'Make new ones'}
            </Button>
          )}
        </div>
      }
    >
      {state.status === 'loading' && <Skeleton label="recovery sheets" lines={4} />}
      {state.status === 'failed' && (
        <Failure problem={state.problem} retry={state.reload} where="recovery sheets" />
      )}
      {state.status === 'ready' && <Sheets view={state.value} />}
      {asking === 'make' && <MakeSheets replaces={made?.set} onDone={state.reload} onClose={close} />}
      {asking === 'drill' && made !== undefined && (
        <DrillSheets count={made.count} threshold={made.threshold} onDone={state.reload} onClose={close} />
      )}
    </Panel>
  );
}

function Sheets(props: { readonly view: RecoveryView }): ReactNode {
  const { sheets, drills, untried, rootSha256 } = props.view;
  if (sheets === undefined)
    return (
      <Callout tone="warn" title="No sheets were made yet">
        If every operator and compliance officer forgets their password, or this workstation is lost, the
        patients’ data stays shut for good: there is no other way in, and nobody outside has one. A compliance
        officer makes sheets with a colleague beside.
      </Callout>
    );
  return (
    <div className="stack">
      {sheets.usedAtMs !== undefined && (
        <Callout tone="warn" title="Sheets of this set were used">
          Access was recovered with them <Time ms={sheets.usedAtMs} />, so they have been seen. Make new ones.
        </Callout>
      )}
      <Facts
        rows={[
          ['Good now', `${sheets.threshold} of ${sheets.count} sheets open the workspace, set ${sheets.set}`],
          [
            'Made',
            <span key="made">
              <Time ms={sheets.madeAtMs} /> by {sheets.madeBy}, witnessed by {sheets.witnessedBy}
            </span>,
          ],
          [
            'Tried',
            untried.length === 0 ? (
              <span key="all" className="row">
                <Badge tone="good">All good</Badge> each sheet was tried in the last year
              </span>
            ) : (
              <span key="some" className="row">
                <Badge tone="warn">Not all</Badge> not tried in the last year:{' '}
                {untried.map((number) => `sheet ${number}`).join(', ')}
              </span>
            ),
          ],
          ['Report signer’s root', <code key="root">{rootSha256}</code>],
        ]}
      />
      {drills.length > 0 && (
        <ul className="recovery-list" aria-label="Drills">
          {drills.map((drill) => (
            <li key={drill.wallMs} className="small">
              <Time ms={drill.wallMs} /> {drill.person}: {drillWords(drill)}
            </li>
          ))}
        </ul>
      )}
      <p className="small soft">
        Making new sheets makes these void. An older copy of the workspace still opens with the sheets of
        then.
      </p>
    </div>
  );
}

function drillWords({ good, wrong, opened }: RecoveryView['drills'][number]): string {
  const parts = [
    good.length === 0 ? 'no sheet good' : `${good.map((number) => `sheet ${number}`).join(', ')} good`,
    ...(wrong === 0 ? [] : [`${wrong} not good`]),
    ...(opened ? ['together they open the workspace'] : []),
  ];
  return parts.join('; ');
}
