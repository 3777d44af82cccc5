import { describe, expect, it } from 'vitest';
import { agentAnswer, DROP_MRN, gatePorts, personCall, stays } from '../testing/fixtures.ts';
import { walk } from '../testing/walk.ts';
import { runTool } from './tool.ts';

describe('running the tool', () => {
  it('makes a new version for a transform and none for what only decides', async () => {
    const table = stays();
    const { ports } = gatePorts(table);
    const { committed } = await walk(agentAnswer(DROP_MRN), ports);
    table.applied.length = 0;
    const { raw, toolMs } = await runTool(committed, ports);
    expect(raw).toMatchObject({ version: 3, change: { columnsRemoved: ['mrn'] } });
    expect(JSON.parse(raw.text)).toMatchObject({ tool: 'drop_column', record: {}, examples: [] });
    expect(toolMs).toBeGreaterThan(0);
    for (const effect of ['read', 'control'] as const)
      expect((await runTool({ ...committed, effect }, ports)).raw).toMatchObject({
        version: 1,
        change: undefined,
      });
    expect(table.applied).toHaveLength(1);
  });

  it('exports for a person who chose a place, and for nobody else', async () => {
    const { ports, exported } = gatePorts(stays());
    const { committed } = await walk(personCall(), ports);
    expect((await runTool(committed, ports)).raw.exported).toMatchObject({ rows: 100 });
    exported.length = 0;
    const agent = { ...committed, received: agentAnswer(DROP_MRN) };
    await expect(runTool(agent, ports)).rejects.toMatchObject({ code: 'wrong_usage' });
    const placeless = { ...committed, received: personCall({ destination: undefined }) };
    await expect(runTool(placeless, ports)).rejects.toMatchObject({ code: 'wrong_usage' });
    expect(exported).toEqual([]);
  });

  it('has no way out to a network and nothing to promote', async () => {
    const { ports } = gatePorts(stays());
    const { committed } = await walk(agentAnswer(DROP_MRN), ports);
    for (const effect of ['egress', 'promote'] as const)
      await expect(runTool({ ...committed, effect }, ports)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('stops with the run', async () => {
    const { ports } = gatePorts(stays());
    const controller = new AbortController();
    const { committed } = await walk(agentAnswer(DROP_MRN, { signal: controller.signal }), ports);
    controller.abort();
    await expect(runTool(committed, ports)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
