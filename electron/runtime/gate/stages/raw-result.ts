import type { Ran, Stored } from '../call.ts';
import type { GatePorts } from '../ports.ts';

/** The raw result is encrypted before anything looks at it. */
export async function encryptResult(call: Ran, ports: GatePorts): Promise<Stored> {
  const output = await ports.payloads.put('tool_call_outputs', new TextEncoder().encode(call.raw.text));
  return { ...call, output };
}
