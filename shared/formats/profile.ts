import { z } from 'zod';
import { ArtefactKind } from '../domain/run.ts';

/** A compliance profile: what comes on together when a run names it. */
export const ComplianceProfileFile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
  version: z.int().positive(),
  description: z.string().max(500),
  /** Policy files under `policies/`, all in force together. */
  policies: z.array(z.string()).min(1),
  mandatory_artefacts: z.array(ArtefactKind),
  /** Days that journal epochs are kept at least. */
  retention_days: z.int().min(2192),
  report_template: z.enum(['hipaa_run']),
  /** Cells of exports and reports with counts from 1 to this number are suppressed. */
  small_cell_threshold: z.int().min(0).max(100),
});
export type ComplianceProfileFile = z.infer<typeof ComplianceProfileFile>;
