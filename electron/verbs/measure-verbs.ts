import { randomBytes } from 'node:crypto';
import { Problem, type DatasetId } from '../../shared/domain/index.ts';
import { drawSample } from '../governance/index.ts';
import { METHOD } from '../runtime/phi/index.ts';
import { lookContextOf } from './actor.ts';
import type { Notify } from './application.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { DETAIL_CATEGORY, proofView } from './phi-proof-view.ts';
import { readFreeText } from './phi-texts.ts';

/** Notes that a measuring reads at most; more give no other figures. */
const MEASURED_NOTES = 2_000;

/** Measuring the redactor on a dataset's own text, and calling it off. */
export function measureVerbs(
  desk: Desk<Content>,
  notify: Notify,
): Pick<Handlers, 'phi.measure' | 'phi.cancelMeasuring'> {
  const going = new Map<DatasetId, AbortController>();
  return {
    'phi.measure': async ({ dataset, identities }, caller) => {
      if (going.has(dataset))
        throw new Problem('in_use', 'this dataset is being measured already', 'Wait for it, or cancel it.');
      const cancelling = new AbortController();
      going.set(dataset, cancelling);
      try {
        const { content } = desk;
        const { columns, texts } = await readFreeText(content, dataset);
        const seed = randomBytes(4).readUInt32LE();
        const notes = drawSample(seed, texts.length, MEASURED_NOTES).map((at) => texts[at] ?? '');
        const dictionary = await content.dictionary.read();
        const known = await content.datasets.knownValues(dataset);
        const result = await content.proofBench.measure(
          {
            ...{ notes, identities, seed, ordinaryWords: dictionary.words },
            knownValues: [...known, ...dictionary.identifiers],
          },
          {
            signal: AbortSignal.any([caller.signal, cancelling.signal]),
            onProgress: (done) => {
              notify('task.progress', { task: 'measure', done, total: 1 });
            },
          },
        );
        const { misses, falseRedactions, overall, classes } = result;
        const detail = await content.payloads.put(
          DETAIL_CATEGORY,
          Buffer.from(JSON.stringify({ misses, words: falseRedactions.examples }), 'utf8'),
        );
        await desk.journal.event(
          'redaction.measured',
          {
            ...{ dataset, columns: [...columns], seed, identities, notes: result.notes },
            ...{ planted: overall.planted, found: overall.found, low: overall.low },
            classes: classes.map(({ class: name, planted, found }) => ({ class: name, planted, found })),
            ...{ everydayWords: falseRedactions.words, everydayRedacted: falseRedactions.redacted },
            codeSha256: await content.codeSha256(),
            method: METHOD,
          },
          { ...lookContextOf(caller), payloads: [detail] },
        );
        return await proofView(desk, dataset, caller);
      } finally {
        going.delete(dataset);
      }
    },

    'phi.cancelMeasuring': ({ dataset }) => {
      const cancelling = going.get(dataset);
      cancelling?.abort();
      return Promise.resolve({ cancelled: cancelling !== undefined });
    },
  };
}
