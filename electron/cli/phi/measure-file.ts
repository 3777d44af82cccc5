import { randomInt } from 'node:crypto';
import { belowFloor, Problem } from '../../../shared/domain/index.ts';
import { openProofBench } from '../../runtime/phi/index.ts';
import { DocumentLine, readDocuments, type BadLine } from './documents.ts';
import type { Measured } from './measured.ts';

/** Notes that a measuring takes at most; more give no other figures. */
const MOST_NOTES = 2_000;

export interface MeasureHooks {
  onBadLine(line: BadLine): void;
  onRead(documents: number): void;
  onProgress(share: number): void;
  readonly signal: AbortSignal;
}

/**
 * Measures the redactor on a stream of documents. All of them are read, at most 2,000 drawn evenly from them are kept, in
 * memory alone (reservoir sampling: J. S. Vitter, Random Sampling with a Reservoir, ACM TOMS 11, 1985).
 *
 * @throws Problem `invalid_input` without any text, `cancelled`
 */
export async function measureFile(
  input: AsyncIterable<Buffer>,
  { identities, seed }: { readonly identities: number; readonly seed: number },
  hooks: MeasureHooks,
): Promise<Measured & { readonly seed: number; readonly documents: number }> {
  const kept: string[] = [];
  let documents = 0;
  for await (const { document } of readDocuments(input, DocumentLine, hooks.onBadLine)) {
    if (hooks.signal.aborted) throw new Problem('cancelled', 'the measuring was cancelled');
    documents += 1;
    hooks.onRead(documents);
    if (kept.length < MOST_NOTES) kept.push(document.text);
    else {
      const at = randomInt(documents);
      if (at < MOST_NOTES) kept[at] = document.text;
    }
  }
  const { overall, classes, notes, misses, falseRedactions } = await openProofBench().measure(
    { notes: kept, knownValues: [], identities, seed },
    { signal: hooks.signal, onProgress: (share) => hooks.onProgress(share) },
  );
  const { planted, found, low } = overall;
  return {
    ...{ seed, documents, identities, notes, planted, found, low, classes, misses },
    ...{ everydayWords: falseRedactions.words, everydayRedacted: falseRedactions.redacted },
    below: belowFloor({ low, classes }),
  };
}
