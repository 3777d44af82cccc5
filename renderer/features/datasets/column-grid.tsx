import { useMemo, type ReactNode } from 'react';
import type { ColumnInfo } from '../../../shared/domain/index.ts';
import type { DatasetView } from '../../../shared/ipc/index.ts';
import { Histogram, ShareBar } from '../../ui/figures.tsx';
import { formatCount, formatShare } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Chip } from '../../ui/text.tsx';
import { FINDING_WORDS, LABEL_WORDS, TYPE_WORDS } from '../../ui/words.ts';
import { gapsOf, histogramText } from './column-figures.ts';

/** All columns of a dataset with their figures; a row opens the column. */
export function ColumnGrid(props: {
  readonly view: DatasetView;
  readonly selected: string | undefined;
  readonly onOpen: (column: string) => void;
}): ReactNode {
  const { view } = props;
  const narrow = props.selected !== undefined;
  const columns = useMemo(
    () => columnsOf(view).filter((column) => !narrow || !WIDE.has(column.id)),
    [view, narrow],
  );
  return (
    <ListGrid
      label={`Columns of ${view.table}`}
      columns={columns}
      rows={view.columnInfo}
      keyOf={(column) => column.name}
      selected={props.selected}
      onOpen={(column) => props.onOpen(column.name)}
    />
  );
}

/** Left out while the detail of a column is open. */
const WIDE: ReadonlySet<string> = new Set(['distribution', 'distinct']);

function columnsOf(view: DatasetView): readonly GridColumn<ColumnInfo>[] {
  const kinds = new Map<string, string[]>();
  for (const finding of view.findings) {
    kinds.set(finding.column, [...(kinds.get(finding.column) ?? []), FINDING_WORDS[finding.kind]]);
  }
  return [
    {
      id: 'name',
      header: 'Column',
      width: 'minmax(10rem, 1.4fr)',
      cell: (column) => <span className="mono">{column.name}</span>,
    },
    {
      id: 'type',
      header: 'Type',
      width: '6rem',
      cell: (column) => <span className="soft">{TYPE_WORDS[column.type]}</span>,
    },
    {
      id: 'labels',
      header: 'Labels',
      width: 'minmax(9rem, 1.2fr)',
      cell: (column) => (
        <span className="column-labels">
          {column.labels.map((label) => (
            <Chip key={label} strong={label === 'direct_identifier' || label === 'patient_key'}>
              {LABEL_WORDS[label]}
            </Chip>
          ))}
        </span>
      ),
    },
    {
      id: 'gaps',
      header: 'Gaps',
      width: '8rem',
      end: true,
      cell: (column) => (
        <span className="gap-cell">
          {formatShare(gapsOf(column))}
          <ShareBar share={gapsOf(column)} tone={gapsOf(column) > 0.5 ? 'warn' : 'muted'} />
        </span>
      ),
    },
    {
      id: 'distinct',
      header: 'Distinct',
      width: '6rem',
      end: true,
      cell: (column) => formatCount(column.profile.distinct),
    },
    {
      id: 'distribution',
      header: 'Distribution',
      width: '6.5rem',
      cell: (column) => <Histogram bins={column.profile.histogram} label={histogramText(column)} />,
    },
    {
      id: 'findings',
      header: 'Findings',
      width: 'minmax(10rem, 1.4fr)',
      cell: (column) => (
        <span>{kinds.get(column.name)?.join(', ') ?? <span className="faint">none</span>}</span>
      ),
    },
  ];
}
