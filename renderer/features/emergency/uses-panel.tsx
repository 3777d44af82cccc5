import { useState, type ReactNode } from 'react';
import type { EmergencyUseView, EmergencyView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards } from '../../ui/fields.tsx';
import { Facts, Panel } from '../../ui/layout.tsx';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { Callout, Empty, Failure } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { lookWords, REASONS, scopeWords, stateWords } from './emergency-words.ts';

/** Every use with what was looked at; for compliance, the queue of reviews. */
export function UsesPanel(props: { readonly view: EmergencyView; readonly onDone: () => void }): ReactNode {
  const { uses } = props.view;
  return (
    <Panel title="Uses" note="Until a use is reviewed, every report says so on its first page.">
      {uses.length === 0 ? (
        <Empty title="Nobody has broken the glass">
          Uses stand here with everything that was looked at, until long after their review.
        </Empty>
      ) : (
        <ul className="emergency-uses">
          {uses.map((use) => (
            <Use key={use.began} use={use} onDone={props.onDone} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Use(props: { readonly use: EmergencyUseView; readonly onDone: () => void }): ReactNode {
  const { use, onDone } = props;
  const { person } = useSignedIn();
  const [reviewing, setReviewing] = useState(false);
  const [note, setNote] = useState<string | undefined>();
  const seen = useAction('emergency.confirmSeen');
  const end = useAction('emergency.end');
  const read = useAction('emergency.getNote');
  const isReviewer = person.role === 'compliance' && use.personId !== person.id;
  const { began } = use;
  const then = async (act: Promise<unknown>): Promise<void> => {
    if ((await act) !== undefined) onDone();
  };
  const problem = seen.problem ?? end.problem ?? read.problem;
  return (
    <li className="emergency-use">
      <div className="row">
        <strong>{use.person}</strong>
        <Badge tone={use.review !== undefined ? 'good' : use.ended === undefined ? 'bad' : 'warn'}>
          {stateWords(use)}
        </Badge>
        {use.escalatedAtMs !== undefined && use.seen === undefined && <Badge tone="bad">Escalated</Badge>}
      </div>
      <Facts
        rows={[
          ['Why', REASONS[use.reason].text],
          ['Opened', scopeWords(use)],
          [
            'When',
            <span key="when">
              <Time ms={use.beganAtMs} />,{' '}
              <a href={hrefOf({ screen: 'journal', seq: began })}>entry {began}</a>
              {use.papers === 2 && ', with a second person’s paper'}
            </span>,
          ],
          use.seen && [
            'Seen',
            <span key="seen">
              <Time ms={use.seen.atMs} /> by {use.seen.by}
            </span>,
          ],
          [
            'Looked at',
            use.looks.length === 0 ? (
              'nothing'
            ) : (
              <ol key="looks" className="emergency-looks">
                {use.looks.map((look) => (
                  <li key={look.seq}>
                    <a href={hrefOf({ screen: 'journal', seq: look.seq })}>{lookWords(look)}</a>
                  </li>
                ))}
              </ol>
            ),
          ],
          use.systemTold === false
            ? ['System log', 'did not take the alarm: see to the log of this workstation']
            : undefined,
          use.review && [
            'Review',
            <span key="review">
              {use.review.reason} <Time ms={use.review.atMs} /> by {use.review.by}
            </span>,
          ],
        ]}
      />
      {note !== undefined && (
        <Callout tone="neutral" title={`What ${use.person} wrote`}>
          {note}
        </Callout>
      )}
      {problem !== undefined && <Failure problem={problem} where="emergency access" />}
      {isReviewer && use.review === undefined && (
        <div className="row">
          {use.seen === undefined && (
            <Button
              variant="primary"
              isDisabled={seen.pending}
              onPress={() => void then(seen.run({ began }))}
            >
              I have seen this
            </Button>
          )}
          {use.hasNote && note === undefined && (
            <Button onPress={() => void read.run({ began }).then((said) => setNote(said?.note))}>
              Read why
            </Button>
          )}
          {use.ended === undefined ? (
            <Button variant="danger" isDisabled={end.pending} onPress={() => void then(end.run({ began }))}>
              End it now
            </Button>
          ) : (
            <Button onPress={() => setReviewing(true)}>Review</Button>
          )}
        </div>
      )}
      {reviewing && <Review use={use} onDone={onDone} onClose={() => setReviewing(false)} />}
    </li>
  );
}

function Review(props: {
  readonly use: EmergencyUseView;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { use } = props;
  const { person } = useSignedIn();
  const [judgement, setJudgement] = useState<'justified' | 'not_justified' | null>(null);
  const form = useSignature();
  const review = useAction('emergency.review');
  const { signature } = form;
  const act = async (): Promise<void> => {
    if (judgement === null || !isComplete(signature, true)) return;
    const { meaning, reason, password } = signature;
    const done = await review.run({ began: use.began, judgement, meaning, reason, password });
    form.set({ password: '' });
    if (done === undefined) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title={`Review the access of ${use.person}`}
      isOpen
      onClose={props.onClose}
      act="Sign the review"
      pendingText="Signing"
      onAct={() => void act()}
      ready={judgement !== null && isComplete(signature, true)}
      pending={review.pending}
      problem={review.problem}
    >
      <p className="small soft">
        {use.person} opened {scopeWords(use)} and looked {use.looks.length} times. After your review a new
        envelope can be made, and reports no longer say that nobody judged this.
      </p>
      <ChoiceCards
        label="Your judgement"
        value={judgement}
        onChange={setJudgement}
        isDisabled={review.pending}
        choices={[
          { id: 'justified', text: 'Justified', note: 'it was needed, and no more was looked at' },
          { id: 'not_justified', text: 'Not justified', note: 'an incident follows' },
        ]}
      />
      <SignatureFields
        form={form}
        signer={person.name}
        reasonLabel="Why you judge so"
        isDisabled={review.pending}
      />
    </ActDialog>
  );
}
