import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS, type Entry, type EventName } from '../../../shared/formats/index.ts';
import type { ContentStore, Journal } from '../../evidence/index.ts';
import type { DatasetStore } from '../../runtime/datasets/index.ts';
import type { RunFiles } from '../../runtime/run/index.ts';
import { APPLICATION_CONTEXT } from '../actor.ts';
import { recordedAct } from '../recorded.ts';

type Recording = Pick<Journal, 'read' | 'event' | 'intent' | 'outcome'>;

/** Payloads looked for at once. */
const PIECE = 500;

/**
 * What was erased stays erased: where the files of such a dataset were put back from a copy, its key is destroyed
 * again, on record, before anybody reads of it. Called by whoever holds content.
 *
 * @param folder in which datasets lie, by their ids
 */
export async function keepErased(
  journal: Recording,
  datasets: Pick<DatasetStore, 'remove'>,
  folder: string,
): Promise<void> {
  const erased = new Map(
    (await erasuresOf(journal, 'dataset.erase'))
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

/** The same for payloads, and for the sealed files of runs that were erased whole. */
export async function keepPayloadsErased(
  journal: Recording,
  payloads: Pick<ContentStore, 'states' | 'erase'>,
  runFiles: Pick<RunFiles, 'destroyKeys' | 'readable'>,
): Promise<void> {
  const reason = 'their keys came back after they were erased';
  const erasures = await erasuresOf(journal, 'payload.erase');
  const refs = erasures.flatMap((entry) => entry.payloads);
  for (let first = 0; first < refs.length; first += PIECE) {
    const some = refs.slice(first, first + PIECE);
    const states = await payloads.states(some.map(({ id }) => id));
    const back = some.filter((_, index) => states[index] === 'kept');
    if (back.length === 0) continue;
    await recordedAct(
      journal,
      'payload.erase',
      { payloads: back.length, reason },
      { ...APPLICATION_CONTEXT, payloads: back },
      async () => {
        for (const { id } of back) await payloads.erase(id);
      },
      () => ({ ok: true as const, erased: back.length }),
    );
  }
  // An act that names no payload was about the files of its run.
  const runs = new Set(
    erasures.flatMap(({ run, payloads: named }) => (named.length === 0 ? (run ?? []) : [])),
  );
  for (const run of await runFiles.readable(runs)) {
    await recordedAct(
      journal,
      'payload.erase',
      { payloads: 0, reason },
      { ...APPLICATION_CONTEXT, run },
      () => runFiles.destroyKeys(run),
      (files) => ({ ok: true as const, erased: 0, files }),
    );
  }
}

/** Intents of this kind that were carried out. */
async function erasuresOf(journal: Recording, kind: EventName): Promise<readonly Entry[]> {
  const entries = (await journal.read.ofKinds([kind])).map(({ entry }) => entry);
  const done = new Set(entries.flatMap(({ intent, body }) => (body.ok === true ? (intent ?? []) : [])));
  return entries.filter(({ seq }) => done.has(seq));
}
