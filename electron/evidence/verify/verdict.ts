import type { Verdict } from '../../../shared/formats/index.ts';

export type { Verdict };

export type CheckState = 'ok' | 'failed' | 'unknown' | 'not_checked';

/** One thing that was checked. Details name places and counts, never a field's value. */
export interface Check {
  readonly what: string;
  readonly state: CheckState;
  readonly detail: string;
  /** For a failed check: `entry 17`, `page 3`. */
  readonly firstBad?: string | undefined;
  /** Set where only a checkpoint kept outside the workspace can show this. */
  readonly onlyWitness?: true;
}

/** The first fault of one kind. `seq` is the entry where it shows, where it shows at one. */
export interface Fault {
  readonly verdict: Exclude<Verdict, 'ok'>;
  readonly seq?: number | undefined;
  /** Set where `seq` is only the first entry that may be meant, as when just a root does not hold. */
  readonly fromThere?: true;
  readonly detail: string;
}
