import { useState, type ReactNode } from 'react';
import type { KeysView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards, JournalField, PasswordField, TextField } from '../../ui/fields.tsx';

interface DialogProps {
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** New content keys, by somebody who holds those before. The dialog goes; the panel shows how far it is. */
export function ChangeKeys(props: DialogProps): ReactNode {
  const { person } = useSignedIn();
  const [reason, setReason] = useState('');
  const [password, setPassword] = useState('');
  const rotate = useAction('keys.rotate');
  const act = async (): Promise<void> => {
    const done = await rotate.run({ reason, password });
    setPassword('');
    if (done === undefined) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title="Change the content keys"
      isOpen
      onClose={props.onClose}
      act="Change them"
      pendingText="Changing keys"
      onAct={() => void act()}
      ready={reason.trim().length >= 3 && password !== ''}
      pending={rotate.pending}
      problem={rotate.problem}
    >
      <p className="small soft">
        New keys come into use at once; then every object is wrapped under them. Work goes on meanwhile, and a
        crash or a power cut loses nothing: it goes on from there.
      </p>
      <JournalField label="Reason" value={reason} onChange={setReason} isDisabled={rotate.pending} />
      <PasswordField
        whose={person.name}
        value={password}
        onChange={setPassword}
        isDisabled={rotate.pending}
      />
    </ActDialog>
  );
}

/** An administrator holds no content keys, and can only ask. */
export function AskForKeys(props: DialogProps): ReactNode {
  const [reason, setReason] = useState('');
  const ask = useAction('keys.ask');
  const act = async (): Promise<void> => {
    if ((await ask.run({ reason })) === undefined) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title="Ask for new content keys"
      isOpen
      onClose={props.onClose}
      act="Ask"
      onAct={() => void act()}
      ready={reason.trim().length >= 3}
      pending={ask.pending}
      problem={ask.problem}
    >
      <p className="small soft">
        Whoever runs the machine holds no content keys. Compliance officers see that you ask, and operators by
        `swarm keys show`.
      </p>
      <JournalField label="Reason" value={reason} onChange={setReason} isDisabled={ask.pending} />
    </ActDialog>
  );
}

type Kind = KeysView['custody']['kind'];

/** A key file wants a place, a token the library that came with it. */
const ACTS: Readonly<Record<Kind, string>> = {
  passwords: 'Move them',
  key_file: 'Choose where, and move them',
  token: 'Choose its library, and move them',
};

/** Puts the content keys under passwords alone, a key file or a token. No content is touched. */
export function MoveKeys(props: DialogProps & { readonly custody: KeysView['custody'] }): ReactNode {
  const { person } = useSignedIn();
  const [to, setTo] = useState<Kind | null>(null);
  const [typed, setTyped] = useState({ reason: '', password: '', tokenLabel: '', pin: '' });
  const move = useAction('keys.moveCustody');
  const set = (part: Partial<typeof typed>): void => setTyped((last) => ({ ...last, ...part }));
  const { reason, password, tokenLabel, pin } = typed;
  const act = async (): Promise<void> => {
    if (to === null) return;
    const token = to === 'token' ? { tokenLabel, pin } : {};
    const done = await move.run({ to, reason, password, ...token });
    set({ password: '', pin: '' });
    if (done === undefined || done === null) return;
    props.onDone();
    props.onClose();
  };
  const isWhole = reason.trim().length >= 3 && password !== '';
  const hasToken = to !== 'token' || (tokenLabel.trim() !== '' && pin !== '');
  return (
    <ActDialog
      title="Where the content keys lie"
      isOpen
      onClose={props.onClose}
      act={ACTS[to ?? 'passwords']}
      pendingText="Moving keys"
      onAct={() => void act()}
      ready={to !== null && isWhole && hasToken}
      pending={move.pending}
      problem={move.problem}
    >
      <p className="small soft">
        With a key file or a token of the hospital a password alone opens no content. Evidence opens as
        before. If the medium is lost, recovery sheets are the one way back: see that they are good.
      </p>
      <ChoiceCards
        label="Opened by a password and"
        value={to}
        onChange={setTo}
        isDisabled={move.pending}
        choices={[
          { id: 'passwords', text: 'nothing more', note: 'as a new workspace is made' },
          { id: 'key_file', text: 'a key file', note: 'on a medium that can be taken out; make a copy' },
          { id: 'token', text: 'a token', note: 'PKCS#11; its key never leaves it' },
        ]}
      />
      {to === 'token' && (
        <>
          <TextField
            label="How the token names itself"
            note="Its label, letter for letter."
            value={tokenLabel}
            onChange={(value) => set({ tokenLabel: value })}
            maxLength={32}
            isDisabled={move.pending}
          />
          <TextField
            label="PIN of the token"
            secret
            value={pin}
            onChange={(value) => set({ pin: value })}
            maxLength={64}
            isDisabled={move.pending}
          />
        </>
      )}
      <JournalField
        label="Reason"
        value={reason}
        onChange={(value) => set({ reason: value })}
        isDisabled={move.pending}
      />
      <PasswordField
        whose={person.name}
        value={password}
        onChange={(value) => set({ password: value })}
        isDisabled={move.pending}
      />
    </ActDialog>
  );
}
