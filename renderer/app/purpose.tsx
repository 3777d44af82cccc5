import { Eye } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { LookPurpose } from '../../shared/domain/look-purpose.ts';
import type { VerbName } from '../../shared/ipc/index.ts';
import { askWith } from '../api/bridge.ts';
import { cache, useAction } from '../api/hooks.ts';
import { Button } from '../ui/button.tsx';
import { ActDialog } from '../ui/dialog.tsx';
import { JournalField, SelectField, type Choice } from '../ui/fields.tsx';
import { formatTime } from '../ui/format.ts';
import { useNow } from '../ui/now.ts';
import { useSignedIn } from './session.tsx';

const PURPOSES: readonly Choice<LookPurpose>[] = [
  { id: 'approval', text: 'Answer an approval', note: 'What a call of an agent would change.' },
  { id: 'review', text: 'Review denials or emergency access', note: 'What was refused or opened, and why.' },
  { id: 'audit', text: 'Audit of access', note: 'A planned look at who did what.' },
  { id: 'incident', text: 'Incident or complaint', note: 'Something may have gone wrong.' },
  { id: 'redactor', text: 'Check the redactor', note: 'What it finds, misses and takes for a name.' },
  { id: 'request', text: 'Request of a patient or an authority', note: 'Somebody outside asked for it.' },
  { id: 'other', text: 'Another purpose', note: 'Say which, in your own words.' },
];
const TEXT = Object.fromEntries(PURPOSES.map(({ id, text }) => [id, text])) as Record<LookPurpose, string>;

/** For which verb it is asked; none where the person states it by themselves. */
interface Asked {
  readonly verb?: VerbName;
}

/**
 * What a compliance officer opens patients' data for, in the head of every screen; asked for before the first look.
 * Questions that come at once, as a screen asks them, are answered by one statement.
 */
export function Purpose(): ReactNode {
  const { session } = useSignedIn();
  const now = useNow();
  const [asked, setAsked] = useState<Asked | undefined>();
  const waiting = useRef<((stated: boolean) => void)[]>([]);
  useEffect(
    () =>
      askWith(
        'purpose_needed',
        (verb) =>
          new Promise<boolean>((resolve) => {
            waiting.current.push(resolve);
            setAsked((before) => before ?? { verb });
          }),
      ),
    [],
  );
  const answer = (isStated: boolean): void => {
    setAsked(undefined);
    for (const resolve of waiting.current.splice(0)) resolve(isStated);
  };
  const stated = session.purpose !== undefined && now < session.purpose.untilMs ? session.purpose : undefined;
  return (
    <>
      <Button
        small
        variant="quiet"
        onPress={() => setAsked({})}
        aria-label={
          stated === undefined
            ? 'No purpose stated for opening patients’ data'
            : `${TEXT[stated.purpose]}: what you open patients’ data for, until ${formatTime(stated.untilMs, now)}`
        }
      >
        <Eye size={14} aria-hidden="true" />
        <span className="top-purpose clip">{stated === undefined ? 'No purpose' : TEXT[stated.purpose]}</span>
      </Button>
      {asked !== undefined && <PurposeDialog verb={asked.verb} before={stated?.purpose} onAnswer={answer} />}
    </>
  );
}

function PurposeDialog(props: {
  readonly verb: VerbName | undefined;
  readonly before: LookPurpose | undefined;
  readonly onAnswer: (isStated: boolean) => void;
}): ReactNode {
  const { verb, before, onAnswer } = props;
  const [purpose, setPurpose] = useState<LookPurpose | null>(likelyFor(verb) ?? before ?? null);
  const [reason, setReason] = useState('');
  const state = useAction('session.statePurpose');
  const isReady = purpose !== null && reason.trim().length >= 3 && !state.pending;
  const act = async (): Promise<void> => {
    if (!isReady) return;
    const done = await state.run({ purpose, reason });
    if (done === undefined) return;
    // What was shown with less than a purpose opens.
    cache.invalidate('phi.getProof');
    onAnswer(true);
  };
  return (
    <ActDialog
      title="What do you open patients’ data for?"
      isOpen
      onClose={() => onAnswer(false)}
      act={verb === undefined ? 'State it' : 'State it and open'}
      onAct={() => void act()}
      ready={isReady}
      pending={state.pending}
      pendingText="Writing it down"
      problem={state.problem}
    >
      <p>
        As compliance officer you look at the work of others, so you open content for a purpose. It goes into
        the journal with your name before anything is shown, and counts for an hour or until you lock.
      </p>
      <SelectField label="Purpose" value={purpose} onChange={setPurpose} choices={PURPOSES} />
      <JournalField label="In your words" value={reason} onChange={setReason} isDisabled={state.pending} />
    </ActDialog>
  );
}

/** What the person most likely does it for, so that the usual case takes a sentence alone. */
function likelyFor(verb: VerbName | undefined): LookPurpose | undefined {
  if (verb === undefined) return undefined;
  if (verb.startsWith('approvals.')) return 'approval';
  if (verb.startsWith('phi.')) return 'redactor';
  return verb === 'emergency.getNote' ? 'review' : undefined;
}
