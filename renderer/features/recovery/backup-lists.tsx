import type { ReactNode } from 'react';
import type { BackupStateView, MadeBackupView } from '../../../shared/ipc/index.ts';
import { hrefOf } from '../../app/routes.ts';
import { formatBytes, formatCount, plural } from '../../ui/format.ts';
import { Facts, Section } from '../../ui/layout.tsx';
import { useNow } from '../../ui/now.ts';
import { Badge, Time } from '../../ui/text.tsx';
import { everyWords } from './schedule-words.ts';

/** Rows that a list shows; the journal has the others. */
const SHOWN = 5;

/** The newest copy that counts, and when the next is due. */
export function BackupFacts(props: { readonly view: BackupStateView }): ReactNode {
  const { made, schedule, asOfSeq } = props.view;
  const nowMs = useNow();
  const last = made.find(({ ok }) => ok);
  return (
    <Facts
      rows={[
        [
          'Last backup',
          last === undefined ? (
            <span key="none" className="soft">
              None yet.
            </span>
          ) : (
            <span key="last" className="row">
              <span>
                {formatCount(last.size)} entries, {formatBytes(last.sizeBytes)}
              </span>
              <Time ms={last.wallMs} />
              <span>by {last.person}</span>
              <a href={hrefOf({ screen: 'journal', seq: last.seq })}>entry {last.seq}</a>
            </span>
          ),
        ],
        last === undefined
          ? undefined
          : ['Since then', plural(Math.max(0, asOfSeq - last.seq), 'entry', 'entries')],
        [
          'Schedule',
          schedule === undefined ? (
            <span key="none" className="soft">
              None: backups are made by hand alone.
            </span>
          ) : (
            <span key="schedule">
              {everyWords(schedule.everyHours)}, while nobody is signed in, into{' '}
              <code>{schedule.folder}</code>, set by {schedule.setBy} <Time ms={schedule.setAtMs} />
            </span>
          ),
        ],
        schedule === undefined
          ? undefined
          : [
              'Next one',
              schedule.dueMs > nowMs ? (
                <Time key="due" ms={schedule.dueMs} />
              ) : (
                <span key="overdue" className="row">
                  <Badge tone="warn">Due</Badge> made as soon as nobody is signed in
                </span>
              ),
            ],
      ]}
    />
  );
}

export function MadeList(props: { readonly made: readonly MadeBackupView[] }): ReactNode {
  if (props.made.length === 0) return null;
  return (
    <Section title="Made">
      <ul className="recovery-list" aria-label="Backups that were made">
        {props.made.slice(0, SHOWN).map((one) => (
          <li key={one.seq} className="row small">
            <Badge tone={one.ok ? 'good' : 'bad'}>{one.ok ? 'Verified' : 'Not made'}</Badge>
            <Time ms={one.wallMs} />
            <span>
              by {one.person}
              {one.ok ? `, ${formatCount(one.size)} entries, ${formatBytes(one.sizeBytes)}` : why(one.code)}
            </span>
            <a href={hrefOf({ screen: 'journal', seq: one.seq })}>entry {one.seq}</a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function DrillList(props: { readonly drills: BackupStateView['drills'] }): ReactNode {
  if (props.drills.length === 0)
    return (
      <p className="small soft">
        No backup was tried yet. A trial restores one beside the workspace, verifies it, and takes it away.
      </p>
    );
  return (
    <Section title="Tried">
      <ul className="recovery-list" aria-label="Backups that were tried">
        {props.drills.slice(0, SHOWN).map((one) => (
          <li key={one.seq} className="row small">
            <Badge tone={one.ok ? 'good' : 'bad'}>{one.ok ? 'Comes back' : 'Did not pass'}</Badge>
            <Time ms={one.wallMs} />
            <span>
              by {one.person}: a copy of <Time ms={one.madeAtMs} /> in {Math.ceil(one.durationMs / 1000)} s
              {one.isKnown ? '' : ', which this journal did not record'}
              {one.failed.length > 0 && `: ${one.failed.join(', ')}`}
            </span>
            <a href={hrefOf({ screen: 'journal', seq: one.seq })}>entry {one.seq}</a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What stopped a copy, by the code of its outcome. */
function why(code: string | undefined): string {
  const words: Readonly<Record<string, string>> = {
    cancelled: ': it was cancelled, or somebody came back',
    storage_full: ': the medium was full',
    not_allowed: ': the folder could not be written to',
    not_found: ': the medium was not there',
    already_exists: ': something stood there already',
    damaged: ': the copy did not verify',
    interrupted: ': the application ended meanwhile',
  };
  return words[code ?? ''] ?? ': it did not complete';
}
