import {
  encodeDraft,
  type Draft,
  type DraftText,
  type Entry,
  type EntryContext,
  type EntryPhase,
  type EventBody,
  type EventName,
  EVENTS,
} from '../../../shared/formats/index.ts';
import type { CheckpointReason } from './port.ts';

/** One entry on its way into the journal, checked and written out, but for its place. */
export interface AppendItem {
  readonly text: DraftText;
  readonly kind: EventName;
  readonly phase: EntryPhase;
  readonly intent?: number | undefined;
  readonly wallMs: number;
  readonly monoMs: number;
}

export interface ClockReading {
  readonly wallMs: number;
  readonly monoMs: number;
}

/** Entries that the journal writes of itself. */
const BY_APPLICATION = {
  actor: { id: 'application', role: 'none' },
  correlation: 'journal',
} as const;

export function clockStepped(byMs: number, clock: ClockReading): AppendItem {
  return own({ kind: 'clock.stepped', phase: 'event', body: { byMs } }, clock);
}

export function checkpointed(
  body: {
    readonly size: number;
    readonly root: string;
    readonly reason: CheckpointReason;
    readonly note: string;
  },
  clock: ClockReading,
): AppendItem {
  return own({ kind: 'journal.checkpoint', phase: 'event', body }, clock);
}

/** Said at opening when the record of where the journal stood is gone: its end may have been cut. */
export function headLost(size: number, clock: ClockReading): AppendItem {
  return own({ kind: 'integrity.verified', phase: 'event', body: { verdict: 'tail_cut', size } }, clock);
}

/** Said at opening when the log ended in the middle of a commit. */
export function logCut(end: 'cut_off' | 'unknown', size: number, clock: ClockReading): AppendItem {
  const told = end === 'cut_off' ? 'nobody' : 'unknown';
  return own({ kind: 'integrity.log_cut', phase: 'event', body: { told, size } }, clock);
}

/** The first entry of an epoch that follows a damaged one. */
export function epochBegan(
  body: EventBody<'epoch.began'>,
  context: EntryContext,
  clock: ClockReading,
): AppendItem {
  return own({ kind: 'epoch.began', phase: 'event', body, context }, clock);
}

/** The outcome of an intent whose process ended before it could say what happened. */
export function interrupted(intent: Entry, clock: ClockReading): AppendItem {
  const { kind, seq, correlation, agent, run, call, phiAccessed } = intent;
  const definition = EVENTS[kind];
  const unknown = 'unknown' in definition ? definition.unknown : 'what became of it';
  const body = { ok: false, code: 'interrupted', unknown };
  const context = { ...BY_APPLICATION, correlation, agent, run, call, phiAccessed };
  return own({ kind, phase: 'outcome', intent: seq, body, context }, clock);
}

function own(
  what: Pick<Draft, 'kind' | 'phase' | 'body'> & Partial<Pick<Draft, 'intent' | 'context'>>,
  { wallMs, monoMs }: ClockReading,
): AppendItem {
  const draft: Draft = { context: BY_APPLICATION, ...what, wallMs, monoMs };
  const { kind, phase, intent } = draft;
  return { text: encodeDraft(draft), kind, phase, intent, wallMs, monoMs };
}
