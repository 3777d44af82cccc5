import { useState, type ReactNode } from 'react';
import type { CodeLintView, MeasuredView, RunView, VerbResult } from '../../../shared/ipc/index.ts';
import { useAction, useProgress, useQuery } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards, JournalField, SelectField } from '../../ui/fields.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatBytes, formatShare, plural } from '../../ui/format.ts';
import { Callout } from '../../ui/states.tsx';
import { CopyId } from '../../ui/text.tsx';
import { Passphrase, ProtectionFields, useProtection } from './protection-fields.tsx';

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
  const [formulas, setFormulas] = useState<'shield' | 'keep'>('shield');
  const [purpose, setPurpose] = useState('');
  const protection = useProtection();
  const [written, setWritten] = useState<Exported | undefined>();
  const take = useAction('datasets.exportTable');
  const version = which === 'raw' ? run.versions.before : run.versions.after;
  const lints = useQuery('datasets.lintCodes', props.isOpen ? { dataset: run.dataset, version } : null);
  const act = async (): Promise<void> => {
    setWritten(undefined);
    if (protection.wanted === undefined) return;
    const answer = await take.run({
      dataset: run.dataset,
      version,
      raw: which === 'raw',
      format,
      formulas,
      purpose,
      ...protection.wanted,
    });
    if (answer !== undefined && answer !== null) setWritten(answer);
  };
  const close = (): void => {
    setWritten(undefined);
    take.dismiss();
    props.onClose();
  };
  const waits = take.problem?.code === 'waiting_for_approval';
  return (
    <ActDialog
      title={`Export ${run.table}`}
      isOpen={props.isOpen}
      onClose={close}
      cancel={written === undefined ? 'Cancel' : 'Close'}
      act="Choose a place and export"
      onAct={() => void act()}
      ready={purpose.trim().length >= 3 && protection.wanted !== undefined}
      pending={take.pending}
      pendingText="Exporting"
      problem={waits ? undefined : take.problem}
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
      {format === 'csv' && (
        <SelectField
          label="Cells that a spreadsheet would run as formulas"
          value={formulas}
          onChange={setFormulas}
          choices={[
            { id: 'shield', text: 'Put an apostrophe in front' },
            { id: 'keep', text: 'Leave as they are' },
          ]}
        />
      )}
      <JournalField label="Purpose" value={purpose} onChange={setPurpose} />
      <DerivedCodes lints={lints.status === 'ready' ? lints.value : []} />
      {take.problem?.message.includes('REDACT-001') === true && <MeasureNow dataset={run.dataset} />}
      <ProtectionFields
        choice={protection}
        clearNote="Nothing protects the file any more. Policy asks another person first."
      />
      {waits && (
        <Callout tone="warn" title="The export waits for an approval">
          Somebody else answers it on the <a href={hrefOf({ screen: 'approvals' })}>Approvals</a> screen; then
          export again.
        </Callout>
      )}
      {written !== undefined && (
        <Callout tone="good" title="Exported">
          <code>{written.file}</code>: {plural(written.rows, 'row')}, {formatBytes(written.sizeBytes)},
          SHA-256 <CopyId id={written.sha256} what="hash of the file" />
        </Callout>
      )}
      {written !== undefined && written.formulaLikeCells > 0 && (
        <Callout tone="warn" title={`${plural(written.formulaLikeCells, 'cell')} begin like a formula`}>
          {written.shieldedCells > 0
            ? 'An apostrophe stands in front of each now, so that no spreadsheet runs them.'
            : 'They were written as they are. A spreadsheet may run them.'}
        </Callout>
      )}
      <Passphrase passphrase={written?.passphrase} />
    </ActDialog>
  );
}

/** Codes that lead back to a person, before the table leaves. */
function DerivedCodes(props: { readonly lints: readonly CodeLintView[] }): ReactNode {
  if (props.lints.length === 0) return null;
  return (
    <Callout tone="warn" title="Columns that may lead back to a person">
      <ul className="small">
        {props.lints.map(({ column, kind, from, how }) => (
          <li key={column}>
            <code>{column}</code>{' '}
            {kind === 'looks_hashed'
              ? 'looks like a column of hashes.'
              : `is ${kind === 'hash_of' ? 'a hash' : 'derived'} of ${from ?? 'another column'} (${how}).`}
          </li>
        ))}
      </ul>
      <p className="small">
        A code for re-identification must not be derived from the person (45 CFR 164.514(c)). Replace it by
        random surrogates.
      </p>
    </Callout>
  );
}

/** Redacted text leaves only where the redactor was measured on it: here that is one press away. */
function MeasureNow(props: { readonly dataset: RunView['dataset'] }): ReactNode {
  const { dataset } = props;
  const measure = useAction('phi.measure');
  const cancel = useAction('phi.cancelMeasuring');
  const progress = useProgress('measure', measure.pending);
  const [measured, setMeasured] = useState<MeasuredView | undefined>();
  const act = async (): Promise<void> => setMeasured((await measure.run({ dataset }))?.measured);
  if (measured !== undefined)
    return measured.below === undefined ? (
      <Callout tone="good" title="Measured, above the floor">
        {formatShare(measured.found / measured.planted)} of the planted values were found, surely at least{' '}
        {formatShare(measured.low)}. Export again.
      </Callout>
    ) : (
      <Callout tone="bad" title="Measured, below the floor">
        {measured.below}. The misses are listed under{' '}
        <a href={hrefOf({ screen: 'redactor', tab: 'proof', dataset })}>Redactor</a>.
      </Callout>
    );
  return (
    <Callout tone="warn" title="The redactor has to be measured on this text first">
      <p className="small">
        Invented people are planted into copies of these notes, in memory, and what is found of them is
        counted.
      </p>
      {measure.problem !== undefined && measure.problem.code !== 'cancelled' && (
        <p className="small">{measure.problem.message}</p>
      )}
      <div className="row">
        {measure.pending ? (
          <>
            <Progress
              label="Measuring"
              share={progress?.done}
              {...(progress === undefined ? {} : { text: formatShare(progress.done) })}
            />
            <Button isDisabled={cancel.pending} onPress={() => void cancel.run({ dataset })}>
              Cancel the measuring
            </Button>
          </>
        ) : (
          <Button onPress={() => void act()}>Measure now</Button>
        )}
      </div>
    </Callout>
  );
}
