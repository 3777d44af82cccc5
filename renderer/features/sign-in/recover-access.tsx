import { useState, type ReactNode } from 'react';
import type { SessionView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards, JournalField, SelectField } from '../../ui/fields.tsx';
import { areWhole, LettersFields } from '../../ui/letters.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';
import { NewPasswordFields, useNewPassword } from '../people/new-password.tsx';
import '../people/people.css';
import '../recovery/recovery.css';

/** The other way in: sealed sheets give one person a new password. Says so where there is none. */
export function RecoverAccess(props: {
  readonly session: SessionView;
  readonly onBack: () => void;
}): ReactNode {
  const { recovery, people, custody } = props.session;
  const [person, setPerson] = useState<string | null>(null);
  const [typed, setTyped] = useState<readonly string[]>([]);
  const sheets = Array.from({ length: recovery?.threshold ?? 0 }, (_, index) => typed[index] ?? '');
  const [reason, setReason] = useState('');
  const [medium, setMedium] = useState<'here' | 'lost'>('here');
  const [isDone, setDone] = useState(false);
  const next = useNewPassword();
  const use = useAction('recovery.use');
  const chosen = people.find(({ id }) => id === person);
  const ready =
    chosen !== undefined &&
    next.ready &&
    reason.trim().length >= 3 &&
    areWhole(sheets, 'recovery') &&
    !use.pending;
  const act = async (): Promise<void> => {
    if (chosen === undefined) return;
    const done = await use.run({
      person: chosen.id,
      newPassword: next.password,
      sheets: [...sheets],
      reason,
      ...(custody !== undefined && medium === 'lost' && { leavesCustody: true }),
    });
    if (done === undefined) return;
    next.set({ password: '', again: '' });
    setTyped([]);
    setDone(true);
  };
  const back = (
    <Button onPress={props.onBack} isDisabled={use.pending}>
      Back to sign-in
    </Button>
  );
  if (recovery === undefined)
    return (
      <>
        <h1 className="gate-title">Recover access</h1>
        <div className="stack">
          <Callout tone="warn" title="No recovery sheets were made for this workspace">
            There is no other way in. An administrator and a colleague who can still sign in give a new
            password; nobody else can, not even the maker of this application.
          </Callout>
          {back}
        </div>
      </>
    );
  if (isDone)
    return (
      <>
        <h1 className="gate-title">Recover access</h1>
        <div className="stack">
          <Callout tone="good" title={`${chosen?.name ?? 'The person'} can sign in with the new password`}>
            The sheets have been seen now: let compliance make new ones, and seal these until then. On another
            workstation than before, nobody else’s password opens anything until they are recovered too or get
            a new one.
          </Callout>
          {back}
        </div>
      </>
    );
  return (
    <>
      <h1 className="gate-title">Recover access</h1>
      <div className="stack">
        <p className="small soft">
          {recovery.threshold} of the {recovery.count} sealed sheets of set {recovery.set} give one person a
          new password, with what their role may open and no more. It is recorded.
        </p>
        <SelectField
          label="Who gets a new password"
          value={person}
          onChange={setPerson}
          placeholder="Choose the person"
          choices={people.map((item) => ({ id: item.id, text: item.name, note: ROLE_WORDS[item.role] }))}
        />
        <LettersFields
          kind="recovery"
          labelOf={(index) => `Sheet ${index + 1}`}
          values={sheets}
          onChange={setTyped}
          isDisabled={use.pending}
        />
        <fieldset className="person-types">
          <legend>{chosen?.name ?? 'The person'} types this, unseen by others</legend>
          <NewPasswordFields form={next} whose={chosen?.name ?? 'the person'} isDisabled={use.pending} />
        </fieldset>
        {custody !== undefined && (
          <>
            <ChoiceCards
              label={custody.kind === 'token' ? `The token ${custody.name}` : `The key file ${custody.name}`}
              value={medium}
              onChange={setMedium}
              isDisabled={use.pending}
              choices={[
                { id: 'here', text: 'Is here', note: 'it opens the content keys, as before' },
                { id: 'lost', text: 'Is lost', note: 'nobody can open content with it any more' },
              ]}
            />
            {medium === 'lost' && (
              <Callout tone="warn" title="Passwords alone will open the content keys">
                Whoever finds the medium later has a part of the old keys: change the content keys once
                somebody is in, and put them under a new medium on the screen Recovery.
              </Callout>
            )}
          </>
        )}
        <JournalField label="Why" value={reason} onChange={setReason} isDisabled={use.pending} />
        {use.problem !== undefined && <Failure problem={use.problem} where="recovery" />}
        <div className="row">
          {back}
          <Button variant="primary" isDisabled={!ready} onPress={() => void act()}>
            {use.pending
              ? 'Opening the workspace'
              : custody !== undefined && medium === 'lost'
                ? 'Recover access without the medium'
                : 'Recover access'}
          </Button>
        </div>
      </div>
    </>
  );
}
