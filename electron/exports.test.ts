import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_EXTENSIONS, type ExportFormat } from '../shared/domain/export-formats.ts';
import type { VerbInput } from '../shared/ipc/index.ts';
import { verifyPath } from './compose.ts';
import { sha256Hex } from './core/index.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';

// Evidence that leaves, through the one door: who may, what is recorded first, and what is in the file.

const DAY_MS = 86_400_000;
const VERIFIER = '<!doctype html><title>the verifier</title>';
/** Words that somebody types; none of them may leave. */
const TYPED = 'asked for by Maren Holt, (555) 010-1001, maren.holt@example.org';

let composed: Composed;
let target: string;
let around: { fromMs: number; toMs: number };

beforeAll(async () => {
  composed = await Composed.create();
  target = join(composed.folder, 'out.csv');
  await writeFile(join(composed.folder, 'verifier.html'), VERIFIER);
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  around = { fromMs: today - 2 * DAY_MS, toMs: today + 3 * DAY_MS };
  await composed.signIn('Otto');
  const table = join(composed.folder, 'visits.csv');
  const rows = Array.from({ length: 30 }, (_, at) => `${4_100_000 + at},${50 + at}`);
  await writeFile(table, ['mrn,age', ...rows].join('\n'));
  const { id: dataset } = await composed.import(table);
  for (let at = 0; at < 4; at += 1)
    await composed.ask('datasets.exportTable', {
      ...{ dataset, version: 1, format: 'csv', purpose: TYPED, raw: true },
    });
  // What an operator may not do is a denial too.
  await composed.application.dispatch('audit.exportEntries', {
    ...{ ...around, format: 'csv', purpose: TYPED },
  });
}, 120_000);
afterAll(() => composed.close());

/** Where an export of a format goes: under the extension that says what it holds. */
function targetOf(format: ExportFormat): string {
  return format === 'csv' ? target : `${target}.${EXPORT_EXTENSIONS[format]}`;
}

async function exported(
  name: Name,
  args: Omit<VerbInput<'audit.exportEntries'>, 'fromMs' | 'toMs' | 'purpose'>,
): Promise<string> {
  const written = targetOf(args.format);
  await rm(written, { force: true });
  await composed.signIn(name);
  const view = await composed.call('audit.exportEntries', { ...around, purpose: TYPED, ...args });
  expect(view).not.toBeNull();
  const bytes = await readFile(written);
  expect(view).toMatchObject({
    file: written,
    sizeBytes: bytes.length,
    sha256: sha256Hex(bytes),
    unreadable: 0,
  });
  const [intent, outcome] = (await composed.entries({ kinds: ['evidence.export'] })).slice(-2);
  expect(intent?.body).toMatchObject({ ...around, format: args.format });
  expect(JSON.stringify(intent?.body)).not.toMatch(/Holt|010-1001|example/);
  expect(outcome?.body).toMatchObject({ ok: true, sha256: sha256Hex(bytes), entries: view?.entries });
  return bytes.toString('latin1');
}

async function sample(
  change: Partial<VerbInput<'audit.drawSample'>> = {},
): Promise<NonNullable<Awaited<ReturnType<typeof drawn>>>> {
  await rm(targetOf('bundle'), { force: true });
  const view = await drawn(change);
  if (view === null) throw new Error('no sample');
  return view;
}

const drawn = (change: Partial<VerbInput<'audit.drawSample'>>) =>
  composed.call('audit.drawSample', {
    ...{ population: 'denials', ...around, seed: 'four dice: 4 2 6 1', size: 2, purpose: 'sampling' },
    ...change,
  });

function verified(roots: readonly string[] = []) {
  return verifyPath(targetOf('bundle'), {
    ...{ userFolder: composed.folder, workspaceFolder: join(composed.folder, 'workspace'), roots },
    signIn: () => Promise.resolve({ person: 'Carla', password: passwordOf('Carla') }),
    onProgress: () => undefined,
  });
}

