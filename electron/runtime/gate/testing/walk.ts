import type { Received } from '../call.ts';
import type { GatePorts } from '../ports.ts';
import { readAnswer } from '../stages/answer.ts';
import { checkArguments } from '../stages/arguments.ts';
import { commitIntent } from '../stages/intent.ts';
import { decide } from '../stages/policy.ts';
import { encryptResult } from '../stages/raw-result.ts';
import { redactResult } from '../stages/redaction.ts';
import { suppressSmallCells } from '../stages/small-cells.ts';
import { runTool } from '../stages/tool.ts';

/** What is known about a call after each stage, for tests of single stages. */
export async function walk(received: Received, ports: GatePorts) {
  const parsed = await readAnswer(received, ports);
  const checked = await checkArguments(parsed, ports);
  const decided = await decide(checked, ports);
  const permitted = { ...decided, approval: undefined };
  const committed = await commitIntent(permitted, ports);
  const ran = await runTool(committed, ports);
  const stored = await encryptResult(ran, ports);
  const redacted = await redactResult(stored, ports);
  return {
    parsed,
    checked,
    decided,
    permitted,
    committed,
    ran,
    stored,
    redacted,
    suppressed: suppressSmallCells(redacted),
  };
}
