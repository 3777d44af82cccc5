import type { RestoreVerdictView } from '../../../shared/ipc/index.ts';
import { formatCount, plural } from '../../ui/format.ts';

export interface VerdictWords {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly text: string;
}

/** The verdict on a copy in the words of somebody who has to decide. */
export function verdictWords({ verdict, missing, witnesses, journalSize }: RestoreVerdictView): VerdictWords {
  const entries = plural(journalSize, 'entry', 'entries');
  if (missing > 0)
    return {
      tone: 'bad',
      title: `${plural(missing, 'entry', 'entries')} would be lost`,
      text: `A checkpoint that was kept elsewhere covers ${formatCount(journalSize + missing)} entries, and this backup has ${formatCount(journalSize)}. What was recorded behind it stands in the old workspace folder alone. Look for a newer backup first.`,
    };
  if (!verdict.ok)
    return {
      tone: 'bad',
      title: 'The copy does not pass',
      text: 'What failed stands below. Take another backup; this one is evidence of what happened to it.',
    };
  if (witnesses === 0)
    return {
      tone: 'warn',
      title: 'Whole, and nobody can tell whether it is the newest',
      text: `All ${entries} verify. Without a checkpoint that was kept elsewhere, entries that came after this backup leave no trace here.`,
    };
  return {
    tone: 'good',
    title: 'Whole, and as far as the witnesses know',
    text: `All ${entries} verify, and ${plural(witnesses, 'checkpoint')} from elsewhere ${witnesses === 1 ? 'knows' : 'know'} no more than it has. What came after the last of them is not known to anybody outside.`,
  };
}
