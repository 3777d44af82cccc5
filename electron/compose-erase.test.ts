import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetId } from '../shared/domain/index.ts';
import type { SessionView } from '../shared/ipc/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { sha256Hex } from './core/index.ts';
import { Composed, passwordOf } from './testing/composed.ts';

/** A dataset destroyed by its key: what is left is its record, a certificate, and a journal that verifies. */
describe('erasing a dataset', () => {
  let one: Composed;
  let dataset: DatasetId;
  const out = () => join(one.folder, 'out.csv.pdf');
  const erase = (password: string) =>
    one.application.dispatch('datasets.erase', {
      ...{ dataset, password, reason: 'asked by the family of Maren Holt, (555) 010-1001' },
    });

  beforeAll(async () => {
    one = await Composed.create();
    const file = join(one.folder, 'visits.csv');
    await writeFile(file, 'patient,mrn,age\nMaria Planted,88204711,51\nJohn Planted,88204712,52\n');
    await one.signIn('Otto');
    ({ id: dataset } = await one.import(file));
    await one.signIn('Ada');
    await one.call('backup.write', {});
    await rm(join(one.folder, 'out.csv'), { recursive: true });
  });
  afterAll(() => one.close());

  it('is for compliance with their password, and changes nothing otherwise', async () => {
    for (const name of ['Otto', 'Ada', 'Vera'] as const) {
      await one.signIn(name);
      expect(await erase(passwordOf(name))).toMatchObject({ ok: false, code: 'not_allowed' });
    }
    await one.signIn('Carla');
    expect(await erase('wrong')).toMatchObject({ code: 'wrong_password' });
    expect(await one.call('datasets.list', {})).toHaveLength(1);
  });

  it('leaves no key and no table, a certificate that names what still holds it, and proofs that hold', async () => {
    const folder = join(one.folder, 'workspace/datasets');
    expect(await readdir(folder)).toContain(dataset);
    const erased = await erase(passwordOf('Carla'));
    expect(erased).toMatchObject({ ok: true, value: { backups: 1, runs: 0, file: out() } });
    expect(await readdir(folder)).toEqual([]);
    expect(await one.call('datasets.list', {})).toEqual([]);
    expect(await erase(passwordOf('Carla'))).toMatchObject({ ok: false, code: 'not_found' });

    const text = execFileSync('pdftotext', ['-layout', out(), '-'], { encoding: 'utf8', timeout: 20_000 });
    for (const words of ['Certificate of sanitization', 'NIST SP 800-88', dataset, '1 backup made'])
      expect(text).toContain(words);
    expect(text).not.toMatch(/Planted|Maren|010-1001/);

    const entries = await one.entries({ kinds: ['dataset.erase', 'erase.certificate'] });
    expect(entries.map(({ kind, phase }) => `${kind} ${phase}`)).toEqual([
      'dataset.erase intent',
      'dataset.erase outcome',
      'erase.certificate event',
    ]);
    expect(entries[2]?.body).toMatchObject({ sha256: sha256Hex(await readFile(out())), backups: 1 });
    expect(JSON.stringify(entries)).not.toMatch(/Maren|010-1001/);
    expect(await one.call('journal.verify', {})).toMatchObject({ ok: true });
    await one.signIn('Ada');
    expect(await one.call('datasets.list', {})).toEqual([]);
  });
});

/** A copy of the files of a dataset is worth nothing where the journal knows that it was erased. */
it('stays erased where its files are put back from a copy, on record', async () => {
  const one = await Composed.create();
  try {
    const folder = join(one.folder, 'workspace/datasets');
    await writeFile(join(one.folder, 'visits.csv'), 'patient,mrn\nMaria Planted,88204711\n');
    await one.signIn('Otto');
    const { id: dataset } = await one.import(join(one.folder, 'visits.csv'));
    const kept = await one.import(await other(one.folder));
    await cp(folder, join(one.folder, 'copy'), { recursive: true });
    await one.signIn('Carla');
    const reason = 'its purpose has ended';
    await one.call('datasets.erase', { dataset, password: passwordOf('Carla'), reason });
    await one.application.close();
    await cp(join(one.folder, 'copy'), folder, { recursive: true });
    await one.start();
    await one.signIn('Otto');
    expect((await one.call('datasets.list', {})).map(({ id }) => id)).toEqual([kept.id]);
    expect(await readdir(folder)).toEqual([kept.id]);
    const rows = { dataset, version: 1, offset: 0, limit: 5 };
    expect(await one.application.dispatch('datasets.getRows', rows)).toMatchObject({ code: 'not_found' });
    const said = await one.entries({ kinds: ['dataset.erase'] });
    expect(said.map(({ actor, body }) => [actor.id, body.reason ?? body.ok])).toEqual([
      [expect.any(String), reason],
      [expect.any(String), true],
      ['application', 'its files came back after it was erased'],
      ['application', true],
    ]);
  } finally {
    await one.close();
  }
});

