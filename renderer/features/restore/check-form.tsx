import { useState, type ReactNode } from 'react';
import type { ChosenBackupView, VerbInput } from '../../../shared/ipc/index.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards, SelectField, TextField } from '../../ui/fields.tsx';
import { areWhole, LettersFields } from '../../ui/letters.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';
import '../recovery/recovery.css';

/** Who opens the copy for its verdict. Nobody is signed in by it. */
export function CheckForm(props: {
  readonly backup: ChosenBackupView;
  readonly isDisabled: boolean;
  readonly onBack: () => void;
  readonly onCheck: (keys: VerbInput<'restore.check'>) => Promise<void>;
}): ReactNode {
  const { people, recovery } = props.backup;
  const [by, setBy] = useState<'password' | 'sheets'>('password');
  const [person, setPerson] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const [typed, setTyped] = useState<readonly string[]>([]);
  const sheets = Array.from({ length: recovery?.threshold ?? 0 }, (_, index) => typed[index] ?? '');
  const chosen = people.find(({ id }) => id === person);
  const isBySheets = recovery !== undefined && by === 'sheets';
  const ready = isBySheets ? areWhole(sheets, 'recovery') : chosen !== undefined && password !== '';
  const submit = async (): Promise<void> => {
    if (!ready || props.isDisabled) return;
    if (isBySheets) return props.onCheck({ by: 'sheets', sheets: [...sheets] });
    if (chosen === undefined) return;
    setPassword('');
    await props.onCheck({ by: 'password', person: chosen.id, password });
  };
  return (
    <>
      {recovery !== undefined && (
        <ChoiceCards
          label="Who opens it for the verdict"
          value={by}
          onChange={setBy}
          choices={[
            { id: 'password', text: 'A person', note: 'by password, on the workstation it was made on' },
            {
              id: 'sheets',
              text: 'Recovery sheets',
              note: `${recovery.threshold} of the ${recovery.count} of set ${recovery.set}, on any workstation`,
            },
          ]}
        />
      )}
      {isBySheets ? (
        <LettersFields
          kind="recovery"
          labelOf={(index) => `Sheet ${index + 1}`}
          values={sheets}
          onChange={setTyped}
          isDisabled={props.isDisabled}
        />
      ) : (
        <div className="restore-keys">
          <SelectField
            label="Person"
            value={person}
            onChange={setPerson}
            placeholder="Choose who you are"
            choices={people.map(({ id, name, role }) => ({ id, text: name, note: ROLE_WORDS[role] }))}
            note="Whoever holds content keys has the payloads verified too."
          />
          <TextField
            label="Password"
            secret
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            isDisabled={props.isDisabled}
            onEnter={() => void submit()}
            note="As it was when the backup was made."
          />
        </div>
      )}
      <div className="row-apart">
        <Button onPress={props.onBack} isDisabled={props.isDisabled}>
          Back
        </Button>
        <Button variant="primary" isDisabled={!ready || props.isDisabled} onPress={() => void submit()}>
          Check the backup
        </Button>
      </div>
    </>
  );
}
