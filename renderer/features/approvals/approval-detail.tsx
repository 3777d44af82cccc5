import { useState, type ReactNode } from 'react';
import type { ApprovalView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { CellChanges } from '../../ui/cells.tsx';
import { Stat } from '../../ui/figures.tsx';
import { formatCount, inSentence } from '../../ui/format.ts';
import { Facts, Section } from '../../ui/layout.tsx';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { Badge, Chip, CopyId, Message, Time } from '../../ui/text.tsx';
import { goneText } from '../runs/call-words.ts';
import { APPROVAL_STATES, DEID_WORDS, MEANINGS, RESTS_ON, toolWord } from '../../ui/words.ts';

/** Exactly what would happen, to how many records, and the answer of a named person. */
export function ApprovalDetail(props: {
  readonly approval: ApprovalView;
  readonly onAnswered: () => void;
}): ReactNode {
  const { approval } = props;
  const state = APPROVAL_STATES[approval.state];
  return (
    <section className="approval" aria-label="Approval" data-detail tabIndex={0}>
      <header className="approval-head">
        <Badge tone={state.tone}>{state.text}</Badge>
        <h2>
          <Message text={approval.what} />
        </h2>
        <p className="small soft">
          {approval.agent === '' ? approval.requestedBy : approval.agent} asks to{' '}
          {inSentence(toolWord(approval.tool))} in {approval.table}.{' '}
          {approval.run !== undefined && (
            <a href={hrefOf({ screen: 'runs', run: approval.run, call: approval.call })}>Open the call</a>
          )}
        </p>
      </header>
      <div className="stats approval-stats">
        <Stat label="Records touched" value={formatCount(approval.recordsTouched)} />
        <Stat
          label="Values lost for good"
          value={formatCount(approval.valuesLost)}
          note={approval.valuesLost === 0 ? 'nothing is lost' : 'in the result; the version before stays'}
        />
      </div>
      <Section title="Why a person is asked">
        <p className="small">
          <Chip>{approval.ruleId}</Chip> <Message text={approval.reason} />
        </p>
        {approval.restsOn !== undefined && (
          <p className="small">
            {DEID_WORDS[approval.restsOn.profile]}, {RESTS_ON[approval.restsOn.profile]}{' '}
            <code>{approval.restsOn.reference}</code>
          </p>
        )}
      </Section>
      {approval.examples.length > 0 && (
        <Section title="Examples, in clear">
          <CellChanges examples={approval.examples} gone={goneText(approval.tool)} />
        </Section>
      )}
      <Section title="What the answer is bound to">
        <Facts
          rows={[
            ['Call', <code key="call">{`${approval.tool} ${JSON.stringify(approval.args)}`}</code>],
            [
              'Hashes',
              <span key="hashes" className="approval-hashes">
                <span>
                  arguments <CopyId id={approval.argsSha256} what="hash of the arguments" />
                </span>
                <span>
                  data <CopyId id={approval.snapshotSha256} what="hash of the data" />
                </span>
                <span>
                  policy <CopyId id={approval.policySha256} what="hash of the policy" />
                </span>
                {approval.codeSha256 !== undefined && (
                  <span>
                    program <CopyId id={approval.codeSha256} what="hash of the program" />
                  </span>
                )}
              </span>,
            ],
            [
              'Requested',
              <span key="asked">
                <Time ms={approval.requestedAtMs} /> by {approval.requestedBy}
              </span>,
            ],
            [
              approval.state === 'waiting' ? 'Expires' : 'Expiry',
              <Time key="until" ms={approval.expiresAtMs} />,
            ],
          ]}
        />
      </Section>
      {approval.state === 'waiting' ? <Answer {...props} /> : <Answered approval={approval} />}
    </section>
  );
}

function Answered(props: { readonly approval: ApprovalView }): ReactNode {
  const { approval } = props;
  if (approval.answeredBy === undefined)
    return approval.voidedBecause === undefined ? null : (
      <Callout tone="neutral" title="Nobody can answer this any more">
        <Message text={approval.voidedBecause} />
        {approval.voidedBecause.startsWith('changed since') && ' The run asks again when it is taken up.'}
      </Callout>
    );
  return (
    <Section title="Answer">
      <Facts
        rows={[
          [APPROVAL_STATES[approval.state].text, `by ${approval.answeredBy}`],
          approval.answeredAtMs === undefined
            ? undefined
            : ['Time', <Time key="time" ms={approval.answeredAtMs} />],
          approval.meaning === undefined ? undefined : ['Meaning', approval.meaning],
          approval.voidedBecause === undefined
            ? undefined
            : ['Void', <Message key="void" text={approval.voidedBecause} />],
          approval.answerReason === undefined ? undefined : ['Reason', approval.answerReason],
        ]}
      />
    </Section>
  );
}

/** INVARIANT: nothing is chosen beforehand and Enter answers nothing; each answer has its own button. */
function Answer(props: { readonly approval: ApprovalView; readonly onAnswered: () => void }): ReactNode {
  const { approval } = props;
  const { person } = useSignedIn();
  const form = useSignature();
  const answer = useAction('approvals.answer');
  const [choice, setChoice] = useState<'approved' | 'refused' | undefined>();
  if (approval.requestedById === person.id) {
    return (
      <Callout tone="neutral" title="Somebody else must answer">
        You started the run that asks. Nobody approves what they asked for.
      </Callout>
    );
  }
  const act = async (verdict: 'approved' | 'refused'): Promise<void> => {
    if (!isComplete(form.signature, true)) return;
    setChoice(verdict);
    const { meaning, reason, password } = form.signature;
    const done = await answer.run({ approval: approval.id, answer: verdict, meaning, reason, password });
    setChoice(undefined);
    form.set({ password: '' });
    if (done !== undefined) props.onAnswered();
  };
  const isReady = isComplete(form.signature, true) && !answer.pending;
  return (
    <Section title="Your answer">
      <div className="approval-answer">
        <SignatureFields form={form} reasonLabel="Reason" signer={person.name} isDisabled={answer.pending} />
        {answer.problem !== undefined && <Failure problem={answer.problem} where="answer to the approval" />}
        <p className="caption faint">
          Signed as {person.name}
          {form.signature.meaning !== null &&
            `, meaning ${MEANINGS[form.signature.meaning].text.toLowerCase()}`}
          . What you approve is what runs, once. If arguments, data, policy or program change, the approval is
          void.
        </p>
        <div className="approval-buttons">
          <Button isDisabled={!isReady} onPress={() => void act('refused')}>
            {choice === 'refused' ? 'Refusing' : 'Refuse'}
          </Button>
          <Button isDisabled={!isReady} onPress={() => void act('approved')}>
            {choice === 'approved' ? 'Approving' : 'Approve'}
          </Button>
        </div>
      </div>
    </Section>
  );
}
