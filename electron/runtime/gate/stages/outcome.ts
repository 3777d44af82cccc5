import type { Recorded, Suppressed } from '../call.ts';
import type { GatePorts } from '../ports.ts';
import { entryContext } from '../record.ts';

/** Makes the outcome durable. Before this, nobody is told that the call was done. */
export async function commitOutcome(call: Suppressed, ports: GatePorts): Promise<Recorded> {
  const { received, raw, intent, redactions } = call;
  const gateMs = ports.clock.monoMs() - call.enteredMs - call.planMs - call.toolMs;
  const context = {
    ...entryContext(received),
    payloads: [call.output],
    phiAccessed: call.effect !== 'control',
  };
  if (raw.exported !== undefined) {
    await ports.journal.outcome('dataset.export', intent, { ok: true, ...raw.exported }, context);
  } else {
    await ports.journal.outcome(
      'tool.call',
      intent,
      {
        ok: true,
        datasetVersion: raw.version,
        change: raw.change,
        redactions,
        labels: [...call.labels],
        ms: call.toolMs,
        agreedWithUsual: call.usual?.agreed,
        gateMs,
      },
      context,
    );
  }
  return { ...call, gateMs };
}
