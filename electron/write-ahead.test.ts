import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Problem } from '../shared/domain/index.ts';
import {
  CONTRACT,
  VERB_NAMES,
  type VerbDefinition,
  type VerbInput,
  type VerbName,
  type VerbResult,
} from '../shared/ipc/index.ts';
import { sha256Hex } from './core/index.ts';
import type { openJournal as opensJournal } from './evidence/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';
import { actOnEvidence } from './testing/evidence-acts.ts';
import { NOT_ASKED } from './testing/not-asked.ts';

// Every act is intent, act, outcome, and what a person sees or says is durable before it counts. So a
// journal that commits nothing lets nothing happen: each verb is asked twice, first with such a journal.

type OpenJournal = typeof opensJournal;

const disk = vi.hoisted(() => ({ full: false }));

vi.mock('./evidence/index.ts', async (original) => {
  const evidence = await original<{ openJournal: OpenJournal }>();
  const commit = (): Promise<void> =>
    disk.full
      ? Promise.reject(new Problem('storage_full', 'the journal cannot be written to'))
      : Promise.resolve();
  const openJournal: OpenJournal = async (options) => {
    const journal = await evidence.openJournal(options);
    return {
      ...journal,
      event: (kind, body, context) => commit().then(() => journal.event(kind, body, context)),
      intent: (kind, body, context) => commit().then(() => journal.intent(kind, body, context)),
      outcome: (kind, intent, body, context) =>
        commit().then(() => journal.outcome(kind, intent, body, context)),
      checkpoint: (reason) => commit().then(() => journal.checkpoint(reason)),
    };
  };
  return { ...evidence, openJournal };
});

/**
 * Kept under an id or hash of its own before the entry that cites it; without that entry it is nothing,
 * and is swept. Then databases, whose files change by being read, and what is no part of the workspace.
 */
const NO_EFFECT = /^(?:workspace\/(?:content\.db|journal\/|policies\/|lock)|.*\.(?:csv|gguf|witness)$)/;

let composed: Composed;
let asked: Set<VerbName>;

beforeAll(async () => {
  composed = await Composed.create(new ObedientModel().launch);
  asked = new Set();
});

afterAll(async () => {
  disk.full = false;
  await composed.close();
});

