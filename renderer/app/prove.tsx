import { useEffect, useState, type ReactNode } from 'react';
import { askWith } from '../api/bridge.ts';
import { useAction } from '../api/hooks.ts';
import { ActDialog } from '../ui/dialog.tsx';
import { PasswordField, TextField } from '../ui/fields.tsx';
import { useSignedIn } from './session.tsx';

interface Asked {
  /** As it was typed for the act, where it was. */
  readonly password: string | undefined;
  readonly answer: (proven: boolean) => void;
}

/** Acts that want the password want the code of the authenticator too, once in a while: asked here, for all screens. */
export function Prove(): ReactNode {
  const [asked, setAsked] = useState<Asked | undefined>();
  useEffect(
    () =>
      askWith(
        'code_needed',
        (_, args) =>
          new Promise<boolean>((resolve) => {
            const { password } = args as { readonly password?: string };
            setAsked((before) => {
              before?.answer(false);
              return {
                password,
                answer: (proven) => {
                  setAsked(undefined);
                  resolve(proven);
                },
              };
            });
          }),
      ),
    [],
  );
  return asked === undefined ? null : <CodeDialog asked={asked} />;
}

function CodeDialog(props: { readonly asked: Asked }): ReactNode {
  const { asked } = props;
  const { person } = useSignedIn();
  const [password, setPassword] = useState(asked.password ?? '');
  const [code, setCode] = useState('');
  const confirm = useAction('session.confirmCode');
  const isReady = password !== '' && code.trim() !== '' && !confirm.pending;
  const act = async (): Promise<void> => {
    if (!isReady) return;
    const done = await confirm.run({ password, code: code.trim() });
    setCode('');
    if (done !== undefined) asked.answer(true);
  };
  const enter = (): void => void act();
  // A password that was mistyped for the act is typed here, so that the code is not asked for twice.
  const asksPassword = asked.password === undefined || confirm.problem !== undefined;
  return (
    <ActDialog
      title="The code of your authenticator"
      isOpen
      onClose={() => asked.answer(false)}
      act="Confirm"
      onAct={enter}
      ready={isReady}
      pending={confirm.pending}
      pendingText="Checking"
      problem={confirm.problem}
    >
      <p>
        You have a second factor, and your last code was some minutes ago. This one counts for what you do in
        the next minutes.
      </p>
      {asksPassword && (
        <PasswordField
          whose={person.name}
          value={password}
          onChange={setPassword}
          isDisabled={confirm.pending}
          onEnter={enter}
        />
      )}
      <TextField
        label="Code of your authenticator, or a recovery code"
        autoFocus
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        maxLength={40}
        isDisabled={confirm.pending}
        onEnter={enter}
      />
    </ActDialog>
  );
}
