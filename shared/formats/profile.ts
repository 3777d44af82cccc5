import { z } from 'zod';
import { ROTATION_DAYS } from '../domain/key-age.ts';
import { ArtefactKind } from '../domain/run.ts';
import { Residency } from './residency.ts';

/**
 * Days from creation or last effect that documentation is kept at least: six calendar years are 2191 or
 * 2192 days, 45 CFR 164.316(b)(2)(i). The journal is one for all profiles, so the floor is too.
 */
export const RETENTION_FLOOR_DAYS = 2192;

/** How the report of a run is set: what it is held against, and in whose words. */
export const RUN_REPORT_TEMPLATES = ['hipaa_run', 'soc2_run', 'plain_run'] as const;
export const RunReportTemplate = z.enum(RUN_REPORT_TEMPLATES);
export type RunReportTemplate = z.infer<typeof RunReportTemplate>;

/** A compliance profile: what comes on together when a run names it. */
export const ComplianceProfileFile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
  /** Of the pack: goes up with every change that ships. */
  version: z.int().positive(),
  description: z.string().max(500),
  /**
   * Policy files that no role, no site and no later file can take away or relax: they deny and ask, and
   * deny wins over ask over allow.
   */
  floor: z.array(z.string()).default([]),
  /** Policy files that a site may replace with its own; in force together with the floor. */
  policies: z.array(z.string()).min(1),
  /** For data without any label only: a run on labelled data is refused before it starts. */
  refuses_labelled_data: z.boolean().default(false),
  mandatory_artefacts: z.array(ArtefactKind),
  /** Days that journal epochs are kept at least. */
  retention_days: z.int().min(RETENTION_FLOOR_DAYS),
  /** Places each category may lie in or go to; what is not listed is blocked. */
  residency: Residency,
  report_template: RunReportTemplate,
  /** Between how many minutes without anybody a site may set the automatic logoff. */
  logoff_minutes: z
    .strictObject({ floor: z.int().min(1).max(60), ceiling: z.int().min(1).max(60) })
    .default({ floor: 2, ceiling: 15 }),
  /** Whether what windows show may be in screenshots, recordings and shared screens. */
  screens: z.enum(['protected', 'open']).default('protected'),
  /**
   * What becomes of patients' data that somebody copies to the clipboard, which every program reads: it goes there on
   * record, after a reason was given, or not at all.
   */
  clipboard: z.enum(['open', 'ask', 'closed']).default('closed'),
  /** Days after which content keys are changed; a profile may ask for it sooner, never later. */
  key_rotation_days: z.int().min(1).max(ROTATION_DAYS).default(ROTATION_DAYS),
  /** Days that a key for scheduled runs is good for at most; 90 where the profile says nothing. */
  service_key_days: z.int().min(1).max(3660).optional(),
  /** Cells of exports and reports with counts from 1 to this number are suppressed. */
  small_cell_threshold: z.int().min(0).max(100),
});
export type ComplianceProfileFile = z.infer<typeof ComplianceProfileFile>;
