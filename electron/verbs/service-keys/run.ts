import { Problem, type RunId } from '../../../shared/domain/index.ts';
import type { ServiceTerms } from '../../keys/index.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Handlers } from '../dispatch.ts';
import { entriesOf, runOf } from '../run-entries.ts';
import { findModel } from '../run-verbs.ts';

type Names = 'service.startRun' | 'service.getRun' | 'service.cancelRun';

/** All that a service key can do: start the run that it is good for, see how it goes, and cancel it. */
export function serviceRunVerbs(desk: Desk<Content>): Pick<Handlers, Names> {
  const terms = (): ServiceTerms => {
    const { service } = desk;
    if (service !== undefined) return service;
    throw new Problem('not_allowed', 'no service key is signed in', 'Sign in by its file.');
  };
  const requireOwn = async (run: RunId): Promise<void> => {
    const start = (await entriesOf(desk, run)).find(({ kind }) => kind === 'run.started');
    if (start?.actor.id !== terms().id)
      throw new Problem('not_allowed', 'the service key did not start this run', 'A person looks at it.');
  };
  return {
    'service.startRun': async () => {
      const { id, scope } = terms();
      const { questions, model, ...asked } = scope;
      const { summary } = await desk.content.datasets.get(scope.dataset);
      const { run } = await desk.content.engine.start({
        request: {
          ...{ ...asked, version: summary.version },
          ...(questions === 'deny' && { unattended: true }),
        },
        actor: { id, role: 'service' },
        model: await findModel(desk.content, model),
      });
      return { run };
    },

    'service.getRun': async ({ run }) => {
      await requireOwn(run);
      const { state, endReason, callList, denials } = await runOf(desk, run);
      const waiting = callList.filter((call) => call.state === 'waiting_for_approval').length;
      return {
        ...{ id: run, state, calls: callList.length, denials, waiting },
        ...(endReason !== undefined && { endReason }),
      };
    },

    'service.cancelRun': async ({ run }) => {
      await requireOwn(run);
      await desk.content.engine.cancel(run, { id: terms().id, role: 'service' });
      return {};
    },
  };
}
