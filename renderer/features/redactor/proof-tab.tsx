import { Ruler } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useAction, useProgress, useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatShare } from '../../ui/format.ts';
import { Callout, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { MeasuredPanel } from './measured-panel.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { ReviewWalk } from './review-walk.tsx';

/** What was measured and reviewed on one dataset, and the way to do both. */
export function ProofTab(props: { readonly dataset: string | undefined }): ReactNode {
  const datasets = useQuery('datasets.list', {});
  if (datasets.status === 'loading') return <Skeleton label="datasets" />;
  if (datasets.status === 'failed')
    return <Failure problem={datasets.problem} retry={datasets.reload} where="datasets" />;
  const chosen = datasets.value.find(({ id }) => id === props.dataset) ?? datasets.value[0];
  if (chosen === undefined)
    return (
      <Empty title="No dataset to measure on" icon={<Ruler size={20} aria-hidden="true" />}>
        Import a dataset with a column of notes. The redactor is then measured with invented identities in
        copies of them, and reviewed text by text.
      </Empty>
    );
  return (
    <>
      <div className="bar">
        <SelectField
          label="Dataset"
          hideLabel
          value={chosen.id}
          onChange={(dataset) => go({ screen: 'redactor', tab: 'proof', dataset }, 'replace')}
          choices={datasets.value.map(({ id, table }) => ({ id, text: table }))}
        />
      </div>
      <Proof key={chosen.id} dataset={chosen.id} />
    </>
  );
}

function Proof(props: { readonly dataset: Parameters<typeof MeasuredPanel>[0]['dataset'] }): ReactNode {
  const { dataset } = props;
  const proof = useQuery('phi.getProof', { dataset });
  const measure = useAction('phi.measure');
  const cancel = useAction('phi.cancelMeasuring');
  const progress = useProgress('measure', measure.pending);
  const [walking, setWalking] = useState(false);
  if (proof.status === 'loading') return <Skeleton label="the proof" lines={9} />;
  if (proof.status === 'failed')
    return <Failure problem={proof.problem} retry={proof.reload} where="proof of the redactor" />;
  const { columns, measured, review } = proof.value;
  if (walking && review !== undefined)
    return (
      <ReviewWalk
        key={review.id}
        review={review}
        onJudged={proof.reload}
        onClose={() => {
          setWalking(false);
          proof.reload();
        }}
      />
    );
  if (columns.length === 0)
    return (
      <Empty title="No free text in this dataset" icon={<Ruler size={20} aria-hidden="true" />}>
        Its columns are decided as a whole, by header, type and values. There is nothing to measure or to
        read.
      </Empty>
    );
  const act = async (): Promise<void> => {
    if ((await measure.run({ dataset })) !== undefined) proof.reload();
  };
  return (
    <div className="tab-page">
      {measure.problem?.code === 'cancelled' ? (
        <Callout tone="neutral" title="The measuring was cancelled">
          Nothing of it was kept.
        </Callout>
      ) : (
        measure.problem !== undefined && <Failure problem={measure.problem} where="measuring" />
      )}
      {measure.pending && (
        <div className="row">
          <Progress
            label="Measuring on copies in memory"
            share={progress?.done}
            {...(progress === undefined ? {} : { text: formatShare(progress.done) })}
          />
          <Button isDisabled={cancel.pending} onPress={() => void cancel.run({ dataset })}>
            Cancel
          </Button>
        </div>
      )}
      <MeasuredPanel
        dataset={dataset}
        measured={measured}
        actions={
          <Button
            variant={measured === undefined ? 'primary' : 'secondary'}
            isDisabled={measure.pending}
            onPress={() => void act()}
          >
            {measured === undefined ? 'Measure now' : 'Measure again'}
          </Button>
        }
      />
      <ReviewPanel
        dataset={dataset}
        review={review}
        onChanged={proof.reload}
        onWalk={() => setWalking(true)}
      />
    </div>
  );
}
