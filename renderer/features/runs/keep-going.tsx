import { useState, type ReactNode } from 'react';
import type { RunView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { JournalField, PasswordField } from '../../ui/fields.tsx';

/** The operator's word that the run goes on while nobody is signed in; without it a run pauses. */
export function KeepGoing(props: { readonly run: RunView; readonly onDone: () => void }): ReactNode {
  const { run } = props;
  const [asking, setAsking] = useState(false);
  if (run.state !== 'running') return null;
  if (run.keepsGoing === true) return <span className="muted">Goes on while you are away</span>;
  return (
    <>
      <Button onPress={() => setAsking(true)}>Let it go on alone</Button>
      {asking && (
        <KeepGoingDialog
          run={run}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            props.onDone();
          }}
        />
      )}
    </>
  );
}

function KeepGoingDialog(props: {
  readonly run: RunView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const { person } = useSignedIn();
  const [reason, setReason] = useState('');
  const [password, setPassword] = useState('');
  const keep = useAction('runs.keepGoing');
  const act = async (): Promise<void> => {
    const done = await keep.run({ run: props.run.id, reason, password });
    setPassword('');
    if (done !== undefined) props.onDone();
  };
  return (
    <ActDialog
      title={`Let the run on ${props.run.table} go on alone`}
      isOpen
      onClose={props.onClose}
      act="Let it go on"
      onAct={() => void act()}
      ready={reason.trim().length >= 3 && password !== ''}
      pending={keep.pending}
      problem={keep.problem}
    >
      <p>
        When you are signed out, runs pause and the content keys leave memory. With your word this run goes
        on, and the keys it needs stay in memory until it is done, waits for a person, or somebody signs in.
        Nobody can look at content meanwhile.
      </p>
      <JournalField label="Reason" value={reason} onChange={setReason} isDisabled={keep.pending} />
      <PasswordField whose={person.name} value={password} onChange={setPassword} isDisabled={keep.pending} />
    </ActDialog>
  );
}
