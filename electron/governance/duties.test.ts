import { describe, expect, it } from 'vitest';
import { refusalOfDuty, ROLES, type PersonId } from '../../shared/domain/index.ts';
import { refusalToAnswer, type Approval } from './approvals/project.ts';
import { refusalToReview } from './denials/index.ts';
import { mayActivate, type PolicyVersion } from './lifecycle/index.ts';

// The matrix that people are shown, against what each part really refuses: every role, and somebody who
// holds the other duty about the same matter as well as somebody who does not.

const ONE = '11111111-1111-4111-8111-111111111111' as PersonId;
const OTHER = '22222222-2222-4222-8222-222222222222' as PersonId;

describe('the matrix of duties is what is enforced', () => {
  const cases = ROLES.flatMap((role) => [ONE, OTHER].map((id) => ({ id, role })));

  it.each(cases)('for approvers: $role', ({ id, role }) => {
    const approval = { requestedById: ONE, state: 'waiting', expiresAtMs: 10 } as unknown as Approval;
    const shown = refusalOfDuty('approver', role, id === ONE ? ['requester'] : []);
    expect(refusalToAnswer(approval, { id, role }, 5) === undefined).toBe(shown === undefined);
  });

  it.each(cases)('for reviewers: $role', ({ id, role }) => {
    const shown = refusalOfDuty('reviewer', role, id === ONE ? ['requester'] : []);
    expect(refusalToReview({ byId: ONE }, { id, role }) === undefined).toBe(shown === undefined);
  });

  it.each(cases)('for activators of rules: $role', ({ id, role }) => {
    const drafted = {
      drafted: { byId: ONE },
      checked: { errors: 0 },
      replayed: {},
      inEffect: [],
    } as unknown as PolicyVersion;
    const shown = refusalOfDuty('policy_activator', role, id === ONE ? ['policy_author'] : []);
    expect(mayActivate(drafted, { id, role }).may).toBe(shown === undefined);
  });
});
