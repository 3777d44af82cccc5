import type { MatchedRule } from '../../../shared/domain/index.ts';

/**
 * Rules that are built into the gate: they are stages, not policy, and no file can change them. The
 * text is shown to people as it stands.
 */
export const BUILT_IN_RULES = {
  'ANSWER-001': 'the answer could not be read as a tool call',
  'ARGS-001': 'the arguments do not fit the tool',
  'ARGS-002': 'the call names a finding, table or column that is not open here',
  'ROLE-001': 'this role may not have agents act or export data',
  'ROLE-003': 'the tool does not exist for this agent',
  'ROLE-004': 'the agent may not touch this kind of data',
  'AGENT-001': 'the agent is paused, because it kept trying what is denied',
  'RESIDENCY-001': 'the data may not go to that place',
  'REDACT-001': 'redacted text may not leave like this',
  'LIMIT-001': 'the token limit of the run is used up',
  'LIMIT-002': 'the call limit of the run is used up',
  'LIMIT-003': 'the time limit of the run is used up',
  'APPROVAL-001': 'the approval was not given in time',
  'APPROVAL-002': 'what was approved is no longer what would run',
  'APPROVAL-003': 'the approved call was begun already',
  'APPROVAL-004': 'nobody is there who could approve it',
  'TOOL-001': 'the tool could not do it on this table',
} as const;

export type BuiltInRule = keyof typeof BUILT_IN_RULES;

/** A stage's no. Thrown inside the gate only; the gate turns it into entries and a result. */
export class Refusal extends Error {
  readonly ruleId: string;
  readonly by: 'rule' | 'person';

  constructor(ruleId: string, reason: string, by: 'rule' | 'person' = 'rule') {
    super(reason);
    this.name = 'Refusal';
    this.ruleId = ruleId;
    this.by = by;
  }
}

export function builtIn(ruleId: BuiltInRule, detail?: string): Refusal {
  return new Refusal(
    ruleId,
    detail === undefined ? BUILT_IN_RULES[ruleId] : `${BUILT_IN_RULES[ruleId]}: ${detail}`,
  );
}

/** The refusal as a rule that matched, for decisions that policy never got to make. */
export function asMatchedRule(refusal: Refusal, stage: string, decided: boolean): MatchedRule {
  return {
    id: refusal.ruleId,
    behaviour: 'deny',
    reason: refusal.message,
    file: `built in: ${stage}`,
    line: 0,
    decided,
    part: 'stage',
  };
}
