import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, DialogTrigger, Popover } from 'react-aria-components';
import type { PostureView } from '../../shared/ipc/posture-verbs.ts';
import { useQuery } from '../api/hooks.ts';
import { Facts } from '../ui/layout.tsx';
import { Badge, Time } from '../ui/text.tsx';
import { hrefOf } from './routes.ts';

/** What is known about the air gap, the journal and the keys, with where it is known from. */
export function Posture(): ReactNode {
  const integrity = useQuery('journal.getIntegrity', {});
  const posture = useQuery('posture.get', {});
  const network = posture.status === 'ready' ? posture.value.network : undefined;
  const exposed = network?.state === 'not_accepted';
  const last = integrity.status === 'ready' ? integrity.value.lastVerified : undefined;
  const point = integrity.status === 'ready' ? integrity.value.lastCheckpoint : undefined;
  const tone = last === undefined ? 'neutral' : last.intact ? 'good' : 'bad';
  const known = integrity.status === 'ready';
  const journalWord =
    tone === 'good' ? 'Verified' : tone === 'bad' ? 'Not intact' : known ? 'Not verified yet' : 'Posture';
  const word = network?.alarm !== undefined ? 'Network appeared' : exposed ? 'Network' : journalWord;
  const isAlarming = exposed || network?.alarm !== undefined || tone === 'bad';
  const Icon = isAlarming ? ShieldAlert : tone === 'good' ? ShieldCheck : ShieldQuestion;
  return (
    <DialogTrigger>
      <AriaButton
        className={`button button-small ${isAlarming ? 'button-danger' : 'button-quiet'}`}
        aria-label={`Posture: ${exposed ? `a way out that nobody answers for, journal ${journalWord}` : `journal ${journalWord}`}`}
      >
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
                    <Badge tone={tone}>{journalWord}</Badge>{' '}
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
              ['Air gap', <AirGap key="gap" network={network} />],
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

function AirGap(props: { readonly network: PostureView['network'] | undefined }): ReactNode {
  const { network } = props;
  return (
    <>
      Enforced for this window and every process of ours.{' '}
      {network?.state === 'none' && 'This machine has no way out. '}
      {network?.state === 'accepted' && 'Its network is answered for. '}
      {network?.state === 'not_accepted' && (
        <>
          <Badge tone="bad">This machine has a way out</Badge>{' '}
        </>
      )}
      <a href={hrefOf({ screen: 'posture' })}>Everything that was looked at</a>
    </>
  );
}