it('what was said in a run stays erased where its keys are put back from a copy, on record', async () => {
  const one = await Composed.create(new ObedientModel().launch);
  try {
    await one.signIn('Otto');
    const { id: dataset } = await one.import(await other(one.folder));
    const { run } = await one.call('runs.start', {
      ...{ template: 'table_readiness', dataset, purpose: 'quality', deidProfile: 'strict' },
      complianceProfile: 'hipaa',
    });
    expect((await one.settled(run)).state).toBe('awaiting_attestation');
    await one.call('runs.signStatement', { run, meaning: 'responsibility', password: passwordOf('Otto') });
    await one.application.close();
    const workspace = join(one.folder, 'workspace');
    const copy = join(one.folder, 'copy');
    await cp(workspace, copy, { recursive: true });
    await one.start();
    await one.signIn('Carla');
    const reason = 'its purpose has ended';
    const erased = await one.call('payloads.erase', { run, reason, password: passwordOf('Carla') });
    expect(erased).toMatchObject({ before: 0, copies: [] });
    expect(erased!.erased).toBeGreaterThan(0);
    expect(erased!.files).toBeGreaterThan(0);
    await one.application.close();
    for (const name of (await readdir(copy)).filter(
      (each) => each.startsWith('content.db') || each === 'runs',
    )) {
      await rm(join(workspace, name), { recursive: true });
      await cp(join(copy, name), join(workspace, name), { recursive: true });
    }
    await one.start();
    await one.signIn('Otto');
    const again = (await one.entries({ kinds: ['payload.erase'] })).filter(
      ({ actor }) => actor.id === 'application',
    );
    expect(again.map(({ body }) => body)).toEqual([
      { payloads: erased!.erased, reason: 'their keys came back after they were erased' },
      { ok: true, erased: erased!.erased },
      { payloads: 0, reason: 'their keys came back after they were erased' },
      { ok: true, erased: 0, files: erased!.files },
    ]);
    const [call] = (await one.call('runs.get', { run })).callList;
    expect(await one.application.dispatch('runs.getPrompt', { run, call: call!.id })).toMatchObject({
      ok: false,
    });
    // Nothing is left to destroy the next time.
    await one.restart();
    await one.signIn('Otto');
    expect(await one.entries({ kinds: ['payload.erase'] })).toHaveLength(again.length + again.length);
  } finally {
    await one.close();
  }
});

async function other(folder: string): Promise<string> {
  const file = join(folder, 'other.csv');
  await writeFile(file, 'patient,mrn\nJohn Planted,88204712\n');
  return file;
}

/** The end of a workspace: two people, one certificate, and nothing left that opens. */
describe('erasing the workspace', () => {
  let one: Composed;
  const idOf = (name: string) => one.application.status().people.find((each) => each.name === name)?.id ?? '';
  const erase = (more: Record<string, unknown> = {}) =>
    one.application.dispatch('workspace.erase', {
      ...{ reason: 'the study of Maren Holt, (555) 010-1001, is over', password: passwordOf('Carla') },
      ...{ agreedBy: idOf('Ada'), agreedPassword: passwordOf('Ada') },
      ...more,
    });

  beforeAll(async () => {
    one = await Composed.create();
    const file = join(one.folder, 'visits.csv');
    await writeFile(file, 'patient,mrn,age\nMaria Planted,88204711,51\nJohn Planted,88204712,52\n');
    await one.signIn('Otto');
    await one.import(file);
  });
  afterAll(() => one.close());

  it('takes compliance and an administrator, with both passwords, and changes nothing otherwise', async () => {
    for (const name of ['Otto', 'Ada', 'Vera'] as const) {
      await one.signIn(name);
      expect(await erase()).toMatchObject({ ok: false, code: 'not_allowed' });
    }
    await one.signIn('Carla');
    for (const [whose, wrong] of [
      ['Carla', { password: 'wrong' }],
      ['Ada', { agreedPassword: 'wrong' }],
    ] as const)
      expect(await erase(wrong)).toMatchObject({
        ...{ code: 'wrong_password', message: `wrong password: that of \`${whose}\`` },
      });
    const otto = { agreedBy: idOf('Otto'), agreedPassword: passwordOf('Otto') };
    expect(await erase(otto)).toMatchObject({ code: 'not_allowed' });
    const herself = { agreedBy: idOf('Carla'), agreedPassword: passwordOf('Carla') };
    expect(await erase(herself)).toMatchObject({ code: 'not_allowed' });
    expect(await one.entries({ kinds: ['workspace.erase'] })).toEqual([]);
    expect(await one.call('datasets.list', {})).toHaveLength(1);
  });

  it('leaves no file of it, a certificate, and a window that begins anew', async () => {
    const certificates: boolean[] = [];
    one.onNotice = (name, status) => {
      const { erased } = status as SessionView;
      if (name === 'session.changed' && erased !== undefined)
        certificates.push(existsSync(erased.certificate));
    };
    expect(await erase()).toMatchObject({ ok: true, value: { backups: 0 } });
    // The window never says that all is gone before the certificate stands.
    expect(certificates).toEqual([true]);
    expect((await readdir(one.folder)).filter((name) => name.startsWith('workspace'))).toEqual([]);
    expect(one.application.status()).toMatchObject({ state: 'no_workspace', people: [] });
    const name = (await readdir(one.folder)).find((each) => each.endsWith('.pdf')) ?? '';
    const text = execFileSync('pdftotext', ['-layout', join(one.folder, name), '-'], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    for (const words of ['Certificate of sanitization', 'a whole workspace', '4 people', 'Agreed by', 'Ada'])
      expect(text).toContain(words);
    expect(text).not.toMatch(/Planted|Maren|010-1001/);
    await one.restart();
    expect(one.application.status()).toMatchObject({ state: 'no_workspace' });
  });
});
