import { Gauge } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApproverPaceView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { ShareBar } from '../../ui/figures.tsx';
import { formatDuration, formatShare, plural } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import type { Tone } from '../../ui/words.ts';

const SIGNS: Readonly<
  Record<ApproverPaceView['signs'][number], { readonly text: string; readonly tone: Tone }>
> = {
  hurried: { text: 'Faster than one can read', tone: 'warn' },
  always_yes: { text: 'Always yes', tone: 'warn' },
  unopened: { text: 'Answered without opening', tone: 'bad' },
};

const COLUMNS: readonly GridColumn<ApproverPaceView>[] = [
  {
    id: 'who',
    header: 'Approver',
    width: 'minmax(9rem, 1fr)',
    cell: (row) => <span className="strong">{row.person}</span>,
  },
  { id: 'answers', header: 'Answers', width: '6rem', end: true, cell: (row) => row.answered },
  {
    id: 'yes',
    header: 'Said yes',
    width: '10rem',
    cell: (row) => (
      <span className="row">
        <ShareBar
          share={row.approved / row.answered}
          tone={row.signs.includes('always_yes') ? 'warn' : 'accent'}
        />
        <span className="figure">{formatShare(row.approved / row.answered)}</span>
      </span>
    ),
  },
  {
    id: 'median',
    header: 'Time to decide, median',
    width: '11rem',
    end: true,
    cell: (row) => (row.medianSeconds === undefined ? 'not known' : formatDuration(row.medianSeconds * 1000)),
  },
  { id: 'unopened', header: 'Unopened', width: '6rem', end: true, cell: (row) => row.unopened },
  { id: 'last', header: 'Last answer', width: '8.5rem', cell: (row) => <Time ms={row.lastAtMs} /> },
  {
    id: 'signs',
    header: 'Signs of tiredness',
    width: 'minmax(14rem, 2fr)',
    cell: (row) =>
      row.signs.length === 0 ? (
        <span className="faint">none</span>
      ) : (
        <span className="chips">
          {row.signs.map((sign) => (
            <Badge key={sign} tone={SIGNS[sign].tone}>
              {SIGNS[sign].text}
            </Badge>
          ))}
        </span>
      ),
  },
];

/** The fatigue meter: how long people look before they answer, and how often they say yes. */
export function PacePart(): ReactNode {
  const pace = useQuery('approvals.getPace', {});
  if (pace.status === 'loading') return <Skeleton label="how people answer" />;
  if (pace.status === 'failed')
    return <Failure problem={pace.problem} retry={pace.reload} where="how people answer" />;
  const { approvers, sinceMs } = pace.value;
  const answers = approvers.reduce((sum, { answered }) => sum + answered, 0);
  return (
    <div className="pace">
      <p className="small soft">
        {plural(answers, 'answer')} since <Time ms={sinceMs} />. The time runs from opening a request to
        answering it. Many quick answers that are all yes mean that policy asks too often, or that somebody
        needs relief.
      </p>
      <ListGrid
        label="How people answer"
        columns={COLUMNS}
        rows={approvers}
        rowHeight={2.75}
        keyOf={(row) => row.personId}
        empty={
          <Empty title="Nobody has answered a request yet" icon={<Gauge size={20} aria-hidden="true" />}>
            Once people answer requests, this shows how long each looks before deciding and how often the
            answer is yes.
          </Empty>
        }
      />
    </div>
  );
}
