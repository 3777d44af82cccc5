import type { Entry, EntryPhase, EventName } from '../../../../shared/formats/journal/index.ts';

/** An entry as far as a report about a period needs it: without its chain and its payloads. */
export type KeptEntry = Omit<Entry, 'v' | 'epoch' | 'monoMs' | 'payloads' | 'prev' | 'correlation'>;

/** How often a kind and phase stands in the period, and the first entries that show it. */
export interface Shown {
  readonly count: number;
  readonly seqs: readonly number[];
}

/** What one person, through one agent or by hand, did to one thing in the period. */
export interface Touch {
  readonly person: string;
  readonly agent: string | undefined;
  readonly act: string;
  /** A dataset's id or a model's SHA-256. */
  readonly object: string;
  readonly what: 'dataset' | 'model';
  /** The purpose of the run that it was done in, or what a compliance officer stated; undefined where nobody was asked. */
  readonly purpose: string | undefined;
  readonly count: number;
  readonly firstSeq: number;
  readonly firstMs: number;
  readonly lastSeq: number;
  readonly lastMs: number;
}

/** One person in the period. */
export interface PersonTally {
  readonly id: string;
  readonly entries: number;
  readonly signIns: number;
  readonly phiEntries: number;
  readonly views: number;
  readonly refused: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Days with at least one entry. */
  readonly days: number;
}

export interface DayTally {
  /** Midnight, UTC. */
  readonly dayMs: number;
  readonly entries: number;
  readonly phiEntries: number;
  readonly denials: number;
}

/** Everything that one pass over a journal tells about a period. Plain data, so that it crosses threads. */
export interface PeriodFacts {
  readonly fromMs: number;
  readonly toMs: number;
  readonly throughSeq: number;
  readonly firstSeq: number | undefined;
  readonly lastSeq: number | undefined;
  readonly entries: number;
  readonly intents: number;
  /** Intents of the period whose outcome never came. */
  readonly unanswered: readonly number[];
  readonly unansweredCount: number;
  readonly phiEntries: number;
  /** Entries whose body this version cannot read. */
  readonly unknownBodies: number;
  /** Positions that hold no readable entry. */
  readonly unreadable: {
    readonly entries: number;
    readonly ranges: readonly { readonly from: number; readonly to: number }[];
  };
  readonly shown: ReadonlyMap<string, Shown>;
  readonly days: readonly DayTally[];
  readonly people: readonly PersonTally[];
  readonly touches: readonly Touch[];
  /** Touches that were not told apart, since there were too many. */
  readonly touchesLeftOut: number;
  /** Entries looked at one by one: of the period, and of other times where they say what stood then. */
  readonly kept: readonly KeptEntry[];
}

/** The name under which a kind and phase stands in `shown`. */
export function shownKey(kind: EventName, phase: EntryPhase): string {
  return `${kind} ${phase}`;
}
