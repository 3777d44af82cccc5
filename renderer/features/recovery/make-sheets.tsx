import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { PasswordField, SelectField, TextField } from '../../ui/fields.tsx';
import { Callout } from '../../ui/states.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';

const KINDS = ['2 of 3', '2 of 4', '3 of 5', '2 of 2'] as const;
type Kind = (typeof KINDS)[number];

/** Makes a set of sheets: two people, their passwords, a place for the files, then paper. */
export function MakeSheets(props: {
  readonly replaces: string | undefined;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { person: me, session } = useSignedIn();
  const [kind, setKind] = useState<Kind>('2 of 3');
  const [witness, setWitness] = useState<string | null>(null);
  const [typed, setTyped] = useState({ reason: '', own: '', other: '' });
  const [files, setFiles] = useState<readonly string[] | undefined>();
  const make = useAction('recovery.makeSheets');
  const others = session.people.filter(({ id }) => id !== me.id);
  const name = others.find(({ id }) => id === witness)?.name ?? 'the witness';
  const ready = witness !== null && typed.reason.trim().length >= 3 && typed.own !== '' && typed.other !== '';
  const set = (part: Partial<typeof typed>): void => setTyped((last) => ({ ...last, ...part }));
  const act = async (): Promise<void> => {
    const person = others.find(({ id }) => id === witness);
    if (person === undefined) return;
    const [threshold = 2, count = 3] = kind.split(' of ').map(Number);
    const done = await make.run({
      ...{ count, threshold, reason: typed.reason, password: typed.own },
      ...{ witness: person.id, witnessPassword: typed.other },
    });
    set({ own: '', other: '' });
    if (done === undefined || done === null) return;
    setFiles(done.files);
    props.onDone();
  };
  if (files !== undefined)
    return (
      <ActDialog
        title="Print and seal them"
        isOpen
        onClose={props.onClose}
        act="Done"
        onAct={props.onClose}
        cancel="Close"
      >
        <Callout tone="warn" title="These files are the keys, in clear">
          Print each, seal it in an envelope of its own, give the envelopes to different people, and destroy
          the files. Then try a sheet.
        </Callout>
        <ul className="recovery-list">
          {files.map((file) => (
            <li key={file}>
              <code>{file}</code>
            </li>
          ))}
        </ul>
      </ActDialog>
    );
  return (
    <ActDialog
      title={props.replaces === undefined ? 'Make recovery sheets' : 'Make new recovery sheets'}
      isOpen
      onClose={props.onClose}
      act="Choose where, and make them"
      pendingText="Making sheets"
      onAct={() => void act()}
      ready={ready}
      pending={make.pending}
      problem={make.problem}
    >
      <p className="small soft">
        Whoever holds enough sheets and the files of the workspace can let themselves in as anybody, so this
        takes two people.
        {props.replaces !== undefined && ` The sheets of set ${props.replaces} open nothing from then on.`}
      </p>
      <SelectField
        label="Sheets that are needed, of those that are made"
        value={kind}
        onChange={setKind}
        choices={KINDS.map((id) => ({ id, text: id, note: NOTES[id] }))}
      />
      <TextField
        label="Reason"
        value={typed.reason}
        onChange={(reason) => set({ reason })}
        maxLength={500}
        isDisabled={make.pending}
        note="Kept in the journal."
      />
      <SelectField
        label="Who stands by and signs"
        value={witness}
        onChange={setWitness}
        placeholder="Choose the witness"
        choices={others.map((item) => ({ id: item.id, text: item.name, note: ROLE_WORDS[item.role] }))}
      />
      <PasswordField
        whose={name}
        value={typed.other}
        onChange={(other) => set({ other })}
        isDisabled={make.pending}
      />
      <TextField
        label={`Your password, ${me.name}`}
        secret
        value={typed.own}
        onChange={(own) => set({ own })}
        isDisabled={make.pending}
      />
    </ActDialog>
  );
}

const NOTES: Readonly<Record<Kind, string>> = {
  '2 of 3': 'usual: one may be lost, and none opens anything alone',
  '2 of 4': 'more places, two may be lost',
  '3 of 5': 'three people have to agree',
  '2 of 2': 'none may be lost',
};
