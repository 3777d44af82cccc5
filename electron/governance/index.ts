export {
  ceremoniesUnderWay,
  CEREMONY_KINDS,
  nextStep,
  type CeremonyUnderWay,
} from './identity/ceremonies.ts';
export { keepBecause, mayAgree } from './identity/changes.ts';
export { projectServiceKeys, SERVICE_KEY_KINDS, type ServiceKey } from './identity/service-keys.ts';
export {
  KEY_FILE_KINDS,
  KnownKeyFile,
  PUT_BACK_ROLES,
  type KeptOut,
  type PutBack,
} from './identity/key-file-known.ts';
export { findPerson } from './identity/people.ts';
export { Attempts } from './sessions/attempts.ts';
export { CODE_WINDOW } from './sessions/code-window.ts';
export { IdleWatch } from './sessions/idle.ts';
export { sessionLogoff, type Logoff } from './sessions/timeout.ts';
export type { Arrived, Session, SignedIn, SignInFailure, SignInProof } from './sessions/session.ts';
export { Sessions } from './sessions/sessions.ts';
export { appendSpool, clearSpool, readSpool } from './sessions/spool.ts';
export { formatProblem, type ConfigProblem } from './documents/index.ts';
export * from './policy/index.ts';
export { withSite, type Profile } from './profiles/index.ts';
export * from './lifecycle/index.ts';
export { loadCatalogue, readCatalogue, rulesInEffect, type Catalogue } from './catalogue/index.ts';
export {
  APPROVAL_LIFETIME_MS,
  projectPace,
  type Pace,
  projectApprovals,
  requireMayAnswer,
  type Answerer,
  type Approval,
} from './approvals/index.ts';
export {
  claimOf,
  drawSample,
  projectRedaction,
  REDACTION_KINDS,
  refusalToSign,
  statementOf,
  totalsOf,
  type RedactionOnFile,
  type RedactionReview,
  whyTextMayNotLeave,
} from './redaction-review/index.ts';
export {
  DENIAL_KINDS,
  groupDenials,
  projectDenials,
  projectRuleUse,
  refusalToReview,
  reviewState,
  reviewToSign,
  type Denial,
  type DenialGroup,
  type DenialsOnFile,
} from './denials/index.ts';
export * from './emergency/index.ts';
export { AGENT_STATE_KINDS, pausedAgents, type AgentPause } from './agents/index.ts';
export * from './provider/index.ts';
