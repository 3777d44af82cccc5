import { describe, expect, it } from 'vitest';
import type { ToolName } from '../../../../shared/domain/index.ts';
import { agentAnswer, DROP_MRN, gatePorts, personCall, stays } from '../testing/fixtures.ts';
import type { ToolArguments } from '../ports.ts';
import { checkArguments } from './arguments.ts';

const { ports } = gatePorts(stays());
const check = (tool: ToolName, args: ToolArguments, received = agentAnswer(DROP_MRN)) =>
  checkArguments({ received, tool, args, why: '', enteredMs: 0 }, ports);

describe('checking the arguments', () => {
  it('adds finding, labels, hash and the usual answer', async () => {
    expect(await check('drop_column', DROP_MRN.args)).toMatchObject({
      effect: 'transform',
      args: DROP_MRN.args,
      argsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      finding: { id: 'F1', kind: 'direct_identifier' },
      usual: { tool: 'drop_column', agreed: true },
      labels: ['direct_identifier'],
      table: { table: 'stays', rows: 100 },
    });
  });

  it('agrees with the usual answer only where its arguments do too', async () => {
    const impute = { finding: 'F2', table: 'stays', column: 'age' };
    const usual = async (method: string) => (await check('impute_column', { ...impute, method })).usual;
    expect([await usual('median'), await usual('mode')]).toEqual([
      { tool: 'impute_column', agreed: true },
      { tool: 'impute_column', agreed: false },
    ]);
  });

  it('hashes what the schema made of them, in whatever order they came', async () => {
    const { finding, table, column } = DROP_MRN.args;
    const other = await check('drop_column', { column, table, finding });
    expect(other.argsSha256).toBe((await check('drop_column', DROP_MRN.args)).argsSha256);
    const promote = (env: string) => check('promote_challenger', { model: 'm', env }, agentAnswer(DROP_MRN));
    expect((await promote('PROD')).argsSha256).toBe((await promote('production')).argsSha256);
  });

  it('takes all labels of a table that would leave', async () => {
    const checked = await checkArguments(
      { received: personCall(), tool: 'export_table', args: { table: 'stays' }, why: '', enteredMs: 0 },
      ports,
    );
    expect(checked).toMatchObject({ labels: ['direct_identifier', 'date', 'free_text'], facts: {} });
  });

  it.each([
    ['drop_column', {}, 'ARGS-001'],
    ['drop_column', { ...DROP_MRN.args, column: 'Robert"; DROP' }, 'ARGS-001'],
    ['impute_column', { ...DROP_MRN.args, method: 'mean' }, 'ARGS-001'],
    ['finish', { finding: 'F1' }, 'ARGS-001'],
    ['drop_column', { ...DROP_MRN.args, finding: 'F7' }, 'ARGS-002'],
    ['drop_column', { ...DROP_MRN.args, column: 'notes' }, 'ARGS-002'],
    ['derive_interval', { ...DROP_MRN.args, other: 'nowhere' }, 'ARGS-002'],
    ['export_table', { table: 'others' }, 'ARGS-002'],
  ] as const)('refuses %s %j by %s', async (tool, args, ruleId) => {
    await expect(check(tool, args)).rejects.toMatchObject({ ruleId });
  });
});
