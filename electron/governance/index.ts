export { findPerson } from './identity/people.ts';
export { Sessions, type Session, type SessionsOptions, type SignInFailure } from './sessions/sessions.ts';
export {
  appendSpool,
  clearSpool,
  readSpool,
  type SpoolAddress,
  type SpoolContent,
  type SpooledEvent,
} from './sessions/spool.ts';
export { formatProblem, type ConfigProblem } from './documents/index.ts';
export { authorize, type Limits, type Policy, type PolicyFacts } from './policy/index.ts';
export {
  loadCatalogue,
  readCatalogue,
  type Catalogue,
  type Pipeline,
  type Profile,
} from './catalogue/index.ts';
export {
  APPROVAL_LIFETIME_MS,
  brokenBinding,
  projectApprovals,
  requireMayAnswer,
  type Answerer,
  type Approval,
  type ApprovalAnswer,
  type Binding,
} from './approvals/index.ts';
