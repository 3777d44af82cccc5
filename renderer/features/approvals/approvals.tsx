import { Stamp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApprovalView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import type { Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { plural } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Badge, Chip, Time } from '../../ui/text.tsx';
import { APPROVAL_STATES, toolWord } from '../../ui/words.ts';
import { ApprovalDetail } from './approval-detail.tsx';
import { inOrder } from './order.ts';
import { PacePart } from './pace-part.tsx';
import './approvals.css';

const COLUMNS: readonly GridColumn<ApprovalView>[] = [
  {
    id: 'state',
    header: 'State',
    width: '7rem',
    cell: (row) => (
      <Badge tone={APPROVAL_STATES[row.state].tone} live={row.state === 'waiting'}>
        {APPROVAL_STATES[row.state].text}
      </Badge>
    ),
  },
  {
    id: 'what',
    header: 'Call',
    width: 'minmax(11rem, 1.4fr)',
    cell: (row) => (
      <span className="grid-two">
        <span className="strong">{toolWord(row.tool)}</span>
        <span>
          {row.table}, by {row.agent === '' ? row.requestedBy : <span className="mono">{row.agent}</span>}
        </span>
      </span>
    ),
  },
  { id: 'rule', header: 'Rule', width: '8rem', cell: (row) => <Chip>{row.ruleId}</Chip> },
  {
    id: 'lost',
    header: 'Would lose',
    width: '7rem',
    end: true,
    cell: (row) => plural(row.valuesLost, 'value'),
  },
  { id: 'asked', header: 'Asked', width: '8.5rem', cell: (row) => <Time ms={row.requestedAtMs} /> },
  { id: 'by', header: 'Requested by', width: 'minmax(8rem, 1fr)', cell: (row) => row.requestedBy },
];

const BESIDE: ReadonlySet<string> = new Set(['state', 'what', 'asked']);

type ApprovalsRoute = Route & { readonly screen: 'approvals' };

/** Calls that policy asks about; for the compliance officer also how people answer. */
export function Approvals(props: { readonly route: ApprovalsRoute }): ReactNode {
  const { person } = useSignedIn();
  const requests = <Requests route={props.route} />;
  if (person.role !== 'compliance')
    return (
      <Screen title="Approvals" fill>
        {requests}
      </Screen>
    );
  return (
    <Screen title="Approvals" fill>
      <Tabs
        label="Approvals"
        chosen={props.route.part ?? 'requests'}
        onChoose={(id) => go(id === 'pace' ? { screen: 'approvals', part: 'pace' } : { screen: 'approvals' })}
        tabs={[
          { id: 'requests', text: 'Requests', content: () => requests },
          { id: 'pace', text: 'How people answer', content: () => <PacePart /> },
        ]}
      />
    </Screen>
  );
}

/** Waiting ones first. */
function Requests(props: { readonly route: ApprovalsRoute }): ReactNode {
  const approvals = useQuery('approvals.list', {});
  const rows = approvals.status === 'ready' ? inOrder(approvals.value) : [];
  const chosen = rows.find((row) => row.id === props.route.approval);
  return (
    <>
      {approvals.status === 'loading' && <Skeleton label="approvals" />}
      {approvals.status === 'failed' && (
        <Failure problem={approvals.problem} retry={approvals.reload} where="list of approvals" />
      )}
      {approvals.status === 'ready' && (
        <div className={chosen === undefined ? 'approvals' : 'approvals approvals-open'}>
          <ListGrid
            label="Approvals"
            columns={chosen === undefined ? COLUMNS : COLUMNS.filter((column) => BESIDE.has(column.id))}
            rows={rows}
            rowHeight={3}
            keyOf={(row) => row.id}
            selected={chosen?.id}
            onOpen={(row) => go({ screen: 'approvals', approval: row.id }, 'replace')}
            empty={
              <Empty title="Nothing waits for you" icon={<Stamp size={20} aria-hidden="true" />}>
                When policy asks about a call, it waits here with exactly what would happen, until somebody
                other than the person who started the run answers.
              </Empty>
            }
          />
          {chosen !== undefined && (
            <OpenApproval key={chosen.id} id={chosen.id} onAnswered={approvals.reload} />
          )}
        </div>
      )}
    </>
  );
}

/** Asks main for the whole request, which records who looked, and shows it. */
function OpenApproval(props: {
  readonly id: ApprovalView['id'];
  readonly onAnswered: () => void;
}): ReactNode {
  const opened = useQuery('approvals.open', { approval: props.id });
  if (opened.status === 'loading') return <Skeleton label="the request" />;
  if (opened.status === 'failed')
    return <Failure problem={opened.problem} retry={opened.reload} where="request for an approval" />;
  const answered = (): void => {
    opened.reload();
    props.onAnswered();
  };
  return <ApprovalDetail approval={opened.value} onAnswered={answered} />;
}
