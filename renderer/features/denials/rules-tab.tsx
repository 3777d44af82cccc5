import type { ReactNode } from 'react';
import type { DenialQueueView } from '../../../shared/ipc/index.ts';
import { formatCount } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Badge, Chip, Message, Time } from '../../ui/text.tsx';
import { BEHAVIOURS } from '../../ui/words.ts';

type Rule = DenialQueueView['rules'][number];

const COLUMNS: readonly GridColumn<Rule>[] = [
  { id: 'rule', header: 'Rule', width: '10rem', cell: (row) => <Chip>{row.id}</Chip> },
  { id: 'behaviour', header: 'Behaviour', width: '7rem', cell: (row) => behaviourOf(row) },
  {
    id: 'reason',
    header: 'Reason',
    width: 'minmax(14rem, 2fr)',
    cell: (row) => (
      <span className="grid-two">
        <span>{row.reason === undefined ? '' : <Message text={row.reason} />}</span>
        <span className="mono">{row.place ?? 'in effect no more, or built in'}</span>
      </span>
    ),
  },
  { id: 'matched', header: 'Matched', width: '6rem', end: true, cell: (row) => formatCount(row.matched) },
  { id: 'decided', header: 'Decided', width: '6rem', end: true, cell: (row) => formatCount(row.decided) },
  {
    id: 'last',
    header: 'Last',
    width: '9rem',
    cell: (row) =>
      row.lastMs === undefined ? <Badge tone="neutral">Never fired</Badge> : <Time ms={row.lastMs} />,
  },
];

function behaviourOf({ behaviour }: Rule): ReactNode {
  const word = Object.entries(BEHAVIOURS).find(([id]) => id === behaviour)?.[1];
  return word === undefined ? '' : <Badge tone={word.tone}>{word.text}</Badge>;
}

/** How often each rule spoke. A rule that never fired may be there for the rare case, or be wrong. */
export function RulesTab(props: { readonly rules: readonly Rule[] }): ReactNode {
  return (
    <ListGrid label="Rules" columns={COLUMNS} rows={props.rules} rowHeight={3} keyOf={(row) => row.id} />
  );
}
