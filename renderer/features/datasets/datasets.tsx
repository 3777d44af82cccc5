import { Database, FileUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DatasetSummary } from '../../../shared/domain/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import type { Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { hrefOf } from '../../app/routes.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Callout, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, CopyId, Time } from '../../ui/text.tsx';
import { DatasetPage } from './dataset-page.tsx';
import { ImportPage } from './import-page.tsx';
import './datasets.css';

export function Datasets(props: { readonly route: Route & { readonly screen: 'datasets' } }): ReactNode {
  const { route } = props;
  const { person } = useSignedIn();
  if (route.importing === true && person.role === 'operator') return <ImportPage />;
  if (route.dataset !== undefined) {
    return <DatasetPage key={route.dataset} dataset={route.dataset} column={route.column} />;
  }
  return <DatasetList mayImport={person.role === 'operator'} />;
}

const COLUMNS: readonly GridColumn<DatasetSummary>[] = [
  {
    id: 'table',
    header: 'Table',
    width: 'minmax(12rem, 2fr)',
    cell: (row) => <span className="strong">{row.table}</span>,
  },
  { id: 'rows', header: 'Rows', width: '7rem', end: true, cell: (row) => formatCount(row.rows) },
  { id: 'columns', header: 'Columns', width: '5rem', end: true, cell: (row) => formatCount(row.columns) },
  { id: 'version', header: 'Version', width: '5rem', end: true, cell: (row) => row.version },
  { id: 'imported', header: 'Imported', width: '9rem', cell: (row) => <Time ms={row.importedAtMs} /> },
  {
    id: 'source',
    header: 'Source file',
    width: 'minmax(9rem, 1fr)',
    cell: (row) => <SourceFate row={row} />,
  },
];

function SourceFate(props: { readonly row: DatasetSummary }): ReactNode {
  const { fate } = props.row.sourceFate;
  if (fate === 'open') return <Badge tone="warn">To do: still in clear</Badge>;
  return <span className="soft">{fate}</span>;
}

function DatasetList(props: { readonly mayImport: boolean }): ReactNode {
  const datasets = useQuery('datasets.list', {});
  const action = props.mayImport ? (
    <Button variant="primary" onPress={() => go({ screen: 'datasets', importing: true })}>
      <FileUp size={14} aria-hidden="true" />
      Import a dataset
    </Button>
  ) : undefined;
  const damaged = useQuery('datasets.listDamaged', {});
  const hasDamaged = damaged.status === 'ready' && damaged.value.length > 0;
  const none = hasDamaged ? (
    <Empty title="No dataset that opens" icon={<Database size={20} aria-hidden="true" />} action={action}>
      What is said above was imported and does not open any more. Bring it back from a backup, or import it
      again.
    </Empty>
  ) : (
    <Empty title="No dataset yet" icon={<Database size={20} aria-hidden="true" />} action={action}>
      A dataset is a table that was brought in and stands encrypted in the workspace. CSV, Excel and Parquet
      files can be imported.
    </Empty>
  );
  return (
    <Screen
      title="Datasets"
      fill
      actions={datasets.status === 'ready' && datasets.value.length > 0 ? action : undefined}
    >
      <Damaged />
      {datasets.status === 'loading' && <Skeleton label="datasets" />}
      {datasets.status === 'failed' && (
        <Failure problem={datasets.problem} retry={datasets.reload} where="list of datasets" />
      )}
      {datasets.status === 'ready' && (
        <ListGrid
          label="Datasets"
          columns={COLUMNS}
          rows={datasets.value}
          keyOf={(row) => row.id}
          onOpen={(row) => go({ screen: 'datasets', dataset: row.id })}
          empty={none}
        />
      )}
    </Screen>
  );
}

/** Datasets that do not open any more: no run can choose them, and nobody has to find out by missing them. */
function Damaged(): ReactNode {
  const { person } = useSignedIn();
  const damaged = useQuery('datasets.listDamaged', {});
  if (damaged.status !== 'ready' || damaged.value.length === 0) return null;
  return (
    <div className="bar">
      <Callout tone="bad" title={`${plural(damaged.value.length, 'dataset')} cannot be opened`}>
        <ul className="datasets-damaged" aria-label="Damaged datasets">
          {damaged.value.map(({ id, table, importedAtMs }) => (
            <li key={id} className="row">
              <span className="strong">{table ?? 'A dataset the journal does not name'}</span>
              {importedAtMs !== undefined && (
                <span>
                  imported <Time ms={importedAtMs} />
                </span>
              )}
              <CopyId id={id} what="dataset" />
            </li>
          ))}
        </ul>
        The files are damaged, or the keys do not fit. Nothing was changed by looking. Restore the workspace
        from a backup
        {person.role === 'compliance' ? (
          <>
            {' '}
            (<a href={hrefOf({ screen: 'recovery' })}>Recovery</a>)
          </>
        ) : (
          ', which compliance and administrators do on the screen Recovery'
        )}
        . The files go with the workspace when that is ended.
      </Callout>
    </div>
  );
}
