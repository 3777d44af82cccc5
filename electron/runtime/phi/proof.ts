import { connect, startWorker } from '../../core/index.ts';
import type { IdentifierSpan } from './detector.ts';
import type { MeasureRequest, MeasureResult } from './measure/index.ts';
import type { DetectRequest, ProofMethods } from './proof.worker.ts';

/** Detection over many texts in a thread of its own. Nothing it is given outlives the call. */
export interface ProofBench {
  /** What stands in each text. @throws Problem `check_failed` where a text could not be searched */
  detect(
    texts: readonly string[],
    words: Pick<DetectRequest, 'knownValues' | 'ordinaryWords'>,
  ): Promise<readonly (readonly IdentifierSpan[])[]>;
  /** @throws Problem `invalid_input` without notes, `cancelled` */
  measure(
    request: MeasureRequest,
    options?: {
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((share: number) => void) | undefined;
    },
  ): Promise<MeasureResult>;
}

/** A worker is started per call and ended after it, so that no text stays in memory. */
export function openProofBench(): ProofBench {
  const during = async <T>(
    act: (worker: ReturnType<typeof connect<ProofMethods>>) => Promise<T>,
  ): Promise<T> => {
    const worker = connect<ProofMethods>(
      startWorker(new URL('./proof.worker.ts', import.meta.url), 'proof'),
      'proof',
    );
    try {
      return await act(worker);
    } finally {
      await worker.close();
    }
  };
  return {
    detect: (texts, words) => during((worker) => worker.call('detect', { texts, ...words })),
    measure: (request, { signal, onProgress } = {}) =>
      during((worker) =>
        worker.call('measure', request, {
          signal,
          onProgress: (share) => onProgress?.(share as number),
        }),
      ),
  };
}
