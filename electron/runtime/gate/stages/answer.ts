import { ToolCall } from '../../../../shared/domain/index.ts';
import type { Parsed, Received } from '../call.ts';
import type { GatePorts } from '../ports.ts';
import { builtIn } from '../refusal.ts';

/** Longest answer worth reading, characters. */
const ANSWER_CAP = 4000;

/**
 * Reads the model's answer as a tool call, whatever grammar it was made under. The model's reason is
 * redacted here, before it can reach any entry. A person's call has nothing to read.
 */
export async function readAnswer(received: Received, ports: GatePorts): Promise<Parsed> {
  const enteredMs = ports.clock.monoMs();
  if (received.by === 'person')
    return { received, tool: received.tool, args: received.args, why: '', enteredMs };
  if (received.text.length > ANSWER_CAP) throw builtIn('ANSWER-001', 'it is too long');
  const call = ToolCall.safeParse(parseJson(received.text));
  if (!call.success) throw builtIn('ANSWER-001');
  if (/\p{N}/u.test(call.data.why)) throw builtIn('ANSWER-001', 'its reason holds digits');
  const redactor = await ports.redactorFor(received.dataset);
  const why = redactor.redact(call.data.why).text;
  return { received, tool: call.data.tool, args: call.data.args, why, enteredMs };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
