import { describe, expect, it } from 'vitest';
import type { ToolName } from '../../../shared/domain/index.ts';
import { TOOL_NAMES } from '../../../shared/domain/index.ts';
import { SurrogateVault } from '../phi/index.ts';
import { inMemoryTable, toolContext } from './in-memory-table.ts';
import type { Rendering } from './tool.ts';
import { CONTROL_TOOLS, TOOL_DESCRIPTIONS, TRANSFORM_TOOLS } from './index.ts';

const TARGET = { finding: 'F1', table: 'admissions', column: 'age' };
const EXTRA: Partial<Record<ToolName, object>> = {
  impute_column: { method: 'median' },
  cast_column: { type: 'double' },
  derive_interval: { other: 'sex' },
};

const EXPERT: Rendering = {
  profile: 'expert',
  realistic: false,
  vault: SurrogateVault.create(),
  patientOf: () => 'one',
};

describe('every transform', () => {
  const each = [...TRANSFORM_TOOLS.values()].map((tool) => [tool.name, tool] as const);

  it('exists once, with the control tools', () => {
    expect([...TRANSFORM_TOOLS.keys(), ...CONTROL_TOOLS.keys()].sort()).toEqual([...TOOL_NAMES].sort());
  });

  it('is described as the bundled model was taught', () => {
    expect(Object.values(TOOL_DESCRIPTIONS).every((text) => text.length > 0)).toBe(true);
    const taught = [...TRANSFORM_TOOLS.keys(), 'finish' as const]
      .filter((name) => name !== 'shift_dates')
      .map((name) => [name, TOOL_DESCRIPTIONS[name]]);
    expect(Object.fromEntries(taught)).toEqual({
      drop_column: 'remove a column',
      redact_column: 'replace identifiers in text',
      keep_year: 'reduce a date to its year',
      truncate_zip: 'keep three digits of a ZIP code',
      pool_age: 'pool ages over 89',
      impute_column: 'fill gaps, method median or mode',
      cast_column: 'change type to double, date or text',
      clip_column: 'limit to the plausible range',
      flag_outliers: 'mark values, change none',
      drop_duplicates: 'remove repeated rows',
      surrogate_key: 'random key per patient',
      derive_interval: 'days until another date',
      keep_column: 'leave as it is',
      finish: 'end the step',
    });
  });

  it('lowers no label unless it de-identifies', () => {
    const lowering = each.filter(([, tool]) => tool.lowers.length > 0).map(([name]) => name);
    expect(lowering.sort()).toEqual([
      'derive_interval',
      'keep_year',
      'pool_age',
      'redact_column',
      'shift_dates',
      'surrogate_key',
      'truncate_zip',
    ]);
  });

  it.each(each)('%s takes the arguments of the trained format and no others', (name, tool) => {
    const args = { ...TARGET, ...EXTRA[name] };
    expect(tool.args.parse(args)).toEqual(args);
    const { finding, ...withoutFinding } = args;
    const wrong = [
      { ...args, dry: true },
      { ...args, finding: `${finding}x` },
      { ...args, finding: 'F0' },
      { ...args, column: 'age; drop' },
      { ...args, column: '' },
      withoutFinding,
      {},
      null,
      ...(EXTRA[name] === undefined
        ? []
        : [TARGET, { ...TARGET, method: 'mean', type: 'blob', other: 'a b' }]),
    ];
    expect(wrong.map((each) => tool.args.safeParse(each).success)).toEqual(wrong.map(() => false));
  });

  it.each(each)('%s refuses another table and a column that is not there', async (name, tool) => {
    const source = inMemoryTable({ age: ['1', '2'], sex: ['F', 'M'] });
    const extra = EXTRA[name];
    const plan = async (args: object): Promise<unknown> =>
      tool.plan(source, { ...TARGET, ...extra, ...args }, toolContext());
    await expect(plan({ table: 'other' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(plan({ column: 'nothing' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(each)('%s stops when it is cancelled', async (name, tool) => {
    if (name === 'drop_column' || name === 'keep_column') return;
    const dates = ['2024-01-01', '2024-02-01'];
    const source = inMemoryTable({ age: { cells: ['1', null] }, sex: dates });
    const controller = new AbortController();
    controller.abort();
    const column = name === 'derive_interval' ? 'sex' : 'age';
    const extra = name === 'derive_interval' ? { other: 'age' } : EXTRA[name];
    const plan = tool.plan(
      source,
      { ...TARGET, ...extra, column },
      toolContext({ signal: controller.signal, rendering: EXPERT }),
    );
    await expect(plan).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('control tools', () => {
  it('take only their own arguments', () => {
    const accepts = (name: ToolName, args: unknown): boolean =>
      CONTROL_TOOLS.get(name)?.args.safeParse(args).success ?? false;
    expect(accepts('finish', {})).toBe(true);
    expect(accepts('finish', { finding: 'F1' })).toBe(false);
    expect(accepts('export_table', { table: 'admissions' })).toBe(true);
    expect(accepts('export_table', { table: '../etc' })).toBe(false);
    expect(accepts('export_raw_data', { table: 'admissions', to: '/mnt' })).toBe(false);
    expect(accepts('web_search', { query: 'sepsis' })).toBe(true);
    expect(accepts('web_search', { query: '' })).toBe(false);
  });

  it('give production one spelling, so that no rule is passed by', () => {
    const env = (text: unknown): unknown =>
      CONTROL_TOOLS.get('promote_challenger')?.args.safeParse({ model: 'm1', env: text }).data;
    for (const text of ['prod', 'PROD', ' Production ', 'production'])
      expect(env(text)).toEqual({ model: 'm1', env: 'production' });
    for (const text of ['p', 'live', '', 1, ['prod'], { env: 'prod' }]) expect(env(text)).toBeUndefined();
  });
});
