import type { EmergencyReason } from '../../../shared/domain/emergency.ts';
import type { EmergencyUseView } from '../../../shared/ipc/emergency-verbs.ts';

/** Why somebody breaks the glass, as people say it. */
export const REASONS: Readonly<Record<EmergencyReason, { readonly text: string; readonly note: string }>> = {
  patient_care: { text: 'A patient needs it', note: 'treatment cannot wait for a content holder' },
  continuity: { text: 'Work must go on', note: 'systems or people failed, and patients depend on it' },
  incident: { text: 'An incident', note: 'to see what happened, and stop it' },
  legal_duty: { text: 'A legal duty', note: 'a court or an authority that cannot wait' },
  other: { text: 'Something else', note: 'say it below' },
};

export const REASON_IDS = Object.keys(REASONS) as EmergencyReason[];

/** Time boxes that are offered, in minutes. */
export const MINUTES = ['15', '30', '60', '120', '240'] as const;

const ENDS: Readonly<Record<NonNullable<EmergencyUseView['ended']>['how'], string>> = {
  expired: 'its time was up',
  ended: 'ended by hand',
  interrupted: 'ended before anything was open',
  clock_set_back: 'ended, because the clock was set back',
};

/** What a use opened: its table by name where the journal knows it. */
export function scopeWords({ scope, table }: Pick<EmergencyUseView, 'scope' | 'table'>): string {
  const id = (scope.kind === 'dataset' ? scope.dataset : scope.run).slice(0, 8);
  if (scope.kind === 'run') return table === undefined ? `run ${id}` : `run ${id} on ${table}`;
  return table === undefined ? `table ${id}` : `table ${table}`;
}

/** How a use stands. */
export function stateWords({ ended, review }: Pick<EmergencyUseView, 'ended' | 'review'>): string {
  if (review !== undefined)
    return review.judgement === 'justified' ? 'reviewed: justified' : 'reviewed: not justified';
  return ended === undefined ? 'in use' : `${ENDS[ended.how]}; not reviewed`;
}

/** `12:05` for what is left, by minutes and seconds. */
export function leftWords(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** What somebody looked at, in a few words. */
export function lookWords(look: EmergencyUseView['looks'][number]): string {
  if (look.what === 'table') return 'the table’s columns';
  if (look.what === 'prompt') return `what was said to the model in call ${(look.call ?? '').slice(0, 8)}`;
  const first = (look.offset ?? 0) + 1;
  return `rows ${first} to ${first + (look.rows ?? 1) - 1} of version ${look.version ?? 1}`;
}

/** What the field of each paper is called, with one paper or two. */
export function paperLabel(papers: number): (index: number) => string {
  return (index) => {
    if (papers === 1) return 'Emergency code';
    return index === 0
      ? 'Emergency code, the paper from the safe'
      : 'Emergency code, the second person’s paper';
  };
}
