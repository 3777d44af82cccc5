import { ScrollText, ShieldCheck } from 'lucide-react';
import { useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { EntryFilterArgs, EntryView } from '../../../shared/ipc/index.ts';
import { go } from '../../app/navigation.ts';
import type { Route } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, plural, zoneName } from '../../ui/format.ts';
import { Grid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { useNow } from '../../ui/now.ts';
import { Screen } from '../../ui/layout.tsx';
import { Callout, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Time } from '../../ui/text.tsx';
import { EVENT_WORDS } from '../../ui/event-words.ts';
import { Activity } from './activity.tsx';
import { conditionsIn, filterOf, journalRoute } from './conditions.ts';
import { EntryDrawer } from './entry-drawer.tsx';
import { FilterBar } from './filter-bar.tsx';
import { gistOf } from './gist.ts';
import { JournalLook, type LookState } from './look.ts';
import { VerifyDialog } from './verify-dialog.tsx';
import './journal.css';

const COLUMNS: readonly GridColumn<EntryView>[] = [
  {
    id: 'seq',
    header: 'Entry',
    width: '4.5rem',
    end: true,
    cell: (row) => <span className="faint">{row.entry.seq}</span>,
  },
  { id: 'time', header: 'Time', width: '8.5rem', cell: (row) => <Time ms={row.entry.wallMs} /> },
  {
    id: 'kind',
    header: 'What',
    width: 'minmax(11rem, 1.2fr)',
    cell: (row) => (
      <>
        <span className="strong">{EVENT_WORDS[row.entry.kind]}</span>{' '}
        {row.entry.phase !== 'event' && (
          <span className={`phase phase-${row.entry.phase}`}>{row.entry.phase}</span>
        )}
      </>
    ),
  },
  {
    id: 'gist',
    header: 'Gist',
    width: 'minmax(12rem, 2fr)',
    cell: (row) => <span className="soft">{gistOf(row.entry)}</span>,
  },
  {
    id: 'who',
    header: 'By',
    width: 'minmax(9rem, 1fr)',
    cell: (row) =>
      row.entry.agent === undefined ? (
        row.person
      ) : (
        <>
          <span className="mono">{row.entry.agent}</span> <span className="faint">for {row.person}</span>
        </>
      ),
  },
  {
    id: 'phi',
    header: 'Patient data',
    width: '6.5rem',
    cell: (row) => (row.entry.phiAccessed ? 'read' : <span className="faint">no</span>),
  },
];
const BESIDE: ReadonlySet<string> = new Set(['seq', 'time', 'kind', 'who']);

/** The journal, newest first, under any filter, each entry with its causes and proof. */
export function Journal(props: { readonly route: Route & { readonly screen: 'journal' } }): ReactNode {
  const { route } = props;
  const now = useNow();
  const [verifying, setVerifying] = useState(false);
  const [round, setRound] = useState(0);
  const key = JSON.stringify(conditionsIn(route));
  const filter = useMemo(() => filterOf(JSON.parse(key) as Parameters<typeof filterOf>[0]), [key]);
  // A new round is a new look at the same filter.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const look = useMemo(() => new JournalLook(filter), [filter, round]);
  const state = useSyncExternalStore(look.watch, look.state);
  const refresh = (): void => setRound((last) => last + 1);
  const change = (part: Partial<EntryFilterArgs>): void =>
    go(journalRoute({ ...filter, ...part }, route.seq), 'replace');
  const clear = (): void => go({ screen: 'journal', seq: route.seq }, 'replace');
  return (
    <Screen
      title="Journal"
      fill
      meta={<Meta state={state} nowMs={now} />}
      actions={
        <>
          <Button onPress={refresh}>Refresh</Button>
          <Button variant="primary" onPress={() => setVerifying(true)}>
            <ShieldCheck size={14} aria-hidden="true" />
            Verify now
          </Button>
        </>
      }
      drawer={
        route.seq === undefined ? undefined : (
          <EntryDrawer
            key={route.seq}
            seq={route.seq}
            filter={filter}
            onClose={() => go(journalRoute(filter), 'replace')}
          />
        )
      }
    >
      <FilterBar filter={filter} counts={state.counts} onChange={change} onClear={clear} />
      <Activity
        histogram={state.counts?.histogram}
        complete={state.complete}
        nowMs={now}
        filtered={filter.fromMs !== undefined || filter.toMs !== undefined}
        onChoose={change}
        onAll={() => change({ fromMs: undefined, toMs: undefined })}
      />
      <StillIndexing state={state} byText={filter.text !== undefined} onRefresh={refresh} />
      {state.problem !== undefined ? (
        <Failure problem={state.problem} retry={refresh} where="journal" />
      ) : state.head === undefined ? (
        <Skeleton label="the journal" lines={10} />
      ) : (
        <Grid
          label="Journal entries"
          columns={route.seq === undefined ? COLUMNS : COLUMNS.filter((column) => BESIDE.has(column.id))}
          count={state.total}
          rowAt={look.rowAt}
          onRange={look.onRange}
          keyOf={(row) => row.entry.seq.toString()}
          selected={route.seq?.toString()}
          onOpen={(row) => go(journalRoute(filter, row.entry.seq), 'replace')}
          empty={
            state.complete ? <Nothing filter={filter} onClear={clear} /> : <Skeleton label="older entries" />
          }
        />
      )}
      <VerifyDialog isOpen={verifying} onClose={() => setVerifying(false)} />
    </Screen>
  );
}

function Meta(props: { readonly state: LookState; readonly nowMs: number }): ReactNode {
  const { head, total, complete } = props.state;
  if (head === undefined) return null;
  return (
    <>
      <span aria-live="polite">
        {complete ? plural(total, 'entry', 'entries') : `${formatCount(total)} found so far, counting`}
      </span>
      <span>as of entry {formatCount(head.asOfSeq)}</span>
      <span>times in {zoneName(props.nowMs)}</span>
    </>
  );
}

/** Says what the list cannot know yet. Evidence is not concerned: the index is made from it. */
function StillIndexing(props: {
  readonly state: LookState;
  readonly byText: boolean;
  readonly onRefresh: () => void;
}): ReactNode {
  const { head } = props.state;
  if (head === undefined) return null;
  const wordsBehind = props.byText && head.textThroughSeq < head.asOfSeq;
  if (!head.behind && !wordsBehind) return null;
  return (
    <div className="bar">
      <Callout
        tone="neutral"
        title="Still indexing"
        action={
          <Button small onPress={props.onRefresh}>
            Look again
          </Button>
        }
      >
        {wordsBehind
          ? `Words are known up to entry ${formatCount(Math.max(0, head.textThroughSeq))} of ${formatCount(head.asOfSeq)}; newer entries are not found by text yet.`
          : `The list stands as of entry ${formatCount(head.asOfSeq)}; newer entries are being taken in.`}
      </Callout>
    </div>
  );
}

function Nothing(props: { readonly filter: EntryFilterArgs; readonly onClear: () => void }): ReactNode {
  const filtered = Object.keys(props.filter).length > 0;
  return (
    <Empty
      title={filtered ? 'No entry matches' : 'The journal has no entry'}
      icon={<ScrollText size={20} aria-hidden="true" />}
      action={filtered ? <Button onPress={props.onClear}>Clear all conditions</Button> : undefined}
    >
      The journal records every act with an intent before it and an outcome after it.
    </Empty>
  );
}
