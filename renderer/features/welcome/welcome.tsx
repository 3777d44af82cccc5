import { useState, type ReactNode } from 'react';
import { MIN_PASSWORD_LENGTH } from '../../../shared/domain/passwords.ts';
import type { SessionView } from '../../../shared/ipc/index.ts';
import { Mark } from '../../ui/mark.tsx';
import { useAction } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { ROLE_DUTIES, ROLE_WORDS } from '../../ui/words.ts';
import { FIRST_PEOPLE, isReady, problemsOf, type NewPerson } from './people.ts';
import { RestoreBackup } from '../restore/restore-backup.tsx';
import './welcome.css';

/** First start: makes the workspace and the three people it begins with. */
export function Welcome(props: {
  readonly erased: SessionView['erased'];
  readonly onDone: (session: SessionView) => void;
}): ReactNode {
  const [people, setPeople] = useState(FIRST_PEOPLE);
  const create = useAction('workspace.create');
  const ready = isReady(people);
  const [restoring, setRestoring] = useState(false);

  const change = (index: number, part: Partial<NewPerson>): void => {
    setPeople((last) => last.map((person, at) => (at === index ? { ...person, ...part } : person)));
  };
  const submit = async (): Promise<void> => {
    const answer = await create.run({
      people: people.map(({ name, role, password }) => ({ name: name.trim(), role, password })),
    });
    if (answer !== undefined) props.onDone(answer);
  };

  if (restoring) return <RestoreBackup onDone={props.onDone} onBack={() => setRestoring(false)} />;
  return (
    <div className="gate-card gate-card-wide">
      <div className="gate-brand">
        <Mark size={26} />
        Swarm Clinical
      </div>
      {props.erased !== undefined && (
        <Callout tone="good" title="The workspace was erased">
          No key of it is left. The certificate stands in <code>{props.erased.certificate}</code>.
        </Callout>
      )}
      <div className="row-apart welcome-head">
        <h1 className="gate-title">Create the workspace</h1>
        <Button small isDisabled={create.pending} onPress={() => setRestoring(true)}>
          Restore from a backup
        </Button>
      </div>
      <p className="soft welcome-lead">
        A workspace is the encrypted folder that holds this installation’s data. It begins with three people,
        because nobody may approve what they asked for.
      </p>
      <div className="welcome-people">
        {people.map((person, index) => {
          const problems = problemsOf(person, people);
          return (
            <section key={person.role} className="welcome-person" aria-label={ROLE_WORDS[person.role]}>
              <h2>{ROLE_WORDS[person.role]}</h2>
              <p className="welcome-duty">{ROLE_DUTIES[person.role]}</p>
              <TextField
                label="Name"
                value={person.name}
                maxLength={200}
                onChange={(name) => change(index, { name })}
                error={problems.name}
                isDisabled={create.pending}
              />
              <TextField
                label="Password"
                secret
                autoComplete="new-password"
                value={person.password}
                onChange={(password) => change(index, { password })}
                error={problems.password}
                note={`At least ${MIN_PASSWORD_LENGTH} characters; any words do.`}
                isDisabled={create.pending}
              />
              <TextField
                label="Password again"
                secret
                autoComplete="new-password"
                value={person.again}
                onChange={(again) => change(index, { again })}
                error={problems.again}
                isDisabled={create.pending}
              />
            </section>
          );
        })}
      </div>
      <Callout tone="warn" title="Keep the passwords safe">
        If the passwords of operator and compliance are both lost, nobody can open the data again, unless
        recovery sheets were made. Making them is among the compliance officer’s first tasks.
      </Callout>
      {create.problem !== undefined && <Failure problem={create.problem} where="creating the workspace" />}
      <div className="welcome-foot">
        <span className="faint small">
          {create.pending
            ? 'Making keys and the encrypted files; this takes a few seconds.'
            : 'You sign in as one of them next.'}
        </span>
        <Button variant="primary" isDisabled={!ready || create.pending} onPress={() => void submit()}>
          {create.pending ? 'Creating' : 'Create the workspace'}
        </Button>
      </div>
    </div>
  );
}
