import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerbInput } from '../shared/ipc/index.ts';
import { Composed, passwordOf } from './testing/composed.ts';
import { lettersOn, scannedFrom } from './testing/paper.ts';

const NEW_PASSWORD = 'found the way back in';

/** Sealed sheets through the composed application: real keys, real journal, real paper. */
describe('recovery sheets of a workspace', () => {
  let one: Composed;
  const idOf = (name: string) =>
    one.application.status().people.find((each) => each.name === name)!.id as never;
  const make = (change: Partial<VerbInput<'recovery.makeSheets'>> = {}) =>
    one.call('recovery.makeSheets', {
      ...{ count: 3, threshold: 2, reason: 'first set', password: passwordOf('Carla') },
      ...{ witness: idOf('Ada'), witnessPassword: passwordOf('Ada'), ...change },
    });
  /** What stands on the papers, as a person would type it: one line for each sheet. */
  const read = (files: readonly string[]): string[] =>
    files.map((file) => {
      const letters = lettersOn(file);
      expect(letters.split(' ')).toHaveLength(17);
      return letters;
    });
  const use = (sheets: readonly string[], name = 'Otto') =>
    one.application.dispatch('recovery.use', {
      ...{ person: idOf(name), newPassword: NEW_PASSWORD, sheets, reason: 'nobody else is here' },
    });

  beforeAll(async () => {
    one = await Composed.create();
  });
  afterAll(() => one.close());

  it('are for those who may: made by compliance, tried by compliance and the administrator', async () => {
    const sheets = ['AAAAA'];
    for (const name of ['Otto', 'Vera', 'Ada'] as const) {
      await one.signIn(name);
      await expect(make()).rejects.toThrow(/not_allowed/);
      const answer = await one.application.dispatch('recovery.drill', { sheets });
      expect([name, answer.ok ? '' : answer.code]).toEqual([
        name,
        name === 'Ada' ? 'not_found' : 'not_allowed',
      ]);
    }
    await one.call('session.lock', {});
    expect(await use(sheets)).toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(/no recovery/),
    });
    expect(await use(sheets, 'Otto')).toMatchObject({ ok: false });
  });

  it('are printed, tried, and let somebody in who forgot, on record from the first line to the last', async () => {
    await one.signIn('Carla');
    expect(await one.call('recovery.get', {})).toMatchObject({ untried: [], drills: [] });
    const made = await make();
    expect(made?.files.map((file) => file.slice(one.folder.length + 1))).toEqual([
      'out.csv-1-of-3.pdf',
      'out.csv-2-of-3.pdf',
      'out.csv-3-of-3.pdf',
    ]);
    const [first = '', second = '', third = ''] = read(made?.files ?? []);
    // A scanner types the same letters, and what it types is taken.
    const scanned = made!.files.map(scannedFrom);
    expect(scanned).toEqual([first, second, third].map((letters) => letters.replaceAll(' ', '-')));
    expect(made?.state).toMatchObject({
      sheets: { count: 3, threshold: 2, madeBy: 'Carla', witnessedBy: 'Ada' },
    });
    expect(made?.state.untried).toEqual([1, 2, 3]);

    const drilled = await one.call('recovery.drill', { sheets: [scanned[2]!] });
    expect(drilled).toMatchObject({ opened: false, state: { untried: [1, 2], drills: [{ good: [3] }] } });
    expect(await one.call('recovery.drill', { sheets: [first, second] })).toMatchObject({
      opened: true,
      state: { untried: [] },
    });
    expect(await use([first, third])).toMatchObject({ ok: false, code: 'wrong_usage' });

    // Locked: the journal is open still. Then closed: it is opened by the sheets alone.
    for (const closed of [false, true]) {
      if (closed) await one.restart();
      else await one.call('session.lock', {});
      expect(await use([first])).toMatchObject({ ok: false, code: 'invalid_input' });
      expect(await use([first, third])).toMatchObject({ ok: true, value: { state: 'signed_out' } });
    }
    const old = { person: 'Otto', password: passwordOf('Otto') };
    expect(await one.application.dispatch('session.signIn', old)).toMatchObject({ code: 'wrong_password' });
    await one.call('session.signIn', { person: 'Otto', password: NEW_PASSWORD });
    expect(await one.call('datasets.list', {})).toEqual([]);

    await one.signIn('Carla');
    const entries = await one.entries({
      kinds: ['recovery.made', 'recovery.drilled', 'recovery.used', 'recovery.failed'],
    });
    expect(entries.map(({ kind, phase }) => `${kind} ${phase}`)).toEqual([
      ...Array.from({ length: 2 }, () => 'recovery.failed event'),
      'recovery.made intent',
      'recovery.made outcome',
      'recovery.drilled event',
      'recovery.drilled event',
      'recovery.failed event',
      'recovery.failed event',
      'recovery.used intent',
      'recovery.used outcome',
      'recovery.failed event',
      'recovery.used intent',
      'recovery.used outcome',
    ]);
    expect(entries.find(({ kind }) => kind === 'recovery.used')?.body).toMatchObject({
      numbers: [1, 3],
      role: 'operator',
      otherDevice: false,
    });
    const everything = JSON.stringify(entries);
    for (const sheet of [first, second, third])
      for (const group of sheet.split(' ')) expect(everything).not.toContain(`"${group}`);
    expect(await one.call('journal.verify', {})).toMatchObject({ ok: true });
  });

  it('are made anew: the ones before are void, and a witness is somebody else with the right password', async () => {
    for (const name of await readdir(one.folder))
      if (name.startsWith('out-')) await rm(join(one.folder, name));
    const old = read((await make())?.files ?? []);
    const refused = async (change: Partial<VerbInput<'recovery.makeSheets'>>) => {
      const before = await readFile(join(one.folder, 'workspace/keys.json'), 'utf8');
      await expect(make(change)).rejects.toThrow();
      expect(await readFile(join(one.folder, 'workspace/keys.json'), 'utf8')).toBe(before);
    };
    await refused({ witness: idOf('Carla'), witnessPassword: passwordOf('Carla') });
    await refused({ witnessPassword: 'not that of ada' });
    await refused({ password: 'not that of carla' });
    await refused({ threshold: 3, count: 2 });
    for (const name of await readdir(one.folder))
      if (name.startsWith('out-')) await rm(join(one.folder, name));
    const fresh = read((await make({ count: 2 }))?.files ?? []);
    expect(await one.call('recovery.drill', { sheets: [old[0] ?? '', fresh[1] ?? ''] })).toMatchObject({
      sheets: [
        { good: false, problem: expect.stringMatching(/is good now/) },
        { number: 2, good: true },
      ],
    });
    await one.call('session.lock', {});
    expect(await use(old)).toMatchObject({ ok: false, code: 'invalid_input' });
    expect(await use(fresh, 'Carla')).toMatchObject({ ok: true });
  });
});
