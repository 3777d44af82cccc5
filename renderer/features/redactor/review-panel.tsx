import { useState, type ReactNode } from 'react';
import type { DatasetId } from '../../../shared/domain/index.ts';
import type { RedactionReviewView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards } from '../../ui/fields.tsx';
import { Stat } from '../../ui/figures.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { Time } from '../../ui/text.tsx';

const SIZES = {
  '50': { text: 'Fifty texts', note: 'A quick look; supports an expert.' },
  '200': { text: 'Two hundred', note: 'Finds a miss rate of 1.5 % with 95 % confidence.' },
  all: { text: 'Every text', note: 'The only way to call free text Safe Harbor.' },
} as const;
type Size = keyof typeof SIZES;
const ALL = 100_000;

const CLAIMS = {
  safe_harbor: 'Safe Harbor: a person read every text and missed nothing',
  expert_support: 'support for a determination by an expert',
} as const;

/** The review of a dataset's texts by a person: start it, walk on, sign it. */
export function ReviewPanel(props: {
  readonly dataset: DatasetId;
  readonly review: RedactionReviewView | undefined;
  readonly onChanged: () => void;
  readonly onWalk: () => void;
}): ReactNode {
  const { review } = props;
  const start = useAction('phi.startReview');
  const [asking, setAsking] = useState(false);
  const [size, setSize] = useState<Size | null>(null);
  const act = async (): Promise<void> => {
    if (size === null) return;
    const documents = size === 'all' ? ALL : Number(size);
    if ((await start.run({ dataset: props.dataset, documents })) === undefined) return;
    setAsking(false);
    props.onChanged();
  };
  const isOpen = review !== undefined && review.signed === undefined;
  return (
    <Panel
      title="Review by a person"
      note={
        review === undefined ? undefined : (
          <>
            started <Time ms={review.startedAtMs} />
          </>
        )
      }
      actions={
        <>
          {isOpen && review.next !== undefined && (
            <Button variant="primary" onPress={props.onWalk}>
              {review.judged === 0 ? 'Begin' : 'Go on'}
            </Button>
          )}
          {isOpen && review.next === undefined && <Sign review={review} onSigned={props.onChanged} />}
          <Button onPress={() => setAsking(true)}>
            {review === undefined ? 'Start a review' : 'Start another'}
          </Button>
        </>
      }
    >
      {review === undefined ? (
        <p className="small soft">
          Nobody has read what the redactor does to these notes. A random sample is walked text by text, by
          keyboard; what was missed goes into the hospital’s dictionary.
        </p>
      ) : (
        <Figures review={review} />
      )}
      <ActDialog
        title="Start a review"
        isOpen={asking}
        onClose={() => setAsking(false)}
        act="Draw the sample"
        pendingText="Drawing"
        ready={size !== null}
        pending={start.pending}
        problem={start.problem}
        onAct={() => void act()}
      >
        <ChoiceCards
          label="How many texts"
          value={size}
          onChange={setSize}
          choices={(Object.keys(SIZES) as Size[]).map((id) => ({ id, ...SIZES[id] }))}
        />
      </ActDialog>
    </Panel>
  );
}

function Figures(props: { readonly review: RedactionReviewView }): ReactNode {
  const { review } = props;
  const { signed } = review;
  return (
    <div className="stack">
      {signed !== undefined && (
        <Callout tone={signed.claim === 'safe_harbor' ? 'good' : 'neutral'} title={`Signed by ${signed.by}`}>
          <Time ms={signed.atMs} />, meaning {signed.meaning}: {CLAIMS[signed.claim]}.
        </Callout>
      )}
      {review.notBy === 'runner' && (
        <Callout tone="warn" title="Somebody else must sign">
          You ran a pipeline on this dataset. Who ran it does not sign for its redaction.
        </Callout>
      )}
      <div className="stats">
        <Stat
          label="Judged"
          value={`${formatCount(review.judged)} of ${formatCount(review.documents)}`}
          note={`drawn from ${formatCount(review.population)} texts`}
        />
        <Stat label="Redactions read" value={formatCount(review.spans)} />
        <Stat label="Missed" value={formatCount(review.missed)} note="identifiers left standing" />
        <Stat label="Wrong" value={formatCount(review.wrong)} note="redacted without need" />
      </div>
    </div>
  );
}

function Sign(props: { readonly review: RedactionReviewView; readonly onSigned: () => void }): ReactNode {
  const { review } = props;
  const { person } = useSignedIn();
  const form = useSignature();
  const sign = useAction('phi.signReview');
  const [asking, setAsking] = useState(false);
  const [knows, setKnows] = useState<'none' | 'some' | null>(null);
  const claim = knows === 'none' ? review.claim : 'expert_support';
  const act = async (): Promise<void> => {
    if (!isComplete(form.signature, false) || knows === null) return;
    const { meaning, password } = form.signature;
    const noActualKnowledge = knows === 'none';
    const done = await sign.run({ review: review.id, password, meaning, noActualKnowledge });
    form.set({ password: '' });
    if (done === undefined) return;
    setAsking(false);
    props.onSigned();
  };
  return (
    <>
      <Button variant="primary" isDisabled={review.notBy !== undefined} onPress={() => setAsking(true)}>
        Sign the review
      </Button>
      <ActDialog
        title="Sign the review"
        isOpen={asking}
        onClose={() => setAsking(false)}
        act="Sign"
        pendingText="Signing"
        ready={knows !== null && isComplete(form.signature, false)}
        pending={sign.pending}
        onAct={() => void act()}
      >
        <ChoiceCards
          label="Do you know of a way to identify anybody from what is left"
          value={knows}
          onChange={setKnows}
          choices={[
            { id: 'none', text: 'I know of none', note: '45 CFR 164.514(b)(2)(ii)' },
            { id: 'some', text: 'I do, or am not sure', note: 'The text is not Safe Harbor.' },
          ]}
        />
        <p className="small">
          {plural(review.documents, 'text')} of {formatCount(review.population)} read,{' '}
          {formatCount(review.missed)} missed. Your signature says: {CLAIMS[claim]}.
        </p>
        <SignatureFields form={form} signer={person.name} isDisabled={sign.pending} />
        {sign.problem !== undefined && <Failure problem={sign.problem} where="signature" />}
      </ActDialog>
    </>
  );
}
