import type { LiveRun } from './live-run.ts';
import type { RunPorts } from './ports.ts';

/**
 * Code looks at the table again: closes what it no longer finds, numbers what is new, and records both.
 *
 * @param justActed the finding that the last call decided; kept or refused ones are recorded with the look
 */
export async function lookAgain(run: LiveRun, ports: RunPorts, justActed?: string): Promise<void> {
  const { request } = run.setup;
  const kinds = run.present.findings;
  const before = justActed === undefined ? undefined : run.ledger.get(justActed)?.state;
  const drafts = await ports.findings.look(
    request.dataset,
    run.version,
    {
      purpose: request.purpose,
      deidProfile: request.deidProfile,
      target: request.target,
      kinds,
      decided: run.ledger.decided,
    },
    run.signal,
  );
  const { found, closed } = run.ledger.look(drafts, kinds);
  const settled = justActed !== undefined && before !== 'open' ? [justActed] : [];
  await ports.journal.event(
    'findings.looked',
    {
      step: run.step,
      datasetVersion: run.version,
      found: [...found],
      closed: [...closed, ...(before === 'closed' ? settled : [])],
      refused: before === 'refused' ? settled : [],
    },
    run.agentContext({ phiAccessed: true }),
  );
}
