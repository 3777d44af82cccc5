import { useState, type ReactNode } from 'react';
import type { CallId, DatasetId, RunId } from '../../../shared/domain/index.ts';
import type { EmergencyView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Panel } from '../../ui/layout.tsx';
import { areWhole, LettersFields } from '../../ui/letters.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { paperLabel } from './emergency-words.ts';

const ROWS = 25;

/** What the person's own emergency access opens; after a lock, the place to type the code again. */
export function OpenPanel(props: { readonly view: EmergencyView; readonly onDone: () => void }): ReactNode {
  const { mine, envelope } = props.view;
  if (mine === undefined) return null;
  if (!mine.open) return <Resume papers={envelope.papers ?? 1} onDone={props.onDone} />;
  return mine.scope.kind === 'dataset' ? (
    <Table dataset={mine.scope.dataset} />
  ) : (
    <Prompts run={mine.scope.run} />
  );
}

function Resume(props: { readonly papers: number; readonly onDone: () => void }): ReactNode {
  const [papers, setPapers] = useState<readonly string[]>(Array.from({ length: props.papers }, () => ''));
  const resume = useAction('emergency.resume');
  const act = async (): Promise<void> => {
    const done = await resume.run({ papers: [...papers] });
    if (done === undefined) return;
    setPapers(papers.map(() => ''));
    props.onDone();
  };
  return (
    <Panel
      title="Go on"
      note="The keys left memory when the session was locked. The same code opens the same again, while the time lasts."
    >
      <div className="stack">
        <LettersFields
          kind="emergency"
          labelOf={paperLabel(papers.length)}
          values={papers}
          onChange={setPapers}
          isDisabled={resume.pending}
        />
        {resume.problem !== undefined && <Failure problem={resume.problem} where="emergency access" />}
        <div>
          <Button
            variant="primary"
            isDisabled={!areWhole(papers, 'emergency') || resume.pending}
            onPress={() => void act()}
          >
            Go on
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function Table(props: { readonly dataset: DatasetId }): ReactNode {
  const { dataset } = props;
  const [offset, setOffset] = useState(0);
  const about = useQuery('emergency.describeTable', { dataset });
  const version = about.status === 'ready' ? about.value.version : undefined;
  const rows = useQuery(
    'emergency.getRows',
    version === undefined ? null : { dataset, version, offset, limit: ROWS },
  );
  if (about.status === 'failed')
    return <Failure problem={about.problem} retry={about.reload} where="the table" />;
  const total = about.status === 'ready' ? about.value.rows : 0;
  return (
    <Panel
      title={about.status === 'ready' ? `Table ${about.value.table}` : 'The table'}
      note="Each page that you turn is on record."
      actions={
        <div className="row">
          <span className="small soft figure">
            {total === 0 ? 'no rows' : `${offset + 1} to ${Math.min(total, offset + ROWS)} of ${total}`}
          </span>
          <Button small isDisabled={offset === 0} onPress={() => setOffset(Math.max(0, offset - ROWS))}>
            Back
          </Button>
          <Button small isDisabled={offset + ROWS >= total} onPress={() => setOffset(offset + ROWS)}>
            Forward
          </Button>
        </div>
      }
    >
      {rows.status === 'loading' && <Skeleton label="rows" />}
      {rows.status === 'failed' && <Failure problem={rows.problem} retry={rows.reload} where="rows" />}
      {rows.status === 'ready' &&
        (rows.value.rows.length === 0 ? (
          <Empty title="This table has no rows" />
        ) : (
          <div className="emergency-rows" data-holds="patients" tabIndex={0} role="region" aria-label="Rows">
            <table>
              <thead>
                <tr>
                  {rows.value.columns.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.value.rows.map((row, at) => (
                  <tr key={offset + at}>
                    {row.map((cell, column) => (
                      <td key={column}>{cell ?? <span className="soft">missing</span>}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
    </Panel>
  );
}

function Prompts(props: { readonly run: RunId }): ReactNode {
  const { run } = props;
  const view = useQuery('runs.get', { run });
  const [call, setCall] = useState<CallId | null>(null);
  const said = useQuery('emergency.getPrompt', call === null ? null : { run, call });
  const calls = view.status === 'ready' ? view.value.callList : [];
  return (
    <Panel title="The run" note="What was said to the model. Each look is on record.">
      <div className="stack">
        {view.status === 'failed' && <Failure problem={view.problem} retry={view.reload} where="the run" />}
        <SelectField
          label="Call"
          value={call}
          onChange={setCall}
          placeholder={calls.length === 0 ? 'The run has no call' : 'Choose a call'}
          choices={calls.map(({ id, tool, agent }) => ({ id, text: tool, note: agent }))}
        />
        {said.status === 'failed' && <Failure problem={said.problem} retry={said.reload} where="the call" />}
        {call !== null && said.status === 'ready' && (
          <>
            <pre className="emergency-said" data-holds="patients">
              {said.value.prompt}
            </pre>
            <pre className="emergency-said" data-holds="patients">
              {said.value.answer}
            </pre>
          </>
        )}
      </div>
    </Panel>
  );
}
