import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem, type IdentifierClass, type RedactionCounts } from '../../../../shared/domain/index.ts';
import { LongRedaction, type Redactor } from '../../phi/index.ts';
import type { Redacted, Stored } from '../call.ts';
import type { GatePorts } from '../ports.ts';

/** Longer results are taken in pieces, so that memory and the wait for everyone else stay bounded. */
const WHOLE_CHARACTERS = 1 << 19;
const PIECE_CHARACTERS = 1 << 18;
/** Longest time for one result, and what is added for each character of a long one. */
const MOST_MS = 60_000;
const MS_PER_CHARACTER = 0.004;

/**
 * Looks for identifiers in the raw result and takes them out. There is no setting by which a result could go round
 * this, and no way to go on with a part of one.
 *
 * @throws Problem `check_failed` when the redactor fails, leaves something or takes too long: the model gets nothing.
 */
export async function redactResult(call: Stored, ports: GatePorts): Promise<Redacted> {
  const { text: raw } = call.raw;
  try {
    const redactor = await ports.redactorFor(call.received.dataset);
    const until = ports.clock.monoMs() + MOST_MS + raw.length * MS_PER_CHARACTER;
    const inTime = (): void => {
      call.received.signal.throwIfAborted();
      if (ports.clock.monoMs() > until) throw new Error('too slow');
    };
    const { text, counts } =
      raw.length <= WHOLE_CHARACTERS
        ? redactWhole(raw, redactor)
        : await redactLong(raw, redactor, call.received.signal, inTime);
    inTime();
    return { ...call, redactedText: text, redactions: counts };
  } catch {
    throw new Problem(
      'check_failed',
      'the result could not be searched for identifiers, so nothing of it was used',
      'Nothing was lost: the table is as it was before the call.',
    );
  }
}

interface Clean {
  readonly text: string;
  readonly counts: RedactionCounts;
}

function redactWhole(raw: string, redactor: Redactor): Clean {
  const { text, counts } = redactor.redact(raw);
  if (redactor.redact(text).text !== text) throw new Error('not settled');
  return { text, counts };
}

async function redactLong(
  raw: string,
  redactor: Redactor,
  signal: AbortSignal,
  inTime: () => void,
): Promise<Clean> {
  const redaction = new LongRedaction(redactor, signal);
  const parts: string[] = [];
  const counts: Partial<Record<IdentifierClass, number>> = {};
  const take = (part: Clean): void => {
    parts.push(part.text);
    for (const [label, count] of Object.entries(part.counts) as [IdentifierClass, number][])
      counts[label] = (counts[label] ?? 0) + count;
  };
  for (let at = 0; at < raw.length; at += PIECE_CHARACTERS) {
    for (const part of redaction.push(raw.slice(at, at + PIECE_CHARACTERS))) take(part);
    inTime();
    await nextTurn();
  }
  for (const part of redaction.end()) take(part);
  return { text: parts.join(''), counts };
}
