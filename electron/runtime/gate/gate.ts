import { Chain } from './chain.ts';
import type { Permitted, Received } from './call.ts';
import type { GatePorts } from './ports.ts';
import { passThrough, type GateResult } from './pass.ts';
import { checkAllowlist } from './stages/allowlist.ts';
import { readAnswer } from './stages/answer.ts';
import { askIfNeeded, bringApproval } from './stages/approval.ts';
import { checkArguments } from './stages/arguments.ts';
import { recordAndHeed } from './stages/decision.ts';
import { commitIntent } from './stages/intent.ts';
import { commitOutcome } from './stages/outcome.ts';
import { permit } from './stages/permit.ts';
import { decide } from './stages/policy.ts';
import { encryptResult } from './stages/raw-result.ts';
import { requireProof } from './stages/redaction-proof.ts';
import { redactResult } from './stages/redaction.ts';
import { replyToModel } from './stages/reply.ts';
import { checkResidency } from './stages/residency.ts';
import { suppressSmallCells } from './stages/small-cells.ts';
import { runTool } from './stages/tool.ts';

// The way of a tool call, top to bottom, for a model's answer and for a person's own call alike. Each
// stage is a file of its own and ends the call by throwing a refusal. No stage can be switched off.

const decided = Chain.start<Received, GatePorts>()
  .stage('answer', readAnswer) //                        read the model's answer as a tool call
  .stage('arguments', checkArguments) //                 by the tool's own schema, about what is open here
  .stage('role and agent', checkAllowlist) //            the role may act, the tool exists for the agent
  .stage('residency', checkResidency) //                 every category stays in its allowed places
  .stage('policy', decide); //                           limits, dry plan, rules: deny wins, default deny

const asked = decided
  .stage('decision', recordAndHeed) //                   recorded with every rule that matched
  .stage('redaction proof', requireProof) //             text leaves only where the redactor is proven
  .stage('approval', askIfNeeded); //                    a person is asked, the call is held

/** The same call again, once the person has answered: everything is checked anew, nobody is asked twice. */
const answered = decided.stage('redaction proof', requireProof).stage('approval', bringApproval);

const act = <In>(permitted: Chain<In, Permitted, GatePorts>) =>
  permitted
    .stage('permit', permit) //                          allowed, or approved by hash and not yet run
    .stage('intent', commitIntent) //                    durable before anything happens
    .stage('tool', runTool) //                           in its worker
    .stage('raw result', encryptResult) //               encrypted before anyone looks at it
    .stage('redaction', redactResult) //                 identifiers found and taken out
    .stage('small cells', suppressSmallCells) //         small counts withheld from what leaves
    .stage('outcome', commitOutcome) //                  durable before anyone is told
    .stage('reply', replyToModel); //                    redacted text to the model

/** Every stage in order, as they stand in denials and in the README. */
export const GATE_STAGES: readonly string[] = act(asked).names;

export interface Gate {
  /** One call, from answer or person to reply. Calls of one run MUST NOT overlap. */
  pass(received: Received): Promise<GateResult>;
}

/**
 * The gate over its ports.
 *
 * `pass` resolves for everything that a call can meet: done, refused, waiting, failed. It rejects when
 * the journal or the payload store cannot be written: then nothing has run, or what ran is not used,
 * and the run has to stop.
 */
export function createGate(ports: GatePorts): Gate {
  const first = act(asked);
  const again = act(answered);
  return {
    pass: (received) => passThrough(received.approval === undefined ? first : again, received, ports),
  };
}
