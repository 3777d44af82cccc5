import { z } from 'zod';

/** What a compliance officer makes of a denial after looking into it. */
export const DENIAL_OUTCOMES = ['expected', 'policy_too_tight', 'training', 'incident'] as const;
export const DenialOutcome = z.enum(DENIAL_OUTCOMES);
export type DenialOutcome = z.infer<typeof DenialOutcome>;

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a denial may wait for its review, and how far apart two signed reviews may be. */
export const REVIEW_WITHIN_MS = 7 * DAY_MS;
