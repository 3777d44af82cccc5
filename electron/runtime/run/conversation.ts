import type { CallId, Finding } from '../../../shared/domain/index.ts';
import { Problem } from '../../../shared/domain/index.ts';
import type { AgentAnswer, GateResult } from '../gate/index.ts';
import { systemTurn, toolTurn, userTurn, type Turn } from '../inference/index.ts';
import { usualAnswer } from '../tools/index.ts';
import { promptTools } from './answer-tools.ts';
import { askModel, TooLong } from './ask.ts';
import { RunEnd, type LiveRun } from './live-run.ts';
import { lookAgain } from './look.ts';
import type { RunPorts } from './ports.ts';
import { holdRun, pauseRun, type Paused } from './hold.ts';
import { reach, reachOf } from './reach.ts';

/** Refusals in a row after which the run ends. */
const REFUSALS_IN_ROW = 3;

/** How a conversation left off: done with its findings, or paused for a person. */
export type Left = 'done' | Paused;

/** Opens a conversation about some findings: the agent's system text, then the table and the findings. */
export async function openConversation(
  run: LiveRun,
  ports: RunPorts,
  findings: readonly Finding[],
): Promise<void> {
  const { request } = run.setup;
  const table = await ports.tables.describe(request.dataset, run.version);
  run.conversation = {
    turns: [
      systemTurn(run.agent.name, promptTools(run.agent, request.deidProfile)),
      userTurn(
        {
          table: table.table,
          rows: table.rows,
          columns: reach(run.agent, table.columns).columns.length,
          purpose: request.purpose,
          profile: request.deidProfile,
        },
        findings,
      ),
    ],
    open: findings.map(({ id }) => id),
  };
}

/** Goes on with the present conversation until the model finishes it, a person is asked, or the run ends. */
export async function converse(run: LiveRun, ports: RunPorts): Promise<Left> {
  let invalid = 0;
  for (;;) {
    if (run.pauseAsked !== undefined) return pauseRun(run, ports, run.pauseAsked);
    const { turns, open } = presentConversation(run);
    const findings = findingsOf(run, open);
    const call = ports.ids.call();
    let text: string;
    run.turn += 1;
    try {
      ({ text } = await askModel(run, ports, call, turns, findings));
    } catch (error) {
      if (!(error instanceof TooLong)) {
        if (!isCutForPause(run, error)) throw error;
        // The same will be asked again when the run goes on.
        run.turn -= 1;
        continue;
      }
      // Nothing was asked, so the number is free again.
      run.turn -= 1;
      await shorten(run, ports, findings);
      continue;
    }
    const result = await ports.gate.pass(answerOf(run, { call, text, turn: run.turn, findings }));
    if (result.kind === 'refused' && result.stage === 'answer') {
      invalid += 1;
      const { retry } = run.setup.pipeline;
      const giveUp = !retry.retry_on.includes('invalid_answer') || invalid >= retry.max_attempts;
      if (!giveUp) {
        addTurns(run, text, result.reply, open);
        continue;
      }
    }
    const left = await takeIn(run, ports, { call, text, result });
    if (left !== 'open') return left;
    invalid = 0;
  }
}

/** The model was stopped in its answer, or while it loaded, because the run shall pause. */
function isCutForPause(run: LiveRun, error: unknown): boolean {
  const cut = error instanceof Problem && error.code === 'cancelled';
  return cut && run.pauseAsked !== undefined && !run.deadline.aborted;
}

/** An answer as the gate wants it: with what the model was shown, and what is left of the limits. */
export function answerOf(
  run: LiveRun,
  answer: Pick<AgentAnswer, 'call' | 'text' | 'turn' | 'findings'> & Pick<Partial<AgentAnswer>, 'approval'>,
): AgentAnswer {
  const { request, actor, profile } = run.setup;
  return {
    by: 'agent',
    ...answer,
    actor,
    correlation: run.id,
    run: run.id,
    dataset: request.dataset,
    version: run.version,
    purpose: request.purpose,
    deidProfile: request.deidProfile,
    realistic: request.realistic,
    profile,
    signal: run.deadline,
    agent: run.agent,
    step: run.step,
    usual: (finding) => usualAnswer(finding, request),
    unattended: request.unattended ?? false,
    ...run.account,
  };
}

/**
 * What came of a call, taken into the run: version, findings, refusals, the next turn.
 *
 * @returns `open` when the conversation goes on.
 */
export async function takeIn(
  run: LiveRun,
  ports: RunPorts,
  { call, text, result }: { readonly call: CallId; readonly text: string; readonly result: GateResult },
): Promise<'open' | Left> {
  const { open } = presentConversation(run);
  if (result.kind === 'waiting') {
    return holdRun(run, ports, { call, text, approval: result.approval, turn: run.turn });
  }
  if (result.tool !== 'finish') run.spend({ toolCalls: 1 });
  if (result.kind === 'refused' && result.agentPaused)
    throw new RunEnd('agent_paused', `${run.agent.name} kept trying what is denied and was paused`);
  if (result.kind === 'failed' && result.reply === undefined)
    throw new Problem(result.code, result.message, result.hint);
  let decided = result.finding?.id;
  if (result.kind === 'done') {
    run.refusalsInRow = 0;
    if (result.tool === 'finish') {
      for (const id of open) run.ledger.leave(id);
      run.conversation = undefined;
      return 'done';
    }
    run.version = result.version;
    if (result.finding !== undefined && result.tool !== undefined)
      run.ledger.acted(result.finding.id, result.tool, result.why);
  } else {
    run.refusalsInRow += 1;
    const unread = result.kind === 'refused' && result.stage === 'answer';
    decided ??= unread ? open[0] : undefined;
    if (decided !== undefined) run.ledger.refuse(decided);
  }
  await lookAgain(run, ports, decided);
  if (run.refusalsInRow >= REFUSALS_IN_ROW)
    throw new RunEnd('three_refusals', 'three calls in a row were refused');
  const within = await reachOf(run, ports);
  const still = open.filter((id) => {
    const item = run.ledger.get(id);
    return item?.state === 'open' && !item.tried && within.has(item.finding);
  });
  addTurns(run, text, result.reply ?? '', still);
  return 'open';
}

function addTurns(run: LiveRun, answer: string, reply: string, open: readonly string[]): void {
  const { turns } = presentConversation(run);
  run.conversation = {
    turns: [...turns, { role: 'assistant', text: answer }, toolTurn(reply, findingsOf(run, open))],
    open,
  };
}

/** Starts over with what is open still; with less of it where even that was too long. */
async function shorten(run: LiveRun, ports: RunPorts, findings: readonly Finding[]): Promise<void> {
  const { turns } = presentConversation(run);
  if (turns.length > 2) {
    await openConversation(run, ports, findings);
    return;
  }
  if (findings.length <= 1)
    throw new Problem(
      'limit_reached',
      'one finding alone does not fit the context of the model',
      'Use a model with a longer context.',
    );
  await openConversation(run, ports, findings.slice(0, Math.floor(findings.length / 2)));
}

function presentConversation(run: LiveRun): {
  readonly turns: readonly Turn[];
  readonly open: readonly string[];
} {
  if (run.conversation === undefined) throw new Problem('internal', 'no conversation is open');
  return run.conversation;
}

function findingsOf(run: LiveRun, ids: readonly string[]): readonly Finding[] {
  return ids.flatMap((id) => run.ledger.get(id)?.finding ?? []);
}
