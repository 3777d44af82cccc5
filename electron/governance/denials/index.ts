export {
  DENIAL_KINDS,
  projectDenials,
  refusalToReview,
  type Denial,
  type DenialsOnFile,
  type SignedReview,
} from './project.ts';
export {
  groupDenials,
  reviewState,
  reviewToSign,
  type DenialGroup,
  type ReviewState,
  type ReviewToSign,
} from './queue.ts';
export { projectRuleUse, type CountedRule, type RuleUse } from './rule-use.ts';
