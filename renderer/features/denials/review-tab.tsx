import { ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DenialGroupView } from '../../../shared/ipc/index.ts';
import { go } from '../../app/navigation.ts';
import { formatCount } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Empty } from '../../ui/states.tsx';
import { Badge, Chip, Time } from '../../ui/text.tsx';
import { toolWord } from '../../ui/words.ts';
import { groupState } from './review-words.ts';

const COLUMNS: readonly GridColumn<DenialGroupView>[] = [
  {
    id: 'state',
    header: 'Review',
    width: '8.5rem',
    cell: (row) => {
      const state = groupState(row);
      return <Badge tone={state.tone}>{state.text}</Badge>;
    },
  },
  { id: 'rule', header: 'Rule', width: '9rem', cell: (row) => <Chip>{row.ruleId}</Chip> },
  {
    id: 'what',
    header: 'What was wanted',
    width: 'minmax(12rem, 1.5fr)',
    cell: (row) => <span className="strong">{whatOf(row)}</span>,
  },
  {
    id: 'who',
    header: 'By',
    width: 'minmax(8rem, 1fr)',
    cell: (row) => (row.agent === undefined ? 'a person' : <span className="mono">{row.agent}</span>),
  },
  { id: 'table', header: 'Table', width: 'minmax(7rem, 1fr)', cell: (row) => row.table ?? '' },
  { id: 'count', header: 'Denials', width: '5rem', end: true, cell: (row) => formatCount(row.total) },
  { id: 'week', header: 'Week of', width: '8.5rem', cell: (row) => <Time ms={row.weekStartMs} /> },
];
const BESIDE: ReadonlySet<string> = new Set(['state', 'rule', 'what']);

function whatOf({ denials }: DenialGroupView): string {
  return [...new Set(denials.map(({ tool }) => toolWord(tool)))].join(', ');
}

/** Denials by rule, agent, table and week: what waits for a judgement first. */
export function ReviewTab(props: {
  readonly groups: readonly DenialGroupView[];
  readonly selected: string | undefined;
}): ReactNode {
  const isOpen = props.selected !== undefined;
  return (
    <ListGrid
      label="Denials to review"
      columns={isOpen ? COLUMNS.filter((column) => BESIDE.has(column.id)) : COLUMNS}
      rows={props.groups}
      keyOf={(row) => row.id}
      selected={props.selected}
      onOpen={(row) => go({ screen: 'denials', tab: 'review', group: row.id }, 'replace')}
      empty={
        <Empty title="Nothing was denied" icon={<ShieldCheck size={20} aria-hidden="true" />}>
          When policy refuses a call or an act, it waits here until a compliance officer has said what to make
          of it. Sign the review each week, also when nothing was denied.
        </Empty>
      }
    />
  );
}
