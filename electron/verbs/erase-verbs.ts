import { Problem, type DatasetId, type RunId } from '../../shared/domain/index.ts';
import { sha256Hex } from '../core/index.ts';
import type { ReportRenderer } from '../evidence/index.ts';
import type { Transfers } from '../operations/index.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import { forgetDataset } from './service-keys/take-in.ts';
import { runOf } from './run-entries.ts';
import { redactTyped } from './typed-text.ts';

export interface ErasePorts {
  readonly transfers: Transfers;
  readonly renderer: Pick<ReportRenderer, 'paper'>;
  wallMs(): number;
}

/** Whole datasets destroyed by their key, with a certificate; the journal keeps what it says of them. */
export function eraseVerbs(desk: Desk<Content>, ports: ErasePorts): Pick<Handlers, 'datasets.erase'> {
  return {
    'datasets.erase': async ({ dataset, reason, password }, caller) => {
      await desk.confirmPassword(password);
      const { journal } = desk;
      const { datasets } = desk.content;
      const { summary, versions } = await datasets.get(dataset, 1);
      const runs = await runsOn(desk, dataset);
      const place = await ports.transfers.place(
        { what: 'erase_certificate', suggestedName: `sanitization-${dataset.slice(0, 8)}.pdf` },
        contextOf(caller),
      );
      if (place === undefined) return null;
      const why = await redactTyped(desk, reason, { dataset });
      const context = contextOf(caller);
      const said = { dataset, versions: versions.length, rows: summary.rows, reason: why };
      const intent = await journal.intent('dataset.erase', said, context);
      try {
        await datasets.remove(dataset);
        await forgetDataset(journal, desk.place, dataset, ports.wallMs());
        await requireGone(desk, dataset);
      } catch (error) {
        const code = error instanceof Problem ? error.code : 'internal';
        await journal.outcome(
          'dataset.erase',
          intent,
          { ok: false, code, message: 'did not complete' },
          context,
        );
        throw error;
      }
      const outcome = await journal.outcome('dataset.erase', intent, { ok: true, dataset }, context);
      const backups = (await journal.read.ofKinds(['backup.write'])).filter(
        ({ entry }) =>
          entry.phase === 'outcome' && entry.body.ok === true && entry.wallMs >= summary.importedAtMs,
      ).length;
      const pdf = await ports.renderer.paper({
        ...{ kind: 'erase', workspaceId: desk.place.workspaceId, madeAtMs: ports.wallMs() },
        erased: {
          ...{ what: 'dataset', dataset, versions: versions.length, rows: summary.rows },
          ...{ importedAtMs: summary.importedAtMs, runs: runs.length },
        },
        ...{ erasedBy: nameOf(desk.everyone, context.actor.id), role: context.actor.role, reason: why },
        ...{ entries: [intent.seq, outcome.seq], backups },
        rootSha256: sha256Hex(desk.metadata.reportRootDer),
      });
      const { file, sha256 } = await place.send(pdf, context);
      await journal.event('erase.certificate', { outcome: outcome.seq, sha256, backups }, context);
      return { file, sha256, backups, runs: runs.length };
    },
  };
}

/** The runs that worked on a dataset. @throws Problem `wrong_usage` while one of them goes on */
async function runsOn(desk: Desk<Content>, dataset: DatasetId): Promise<readonly RunId[]> {
  const starts = await desk.journal.read.ofKinds(['run.started']);
  const runs = starts.flatMap(({ entry }) =>
    entry.body.dataset === dataset && entry.run !== undefined ? [entry.run] : [],
  );
  for (const run of runs) {
    const { state } = await runOf(desk, run);
    if (state === 'running' || state === 'waiting_for_approval')
      throw new Problem(
        'wrong_usage',
        'a run on this dataset is still going on',
        'Wait until it has ended, or cancel it first.',
      );
  }
  return runs;
}

/** The certificate says that it no longer opens, so that is looked at. @throws Problem `check_failed` */
async function requireGone(desk: Desk<Content>, dataset: DatasetId): Promise<void> {
  const listed = (await desk.content.datasets.list()).datasets.some(({ id }) => id === dataset);
  const opens = await desk.content.datasets.get(dataset).then(
    () => true,
    (error: unknown) => !(error instanceof Problem && error.code === 'not_found'),
  );
  if (listed || opens)
    throw new Problem('check_failed', 'the dataset is still there', 'Look at the workspace folder.');
}
