import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetId } from '../shared/domain/index.ts';
import { checkBackup } from './operations/index.ts';
import { PeriodReport } from '../shared/formats/index.ts';
import type { VerifyView } from '../shared/ipc/index.ts';
import { restoreWorkspace } from './compose.ts';
import type { RestoreOrder } from './verbs/index.ts';
import { Composed, passwordOf } from './testing/composed.ts';

const quiet = (): void => undefined;

describe('a backup of the whole workspace', () => {
  let composed: Composed;
  let dataset: DatasetId;
  /** Where this helper saves everything. */
  let target: string;
  let workspace: string;

  beforeAll(async () => {
    composed = await Composed.create();
    [target, workspace] = [join(composed.folder, 'out.csv'), join(composed.folder, 'workspace')];
    const file = join(composed.folder, 'visits.csv');
    await writeFile(file, 'patient,mrn,age\nMaria Planted,88204711,51\nJohn Planted,88204712,52\n');
    await composed.signIn('Otto');
    ({ id: dataset } = await composed.import(file));
    await rm(file);
    await composed.signIn('Ada');
  });
  afterAll(() => composed.close());

  const writes = async () =>
    (await composed.entries({ kinds: ['backup.write'] })).map(({ phase, body }) => [
      phase,
      body.ok ?? body.what,
    ]);

  it('is made by an administrator alone, never over anything and never into the workspace', async () => {
    await composed.signIn('Carla');
    expect(await composed.ask('backup.write', {})).toMatchObject({ code: 'not_allowed' });
    await composed.signIn('Ada');
    await mkdir(target);
    expect(await composed.ask('backup.write', {})).toMatchObject({ code: 'already_exists' });
    await rm(target, { recursive: true });
    // Whoever can write to the workspace could point a link at anything.
    await symlink('/etc', join(workspace, 'models', 'link'));
    expect(await composed.ask('backup.write', {})).toMatchObject({ code: 'invalid_input' });
    await expect(checkBackup(target, quiet)).rejects.toMatchObject({ code: 'not_found' });
    await rm(join(workspace, 'models', 'link'));
    expect(await writes()).toEqual([
      ['intent', 'workspace'],
      ['outcome', false],
      ['intent', 'workspace'],
      ['outcome', false],
    ]);
  });

  it('is compared and verified before it counts, is recorded, and can be gone back to', async () => {
    const written = await composed.call('backup.write', {});
    expect(written).toMatchObject({ folder: target });
    const checked = await checkBackup(target, quiet);
    expect([checked.missing, checked.changed, checked.added]).toEqual([[], [], []]);
    expect(checked.manifest.journal.size).toBe(written?.journalSize);
    expect(checked.manifest.files.length).toBe(written?.files);
    expect((await writes()).slice(-2)).toEqual([
      ['intent', 'workspace'],
      ['outcome', true],
    ]);
    const everything = await Promise.all(
      checked.manifest.files.map(async ({ name }) => readFile(join(target, name), 'latin1')),
    );
    expect(everything.join()).not.toMatch(/Planted|8820471/);

    await composed.application.close();
    await rename(workspace, `${workspace}.kept`);
    await cp(target, workspace, { recursive: true });
    await composed.start();
    await composed.signIn('Ada');
    expect(await composed.call('models.list', {})).not.toEqual([]);
    await composed.signIn('Otto');
    expect(await composed.call('models.list', {})).not.toEqual([]);
    const page = await composed.call('datasets.getRows', { dataset, version: 1, offset: 0, limit: 1 });
    expect(page.rows[0]).toContain('Maria Planted');
    await composed.signIn('Carla');
    expect(await composed.call('journal.verify', {})).toMatchObject({ ok: true });
    // Its outcome was written after the copy: the restored journal says what it does not know.
    expect((await composed.entries({ kinds: ['backup.write'] })).at(-1)?.body).toMatchObject({
      ok: false,
      code: 'interrupted',
    });
  });

  it('is tried by a drill, whose result stands in the journal and nothing else is left', async () => {
    await composed.signIn('Ada');
    composed.chosen = join(target, 'backup.json');
    const before = (await readdir(composed.folder)).sort();
    // The restored journal goes on without the outcome that would vouch for the list.
    expect(await composed.call('backup.drill', {})).toMatchObject({ ok: false, isKnown: false, failed: [] });
    const older = `${target}.older`;
    await rename(target, older);
    await composed.call('backup.write', {});
    const drill = await composed.call('backup.drill', {});
    expect(drill).toMatchObject({ ok: true, isKnown: true, failed: [], person: 'Ada' });
    expect((await composed.call('backup.getState', {})).drills).toMatchObject([{ ok: true }, { ok: false }]);
    await rm(target, { recursive: true });
    await rename(older, target);
    expect((await readdir(composed.folder)).sort()).toEqual(before);
    await composed.signIn('Otto');
    expect(await composed.application.dispatch('backup.drill', {})).toMatchObject({ code: 'not_allowed' });
  });

  it('has the result of its drills in the report of integrity, in its entries and on its page', async () => {
    await composed.signIn('Carla');
    const day = 86_400_000;
    const today = Math.floor(Date.now() / day) * day;
    const asked = { kind: 'integrity', fromMs: today - day, toMs: today + 2 * day } as const;
    const drills = await composed.entries({ kinds: ['backup.drilled'] });
    const said = drills.map(({ body }) => [
      `a backup of ${Number(body.size)} entries was restored for trial${body.isKnown === true ? '' : '; this journal did not record its making'}`,
      body.ok === true ? 'passed' : 'failed',
    ]);
    expect(said.map(([, outcome]) => outcome)).toEqual(['failed', 'passed']);
    const { lists } = PeriodReport.parse(await composed.call('reports.readPeriodModel', asked));
    const list = lists.find(({ id }) => id === 'integrity_events')!;
    const rows = list.rows.filter(([entry]) => drills.some(({ seq }) => seq === entry));
    expect(rows).toEqual(drills.map(({ seq, wallMs }, at) => [seq, wallMs, 'Ada', ...said[at]!]));

    const { pdf } = await composed.call('reports.previewPeriod', asked);
    const file = join(composed.folder, 'integrity.pdf');
    await writeFile(file, Buffer.from(pdf, 'base64'));
    const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8', timeout: 30_000 });
    for (const row of said) expect(text.replaceAll(/\s+/g, ' ')).toContain(row.join(' '));
    await rm(file);
  });

  it('comes back with a verdict against witnesses: rolled back stops it, unless somebody says why', async () => {
    const verdicts: VerifyView[] = [];
    const witness = join(composed.folder, 'later.witness');
    await composed.signIn('Ada');
    const [last] = (await composed.entries({ kinds: ['journal.checkpoint'] })).slice(-1);
    await writeFile(witness, (last?.body as { note: string }).note);
    const place = join(composed.folder, 'elsewhere');
    const restore = (order: Partial<RestoreOrder>) =>
      restoreWorkspace(
        {
          ...{ from: target, target: place, witnessFiles: [], signal: new AbortController().signal },
          keys: () => Promise.resolve({ by: 'password', person: 'Carla', password: passwordOf('Carla') }),
          onProgress: quiet,
          onVerdict: ({ view }) => verdicts.push(view),
          ...order,
        },
        composed.folder,
      );
    await expect(restore({ witnessFiles: [witness] })).rejects.toMatchObject({ code: 'check_failed' });
    expect(verdicts[0]).toMatchObject({ ok: false });
    expect(existsSync(place)).toBe(false);
    const wrong = { by: 'password', person: 'Carla', password: 'wrong' } as const;
    await expect(restore({ keys: () => Promise.resolve(wrong) })).rejects.toMatchObject({
      code: 'wrong_password',
    });
    expect(existsSync(place)).toBe(false);

    const accept = 'the disk of Maren Holt (555) 010-1001 broke';
    await restore({ witnessFiles: [witness], accept });
    await composed.application.close();
    await rename(workspace, `${workspace}.newer`);
    await rename(place, workspace);
    await composed.start();
    await composed.signIn('Carla');
    const [restored] = await composed.entries({ kinds: ['backup.restored'] });
    expect(restored?.body).toMatchObject({
      ok: false,
      witnesses: 1,
      accepted: expect.stringMatching(/broke$/),
    });
    expect(JSON.stringify(restored?.body)).not.toContain('010-1001');
    await composed.application.close();
    await rm(workspace, { recursive: true });
    await rename(`${workspace}.newer`, workspace);
    await restore({});
    expect(verdicts.at(-1)).toMatchObject({ ok: true });
    await rm(place, { recursive: true });
    await composed.start();
  });

  it('tells which files are gone, changed or too many, and what is no backup', async () => {
    await rm(join(target, 'keys.json'));
    const content = await readFile(join(target, 'content.db'));
    content[5000]! ^= 1;
    await writeFile(join(target, 'content.db'), content);
    await writeFile(join(target, 'reports/more.txt'), 'x');
    const { missing, changed, added } = await checkBackup(target, quiet);
    expect([missing, changed, added]).toEqual([['keys.json'], ['content.db'], ['reports/more.txt']]);
    const list = await readFile(join(target, 'backup.json'), 'utf8');
    for (const bad of ['{', list.slice(0, -9), list.replace('"keys.json"', '"../keys.json"')]) {
      await writeFile(join(target, 'backup.json'), bad);
      await expect(checkBackup(target, quiet)).rejects.toMatchObject({ code: 'damaged' });
    }
  });
  it('of a damaged journal is not made, and leaves nothing', async () => {
    await rm(target, { recursive: true });
    await composed.signIn('Ada');
    const path = join(workspace, 'journal/epoch-0001.db');
    const bytes = await readFile(path);
    // Full pages near the start: newer ones may stand anew in the log, which heals them.
    for (const page of [3, 4, 5, 6]) bytes[page * 4096 + 900]! ^= 1;
    await writeFile(path, bytes);
    expect(await composed.ask('backup.write', {})).toMatchObject({ ok: false });
    await expect(checkBackup(target, quiet)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readFile(`${target}.growing/keys.json`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
