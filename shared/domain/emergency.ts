import { z } from 'zod';
import { DatasetId, RunId } from './ids.ts';

/** Why somebody breaks the glass; the journal keeps this word and never the words they type. */
export const EMERGENCY_REASONS = ['patient_care', 'continuity', 'incident', 'legal_duty', 'other'] as const;
export const EmergencyReason = z.enum(EMERGENCY_REASONS);
export type EmergencyReason = z.infer<typeof EmergencyReason>;

/** What emergency access opens: one table, or what was said to the model in one run. Nothing else. */
export const EmergencyScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dataset'), dataset: DatasetId }),
  z.strictObject({ kind: z.literal('run'), run: RunId }),
]);
export type EmergencyScope = z.infer<typeof EmergencyScope>;

/** Shortest and longest time box, and the one that is offered. */
export const EMERGENCY_MINUTES = { shortest: 5, usual: 60, longest: 240 } as const;

/** A use that no compliance officer has seen after so long is escalated. */
export const ESCALATED_AFTER_MS = 15 * 60_000;

/** Ways in which emergency access ends. */
export const EMERGENCY_ENDS = ['expired', 'ended', 'interrupted', 'clock_set_back'] as const;
export type EmergencyEnd = (typeof EMERGENCY_ENDS)[number];

export function isSameScope(a: EmergencyScope, b: EmergencyScope): boolean {
  return a.kind === 'dataset'
    ? b.kind === 'dataset' && a.dataset === b.dataset
    : b.kind === 'run' && a.run === b.run;
}
