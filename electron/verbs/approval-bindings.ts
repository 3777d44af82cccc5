import { EVENTS } from '../../shared/formats/index.ts';
import type { Approval } from '../governance/index.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import { entriesOf, runOf } from './run-entries.ts';

/**
 * What a request was bound to and is no longer so: policy, code, data. The gate looks again when the call
 * comes back; this look keeps a person from signing something that cannot run any more.
 *
 * The data of an export without a run is looked at by the gate alone.
 */
export async function changedSince(
  desk: Desk<Content>,
  approval: Approval,
  ownProfile: string,
): Promise<readonly string[]> {
  const { run, snapshotSha256, policySha256, codeSha256 } = approval;
  let profile = ownProfile;
  let data = snapshotSha256;
  if (run !== undefined) {
    const start = (await entriesOf(desk, run)).find(({ kind }) => kind === 'run.started');
    const started = EVENTS['run.started'].event.parse(start?.body);
    profile = started.complianceProfile;
    const { after } = (await runOf(desk, run)).versions;
    data = (await desk.content.datasets.get(started.dataset, after)).snapshotSha256;
  }
  const now = await desk.content.bindings(profile);
  return [
    data === snapshotSha256 ? undefined : 'data',
    now.policySha256 === policySha256 ? undefined : 'policy',
    now.codeSha256 === codeSha256 ? undefined : 'code',
  ].filter((part) => part !== undefined);
}
