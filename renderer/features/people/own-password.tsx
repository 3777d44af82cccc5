import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { NewPasswordFields, useNewPassword } from './new-password.tsx';

/** One's own password, changed by oneself. */
export function OwnPassword(): ReactNode {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onPress={() => setAsking(true)}>Change your password</Button>
      {asking && <OwnPasswordDialog onClose={() => setAsking(false)} />}
    </>
  );
}

function OwnPasswordDialog(props: { readonly onClose: () => void }): ReactNode {
  const { person } = useSignedIn();
  const [old, setOld] = useState('');
  const next = useNewPassword();
  const change = useAction('people.changePassword');
  const act = async (): Promise<void> => {
    const done = await change.run({ password: old, newPassword: next.password });
    setOld('');
    if (done !== undefined) props.onClose();
  };
  return (
    <ActDialog
      title="Change your password"
      isOpen
      onClose={props.onClose}
      act="Change it"
      onAct={() => void act()}
      ready={old !== '' && next.ready}
      pending={change.pending}
      pendingText="Changing"
      problem={change.problem}
    >
      <TextField
        label="Your password until now"
        secret
        autoComplete="current-password"
        value={old}
        onChange={setOld}
        isDisabled={change.pending}
      />
      <NewPasswordFields form={next} whose={person.name} isDisabled={change.pending} />
    </ActDialog>
  );
}
