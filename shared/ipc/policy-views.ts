import { z } from 'zod';
import {
  Behaviour,
  Decision,
  DecisionBasis,
  DecisionPart,
  MatchedRule,
  PolicyRequest,
  PolicyVersionId,
  Sha256Hex,
} from '../domain/index.ts';
import { ComplianceProfileFile, PolicyRule } from '../formats/index.ts';

/** A mistake in a policy's text, for the person who wrote it. Line and column from 1; 0 for the whole file. */
export const PolicyProblemView = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  path: z.string(),
  message: z.string(),
  hint: z.string().optional(),
});
export type PolicyProblemView = z.infer<typeof PolicyProblemView>;

/** A version by its id; `shipped` is what came with the application, `in_effect` what holds now. */
export const PolicyVersionRef = z.union([PolicyVersionId, z.literal('shipped'), z.literal('in_effect')]);
export type PolicyVersionRef = z.infer<typeof PolicyVersionRef>;

export const POLICY_STATES = ['draft', 'in_effect', 'replaced', 'withdrawn'] as const;

/** One version of a site's rules, and how far it has come. */
export const PolicyVersionView = z.object({
  id: z.union([PolicyVersionId, z.literal('shipped')]),
  profile: z.string(),
  name: z.string(),
  note: z.string(),
  state: z.enum(POLICY_STATES),
  rules: z.int(),
  textSha256: Sha256Hex.optional(),
  /** Absent for what shipped. */
  draftedBy: z.string().optional(),
  draftedById: z.string().optional(),
  draftedAtMs: z.int().optional(),
  /** Set where a site signed it. */
  pack: z.object({ siteFingerprint: Sha256Hex, packVersion: z.int(), madeAtMs: z.int() }).optional(),
  checked: z
    .object({ atMs: z.int(), by: z.string(), errors: z.int(), warnings: z.int(), undecided: z.int() })
    .optional(),
  replayed: z.object({ atMs: z.int(), by: z.string(), replayed: z.int(), changed: z.int() }).optional(),
  /** Each time that it was in effect, oldest first; without an end where it still is. */
  inEffect: z.array(
    z.object({
      fromMs: z.int(),
      untilMs: z.int().optional(),
      activatedBy: z.string(),
      meaning: z.string(),
      reason: z.string(),
      policySha256: Sha256Hex,
    }),
  ),
  /** Whether the signed-in person may put it in effect now; where not, why, as a sentence. */
  mayActivate: z.object({ may: z.boolean(), why: z.string() }),
});
export type PolicyVersionView = z.infer<typeof PolicyVersionView>;

/** A rule, with the place where it is written. */
export const PolicyRuleView = PolicyRule.extend({
  file: z.string(),
  line: z.int(),
  part: DecisionPart,
  /** The reason that people are shown, also where the file gives none. */
  shownReason: z.string(),
});
export type PolicyRuleView = z.infer<typeof PolicyRuleView>;

/** What one compliance profile puts in force now. */
export const PolicyProfileView = z.object({
  /** As it works here: what the site asks beyond it is in it. */
  profile: ComplianceProfileFile,
  /** Of the pack: profile, floor and rules in force. */
  packSha256: Sha256Hex,
  policySha256: Sha256Hex,
  version: z.union([PolicyVersionId, z.literal('shipped')]),
  rules: z.int(),
  floorRules: z.int(),
  /** Set where what is in effect could not be read; then everything is denied. */
  unreadable: z.string().optional(),
});

export const PolicyListView = z.object({
  profiles: z.array(PolicyProfileView),
  /** Newest first; what shipped comes last. */
  versions: z.array(PolicyVersionView),
  /** Whose packs are taken; absent where no site is trusted. */
  site: z.object({ name: z.string(), fingerprint: Sha256Hex, trustedAtMs: z.int() }).optional(),
});
export type PolicyListView = z.infer<typeof PolicyListView>;

export const PolicyTextView = z.object({
  version: PolicyVersionView,
  /** The YAML as it was written. */
  text: z.string(),
  /** Rules of the text, in its order, then those of the floor. */
  rules: z.array(PolicyRuleView),
});
export type PolicyTextView = z.infer<typeof PolicyTextView>;

/** A request that shows what a finding says, as the decision function was really asked. */
export const PolicyWitnessView = z.object({
  request: PolicyRequest,
  /** Who wants what, where and when, as a sentence. */
  inWords: z.string(),
  behaviour: Behaviour,
  ruleId: z.string(),
  /** Every rule that matched it. */
  matched: z.array(z.string()),
});
export type PolicyWitnessView = z.infer<typeof PolicyWitnessView>;

export const POLICY_FINDINGS = [
  'denies_everything',
  'allows_nothing',
  'dead_rule',
  'shadowed_rule',
  'unreachable_ask',
  'contradiction',
  'redundant_rule',
  'unused_tool',
  'cannot_decide',
  'pattern_as_condition',
] as const;

