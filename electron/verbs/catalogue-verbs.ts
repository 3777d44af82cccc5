import type { Catalogue } from '../governance/index.ts';
import { describeModelFile, pinModel, type Transfers } from '../operations/index.ts';
import type { Content } from './content.ts';
import { contextOf } from './actor.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { recordedAct } from './recorded.ts';

/** What runs can be made of: pipelines and models. */
export function catalogueVerbs(
  desk: Desk<Content>,
  catalogue: Catalogue,
  ports: { readonly transfers: Transfers; models(): ReturnType<Content['models']> },
): Pick<Handlers, 'pipelines.list' | 'models.list' | 'models.pin'> {
  return {
    'pipelines.list': () =>
      Promise.resolve(
        [...catalogue.pipelines.values()].map(({ file }) => ({
          name: file.name,
          description: file.description,
          needs: file.needs,
          steps: file.steps.map(({ id, agent, description }) => ({ id, agent, description })),
          limits: {
            llmCalls: file.budget.max_llm_calls,
            toolCalls: file.budget.max_tool_calls,
            minutes: file.budget.max_wall_clock_minutes,
          },
        })),
      ),
    'models.list': async () => (await ports.models()).map(({ view }) => view),
    'models.pin': async (_, caller) => {
      const brought = await ports.transfers.bring('model', contextOf(caller));
      if (brought === undefined) return null;
      const { path: file } = brought;
      return recordedAct(
        desk.journal,
        'model.pin',
        await describeModelFile(file),
        contextOf(caller),
        async () => (await pinModel(desk.place.paths.models, file)).view,
        ({ name, sha256, sizeBytes }) => ({ ok: true as const, name, sha256, sizeBytes }),
      );
    },
  };
}
