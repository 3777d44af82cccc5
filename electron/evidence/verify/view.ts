import type { VerifyView } from '../../../shared/ipc/verify-views.ts';
import type { Check, Verdict } from './verdict.ts';

const WORDS: Readonly<Record<Verdict, string>> = {
  ok: 'the journal is whole',
  entry_altered: 'an entry was altered',
  entry_missing: 'an entry is missing',
  order_changed: 'the order of entries was changed',
  chain_rewritten: 'the chain was rewritten',
  tail_cut: 'the end of the journal was cut off',
  rolled_back: 'the journal is older than a checkpoint that was kept elsewhere',
  checkpoint_forged: 'a checkpoint was forged',
  payload_altered: 'a payload was altered',
  clock_stepped_back: 'time runs backwards without a record of it',
  schema_altered: 'the tables or triggers of the journal were altered',
  cannot_read: 'the journal cannot be read',
};

/** The verdict on a journal in words, for people. */
export function verdictInWords(report: {
  readonly verdict: Verdict;
  readonly firstBad: number | undefined;
}): string {
  const where = report.firstBad === undefined ? '' : `, first at entry ${report.firstBad}`;
  return `${WORDS[report.verdict]}${where}`;
}

/** Checks as screens and the command line show them. Only a failed check makes the whole not ok. */
export function toVerifyView(subject: string, checks: readonly Check[]): VerifyView {
  return {
    ok: checks.every(({ state }) => state !== 'failed'),
    subject,
    lines: checks.map(({ what, state, detail, firstBad, onlyWitness }) => ({
      what,
      verdict: state,
      detail,
      ...(firstBad === undefined ? {} : { firstBad }),
      ...(onlyWitness === undefined ? {} : { onlyWitness }),
    })),
  };
}