/** All that could have happened: files, and what every verb that needs no argument tells. */
async function world(): Promise<unknown> {
  const names = await readdir(composed.folder, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  for (const entry of names.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(composed.folder.length + 1);
    if (!NO_EFFECT.test(name)) files[name] = sha256Hex(await readFile(path));
  }
  return { files, outside: await outside(), status: composed.application.status() };
}

/** Files that were handed out: exports take this one path here. */
async function outside(): Promise<string> {
  try {
    const out = (await readdir(composed.folder)).filter((name) => name.startsWith('out.csv')).sort();
    const all = await Promise.all(out.map((name) => readFile(join(composed.folder, name))));
    return sha256Hex(Buffer.concat(all));
  } catch {
    return 'none';
  }
}

/** Asks with a journal that refuses, which must change nothing, then with one that commits. */
async function ask<N extends VerbName>(verb: N, args: VerbInput<N>): Promise<VerbResult<N>> {
  asked.add(verb);
  const before = await world();
  const { confirmed } = CONTRACT[verb] as VerbDefinition;
  const { name } = composed.application.status().person ?? {};
  const password = name === undefined ? '' : passwordOf(name as Name);
  if (confirmed === true) await composed.call('session.confirm', { verb, password });
  disk.full = true;
  const refused = await composed.application.dispatch(verb, args);
  disk.full = false;
  expect([verb, refused.ok ? 'went on' : refused.code]).toEqual([verb, 'storage_full']);
  expect([verb, await world()]).toEqual([verb, before]);
  return composed.call(verb, args);
}

/** Asks what only reads, or computes: it may answer, and changes nothing either way. */
async function askReading(name: Name): Promise<void> {
  await composed.signIn(name);
  composed.chosen = undefined;
  const { role } = composed.application.status().person ?? {};
  const before = await world();
  disk.full = true;
  for (const verb of VERB_NAMES) {
    const { roles, args } = CONTRACT[verb];
    const may = roles === 'anyone' || (role !== undefined && (roles as readonly string[]).includes(role));
    if (!may || asked.has(verb) || NOT_ASKED[verb] !== undefined || !args.safeParse({}).success) continue;
    asked.add(verb);
    await composed.application.dispatch(verb, {});
  }
  disk.full = false;
  expect(await world()).toEqual(before);
}

it(
  'nothing happens that the journal cannot commit first, whatever is asked',
  { timeout: 600_000 },
  async () => {
    const password = { password: passwordOf('Otto') };
    await composed.signIn('Otto');
    const table = join(composed.folder, 'visits.csv');
    const rows = Array.from(
      { length: 40 },
      (_, at) =>
        `${4_100_000 + at},"Seen in clinic ${at} times, doing well, return if worse.",${50 + at},W${at % 3}`,
    );
    await writeFile(table, ['mrn,note,age,ward', ...rows, rows[0]].join('\n'));
    composed.chosen = table;
    const { token } = (await composed.call('datasets.chooseFile', {}))!;
    const { id: dataset } = await ask('datasets.importFile', { token });
    expect(await composed.call('datasets.list', {})).toHaveLength(1);
    await ask('datasets.get', { dataset });
    await ask('datasets.getRows', { dataset, version: 1, offset: 0, limit: 5 });
    await ask('datasets.recordSourceFate', { dataset, fate: 'deleted', reason: 'shredded' });

    composed.chosen = join(composed.folder, 'own.gguf');
    await writeFile(composed.chosen, 'GGUF and some weights');
    await ask('models.pin', {});

    const start: VerbInput<'runs.start'> = {
      ...{ template: 'table_readiness', dataset, purpose: 'quality', deidProfile: 'strict' },
      complianceProfile: 'hipaa',
    };
    const { run } = await ask('runs.start', start);
    let view = await composed.settled(run);
    expect(view.state).toBe('waiting_for_approval');
    const second = await ask('runs.start', start);
    expect((await composed.settled(second.run)).state).toBe('waiting_for_approval');
    await ask('runs.cancel', { run: second.run });

    await composed.signIn('Carla');
    await ask('session.statePurpose', { purpose: 'approval', reason: 'what this run asks' });
    const [waiting] = (await ask('approvals.list', {})).filter((one) => one.run === run);
    await ask('approvals.open', { approval: waiting!.id });
    await ask('approvals.answer', {
      ...{ approval: waiting!.id, answer: 'approved', reason: 'rows are doubled', meaning: 'approval' },
      password: passwordOf('Carla'),
    });

    await composed.signIn('Otto');
    view = await composed.settled(run, ({ state }) => state === 'awaiting_attestation');
    const [call] = view.callList;
    await ask('runs.getPrompt', { run, call: call!.id });
    const changing = view.callList.find(({ tool }) => tool === 'drop_column');
    await ask('runs.getDifferences', { run, call: changing!.id });
    await composed.call('runs.getStatement', { run });
    asked.add('runs.getStatement').add('runs.get').add('runs.resume');
    await ask('runs.signStatement', { run, meaning: 'responsibility', ...password });
    const { id: report } = await ask('reports.issue', { run, meaning: 'review', ...password });
    await ask('reports.save', { report });
    await ask('conversations.export', {
      ...{ run, purpose: 'to look at it', recipient: 'the registry' },
      protection: { kind: 'clear', reason: 'nothing else opens there' },
    });
    await expectRefusedExport(dataset);

    await ask('phi.tryText', { text: 'Call (206) 555-0134.', dataset });
    await ask('phi.measure', { dataset });
    const { review } = await ask('phi.startReview', { dataset, documents: 1 });
    const { text } = await ask('phi.getReviewDocument', { review: review!.id, document: 0 });
    const missed = [{ start: 0, end: Math.min(6, text.length), label: 'OTHER_ID' as const }];
    await ask('phi.judgeDocument', { review: review!.id, document: 0, wrong: [], missed });
    const { identifiers } = await composed.call('phi.getDictionary', {});
    await ask('phi.removeFromDictionary', { value: identifiers[0]!.value });
    asked.add('phi.getProof');

    await composed.signIn('Carla');
    await ask('phi.signReview', {
      ...{ review: review!.id, noActualKnowledge: true, meaning: 'review' },
      password: passwordOf('Carla'),
    });
    await ask('denials.list', { offset: 0, limit: 10 });
    const { groups, asOfSeq } = await composed.call('denials.getQueue', {});
    // The same look at the same list: its entry is there already.
    asked.add('denials.getQueue');
    await ask('denials.review', { denials: groups[0]!.open, outcome: 'expected', note: 'as it should be' });
    await ask('denials.signReview', {
      throughSeq: asOfSeq,
      meaning: 'review',
      password: passwordOf('Carla'),
    });
    const { look } = await ask('journal.searchEntries', { filter: {}, limit: 10 });
    await composed.call('journal.readEntries', { look, offset: 0, limit: 1 });
    await composed.call('journal.countEntries', { look });
    asked.add('journal.readEntries').add('journal.countEntries');
    await ask('journal.getEntry', { seq: 3 });
    await ask('journal.verify', {});
    await ask('audit.prove', { seq: 3 });
    await ask('audit.exportWitness', {});
    await rm(join(composed.folder, 'out.csv.witness'));

    const answered = (await composed.entries({ kinds: ['model.call'] })).find(
      ({ payloads }) => payloads.length > 0,
    );
    const { seq } = answered!;
    await composed.signIn('Otto');
    await askAdministrator();
    await tryPeople();
    await eraseOne(seq);
    await actOnEvidence(composed, ask);
    for (const name of ['Otto', 'Carla', 'Vera', 'Ada'] as const) await askReading(name);
    const left = VERB_NAMES.filter((verb) => !asked.has(verb) && NOT_ASKED[verb] === undefined);
    expect(left).toEqual([]);
  },
);

/** People come, are turned away, leave and change their passwords. Signs in as Carla and Ada. */
async function tryPeople(): Promise<void> {
  const by = (name: Name) => ({ reason: 'as agreed', password: passwordOf(name) });
  const newcomer = { change: 'new', role: 'viewer', newPassword: 'chosen by the newcomer' } as const;
  await composed.signIn('Ada');
  await ask('people.propose', { ...newcomer, name: 'Nina', ...by('Ada') });
  const { proposals } = await composed.call('people.propose', { ...newcomer, name: 'Olaf', ...by('Ada') });
  const [nina, olaf] = proposals.map(({ id }) => id);
  await composed.signIn('Carla');
  await ask('people.agree', { person: nina!, password: passwordOf('Carla') });
  await ask('people.decline', { person: olaf!, ...by('Carla') });
  await ask('people.remove', { person: nina!, ...by('Carla') });
  const own = passwordOf('Carla');
  await ask('people.changePassword', { password: own, newPassword: 'another one for carla' });
  await composed.call('people.changePassword', { password: 'another one for carla', newPassword: own });
}

/** An export of identifiers is denied in any case; nothing of it lies in the folder it was meant for. */
async function expectRefusedExport(dataset: VerbResult<'datasets.list'>[number]['id']): Promise<void> {
  asked.add('datasets.exportTable');
  const wanted = {
    ...{ dataset, version: 1, format: 'csv', purpose: 'to look at it', raw: true },
    ...{ recipient: 'the registry', protection: { kind: 'passphrase' } },
  };
  const before = await world();
  for (const full of [true, false]) {
    disk.full = full;
    expect(await composed.ask('datasets.exportTable', wanted)).toMatchObject({ ok: false });
    expect(await world()).toEqual(before);
  }
}

async function askAdministrator(): Promise<void> {
  await composed.signIn('Ada');
  // What was exported before stands where the next goes.
  await rm(join(composed.folder, 'out.csv'), { force: true });
  const month = { fromMs: 0, toMs: 4_000_000_000_000, purpose: 'for the archive' };
  await ask('audit.exportEntries', { format: 'csv', ...month });
  await rm(join(composed.folder, 'out.csv'), { force: true });
  await ask('backup.write', {});
  const { text } = await composed.call('policy.get', { profile: 'hipaa', version: 'shipped' });
  const drafted = await ask('policy.draft', { profile: 'hipaa', name: 'Ours', text, note: 'as shipped' });
  const version = drafted.version!.id;
  await ask('policy.check', { profile: 'hipaa', version });
  await ask('policy.replay', { profile: 'hipaa', version, fromSeq: 0 });
  await composed.signIn('Carla');
  await ask('policy.activate', {
    ...{ profile: 'hipaa', version, reason: 'the same rules', meaning: 'approval' },
    password: passwordOf('Carla'),
  });
  await composed.signIn('Ada');
  const other = await composed.call('policy.draft', { profile: 'hipaa', name: 'Other', text, note: '' });
  await ask('policy.withdraw', { profile: 'hipaa', version: other.version!.id, reason: 'not needed' });
}

/** A key that was to be destroyed is there while the journal refuses. */
async function eraseOne(seq: number): Promise<void> {
  await composed.signIn('Carla');
  const states = async () => (await composed.call('payloads.getStates', { seq })).map(({ state }) => state);
  asked.add('payloads.getStates');
  const before = await states();
  expect(before).toContain('kept');
  // Where certificates go here, each in the place of the one before.
  await rm(join(composed.folder, 'out.csv.pdf'), { force: true });
  const erasing = { seq, reason: 'asked by the patient', password: passwordOf('Carla') };
  disk.full = true;
  expect(await composed.application.dispatch('payloads.erase', erasing)).toMatchObject({
    code: 'storage_full',
  });
  disk.full = false;
  expect(await states()).toEqual(before);
  await ask('payloads.erase', erasing);
  expect(await states()).not.toContain('kept');
}

it('nobody signs in unrecorded, and a session ends whether or not that can be recorded', async () => {
  await composed.signIn('Otto');
  disk.full = true;
  const locked = await composed.application.dispatch('session.lock', {});
  expect(locked).toMatchObject({ ok: false, code: 'storage_full' });
  expect(composed.application.status()).toMatchObject({ state: 'signed_out' });
  const person = { person: 'Otto', password: passwordOf('Otto') };
  expect(await composed.application.dispatch('session.signIn', person)).toMatchObject({
    code: 'storage_full',
  });
  expect(composed.application.status()).toMatchObject({ state: 'signed_out' });
  expect(await composed.application.dispatch('runs.list', {})).toMatchObject({ code: 'not_signed_in' });
  disk.full = false;
  await composed.signIn('Otto');
});
