import type { LiveRun } from './live-run.ts';
import { converse, openConversation, type Left } from './conversation.ts';
import { pauseRun } from './hold.ts';
import { lookAgain } from './look.ts';
import type { RunPorts } from './ports.ts';
import { reachOf } from './reach.ts';

/**
 * Goes through the steps from where the run stands: look at the table, ask about what is open in short
 * conversations, look again, until nothing is open or the rounds are used up.
 *
 * @returns `done` when every step has ended, or the pause for a person.
 * @throws RunEnd, Problem.
 */
export async function runSteps(run: LiveRun, ports: RunPorts): Promise<Left> {
  while (run.step < run.setup.pipeline.steps.length) {
    // A conversation that is open pauses by itself, before its next question.
    if (run.pauseAsked !== undefined && run.conversation === undefined)
      return pauseRun(run, ports, run.pauseAsked);
    const left = await runStep(run, ports);
    if (left !== 'done') return left;
    run.nextStep();
  }
  return 'done';
}

async function runStep(run: LiveRun, ports: RunPorts): Promise<Left> {
  const { pipeline, model } = run.setup;
  if (run.conversation === undefined) {
    run.ledger.nextRound();
    await lookAgain(run, ports);
    const open = run.ledger.open(run.present.findings);
    const reach = await reachOf(run, ports);
    const withheld = open.filter(({ finding }) => !reach.has(finding)).length;
    await ports.journal.event(
      'step.started',
      { step: run.step, findings: open.length, ...(withheld === 0 ? {} : { withheld }) },
      run.agentContext(),
    );
  }
  for (;;) {
    run.stopIfCancelled();
    if (run.conversation === undefined) {
      const reach = await reachOf(run, ports);
      const open = run.ledger.open(run.present.findings).filter(({ finding }) => reach.has(finding));
      const untried = open.filter(({ tried }) => !tried);
      if (untried.length === 0) {
        if (open.length === 0 || run.round >= pipeline.max_iterations) break;
        run.round += 1;
        run.ledger.nextRound();
        continue;
      }
      const next = untried.slice(0, model.findingsPerConversation).map(({ finding }) => finding);
      await openConversation(run, ports, next);
    }
    const left = await converse(run, ports);
    if (left !== 'done') return left;
  }
  await endStep(run, ports);
  return 'done';
}

async function endStep(run: LiveRun, ports: RunPorts): Promise<void> {
  const kinds: readonly string[] = run.present.findings;
  const items = run.ledger.items.filter(({ finding }) => kinds.includes(finding.kind));
  const count = (state: string): number => items.filter((item) => item.state === state).length;
  await ports.journal.event(
    'step.ended',
    { step: run.step, closed: count('closed'), refused: count('refused'), open: count('open') },
    run.agentContext(),
  );
}
