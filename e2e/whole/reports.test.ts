import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, refusal } from './swarm.ts';

/** Reports and what else leaves, by the command line of the built application. */

const EVER = ['--from', '2020-01-01', '--to', '2099-12-31'] as const;
let desk: Desk;
beforeAll(async () => {
  desk = await Desk.make();
  expect((await desk.create()).code).toBe(0);
});
afterAll(() => desk.remove());

interface Model {
  readonly format: string;
  readonly kind: string;
}

describe('swarm report', () => {
  it('issues a period as a PDF that is verified', async () => {
    const pdf = desk.path('access.pdf');
    const issued = await desk.as('compliance', 'report', 'access', ...EVER, '--out', pdf, '--json');
    expect([issued.code, issued.stderr]).toEqual([0, '']);
    expect(JSON.parse(issued.stdout)).toMatchObject({ kind: 'access', savedTo: pdf });
    expect((await desk.swarm('audit', 'verify', pdf)).code).toBe(0);
  });

  it('gives a report as data, unsigned; that of an empty period says so', async () => {
    const empty = ['--from', '2001-01-01', '--to', '2001-01-31'];
    const read = await desk.as('compliance', 'report', 'period', ...empty, '--json');
    expect([read.code, read.stderr]).toEqual([0, '']);
    const model = JSON.parse(read.stdout) as Model;
    expect([model.kind, model.format]).toEqual(['period', 'swarm-clinical/period-report']);
    expect(read.stdout).toMatch(/nothing (?:was|is) recorded/i);
  });

  it('is refused in plain words to those who may not, and for what is no period', async () => {
    const barred = await desk.as('operator', 'report', 'access', ...EVER, '--json');
    expect(refusal(barred)).toMatchObject({
      code: 2,
      sentence: expect.stringContaining('As operator you may not') as string,
    });
    const nowhere = await desk.as('compliance', 'report', 'access', ...EVER);
    expect(refusal(nowhere)).toEqual({
      code: 2,
      sentence:
        'It is not said where the report goes. Name a file with --out, or ask for the data alone with --json.',
    });
  });
});

describe('swarm audit export and sample', () => {
  const purpose = ['--purpose', 'for the yearly audit'];

  it('write what verifies, and replace nothing', async () => {
    const bundle = desk.path('bundle.zip');
    const sample = desk.path('sample.zip');
    const out = await desk.as(
      'compliance',
      'audit',
      'export',
      '--format',
      'bundle',
      ...EVER,
      ...purpose,
      '--out',
      bundle,
    );
    expect([out.code, out.stderr]).toEqual([0, '']);
    const drawn = await desk.as(
      'compliance',
      ...[
        'audit',
        'sample',
        '--population',
        'all',
        '--seed',
        '4261 dice',
        '--size',
        '4',
        ...EVER,
        ...purpose,
      ],
      ...['--out', sample],
    );
    expect([drawn.code, drawn.stderr]).toEqual([0, '']);
    expect(drawn.stdout).toContain('Completeness covers recorded events');
    const told = await desk.swarm('audit', 'verify', sample);
    expect(told.code).toBe(0);
    expect(told.stdout).toMatch(/Drawing: the seed draws these 4 entries/);
    const before = await readFile(bundle);
    const again = await desk.as(
      'compliance',
      'audit',
      'export',
      '--format',
      'bundle',
      ...EVER,
      ...purpose,
      '--out',
      bundle,
    );
    expect(refusal(again)).toMatchObject({ code: 2, sentence: expect.stringContaining('already') as string });
    expect((await readFile(bundle)).equals(before)).toBe(true);
  });
});
