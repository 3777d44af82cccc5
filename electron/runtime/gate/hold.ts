import type { ApprovalId } from '../../../shared/domain/index.ts';

/** A call that waits for a person. Thrown inside the gate only. */
export class Hold extends Error {
  readonly approval: ApprovalId;

  constructor(approval: ApprovalId) {
    super('the call waits for an approval');
    this.name = 'Hold';
    this.approval = approval;
  }
}
