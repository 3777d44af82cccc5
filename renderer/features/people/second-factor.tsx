import { useState, type ReactNode } from 'react';
import { useAction, useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { PasswordField, TextField } from '../../ui/fields.tsx';
import { EnrolSecondFactor } from './enrol-second-factor.tsx';

/** One's own second factor: enrolled, or taken away by who still has it. */
export function OwnSecondFactor(): ReactNode {
  const { person } = useSignedIn();
  const list = useQuery('people.list', {});
  // Fixed when it opens: enrolling ends with the recovery codes, also when the list knows already.
  const [asking, setAsking] = useState<'enrol' | 'remove' | undefined>();
  if (list.status !== 'ready') return null;
  const left = list.value.people.find(({ id }) => id === person.id)?.recoveryCodesLeft;
  return (
    <>
      <Button onPress={() => setAsking(left === undefined ? 'enrol' : 'remove')}>
        {left === undefined ? 'Get a second factor' : 'Your second factor'}
      </Button>
      {asking === 'enrol' && <EnrolDialog onClose={() => setAsking(undefined)} />}
      {asking === 'remove' && <RemoveDialog left={left ?? 0} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function EnrolDialog(props: { readonly onClose: () => void }): ReactNode {
  return (
    <EnrolSecondFactor
      frame={({ children, act, onAct, ready, pending, problem }) => (
        <ActDialog
          title="Get a second factor"
          isOpen
          onClose={props.onClose}
          act={act}
          onAct={onAct}
          ready={ready}
          pending={pending}
          problem={problem}
        >
          {children}
        </ActDialog>
      )}
      onDone={props.onClose}
    />
  );
}

function RemoveDialog(props: { readonly left: number; readonly onClose: () => void }): ReactNode {
  const { person } = useSignedIn();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const remove = useAction('people.removeSecondFactor');
  const act = async (): Promise<void> => {
    const done = await remove.run({ password, code });
    setPassword('');
    setCode('');
    if (done !== undefined) props.onClose();
  };
  return (
    <ActDialog
      title="Your second factor"
      isOpen
      onClose={props.onClose}
      act="Take it away"
      danger
      onAct={() => void act()}
      ready={password !== '' && code.trim().length >= 6}
      pending={remove.pending}
      problem={remove.problem}
    >
      <p>
        You sign in with your password and a code. {props.left} of your recovery codes are left. For a new
        authenticator take this one away and get a second factor anew.
      </p>
      <PasswordField
        whose={person.name}
        value={password}
        onChange={setPassword}
        isDisabled={remove.pending}
      />
      <TextField
        label="Code, or a recovery code"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        isDisabled={remove.pending}
      />
    </ActDialog>
  );
}
