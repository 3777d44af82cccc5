import { Problem, type RunId } from '../../shared/domain/index.ts';
import { APPLICATION_CONTEXT } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import { resumeRun } from './run-verbs.ts';

/**
 * Takes up every run of the person who has just signed in that was paused, or whose question was answered
 * meanwhile, one after the other: the operator has nothing to press. Runs that still wait stay as they are, and a run
 * that cannot go on says why when somebody resumes it by hand.
 *
 * A run goes on in its own operator's session alone, so that nothing is done in the name of somebody who
 * is not there.
 */
export async function takeUpAnswered(desk: Desk<Content>): Promise<void> {
  const { person } = desk;
  if (person?.role !== 'operator') return;
  for (const run of await waitingRunsOf(desk, person.id)) {
    if (desk.person?.id !== person.id) return;
    try {
      const { done } = await resumeRun(desk, run, APPLICATION_CONTEXT.actor);
      await done;
    } catch (error) {
      // Not answered yet, changed since, or locked in between: the run tells when it is looked at.
      if (!(error instanceof Problem)) throw error;
    }
  }
}

async function waitingRunsOf(desk: Desk<Content>, person: string): Promise<readonly RunId[]> {
  const entries = await desk.journal.read.ofKinds(['run.started', 'run.state_changed', 'run.ended']);
  const own = new Set<RunId>();
  const waiting = new Set<RunId>();
  for (const { entry } of entries) {
    const { kind, run, actor, body } = entry;
    if (run === undefined) continue;
    if (kind === 'run.started' && actor.id === person) own.add(run);
    const waits = body.to === 'waiting_for_approval' || body.to === 'paused';
    if (kind === 'run.state_changed' && waits) waiting.add(run);
    else waiting.delete(run);
  }
  return [...waiting].filter((run) => own.has(run));
}
