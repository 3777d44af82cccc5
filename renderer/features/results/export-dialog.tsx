import { useState, type ReactNode } from 'react';
import type { RunView, VerbResult } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards, TextField } from '../../ui/fields.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { Callout } from '../../ui/states.tsx';
import { CopyId } from '../../ui/text.tsx';

type Exported = NonNullable<VerbResult<'datasets.exportTable'>>;

/** Takes a table out of the workspace, through policy. A file outside is no longer encrypted by us. */
export function ExportDialog(props: {
  readonly run: RunView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { run } = props;
  const [which, setWhich] = useState<'cleaned' | 'raw'>('cleaned');
  const [format, setFormat] = useState<'csv' | 'parquet'>('csv');
  const [purpose, setPurpose] = useState('');
  const [written, setWritten] = useState<Exported | undefined>();
  const take = useAction('datasets.exportTable');
  const act = async (): Promise<void> => {
    setWritten(undefined);
    const answer = await take.run({
      dataset: run.dataset,
      version: which === 'raw' ? run.versions.before : run.versions.after,
      raw: which === 'raw',
      format,
      purpose,
    });
    if (answer !== undefined && answer !== null) setWritten(answer);
  };
  const close = (): void => {
    setWritten(undefined);
    take.dismiss();
    props.onClose();
  };
  return (
    <ActDialog
      title={`Export ${run.table}`}
      isOpen={props.isOpen}
      onClose={close}
      cancel={written === undefined ? 'Cancel' : 'Close'}
      act="Choose a place and export"
      onAct={() => void act()}
      ready={purpose.trim().length >= 3}
      pending={take.pending}
      pendingText="Exporting"
      problem={take.problem}
    >
      <ChoiceCards
        label="Table"
        value={which}
        onChange={setWhich}
        choices={[
          { id: 'cleaned', text: 'Cleaned', note: `Version ${run.versions.after}, after this run.` },
          {
            id: 'raw',
            text: 'Raw',
            note: `Version ${run.versions.before}, with identifiers. Policy decides, and the attempt is recorded.`,
          },
        ]}
      />
      <ChoiceCards
        label="Format"
        value={format}
        onChange={setFormat}
        choices={[
          { id: 'csv', text: 'CSV' },
          { id: 'parquet', text: 'Parquet' },
        ]}
      />
      <TextField
        label="Purpose"
        value={purpose}
        onChange={setPurpose}
        lines={2}
        maxLength={500}
        note="Kept in the journal. No names or numbers of patients."
      />
      <p className="small">The exported file is outside the workspace and no longer encrypted by it.</p>
      {written !== undefined && (
        <Callout tone="good" title="Exported">
          <code>{written.file}</code>: {plural(written.rows, 'row')}, {formatBytes(written.sizeBytes)},
          SHA-256 <CopyId id={written.sha256} what="hash of the file" />
        </Callout>
      )}
    </ActDialog>
  );
}
