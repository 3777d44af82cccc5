import { useState, type ReactNode } from 'react';
import type { Refusal } from '../api/bridge.ts';
import { ActDialog } from './dialog.tsx';
import { JournalField, PasswordField, TextField } from './fields.tsx';
import { Callout } from './states.tsx';

/** Destroying a key cannot be taken back: a word is typed, a reason and the password given. */
export function EraseDialog(props: {
  readonly title: string;
  /** What the button says. */
  readonly act: string;
  /** What has to be typed. */
  readonly word: string;
  readonly whose: string;
  /** Further fields that have to be filled in. */
  readonly fields?: ReactNode;
  readonly ready?: boolean;
  readonly pending: boolean;
  readonly problem: Refusal | undefined;
  /** What was erased, once it was. */
  readonly done: ReactNode | undefined;
  readonly onErase: (given: { readonly reason: string; readonly password: string }) => Promise<void>;
  readonly onClose: () => void;
  /** What goes, and what stays. */
  readonly children: ReactNode;
}): ReactNode {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const { word, done } = props;
  const filled = reason.trim().length >= 3 && typed === word && password !== '' && props.ready !== false;
  const act = async (): Promise<void> => {
    await props.onErase({ reason, password });
    setPassword('');
  };
  return (
    <ActDialog
      title={props.title}
      isOpen
      onClose={props.onClose}
      cancel={done === undefined ? 'Cancel' : 'Close'}
      act={props.act}
      onAct={() => void act()}
      danger
      ready={done === undefined && filled}
      pending={props.pending}
      pendingText="Erasing"
      problem={props.problem}
    >
      {props.children}
      {done === undefined ? (
        <>
          <JournalField label="Reason" value={reason} onChange={setReason} isDisabled={props.pending} />
          {props.fields}
          <TextField
            label={`Type ${word} to confirm`}
            value={typed}
            onChange={setTyped}
            maxLength={40}
            isDisabled={props.pending}
          />
          <PasswordField
            whose={props.whose}
            value={password}
            onChange={setPassword}
            isDisabled={props.pending}
          />
        </>
      ) : (
        <Callout tone="good" title="Erased">
          {done}
        </Callout>
      )}
    </ActDialog>
  );
}
