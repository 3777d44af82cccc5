import type { PolicyCheckView, PolicyVersionView } from '../../../shared/ipc/index.ts';
import { formatCount, plural } from '../../ui/format.ts';
import type { Tone } from '../../ui/words.ts';

type State = PolicyVersionView['state'];
type Severity = PolicyCheckView['findings'][number]['severity'];

export const VERSION_STATES: Readonly<Record<State, { readonly text: string; readonly tone: Tone }>> = {
  draft: { text: 'Draft', tone: 'warn' },
  in_effect: { text: 'In effect', tone: 'good' },
  replaced: { text: 'Replaced', tone: 'neutral' },
  withdrawn: { text: 'Withdrawn', tone: 'neutral' },
};

export const SEVERITIES: Readonly<Record<Severity, { readonly text: string; readonly tone: Tone }>> = {
  error: { text: 'Error', tone: 'bad' },
  warning: { text: 'Warning', tone: 'warn' },
  note: { text: 'Note', tone: 'neutral' },
  undecided: { text: 'Cannot decide', tone: 'warn' },
};

/** How far a version has come on its way, as one sentence. */
export function wayOf(version: Pick<PolicyVersionView, 'checked' | 'replayed' | 'inEffect'>): string {
  if (version.inEffect.length > 0) return '';
  const { checked, replayed } = version;
  if (checked === undefined) return 'not checked yet';
  if (checked.errors > 0) return `${plural(checked.errors, 'error')} keep it from taking effect`;
  if (replayed === undefined) return 'checked, not replayed yet';
  return `checked, would change ${formatCount(replayed.changed)} of ${plural(replayed.replayed, 'recorded decision')}`;
}
