import { useEffect, useState, type ReactNode } from 'react';
import type { VerbName } from '../../shared/ipc/index.ts';
import { askWith } from '../api/bridge.ts';
import { useAction } from '../api/hooks.ts';
import { ActDialog } from '../ui/dialog.tsx';
import { PasswordField } from '../ui/fields.tsx';
import { useSignedIn } from './session.tsx';

interface Asked {
  readonly verb: VerbName;
  readonly answer: (confirmed: boolean) => void;
}

/** Acts that take data out or change rules and keys want the password once more: asked here, for all screens. */
export function Confirm(): ReactNode {
  const [asked, setAsked] = useState<Asked | undefined>();
  useEffect(
    () =>
      askWith(
        'confirm_needed',
        (verb) =>
          new Promise<boolean>((resolve) => {
            setAsked((before) => {
              before?.answer(false);
              return {
                verb,
                answer: (confirmed) => {
                  setAsked(undefined);
                  resolve(confirmed);
                },
              };
            });
          }),
      ),
    [],
  );
  return asked === undefined ? null : <ConfirmDialog key={asked.verb} asked={asked} />;
}

function ConfirmDialog(props: { readonly asked: Asked }): ReactNode {
  const { verb, answer } = props.asked;
  const { person } = useSignedIn();
  const [password, setPassword] = useState('');
  const confirm = useAction('session.confirm');
  const act = async (): Promise<void> => {
    if (password === '' || confirm.pending) return;
    const done = await confirm.run({ verb, password });
    setPassword('');
    if (done !== undefined) answer(true);
  };
  return (
    <ActDialog
      title="Confirm that it is you"
      isOpen
      onClose={() => answer(false)}
      act="Confirm"
      onAct={() => void act()}
      ready={password !== ''}
      pending={confirm.pending}
      pendingText="Checking"
      problem={confirm.problem}
    >
      <p>
        What takes data out, or changes rules or keys, wants your password once more. It counts for this one
        act.
      </p>
      <PasswordField
        whose={person.name}
        value={password}
        onChange={setPassword}
        isDisabled={confirm.pending}
        onEnter={() => void act()}
      />
    </ActDialog>
  );
}
