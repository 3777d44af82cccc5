import type { RunReport } from '../../../shared/formats/report.ts';
import type { RunReportInput } from './input.ts';
import { personName } from './text.ts';

/** What every report says of itself, of its workspace and of whoever signs it. */
export function identityOf(
  input: Pick<
    RunReportInput,
    | 'reportId'
    | 'nowMs'
    | 'appVersion'
    | 'paper'
    | 'workspaceId'
    | 'rootSha256'
    | 'certificateSha256'
    | 'signer'
  >,
): Pick<RunReport, 'report' | 'workspace' | 'signer'> {
  const { person, meaning } = input.signer;
  return {
    report: {
      id: input.reportId,
      issuedAtMs: input.nowMs,
      appVersion: input.appVersion,
      ...(input.paper === undefined ? {} : { paper: input.paper }),
    },
    workspace: {
      id: input.workspaceId,
      rootSha256: input.rootSha256,
      certificateSha256: input.certificateSha256,
    },
    signer: {
      ...{ id: person.id, name: personName(person.name), role: person.role },
      ...{ meaning, signedAtMs: input.nowMs },
    },
  };
}
