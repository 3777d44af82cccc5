import { resultLine } from '../../inference/index.ts';
import type { Recorded, Replied } from '../call.ts';
import type { GatePorts } from '../ports.ts';

/**
 * The line that tells the model how its call went. It passes the redactor like everything that the
 * model is given, although it is made of fixed words.
 */
export async function replyToModel(call: Recorded, ports: GatePorts): Promise<Replied> {
  const redactor = await ports.redactorFor(call.received.dataset);
  return { ...call, reply: redactor.redact(resultLine({ kind: 'ok', tool: call.tool })).text };
}
