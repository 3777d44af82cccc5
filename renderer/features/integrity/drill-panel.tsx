import { useState, type ReactNode } from 'react';
import type { DrillRowView, DrillView } from '../../../shared/ipc/index.ts';
import { useAction, useProgress, useQuery } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/figures.tsx';
import { plural, sentence } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Chip, Time } from '../../ui/text.tsx';

const POWERS: Readonly<Record<DrillRowView['power'], string>> = {
  files: 'the files alone',
  database_key: 'the database key',
  mac_key: 'the commit key',
  all_keys: 'every key',
};

/** Attacks on a copy of the journal, and what verifying it says, with and without a witness. */
export function DrillPanel(props: { readonly mayTest: boolean }): ReactNode {
  const last = useQuery('audit.getLastDrill', {});
  const drill = useAction('audit.drill');
  const cancel = useAction('audit.cancelDrill');
  const progress = useProgress('drill', drill.pending);
  const [fresh, setFresh] = useState<DrillView | undefined>();
  const view = fresh ?? (last.status === 'ready' ? (last.value ?? undefined) : undefined);
  return (
    <Panel
      title="Tamper drill"
      note="The journal is copied, the copy attacked in every way we know, and verified. The journal itself is not touched."
      actions={
        props.mayTest ? (
          drill.pending ? (
            <Button onPress={() => void cancel.run({})}>Cancel</Button>
          ) : (
            <Button
              onPress={() => {
                void drill.run({}).then((answer) => {
                  if (answer !== undefined) setFresh(answer);
                });
              }}
            >
              Run a drill
            </Button>
          )
        ) : undefined
      }
    >
      <div className="stack-tight">
        {drill.pending && (
          <Progress
            label={progress?.message === undefined ? 'Copying' : sentence(progress.message)}
            share={progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total}
          />
        )}
        {drill.problem !== undefined && drill.problem.code !== 'cancelled' && (
          <Failure problem={drill.problem} where="drill" />
        )}
        {last.status === 'loading' && <Skeleton label="the last drill" lines={3} />}
        {last.status === 'failed' && <Failure problem={last.problem} retry={last.reload} where="drill" />}
        {view === undefined && last.status === 'ready' && !drill.pending && (
          <p className="small soft">
            No drill in this workspace yet.
            {props.mayTest ? '' : ' Compliance, a viewer or an admin runs one.'}
          </p>
        )}
        {view !== undefined && <Drill view={view} />}
      </div>
    </Panel>
  );
}

function Drill(props: { readonly view: DrillView }): ReactNode {
  const { view } = props;
  const byWitness = view.rows.filter((row) => row.onlyWitness).length;
  return (
    <>
      <Callout
        tone={view.asExpected ? 'good' : 'bad'}
        title={
          view.asExpected ? 'Every attack got the verdict that it should get' : 'Not every attack was told'
        }
      >
        {plural(view.rows.length, 'attack')} on a copy of {plural(view.size, 'entry', 'entries')},{' '}
        <Time ms={view.wallMs} />
        {view.person !== undefined && ` by ${view.person}`}.{' '}
        {byWitness > 0 &&
          `${plural(byWitness, 'of them shows', 'of them show')} only against a checkpoint that was kept elsewhere.`}
      </Callout>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Attacks and verdicts">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Attack</th>
              <th>With</th>
              <th>Alone</th>
              <th>Against a witness</th>
            </tr>
          </thead>
          <tbody>
            {view.rows.map((row) => (
              <tr key={row.attack}>
                <td>
                  {sentence(row.what)}
                  {row.onlyWitness && (
                    <>
                      {' '}
                      <Chip strong>only a witness shows it</Chip>
                    </>
                  )}
                </td>
                <td className="drill-power">{POWERS[row.power]}</td>
                <Found said={row.without} />
                <Found said={row.with} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Found(props: { readonly said: DrillRowView['with'] }): ReactNode {
  const { said } = props;
  const tone = said.verdict === 'ok' || said.verdict === 'not_checked' ? 'neutral' : 'bad';
  return (
    <td>
      <Badge tone={tone}>{said.verdict === 'ok' ? 'nothing found' : said.verdict.replaceAll('_', ' ')}</Badge>
      {said.firstBad !== undefined && <span className="drill-place"> {said.firstBad}</span>}
    </td>
  );
}
