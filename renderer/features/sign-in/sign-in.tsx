import { useState, type ReactNode } from 'react';
import { Mark } from '../../ui/mark.tsx';
import type { SessionView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/fields.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';
import { RecoverAccess } from './recover-access.tsx';
import { DamagedJournal, isAboutJournal } from './damaged-journal.tsx';

/** Opens the workspace for one of its people. The password unwraps that person's keys. */
export function SignIn(props: {
  readonly session: SessionView;
  readonly onDone: (session: SessionView) => void;
}): ReactNode {
  const { session } = props;
  const only = session.people.length === 1 ? session.people[0]?.id : undefined;
  const [person, setPerson] = useState<string | null>(only ?? null);
  const [password, setPassword] = useState('');
  const signIn = useAction('session.signIn');
  const [leaving, setLeaving] = useState(false);
  const [recovering, setRecovering] = useState(false);
  const ready = person !== null && password !== '' && !signIn.pending;

  const submit = async (): Promise<void> => {
    if (!ready) return;
    const answer = await signIn.run({ person, password });
    setPassword('');
    if (answer !== undefined) props.onDone(answer);
  };

  return (
    <div className="gate-card">
      <div className="gate-brand">
        <Mark size={26} />
        Swarm Clinical
      </div>
      {leaving ? (
        <DamagedJournal session={session} onBack={() => setLeaving(false)} />
      ) : recovering ? (
        <RecoverAccess session={session} onBack={() => setRecovering(false)} />
      ) : (
        <>
          <h1 className="gate-title">Sign in</h1>
          <div className="stack">
            <SelectField
              label="Person"
              value={person}
              onChange={setPerson}
              placeholder="Choose who you are"
              choices={session.people.map((item) => ({
                id: item.id,
                text: item.name,
                note: ROLE_WORDS[item.role],
              }))}
            />
            <TextField
              label="Password"
              secret
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
              isDisabled={signIn.pending}
              onEnter={() => void submit()}
            />
            {signIn.problem !== undefined && <Failure problem={signIn.problem} where="sign-in" />}
            {signIn.problem !== undefined && isAboutJournal(signIn.problem) && (
              <Callout tone="neutral" title="Going on without it">
                <div className="stack">
                  <span>
                    Restore a backup if there is one. Else compliance or an administrator can leave the file
                    as it is, as evidence, and begin a new one.
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
              {signIn.pending ? 'Opening the workspace' : 'Sign in'}
            </Button>
            <Button variant="quiet" isDisabled={signIn.pending} onPress={() => setRecovering(true)}>
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
