import type { ReactNode } from 'react';
import type { CallView, RunView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { useSignedIn } from '../../app/session.tsx';
import { CellChanges } from '../../ui/cells.tsx';
import { formatCount } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Section } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Chip, redactionText } from '../../ui/text.tsx';
import { toolWord } from '../../ui/words.ts';
import { changeText, goneText } from '../runs/call-words.ts';
import './results.css';

type Changed = CallView & { readonly change: NonNullable<CallView['change']> };

const COLUMNS: readonly GridColumn<Changed>[] = [
  {
    id: 'tool',
    header: 'Call',
    width: 'minmax(10rem, 1fr)',
    cell: (call) => <span className="strong">{toolWord(call.tool)}</span>,
  },
  {
    id: 'column',
    header: 'Column',
    width: 'minmax(9rem, 1fr)',
    cell: (call) => <span className="mono">{call.finding?.column ?? '–'}</span>,
  },
  {
    id: 'cells',
    header: 'Cells changed',
    width: '7rem',
    end: true,
    cell: (call) => <Count value={call.change.cellsChanged} />,
  },
  {
    id: 'rows',
    header: 'Rows removed',
    width: '7rem',
    end: true,
    cell: (call) => <Count value={call.change.rowsRemoved} />,
  },
  { id: 'columns', header: 'Columns', width: '5.5rem', end: true, cell: (call) => columnsText(call) },
  {
    id: 'lost',
    header: 'Values lost',
    width: '6rem',
    end: true,
    cell: (call) => <Count value={call.change.valuesLost} />,
  },
];

const BESIDE: ReadonlySet<string> = new Set(['tool', 'column', 'cells']);

function Count(props: { readonly value: number }): ReactNode {
  return <span className={props.value === 0 ? 'faint' : undefined}>{formatCount(props.value)}</span>;
}

function columnsText(call: Changed): ReactNode {
  const { columnsAdded, columnsRemoved } = call.change;
  const parts = [
    columnsRemoved.length > 0 ? `−${columnsRemoved.length}` : undefined,
    columnsAdded.length > 0 ? `+${columnsAdded.length}` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? <span className="faint">0</span> : parts.join(' ');
}

/** What each call changed; the chosen one below with first rows that differ. */
export function DifferencesTab(props: {
  readonly run: RunView;
  readonly selected: string | undefined;
}): ReactNode {
  const { run } = props;
  const { person } = useSignedIn();
  const changed = run.callList.filter((call): call is Changed => call.change !== undefined);
  const chosen = changed.find((call) => call.id === props.selected);
  return (
    <div className={chosen === undefined ? 'differences' : 'differences differences-open'}>
      <ListGrid
        label="Calls that changed the table"
        columns={chosen === undefined ? COLUMNS : COLUMNS.filter((column) => BESIDE.has(column.id))}
        rows={changed}
        keyOf={(call) => call.id}
        selected={chosen?.id}
        onOpen={(call) => go({ screen: 'runs', run: run.id, tab: 'differences', call: call.id }, 'replace')}
        empty={<Empty title="No call has changed the table" />}
      />
      {chosen !== undefined && (
        <section className="difference" aria-label="Differences of the chosen call" data-detail tabIndex={0}>
          <header className="difference-head">
            <h2>
              {toolWord(chosen.tool)} <span className="mono">{chosen.finding?.column}</span>
            </h2>
            <p className="small soft">{changeText(chosen.change)}</p>
          </header>
          {chosen.change.columnsRemoved.length > 0 && (
            <Names title="Removed" names={chosen.change.columnsRemoved} />
          )}
          {chosen.change.columnsAdded.length > 0 && (
            <Names title="Added" names={chosen.change.columnsAdded} />
          )}
          <Section title="Redacted">
            <p className="small">{redactionText(chosen.change.redactions, 'No identifiers.')}</p>
          </Section>
          {person.role === 'operator' ? (
            <Examples run={run} call={chosen} />
          ) : (
            <p className="small soft">Cells are shown to the operator only.</p>
          )}
        </section>
      )}
    </div>
  );
}

function Names(props: { readonly title: string; readonly names: readonly string[] }): ReactNode {
  return (
    <Section title={props.title}>
      <div className="chips">
        {props.names.map((name) => (
          <Chip key={name}>
            <span className="mono">{name}</span>
          </Chip>
        ))}
      </div>
    </Section>
  );
}

function Examples(props: { readonly run: RunView; readonly call: CallView }): ReactNode {
  const differences = useQuery('runs.getDifferences', { run: props.run.id, call: props.call.id });
  if (differences.status === 'loading') return <Skeleton label="the differences" />;
  if (differences.status === 'failed') {
    return (
      <Failure problem={differences.problem} retry={differences.reload} where="differences of the call" />
    );
  }
  const { examples } = differences.value;
  return (
    <Section title="First rows that differ">
      {examples.length === 0 ? (
        <p className="small soft">No single cells to show: whole rows or columns changed.</p>
      ) : (
        <CellChanges examples={examples} gone={goneText(props.call.tool)} />
      )}
    </Section>
  );
}
