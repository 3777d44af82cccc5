import { useState, type ReactNode } from 'react';
import type { CallView, RunView } from '../../../shared/ipc/index.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatDuration, inSentence } from '../../ui/format.ts';
import { Drawer, Facts, Section } from '../../ui/layout.tsx';
import { Badge, Chip, CopyId, Message, redactionText } from '../../ui/text.tsx';
import { CALL_STATES, FINDING_WORDS, toolWord } from '../../ui/words.ts';
import { changeText } from './call-words.ts';
import { PromptDialog } from './prompt-dialog.tsx';
import { Why } from './why.tsx';

/** One call: what was found, what the model chose, why policy decided so, what came of it. */
export function CallDrawer(props: {
  readonly run: RunView;
  readonly call: CallView;
  readonly onClose: () => void;
}): ReactNode {
  const { run, call } = props;
  const { person } = useSignedIn();
  const [reading, setReading] = useState(false);
  const state = CALL_STATES[call.state];
  const maySeeCells = person.role === 'operator' || person.role === 'compliance';
  return (
    <Drawer
      title={toolWord(call.tool)}
      label="Call"
      onClose={props.onClose}
      meta={
        <>
          <Badge tone={state.tone}>{state.text}</Badge>
          <span className="mono">{call.agent}</span>
          <CopyId id={call.id} what="call id" />
        </>
      }
    >
      {call.finding !== undefined && (
        <Section title="Finding, from code">
          <p className="small">
            <span className="mono">{call.finding.column}</span>:{' '}
            {inSentence(FINDING_WORDS[call.finding.kind])}, {call.finding.detail}{' '}
            <span className="faint">({call.finding.id})</span>
          </p>
        </Section>
      )}
      <Section title="The model’s choice">
        <Facts
          rows={[
            ['Call', <CallText key="call" call={call} />],
            ['Its reason', call.why === '' ? <span className="faint">none given</span> : call.why],
            call.usual === undefined
              ? undefined
              : [
                  'Usual answer',
                  call.agreedWithUsual === false ? (
                    <span key="usual">
                      <strong>{toolWord(call.usual)}</strong>; the model chose otherwise
                    </span>
                  ) : (
                    'the same'
                  ),
                ],
          ]}
        />
        {person.role === 'operator' && call.state !== 'deciding' && (
          <div>
            <Button small onPress={() => setReading(true)}>
              Exact prompt and raw cells
            </Button>
          </div>
        )}
      </Section>
      <Section title="Why this decision">
        {call.decision !== undefined && <Why decision={call.decision} seq={call.entries.at(-1)} />}
        {call.refusal !== undefined && call.refusal.ruleId !== call.decision?.ruleId && (
          <p className="small">
            Refused at <strong>{call.refusal.stage.replaceAll('_', ' ')}</strong> by{' '}
            <Chip>{call.refusal.ruleId}</Chip>. <Message text={call.refusal.reason} />
          </p>
        )}
        {call.decision === undefined && call.refusal === undefined && (
          <p className="soft small">Not decided yet.</p>
        )}
        {call.approval !== undefined && maySeeCells && (
          <p className="small">
            <a href={hrefOf({ screen: 'approvals', approval: call.approval })}>The approval it needs</a>
          </p>
        )}
      </Section>
      <Section title="What came of it">
        <Facts
          rows={[
            [
              'Change',
              call.change === undefined ? <span className="faint">none</span> : changeText(call.change),
            ],
            call.change !== undefined && call.change.columnsRemoved.length > 0
              ? ['Removed', <code key="gone">{call.change.columnsRemoved.join(', ')}</code>]
              : undefined,
            call.change !== undefined && call.change.columnsAdded.length > 0
              ? ['Added', <code key="new">{call.change.columnsAdded.join(', ')}</code>]
              : undefined,
            ['Redacted', redactionText(call.redactions, 'no identifiers in the result')],
          ]}
        />
        {call.change !== undefined && (
          <p className="small">
            <a href={hrefOf({ screen: 'runs', run: run.id, tab: 'differences', call: call.id })}>
              Differences that this call made
            </a>
          </p>
        )}
      </Section>
      <Section title="Time">
        <Facts
          rows={[
            [
              'Model',
              `${formatDuration(call.modelMs)}, ${formatCount(call.answerTokens)} tokens at ${formatCount(Math.round(call.tokensPerSecond))} per second`,
            ],
            call.gateMs === undefined ? undefined : ['Gate', formatDuration(call.gateMs)],
            call.toolMs === undefined ? undefined : ['Tool', formatDuration(call.toolMs)],
          ]}
        />
      </Section>
      <Section title="Journal">
        <p className="row small">
          {call.entries.length === 0 && <span className="faint">No entry yet.</span>}
          {call.entries.map((seq) => (
            <a key={seq} href={hrefOf({ screen: 'journal', seq })}>
              entry {seq}
            </a>
          ))}
        </p>
      </Section>
      {person.role === 'operator' && (
        <PromptDialog run={run.id} call={call} isOpen={reading} onClose={() => setReading(false)} />
      )}
    </Drawer>
  );
}

function CallText(props: { readonly call: CallView }): ReactNode {
  const { call } = props;
  return (
    <code className="call-text">
      {call.tool}
      {Object.entries(call.args).map(([name, value]) => (
        <span key={name}>
          {'\n  '}
          {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
        </span>
      ))}
    </code>
  );
}
