import { Problem, type DatasetId, type RunId } from '../../../shared/domain/index.ts';
import { contextOf } from '../actor.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Handlers } from '../dispatch.ts';
import { recordedWithEntries } from '../recorded.ts';
import { forgetDataset } from '../service-keys/take-in.ts';
import { redactTyped } from '../typed-text.ts';
import { certify, placeOfCertificate, type ErasePorts } from './certify.ts';
import { requireEnded } from './require-ended.ts';

/** Whole datasets destroyed by their key, with a certificate; the journal keeps what it says of them. */
export function eraseDatasetVerbs(desk: Desk<Content>, ports: ErasePorts): Pick<Handlers, 'datasets.erase'> {
  return {
    'datasets.erase': async ({ dataset, reason, password }, caller) => {
      await desk.confirmPassword(password);
      const { datasets } = desk.content;
      const { summary, versions } = await datasets.get(dataset, 1);
      const runs = await runsOn(desk, dataset);
      const context = contextOf(caller);
      const place = await placeOfCertificate(ports, dataset.slice(0, 8), context);
      if (place === undefined) return null;
      const why = await redactTyped(desk, reason, { dataset });
      const { rows, importedAtMs } = summary;
      const { entries } = await recordedWithEntries(
        desk.journal,
        'dataset.erase',
        { dataset, versions: versions.length, rows, reason: why },
        context,
        async () => {
          await datasets.remove(dataset);
          await forgetDataset(desk.journal, desk.place, dataset, ports.wallMs());
          await requireGone(desk, dataset);
        },
        () => ({ ok: true as const, dataset }),
      );
      const erased = {
        ...({ what: 'dataset', dataset, versions: versions.length, rows } as const),
        ...{ importedAtMs, runs: runs.length },
      };
      const certificate = { erased, reason: why, entries, sinceMs: importedAtMs };
      return { ...(await certify(desk, ports, place, certificate, context)), runs: runs.length };
    },
  };
}

/** The runs that worked on a dataset. @throws Problem `wrong_usage` while one of them goes on */
async function runsOn(desk: Desk<Content>, dataset: DatasetId): Promise<readonly RunId[]> {
  const starts = await desk.journal.read.ofKinds(['run.started']);
  const runs = starts.flatMap(({ entry }) =>
    entry.body.dataset === dataset && entry.run !== undefined ? [entry.run] : [],
  );
  await requireEnded(desk, runs);
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
