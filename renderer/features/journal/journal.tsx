import { ScrollText, ShieldCheck, X } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { EntryView } from '../../../shared/ipc/index.ts';
import { usePages } from '../../api/pages.ts';
import { go } from '../../app/navigation.ts';
import type { Route } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { plural, shortId, zoneName } from '../../ui/format.ts';
import { Grid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { useNow } from '../../ui/now.ts';
import { Screen } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Time } from '../../ui/text.tsx';
import { EVENT_WORDS } from '../../ui/words.ts';
import { entryPages } from './entry-pages.ts';
import { EntryDrawer } from './entry-drawer.tsx';
import { EVENT_NAMES_OF } from './event-choices.ts';
import { gistOf } from './gist.ts';
import { VerifyDialog } from './verify-dialog.tsx';
import './journal.css';

const ALL = '*';

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
        <span className="strong">{EVENT_WORDS[row.entry.kind]}</span>
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

/** The journal as it stands: newest first, filtered by kind and run, each entry with its proof. */
export function Journal(props: { readonly route: Route & { readonly screen: 'journal' } }): ReactNode {
  const { route } = props;
  const now = useNow();
  const [verifying, setVerifying] = useState(false);
  const [asOf, setAsOf] = useState<number | undefined>();
  const kind = EVENT_NAMES_OF.find((name) => name === route.kind);
  const run = route.run;
  const fetch = useMemo(() => entryPages(kind, run, setAsOf), [kind, run]);
  const entries = usePages<EntryView>(`${kind ?? ''} ${run ?? ''}`, fetch);
  const close = useCallback(() => go({ screen: 'journal', kind, run }, 'replace'), [kind, run]);
  return (
    <Screen
      title="Journal"
      fill
      meta={
        entries.total === undefined ? undefined : (
          <>
            <span>{plural(entries.total, 'entry', 'entries')}</span>
            {asOf !== undefined && <span>as of entry {asOf}</span>}
            <span>times in {zoneName(now)}</span>
          </>
        )
      }
      actions={
        <>
          <Button onPress={entries.reload}>Refresh</Button>
          <Button variant="primary" onPress={() => setVerifying(true)}>
            <ShieldCheck size={14} aria-hidden="true" />
            Verify now
          </Button>
        </>
      }
      drawer={
        route.seq === undefined ? undefined : <EntryDrawer key={route.seq} seq={route.seq} onClose={close} />
      }
    >
      <div className="bar">
        <SelectField
          label="Kind"
          hideLabel
          value={kind ?? ALL}
          onChange={(name) =>
            go({ screen: 'journal', run, ...(name === ALL ? {} : { kind: name }) }, 'replace')
          }
          choices={[
            { id: ALL, text: 'Every kind' },
            ...EVENT_NAMES_OF.map((id) => ({ id: id, text: EVENT_WORDS[id] })),
          ]}
        />
        {run !== undefined && (
          <Button small onPress={() => go({ screen: 'journal', kind }, 'replace')}>
            Run {shortId(run)}
            <X size={12} aria-hidden="true" />
            <span className="unseen">, show every run</span>
          </Button>
        )}
      </div>
      {entries.problem !== undefined ? (
        <Failure problem={entries.problem} retry={entries.reload} where="journal" />
      ) : entries.total === undefined ? (
        <Skeleton label="the journal" lines={10} />
      ) : (
        <Grid
          label="Journal entries"
          columns={route.seq === undefined ? COLUMNS : COLUMNS.filter((column) => BESIDE.has(column.id))}
          count={entries.total}
          rowAt={entries.rowAt}
          onRange={entries.onRange}
          keyOf={(row) => row.entry.seq.toString()}
          selected={route.seq?.toString()}
          onOpen={(row) => go({ screen: 'journal', seq: row.entry.seq, kind, run }, 'replace')}
          empty={
            <Empty title="No entry of this kind" icon={<ScrollText size={20} aria-hidden="true" />}>
              The journal records every act with an intent before it and an outcome after it.
            </Empty>
          }
        />
      )}
      <VerifyDialog isOpen={verifying} onClose={() => setVerifying(false)} />
    </Screen>
  );
}
