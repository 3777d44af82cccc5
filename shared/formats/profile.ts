import { z } from 'zod';
import { DataCategory } from '../domain/categories.ts';
import { ArtefactKind } from '../domain/run.ts';

/** Places data can lie or go to. */
export const Place = z.enum(['workspace', 'export_folder', 'network']);
export type Place = z.infer<typeof Place>;

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
  /** Places each category may lie in or go to; what is not listed is blocked. */
  residency: z.record(DataCategory, z.array(Place)),
  report_template: z.enum(['hipaa_run']),
  /** Cells of exports and reports with counts from 1 to this number are suppressed. */
  small_cell_threshold: z.int().min(0).max(100),
});
export type ComplianceProfileFile = z.infer<typeof ComplianceProfileFile>;
