import { useState, type ReactNode } from 'react';
import type { DatasetId } from '../../../shared/domain/index.ts';
import { useAction } from '../../api/hooks.ts';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards, JournalField } from '../../ui/fields.tsx';

type Fate = 'deleted' | 'moved' | 'kept';

/** Records what became of the clear source file. The application itself touches no file here. */
export function SourceFateDialog(props: {
  readonly dataset: DatasetId;
  readonly table: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const [fate, setFate] = useState<Fate | null>(null);
  const [reason, setReason] = useState('');
  const record = useAction('datasets.recordSourceFate');
  const act = async (): Promise<void> => {
    if (fate === null) return;
    const done = await record.run({ dataset: props.dataset, fate, reason });
    if (done !== undefined) props.onDone();
  };
  return (
    <ActDialog
      title={`Source file of ${props.table}`}
      isOpen={props.isOpen}
      onClose={props.onClose}
      act="Record"
      onAct={() => void act()}
      ready={fate !== null && reason.trim().length >= 3}
      pending={record.pending}
      problem={record.problem}
    >
      <p>This records what you did with the file; it does not delete or move it.</p>
      <ChoiceCards
        label="What became of it"
        value={fate}
        onChange={setFate}
        choices={[
          { id: 'deleted', text: 'Deleted', note: 'It is gone.' },
          { id: 'moved', text: 'Moved', note: 'To a protected place.' },
          { id: 'kept', text: 'Kept', note: 'It stays where it is.' },
        ]}
      />
      <JournalField label="How, where, or why" value={reason} onChange={setReason} />
    </ActDialog>
  );
}
