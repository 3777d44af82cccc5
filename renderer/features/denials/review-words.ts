import type { DenialOutcome } from '../../../shared/domain/index.ts';
import type { DenialGroupView, DenialQueueView } from '../../../shared/ipc/index.ts';
import { formatCount, plural } from '../../ui/format.ts';
import type { Tone } from '../../ui/words.ts';

/** What a compliance officer can make of a denial. */
export const OUTCOMES: Readonly<Record<DenialOutcome, { readonly text: string; readonly note: string }>> = {
  expected: { text: 'Expected', note: 'The rule did what it is for.' },
  policy_too_tight: { text: 'Policy too tight', note: 'The act was right; the rule should let it.' },
  training: { text: 'Training', note: 'Somebody should learn how to go about this.' },
  incident: { text: 'Incident', note: 'This needs an investigation.' },
};

/** Where the review of a group stands. */
export function groupState(group: Pick<DenialGroupView, 'unreviewed' | 'overdue' | 'total'>): {
  readonly text: string;
  readonly tone: Tone;
} {
  if (group.overdue > 0) return { text: `${formatCount(group.overdue)} overdue`, tone: 'bad' };
  if (group.unreviewed > 0) return { text: `${formatCount(group.unreviewed)} to review`, tone: 'warn' };
  return { text: 'Reviewed', tone: 'good' };
}

/** `3 expected, 1 incident`, or undefined where nothing was judged. */
export function outcomeText(outcomes: Readonly<Record<DenialOutcome, number>>): string | undefined {
  const parts = (Object.keys(OUTCOMES) as DenialOutcome[])
    .filter((outcome) => outcomes[outcome] > 0)
    .map((outcome) => `${formatCount(outcomes[outcome])} ${OUTCOMES[outcome].text.toLowerCase()}`);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** How the reviewing stands, as one badge. */
export function queueState(
  queue: Pick<DenialQueueView, 'unreviewed' | 'overdue' | 'signatureDueMs'>,
  nowMs: number,
): { readonly text: string; readonly tone: Tone } {
  if (queue.overdue > 0)
    return { text: `${plural(queue.overdue, 'denial')} waiting for more than a week`, tone: 'bad' };
  if (queue.signatureDueMs !== undefined && nowMs > queue.signatureDueMs)
    return { text: 'The signed review is overdue', tone: 'bad' };
  if (queue.unreviewed > 0) return { text: `${formatCount(queue.unreviewed)} to review`, tone: 'warn' };
  return { text: 'Everything is reviewed', tone: 'good' };
}
