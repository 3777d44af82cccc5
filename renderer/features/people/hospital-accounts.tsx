import { useState, type ReactNode } from 'react';
import type { AccountsView, ConfirmedView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { PasswordField } from '../../ui/fields.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';
import { HospitalSignIn } from '../sign-in/hospital-sign-in.tsx';

type Proposal = AccountsView['proposals'][number];

/** Accounts of the hospital on the screen People; nothing where sign-in with them is off. */
export function HospitalAccounts(): ReactNode {
  const { person, session } = useSignedIn();
  const list = useQuery('accounts.list', session.provider === undefined ? null : {});
  const [asking, setAsking] = useState<'link' | Proposal | undefined>();
  if (session.provider === undefined) return null;
  if (list.status === 'loading') return <Skeleton label="hospital accounts" />;
  if (list.status === 'failed')
    return <Failure problem={list.problem} retry={list.reload} where="hospital accounts" />;
  const { provider, linked, proposals } = list.value;
  const own = linked.some((each) => each.person === person.id);
  const close = (): void => {
    setAsking(undefined);
    list.reload();
  };
  return (
    <Callout tone="neutral" title={`Sign-in with accounts of ${provider?.name ?? 'the hospital'}`}>
      <div className="stack">
        <span>
          {provider?.mode === 'required' ? 'Required of whoever is linked. ' : 'Beside the password alone. '}
          {own ? 'Your account is linked.' : 'Your account is not linked yet.'} Linked here: {linked.length}.{' '}
          {provider?.roles.map(({ role, groups }) => `${ROLE_WORDS[role]}: ${groups.join(', ')}`).join('; ')}
        </span>
        {proposals.map((each) => (
          <div className="row-apart" key={each.person}>
            <span>
              <strong>{each.shown}</strong> for {each.name}. {each.why}
            </span>
            {each.mayAgree && (
              <Button small onPress={() => setAsking(each)}>
                Answer
              </Button>
            )}
          </div>
        ))}
        {!own && !proposals.some((each) => each.person === person.id) && (
          <div>
            <Button small onPress={() => setAsking('link')}>
              Link your hospital account
            </Button>
          </div>
        )}
      </div>
      {asking === 'link' && provider !== undefined && <LinkDialog provider={provider} onClose={close} />}
      {asking !== undefined && asking !== 'link' && <AnswerDialog proposal={asking} onClose={close} />}
    </Callout>
  );
}

function LinkDialog(props: {
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

function AnswerDialog(props: { readonly proposal: Proposal; readonly onClose: () => void }): ReactNode {
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
