import {
  missingReference,
  Problem,
  type ApprovalId,
  type ColumnInfo,
  type RunEndReason,
  type RunId,
  type RunState,
} from '../../../shared/domain/index.ts';
import type { RunRequest } from '../../../shared/formats/index.ts';
import { writeArtefacts, writeConversations } from './artefacts/all.ts';
import { recordEnd } from './end.ts';
import { missingArtefacts } from './finish.ts';
import { RunEnd, type LiveRun } from './live-run.ts';
import type { RunPorts } from './ports.ts';

// The first and the last entries of a run's loop.

/** Where a run stands when its loop has let go of it. */
export interface RunOutcome {
  readonly run: RunId;
  readonly state: RunState;
  readonly reason: RunEndReason | undefined;
  /** The approval that a waiting run waits for. */
  readonly approval: ApprovalId | undefined;
}

/** Records what the run is made of, by hash, before anything of it happens. */
export async function recordStart(run: LiveRun, ports: RunPorts): Promise<void> {
  const { request, pins, pipeline, profile, model } = run.setup;
  const table = await ports.tables.describe(request.dataset, request.version);
  await refuseUnprotected(run, ports, table.columns);
  refuseWithoutReference(request);
  const policy = ports.policyOf(profile.name);
  // The request may hold the analyst's own words, so it is kept as content.
  const asked = await ports.payloads.put(
    'conversation_history',
    new TextEncoder().encode(JSON.stringify(request)),
  );
  await ports.journal.event(
    'run.started',
    {
      template: request.template,
      pipelineSha256: pins.pipelineSha256,
      policySha256: policy.sha256,
      complianceProfile: profile.name,
      profileVersion: profile.version,
      profileSha256: policy.packSha256,
      purpose: request.purpose,
      deidProfile: request.deidProfile,
      ...(request.reference === undefined ? {} : { reference: request.reference }),
      ...(request.realistic === undefined ? {} : { realistic: request.realistic }),
      dataset: request.dataset,
      datasetVersion: request.version,
      snapshotSha256: table.snapshotSha256,
      modelSha256: model.sha256,
      agents: [...run.setup.agents.keys()],
      limits: run.limits,
      table: table.table,
      steps: pipeline.steps.map(({ id, agent, description }) => ({ id, agent, description })),
      mandatoryArtefacts: profile.mandatory_artefacts,
    },
    run.context({ payloads: [asked] }),
  );
}

/** A profile that is not Safe Harbor rests on a document: the run names it. @throws Problem `invalid_input` */
function refuseWithoutReference({ deidProfile, reference }: RunRequest): void {
  const missing = missingReference(deidProfile, reference);
  if (missing === undefined) return;
  throw new Problem(
    'invalid_input',
    `the profile \`${deidProfile}\` is not Safe Harbor and needs ${missing}`,
    'Give the number under which it is filed.',
  );
}

/** SEC: a profile without protection takes no data that needs any; the attempt is recorded. @throws Problem `denied` */
async function refuseUnprotected(
  run: LiveRun,
  ports: RunPorts,
  columns: readonly Pick<ColumnInfo, 'name' | 'labels'>[],
): Promise<void> {
  const { profile } = run.setup;
  const labelled = profile.refuses_labelled_data
    ? columns.find(({ labels }) => labels.length > 0)
    : undefined;
  if (labelled === undefined) return;
  const labels = labelled.labels.join(', ').replaceAll('_', ' ');
  const reason = `the profile \`${profile.name}\` takes no labelled data`;
  await ports.journal.event(
    'access.refused',
    { verb: 'runs.start', reason: `${reason}; a column is labelled ${labels}` },
    run.context(),
  );
  throw new Problem(
    'denied',
    `${reason}, and the column \`${labelled.name}\` is labelled ${labels}`,
    'Start the run under a profile that protects it, such as `hipaa`.',
  );
}

/** The steps are done: artefacts are written; the run is finished, or waits for what is missing. */
export async function completed(run: LiveRun, ports: RunPorts): Promise<RunOutcome> {
  await writeArtefacts(run, ports);
  const missing = missingArtefacts(await ports.entries(run.id));
  if (missing.length > 0) {
    await ports.journal.event(
      'run.state_changed',
      { from: 'running', to: 'awaiting_attestation', reason: `still needed: ${missing.join(', ')}` },
      run.context(),
    );
    return { run: run.id, state: 'awaiting_attestation', reason: undefined, approval: undefined };
  }
  const end = { from: 'running', to: 'finished', reason: 'finished' } as const;
  await recordEnd(ports, run.id, { ...end, detail: 'every step is done' }, run.context());
  return { run: run.id, state: 'finished', reason: 'finished', approval: undefined };
}

/** Something ended the run early. The reason is recorded; a fault of ours is thrown on afterwards. */
export async function stopped(run: LiveRun, ports: RunPorts, error: unknown): Promise<RunOutcome> {
  const { reason, detail } = whyStopped(run, error);
  if (error instanceof RunEnd || reason === 'time_limit') await writeConversations(run, ports);
  const context = run.context(run.cancelled === undefined ? {} : { actor: run.cancelled.actor });
  await recordEnd(ports, run.id, { from: 'running', to: 'stopped', reason, detail }, context);
  if (!(error instanceof RunEnd) && !(error instanceof Problem)) throw error;
  return { run: run.id, state: 'stopped', reason, approval: undefined };
}

function whyStopped(run: LiveRun, error: unknown): { reason: RunEndReason; detail: string } {
  if (error instanceof RunEnd) return { reason: error.reason, detail: error.detail };
  if (run.cancelled !== undefined) return { reason: 'cancelled', detail: run.cancelled.why };
  // Nobody cancelled it, so what cut the call short was the clock.
  if (error instanceof Problem && error.code === 'cancelled')
    return { reason: 'time_limit', detail: 'the time limit was reached' };
  if (error instanceof Problem) return { reason: 'failed', detail: error.message };
  return { reason: 'failed', detail: 'an unexpected fault stopped the run' };
}
