import { useState, type ReactNode } from 'react';
import type { DeviceView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { JournalField, PasswordField, TextField } from '../../ui/fields.tsx';
import { ConfirmDialog } from '../people/confirm-dialog.tsx';

interface DialogProps {
  readonly onClose: () => void;
  readonly onDone: () => void;
}
export type DeviceUser = Pick<DeviceView['users'][number], 'id' | 'name'>;

const CODE_LENGTH = 16;
const LONGEST_DAYS = 366;

/** Lets another user of the workstation in, by the code that they read out. */
export function AdmitDialog(props: DialogProps & { readonly user: DeviceUser }): ReactNode {
  const { person } = useSignedIn();
  const [typed, setTyped] = useState({ code: '', reason: '', password: '' });
  const admit = useAction('device.admit');
  const set = (part: Partial<typeof typed>): void => setTyped((last) => ({ ...last, ...part }));
  const length = typed.code.replaceAll(/[^a-z0-9]/gi, '').length;
  const act = async (): Promise<void> => {
    const done = await admit.run({ account: props.user.id, ...typed });
    set({ password: '' });
    if (done === undefined) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title={`Let ${props.user.name} in`}
      isOpen
      onClose={props.onClose}
      act="Let in"
      pendingText="Sealing"
      onAct={() => void act()}
      ready={length === CODE_LENGTH && typed.reason.trim().length >= 3 && typed.password !== ''}
      pending={admit.pending}
      problem={admit.problem}
    >
      <p>
        From then on people sign in to this workspace under that user of the system too, each with their own
        password. Let the code be read out to you: the name alone could be anybody’s.
      </p>
      <TextField
        label="Code that the other user sees"
        value={typed.code}
        onChange={(code) => set({ code })}
        maxLength={40}
        isDisabled={admit.pending}
        note="Four groups of four; case and dashes do not matter."
      />
      <JournalField
        label="Reason"
        value={typed.reason}
        onChange={(reason) => set({ reason })}
        isDisabled={admit.pending}
      />
      <PasswordField
        whose={person.name}
        value={typed.password}
        onChange={(password) => set({ password })}
        isDisabled={admit.pending}
      />
    </ActDialog>
  );
}

export function DismissDialog(props: DialogProps & { readonly user: DeviceUser }): ReactNode {
  const [reason, setReason] = useState('');
  const dismiss = useAction('device.dismiss');
  const act = async (): Promise<void> => {
    if ((await dismiss.run({ account: props.user.id, reason })) === undefined) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title={`Turn ${props.user.name} away`}
      isOpen
      onClose={props.onClose}
      act="Turn away"
      onAct={() => void act()}
      ready={reason.trim().length >= 3}
      pending={dismiss.pending}
      problem={dismiss.problem}
    >
      <p>Nothing was opened to them. They can ask again; that is recorded too.</p>
      <JournalField label="Reason" value={reason} onChange={setReason} isDisabled={dismiss.pending} />
    </ActDialog>
  );
}

export function ShutOutDialog(props: DialogProps & { readonly user: DeviceUser }): ReactNode {
  const shutOut = useAction('device.shutOut');
  return (
    <ConfirmDialog
      title={`Shut ${props.user.name} out`}
      act="Shut out"
      danger
      withReason
      pending={shutOut.pending}
      problem={shutOut.problem}
      onClose={props.onClose}
      onAct={async (given) => {
        const done = (await shutOut.run({ account: props.user.id, ...given })) !== undefined;
        if (done) props.onDone();
        return done;
      }}
    >
      <p>
        Nobody signs in under that user of the system any more. Whoever kept an older copy of the workspace
        there can still open that copy with a password of then.
      </p>
    </ConfirmDialog>
  );
}

export function MoveDialog(
  props: DialogProps & { readonly to: 'keychain' | 'file'; readonly keychain: string },
): ReactNode {
  const move = useAction('device.move');
  const toFile = props.to === 'file';
  return (
    <ConfirmDialog
      title={toFile ? 'Move the secret to a file' : `Move the secret to ${props.keychain}`}
      act="Move it"
      danger={toFile}
      withReason
      pending={move.pending}
      problem={move.problem}
      onClose={props.onClose}
      onAct={async (given) => {
        const done = (await move.run({ to: props.to, ...given })) !== undefined;
        if (done) props.onDone();
        return done;
      }}
    >
      <p>
        {toFile
          ? 'The command line can open the workspace then. It is weaker: whoever copies this file and the workspace needs only a password.'
          : 'Only this user of the system opens it then, and the command line cannot open the workspace any more.'}{' '}
        A new secret is made; the one before opens nothing here. Nobody has to type a new password.
      </p>
    </ConfirmDialog>
  );
}

/** A named person answers for a system without a key store, for a time. */
export function AcceptWeakDialog(props: DialogProps): ReactNode {
  const [typed, setTyped] = useState({ reason: '', days: '90' });
  const accept = useAction('device.acceptWeak');
  const days = /^\d{1,3}$/.test(typed.days) ? Number(typed.days) : 0;
  const daysFit = days >= 1 && days <= LONGEST_DAYS;
  const act = async (): Promise<void> => {
    if ((await accept.run({ reason: typed.reason, days })) === undefined) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title="Answer for a system without a key store"
      isOpen
      onClose={props.onClose}
      act="Answer for it"
      onAct={() => void act()}
      ready={typed.reason.trim().length >= 3 && daysFit}
      pending={accept.pending}
      problem={accept.problem}
    >
      <p>
        You state that a file guards this workstation’s secret well enough until then, for example because the
        disk is encrypted. The journal keeps your name.
      </p>
      <JournalField
        label="Reason"
        value={typed.reason}
        onChange={(reason) => setTyped((last) => ({ ...last, reason }))}
        isDisabled={accept.pending}
      />
      <TextField
        label="For how many days"
        value={typed.days}
        onChange={(next) => setTyped((last) => ({ ...last, days: next }))}
        maxLength={3}
        error={daysFit ? undefined : `A number from 1 to ${LONGEST_DAYS}.`}
      />
    </ActDialog>
  );
}
