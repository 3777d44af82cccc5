import { Problem, type RunId } from '../../../shared/domain/index.ts';
import {
  canonicalJson,
  type AgentFile,
  type RunRequest,
  type StoredRunState,
} from '../../../shared/formats/index.ts';
import { sha256Hex } from '../../core/index.ts';
import type { RunSetup } from './live-run.ts';
import type { RunModel, RunPorts } from './ports.ts';

/** Reads everything that a run is made of, and pins it by hash. */
export async function readSetup(
  ports: Pick<RunPorts, 'catalogue'>,
  made: {
    readonly run: RunId;
    readonly request: RunRequest;
    readonly actor: StoredRunState['actor'];
    readonly model: RunModel;
  },
): Promise<RunSetup> {
  const pipeline = await ports.catalogue.pipeline(made.request.template);
  const agents = new Map<string, AgentFile>();
  for (const { agent: name } of pipeline.file.steps) {
    agents.set(name, await ports.catalogue.agent(name));
  }
  return {
    ...made,
    pipeline: pipeline.file,
    agents,
    profile: await ports.catalogue.complianceProfile(made.request.complianceProfile),
    pins: {
      pipelineSha256: pipeline.sha256,
      agentsSha256: sha256Hex(canonicalJson(Object.fromEntries(agents))),
      modelSha256: made.model.sha256,
    },
  };
}

/** @throws Problem `changed` when a run would go on with other files than it began with. */
export function assertSamePins(before: StoredRunState['pins'], now: StoredRunState['pins']): void {
  const changed = [
    before.pipelineSha256 === now.pipelineSha256 ? undefined : 'pipeline',
    before.agentsSha256 === now.agentsSha256 ? undefined : 'agents',
    before.modelSha256 === now.modelSha256 ? undefined : 'model',
  ].filter((part) => part !== undefined);
  if (changed.length > 0)
    throw new Problem(
      'changed',
      `the run cannot go on: changed since it began: ${changed.join(', ')}`,
      'Cancel the run and start a new one.',
    );
}
