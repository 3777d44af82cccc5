import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, DialogTrigger, Popover } from 'react-aria-components';
import { useQuery } from '../api/hooks.ts';
import { Facts } from '../ui/layout.tsx';
import { Badge, Time } from '../ui/text.tsx';
import { hrefOf } from './routes.ts';

const LATEST = { offset: 0, limit: 1, newestFirst: true } as const;

/** What is known about the air gap, the journal and the keys, with where it is known from. */
export function Posture(): ReactNode {
  const verified = useQuery('journal.listEntries', { ...LATEST, kind: 'integrity.verified' });
  const checkpoint = useQuery('journal.listEntries', { ...LATEST, kind: 'journal.checkpoint' });
  const last = verified.status === 'ready' ? verified.value.entries[0] : undefined;
  const point = checkpoint.status === 'ready' ? checkpoint.value.entries[0] : undefined;
  const verdict = typeof last?.entry.body.verdict === 'string' ? last.entry.body.verdict : undefined;
  const tone = verdict === undefined ? 'neutral' : verdict === 'ok' ? 'good' : 'bad';
  const known = verified.status === 'ready';
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
                    <a href={hrefOf({ screen: 'journal', seq: last.entry.seq })}>entry {last.entry.seq}</a>,{' '}
                    <Time ms={last.entry.wallMs} />
                  </>
                ),
              ],
              [
                'Checkpoint',
                point === undefined ? (
                  <span className="soft">None yet.</span>
                ) : (
                  <>
                    <a href={hrefOf({ screen: 'journal', seq: point.entry.seq })}>entry {point.entry.seq}</a>,{' '}
                    <Time ms={point.entry.wallMs} />
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
