import { useState, type ReactNode } from 'react';
import type { AccountsView, ProviderView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/layout.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { Time } from '../../ui/text.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';
import { AnswerDialog, LinkDialog, UnlinkDialog } from './hospital-account-dialogs.tsx';

type Proposal = AccountsView['proposals'][number];
type Linked = AccountsView['linked'][number];
/** What a dialog is open for. */
type Asking =
  | { readonly kind: 'link' }
  | { readonly kind: 'answer'; readonly to: Proposal }
  | { readonly kind: 'unlink'; readonly from: Linked };

/** Accounts of the hospital on the screen People; nothing where sign-in with them is off. */
export function HospitalAccounts(): ReactNode {
  const { person, session } = useSignedIn();
  const list = useQuery('accounts.list', session.provider === undefined ? null : {});
  const [asking, setAsking] = useState<Asking | undefined>();
  if (session.provider === undefined) return null;
  if (list.status === 'loading') return <Skeleton label="hospital accounts" />;
  if (list.status === 'failed')
    return <Failure problem={list.problem} retry={list.reload} where="hospital accounts" />;
  const { provider, linked, proposals } = list.value;
  const own = linked.some((each) => each.person === person.id);
  const nameOf = (each: Linked): string =>
    session.people.find(({ id }) => id === each.person)?.name ?? 'somebody who was removed';
  const close = (): void => {
    setAsking(undefined);
    list.reload();
  };
  return (
    <Callout tone="neutral" title={`Sign-in with accounts of ${provider?.name ?? 'the hospital'}`}>
      <div className="stack">
        <span>
          {provider?.mode === 'required' ? 'Required of whoever is linked. ' : 'Beside the password alone. '}
          {own ? 'Your account is linked.' : 'Your account is not linked yet.'} Linked here: {linked.length}.
        </span>
        <Facts rows={groupRows(provider)} />
        {proposals.map((each) => (
          <div className="row-apart" key={each.person}>
            <span>
              <strong>{each.shown}</strong> for {each.name}. {each.why}
            </span>
            {each.mayAgree && (
              <Button small onPress={() => setAsking({ kind: 'answer', to: each })}>
                Answer
              </Button>
            )}
          </div>
        ))}
        {linked.map((each) => (
          <div className="row-apart" key={each.person}>
            <span>
              An account stands for <strong>{nameOf(each)}</strong> since <Time ms={each.linkedAtMs} />, as{' '}
              {each.linkedBy} agreed.
            </span>
            {(person.role === 'compliance' || person.role === 'admin') && session.mustLink !== true && (
              <Button
                small
                aria-label={`Unlink the account of ${nameOf(each)}`}
                onPress={() => setAsking({ kind: 'unlink', from: each })}
              >
                Unlink
              </Button>
            )}
          </div>
        ))}
        {!own && !proposals.some((each) => each.person === person.id) && (
          <div>
            <Button small onPress={() => setAsking({ kind: 'link' })}>
              Link your hospital account
            </Button>
          </div>
        )}
      </div>
      {asking?.kind === 'link' && provider !== undefined && (
        <LinkDialog provider={provider} onClose={close} />
      )}
      {asking?.kind === 'answer' && <AnswerDialog proposal={asking.to} onClose={close} />}
      {asking?.kind === 'unlink' && (
        <UnlinkDialog person={asking.from.person} name={nameOf(asking.from)} onClose={close} />
      )}
    </Callout>
  );
}

/** Which groups of the hospital let somebody have their role here. */
function groupRows(provider: ProviderView | undefined): (readonly [string, string])[] {
  return [
    ...(provider?.roles ?? []).map(({ role, groups }) => [ROLE_WORDS[role], groups.join(', ')] as const),
    [ROLE_WORDS.viewer, 'whoever is in none of these groups'],
  ];
}
