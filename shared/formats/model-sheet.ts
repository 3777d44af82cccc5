import { z } from 'zod';
import { Sha256Hex } from '../domain/ids.ts';

/** What is known about a model file: its pin, its limits, how it was made, what it is for. */
export const ModelSheet = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  /** File name beside the sheet. */
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.gguf$/),
  sha256: Sha256Hex,
  /** Tokens that one conversation may take. */
  context_tokens: z.int().min(128).max(1_048_576),
  findings_per_conversation: z.int().min(1).max(64),
  /** One sentence that stands wherever the model is named. */
  notice: z.string().min(10).max(300),
  description: z.string().max(2000),
  licence: z.string().max(100),
  /** How it was made, and what it scored at what. */
  made: z.string().max(4000),
  figures: z.array(
    z.strictObject({ what: z.string().max(200), value: z.string().max(80), measured: z.string().max(300) }),
  ),
});
export type ModelSheet = z.infer<typeof ModelSheet>;
