import { useState, type ReactNode } from 'react';
import type { Refusal } from '../../api/bridge.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { JournalField, PasswordField } from '../../ui/fields.tsx';

/** An act upon the people: its consequence in words, a reason where one is wanted, the actor's password. */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly act: string;
  readonly danger?: boolean;
  readonly withReason: boolean;
  readonly pending: boolean;
  readonly problem: Refusal | undefined;
  /** Resolves to true when it is done. */
  readonly onAct: (given: { readonly reason: string; readonly password: string }) => Promise<boolean>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { person } = useSignedIn();
  const [reason, setReason] = useState('');
  const [password, setPassword] = useState('');
  const act = async (): Promise<void> => {
    const done = await props.onAct({ reason, password });
    setPassword('');
    if (done) props.onClose();
  };
  return (
    <ActDialog
      title={props.title}
      isOpen
      onClose={props.onClose}
      act={props.act}
      danger={props.danger ?? false}
      onAct={() => void act()}
      ready={password !== '' && (!props.withReason || reason.trim().length >= 3)}
      pending={props.pending}
      problem={props.problem}
    >
      {props.children}
      {props.withReason && (
        <JournalField label="Reason" value={reason} onChange={setReason} isDisabled={props.pending} />
      )}
      <PasswordField whose={person.name} value={password} onChange={setPassword} isDisabled={props.pending} />
    </ActDialog>
  );
}
