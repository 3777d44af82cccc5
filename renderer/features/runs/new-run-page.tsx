import { Play } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { DatasetId, Purpose } from '../../../shared/domain/index.ts';
import type { PipelineView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards, SelectField, TextField } from '../../ui/fields.tsx';
import { formatBytes, formatCount, plural } from '../../ui/format.ts';
import { Panel, Screen } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { PURPOSE_NOTES, PURPOSE_WORDS } from '../../ui/words.ts';
import { DeidPart, deidOf, STRICT, type Deid } from './deid-part.tsx';
import { DryCheck } from './dry-check.tsx';
import { AddModel } from './add-model.tsx';
import { PipelineCard } from './pipeline-card.tsx';

const COMPLIANCE_PROFILE = 'hipaa';
const NO_TARGET = '-';

/** Everything a run needs, with what policy would say to it before any model is asked. */
export function NewRunPage(props: { readonly dataset: string | undefined }): ReactNode {
  const pipelines = useQuery('pipelines.list', {});
  const datasets = useQuery('datasets.list', {});
  const models = useQuery('models.list', {});
  const failed = [pipelines, datasets, models].find((query) => query.status === 'failed');
  const isReady = pipelines.status === 'ready' && datasets.status === 'ready' && models.status === 'ready';
  return (
    <Screen title="New run" above={<a href={hrefOf({ screen: 'runs' })}>Runs</a>}>
      {failed?.status === 'failed' ? (
        <Failure problem={failed.problem} retry={failed.reload} where="new run" />
      ) : !isReady ? (
        <Skeleton label="what a run can be made of" lines={9} />
      ) : datasets.value.length === 0 ? (
        <Empty
          title="There is no dataset to run on"
          action={
            <Button variant="primary" onPress={() => go({ screen: 'datasets', importing: true })}>
              Import a dataset
            </Button>
          }
        >
          A run needs a table in the workspace.
        </Empty>
      ) : (
        <Form
          pipelines={pipelines.value}
          datasets={datasets.value.map((item) => ({
            id: item.id,
            text: item.table,
            note: `${plural(item.rows, 'row')}, ${plural(item.columns, 'column')}, version ${item.version}`,
          }))}
          models={models.value.map((model) => ({
            id: model.sha256,
            text: model.name,
            note: `${formatBytes(model.sizeBytes)}. ${model.notice}`,
          }))}
          first={props.dataset}
          onModelAdded={models.reload}
        />
      )}
    </Screen>
  );
}

interface Named {
  readonly id: string;
  readonly text: string;
  readonly note: string;
}

function Form(props: {
  readonly pipelines: readonly PipelineView[];
  readonly datasets: readonly (Named & { readonly id: DatasetId })[];
  readonly models: readonly Named[];
  readonly first: string | undefined;
  readonly onModelAdded: () => void;
}): ReactNode {
  const only = props.datasets.length === 1 ? props.datasets[0]?.id : undefined;
  const given = props.datasets.find((item) => item.id === props.first)?.id;
  const [dataset, setDataset] = useState<DatasetId | null>(given ?? only ?? null);
  const [template, setTemplate] = useState(props.pipelines[0]?.name ?? null);
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const [deid, setDeid] = useState<Deid>(STRICT);
  const [target, setTarget] = useState(NO_TARGET);
  const [problem, setProblem] = useState('');
  const [model, setModel] = useState(props.models[0]?.id ?? null);
  const start = useAction('runs.start');

  const details = useQuery('datasets.get', dataset === null ? null : { dataset });
  const columns = details.status === 'ready' ? details.value.columnInfo : [];
  const pipeline = props.pipelines.find((item) => item.name === template);
  const choices =
    dataset === null || template === null || purpose === null
      ? null
      : {
          template,
          dataset,
          purpose,
          deidProfile: deid.profile,
          complianceProfile: COMPLIANCE_PROFILE,
          ...(target === NO_TARGET ? {} : { target }),
        };
  const how = deidOf(deid);
  const act = async (): Promise<void> => {
    if (choices === null || how === undefined) return;
    const started = await start.run({
      ...choices,
      ...how,
      ...(problem.trim() === '' ? {} : { problem: problem.trim() }),
      ...(model === null ? {} : { model }),
    });
    if (started !== undefined) go({ screen: 'runs', run: started.run });
  };

  return (
    <div className="new-run">
      <div className="stack">
        <Panel title="What runs on what">
          <div className="stack">
            <div className="new-run-pair">
              <SelectField
                label="Dataset"
                value={dataset}
                onChange={(id) => {
                  setDataset(id);
                  setTarget(NO_TARGET);
                }}
                choices={props.datasets}
                placeholder="Choose a dataset"
              />
              <SelectField
                label="Pipeline"
                value={template}
                onChange={setTemplate}
                choices={props.pipelines.map((item) => ({ id: item.name, text: item.name }))}
              />
            </div>
            <ChoiceCards
              label="Purpose"
              value={purpose}
              onChange={setPurpose}
              choices={(['model', 'report', 'quality'] as const).map((id) => ({
                id,
                text: PURPOSE_WORDS[id],
                note: PURPOSE_NOTES[id],
              }))}
            />
            <DeidPart value={deid} onChange={setDeid} />
            <div className="new-run-pair">
              <SelectField
                label="Column to predict"
                value={target}
                onChange={setTarget}
                choices={[
                  { id: NO_TARGET, text: 'None' },
                  ...columns.map((column) => ({ id: column.name, text: column.name })),
                ]}
                note="Needed to find columns that are known only after the outcome."
              />
              <div className="stack-tight">
                <SelectField
                  label="Model"
                  value={model}
                  onChange={setModel}
                  choices={props.models}
                  note={props.models.find((item) => item.id === model)?.note}
                />
                <AddModel
                  onAdded={(sha256) => {
                    setModel(sha256);
                    props.onModelAdded();
                  }}
                />
              </div>
            </div>
            <TextField
              label="What it is for, in your words"
              value={problem}
              onChange={setProblem}
              lines={2}
              maxLength={500}
              note="Optional. No names or numbers of patients."
            />
          </div>
        </Panel>
        {pipeline !== undefined && <PipelineCard pipeline={pipeline} />}
      </div>
      <div className="stack new-run-side">
        {start.problem !== undefined && <Failure problem={start.problem} where="starting the run" />}
        <Panel>
          <div className="new-run-start">
            <p className="soft small">
              Compliance profile <strong>{COMPLIANCE_PROFILE}</strong>
              {pipeline !== undefined &&
                `. At most ${formatCount(pipeline.limits.toolCalls)} tool calls and ${formatCount(pipeline.limits.minutes)} minutes.`}
            </p>
            <Button
              variant="primary"
              isDisabled={choices === null || how === undefined || start.pending}
              onPress={() => void act()}
            >
              <Play size={14} aria-hidden="true" />
              {start.pending ? 'Starting' : 'Start the run'}
            </Button>
          </div>
        </Panel>
        <Panel title="Dry check" note="From findings and policy alone. No model is asked, nothing changes.">
          <DryCheck args={choices} />
        </Panel>
      </div>
    </div>
  );
}
