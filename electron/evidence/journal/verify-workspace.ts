import type { VerifyView } from '../../../shared/ipc/verify-views.ts';
import { connect, startWorker } from '../../core/index.ts';
import { toVerifyView, verdictInWords, type VerifyProgress } from '../verify/index.ts';
import type { VerifyWorkerMethods, VerifyWorkspaceRequest, WorkspaceReport } from './verify.worker.ts';

export interface VerifiedWorkspace extends WorkspaceReport {
  readonly view: VerifyView;
}

/**
 * Verifies journal and payloads of a workspace in a worker of its own, also while the journal is open.
 * Damage is in the answer; this rejects only when the worker itself is gone.
 */
export async function verifyWorkspace(
  request: VerifyWorkspaceRequest,
  onProgress?: (progress: VerifyProgress) => void,
): Promise<VerifiedWorkspace> {
  const worker = connect<VerifyWorkerMethods>(
    startWorker(new URL('./verify.worker.ts', import.meta.url), 'verify'),
    'verifier',
  );
  try {
    const report = await worker.call('verify', request, {
      onProgress: (value) => onProgress?.(value as VerifyProgress),
    });
    const checks = [...report.journal.checks, ...report.payloads.checks];
    return { ...report, view: toVerifyView(`journal: ${verdictInWords(report.journal)}`, checks) };
  } finally {
    await worker.close();
  }
}
