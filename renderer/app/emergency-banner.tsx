import { useEffect, useState, type ReactNode } from 'react';
import type { SessionView } from '../../shared/ipc/index.ts';
import { useAction, useQuery } from '../api/hooks.ts';
import { Button } from '../ui/button.tsx';
import { useNow } from '../ui/now.ts';
import { Time } from '../ui/text.tsx';
import { leftWords } from '../features/emergency/emergency-words.ts';
import { hrefOf } from './routes.ts';
import { useSignedIn } from './session.tsx';

/** After so long without a compliance officer's word the alarm grows louder. */
const ESCALATED_AFTER_MS = 15 * 60_000;

/** The alarm, before anybody signs in and on every screen, until the use was reviewed. */
export function EmergencyAlarm(props: { readonly emergency: SessionView['emergency'] }): ReactNode {
  const now = useNow();
  const { emergency } = props;
  if (emergency === undefined) return null;
  const { person, beganAtMs, endedAtMs, seen } = emergency;
  const escalated = !seen && now - beganAtMs >= ESCALATED_AFTER_MS;
  return (
    <div className="idle-bar emergency-bar" role="alert">
      <span>
        <strong>
          {endedAtMs === undefined ? 'Emergency access is in use' : 'Emergency access was used'}
        </strong>{' '}
        by {person}, since <Time ms={beganAtMs} />.{' '}
        {seen ? 'It waits for its review.' : 'No compliance officer has seen it yet.'}
        {escalated && ' It is escalated: call one now.'}
      </span>
    </div>
  );
}

/** Inside the frame: the alarm, and for whoever broke the glass the time that is left. */
export function EmergencyBanner(): ReactNode {
  const { person, session } = useSignedIn();
  const state = useQuery('emergency.get', session.emergency === undefined ? null : {});
  const mine = state.status === 'ready' ? state.value.mine : undefined;
  if (mine !== undefined)
    return <Countdown key={`${mine.began} ${mine.leftMs}`} began={mine.began} leftMs={mine.leftMs} />;
  if (session.emergency === undefined) return null;
  return (
    <div>
      <EmergencyAlarm emergency={session.emergency} />
      {person.role === 'compliance' && (
        <div className="idle-bar emergency-bar" role="region" aria-label="Emergency access to review">
          <a href={hrefOf({ screen: 'emergency' })}>See what was opened, and review it</a>
        </div>
      )}
    </div>
  );
}

function Countdown(props: { readonly began: number; readonly leftMs: number }): ReactNode {
  const [leftMs, setLeftMs] = useState(props.leftMs);
  const end = useAction('emergency.end');
  const { leftMs: atFirst } = props;
  useEffect(() => {
    const from = performance.now();
    const timer = setInterval(() => setLeftMs(Math.max(0, atFirst - (performance.now() - from))), 1000);
    return () => clearInterval(timer);
  }, [atFirst]);
  return (
    <div className="idle-bar emergency-bar" role="region" aria-label="Emergency access">
      <span>
        <strong>Emergency access</strong>, another <strong className="figure">{leftWords(leftMs)}</strong>.
        Everything that you look at is on record and will be reviewed.{' '}
        <a href={hrefOf({ screen: 'emergency' })}>What is open</a>
      </span>
      <Button small isDisabled={end.pending} onPress={() => void end.run({ began: props.began })}>
        End now
      </Button>
    </div>
  );
}
