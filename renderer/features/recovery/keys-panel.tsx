import { useState, type ReactNode } from 'react';
import type { KeysView, PeopleView } from '../../../shared/ipc/index.ts';
import { useAction, useProgress, useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/figures.tsx';
import { Facts, Panel } from '../../ui/layout.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { AskForKeys, ChangeKeys, MoveKeys } from './keys-dialogs.tsx';

type Asking = 'change' | 'ask' | 'move';

/** The content keys: how old, when they change, how far a change is, and what opens them beside a password. */
export function KeysPanel(): ReactNode {
  const { person } = useSignedIn();
  const state = useQuery('keys.get', {});
  const people = useQuery('people.list', {});
  const own = people.status === 'ready' ? people.value.people.find(({ id }) => id === person.id) : undefined;
  const [asking, setAsking] = useState<Asking | undefined>();
  const close = (): void => setAsking(undefined);
  const rotation = state.status === 'ready' ? state.value.rotation : undefined;
  const holds = person.role === 'compliance' || person.role === 'operator';
  return (
    <Panel
      title="Content keys"
      note="What patients told is kept under these. They change in time, and whoever left has no part in the new ones."
      actions={
        <div className="row">
          {person.role === 'compliance' && <Button onPress={() => setAsking('move')}>Where they lie</Button>}
          {holds && rotation === undefined && (
            <Button onPress={() => setAsking('change')}>Change the keys</Button>
          )}
          {person.role === 'admin' && <Button onPress={() => setAsking('ask')}>Ask for new keys</Button>}
        </div>
      }
    >
      {state.status === 'loading' && <Skeleton label="content keys" lines={4} />}
      {state.status === 'failed' && (
        <Failure problem={state.problem} retry={state.reload} where="content keys" />
      )}
      {state.status === 'ready' && (
        <Keys view={state.value} own={own} mayGoOn={holds} onChanged={state.reload} />
      )}
      {asking === 'change' && <ChangeKeys onDone={state.reload} onClose={close} />}
      {asking === 'ask' && <AskForKeys onDone={state.reload} onClose={close} />}
      {asking === 'move' && state.status === 'ready' && (
        <MoveKeys custody={state.value.custody} onDone={state.reload} onClose={close} />
      )}
    </Panel>
  );
}

const STATES = {
  fresh: { tone: 'good', text: 'Fresh' },
  soon: { tone: 'neutral', text: 'Due soon' },
  due: { tone: 'warn', text: 'Due' },
  overdue: { tone: 'bad', text: 'Overdue' },
} as const;

function Keys(props: {
  readonly view: KeysView;
  /** Whoever is signed in, once it is known. */
  readonly own: PeopleView['people'][number] | undefined;
  readonly mayGoOn: boolean;
  readonly onChanged: () => void;
}): ReactNode {
  const { epoch, ageDays, everyDays, sinceMs, dueAtMs, state, rotation, asked, custody, past } = props.view;
  const last = past[0];
  return (
    <div className="stack">
      {state === 'overdue' && (
        <Callout tone="bad" title="The content keys are overdue">
          They should have been changed <Time ms={dueAtMs} />.
          {props.mayGoOn ? ' Change them now.' : ' Ask somebody who holds them.'}
        </Callout>
      )}
      {asked !== undefined && (
        <Callout tone="warn" title={`${asked.by} asks for new content keys`}>
          <Time ms={asked.wallMs} />: {asked.reason}
        </Callout>
      )}
      {rotation !== undefined && (
        <Change rotation={rotation} mayGoOn={props.mayGoOn} onChanged={props.onChanged} />
      )}
      <Facts
        rows={[
          [
            'Age',
            <span key="age" className="row">
              <Badge tone={STATES[state].tone}>{STATES[state].text}</Badge> {ageDays}{' '}
              {ageDays === 1 ? 'day' : 'days'}, epoch {epoch}, in use since <Time ms={sinceMs} />
            </span>,
          ],
          [
            'Next change',
            <span key="next">
              <Time ms={dueAtMs} />, every {everyDays} days
            </span>,
          ],
          ['Opened by', openedBy(custody)],
          props.own && ['Yours', ownKey(props.own)],
          [
            'Last change',
            last === undefined ? (
              <span key="none" className="soft">
                None yet.
              </span>
            ) : (
              <span key="last">
                <Time ms={last.wallMs} /> by {last.by}: {last.objects} objects
                {last.damaged > 0 && `, ${last.damaged} that do not open were left as they are`}
              </span>
            ),
          ],
        ]}
      />
    </div>
  );
}

/** A change that is not finished: how far, how long, and the way to pause it or go on. */
function Change(props: {
  readonly rotation: NonNullable<KeysView['rotation']>;
  readonly mayGoOn: boolean;
  readonly onChanged: () => void;
}): ReactNode {
  const { by, sinceMs, going, waiting } = props.rotation;
  const progress = useProgress('rotation', going);
  const goOn = useAction('keys.goOn');
  const pause = useAction('keys.pause');
  const act = async (): Promise<void> => {
    await (going ? pause : goOn).run({});
    props.onChanged();
  };
  const left = progress?.secondsLeft === undefined ? '' : `, ${Math.ceil(progress.secondsLeft)} s left`;
  const problem = goOn.problem ?? pause.problem;
  return (
    <div className="stack">
      <Callout
        tone="warn"
        title={going ? 'The keys are being changed' : 'A change of the keys is not finished'}
      >
        {by} began it <Time ms={sinceMs} />. The new keys are in use; what waits stays under those before, and
        opens as it did.
        {waiting !== undefined && !going && ` ${waiting} objects wait.`}
      </Callout>
      {going && (
        <Progress
          label="Objects under the new keys"
          share={progress === undefined || progress.total === 0 ? undefined : progress.done / progress.total}
          text={progress === undefined ? 'Counting' : `${progress.done} of ${progress.total}${left}`}
        />
      )}
      {props.mayGoOn && (
        <div>
          <Button onPress={() => void act()} isDisabled={!going && goOn.pending}>
            {going ? 'Pause' : 'Go on'}
          </Button>
        </div>
      )}
      {problem !== undefined && <Failure problem={problem} where="content keys" />}
    </div>
  );
}

function openedBy({ kind, name, by }: KeysView['custody']): string {
  if (kind === 'passwords') return 'the passwords of operators and compliance';
  const what = kind === 'token' ? `the token ${name ?? ''}` : `the key file ${name ?? ''}`;
  return `a password and ${what}, as ${by ?? 'somebody'} set it`;
}

/** What opens one's own key, and what that key opens. */
function ownKey({ holdsContent, recoveryCodesLeft }: PeopleView['people'][number]): string {
  const by =
    recoveryCodesLeft === undefined
      ? 'a password on this workstation'
      : `a password and a second factor on this workstation, with ${recoveryCodesLeft} recovery codes left`;
  return `opens by ${by}; ${holdsContent ? 'it opens the content keys' : 'it opens no content'}`;
}
