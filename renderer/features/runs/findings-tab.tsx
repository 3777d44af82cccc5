import type { ReactNode } from 'react';
import type { RunView } from '../../../shared/ipc/index.ts';
import { go } from '../../app/navigation.ts';
import { plural } from '../../ui/format.ts';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { ListGrid } from '../../ui/grid.tsx';
import { Callout, Empty } from '../../ui/states.tsx';
import { Badge } from '../../ui/text.tsx';
import { FINDING_STATES, FINDING_WORDS, toolWord } from '../../ui/words.ts';
import { findingRows, type FindingRow } from './finding-rows.ts';

const COLUMNS: readonly GridColumn<FindingRow>[] = [
  {
    id: 'state',
    header: 'State',
    width: '7rem',
    cell: ({ finding }) => (
      <Badge tone={FINDING_STATES[finding.state].tone}>{FINDING_STATES[finding.state].text}</Badge>
    ),
  },
  {
    id: 'kind',
    header: 'Finding',
    width: 'minmax(10rem, 1fr)',
    cell: ({ finding }) => <span className="strong">{FINDING_WORDS[finding.kind]}</span>,
  },
  {
    id: 'column',
    header: 'Column',
    width: 'minmax(10rem, 1fr)',
    cell: ({ finding }) => <span className="mono">{finding.column}</span>,
  },
  {
    id: 'detail',
    header: 'Detail',
    width: 'minmax(10rem, 1fr)',
    cell: ({ finding }) => <span className="soft">{finding.detail}</span>,
  },
  {
    id: 'call',
    header: 'Last call on it',
    width: 'minmax(10rem, 1fr)',
    cell: ({ call }) => (call === undefined ? <span className="faint">none</span> : toolWord(call.tool)),
  },
];

/** Every finding of the run and what became of it; refused ones are the analyst's to-do list. */
export function FindingsTab(props: { readonly run: RunView }): ReactNode {
  const { run } = props;
  const rows = findingRows(run);
  const refused = rows.filter(({ finding }) => finding.state === 'refused').length;
  return (
    <div className="timeline">
      {refused > 0 && (
        <div className="run-waiting">
          <Callout tone="neutral" title={`${plural(refused, 'finding')} left for you`}>
            The call on it was denied or refused, so no model tries it again. It needs a decision of yours.
          </Callout>
        </div>
      )}
      <ListGrid
        label="Findings of the run"
        columns={COLUMNS}
        rows={rows}
        keyOf={({ finding }) => finding.id}
        onOpen={({ call }) => {
          if (call !== undefined) go({ screen: 'runs', run: run.id, call: call.id });
        }}
        empty={<Empty title="No finding yet">Code looks at the table when the first step begins.</Empty>}
      />
    </div>
  );
}