describe('exporting journal entries', () => {
  it.each<Name>(['Otto', 'Vera'])('is not for %s, and the refusal is recorded', async (name) => {
    await rm(target, { force: true });
    await composed.signIn(name);
    const before = (await composed.entries({ kinds: ['access.refused'] })).length;
    expect(
      await composed.application.dispatch('audit.exportEntries', {
        ...around,
        format: 'csv',
        purpose: 'mine',
      }),
    ).toMatchObject({ code: 'not_allowed' });
    expect((await composed.entries({ kinds: ['access.refused'] })).length).toBe(before + 1);
    await expect(readFile(target)).rejects.toThrow();
  });

  it.each(['csv', 'parquet', 'fhir', 'ocsf'] as const)(
    'as %s holds no word that anybody typed, no column and no name',
    async (format) => {
      const text = await exported('Ada', { format });
      expect(text.length).toBeGreaterThan(500);
      expect(text).not.toMatch(/Holt|010-1001|example\.org|Otto|Carla|visits|mrn/);
    },
  );

  it('as a bundle is verified, witnesses its checkpoint, and carries the verifier', async () => {
    const text = await exported('Carla', { format: 'bundle' });
    expect(text).not.toMatch(/Holt|010-1001/);
    const view = await verified();
    expect(view.lines.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    expect(view.ok).toBe(true);
    const kinds = (await composed.entries({ kinds: ['witness.export'] })).map(({ phase }) => phase);
    expect(kinds).toEqual(['intent', 'outcome']);
  });

  it('replaces nothing that is there, and says so before anything is written', async () => {
    await writeFile(target, 'mine');
    await composed.signIn('Carla');
    expect(
      await composed.ask('audit.exportEntries', { ...around, format: 'csv', purpose: 'again' }),
    ).toMatchObject({ code: 'already_exists' });
    expect(await readFile(target, 'utf8')).toBe('mine');
    const last = (await composed.entries({ kinds: ['evidence.export'] })).at(-1);
    expect(last?.body).toMatchObject({ ok: false, code: 'already_exists' });
  });

  it('asks for a purpose and a period in order', async () => {
    for (const change of [{ purpose: ' ' }, { fromMs: around.toMs, toMs: around.fromMs }, { format: 'xml' }])
      expect(
        await composed.application.dispatch('audit.exportEntries', {
          ...{ ...around, format: 'csv', purpose: 'a reason' },
          ...change,
        }),
      ).toMatchObject({ code: 'invalid_input' });
  });

  it('can be called off, and leaves nothing', async () => {
    await rm(target, { force: true });
    const controller = new AbortController();
    controller.abort();
    const confirmed = { verb: 'audit.exportEntries', password: passwordOf('Carla') };
    await composed.application.dispatch('session.confirm', confirmed);
    expect(
      await composed.application.dispatch(
        'audit.exportEntries',
        { ...around, format: 'csv', purpose: 'a reason' },
        controller.signal,
      ),
    ).toMatchObject({ code: 'cancelled' });
    await expect(readFile(target)).rejects.toThrow();
    await expect(readFile(`${target}.part`)).rejects.toThrow();
    expect((await composed.entries({ kinds: ['evidence.export'] })).at(-1)?.body).toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('drawing a sample', () => {
  it('gives the auditor a file that draws the same again, and shows its population', async () => {
    await composed.signIn('Vera');
    const first = await sample();
    expect(first.populationSize).toBeGreaterThanOrEqual(6);
    expect(first.drawn).toHaveLength(2);
    expect(first.query).toContain("kind = 'tool.denied'");
    const view = await verified();
    expect(view.lines.filter(({ verdict }) => verdict !== 'ok').map(({ what }) => what)).toEqual([
      'Journal or witness',
    ]);
    expect(view.ok).toBe(true);
    expect(view.lines.find(({ what }) => what === 'Population')?.detail).toContain(
      `all ${first.checkpointSize} entries`,
    );
    const again = await sample();
    expect(again.drawn).toEqual(first.drawn);
    const [intent, outcome] = (await composed.entries({ kinds: ['sample.draw'] })).slice(0, 2);
    expect(intent?.body).toMatchObject({
      population: 'denials',
      size: 2,
      seedSha256: sha256Hex(Buffer.from('four dice: 4 2 6 1')),
    });
    expect(outcome?.body).toMatchObject({
      ok: true,
      drawn: first.drawn,
      populationSize: first.populationSize,
    });
  });

  it('knows of exports, of its own drawings, and of populations in which there is nothing', async () => {
    await composed.signIn('Carla');
    expect((await sample({ population: 'exports', size: 50 })).populationSize).toBeGreaterThanOrEqual(8);
    expect(await sample({ population: 'emergency' })).toMatchObject({ populationSize: 0, drawn: [] });
    expect((await verified()).ok).toBe(true);
  });

  it('is not for an operator or an administrator', async () => {
    for (const name of ['Otto', 'Ada'] as const) {
      await composed.signIn(name);
      await expect(drawn({})).rejects.toThrow('not_allowed');
    }
  });

  it('refuses a seed that is about a person', async () => {
    await composed.signIn('Carla');
    await rm(targetOf('bundle'), { force: true });
    await expect(drawn({ seed: 'Maren Holt (555) 010-1001' })).rejects.toThrow('reads like something');
    for (const seed of ['abc', ' abcd', 'abc\n', 'ünïcode'])
      await expect(drawn({ seed })).rejects.toThrow('invalid_input');
    await expect(drawn({ size: 1001 })).rejects.toThrow('invalid_input');
  });
});
