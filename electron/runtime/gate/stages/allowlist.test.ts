import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type DataName } from '../../../../shared/domain/index.ts';
import type { AgentAnswer, Checked } from '../call.ts';
import { AGENT, agentAnswer, DROP_MRN, gatePorts, OPERATOR, personCall, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { checkAllowlist } from './allowlist.ts';

describe('role and agent', () => {
  let call: Checked;
  const received = agentAnswer(DROP_MRN);
  beforeAll(async () => {
    call = (await walk(received, gatePorts(stays()).ports)).checked;
  });
  const { ports } = gatePorts(stays());
  const as = (change: Partial<AgentAnswer>, more: Partial<Checked> = {}) =>
    checkAllowlist({ ...call, received: { ...received, ...change }, ...more }, ports);

  it('lets the operator have an agent use its own tools', async () => {
    expect(await as({})).toMatchObject({ tool: 'drop_column' });
  });

  it('lets nobody but the operator act, by agent or by hand', async () => {
    for (const role of ROLES.filter((each) => each !== 'operator')) {
      await expect(as({ actor: { ...OPERATOR, role } })).rejects.toThrow(
        expect.objectContaining({ ruleId: 'ROLE-001' }),
      );
      const person = personCall({ actor: { ...OPERATOR, role } });
      await expect(checkAllowlist({ ...call, received: person }, ports)).rejects.toThrow(
        expect.objectContaining({ ruleId: 'ROLE-001' }),
      );
    }
  });

  it('knows no tool outside the list, but finish', async () => {
    const agent = { ...AGENT, allowed_tools: ['keep_column' as const] };
    await expect(as({ agent })).rejects.toThrow(expect.objectContaining({ ruleId: 'ROLE-003' }));
    expect(await as({ agent }, { tool: 'finish', effect: 'control', labels: [] })).toBeDefined();
  });

  it('wants the permissions that the call needs', async () => {
    const without = (gone: string) => ({
      ...AGENT,
      permissions: AGENT.permissions.filter((each) => each !== gone),
    });
    await expect(as({ agent: without('tool_call') })).rejects.toThrow(
      expect.objectContaining({ ruleId: 'ROLE-003' }),
    );
    await expect(as({ agent: without('write_phi') })).rejects.toThrow(
      expect.objectContaining({ ruleId: 'ROLE-004' }),
    );
    expect(await as({ agent: without('write_phi') }, { effect: 'read' })).toBeDefined();
  });

  it('keeps an agent away from columns outside its categories, and from the excluded ones within', async () => {
    const reach = (phi_categories: DataName[], excluded: DataName[], phi_access = true) => ({
      agent: { ...AGENT, phi_access, data_access: { phi_categories, excluded } },
    });
    expect(await as(reach(['identifiers'], ['financial']))).toBeDefined();
    for (const [agent, reason] of [
      [reach(['all'], ['direct_identifier']), 'direct identifier'],
      [reach(['demographics'], []), 'direct identifier'],
      [reach([], []), 'direct identifier'],
      [reach(['all'], [], false), 'direct identifier'],
    ] as const)
      await expect(as(agent)).rejects.toThrow(
        expect.objectContaining({ ruleId: 'ROLE-004', message: expect.stringContaining(reason) as string }),
      );
    const plain = call.table.columns.find(({ labels }) => labels.length === 0)!;
    await expect(as(reach(['demographics'], []), { columns: [plain], labels: [] })).rejects.toThrow(
      expect.objectContaining({ ruleId: 'ROLE-004' }),
    );
  });
});
