import { Problem, type RunId } from '../../../shared/domain/index.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import { runOf } from '../run-entries.ts';

const AT_WORK: readonly string[] = ['running', 'waiting_for_approval', 'paused'];

/** What a run still needs is not taken from under it. @throws Problem `wrong_usage` while one goes on or waits */
export async function requireEnded(desk: Desk<Content>, runs: readonly RunId[]): Promise<void> {
  for (const run of runs) {
    const { state } = await runOf(desk, run);
    if (AT_WORK.includes(state))
      throw new Problem(
        'wrong_usage',
        'a run is still going on and needs what is to be erased',
        'Erase it when the run has ended, or cancel the run first.',
      );
  }
}
