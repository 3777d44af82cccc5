import { chmod, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, refusal, start, type Ended } from './swarm.ts';

const SECRET = 'Oliveira-Brandt';
const HALF_A_YEAR_MS = 180 * 86_400_000;

/** A scheduled run, as a schedule starts it: one program, a key file, and an exit code that it goes by. */
describe('swarm pipelines run --service-key', () => {
  let desk: Desk;
  let dataset: string;
  let other: string;

  const table = (name: string): string =>
    [
      'MRN;name;age;clinic',
      ...Array.from(
        { length: 60 },
        (_, at) => `${700_000 + at};${SECRET} ${name};${30 + (at % 40)};hepatology`,
      ),
    ].join('\n');
  const fine = async (ended: Promise<Ended>): Promise<string> => {
    const { code, stderr, stdout } = await ended;
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    return stdout;
  };
  const imported = async (name: string): Promise<string> => {
    await writeFile(desk.path(`${name}.csv`), table(name));
    const made = await fine(desk.as('operator', 'datasets', 'import', desk.path(`${name}.csv`), '--json'));
    return (JSON.parse(made) as { id: string }).id;
  };
  /** Asked for by the operator, made by compliance. */
  const made = async (name: string, questions: 'wait' | 'deny'): Promise<string> => {
    const file = desk.path(`${name}.json`);
    await fine(
      desk.as(
        ...(['operator', 'service-keys', 'propose', name, '--template', 'table_readiness'] as const),
        ...['--dataset', dataset, '--compliance', 'hipaa', '--purpose', 'quality'],
        ...['--questions', questions, '--reason', 'the weekly round'],
      ),
    );
    await fine(desk.as('compliance', 'service-keys', 'create', name, '--out', file));
    return file;
  };
  const runBy = (file: string, ...more: string[]): Promise<Ended> =>
    desk.swarm('pipelines', 'run', '--service-key', file, ...more);
  beforeAll(async () => {
    desk = await Desk.make();
    await fine(desk.create());
    [dataset, other] = [await imported('liver'), await imported('kidney')];
  });
  afterAll(() => desk.remove());

  it('ends with 0 where its steps are done, with 3 where it waits for a person, and tells no value', async () => {
    for (const [name, questions, codes] of [
      ['denying', 'deny', [0]],
      ['waiting', 'wait', [0, 3]],
    ] as const) {
      const ended = await runBy(await made(name, questions), '--json');
      const view = JSON.parse(ended.stdout) as { state: string; calls: number };
      expect(view.calls).toBeGreaterThan(0);
      expect(codes).toContain(ended.code);
      expect(ended.code).toBe(view.state === 'waiting_for_approval' ? 3 : 0);
      expect(`${ended.stdout}${ended.stderr}`).not.toContain(SECRET);
    }
  });

  it('is refused with 2 and a sentence when anything else is asked of it, or its file is not as it was', async () => {
    const file = desk.path('waiting.json');
    const text = await readFile(file, 'utf8');
    await writeFile(desk.path('cut.json'), text.slice(0, text.length / 2), { mode: 0o600 });
    const tried = [
      [
        await runBy(file, '--dataset', other),
        /^A service key says itself what is run; `--dataset` is too much\. Ask for another key/,
      ],
      [await runBy(desk.path('cut.json')), /^[A-Z`].*\.$/],
      [await runBy(desk.path('nowhere.json')), /^The key file .* cannot be read\. /],
    ] as const;
    for (const [ended, sentence] of tried)
      expect(refusal(ended)).toEqual({ code: 2, sentence: expect.stringMatching(sentence) });
    await chmod(file, 0o644);
    const shared = /can be read by other users of this workstation\. /;
    expect(refusal(await runBy(file))).toEqual({ code: 2, sentence: expect.stringMatching(shared) });
    await chmod(file, 0o600);
  });

  it('is refused with 2 once it was rotated, revoked or has expired, on record, and nothing runs', async () => {
    const rotate = ['service-keys', 'rotate', 'waiting', '--out', desk.path('newer.json')];
    await fine(desk.as('compliance', ...rotate));
    const revoked = await readFile(desk.path('denying.json'));
    await fine(desk.as('admin', 'service-keys', 'revoke', 'denying', '--reason', 'no longer needed'));
    await writeFile(desk.path('revoked.json'), revoked, { mode: 0o600 });
    // The program as it is half a year later: the clock of the workstation alone is another.
    const later = `const now = Date.now; Date.now = () => now() + ${HALF_A_YEAR_MS};`;
    const switches = ['--import', `data:text/javascript,${encodeURIComponent(later)}`];
    const args = ['pipelines', 'run', '--service-key', desk.path('newer.json')];
    for (const [ended, sentence] of [
      [await runBy(desk.path('waiting.json')), /^The service key was rotated: .*\.$/],
      [await runBy(desk.path('revoked.json')), /^The service key is not known here: it was revoked.*\.$/],
      [
        await start('swarm', args, desk.path('user'), undefined, switches).ended,
        /^The service key has expired\. .*\.$/,
      ],
    ] as const) {
      expect(refusal(ended)).toEqual({ code: 2, sentence: expect.stringMatching(sentence) });
      expect(ended.stdout).toBe('');
    }
    const { keys } = JSON.parse(await fine(desk.as('compliance', 'service-keys', 'list', '--json'))) as {
      keys: { name: string; state: string; uses: number; refusals: number }[];
    };
    const seen = keys.map(({ name, state, uses, refusals }) => `${name} ${state} ${uses} ${refusals}`);
    expect(seen.sort()).toEqual(['denying revoked 1 1', 'waiting expired 1 2']);
    expect(JSON.parse(await fine(desk.as('operator', 'runs', 'list', '--json')))).toHaveLength(2);
  });
});
