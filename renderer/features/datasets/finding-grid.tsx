import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Finding } from '../../../shared/domain/index.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Empty } from '../../ui/states.tsx';
import { FINDING_WORDS } from '../../ui/words.ts';

const COLUMNS: readonly GridColumn<Finding>[] = [
  {
    id: 'id',
    header: 'Id',
    width: '4rem',
    cell: (finding) => <span className="mono faint">{finding.id}</span>,
  },
  {
    id: 'kind',
    header: 'Finding',
    width: 'minmax(11rem, 1fr)',
    cell: (finding) => <span className="strong">{FINDING_WORDS[finding.kind]}</span>,
  },
  {
    id: 'column',
    header: 'Column',
    width: 'minmax(11rem, 1fr)',
    cell: (finding) => <span className="mono">{finding.column}</span>,
  },
  {
    id: 'detail',
    header: 'Detail',
    width: 'minmax(12rem, 2fr)',
    cell: (finding) => <span className="soft">{finding.detail}</span>,
  },
];

/** Problems that code found; each is open until a run decides it. */
export function FindingGrid(props: {
  readonly findings: readonly Finding[];
  readonly onOpen: (column: string) => void;
}): ReactNode {
  return (
    <ListGrid
      label="Findings"
      columns={COLUMNS}
      rows={props.findings}
      keyOf={(finding) => finding.id}
      onOpen={(finding) => props.onOpen(finding.column)}
      empty={
        <Empty title="No finding" icon={<Check size={20} aria-hidden="true" />}>
          Code looked at every row and found nothing that a person or a model would have to decide.
        </Empty>
      }
    />
  );
}
