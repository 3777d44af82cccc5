import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, DialogTrigger, Popover } from 'react-aria-components';
import { useQuery } from '../api/hooks.ts';
import { Facts } from '../ui/layout.tsx';
import { Badge, Time } from '../ui/text.tsx';
import { hrefOf } from './routes.ts';

/** What is known about the air gap, the journal and the keys, with where it is known from. */
export function Posture(): ReactNode {
  const integrity = useQuery('journal.getIntegrity', {});
  const last = integrity.status === 'ready' ? integrity.value.lastVerified : undefined;
  const point = integrity.status === 'ready' ? integrity.value.lastCheckpoint : undefined;
  const tone = last === undefined ? 'neutral' : last.intact ? 'good' : 'bad';
  const known = integrity.status === 'ready';
  const word =
    tone === 'good' ? 'Verified' : tone === 'bad' ? 'Not intact' : known ? 'Not verified yet' : 'Posture';
  const Icon = tone === 'good' ? ShieldCheck : tone === 'bad' ? ShieldAlert : ShieldQuestion;
  return (
    <DialogTrigger>
      <AriaButton className="button button-quiet button-small" aria-label={`Posture: journal ${word}`}>
        <Icon size={14} aria-hidden="true" />
        {word}
      </AriaButton>
      <Popover className="popover" placement="bottom end" aria-label="Posture">
        <div className="posture">
          <Facts
            rows={[
              [
                'Journal',
                last === undefined ? (
                  <span className="soft">Not verified in this workspace yet.</span>
                ) : (
                  <>
                    <Badge tone={tone}>{word}</Badge>{' '}
                    <a href={hrefOf({ screen: 'journal', seq: last.seq })}>entry {last.seq}</a>,{' '}
                    <Time ms={last.wallMs} />
                  </>
                ),
              ],
              [
                'Checkpoint',
                point === undefined ? (
                  <span className="soft">None yet.</span>
                ) : (
                  <>
                    <a href={hrefOf({ screen: 'journal', seq: point.seq })}>entry {point.seq}</a>,{' '}
                    <Time ms={point.wallMs} />
                  </>
                ),
              ],
              ['Air gap', 'Enforced for this window: its content policy lets it connect nowhere.'],
              [
                'Keys',
                'Asserted: unlocked by your password while you are signed in; content keys go at lock.',
              ],
            ]}
          />
        </div>
      </Popover>
    </DialogTrigger>
  );
}
