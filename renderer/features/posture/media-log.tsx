import { HardDrive } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { TransferView } from '../../../shared/ipc/transfer-verbs.ts';
import { useAction, useQuery, useReloadOnOpen } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/fields.tsx';
import { formatBytes, formatCount, plural } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Callout, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { KIND_WORDS, mediumText, SHUT_WORDS, STATE_WORDS, WAY_WORDS } from './media-words.ts';

type Way = 'all' | TransferView['way'];
type State = 'all' | TransferView['state'];
type Media = 'all' | 'removable';

const COLUMNS: readonly GridColumn<TransferView>[] = [
  {
    id: 'state',
    header: 'State',
    width: '7.5rem',
    cell: ({ state }) => <Badge tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].text}</Badge>,
  },
  { id: 'when', header: 'When', width: '8.5rem', cell: ({ atMs }) => <Time ms={atMs} /> },
  { id: 'person', header: 'Who', width: 'minmax(8rem, 1fr)', cell: ({ person }) => person },
  {
    id: 'what',
    header: 'What',
    width: 'minmax(11rem, 1.2fr)',
    cell: (line) => (
      <span className="grid-two">
        <span className="strong">
          {KIND_WORDS[line.what]}, {WAY_WORDS[line.way]}
        </span>
        <span className="faint">
          {[
            line.sizeBytes === undefined ? undefined : formatBytes(line.sizeBytes),
            line.protection === undefined ? undefined : SHUT_WORDS[line.protection],
          ]
            .filter((part) => part !== undefined)
            .join(', ')}
        </span>
      </span>
    ),
  },
  {
    id: 'medium',
    header: 'Medium',
    width: 'minmax(12rem, 1.3fr)',
    cell: ({ medium }) => (
      <span className="grid-two">
        <span>{mediumText(medium).kind}</span>
        <span className="faint">{mediumText(medium).about}</span>
      </span>
    ),
  },
  {
    id: 'why',
    header: 'Purpose, recipient, or why not',
    width: 'minmax(14rem, 2fr)',
    cell: (line) => (
      <span className="grid-two" title={line.why ?? line.purpose}>
        <span className="clip">{line.why ?? line.purpose ?? ''}</span>
        <span className="faint clip">{line.recipient === undefined ? '' : `to ${line.recipient}`}</span>
      </span>
    ),
  },
];

/** What came in and went out, on which media (45 CFR 164.310(d)(2)(iii)). */
export function MediaLog(): ReactNode {
  const { person } = useSignedIn();
  const [way, setWay] = useState<Way>('all');
  const [state, setState] = useState<State>('all');
  const [media, setMedia] = useState<Media>('all');
  const [exporting, setExporting] = useState(false);
  const which = {
    ...(way === 'all' ? {} : { way }),
    ...(state === 'all' ? {} : { state }),
    ...(media === 'all' ? {} : { removableOnly: true }),
  };
  const log = useQuery('transfers.list', which);
  useReloadOnOpen(log);
  const isFiltered = Object.keys(which).length > 0;
  return (
    <Screen
      title="Log of media"
      fill
      above={<a href={hrefOf({ screen: 'posture' })}>Posture</a>}
      meta={
        log.status === 'ready' ? (
          <span>
            {formatCount(log.value.total)} {log.value.total === 1 ? 'file' : 'files'}, as of entry{' '}
            {formatCount(log.value.asOfSeq)}
          </span>
        ) : undefined
      }
      actions={
        person.role === 'operator' ? undefined : (
          <Button onPress={() => setExporting(true)} isDisabled={log.status !== 'ready'}>
            Export
          </Button>
        )
      }
    >
      <div className="bar media-filter">
        <SelectField
          label="Way"
          value={way}
          onChange={setWay}
          choices={[
            { id: 'all', text: 'In and out' },
            { id: 'in', text: 'In' },
            { id: 'out', text: 'Out' },
          ]}
        />
        <SelectField
          label="State"
          value={state}
          onChange={setState}
          choices={[
            { id: 'all', text: 'Any' },
            ...(['done', 'refused', 'failed', 'open'] as const).map((id) => ({
              id,
              text: STATE_WORDS[id].text,
            })),
          ]}
        />
        <SelectField
          label="Media"
          value={media}
          onChange={setMedia}
          choices={[
            { id: 'all', text: 'All media' },
            { id: 'removable', text: 'Removable alone' },
          ]}
        />
      </div>
      {log.status === 'loading' && <Skeleton label="the log of media" />}
      {log.status === 'failed' && <Failure problem={log.problem} retry={log.reload} where="log of media" />}
      {log.status === 'ready' && (
        <ListGrid
          label="Files that came in and went out"
          columns={COLUMNS}
          rows={log.value.transfers}
          rowHeight={3}
          keyOf={(line) => line.entry.toString()}
          onOpen={(line) => go({ screen: 'journal', seq: line.entry })}
          empty={
            <Empty
              title={isFiltered ? 'No file fits' : 'No file came in or went out yet'}
              icon={<HardDrive size={20} aria-hidden="true" />}
            >
              {isFiltered
                ? 'Choose fewer conditions above.'
                : 'Every file that is brought in, taken out or refused stands here, with the medium it was on, who moved it, what for and to whom.'}
            </Empty>
          }
        />
      )}
      {exporting && <ExportDialog which={which} onClose={() => setExporting(false)} />}
    </Screen>
  );
}

function ExportDialog(props: {
  readonly which: { readonly way?: 'in' | 'out'; readonly removableOnly?: boolean };
  readonly onClose: () => void;
}): ReactNode {
  const [purpose, setPurpose] = useState('');
  const [written, setWritten] = useState<{ readonly file: string; readonly lines: number } | undefined>();
  const act = useAction('transfers.export');
  const ready = purpose.trim().length >= 3;
  const begin = async (): Promise<void> => {
    const done = await act.run({ ...props.which, purpose: purpose.trim() });
    if (done !== undefined && done !== null) setWritten(done);
  };
  return (
    <ActDialog
      title="Export the log of media"
      isOpen
      onClose={props.onClose}
      cancel={written === undefined ? 'Cancel' : 'Close'}
      act={written === undefined ? 'Choose where it goes' : 'Export again'}
      onAct={() => void begin()}
      ready={ready}
      pending={act.pending}
      problem={act.problem}
    >
      {written === undefined ? (
        <p>
          The lines that are shown, and older ones that fit, as a CSV file: names of people, media, purposes
          and recipients, without names of files.
        </p>
      ) : (
        <Callout tone="good" title={`Wrote ${plural(written.lines, 'line')}`}>
          The file stands in <code>{written.file}</code>.
        </Callout>
      )}
      <TextField
        label="Purpose"
        value={purpose}
        onChange={setPurpose}
        isDisabled={act.pending}
        maxLength={500}
        note="It stands in the journal."
      />
    </ActDialog>
  );
}
