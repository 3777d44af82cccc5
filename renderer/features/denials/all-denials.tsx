import { Ban } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { DenialView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { SelectField } from '../../ui/fields.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Drawer } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Chip, Time } from '../../ui/text.tsx';
import { toolWord } from '../../ui/words.ts';
import { DenialFacts } from './denial-facts.tsx';
import { facetsOf } from './facets.ts';

/** As many as one question brings; the newest. */
const NEWEST = 500;
const ALL = '*';

const COLUMNS: readonly GridColumn<DenialView>[] = [
  { id: 'time', header: 'Time', width: '8.5rem', cell: (row) => <Time ms={row.wallMs} /> },
  { id: 'rule', header: 'Rule', width: '9rem', cell: (row) => <Chip>{row.ruleId}</Chip> },
  {
    id: 'tool',
    header: 'What was wanted',
    width: 'minmax(10rem, 1fr)',
    cell: (row) => <span className="strong">{toolWord(row.tool)}</span>,
  },
  { id: 'who', header: 'By', width: 'minmax(10rem, 1fr)', cell: (row) => <By row={row} /> },
  {
    id: 'reason',
    header: 'Reason',
    width: 'minmax(14rem, 2fr)',
    cell: (row) => <span className="soft">{row.reason}</span>,
  },
];
const BESIDE: ReadonlySet<string> = new Set(['time', 'rule', 'tool', 'who']);

function By(props: { readonly row: DenialView }): ReactNode {
  const { row } = props;
  if (row.agent === undefined) return row.person;
  return (
    <>
      <span className="mono">{row.agent}</span> <span className="faint">for {row.person}</span>
    </>
  );
}

/** Every denial, newest first, by which rule and why. */
export function AllDenials(props: { readonly selected: number | undefined }): ReactNode {
  const denials = useQuery('denials.list', { offset: 0, limit: NEWEST });
  const [rule, setRule] = useState(ALL);
  const all = useMemo(() => (denials.status === 'ready' ? denials.value.denials : []), [denials]);
  const facets = useMemo(() => facetsOf(all), [all]);
  const rows = rule === ALL ? all : all.filter((row) => row.ruleId === rule);
  const chosen = all.find((row) => row.seq === props.selected);
  if (denials.status === 'loading') return <Skeleton label="denials" />;
  if (denials.status === 'failed')
    return <Failure problem={denials.problem} retry={denials.reload} where="list of denials" />;
  return (
    <>
      <div className="bar">
        {facets.length > 1 && (
          <SelectField
            label="Rule"
            hideLabel
            value={rule}
            onChange={setRule}
            choices={[
              { id: ALL, text: `All rules (${formatCount(all.length)})` },
              ...facets.map((facet) => ({
                id: facet.rule,
                text: `${facet.rule} (${formatCount(facet.count)})`,
                note: facet.reason,
              })),
            ]}
          />
        )}
        <span className="soft">
          {plural(denials.value.total, 'denial')}
          {denials.value.total > NEWEST && `, the newest ${formatCount(NEWEST)} here`}
        </span>
      </div>
      <ListGrid
        label="Denials"
        columns={chosen === undefined ? COLUMNS : COLUMNS.filter((column) => BESIDE.has(column.id))}
        rows={rows}
        keyOf={(row) => row.seq.toString()}
        selected={chosen?.seq.toString()}
        onOpen={(row) => go({ screen: 'denials', tab: 'all', seq: row.seq }, 'replace')}
        empty={
          <Empty title="Nothing was denied" icon={<Ban size={20} aria-hidden="true" />}>
            A denial is a call or act that policy refused. Each one is kept here with the rule that refused
            it.
          </Empty>
        }
      />
    </>
  );
}

/** One denial from the list of all. */
export function DenialDrawer(props: { readonly seq: number }): ReactNode {
  const denials = useQuery('denials.list', { offset: 0, limit: NEWEST });
  if (denials.status !== 'ready') return null;
  const denial = denials.value.denials.find(({ seq }) => seq === props.seq);
  if (denial === undefined) return null;
  return (
    <Drawer
      title={`${toolWord(denial.tool)} was denied`}
      label="Denial"
      onClose={() => go({ screen: 'denials', tab: 'all' }, 'replace')}
      meta={
        <>
          <Chip>{denial.ruleId}</Chip>
          <Time ms={denial.wallMs} />
        </>
      }
    >
      <DenialFacts denial={denial} />
    </Drawer>
  );
}
