import { Problem, type RunId } from '../../shared/domain/index.ts';
import type { Entry } from '../../shared/formats/index.ts';
import type { RunView } from '../../shared/ipc/index.ts';
import { projectRun } from '../runtime/run/index.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import { nameOf } from './people.ts';

export async function entriesOf<C extends OpenContent>(desk: Desk<C>, run: RunId): Promise<readonly Entry[]> {
  return (await desk.journal.read.ofRun(run)).map(({ entry }) => entry);
}

/** A run as the journal tells it. @throws Problem `not_found` */
export async function runOf<C extends OpenContent>(desk: Desk<C>, run: RunId): Promise<RunView> {
  const view = projectRun(await entriesOf(desk, run), (id) => nameOf(desk.everyone, id));
  if (view === undefined) throw new Problem('not_found', 'there is no such run', 'List the runs again.');
  return view;
}
