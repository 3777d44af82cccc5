import { Play } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { DatasetId } from '../../../shared/domain/index.ts';
import type { DatasetView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { Screen } from '../../ui/layout.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { CopyId, Time } from '../../ui/text.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { EraseDataset } from './erase-dataset.tsx';
import { ColumnDrawer } from './column-drawer.tsx';
import { ColumnGrid } from './column-grid.tsx';
import { FindingGrid } from './finding-grid.tsx';
import { RowsTable } from './rows-table.tsx';
import { SourceFateDialog } from './source-fate-dialog.tsx';

/** One dataset: its columns and what code found in them, its rows, its source file. */
export function DatasetPage(props: {
  readonly dataset: string;
  readonly column: string | undefined;
}): ReactNode {
  const id = props.dataset as DatasetId;
  const query = useQuery('datasets.get', { dataset: id });
  if (query.status === 'ready') {
    return <Ready view={query.value} column={props.column} onChanged={query.reload} />;
  }
  return (
    <Screen title="Dataset" above={<a href={hrefOf({ screen: 'datasets' })}>Datasets</a>}>
      {query.status === 'loading' ? (
        <Skeleton label="the dataset" lines={10} />
      ) : (
        <Failure problem={query.problem} retry={query.reload} where="dataset" />
      )}
    </Screen>
  );
}

function Ready(props: {
  readonly view: DatasetView;
  readonly column: string | undefined;
  readonly onChanged: () => void;
}): ReactNode {
  const { view } = props;
  const { person } = useSignedIn();
  const [tab, setTab] = useState<'columns' | 'findings' | 'rows'>('columns');
  const [telling, setTelling] = useState(false);
  const [isErasing, setErasing] = useState(false);
  const isOperator = person.role === 'operator';
  const column = view.columnInfo.find((info) => info.name === props.column);
  const open = useCallback(
    (name: string) => go({ screen: 'datasets', dataset: view.id, column: name }, 'replace'),
    [view.id],
  );
  const close = useCallback(() => go({ screen: 'datasets', dataset: view.id }, 'replace'), [view.id]);
  return (
    <Screen
      title={view.table}
      above={<a href={hrefOf({ screen: 'datasets' })}>Datasets</a>}
      fill
      meta={
        <>
          <span>{plural(view.rows, 'row')}</span>
          <span>{plural(view.columns, 'column')}</span>
          <span>version {view.version}</span>
          <span>
            imported <Time ms={view.importedAtMs} />
          </span>
          <CopyId id={view.id} what="dataset id" />
        </>
      }
      actions={
        isOperator ? (
          <Button variant="primary" onPress={() => go({ screen: 'runs', starting: { dataset: view.id } })}>
            <Play size={14} aria-hidden="true" />
            New run
          </Button>
        ) : person.role === 'compliance' ? (
          <Button variant="danger" onPress={() => setErasing(true)}>
            Erase for good
          </Button>
        ) : undefined
      }
      drawer={
        column === undefined ? undefined : (
          <ColumnDrawer
            column={column}
            findings={view.findings.filter((finding) => finding.column === column.name)}
            onClose={close}
          />
        )
      }
    >
      {view.sourceFate.fate === 'open' && (
        <div className="bar">
          <Callout
            tone="warn"
            title="The source file is still in clear"
            action={
              isOperator ? (
                <Button small onPress={() => setTelling(true)}>
                  Record what became of it
                </Button>
              ) : undefined
            }
          >
            Delete it, move it to a protected place, or say why it stays.
          </Callout>
        </div>
      )}
      <Tabs
        label="Parts of the dataset"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          {
            id: 'columns',
            text: 'Columns',
            count: view.columnInfo.length,
            content: () => <ColumnGrid view={view} selected={column?.name} onOpen={open} />,
          },
          {
            id: 'findings',
            text: 'Findings',
            count: view.findings.length,
            content: () => <FindingGrid findings={view.findings} onOpen={open} />,
          },
          ...(isOperator
            ? [
                {
                  id: 'rows' as const,
                  text: 'Rows',
                  content: () => (
                    <RowsTable
                      dataset={view.id}
                      version={view.version}
                      columns={view.columnInfo.map((info) => info.name)}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      {isErasing && <EraseDataset view={view} onClose={() => setErasing(false)} />}
      <SourceFateDialog
        dataset={view.id}
        table={view.table}
        isOpen={telling}
        onClose={() => setTelling(false)}
        onDone={() => {
          setTelling(false);
          props.onChanged();
        }}
      />
    </Screen>
  );
}
