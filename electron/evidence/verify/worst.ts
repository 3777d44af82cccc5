import type { Fault } from './verdict.ts';

/** What to say where two faults show at the same place, or at none. */
const PRECEDENCE: readonly Fault['verdict'][] = [
  'entry_missing',
  'order_changed',
  'entry_altered',
  'chain_rewritten',
  'checkpoint_forged',
  'tail_cut',
  'rolled_back',
  'payload_altered',
  'schema_altered',
  'clock_stepped_back',
  'cannot_read',
];

/** The one order of faults: by the entry where they show, then by what is said first where several show at one. */
export function compareFaults(a: Fault, b: Fault): number {
  const place = ({ seq, fromThere }: Fault): number => (fromThere === true ? Infinity : (seq ?? Infinity));
  const [at, than] = [place(a), place(b)];
  return at === than ? PRECEDENCE.indexOf(a.verdict) - PRECEDENCE.indexOf(b.verdict) : at - than;
}

/**
 * The fault that the verdict names. Where something cannot be read, that is it: other faults may follow
 * from it. Else the earliest entry that a fault points at, then what only shows as a whole.
 */
export function worstOf(found: readonly (Fault | undefined)[]): Fault | undefined {
  const faults = found.filter((fault) => fault !== undefined);
  const unread = faults.filter(({ verdict }) => verdict === 'cannot_read');
  return [...(unread.length > 0 ? unread : faults)].sort(compareFaults)[0];
}
