import { canonicalJson } from '../../../../shared/formats/index.ts';
import type { Committed, Permitted } from '../call.ts';
import type { GatePorts } from '../ports.ts';
import { entryContext, findingId, jsonArgs } from '../record.ts';

/** Makes the intent durable. If this fails, nothing has run and nothing will. */
export async function commitIntent(call: Permitted, ports: GatePorts): Promise<Committed> {
  const { received, tool, args, argsSha256 } = call;
  const input = await ports.payloads.put(
    'tool_call_inputs',
    new TextEncoder().encode(canonicalJson({ tool, args })),
  );
  const context = { ...entryContext(received), payloads: [input], phiAccessed: call.effect !== 'control' };
  if (received.by === 'person' && call.effect === 'export') {
    // A person's own words, so they pass the redactor before they stand in an entry.
    const redactor = await ports.redactorFor(received.dataset);
    const intent = await ports.journal.intent(
      'dataset.export',
      {
        dataset: received.dataset,
        version: received.version,
        format: received.destination?.format ?? 'csv',
        columns: call.table.columns.map(({ name }) => name),
        labels: [...call.labels],
        purpose: redactor.redact(received.purpose).text.slice(0, 500),
        decision: call.decision,
      },
      context,
    );
    return { ...call, intent };
  }
  const intent = await ports.journal.intent(
    'tool.call',
    { tool, args: jsonArgs(args), argsSha256, finding: findingId(call), datasetVersion: received.version },
    context,
  );
  return { ...call, intent };
}
