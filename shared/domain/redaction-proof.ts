import { z } from 'zod';
import { SafeName } from './dataset.ts';
import { IdentifierClass } from './labels.ts';

/** Synthetic people that a measuring plants at least; each has one value of every class that stands in text. */
export const LEAST_IDENTITIES = 200;

/**
 * What a measuring has to show before redacted text leaves: the lower bound of recall over all classes, and the share found
 * of each class. The gate refuses an export below it (REDACT-001), under every profile: what was measured is what finds
 * identifiers, and that is the same whatever takes their place.
 */
export const RECALL_FLOOR = { overallLow: 0.95, class: 0.9 } as const;

/** What one class of a measuring came to. */
export const MeasuredClass = z.object({
  class: IdentifierClass,
  planted: z.int().nonnegative(),
  found: z.int().nonnegative(),
});
export type MeasuredClass = z.infer<typeof MeasuredClass>;

/** Why a measuring is not good enough for free text to leave under `strict`, as a sentence; or undefined. */
export function belowFloor(measured: {
  readonly low: number;
  readonly classes: readonly MeasuredClass[];
}): string | undefined {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  if (!(measured.low >= RECALL_FLOOR.overallLow))
    return `at least ${percent(RECALL_FLOOR.overallLow)} of planted identifiers must surely be found, and it is ${percent(measured.low)}`;
  const weak = measured.classes.filter(({ planted, found }) => !(found >= planted * RECALL_FLOOR.class));
  if (weak.length === 0) return undefined;
  const names = weak.map((figure) => `${figure.class} ${percent(figure.found / figure.planted)}`);
  return `of each class at least ${percent(RECALL_FLOOR.class)} must be found, and it is: ${names.join(', ')}`;
}

/** How identifiers are found, and by which lists of which date. */
export const DeidMethod = z.object({
  finders: z.string().max(300),
  lists: z
    .array(
      z.object({
        name: z.string().max(120),
        /** Year and month. */
        asOf: z.string().max(10),
        sha256: z.string().length(64).optional(),
      }),
    )
    .max(20),
});
export type DeidMethod = z.infer<typeof DeidMethod>;

/** What may be said of a dataset's free text after a signed review. */
export const TEXT_CLAIMS = ['safe_harbor', 'expert_support'] as const;
export const TextClaim = z.enum(TEXT_CLAIMS);
export type TextClaim = z.infer<typeof TextClaim>;

/** Columns of a review; names of columns, never their cells. */
export const ReviewedColumns = z.array(SafeName).min(1).max(200);
