import { Problem } from '../../shared/domain/index.ts';
import type {
  ActKind,
  EntryContext,
  IntentBody,
  JournalWriter,
  OutcomeBody,
} from '../../shared/formats/index.ts';

/**
 * An act under write-ahead: the intent is durable before it, the outcome follows it, also when it
 * fails. The failure goes on to the caller.
 */
export async function recordedAct<K extends ActKind, Result>(
  journal: JournalWriter,
  kind: K,
  intent: IntentBody<K>,
  context: EntryContext,
  act: () => Promise<Result>,
  outcome: (result: Result) => OutcomeBody<K>,
): Promise<Result> {
  return (await recordedWithEntries(journal, kind, intent, context, act, outcome)).result;
}

/** The same, with the sequence numbers of intent and outcome, for what cites them. */
export async function recordedWithEntries<K extends ActKind, Result>(
  journal: JournalWriter,
  kind: K,
  intent: IntentBody<K>,
  context: EntryContext,
  act: () => Promise<Result>,
  outcome: (result: Result) => OutcomeBody<K>,
): Promise<{ readonly result: Result; readonly entries: readonly [number, number] }> {
  const begun = await journal.intent(kind, intent, context);
  let result: Result;
  try {
    result = await act();
  } catch (error) {
    const code = error instanceof Problem ? error.code : 'internal';
    // The words of a failure can quote headers or paths; the journal keeps the code alone.
    await journal.outcome(
      kind,
      begun,
      { ok: false, code, message: 'did not complete' } as OutcomeBody<K>,
      context,
    );
    throw error;
  }
  const { seq } = await journal.outcome(kind, begun, outcome(result), context);
  return { result, entries: [begun.seq, seq] };
}
