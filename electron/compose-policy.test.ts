import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerbInput, VerbName, VerbResult } from '../shared/ipc/index.ts';
import { checkShippedPolicy } from './compose-policy.ts';
import { makePack } from './governance/index.ts';
import { createSiteKey, signAsSite } from './keys/index.ts';
import { Composed, type Name } from './testing/composed.ts';

const resources = join(import.meta.dirname, '../resources');

/** A site's rules: the shipped ones, and nobody exports on weekends. */
const SITE_RULE = `
  - id: SITE-001
    description: Nobody takes data out on weekends.
    when: { effect: export, time_window: { days: [sat, sun] } }
    behaviour: deny
    reason: Exports wait for a working day.
`;

/** The life of a site's rules through the composed application: real keys, journal, files and rules. */
describe('the life of a policy', () => {
  let one: Composed;
  let shippedText: string;

  const ask = (verb: VerbName, args: unknown) => one.ask(verb, args);
  const call = <N extends VerbName>(verb: N, args: VerbInput<N>): Promise<VerbResult<N>> =>
    one.call(verb, args);
  const signIn = (name: Name) => one.signIn(name);
  const profile = 'hipaa';
  const draft = (text: string, name = 'Weekends') => call('policy.draft', { profile, name, text, note: '' });
  const activation = (version: string, person: string) => ({
    ...{ profile, version, reason: 'agreed in the meeting', meaning: 'approval' },
    password: `password of ${person}`,
  });
  const inEffect = async () => {
    const { profiles } = await call('policy.list', {});
    return profiles.find((each) => each.profile.name === profile)!;
  };

  beforeEach(async () => {
    one = await Composed.create();
    shippedText = await readFile(join(resources, 'policies/table_work.yaml'), 'utf8');
    await signIn('Ada');
  });
  afterEach(() => one.close());

  it('goes from draft over check and replay to a second person, and survives a restart and a changed file', async () => {
    const before = await inEffect();
    expect(before).toMatchObject({ version: 'shipped', floorRules: 10 });
    const { version } = await draft(shippedText + SITE_RULE);
    expect(version).toMatchObject({ state: 'draft', draftedBy: 'Ada', rules: 7 });
    const id = version!.id as VerbInput<'policy.activate'>['version'];
    const own = activation(id, 'ada');
    const theirs = activation(id, 'carla') as VerbInput<'policy.activate'>;

    await signIn('Carla');
    for (const [step, why] of [
      ['policy.check', 'It has not been checked.'],
      ['policy.replay', 'It has not been replayed on recorded decisions.'],
    ] as const) {
      expect(await ask('policy.activate', theirs)).toMatchObject({ ok: false, hint: why });
      await call(step, { profile, version: id });
    }
    expect(await ask('policy.activate', { ...theirs, password: 'wrong' })).toMatchObject({
      code: 'wrong_password',
    });
    await signIn('Ada');
    expect(await ask('policy.activate', own)).toMatchObject({
      ok: false,
      code: 'not_allowed',
      hint: expect.stringMatching(/wrote/),
    });
    expect(await inEffect()).toMatchObject({ version: 'shipped' });
    await signIn('Carla');
    const view = await call('policy.activate', theirs);
    expect(view).toMatchObject({
      state: 'in_effect',
      inEffect: [{ activatedBy: 'Carla', meaning: 'approval' }],
    });

    const after = await inEffect();
    expect(after.version).toBe(id);
    expect(after.policySha256).not.toBe(before.policySha256);
    const { rules } = await call('policy.get', { profile, version: 'in_effect' });
    expect(rules.filter(({ part }) => part === 'floor').map((rule) => rule.id)).toContain('HIPAA-001');
    const diff = await call('policy.diff', { profile, left: 'shipped', right: 'in_effect' });
    expect(diff.rules).toMatchObject([{ id: 'SITE-001', change: 'added' }]);
    const changes = diff.decisions.map(({ before: was, after: is }) => [
      was.behaviour,
      is.behaviour,
      is.ruleId,
    ]);
    expect(changes).toContainEqual(['allow', 'deny', 'SITE-001']);
    expect(changes).toContainEqual(['ask', 'deny', 'SITE-001']);
    await one.application.close();

    const [file] = await readdir(join(one.folder, 'workspace/policies'));
    const path = join(one.folder, 'workspace/policies', file!);
    const kept = await readFile(path);
    await writeFile(path, kept.toString().replace('deny', 'allow'));
    await one.start();
    await signIn('Carla');
    expect(await inEffect()).toMatchObject({
      unreadable: 'the text of this policy is not what was written down',
    });
    expect(await ask('policy.explainRule', { profile, rule: 'EXPORT-001' })).toMatchObject({
      code: 'damaged',
    });
    const unreadable = await call('journal.searchEntries', {
      filter: { kinds: ['policy.unreadable'] },
      limit: 5,
    });
    expect(unreadable.entries).toHaveLength(1);
    await one.application.close();

    await writeFile(path, kept);
    await one.start();
    await signIn('Otto');
    expect(await inEffect()).toEqual(after);
  });

  it('stays as it was whatever is wrong with a draft', async () => {
    const before = await inEffect();
    const mistakes = async (text: string) => {
      const { version, problems } = await draft(text);
      expect(version).toBeUndefined();
      return problems.map(({ line, message }) => `${line} ${message}`);
    };
    expect(await mistakes('')).toEqual(['1 expected fields, got nothing']);
    expect(await mistakes('rules: [')).toEqual([expect.stringMatching(/not valid YAML/)]);
    expect(await mistakes(`rules: ${'['.repeat(5000)}`)).toEqual([
      expect.stringMatching(/nested too deeply|not valid/),
    ]);
    expect(await mistakes(`${shippedText}\n#${'x'.repeat(10 * 1024 * 1024)}`)).toEqual([
      '0 the file has more than 1048576 bytes',
    ]);
    expect(await mistakes(`a: &a [x]\nb: [${'*a,'.repeat(200)}]\n${shippedText}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/anchors too often/)]),
    );
    expect(await mistakes(shippedText + SITE_RULE.replace('SITE-001', 'HIPAA-001'))).toEqual([
      expect.stringMatching(/the id `HIPAA-001` is taken by policies\/hipaa\.yaml/),
    ]);
    expect(await mistakes(shippedText + SITE_RULE + SITE_RULE)).toEqual([
      expect.stringMatching(/the id `SITE-001` is taken by site\/hipaa\.yaml/),
    ]);
    expect(await mistakes(shippedText.replace('reason:', 'reason: After Wilhelmina Krauss,'))).toEqual([
      expect.stringMatching(/looks like an identifier of the class NAME/),
    ]);
    const relaxing = `tighten: {retention_days: 2200, residency: {datasets: [network]}, small_cell_threshold: 5}\n`;
    expect(await mistakes(relaxing + shippedText)).toEqual([
      expect.stringMatching(/`2200` is below the profile's 2555 days/),
      expect.stringMatching(/`5` is below the profile's 10/),
      expect.stringMatching(/`network` is no place that the profile allows/),
    ]);
    expect(await inEffect()).toEqual(before);
  });

  it('refuses a draft that denies everything, the administrator too', async () => {
    const text = `${shippedText}\n  - {id: SITE-001, behaviour: deny, when: {tool: '*'}, reason: closed}\n`;
    const { version } = await draft(text, 'Closed');
    const id = version!.id as VerbInput<'policy.activate'>['version'];
    const { findings, ok } = await call('policy.check', { profile, version: id });
    expect([ok, findings.filter(({ severity }) => severity === 'error').map(({ kind }) => kind)]).toEqual([
      false,
      ['denies_everything'],
    ]);
    await call('policy.replay', { profile, version: id });
    await signIn('Carla');
    expect(await ask('policy.activate', activation(id, 'carla'))).toMatchObject({
      ok: false,
      hint: 'The check found errors.',
    });
    expect(await inEffect()).toMatchObject({ version: 'shipped' });
    expect(await call('policy.withdraw', { profile, version: id, reason: 'a mistake' })).toMatchObject({
      state: 'withdrawn',
    });
  });

  it('takes a pack that its site signed, and no other', async () => {
    const site = await createSiteKey('General Hospital', 'secret of the site');
    const sign = (packVersion: number, text: string) =>
      makePack({ ...{ profile, name: 'Weekends', packVersion, text }, madeAtMs: 1 }, (message) =>
        signAsSite(Buffer.from(site.secretFile), 'secret of the site', message),
      );
    const choose = async (text: string) => {
      one.chosen = join(one.folder, 'chosen.json');
      await writeFile(one.chosen, text);
    };
    const good = await sign(2, shippedText + SITE_RULE);
    await choose(good);
    expect(await ask('policy.importPack', {})).toMatchObject({
      message: expect.stringMatching(/no site is trusted/),
    });
    await choose(site.publicFile);
    expect(await call('policy.trustSite', { password: 'password of ada' })).toEqual({
      name: 'General Hospital',
      fingerprint: site.fingerprint,
    });
    await choose(good.replace('Weekends', 'Anything'));
    expect(await ask('policy.importPack', {})).toMatchObject({ ok: false, code: 'not_allowed' });
    await choose(await sign(2, shippedText + SITE_RULE.replace('export', 'exprot')));
    expect(await ask('policy.importPack', {})).toMatchObject({ ok: false, code: 'invalid_input' });
    expect(await inEffect()).toMatchObject({ version: 'shipped' });

    await choose(good);
    const version = await call('policy.importPack', {});
    const id = version!.id as VerbInput<'policy.activate'>['version'];
    await call('policy.check', { profile, version: id });
    await call('policy.replay', { profile, version: id });
    // Two people made it at the site; here one is enough.
    await call('policy.activate', activation(id, 'ada') as VerbInput<'policy.activate'>);
    expect(await inEffect()).toMatchObject({ version: id });
    await choose(await sign(1, shippedText));
    expect(await ask('policy.importPack', {})).toMatchObject({ ok: false, code: 'not_allowed' });
  });

  it('explains a rule, and refuses what is none', async () => {
    expect(await call('policy.explainRule', { profile, rule: 'hipaa-005' })).toMatchObject({
      rule: { id: 'HIPAA-005', part: 'floor', file: 'policies/hipaa.yaml' },
      text: expect.stringMatching(/^ {2}- id: HIPAA-005\n(?:.*\n)*.*unread free text/),
      decides: { behaviour: 'deny', ruleId: 'HIPAA-005' },
      recorded: { matched: 0, decided: 0 },
    });
    expect(await ask('policy.explainRule', { profile, rule: 'NO-001' })).toMatchObject({ code: 'not_found' });
    expect(await ask('policy.explain', { seq: 0 })).toMatchObject({ code: 'not_found' });
  });
});

describe('a policy file without a workspace', () => {
  it('is told what is wrong under the name that its writer knows', async () => {
    const text = `rules:
  - { id: SITE-001, description: One., when: { tool: web_search }, behaviour: deny, reason: Not here. }
  - { id: SITE-001, description: Two., when: { tool: web_serch }, behaviour: deny, reason: Not here. }
`;
    const view = await checkShippedPolicy(resources, {
      ...{ profile: 'hipaa', text, file: 'ward.yaml', asDocumented: false },
    });
    expect(view.ok).toBe(false);
    expect(view.problems.map(({ file, line, message }) => [file, line, message])).toEqual([
      ['ward.yaml', 3, 'the id `SITE-001` is taken by ward.yaml:2'],
      ['ward.yaml', 3, '`web_serch` names no tool'],
    ]);
  });

  it('need not be there: the shipped rules are checked, and hold', async () => {
    const view = await checkShippedPolicy(resources, {
      ...{ profile: 'hipaa', text: undefined, asDocumented: false },
    });
    expect(view).toMatchObject({ ok: true, problems: [] });
  });
});
