import { useEffect, useState, type ReactNode } from 'react';
import type { Entry } from '../../../shared/formats/journal/index.ts';
import type { EntryFilterArgs, EntryView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { formatExactTime, shortId } from '../../ui/format.ts';
import { Drawer, Facts, Section } from '../../ui/layout.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, CopyId, Time } from '../../ui/text.tsx';
import { EVENT_WORDS } from '../../ui/event-words.ts';
import { Account } from '../runs/account.tsx';
import { journalRoute } from './conditions.ts';
import { gistOf } from './gist.ts';
import { leafHash } from './leaf-hash.ts';
import { Payloads } from './payloads.tsx';
import { Proof } from './proof.tsx';

/** One entry: what it says, what caused it, and the proof that it is the one in the chain. */
export function EntryDrawer(props: {
  readonly seq: number;
  /** The filter of the list beside it, which links keep. */
  readonly filter: EntryFilterArgs;
  readonly onClose: () => void;
}): ReactNode {
  const query = useQuery('journal.getEntry', { seq: props.seq });
  const view = query.status === 'ready' ? query.value.view : undefined;
  return (
    <Drawer
      title={view === undefined ? `Entry ${props.seq}` : EVENT_WORDS[view.entry.kind]}
      label="Journal entry"
      onClose={props.onClose}
      meta={
        view === undefined ? undefined : (
          <>
            <span className="figure">entry {view.entry.seq}</span>
            {view.entry.phase !== 'event' && <span>{view.entry.phase}</span>}
            <Time ms={view.entry.wallMs} />
          </>
        )
      }
    >
      {query.status === 'loading' && <Skeleton label="the entry" />}
      {query.status === 'failed' && (
        <Failure problem={query.problem} retry={query.reload} where={`entry ${props.seq}`} />
      )}
      {query.status === 'ready' && (
        <Body view={query.value.view} causes={query.value.causes} filter={props.filter} />
      )}
    </Drawer>
  );
}

function Body(props: {
  readonly view: EntryView;
  readonly causes: readonly EntryView[];
  readonly filter: EntryFilterArgs;
}): ReactNode {
  const { view, causes, filter } = props;
  const { entry } = view;
  return (
    <>
      <Section title="Who and when">
        <Facts
          rows={[
            [
              'Person',
              entry.actor.role === 'none' ? 'the application' : `${view.person}, ${entry.actor.role}`,
            ],
            entry.agent === undefined
              ? undefined
              : [
                  'Agent',
                  <span key="agent" className="mono">
                    {entry.agent}
                  </span>,
                ],
            ['Time', formatExactTime(entry.wallMs)],
            ['Patient data', entry.phiAccessed ? 'read' : 'not read'],
            entry.run === undefined
              ? undefined
              : [
                  'Run',
                  <span key="run" className="row">
                    <a href={hrefOf({ screen: 'runs', run: entry.run, call: entry.call })}>
                      {shortId(entry.run)}
                    </a>
                    <a className="caption" href={hrefOf({ screen: 'journal', run: entry.run })}>
                      its entries
                    </a>
                  </span>,
                ],
          ]}
        />
      </Section>
      <Section title="Causes and consequences">
        {causes.length === 0 ? (
          <p className="small soft">It stands alone: no intent, decision or outcome belongs to it.</p>
        ) : (
          <ol className="causes">
            {causes.map((cause) => (
              <li key={cause.entry.seq}>
                <span className="causes-what">{relationOf(cause.entry, entry)}</span>
                <span>
                  <a href={hrefOf(journalRoute(filter, cause.entry.seq))}>entry {cause.entry.seq}</a>{' '}
                  {EVENT_WORDS[cause.entry.kind]}
                  <span className="causes-gist">{gistOf(cause.entry)}</span>
                </span>
              </li>
            ))}
          </ol>
        )}
        <p className="small">
          <a href={hrefOf({ screen: 'journal', act: entry.correlation })}>Everything of the same act</a>
        </p>
      </Section>
      {entry.kind.startsWith('tool.') && (
        <Section title="Why">
          <Account seq={entry.seq} />
        </Section>
      )}
      <Section title="Body">
        <pre className="prose-box" tabIndex={0} aria-label="Body of the entry">
          {JSON.stringify(entry.body, null, 2)}
        </pre>
      </Section>
      <Section title="In the chain">
        <Facts
          rows={[
            ['Previous leaf', <CopyId key="prev" whole id={entry.prev} what="previous leaf hash" />],
            ['This leaf', <CopyId key="leaf" whole id={view.leafSha256} what="leaf hash" />],
            ['Computed here', <Recomputed key="again" view={view} />],
            ['Position', `entry ${entry.seq} of epoch ${entry.epoch}, format ${entry.v}`],
          ]}
        />
      </Section>
      <Proof entry={entry} leafSha256={view.leafSha256} />
      {entry.payloads.length > 0 && <Payloads entry={entry} />}
    </>
  );
}

/** What another entry is to this one. */
function relationOf(other: Entry, entry: Entry): string {
  if (other.seq === entry.intent) return 'Intent';
  if (other.intent === entry.seq) return 'Outcome';
  if (other.kind === 'tool.decided') return 'Decision';
  if (other.kind === 'tool.denied') return 'Denial';
  if (other.kind.startsWith('approval.')) return 'Approval';
  return other.seq < entry.seq ? 'Before' : 'After';
}

/** The leaf hash once more, from the entry as this window received it. */
function Recomputed(props: { readonly view: EntryView }): ReactNode {
  const { view } = props;
  const [hash, setHash] = useState<string | undefined>();
  useEffect(() => {
    let current = true;
    void leafHash(view.entry).then((value) => {
      if (current) setHash(value);
    });
    return () => {
      current = false;
    };
  }, [view]);
  if (hash === undefined) return <span className="faint">computing</span>;
  return hash === view.leafSha256 ? <Badge tone="good">Same</Badge> : <Badge tone="bad">Differs</Badge>;
}
