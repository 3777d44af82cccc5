import { z } from 'zod';
import { Sha256Hex } from '../../../domain/ids.ts';
import { done, safeText, type Events } from './words.ts';

/** Models: pinned, loaded, asked. */
export const MODEL_EVENTS = {
  'model.pin': {
    intent: z.strictObject({ name: safeText, sizeBytes: z.int() }),
    outcome: done({ name: safeText, sha256: Sha256Hex, sizeBytes: z.int() }),
    unknown: 'whether the model file was taken in; it was if the list of models has it, under its hash',
  },
  'model.load': {
    intent: z.strictObject({ name: safeText, sha256: Sha256Hex }),
    outcome: done({ backend: safeText, threads: z.int(), contextTokens: z.int() }),
    unknown: 'whether the model was loaded; nothing was asked of it here',
  },
  'model.call': {
    intent: z.strictObject({ step: z.int(), turn: z.int(), promptTokens: z.int() }),
    outcome: done({
      answerTokens: z.int(),
      ms: z.number(),
      /** Prompt tokens that were not in the model's cache already. */
      evaluatedTokens: z.int().optional(),
      /** `length` when the answer was cut at its token limit. */
      stop: z.enum(['end', 'length']).optional(),
    }),
    unknown: 'whether the model answered, and with what; an answer was not acted upon',
  },
} as const satisfies Events;
