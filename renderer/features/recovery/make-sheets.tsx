import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { PapersMade, useWitness, WitnessFields } from '../../ui/witness.tsx';

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
  const [files, setFiles] = useState<readonly string[] | undefined>();
  const form = useWitness();
  const make = useAction('recovery.makeSheets');
  const act = async (): Promise<void> => {
    if (form.given === undefined) return;
    const [threshold = 2, count = 3] = kind.split(' of ').map(Number);
    const done = await make.run({ count, threshold, ...form.given });
    if (done === undefined || done === null) return;
    form.forget();
    setFiles(done.files);
    props.onDone();
  };
  if (files !== undefined)
    return (
      <PapersMade
        title="Print and seal them"
        warning="These files are the keys, in clear"
        files={files}
        onClose={props.onClose}
      >
        Print each, seal it in an envelope of its own, give the envelopes to different people, and destroy the
        files. Then try a sheet.
      </PapersMade>
    );
  return (
    <ActDialog
      title={props.replaces === undefined ? 'Make recovery sheets' : 'Make new recovery sheets'}
      isOpen
      onClose={props.onClose}
      act="Choose where, and make them"
      pendingText="Making sheets"
      onAct={() => void act()}
      ready={form.given !== undefined}
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
      <WitnessFields
        form={form}
        me={me}
        people={session.people}
        problem={make.problem}
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
