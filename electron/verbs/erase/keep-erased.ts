import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS } from '../../../shared/formats/index.ts';
import type { Journal } from '../../evidence/index.ts';
import type { DatasetStore } from '../../runtime/datasets/index.ts';
import { APPLICATION_CONTEXT } from '../actor.ts';
import { recordedAct } from '../recorded.ts';

/**
 * What was erased stays erased: where the files of such a dataset were put back from a copy, its key is destroyed
 * again, on record, before anybody reads of it. Called by whoever holds content.
 *
 * @param folder in which datasets lie, by their ids
 */
export async function keepErased(
  journal: Pick<Journal, 'read' | 'event' | 'intent' | 'outcome'>,
  datasets: Pick<DatasetStore, 'remove'>,
  folder: string,
): Promise<void> {
  const entries = (await journal.read.ofKinds(['dataset.erase'])).map(({ entry }) => entry);
  const done = new Set(entries.flatMap(({ intent, body }) => (body.ok === true ? (intent ?? []) : [])));
  const erased = new Map(
    entries
      .filter(({ seq }) => done.has(seq))
      .map(({ body }) => EVENTS['dataset.erase'].intent.parse(body))
      .map((said) => [said.dataset, said] as const),
  );
  for (const [dataset, said] of erased) {
    if (!existsSync(join(folder, dataset))) continue;
    await recordedAct(
      journal,
      'dataset.erase',
      { ...said, reason: 'its files came back after it was erased' },
      APPLICATION_CONTEXT,
      () => datasets.remove(dataset),
      () => ({ ok: true as const, dataset }),
    );
  }
}
