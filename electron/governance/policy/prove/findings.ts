import type { Decision } from '../../../../shared/domain/index.ts';
import type { CompiledRule } from '../compile.ts';
import type { Question } from './classes.ts';

export type FindingKind =
  | 'denies_everything'
  | 'allows_nothing'
  | 'dead_rule'
  | 'shadowed_rule'
  | 'unreachable_ask'
  | 'contradiction'
  | 'redundant_rule'
  | 'unused_tool'
  | 'cannot_decide'
  | 'pattern_as_condition';

/** A request, and what the decision function really says to it. */
export interface Witness extends Question {
  readonly inWords: string;
  readonly behaviour: Decision['behaviour'];
  readonly ruleId: string;
  readonly matched: readonly string[];
}

/** Something proven about a policy, or something that could not be. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: 'error' | 'warning' | 'note' | 'undecided';
  /** The rule it is about; absent where it is about the whole policy. */
  readonly rule?: CompiledRule | undefined;
  /** Ids of rules that cover, contradict or decide instead; built-in ones too. */
  readonly others: readonly string[];
  readonly message: string;
  readonly hint?: string | undefined;
  readonly witness?: Witness | undefined;
}
