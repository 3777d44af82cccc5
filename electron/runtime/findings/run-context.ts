import type { DeidProfile, Finding, FindingKind, Purpose } from '../../../shared/domain/index.ts';

/** A finding before the run gives it an id. */
export type FindingDraft = Omit<Finding, 'id'>;

export interface RunContext {
  readonly purpose: Purpose;
  readonly deidProfile: DeidProfile;
  /** The column a model is to predict; `leakage` needs one with two values. */
  readonly target?: string | undefined;
  /** Kinds that the present step decides; others neither appear nor hide one. All where absent. */
  readonly kinds?: readonly FindingKind[] | undefined;
  /** What was answered with keep_column or refused, and so is not asked again. */
  readonly decided: readonly { readonly kind: FindingKind; readonly column: string }[];
}

/** Whether the present step decides findings of a kind. */
export function wants(run: Pick<RunContext, 'kinds'>, ...kinds: readonly FindingKind[]): boolean {
  return kinds.some((kind) => run.kinds?.includes(kind) ?? true);
}