/** Something that the check proved about a policy, or could not. */
export const PolicyFindingView = z.object({
  kind: z.enum(POLICY_FINDINGS),
  /** An `error` keeps a draft from being activated; `undecided` says what no proof was found for. */
  severity: z.enum(['error', 'warning', 'note', 'undecided']),
  ruleId: z.string().optional(),
  /** Rules that are part of it: those that cover, contradict or decide instead. */
  others: z.array(z.string()),
  file: z.string(),
  line: z.int(),
  message: z.string(),
  hint: z.string().optional(),
  witness: PolicyWitnessView.optional(),
});
export type PolicyFindingView = z.infer<typeof PolicyFindingView>;

export const PolicyCheckView = z.object({
  /** No problem, and no finding of severity `error`. */
  ok: z.boolean(),
  problems: z.array(PolicyProblemView),
  findings: z.array(PolicyFindingView),
  rules: z.int(),
  /** Requests that differ in what some rule asks; the proof is over all of them. */
  classes: z.number(),
  ms: z.number(),
});
export type PolicyCheckView = z.infer<typeof PolicyCheckView>;

/** What a decision said. */
const Said = z.object({ behaviour: Behaviour, ruleId: z.string() });

export const PolicyReplayView = z.object({
  throughSeq: z.int(),
  /** Decisions in the journal, and those that could be asked again. */
  decisions: z.int(),
  replayed: z.int(),
  unchanged: z.int(),
  changed: z.int(),
  /** Decided by the gate before policy; no policy changes them. */
  outsidePolicy: z.int(),
  /** Recorded without all that a decision is made from, or for another profile. */
  notReplayable: z.int(),
  otherProfile: z.int(),
  groups: z.array(
    z.object({
      before: Said,
      after: Said,
      /** Why the draft decides so. */
      reason: z.string(),
      tool: z.string(),
      agent: z.string().optional(),
      role: z.string(),
      count: z.int(),
      firstAtMs: z.int(),
      lastAtMs: z.int(),
      /** Up to five entries, to look at. */
      entries: z.array(z.int()),
    }),
  ),
  ms: z.number(),
});
export type PolicyReplayView = z.infer<typeof PolicyReplayView>;

export const PolicyDiffView = z.object({
  left: z.string(),
  right: z.string(),
  rules: z.array(
    z.object({
      id: z.string(),
      change: z.enum(['added', 'removed', 'changed']),
      fields: z.array(
        z.object({ path: z.string(), before: z.string().optional(), after: z.string().optional() }),
      ),
      leftLine: z.int().optional(),
      rightLine: z.int().optional(),
    }),
  ),
  /** What else of the file differs: workstations, what is tightened. */
  settings: z.array(
    z.object({ path: z.string(), before: z.string().optional(), after: z.string().optional() }),
  ),
  /** Requests that both decide differently, one per pair of rules that decide. */
  decisions: z.array(z.object({ before: Said, after: Said, witness: PolicyWitnessView })),
  /** False where there are more differing decisions than are shown. */
  complete: z.boolean(),
});
export type PolicyDiffView = z.infer<typeof PolicyDiffView>;

/** What one part of the house contributed to a decision. */
export const ContributionView = z.object({
  part: DecisionPart,
  /** `Role operator`, `Agent data_cleaner`, `Limits`, `Profile hipaa`. */
  title: z.string(),
  says: z.enum(['allow', 'ask', 'deny', 'nothing']),
  detail: z.string(),
  rules: z.array(MatchedRule),
});
export type ContributionView = z.infer<typeof ContributionView>;

/** Why: a recorded decision with all that led to it. */
export const PolicyExplainView = z.object({
  seq: z.int(),
  atMs: z.int(),
  person: z.string(),
  tool: z.string(),
  agent: z.string().optional(),
  labels: z.array(z.string()),
  decision: Decision,
  basis: DecisionBasis.optional(),
  inWords: z.string(),
  contributions: z.array(ContributionView),
  /** The policy it was made under: which version, since when, and whether it still holds. */
  policy: z.object({
    sha256: Sha256Hex,
    version: z.string().optional(),
    name: z.string().optional(),
    fromMs: z.int().optional(),
    untilMs: z.int().optional(),
    inEffect: z.boolean(),
  }),
  /** The same request under what is in effect now; absent where it cannot be asked again. */
  today: Said.optional(),
});
export type PolicyExplainView = z.infer<typeof PolicyExplainView>;

export const PolicyRuleExplainView = z.object({
  rule: PolicyRuleView,
  /** The rule as it stands in its file. */
  text: z.string(),
  inWords: z.string(),
  /** A request that this rule decides; absent where none was found. */
  decides: PolicyWitnessView.optional(),
  findings: z.array(PolicyFindingView),
  /** From the journal: how often it matched and decided, and when last; absent without a workspace. */
  recorded: z
    .object({ matched: z.int(), decided: z.int(), lastAtMs: z.int().optional(), lastSeq: z.int().optional() })
    .optional(),
});
export type PolicyRuleExplainView = z.infer<typeof PolicyRuleExplainView>;

export const SiteView = z.object({ name: z.string(), fingerprint: Sha256Hex });
export type SiteView = z.infer<typeof SiteView>;
