import { execFileSync } from 'node:child_process';
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DatasetId, EmergencyScope, RunId } from '../shared/domain/index.ts';
import type { VerbInput, VerbName } from '../shared/ipc/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';
import { lettersOn, scannedFrom } from './testing/paper.ts';

const MINUTE_MS = 60_000;
const SECRET = 'Quatermass Zebulon';

/** Emergency access through the composed application: real keys, journal, stores and paper. */
describe('emergency access', () => {
  let one: Composed;
  let dataset: DatasetId;
  let other: DatasetId;
  let run: RunId;
  /** What a scanner read on the two papers made last. */
  let scanned: readonly string[] = [];
  const idOf = (name: string) =>
    one.application.status().people.find((each) => each.name === name)!.id as never;
  const keyFile = () => readFile(join(one.folder, 'workspace/keys.json'), 'utf8');
  const ask = async (verb: VerbName, args: unknown): Promise<string> => {
    const answer = await one.application.dispatch(verb, args);
    return answer.ok ? 'ok' : `${answer.code}: ${answer.message}`;
  };
  /** Makes an envelope as Carla and reads its papers as a person would type them. */
  const makeEnvelope = async (papers: 1 | 2 = 1): Promise<string[]> => {
    await one.signIn('Carla');
    const made = await one.call('emergency.makeEnvelope', {
      ...{ papers, reason: 'for the night shift', password: passwordOf('Carla') },
      ...{ witness: idOf('Ada'), witnessPassword: passwordOf('Ada') },
    });
    const typed = made!.files.map(lettersOn);
    for (const letters of typed) expect(letters.split(' ')).toHaveLength(10);
    // Where there are two, a scanner is held over both: it types the same letters.
    if (papers === 2) scanned = made!.files.map((file) => scannedFrom(file) ?? 'nothing');
    for (const file of made!.files) await rm(file);
    return typed;
  };
  const wish = (
    papers: string[],
    scope: EmergencyScope,
    name: Name = 'Ada',
  ): VerbInput<'emergency.begin'> => ({
    ...{ reason: 'patient_care', note: `${SECRET} is in the emergency room`, scope, minutes: 30, papers },
    password: passwordOf(name),
  });
  const table = (): EmergencyScope => ({ kind: 'dataset', dataset });
  const rowsOf = (id: DatasetId) => ({ dataset: id, version: 1, offset: 0, limit: 5 });
  const beganAs = async (name: Name, papers: string[], scope = table()) => {
    await one.signIn(name);
    const view = await one.call('emergency.begin', wish(papers, scope, name));
    return view.uses[0]!.began;
  };
  const review = async (began: number) => {
    await one.signIn('Carla');
    return one.call('emergency.review', {
      ...{ began, judgement: 'justified', reason: 'nobody was on call', meaning: 'review' },
      password: passwordOf('Carla'),
    });
  };
  const finish = async (began: number) => {
    await one.signIn('Carla');
    const use = (await one.call('emergency.get', {})).uses.find((each) => each.began === began);
    if (use?.ended === undefined) await one.call('emergency.end', { began });
    await review(began);
  };

  beforeAll(async () => {
    one = await Composed.create(new ObedientModel().launch);
    await one.signIn('Otto');
    const lines = Array.from({ length: 30 }, (_, at) => `${4_100_000 + at},${SECRET} ${at},${50 + at}`);
    await writeFile(join(one.folder, 'visits.csv'), ['mrn,name,age', ...lines, lines[0]].join('\n'));
    await writeFile(join(one.folder, 'other.csv'), 'mrn,name\n1,Somebody Else\n');
    dataset = (await one.import(join(one.folder, 'visits.csv'))).id;
    other = (await one.import(join(one.folder, 'other.csv'))).id;
    const started = await one.call('runs.start', {
      ...{ template: 'table_readiness', dataset, purpose: 'quality', deidProfile: 'strict' },
      complianceProfile: 'hipaa',
    });
    run = started.run;
    await one.approved(run);
  }, 120_000);
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(() => one.close());

  it('opens one table to who has the paper and a sign-in, for a while, on record from end to end', async () => {
    const papers = await makeEnvelope();
    await one.signIn('Ada');
    expect(await ask('emergency.getRows', rowsOf(dataset))).toMatch(/^not_allowed: no emergency access/);
    const begun = await one.call('emergency.begin', wish(papers, table()));
    expect(begun).toMatchObject({
      envelope: { state: 'void', papers: 1 },
      mine: { open: true, scope: table() },
      uses: [{ person: 'Ada', reason: 'patient_care', table: 'visits', hasNote: true, looks: [] }],
    });
    const [{ began } = { began: -1 }] = begun.uses;
    expect(await one.call('emergency.describeTable', { dataset, version: 1 })).toMatchObject({ rows: 31 });
    const rows = await one.call('emergency.getRows', rowsOf(dataset));
    expect(rows).toMatchObject({ columns: ['mrn', 'name', 'age'], total: 31 });
    expect(rows.rows[0]).toContain(`${SECRET} 0`);
    // Another table, another run, and every door that was shut before: still shut, and on record.
    for (const [verb, args] of [
      ['emergency.getRows', rowsOf(other)],
      ['emergency.describeTable', { dataset: other }],
      ['emergency.getPrompt', { run, call: run }],
    ] as const)
      expect(await ask(verb, args)).toMatch(/^not_allowed: emergency access was given for something else/);
    for (const [verb, args] of [
      ['datasets.getRows', rowsOf(dataset)],
      ['datasets.get', { dataset }],
      ['runs.getStatement', { run }],
    ] as const)
      expect(await ask(verb, args)).toMatch(/^not_allowed: as admin/);
    expect(await ask('emergency.begin', wish(papers, { kind: 'dataset', dataset: other }))).toMatch(
      /^not_found: the emergency envelope was used/,
    );

    // Others see the alarm before they sign in, and cannot use what is not theirs.
    await one.call('session.lock', {});
    expect(one.application.status().emergency).toMatchObject({ began, person: 'Ada', seen: false });
    await one.signIn('Vera');
    expect(await ask('emergency.getRows', rowsOf(dataset))).toMatch(/^not_allowed/);
    expect(await ask('emergency.resume', { papers })).toMatch(/^not_allowed: .*somebody else/);
    expect(await ask('emergency.end', { began })).toMatch(/^not_allowed/);

    // After a lock, and after a restart, the paper goes on with it; the sign-in alone does not.
    for (const restart of [false, true]) {
      if (restart) await one.restart();
      await one.signIn('Ada');
      expect(await one.call('emergency.get', {})).toMatchObject({ mine: { open: false } });
      expect(await ask('emergency.getRows', rowsOf(dataset))).toMatch(/^not_allowed/);
      expect(await ask('emergency.resume', { papers: [papers[0]!.replace(/^./, '7')] })).toMatch(/^invalid/);
      expect(await one.call('emergency.resume', { papers })).toMatchObject({ mine: { open: true } });
      expect((await one.call('emergency.getRows', rowsOf(dataset))).rows).toHaveLength(5);
    }
    const ended = await one.call('emergency.end', { began });
    expect(ended.mine).toBeUndefined();
    expect(ended.uses[0]).toMatchObject({ ended: { how: 'ended' } });
    expect(await ask('emergency.getRows', rowsOf(dataset))).toMatch(/^not_allowed/);
    expect(await ask('emergency.resume', { papers })).toMatch(/^not_found/);
    expect(JSON.parse(await keyFile())).not.toHaveProperty('emergency.sealed');

    await one.signIn('Carla');
    expect(await one.call('emergency.getNote', { began })).toEqual({
      note: `${SECRET} is in the emergency room`,
    });
    const seen = await one.call('emergency.confirmSeen', { began });
    expect(seen.uses[0]?.seen?.by).toBe('Carla');
    expect(seen.uses[0]?.looks.map(({ what }) => what)).toEqual(['table', 'rows', 'rows', 'rows']);
    const reviewed = await review(began);
    expect(reviewed).toMatchObject({
      envelope: { state: 'none' },
      uses: [{ review: { by: 'Carla', judgement: 'justified', meaning: 'review' } }],
    });
    expect(one.application.status().emergency).toBeUndefined();
    expect(await ask('emergency.review', { ...reviewArgs(began) })).toMatch(/reviewed already/);

    const entries = await one.entries({ text: 'emergency' }).catch(() => []);
    const kinds = await one.entries({
      kinds: [
        'emergency.asked',
        'emergency.began',
        'emergency.resumed',
        'emergency.ended',
        'emergency.reviewed',
      ],
    });
    expect(kinds.map(({ kind, phase }) => `${kind} ${phase}`)).toEqual([
      'emergency.asked intent',
      'emergency.began event',
      'emergency.asked outcome',
      'emergency.asked intent',
      'emergency.asked outcome',
      'emergency.resumed event',
      'emergency.resumed event',
      'emergency.ended event',
      'emergency.reviewed event',
    ]);
    expect(JSON.stringify([entries, kinds])).not.toContain('Quatermass');
    const refused = await one.entries({ kinds: ['access.refused'] });
    expect(refused.filter(({ body }) => JSON.stringify(body).includes('something else'))).toHaveLength(3);
    expect(await one.call('journal.verify', {})).toMatchObject({ ok: true });
  }, 120_000);

  const reviewArgs = (began: number): VerbInput<'emergency.review'> => ({
    ...{ began, judgement: 'justified', reason: 'once more', meaning: 'review' },
    password: passwordOf('Carla'),
  });

  it('opens what was said in one run, and no table', async () => {
    const papers = await makeEnvelope();
    const began = await beganAs('Vera', papers, { kind: 'run', run });
    const view = await one.call('runs.get', { run });
    const call = view.callList[0]!.id;
    const said = await one.call('emergency.getPrompt', { run, call });
    expect(said.prompt.length).toBeGreaterThan(20);
    expect(await ask('emergency.getRows', rowsOf(dataset))).toMatch(/^not_allowed/);
    await one.signIn('Otto');
    await one.call('runs.get', { run });
    expect(await ask('emergency.end', { began })).toMatch(/^not_allowed/);
    await finish(began);
  }, 120_000);

  it('refuses who has no paper, no password, no right, or wants what is not there', async () => {
    await one.signIn('Ada');
    expect(await ask('emergency.begin', wish(['AAAAA'], table()))).toMatch(
      /^not_found: there is no emergency/,
    );
    const papers = await makeEnvelope();
    const before = await keyFile();
    for (const name of ['Otto', 'Carla'] as const) {
      await one.signIn(name);
      expect(await ask('emergency.begin', wish(papers, table(), name))).toMatch(/^not_allowed/);
    }
    await one.signIn('Ada');
    const gone: EmergencyScope = { kind: 'dataset', dataset: run as unknown as DatasetId };
    for (const [wanted, why] of [
      [wish(['AAAAA'], table()), /^invalid_input/],
      [{ ...wish(papers, table()), password: 'not that of ada' }, /^wrong_password/],
      [{ ...wish(papers, table()), minutes: 241 }, /^invalid_input/],
      [{ ...wish(papers, table()), reason: 'curious' }, /^invalid_input/],
      [{ ...wish(papers, table()), note: '' }, /^invalid_input/],
      [wish(papers, gone), /^not_found: there is no dataset/],
      [wish(papers, { kind: 'run', run: dataset as unknown as RunId }), /^not_found: there is no such run/],
    ] as const)
      expect(await ask('emergency.begin', wanted)).toMatch(why);
    expect(await keyFile()).toBe(before);
    for (const verb of ['emergency.makeEnvelope', 'emergency.voidEnvelope', 'emergency.review'] as const)
      expect(await ask(verb, reviewArgs(1))).toMatch(/^(?:not_allowed|invalid_input)/);
    await one.signIn('Carla');
    await one.call('emergency.voidEnvelope', { reason: 'seal broken', password: passwordOf('Carla') });
    await one.signIn('Ada');
    expect(await ask('emergency.begin', wish(papers, table()))).toMatch(/^not_found: there is no emergency/);
  }, 120_000);

  it('takes the second person’s paper where it was made so, and drills open nothing', async () => {
    const [first = '', second = ''] = await makeEnvelope(2);
    expect(scanned).toEqual([first, second].map((letters) => letters.replaceAll(' ', '-')));
    const before = await keyFile();
    await one.signIn('Ada');
    expect(await ask('emergency.begin', wish([first], table()))).toMatch(/needs 2 papers, 1 is here/);
    const drilled = await one.call('emergency.drill', { reason: 'other', papers: [first, scanned[1]!] });
    expect(drilled).toMatchObject({ envelope: { state: 'good' }, drills: [{ good: true, person: 'Ada' }] });
    expect(drilled.mine).toBeUndefined();
    expect(await ask('emergency.getRows', rowsOf(dataset))).toMatch(/^not_allowed/);
    expect(await ask('emergency.drill', { reason: 'other', papers: [first] })).toMatch(/needs 2 papers/);
    expect((await one.call('emergency.get', {})).drills).toMatchObject([{ good: false }, { good: true }]);
    expect(await keyFile()).toBe(before);
    expect((await one.call('emergency.get', {})).uses.every(({ review: done }) => done !== undefined)).toBe(
      true,
    );
    await finish(await beganAs('Ada', [first, second]));
  }, 120_000);

  it('ends with its time, by a clock that only goes forwards, and is escalated when nobody looks', async () => {
    const papers = await makeEnvelope();
    const began = await beganAs('Ada', papers);
    vi.useFakeTimers({ toFake: ['Date'] });
    const now = Date.now();
    vi.setSystemTime(now + 14 * MINUTE_MS);
    expect((await one.call('emergency.get', {})).uses[0]?.escalatedAtMs).toBeUndefined();
    vi.setSystemTime(now + 16 * MINUTE_MS);
    expect((await one.call('emergency.get', {})).uses[0]?.escalatedAtMs).toBeDefined();
    // Set back while it runs: what has passed has passed.
    vi.setSystemTime(now);
    expect((await one.call('emergency.get', {})).mine!.leftMs).toBeLessThan(14.1 * MINUTE_MS);
    expect((await one.call('emergency.getRows', rowsOf(dataset))).rows).toHaveLength(5);
    vi.setSystemTime(now + 31 * MINUTE_MS);
    expect(await ask('emergency.getRows', rowsOf(dataset))).toMatch(/^not_allowed/);
    const view = await one.call('emergency.get', {});
    expect(view.uses[0]).toMatchObject({ began, ended: { how: 'expired' } });
    expect(view.mine).toBeUndefined();
    expect(await ask('emergency.resume', { papers })).toMatch(/^not_found/);
    const told = await one.entries({ kinds: ['emergency.told_system'] });
    const ofThis = told.filter(({ body }) => body.began === began).map(({ body }) => body.what);
    expect(ofThis).toEqual(['began', 'escalated', 'ended']);
    await finish(began);
  }, 120_000);

  it.each([
    ['lasts over a restart with its time', 10, 'goes on'],
    ['is over after a restart behind its time', 31, 'expired'],
    ['is over where the clock was set back meanwhile', -10, 'clock_set_back'],
  ])(
    '%s',
    async (_name, minutes, how) => {
      const papers = await makeEnvelope();
      const began = await beganAs('Ada', papers);
      vi.useFakeTimers({ toFake: ['Date'] });
      const now = Date.now();
      await one.restart();
      vi.setSystemTime(now + minutes * MINUTE_MS);
      await one.signIn('Ada');
      const answer = await ask('emergency.resume', { papers });
      expect(answer).toMatch(how === 'goes on' ? /^ok/ : /^not_found/);
      const use = (await one.call('emergency.get', {})).uses.find((each) => each.began === began);
      expect(use?.ended?.how).toBe(how === 'goes on' ? undefined : how);
      expect(JSON.parse(await keyFile()).emergency.sealed === undefined).toBe(how !== 'goes on');
      await finish(began);
    },
    120_000,
  );

  /** The first page of a report that is issued now, as poppler reads it. */
  const firstPage = async (kind: 'run' | 'period'): Promise<string> => {
    const signing = { meaning: 'review', password: passwordOf('Carla') } as const;
    const { id: report } =
      kind === 'run'
        ? await one.call('reports.issue', { run, ...signing })
        : await one.call('reports.issuePeriod', { kind: 'access', fromMs: 0, toMs: 86_400_000, ...signing });
    const saved = await one.call('reports.save', { report });
    const page = ['-f', '1', '-l', '1', '-layout', saved!.file, '-'];
    const text = execFileSync('pdftotext', page, { encoding: 'utf8', timeout: 20_000 });
    await rm(saved!.file);
    return text;
  };

  it('stands on the first page of every report until somebody has signed its review', async () => {
    const began = await beganAs('Ada', await makeEnvelope());
    await one.signIn('Carla');
    await one.call('emergency.end', { began });
    // A period of long ago, and a run that has nothing to do with it: the gap stands on both.
    for (const kind of ['run', 'period'] as const)
      expect(await firstPage(kind)).toContain('Emergency access was not reviewed');
    await review(began);
    for (const kind of ['run', 'period'] as const)
      expect(await firstPage(kind)).not.toContain('Emergency access was not reviewed');
  }, 180_000);

  it('is opened once by a paper, also where an older key file is put back that holds it unopened', async () => {
    const [keys, unused] = [join(one.folder, 'workspace/keys.json'), join(one.folder, 'unused-keys.json')];
    const papers = await makeEnvelope();
    await copyFile(keys, unused);
    await finish(await beganAs('Ada', papers));
    await one.application.close();
    await copyFile(unused, keys);
    await one.start();
    await one.signIn('Ada');
    expect(await ask('emergency.begin', wish(papers, table()))).toMatch(
      /^not_found: by the journal the emergency envelope was used or replaced/,
    );
  });

  it('keeps no clear word on the disk', async () => {
    const names = await readdir(join(one.folder, 'workspace'), { recursive: true, withFileTypes: true });
    for (const entry of names.filter((each) => each.isFile())) {
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect([entry.name, bytes.includes('Quatermass')]).toEqual([entry.name, false]);
    }
  });
});
