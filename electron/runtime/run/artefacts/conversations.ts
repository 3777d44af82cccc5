import type { Entry, PayloadStore } from '../../../../shared/formats/index.ts';

/** One line per question and answer, for each agent: everything that was said, decrypted once and sealed again. */
export async function conversationLines(
  entries: readonly Entry[],
  payloads: PayloadStore,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const lines = new Map<string, string[]>();
  for (const entry of entries) {
    if (entry.kind !== 'model.call' || entry.phase !== 'outcome' || entry.agent === undefined) continue;
    const [ref] = entry.payloads;
    if (ref === undefined) continue;
    const said = JSON.parse(
      new TextDecoder().decode(await payloads.get('conversation_history', ref)),
    ) as object;
    const line = JSON.stringify({ seq: entry.seq, call: entry.call, wallMs: entry.wallMs, ...said });
    lines.set(entry.agent, [...(lines.get(entry.agent) ?? []), line]);
  }
  return new Map([...lines].map(([agent, all]) => [agent, new TextEncoder().encode(`${all.join('\n')}\n`)]));
}
