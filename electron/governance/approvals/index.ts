export { projectApprovals, type Answerer, type Approval, type ApprovalAnswer } from './project.ts';
export { APPROVAL_LIFETIME_MS, brokenBinding, requireMayAnswer, type Binding } from './rules.ts';
