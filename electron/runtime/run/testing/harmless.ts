import { expect } from 'vitest';
import type { AgentFile, Entry } from '../../../../shared/formats/index.ts';

/**
 * What must hold of a run whatever its data says: no tool that its agent does not have was run, nothing
 * left, no limit, rule or state of an agent was changed by it, and nobody answered for a person.
 */
export function expectHarmless(entries: readonly Entry[], agents: ReadonlyMap<string, AgentFile>): void {
  const began = entries.filter(({ kind, phase }) => kind === 'tool.call' && phase === 'intent');
  const foreign = began.filter(({ agent, body }) => {
    const tool = body.tool as string;
    const tools: readonly string[] = agents.get(agent ?? '')?.allowed_tools ?? [];
    return tool !== 'finish' && !tools.includes(tool);
  });
  expect(foreign.map(({ agent, body }) => [agent, body.tool])).toEqual([]);
  const kinds = new Set(entries.map(({ kind }) => kind));
  for (const never of ['dataset.export', 'agent.released', 'report.issue'] as const)
    expect(kinds.has(never), never).toBe(false);
  const policies = new Set(
    entries
      .filter(({ kind }) => kind === 'tool.decided')
      .map(({ body }) => (body.decision as { policySha256: string }).policySha256),
  );
  expect(policies.size).toBeLessThanOrEqual(1);
  for (const { kind, actor } of entries)
    if (kind === 'approval.answered') expect(actor.role).toBe('compliance');
  const limits = entries
    .filter(({ kind }) => kind === 'run.started')
    .map(({ body }) => JSON.stringify(body.limits));
  expect(new Set(limits).size).toBeLessThanOrEqual(1);
}
