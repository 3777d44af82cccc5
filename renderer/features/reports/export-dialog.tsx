import { useState, type ReactNode } from 'react';
import type { ExportFormat } from '../../../shared/domain/export-formats.ts';
import type { EntriesExportView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { ActDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { Facts } from '../../ui/layout.tsx';
import { useNow } from '../../ui/now.ts';
import { Callout } from '../../ui/states.tsx';
import { CopyId } from '../../ui/text.tsx';
import { EvidenceFields, ExportProgress, periodOf, type Asked } from './evidence-fields.tsx';
import { lastMonth } from './report-words.ts';

const FORMATS: Readonly<Record<ExportFormat, { readonly text: string; readonly note: string }>> = {
  bundle: { text: 'Evidence bundle', note: 'signed zip: entries with proofs, rows, and the verifier' },
  csv: { text: 'CSV', note: 'one row for each entry, for PostgreSQL and others' },
  parquet: { text: 'Parquet', note: 'the same rows, for DuckDB and others' },
  fhir: { text: 'FHIR AuditEvent', note: 'R4, one resource a line, after IHE’s audit patterns' },
  ocsf: { text: 'OCSF', note: 'one security event a line, for a SIEM' },
};

/** Journal entries of a period as a file. */
export function ExportDialog(props: { readonly onClose: () => void }): ReactNode {
  const now = useNow();
  const [format, setFormat] = useState<ExportFormat>('bundle');
  const [asked, setAsked] = useState<Asked>(() => ({ ...lastMonth(now), purpose: '' }));
  const [written, setWritten] = useState<EntriesExportView | undefined>();
  const write = useAction('audit.exportEntries');
  const period = periodOf(asked);
  const act = async (): Promise<void> => {
    if (period === undefined) return;
    const answer = await write.run({ format, ...period, purpose: asked.purpose.trim() });
    if (answer !== undefined && answer !== null) setWritten(answer);
  };
  return (
    <ActDialog
      title="Export journal entries"
      isOpen
      onClose={props.onClose}
      cancel={written === undefined ? 'Cancel' : 'Close'}
      act={written === undefined ? 'Export' : 'Export another'}
      onAct={() => (written === undefined ? void act() : setWritten(undefined))}
      ready={period !== undefined}
      pending={write.pending}
      pendingText="Exporting"
      problem={write.problem}
    >
      {written === undefined ? (
        <>
          <p>
            {format === 'bundle'
              ? 'Entries leave as reports cite them: one with words that people wrote, or with small counts, by its hash alone.'
              : 'Ids, codes and times alone leave: no names, no words that people wrote, no counts of rows.'}
          </p>
          <SelectField
            label="As"
            value={format}
            onChange={setFormat}
            choices={Object.entries(FORMATS).map(([id, words]) => ({ id: id as ExportFormat, ...words }))}
          />
          <EvidenceFields asked={asked} onChange={setAsked} isDisabled={write.pending} />
          <ExportProgress active={write.pending} />
        </>
      ) : (
        <Written view={written} />
      )}
    </ActDialog>
  );
}

function Written({ view }: { readonly view: EntriesExportView }): ReactNode {
  return (
    <Callout
      tone={view.unreadable > 0 ? 'warn' : 'good'}
      title={view.entries === 0 ? 'Nothing was recorded in this period' : 'Exported'}
    >
      <Facts
        rows={[
          ['File', <code key="file">{view.file}</code>],
          ['Holds', `${plural(view.entries, 'entry', 'entries')}, ${formatBytes(view.sizeBytes)}`],
          ...(view.withheld > 0
            ? [['By their hash alone', plural(view.withheld, 'entry', 'entries')] as const]
            : []),
          ...(view.unreadable > 0
            ? [['Cannot be read', plural(view.unreadable, 'entry', 'entries')] as const]
            : []),
          ['SHA-256', <CopyId key="hash" whole id={view.sha256} what="hash of the file" />],
        ]}
      />
    </Callout>
  );
}
