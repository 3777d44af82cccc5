import { Problem } from '../../../../shared/domain/index.ts';
import type { Redacted, Stored } from '../call.ts';
import type { GatePorts } from '../ports.ts';

/**
 * Looks for identifiers in the raw result and takes them out.
 *
 * @throws Problem `check_failed` when the redactor fails or leaves something: the model gets nothing.
 */
export async function redactResult(call: Stored, ports: GatePorts): Promise<Redacted> {
  try {
    const redactor = await ports.redactorFor(call.received.dataset);
    const { text, counts } = redactor.redact(call.raw.text);
    if (redactor.redact(text).text !== text) throw new Error('not settled');
    return { ...call, redactedText: text, redactions: counts };
  } catch {
    throw new Problem(
      'check_failed',
      'the result could not be searched for identifiers, so nothing of it was used',
      'Nothing was lost: the table is as it was before the call.',
    );
  }
}
