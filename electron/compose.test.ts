import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTRACT, VERB_NAMES, type VerbInput, type VerbName, type VerbResult } from '../shared/ipc/index.ts';
import { Composed, PEOPLE } from './testing/composed.ts';

/** The whole application from its sources: real keys, journal, stores and rules; no window. */
describe('the composed application', () => {
  let one: Composed;
  const ask = (verb: VerbName, args: unknown) => one.ask(verb, args);
  const call = <N extends VerbName>(verb: N, args: VerbInput<N>): Promise<VerbResult<N>> =>
    one.call(verb, args);
  const signIn = (name: string, password = `password of ${name.toLowerCase()}`) =>
    one.application.dispatch('session.signIn', { person: name, password });
  const kinds = async (kind: 'auth.sign_in_failed' | 'access.refused') => {
    const page = await call('journal.searchEntries', { filter: { kinds: [kind] }, limit: 500 });
    return page.entries.map(({ entry }) => entry).reverse();
  };

  beforeEach(async () => {
    one = await Composed.create();
  });
  afterEach(() => one.close());

  it('signs a checkpoint when it is locked and when it is left', async () => {
    await signIn('Otto');
    await call('session.lock', {});
    await signIn('Otto');
    await one.application.close();
    await one.start();
    await signIn('Ada');
    const filter = { kinds: ['journal.checkpoint' as const] };
    const { entries } = await call('journal.searchEntries', { filter, limit: 100 });
    const reasons = entries.map(({ entry }) => entry.body.reason);
    expect(reasons).toEqual(expect.arrayContaining(['lock', 'exit']));
  });

  it('records sign-ins that failed before anyone could open the journal, and keeps everything closed', async () => {
    expect(await signIn('Otto', 'wrong')).toMatchObject({ ok: false, code: 'wrong_password' });
    expect(await signIn('Nobody', 'wrong')).toMatchObject({ ok: false, code: 'not_found' });
    expect(one.application.status().state).toBe('signed_out');
    expect(await one.application.dispatch('runs.list', {})).toMatchObject({
      ok: false,
      code: 'not_signed_in',
    });

    expect(await signIn('Vera')).toMatchObject({ ok: true });
    const failed = await kinds('auth.sign_in_failed');
    expect(failed.map(({ body, actor }) => [actor.id, body.reason])).toEqual([
      ['application', 'wrong password'],
      ['application', 'no such person'],
    ]);
    expect((await kinds('access.refused')).map(({ body }) => body.verb)).toEqual(['runs.list']);
  });

  it('refuses every verb to every role that the contract does not name, and records each time who tried', async () => {
    const plain = VERB_NAMES.filter(
      (name) => CONTRACT[name].roles !== 'anyone' && CONTRACT[name].args.safeParse({}).success,
    );
    for (const { name, role } of PEOPLE) {
      expect(await signIn(name)).toMatchObject({ ok: true });
      const before = (await kinds('access.refused')).length;
      const refused = plain.filter((verb) => !(CONTRACT[verb].roles as readonly string[]).includes(role));
      for (const verb of refused) {
        expect([verb, await one.application.dispatch(verb, {})]).toMatchObject([
          verb,
          { ok: false, code: 'not_allowed' },
        ]);
      }
      const recorded = (await kinds('access.refused')).slice(before);
      expect(recorded.map(({ body, actor }) => [body.verb, actor.role])).toEqual(
        refused.map((verb) => [verb, role]),
      );
    }
  });

  it('lets two people work in turn, and nobody see content that is not theirs', async () => {
    one.chosen = join(one.folder, 'visits.csv');
    await writeFile(one.chosen, 'patient,mrn,age\nMaria Planted,88204711,51\nJohn Planted,88204712,52\n');
    await signIn('Otto');
    const file = await call('datasets.chooseFile', {});
    const { id } = await call('datasets.importFile', { token: file!.token });
    const rows = await call('datasets.getRows', { dataset: id, version: 1, offset: 0, limit: 10 });
    expect(rows.rows[0]).toContain('Maria Planted');

    await signIn('Ada');
    expect(one.application.status().person?.name).toBe('Ada');
    expect(
      await one.application.dispatch('datasets.getRows', { dataset: id, version: 1, offset: 0, limit: 10 }),
    ).toMatchObject({
      ok: false,
      code: 'not_allowed',
    });
    const seen = JSON.stringify(await call('datasets.list', {}));
    const entries = JSON.stringify(await call('journal.searchEntries', { filter: {}, limit: 500 }));
    expect(seen).toContain('"visits"');
    expect(seen + entries).not.toMatch(/Planted|8820471/);

    await call('session.lock', {});
    expect(await one.application.dispatch('journal.verify', {})).toMatchObject({
      ok: false,
      code: 'not_signed_in',
    });
    await signIn('Carla');
    const verified = await call('journal.verify', {});
    expect([verified.ok, verified.lines.filter(({ verdict }) => verdict === 'failed')]).toEqual([true, []]);
  });

  it('lets a compliance officer judge what was denied and sign the review, and nobody else', async () => {
    one.chosen = join(one.folder, 'visits.csv');
    await writeFile(one.chosen, 'patient,mrn,age\nMaria Planted,88204711,51\nJohn Planted,88204712,52\n');
    await signIn('Otto');
    const file = await call('datasets.chooseFile', {});
    const { id } = await call('datasets.importFile', { token: file!.token });
    const wanted = {
      ...({ dataset: id, version: 1, format: 'csv', purpose: 'to look at it', raw: true } as const),
      ...({ recipient: 'the registry', protection: { kind: 'passphrase' } } as const),
    };
    expect(await ask('datasets.exportTable', wanted)).toMatchObject({ ok: false });
    const outcome = { outcome: 'training', note: 'Asked for Maria Planted, explained the rule' } as const;
    expect(await one.application.dispatch('denials.review', { denials: [0], ...outcome })).toMatchObject({
      code: 'not_allowed',
    });

    await signIn('Carla');
    const queue = await call('denials.getQueue', {});
    expect(queue).toMatchObject({ unreviewed: 1, overdue: 0, toSign: { unreviewed: 1 } });
    expect(queue.groups).toMatchObject([{ ruleId: 'HIPAA-001', table: 'visits', total: 1, unreviewed: 1 }]);
    expect(queue.rules.find(({ id: rule }) => rule === 'HIPAA-001')).toMatchObject({ decided: 1 });
    expect(queue.rules.some(({ matched }) => matched === 0)).toBe(true);
    const sign = { password: 'password of carla', meaning: 'review' } as const;
    expect(
      await one.application.dispatch('denials.signReview', { ...sign, throughSeq: queue.asOfSeq }),
    ).toMatchObject({ code: 'not_allowed', message: expect.stringContaining('not reviewed') as string });
    expect(await one.application.dispatch('denials.review', { denials: [0], ...outcome })).toMatchObject({
      code: 'not_found',
    });

    const after = await call('denials.review', { denials: queue.groups[0]!.open, ...outcome });
    expect(after).toMatchObject({ unreviewed: 0, toSign: { outcomes: { training: 1 } } });
    expect(JSON.stringify(after)).not.toContain('Planted');
    expect(
      await one.application.dispatch('denials.signReview', {
        ...sign,
        password: 'wrong',
        throughSeq: after.asOfSeq,
      }),
    ).toMatchObject({ code: 'wrong_password' });
    const signed = await call('denials.signReview', { ...sign, throughSeq: after.asOfSeq });
    expect(signed.lastSigned).toMatchObject({ by: 'Carla', throughSeq: after.asOfSeq, meaning: 'review' });
    expect(
      await one.application.dispatch('denials.signReview', { ...sign, throughSeq: after.asOfSeq }),
    ).toMatchObject({ code: 'changed' });
  });

  it('goes on behind a damaged journal only when compliance or an admin says so, and says what is lost', async () => {
    const begin = (person: string) =>
      one.application.dispatch('journal.beginEpoch', {
        person,
        password: `password of ${person.toLowerCase()}`,
      });
    await signIn('Otto');
    expect(await begin('Carla')).toMatchObject({ ok: false, code: 'wrong_usage' });
    one.chosen = join(one.folder, 'visits.csv');
    await writeFile(one.chosen, 'patient,mrn,age\nMaria Planted,88204711,51\n');
    const { id: dataset } = await call('datasets.importFile', {
      token: (await call('datasets.chooseFile', {}))!.token,
    });
    await one.application.close();

    await one.start();
    expect(await begin('Carla')).toMatchObject({ ok: false, code: 'wrong_usage' });
    await one.application.close();
    const path = join(one.folder, 'workspace/journal/epoch-0001.db');
    const bytes = await readFile(path);
    bytes[bytes.length - 900]! ^= 1;
    bytes[900]! ^= 1;
    await writeFile(path, bytes);

    await one.start();
    expect(await signIn('Carla')).toMatchObject({ ok: false, code: 'damaged' });
    expect(await begin('Otto')).toMatchObject({ ok: false, code: 'not_allowed' });
    expect(await begin('Carla')).toMatchObject({
      ok: true,
      value: { epoch: 2, firstSeq: 10_000, previous: { epoch: 1, verdict: 'cannot_read' } },
    });
    expect(one.application.status().person?.name).toBe('Carla');
    expect((await readFile(path)).equals(bytes)).toBe(true);
    const { entries } = await call('journal.searchEntries', {
      filter: { kinds: ['epoch.began'] },
      limit: 5,
    });
    expect(entries.map(({ entry, person }) => [entry.seq, person])).toEqual([[10_000, 'Carla']]);
    expect((await kinds('access.refused')).map(({ body }) => body.verb)).toEqual(['journal.beginEpoch']);
    const verdict = await call('journal.verify', {});
    expect(verdict.ok).toBe(true);
    expect(verdict.lines.find(({ what }) => what === 'Earlier epochs')?.verdict).toBe('unknown');
    // The content of the entries that nobody can read any more is no orphan.
    await signIn('Otto');
    expect((await call('datasets.getRows', { dataset, version: 1, offset: 0, limit: 1 })).rows).toHaveLength(
      1,
    );
  });

  it('measures the redactor on one’s own notes, and lets somebody else than the runner sign a review', async () => {
    one.chosen = join(one.folder, 'notes.csv');
    const notes = [
      'Seen with Maria Plantedova today, doing well.',
      'Follow up in clinic within two weeks, return if worse.',
      'Call (206) 555-0134 with results of the Zq7 device.',
    ];
    const rows = notes.map((note, at) => `${4000 + at},"${note}"`).join('\n');
    await writeFile(one.chosen, `mrn,note\n${rows}\n`);
    await signIn('Otto');
    const file = await call('datasets.chooseFile', {});
    const { id: dataset } = await call('datasets.importFile', { token: file!.token });
    expect(await call('phi.getProof', { dataset })).toEqual({ columns: ['note'] });
    const tried = await call('phi.tryText', { text: 'Call (206) 555-0134, MRN 4001.', dataset });
    expect(tried.masked).not.toMatch(/0134|4001/);

    const { measured } = await call('phi.measure', { dataset });
    expect(measured).toMatchObject({ identities: 200, notes: 3, planted: 3600, columns: ['note'] });
    expect(measured?.classes.find((figure) => figure.class === 'EMAIL')).toMatchObject({ planted: 200 });

    await call('phi.startReview', { dataset, documents: 9 });
    const { review } = await call('phi.getProof', { dataset });
    expect(review).toMatchObject({ population: 3, documents: 3, judged: 0, next: 0, notBy: 'unfinished' });
    for (let document = 0; document < 3; document += 1) {
      const { text, spans } = await call('phi.getReviewDocument', { review: review!.id, document });
      const at = text.indexOf('Zq7 device');
      const missed = at < 0 ? [] : [{ start: at, end: at + 10, label: 'OTHER_ID' as const }];
      expect(spans.every(({ start, end }) => start < end && end <= text.length)).toBe(true);
      await call('phi.judgeDocument', { review: review!.id, document, wrong: [], missed });
    }
    expect((await call('phi.getDictionary', {})).identifiers).toEqual([
      { value: 'Zq7 device', label: 'OTHER_ID' },
    ]);
    expect((await call('phi.tryText', { text: 'The Zq7 device was fine.' })).masked).not.toContain('Zq7');

    await signIn('Carla');
    const sign = { review: review!.id, password: 'password of carla', meaning: 'review' } as const;
    const after = await call('phi.signReview', { ...sign, noActualKnowledge: true });
    expect(after.review?.signed).toMatchObject({ by: 'Carla', claim: 'expert_support' });
    expect(
      await one.application.dispatch('phi.signReview', { ...sign, noActualKnowledge: true }),
    ).toMatchObject({
      code: 'changed',
    });

    await signIn('Vera');
    const seen = await call('phi.getProof', { dataset });
    expect(seen.measured?.misses).toBeUndefined();
    expect(await one.application.dispatch('phi.getDictionary', {})).toMatchObject({ code: 'not_allowed' });
    const entries = await call('journal.searchEntries', { filter: {}, limit: 500 });
    expect(JSON.stringify([seen, entries])).not.toMatch(/Plantedova|555-0134|Zq7 device/);
  });

  it('has one owner at a time', async () => {
    await signIn('Otto');
    const second = await one.another();
    expect(
      await second.dispatch('session.signIn', { person: 'Ada', password: 'password of ada' }),
    ).toMatchObject({
      ok: false,
      code: 'in_use',
    });
    await second.close();
    await one.application.close();
    const third = await one.another();
    expect(
      await third.dispatch('session.signIn', { person: 'Ada', password: 'password of ada' }),
    ).toMatchObject({
      ok: true,
    });
    await third.close();
  });
});
