export { projectPace, type Pace } from './pace.ts';
export { projectApprovals, type Answerer, type Approval } from './project.ts';
export { APPROVAL_LIFETIME_MS, requireMayAnswer } from './rules.ts';
