import { useState, type ReactNode } from 'react';
import type { AccountsView, ConfirmedView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { PasswordField } from '../../ui/fields.tsx';
import { HospitalSignIn } from '../sign-in/hospital-sign-in.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

type Proposal = AccountsView['proposals'][number];

/** Has an account confirmed at the provider, and asks for it to be linked. */
export function LinkDialog(props: {
  readonly provider: NonNullable<AccountsView['provider']>;
  readonly onClose: () => void;
}): ReactNode {
  const { person } = useSignedIn();
  const [account, setAccount] = useState<ConfirmedView | undefined>();
  const [password, setPassword] = useState('');
  const propose = useAction('accounts.propose');
  const act = async (): Promise<void> => {
    if (account === undefined) return;
    const done = await propose.run({ ticket: account.ticket, password });
    setPassword('');
    if (done !== undefined) props.onClose();
  };
  return (
    <ActDialog
      title="Link your hospital account"
      isOpen
      onClose={props.onClose}
      act="Ask for it to be linked"
      onAct={() => void act()}
      ready={account !== undefined && password !== ''}
      pending={propose.pending}
      problem={propose.problem}
    >
      <p>
        Sign in at {props.provider.name} once. Somebody else then agrees that the account is yours; from then
        on no other account stands for you here. Your workspace password stays: it opens the keys, and the
        hospital’s sign-in service holds none.
      </p>
      {account === undefined ? (
        <HospitalSignIn provider={props.provider} act="Sign in there" onConfirmed={setAccount} />
      ) : (
        <>
          <p>
            Confirmed: <strong>{account.shown}</strong>
          </p>
          <PasswordField
            whose={person.name}
            value={password}
            onChange={setPassword}
            isDisabled={propose.pending}
          />
        </>
      )}
    </ActDialog>
  );
}

/** Somebody else agrees that an account is a person's, or declines. */
export function AnswerDialog(props: {
  readonly proposal: Proposal;
  readonly onClose: () => void;
}): ReactNode {
  const { person } = useSignedIn();
  const { proposal } = props;
  const [password, setPassword] = useState('');
  const agree = useAction('accounts.agree');
  const decline = useAction('accounts.decline');
  const pending = agree.pending || decline.pending;
  const answer = async (how: typeof agree | typeof decline): Promise<void> => {
    const done = await how.run({ person: proposal.person, password });
    setPassword('');
    if (done !== undefined) props.onClose();
  };
  return (
    <ActDialog
      title="Is this their account?"
      isOpen
      onClose={props.onClose}
      act="Agree"
      onAct={() => void answer(agree)}
      ready={password !== ''}
      pending={pending}
      problem={agree.problem ?? decline.problem}
    >
      <p>
        <strong>{proposal.shown}</strong> will stand for <strong>{proposal.name}</strong> here. Agree only if
        you know that the account is theirs.
      </p>
      <PasswordField whose={person.name} value={password} onChange={setPassword} isDisabled={pending} />
      <div>
        <Button small isDisabled={password === '' || pending} onPress={() => void answer(decline)}>
          Decline
        </Button>
      </div>
    </ActDialog>
  );
}

/** Takes the link between a person and their account away. */
export function UnlinkDialog(props: {
  readonly person: AccountsView['linked'][number]['person'];
  readonly name: string;
  readonly onClose: () => void;
}): ReactNode {
  const unlink = useAction('accounts.unlink');
  return (
    <ConfirmDialog
      title="Take the link away"
      act="Unlink"
      withReason
      pending={unlink.pending}
      problem={unlink.problem}
      onAct={async (given) => (await unlink.run({ person: props.person, ...given })) !== undefined}
      onClose={props.onClose}
    >
      <p>
        From now on no account stands for <strong>{props.name}</strong> here. They keep their role and their
        password, and can have another account linked.
      </p>
    </ConfirmDialog>
  );
}
