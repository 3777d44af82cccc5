import { useState, type ReactNode } from 'react';
import type { DenialOutcome } from '../../../shared/domain/index.ts';
import type { DenialGroupView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards, TextField } from '../../ui/fields.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Drawer, Section } from '../../ui/layout.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { Badge, Chip, Message, Time } from '../../ui/text.tsx';
import { toolWord } from '../../ui/words.ts';
import { DenialFacts } from './denial-facts.tsx';
import { groupState, OUTCOMES } from './review-words.ts';

type Reviewed = DenialGroupView['denials'][number];

/** Denials that belong together: each with its context, and one judgement for those still open. */
export function GroupDrawer(props: {
  readonly group: DenialGroupView;
  readonly onReviewed: () => void;
}): ReactNode {
  const { group } = props;
  const { person } = useSignedIn();
  const state = groupState(group);
  const hidden = group.total - group.denials.length;
  return (
    <Drawer
      title={`${plural(group.total, 'denial')} by ${group.ruleId}`}
      label="Group of denials"
      onClose={() => go({ screen: 'denials', tab: 'review' }, 'replace')}
      meta={
        <>
          <Badge tone={state.tone}>{state.text}</Badge>
          {group.table !== undefined && <Chip>{group.table}</Chip>}
          <span>{group.agent ?? 'by hand'}</span>
        </>
      }
    >
      {person.role === 'compliance' && group.unreviewed > 0 && <Judge {...props} />}
      <Section title="Denials">
        <ul className="denial-list">
          {group.denials.map((denial) => (
            <li key={denial.seq}>
              <Denial denial={denial} isOnly={group.total === 1} />
            </li>
          ))}
        </ul>
        {hidden > 0 && (
          <p className="caption faint">
            and {formatCount(hidden)} older ones, in the list of all denials and in the journal
          </p>
        )}
      </Section>
    </Drawer>
  );
}

function Denial(props: { readonly denial: Reviewed; readonly isOnly: boolean }): ReactNode {
  const { denial } = props;
  return (
    <details className="denial" open={props.isOnly}>
      <summary>
        <span className="strong">{toolWord(denial.tool)}</span>
        <span className="soft">{denial.person}</span>
        <Time ms={denial.wallMs} />
        {denial.review !== undefined && <Chip>{OUTCOMES[denial.review.outcome].text}</Chip>}
      </summary>
      <div className="denial-body">
        {denial.review !== undefined && (
          <p className="small">
            <span className="strong">{OUTCOMES[denial.review.outcome].text}</span>, said {denial.review.by}{' '}
            <Time ms={denial.review.atMs} />: <Message text={denial.review.note} />
          </p>
        )}
        <DenialFacts denial={denial} />
      </div>
    </details>
  );
}

/** INVARIANT: nothing is chosen beforehand; what the note says passes the redactor before it is kept. */
function Judge(props: { readonly group: DenialGroupView; readonly onReviewed: () => void }): ReactNode {
  const { open, unreviewed } = props.group;
  const review = useAction('denials.review');
  const [outcome, setOutcome] = useState<DenialOutcome | null>(null);
  const [note, setNote] = useState('');
  if (open.length === 0)
    return (
      <Callout tone="neutral" title="Somebody else must review these">
        They were denied to you. Nobody reviews what was denied to themselves.
      </Callout>
    );
  const isReady = outcome !== null && note.trim().length >= 3 && !review.pending;
  const act = async (): Promise<void> => {
    if (outcome === null) return;
    const done = await review.run({ denials: open.slice(0, 10_000), outcome, note });
    if (done !== undefined) props.onReviewed();
  };
  return (
    <Section title="What do you make of it">
      <div className="stack">
        <ChoiceCards
          label="Outcome"
          value={outcome}
          onChange={setOutcome}
          isDisabled={review.pending}
          choices={(Object.keys(OUTCOMES) as DenialOutcome[]).map((id) => ({ id, ...OUTCOMES[id] }))}
        />
        <TextField
          label="Note"
          value={note}
          onChange={setNote}
          lines={2}
          maxLength={500}
          isDisabled={review.pending}
          note="Kept in the journal and printed in reports. No names or numbers of patients."
        />
        {review.problem !== undefined && <Failure problem={review.problem} where="review of denials" />}
        <div className="row-apart">
          <span className="caption faint">
            {open.length < unreviewed &&
              `${formatCount(unreviewed - open.length)} of these somebody else must review.`}
          </span>
          <Button variant="primary" isDisabled={!isReady} onPress={() => void act()}>
            {review.pending ? 'Recording' : `Record for ${plural(open.length, 'denial')}`}
          </Button>
        </div>
      </div>
    </Section>
  );
}
