import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../shared/domain/index.ts';
import type { Entry } from '../shared/formats/index.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';
import { lettersOn } from './testing/paper.ts';

/** Going back to a backup in the window: chosen, judged, and in its place only when somebody has said so. */
describe('a workspace that is brought back on the first screen', () => {
  let composed: Composed;
  let [backup, workspace, kept, witness] = ['', '', '', ''];
  let people: Partial<Record<Name, PersonId>> = {};
  let sheets: readonly string[] = [];
  const choose = (file = join(backup, 'backup.json')) => {
    composed.chosen = file;
    return composed.ask('restore.choose', {});
  };
  const by = (name: Name, password = passwordOf(name)) => ({
    ...{ by: 'password' as const, person: people[name]!, password },
  });
  const check = (name: Name, password?: string) => composed.ask('restore.check', by(name, password));
  const here = async () => (await readdir(composed.folder)).filter((name) => name.startsWith('workspace'));
  /** What the journal says of the restore, as compliance reads it. */
  const recorded = async (): Promise<Entry[]> => {
    await composed.signIn('Carla');
    const entries = await composed.entries({ kinds: ['backup.restored', 'transfer.in'] });
    return entries.slice(entries.findLastIndex(({ kind }) => kind === 'backup.restored'));
  };

  beforeAll(async () => {
    composed = await Composed.create();
    workspace = join(composed.folder, 'workspace');
    [backup, kept, witness] = ['backup', 'kept', 'later.witness'].map((name) =>
      join(composed.folder, name),
    ) as [string, string, string];
    people = Object.fromEntries(composed.application.status().people.map(({ name, id }) => [name, id]));
    await composed.signIn('Carla');
    const made = await composed.call('recovery.makeSheets', {
      ...{ count: 3, threshold: 2, reason: 'first set', password: passwordOf('Carla') },
      ...{ witness: people.Ada!, witnessPassword: passwordOf('Ada') },
    });
    sheets = (made?.files ?? []).map(lettersOn);
    await composed.signIn('Ada');
    await composed.call('backup.write', {});
    await rename(join(composed.folder, 'out.csv'), backup);
    // What happens after it, and a checkpoint of that which leaves the machine.
    await composed.signIn('Carla');
    await composed.call('audit.exportWitness', {});
    await rename(join(composed.folder, 'out.csv.witness'), witness);
    await composed.application.close();
    await rename(workspace, kept);
  });
  beforeEach(() => composed.start());
  afterEach(async () => {
    await composed.application.close();
    await rm(workspace, { recursive: true, force: true });
  });
  afterAll(() => composed.close());

  it('is shown before anything is believed, judged, and taken up when somebody says so', async () => {
    expect(composed.application.status()).toMatchObject({ state: 'no_workspace' });
    expect(await choose()).toMatchObject({
      ok: true,
      value: { folder: backup, target: workspace, witnesses: [], people: { length: 4 } },
    });
    const checked = await check('Carla');
    expect(checked).toMatchObject({ ok: true, value: { verdict: { ok: true }, missing: 0, witnesses: 0 } });
    // Judged, and still without its name: no workspace is here before somebody has seen the verdict.
    expect(await here()).toEqual(['workspace.restoring']);
    expect(composed.application.status()).toMatchObject({ state: 'no_workspace' });
    const session = await composed.call('restore.accept', { reason: 'the disk broke' });
    expect(session).toMatchObject({ state: 'signed_out', restored: { missing: 0 } });
    expect(await here()).toEqual(['workspace']);
    expect((await recorded()).map(({ kind, body }) => [kind, body])).toEqual([
      [
        'backup.restored',
        expect.objectContaining({ ok: true, reason: 'the disk broke', missing: 0, opened: people.Carla }),
      ],
      ['transfer.in', expect.objectContaining({ what: 'backup_list' })],
    ]);
    expect(composed.application.status().restored).toBeUndefined();
    expect(await composed.call('journal.verify', {})).toMatchObject({ ok: true });
  });

  it('says how many entries a witness knows that it has not, and why it is used all the same', async () => {
    await choose();
    composed.chosen = witness;
    expect(await composed.call('restore.addWitness', {})).toMatchObject({
      witnesses: [{ size: expect.any(Number) }],
    });
    const checked = await composed.call('restore.check', by('Vera'));
    const failed = checked.verdict.lines.filter(({ verdict }) => verdict === 'failed');
    expect([checked.verdict.ok, checked.witnesses, failed.map(({ what }) => what)]).toEqual([
      ...[false, 1, ['Witnesses']],
    ]);
    expect(checked.missing).toBeGreaterThan(0);
    await composed.call('restore.accept', { reason: 'nothing newer of Maren Holt (555) 010-1001 is left' });
    expect(composed.application.status().restored).toMatchObject({ missing: checked.missing });
    const [restored, ...came] = await recorded();
    expect(restored?.body).toMatchObject({ ok: false, witnesses: 1, missing: checked.missing });
    expect(JSON.stringify(restored?.body)).not.toContain('010-1001');
    expect(came.map(({ body }) => body.what)).toEqual(['backup_list', 'witness']);
  });

  it('opens for its verdict to nobody with a wrong password, and to the same person with the right one', async () => {
    await choose();
    expect(await check('Carla', 'not the password')).toMatchObject({ code: 'wrong_password' });
    expect(await here()).toEqual([]);
    expect(await check('Carla')).toMatchObject({ ok: true });
  });

  it('makes wrong passwords wait longer and longer, also for who starts again or lays the copy there anew', async () => {
    await choose();
    for (let tries = 0; tries < 3; tries += 1)
      expect(await check('Otto', `guess ${tries}`)).toMatchObject({ code: 'wrong_password' });
    expect(await check('Otto')).toMatchObject({
      ...{ code: 'limit_reached', hint: 'Wait, or open it with recovery sheets.' },
    });
    await composed.application.close();
    await composed.start();
    const other = join(composed.folder, 'laid-there-anew');
    await cp(backup, other, { recursive: true });
    await choose(join(other, 'backup.json'));
    expect(await check('Otto')).toMatchObject({ code: 'limit_reached' });
    expect(await here()).toEqual([]);
    // Nobody else waits for it, and sheets are no guesses.
    expect(await check('Vera')).toMatchObject({ ok: true });
    expect(await composed.ask('restore.check', { by: 'sheets', sheets: sheets.slice(0, 2) })).toMatchObject({
      ok: true,
    });
    await rm(join(composed.folder, 'restore-attempts.json'));
    await rm(other, { recursive: true });
  });

  it('is not there without a choice, a check, or a word', async () => {
    expect(await check('Carla')).toMatchObject({ code: 'wrong_usage' });
    expect(await composed.ask('restore.addWitness', {})).toMatchObject({ code: 'wrong_usage' });
    expect(await composed.ask('restore.accept', { reason: 'because' })).toMatchObject({
      code: 'wrong_usage',
    });
    await choose();
    expect(await composed.ask('restore.accept', { reason: 'because' })).toMatchObject({
      code: 'wrong_usage',
    });
    await check('Carla');
    expect(await composed.ask('restore.accept', { reason: ' ' })).toMatchObject({ code: 'invalid_input' });
    expect(await here()).toEqual(['workspace.restoring']);
  });

  it('leaves nothing when it is cancelled, when another is chosen, and when the window closes', async () => {
    await choose();
    const going = check('Carla');
    await composed.call('restore.cancel', {});
    expect(await going).toMatchObject({ code: 'cancelled' });
    expect(await here()).toEqual([]);
    await check('Carla');
    expect(await here()).toEqual(['workspace.restoring']);
    await choose();
    expect(await here()).toEqual([]);
    await check('Carla');
    await composed.restart();
    expect(await here()).toEqual([]);
    expect(composed.application.status()).toMatchObject({ state: 'no_workspace' });
  });

  it('is taken away at the next start where one was ended in its middle', async () => {
    await composed.application.close();
    await cp(backup, `${workspace}.restoring`, { recursive: true });
    await composed.start();
    expect(await here()).toEqual([]);
  });

  it('never takes the place of anything', async () => {
    await choose();
    await check('Carla');
    await composed.call('workspace.create', {
      people: (['operator', 'compliance', 'admin'] as const).map((role) => ({
        ...{ name: role, role, password: `password of the ${role}` },
      })),
    });
    expect(await composed.ask('restore.accept', { reason: 'because' })).toMatchObject({
      code: 'already_exists',
    });
    expect(await here()).toEqual(['workspace']);
    expect(await choose()).toMatchObject({ code: 'already_exists' });
    expect(composed.application.status().people.map(({ name }) => name)).toContain('compliance');
  });

  it.each<[string, (folder: string) => Promise<string>, string]>([
    [
      'a folder without a list',
      (folder) => Promise.resolve(join(folder, 'nowhere', 'backup.json')),
      'not_found',
    ],
    ['another name', (folder) => moved(folder, 'list.json'), 'invalid_input'],
    ['another extension', (folder) => moved(folder, 'backup.zip'), 'unsupported'],
    ['a list of something else', (folder) => written(folder, () => '{"name":"a package"}'), 'foreign_file'],
    ['a list that was cut short', (folder) => written(folder, (text) => text.slice(0, 200)), 'damaged'],
    [
      'a newer version',
      (folder) => written(folder, (text) => text.replace('"format": 1', '"format": 9')),
      'newer_format',
    ],
    [
      'more than the disk holds',
      (folder) =>
        written(folder, (text) => text.replace(/"sizeBytes": \d+/, '"sizeBytes": 4503599627370496')),
      'storage_full',
    ],
    ['a workspace of a newer version', (folder) => newer(folder), 'newer_format'],
  ])('refuses %s at once, and nothing is chosen', async (_, prepare, code) => {
    const copy = await copied();
    expect(await choose(await prepare(copy))).toMatchObject({ ok: false, code });
    expect(await check('Carla')).toMatchObject({ code: 'wrong_usage' });
    expect(await here()).toEqual([]);
  });

  it.each<[string, (folder: string) => Promise<void>]>([
    ['a changed byte', (folder) => bent(folder, 'content.db', (bytes) => (bytes[5000]! ^= 1))],
    ['a file that was cut short', async (folder) => writeFile(join(folder, 'keys.json'), '{')],
    ['a file that is gone', (folder) => rm(join(folder, 'journal'), { recursive: true })],
    ['a file too many', async (folder) => writeFile(join(folder, 'more'), 'x')],
  ])('refuses a backup with %s, naming it', async (_, change) => {
    const copy = await copied();
    await choose(join(copy, 'backup.json'));
    await change(copy);
    expect(await check('Carla')).toMatchObject({
      code: 'check_failed',
      message: expect.stringMatching(/`[a-z].*`/),
    });
    expect(await here()).toEqual([]);
  });

  it('refuses a checkpoint of another workspace, and what is none', async () => {
    await choose();
    const other = (await readFile(witness, 'utf8')).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '0'.repeat(8));
    for (const [text, code] of [
      [other, 'foreign_file'],
      ['no checkpoint', 'invalid_input'],
    ] as const) {
      composed.chosen = join(composed.folder, 'bent.witness');
      await writeFile(composed.chosen, text);
      expect(await composed.ask('restore.addWitness', {})).toMatchObject({ ok: false, code });
    }
    expect(await check('Carla')).toMatchObject({ ok: true, value: { witnesses: 0 } });
  });

  it('opens on another workstation by sheets and by no password, and people come in by them', async () => {
    const secret = join(composed.folder, 'device-secret');
    await rename(secret, `${secret}.kept`);
    const bySheets = (...letters: string[]) =>
      composed.ask('restore.check', { by: 'sheets', sheets: letters });
    const [one = '', two = ''] = sheets;
    try {
      expect(await choose()).toMatchObject({ value: { recovery: { threshold: 2, count: 3 } } });
      expect(await check('Carla')).toMatchObject({ code: 'foreign_file' });
      expect(await bySheets(one)).toMatchObject({ ok: false });
      expect(await bySheets(one, one)).toMatchObject({ ok: false });
      expect(await here()).toEqual([]);
      expect(await bySheets(one, two)).toMatchObject({ ok: true, value: { verdict: { ok: true } } });
      await composed.call('restore.accept', { reason: 'the old workstation burnt' });
      const signIn = { person: 'Carla', password: passwordOf('Carla') };
      expect(await composed.ask('session.signIn', signIn)).toMatchObject({ code: 'foreign_file' });
      await composed.call('recovery.use', {
        ...{ person: people.Carla!, newPassword: passwordOf('Carla'), sheets: [one, two] },
        reason: 'another workstation',
      });
      expect((await recorded())[0]?.body).toMatchObject({ opened: 'sheets', ok: true });
    } finally {
      await rm(secret, { force: true });
      await rename(`${secret}.kept`, secret);
    }
  });

  /** A backup of its own to spoil. */
  async function copied(): Promise<string> {
    const copy = join(composed.folder, 'copy');
    await rm(copy, { recursive: true, force: true });
    await cp(backup, copy, { recursive: true });
    await mkdir(join(copy, '../nowhere'), { recursive: true });
    return copy;
  }

  async function moved(folder: string, name: string): Promise<string> {
    await rename(join(folder, 'backup.json'), join(folder, name));
    return join(folder, name);
  }

  async function written(folder: string, change: (text: string) => string): Promise<string> {
    const path = join(folder, 'backup.json');
    await writeFile(path, change(await readFile(path, 'utf8')));
    return path;
  }

  async function newer(folder: string): Promise<string> {
    const path = join(folder, 'workspace.json');
    const file = JSON.parse(await readFile(path, 'utf8')) as { formats: object };
    await writeFile(path, JSON.stringify({ ...file, formats: { ...file.formats, workspace: 9 } }));
    return join(folder, 'backup.json');
  }

  async function bent(folder: string, name: string, change: (bytes: Buffer) => void): Promise<void> {
    const bytes = await readFile(join(folder, name));
    change(bytes);
    await writeFile(join(folder, name), bytes);
  }

  it('leaves the backup as it was, and whatever stood beside it', () => {
    expect(existsSync(join(kept, 'keys.json'))).toBe(true);
    expect(existsSync(join(backup, 'backup.json'))).toBe(true);
  });
});
