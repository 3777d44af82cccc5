import { z } from 'zod';
import { LabelChange } from './labels.ts';

/**
 * Every capability an agent can name: transforms of tables, ways out that exist to be governed, and the
 * tools of the documented roles.
 */
export const TOOL_NAMES = [
  'drop_column',
  'redact_column',
  'keep_year',
  'shift_dates',
  'truncate_zip',
  'pool_age',
  'impute_column',
  'cast_column',
  'clip_column',
  'flag_outliers',
  'drop_duplicates',
  'surrogate_key',
  'derive_interval',
  'keep_column',
  'export_table',
  'export_raw_data',
  'web_search',
  'promote_challenger',
  'ehr_lookup',
  'drug_interaction_check',
  'generate_pdf',
  'send_secure_email',
  'calculator',
  'calendar',
  'finish',
] as const;
export const ToolName = z.enum(TOOL_NAMES);
export type ToolName = z.infer<typeof ToolName>;

/** What a tool does to the world. */
export const TOOL_EFFECTS = ['read', 'transform', 'export', 'egress', 'promote', 'control'] as const;
export const ToolEffect = z.enum(TOOL_EFFECTS);
export type ToolEffect = z.infer<typeof ToolEffect>;

/** The model's answer, before its arguments are checked against the tool's own schema. */
export const ToolCall = z.strictObject({
  why: z.string().max(120),
  tool: ToolName,
  args: z.record(z.string(), z.json()),
});
export type ToolCall = z.infer<typeof ToolCall>;

/** What a transform changed, in counts. */
export const ChangeRecord = z.object({
  /** Cells whose value changed, rows removed, columns removed and added, by safe name. */
  cellsChanged: z.int().nonnegative(),
  rowsRemoved: z.int().nonnegative(),
  columnsRemoved: z.array(z.string()),
  columnsAdded: z.array(z.string()),
  /** Values lost for good in the result: unparsed casts, clipped values, dropped duplicates. */
  valuesLost: z.int().nonnegative(),
  redactions: z.record(z.string(), z.int().nonnegative()),
  /** Columns that lost a label, which only de-identification can do. Absent in older records. */
  lowered: z.array(LabelChange).optional(),
});
export type ChangeRecord = z.infer<typeof ChangeRecord>;
