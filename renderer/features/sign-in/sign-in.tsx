import { useState, type ReactNode } from 'react';
import { Mark } from '../../ui/mark.tsx';
import type { ConfirmedView, SessionView } from '../../../shared/ipc/index.ts';
import { invoke, type Refusal } from '../../api/bridge.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards, SelectField } from '../../ui/fields.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { formatExactTime, plural } from '../../ui/format.ts';
import { ROLE_WORDS } from '../../ui/words.ts';
import { ConfirmedAccount, HospitalSignIn } from './hospital-sign-in.tsx';
import { ProofFields, useProof } from './proof.tsx';
import { RecoverAccess } from './recover-access.tsx';
import { AskToBeLetIn, isAboutDevice } from './ask-to-be-let-in.tsx';
import { DamagedJournal, isAboutJournal } from './damaged-journal.tsx';

/** Opens the workspace for one of its people. The password unwraps that person's keys. */
export function SignIn(props: {
  readonly session: SessionView;
  readonly onDone: (session: SessionView) => void;
}): ReactNode {
  const { session } = props;
  const only = session.people.length === 1 ? session.people[0]?.id : undefined;
  const [person, setPerson] = useState<string | null>(only ?? null);
  /** Confirmed by the hospital's sign-in service just now. */
  const [account, setAccount] = useState<ConfirmedView | undefined>();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Refusal | undefined>();
  const [leaving, setLeaving] = useState(false);
  const [recovering, setRecovering] = useState(false);
  const duty = session.deputies?.find(({ id }) => id === person);
  const own = session.people.find(({ id }) => id === person);
  const [acting, setActing] = useState<'own' | 'deputy'>('own');
  const deputy = duty !== undefined && acting === 'deputy';
  const role = deputy ? duty.role : own?.role;
  const proof = useProof(session.custody, role === 'operator' || role === 'compliance');
  const ready = person !== null && proof.isGiven && !pending;

  const submit = async (): Promise<void> => {
    if (!ready) return;
    setPending(true);
    setProblem(undefined);
    const answer = await invoke('session.signIn', {
      ...{ person, ...proof.said },
      ...(deputy && { deputy }),
      ...(account?.person === person && { ticket: account.ticket }),
    });
    setPending(false);
    setProblem(proof.hear(answer));
    if (answer.ok) props.onDone(answer.value);
  };

  return (
    <div className="gate-card">
      <div className="gate-brand">
        <Mark size={26} />
        Swarm Clinical
      </div>
      {leaving ? (
        <DamagedJournal session={session} account={account} onBack={() => setLeaving(false)} />
      ) : recovering ? (
        <RecoverAccess session={session} onBack={() => setRecovering(false)} />
      ) : (
        <>
          <h1 className="gate-title">Sign in</h1>
          <div className="stack">
            {session.restored !== undefined && <Restored {...session.restored} />}
            {session.provider !== undefined && account === undefined && (
              <HospitalSignIn
                provider={session.provider}
                onConfirmed={(confirmed) => {
                  setAccount(confirmed);
                  setProblem(undefined);
                  if (confirmed.person !== undefined) setPerson(confirmed.person);
                }}
              />
            )}
            {session.provider !== undefined && account !== undefined && (
              <ConfirmedAccount account={account} provider={session.provider} />
            )}
            <SelectField
              label="Person"
              value={person}
              onChange={(next) => {
                setPerson(next);
                proof.forSomebodyElse();
                setActing('own');
              }}
              placeholder="Choose who you are"
              choices={session.people.map((item) => ({
                id: item.id,
                text: item.name,
                note: ROLE_WORDS[item.role],
              }))}
            />
            {duty !== undefined && own !== undefined && (
              <ChoiceCards
                label="Acting as"
                value={acting}
                onChange={setActing}
                isDisabled={pending}
                choices={[
                  { id: 'own', text: ROLE_WORDS[own.role], note: 'your own role' },
                  {
                    id: 'deputy',
                    text: ROLE_WORDS[duty.role],
                    note: `stands in until ${formatExactTime(duty.untilMs)}`,
                  },
                ]}
              />
            )}
            <ProofFields
              proof={proof}
              passwordLabel={session.provider === undefined ? 'Password' : 'Workspace password'}
              isDisabled={pending}
              onEnter={() => void submit()}
            />
            {problem !== undefined && <Failure problem={problem} where="sign-in" />}
            {problem !== undefined && isAboutDevice(problem) && <AskToBeLetIn />}
            {problem !== undefined && isAboutJournal(problem) && (
              <Callout tone="neutral" title="Going on without it">
                <div className="stack">
                  <span>
                    Restore a backup if there is one: close the window, rename the workspace folder and keep
                    it, start again, and choose Restore from a backup. Else compliance or an administrator can
                    leave the file as it is, as evidence, and begin a new one.
                  </span>
                  <div>
                    <Button small onPress={() => setLeaving(true)}>
                      Leave the damaged journal
                    </Button>
                  </div>
                </div>
              </Callout>
            )}
            <Button variant="primary" isDisabled={!ready} onPress={() => void submit()}>
              {pending ? 'Opening the workspace' : 'Sign in'}
            </Button>
            <Button variant="quiet" isDisabled={pending} onPress={() => setRecovering(true)}>
              Recover access with sealed sheets
            </Button>
          </div>
        </>
      )}
      <p className="gate-foot">
        {session.workspace !== undefined && (
          <>
            Workspace <code>{session.workspace.folder}</code>
            <br />
          </>
        )}
        Each sign-in, and each one that fails, is recorded in the journal.
      </p>
    </div>
  );
}

/** The workspace came from a backup just now: what those who sign in next have to know. */
function Restored(props: NonNullable<SessionView['restored']>): ReactNode {
  return (
    <Callout tone={props.missing > 0 ? 'warn' : 'good'} title="The workspace was restored">
      It is as it was at {formatExactTime(props.madeAtMs)}.
      {props.missing > 0 &&
        ` ${plural(props.missing, 'entry', 'entries')} that a witness knows are not in it.`}{' '}
      Tell compliance, and keep the old folder where there is one. On another workstation than before nobody’s
      password opens it: recover access with sealed sheets.
    </Callout>
  );
}
