import type { ApprovalView } from '../../../shared/ipc/index.ts';

/** Waiting ones first, the soonest to expire on top; then the answered, newest first. */
export function inOrder(approvals: readonly ApprovalView[]): readonly ApprovalView[] {
  return [...approvals].sort((a, b) => {
    const waiting = Number(b.state === 'waiting') - Number(a.state === 'waiting');
    if (waiting !== 0) return waiting;
    return a.state === 'waiting' ? a.expiresAtMs - b.expiresAtMs : b.requestedAtMs - a.requestedAtMs;
  });
}
