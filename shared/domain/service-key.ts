import { z } from 'zod';
import { SafeName } from './dataset.ts';
import { FiledReference, Purpose } from './finding.ts';
import { DatasetId, Sha256Hex } from './ids.ts';

/** Days that a service key opens something, unless somebody asks for fewer; a profile can set a lower ceiling. */
export const SERVICE_KEY_DAYS = 90;

/**
 * All that a service key can do: this pipeline on this dataset, in this manner. It is bound into the key, so
 * that whoever changes it holds something that opens nothing. The profile `expert` is not among them: its vault links
 * persons across tables, and no service key opens it.
 */
export const ServiceScope = z.strictObject({
  template: z.string().max(64),
  dataset: DatasetId,
  purpose: Purpose,
  deidProfile: z.enum(['strict', 'limited']),
  complianceProfile: z.string().max(32),
  target: SafeName.optional(),
  /** SHA-256 of the model; the first that ships where none is named. */
  model: Sha256Hex.optional(),
  reference: FiledReference.optional(),
  /** What policy would ask a person: left waiting for one, or denied at once. */
  questions: z.enum(['wait', 'deny']),
});
export type ServiceScope = z.infer<typeof ServiceScope>;

export const SERVICE_KEY_STATES = ['proposed', 'good', 'expired', 'revoked', 'declined'] as const;
export type ServiceKeyState = (typeof SERVICE_KEY_STATES)[number];
