import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetId, RunId } from '../shared/domain/index.ts';
import type { VerbName } from '../shared/ipc/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { Composed, type Name } from './testing/composed.ts';

// SEC-53: a compliance officer looks into content only for a purpose that they stated, on record before the first look.

const SURNAMES = ['Quillfeather', 'Brackenridge', 'Osterhaven', 'Thistlewood', 'Marchetti', 'Vandermolen'];

let composed: Composed;
let dataset: DatasetId;
let run: RunId;

/** As main answers at the first asking: nobody states a purpose on the way. */
const ask = (verb: VerbName, args: unknown) => composed.application.dispatch(verb, args);
const looks = async (who: Name) => {
  const { id } = composed.application.status().people.find(({ name }) => name === who)!;
  const { entries } = await composed.call('journal.searchEntries', { filter: { people: [id] }, limit: 500 });
  return entries.map(({ entry }) => entry).sort((a, b) => a.seq - b.seq);
};

beforeAll(async () => {
  composed = await Composed.create(new ObedientModel().launch);
  await composed.signIn('Otto');
  const rows = Array.from({ length: 24 }, (_, row) => {
    const name = `${SURNAMES[row % SURNAMES.length]!}, Elvira`;
    return `MRN88${1000 + row},"${name}",197${row % 10}-03-1${row % 9},"Seen today: ${name}. Doing well since the visit."`;
  });
  // A row twice: taking one out waits for a second person.
  rows.push(rows[0]!);
  const file = join(composed.folder, 'stays.csv');
  await writeFile(file, `mrn,name,birth_date,note\n${rows.join('\n')}\n`);
  ({ id: dataset } = await composed.import(file));
  await composed.call('phi.measure', { dataset });
  ({ run } = await composed.call('runs.start', {
    ...{ template: 'table_readiness', dataset, purpose: 'quality', deidProfile: 'strict' },
    complianceProfile: 'hipaa',
  }));
  expect((await composed.settled(run)).state).toBe('waiting_for_approval');
});
afterAll(() => composed.close());

it('asks for it before anything of a table, an approval, a dictionary or a text is shown', async () => {
  await composed.signIn('Carla');
  const [waiting] = await composed.call('approvals.list', {});
  const approval = waiting!.id;
  const before = (await looks('Carla')).length;
  const shown: [VerbName, unknown][] = [
    ['datasets.get', { dataset }],
    ['approvals.open', { approval }],
    ['phi.getDictionary', {}],
    ['phi.tryText', { text: 'Elvira Quillfeather', dataset }],
    ['phi.startReview', { dataset, documents: 4 }],
    ['clipboard.copy', { text: 'Elvira Quillfeather' }],
  ];
  for (const [verb, args] of shown)
    expect([verb, await ask(verb, args)]).toMatchObject([verb, { ok: false, code: 'purpose_needed' }]);
  // Only what she asked of the journal itself stands there beside it.
  const since = (await looks('Carla')).slice(before);
  expect(since.filter(({ kind, phiAccessed }) => phiAccessed || kind !== 'journal.viewed')).toEqual([]);
});

it('shows no value of the table in anything else that she may read', async () => {
  const told: unknown[] = [];
  for (const [verb, args] of [
    ...(['datasets.list', 'datasets.listDamaged', 'runs.list', 'approvals.list', 'agents.list'] as const).map(
      (verb) => [verb, {}] as const,
    ),
    ...(['transfers.list', 'reports.list', 'people.list', 'denials.list'] as const).map(
      (verb) => [verb, {}] as const,
    ),
    ['runs.get', { run }] as const,
    ['phi.getProof', { dataset }] as const,
    ['runs.getStatement', { run }] as const,
  ])
    told.push([verb, await ask(verb, args)]);
  told.push(await composed.entries({}));
  const text = JSON.stringify(told);
  expect(text).toContain('"ok":true');
  for (const value of ['MRN88', ...SURNAMES]) expect(text).not.toContain(value);
  const proof = await composed.call('phi.getProof', { dataset });
  expect(proof.measured).toMatchObject({ planted: expect.any(Number) as number });
  expect(proof.measured).not.toHaveProperty('misses');
  expect(proof.measured).not.toHaveProperty('words');
});

it('opens it once it was stated, which stands in the journal without identifiers before the first look', async () => {
  const status = await composed.call('session.statePurpose', {
    purpose: 'incident',
    reason: 'complaint about record MRN881003',
  });
  expect(status.purpose).toMatchObject({ purpose: 'incident' });
  expect(await ask('datasets.get', { dataset })).toMatchObject({ ok: true });
  const [waiting] = await composed.call('approvals.list', {});
  expect(await ask('approvals.open', { approval: waiting?.id })).toMatchObject({ ok: true });
  expect((await composed.call('phi.getProof', { dataset })).measured).toHaveProperty('words');

  const told = (await looks('Carla')).filter(({ kind }) => kind !== 'journal.viewed');
  const stated = told.findIndex(({ kind }) => kind === 'content.purpose_stated');
  expect(told[stated]?.body).toMatchObject({ purpose: 'incident' });
  expect(JSON.stringify(told)).not.toContain('MRN881003');
  expect(JSON.stringify(status)).not.toContain('MRN881003');
  expect(told.findIndex(({ phiAccessed }) => phiAccessed)).toBeGreaterThan(stated);
});

it('counts for this session: the next one is asked again', async () => {
  await composed.call('session.lock', {});
  expect(composed.application.status().purpose).toBeUndefined();
  await composed.signIn('Carla');
  expect(composed.application.status().purpose).toBeUndefined();
  expect(await ask('datasets.get', { dataset })).toMatchObject({ code: 'purpose_needed' });
});

it('is asked of nobody else, and nobody else can state one', async () => {
  await composed.call('session.statePurpose', { purpose: 'audit', reason: 'the review of this year' });
  await composed.signIn('Otto');
  expect(composed.application.status().purpose).toBeUndefined();
  expect(await ask('datasets.getRows', { dataset, version: 1, offset: 0, limit: 5 })).toMatchObject({
    ok: true,
  });
  for (const name of ['Otto', 'Ada', 'Vera'] as const) {
    await composed.signIn(name);
    expect(await ask('session.statePurpose', { purpose: 'audit', reason: 'out of curiosity' })).toMatchObject(
      {
        ok: false,
        code: 'not_allowed',
      },
    );
  }
  const refused = await composed.entries({ kinds: ['access.refused'] });
  expect(refused.filter(({ body }) => body.verb === 'session.statePurpose')).toHaveLength(3);
});

it('wants one of the purposes there are, and some words', async () => {
  await composed.signIn('Carla');
  for (const args of [
    { purpose: 'curiosity', reason: 'out of curiosity' },
    { purpose: 'audit', reason: '  ' },
    { purpose: 'audit', reason: 'x'.repeat(501) },
    { purpose: 'audit' },
  ])
    expect(await ask('session.statePurpose', args)).toMatchObject({ ok: false, code: 'invalid_input' });
  expect(composed.application.status().purpose).toBeUndefined();
});
