import { setImmediate as nextTurn } from 'node:timers/promises';
import { serve, workerParent, type CallContext } from '../../core/index.ts';
import type { IdentifierSpan, KnownValue } from './detector.ts';
import { measureRecall, type MeasureRequest, type MeasureResult } from './measure/index.ts';
import { createDocumentRedactor } from './structures/document-redactor.ts';

export interface DetectRequest {
  readonly texts: readonly string[];
  readonly knownValues: readonly KnownValue[];
  readonly ordinaryWords: readonly string[];
}

const methods = {
  detect: ({ texts, knownValues, ordinaryWords }: DetectRequest): (readonly IdentifierSpan[])[] => {
    const redactor = createDocumentRedactor(knownValues, ordinaryWords);
    return texts.map((text) => redactor.detect(text));
  },
  measure: (request: MeasureRequest, { signal, progress }: CallContext): Promise<MeasureResult> => {
    const redactor = createDocumentRedactor(request.knownValues, request.ordinaryWords);
    return measureRecall(request, {
      detect: (text) => redactor.detect(text),
      onProgress: progress,
      signal,
      // A message that cancels is heard only between turns.
      breathe: () => nextTurn(),
    });
  },
};
export type ProofMethods = typeof methods;

// Detection over many texts, off the main loop.
serve(workerParent(), methods);
