import { useRef, useState, type ReactNode } from 'react';
import type { DatasetView, RunView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { plural } from '../../ui/format.ts';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { RowsTable } from '../datasets/rows-table.tsx';
import { GapsView } from './gaps-view.tsx';
import './results.css';

type Side = 'beside' | 'before' | 'after' | 'gaps';

/** The table before and after the run. Compliance sees its figures, the operator its cells too. */
export function TableTab(props: { readonly run: RunView }): ReactNode {
  const { run } = props;
  const before = useQuery('datasets.get', { dataset: run.dataset, version: run.versions.before });
  const after = useQuery('datasets.get', { dataset: run.dataset, version: run.versions.after });
  if (before.status === 'failed') {
    return <Failure problem={before.problem} retry={before.reload} where="table before the run" />;
  }
  if (after.status === 'failed') {
    return <Failure problem={after.problem} retry={after.reload} where="table after the run" />;
  }
  if (before.status === 'loading' || after.status === 'loading')
    return <Skeleton label="the tables" lines={9} />;
  return <Both run={run} before={before.value} after={after.value} />;
}

function Both(props: {
  readonly run: RunView;
  readonly before: DatasetView;
  readonly after: DatasetView;
}): ReactNode {
  const { run, before, after } = props;
  const { person } = useSignedIn();
  const [side, setSide] = useState<Side>(person.role === 'operator' ? 'beside' : 'gaps');
  const names = { before: namesOf(before), after: namesOf(after) };
  const gone = new Set(names.before.filter((name) => !names.after.includes(name)));
  const added = new Set(names.after.filter((name) => !names.before.includes(name)));
  const beforeTable = (
    <RowsTable
      dataset={run.dataset}
      version={run.versions.before}
      columns={names.before}
      gone={gone}
      label="Table before"
    />
  );
  const afterTable = (
    <RowsTable
      dataset={run.dataset}
      version={run.versions.after}
      columns={names.after}
      added={added}
      label="Table after"
    />
  );
  return (
    <div className="before-after">
      <div className="bar">
        <span>
          Version {run.versions.before}: {plural(before.rows, 'row')}, {plural(names.before.length, 'column')}
        </span>
        <span aria-hidden="true">→</span>
        <span>
          Version {run.versions.after}: {plural(after.rows, 'row')}, {plural(names.after.length, 'column')}
        </span>
        {gone.size > 0 && <span className="faint">{plural(gone.size, 'column')} removed</span>}
        {added.size > 0 && <span className="faint">{plural(added.size, 'column')} new</span>}
      </div>
      <Tabs
        label="View of the table"
        chosen={side}
        onChoose={setSide}
        tabs={[
          ...(person.role === 'operator'
            ? [
                {
                  id: 'beside' as const,
                  text: 'Side by side',
                  content: () => <Beside run={run} names={names} gone={gone} added={added} />,
                },
                { id: 'before' as const, text: 'Before', content: () => beforeTable },
                { id: 'after' as const, text: 'After', content: () => afterTable },
              ]
            : []),
          { id: 'gaps' as const, text: 'Gaps', content: () => <GapsView before={before} after={after} /> },
        ]}
      />
    </div>
  );
}

/** Two versions that scroll together. Row numbers can differ where rows were removed. */
function Beside(props: {
  readonly run: RunView;
  readonly names: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly gone: ReadonlySet<string>;
  readonly added: ReadonlySet<string>;
}): ReactNode {
  const { run, names } = props;
  const left = useRef<HTMLDivElement>(null);
  const right = useRef<HTMLDivElement>(null);
  const align = (from: HTMLDivElement, to: HTMLDivElement | null): void => {
    if (to !== null && to.scrollTop !== from.scrollTop) to.scrollTop = from.scrollTop;
  };
  return (
    <div className="beside">
      <RowsTable
        dataset={run.dataset}
        version={run.versions.before}
        columns={names.before}
        gone={props.gone}
        label="Table before"
        box={left}
        onScroll={(box) => align(box, right.current)}
      />
      <RowsTable
        dataset={run.dataset}
        version={run.versions.after}
        columns={names.after}
        added={props.added}
        label="Table after"
        box={right}
        onScroll={(box) => align(box, left.current)}
      />
    </div>
  );
}

function namesOf(view: DatasetView): readonly string[] {
  return view.columnInfo.map((column) => column.name);
}
