import { execFileSync } from 'node:child_process';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerbInput, VerbName, VerbResult } from '../shared/ipc/index.ts';
import { collectRunReport } from './evidence/reports/collect.ts';
import { FIXTURE_WORKSPACE } from './evidence/reports/fixture-basics.ts';
import { makeFixtureInput } from './evidence/reports/fixture-input.ts';
import { makeFixtureKey, type FixtureKey } from './evidence/reports/fixture-keys.ts';
import { issueReport, openReportRenderer, writeBundle } from './evidence/index.ts';
import { Composed, type Name } from './testing/composed.ts';

const DAY_MS = 86_400_000;
const GIBIBYTE = 1024 ** 3;
const RESOURCES = join(import.meta.dirname, '../resources');

/** The report centre through the one door: read, sign in turn, save, and verify files of any kind. */
describe('the report centre', () => {
  let one: Composed;
  let foreign: FixtureKey;
  const at = (name: string): string => join(one.folder, name);
  const ask = (verb: VerbName, args: object) => one.ask(verb, args);
  const call = <N extends VerbName>(verb: N, args: VerbInput<N>): Promise<VerbResult<N>> =>
    one.call(verb, args);
  const signIn = async (name: Name): Promise<void> => {
    await call('session.lock', {});
    await one.signIn(name);
  };
  const verify = async (name: string): Promise<VerbResult<'reports.verifyFile'>> => {
    one.answerDialogs(at(name));
    return call('reports.verifyFile', {});
  };

  beforeAll(async () => {
    one = await Composed.create();
    await one.signIn('Carla');
    foreign = await makeFixtureKey();
    const renderer = openReportRenderer(join(RESOURCES, 'fonts'));
    const input = makeFixtureInput(2);
    const { rootSha256, certificateSha256 } = foreign;
    const model = collectRunReport({ ...input, rootSha256, certificateSha256 });
    const { pdf } = await issueReport(model, renderer, foreign);
    await renderer.close();
    const content = {
      workspace: FIXTURE_WORKSPACE,
      about: 'Denials of March',
      appVersion: '0.1.0',
      nowMs: input.nowMs,
      files: { 'denials.csv': Buffer.from('entry\n1\n') },
    };
    await writeFile(at('elsewhere.pdf'), pdf);
    await writeFile(at('elsewhere.zip'), await writeBundle(content, foreign));
  }, 120_000);
  afterAll(async () => {
    await one.close();
  }, 60_000);

  it('shows an issued report as it lies there, lets a second person sign, and saves both signatures', async () => {
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const period = { fromMs: today - DAY_MS, toMs: today + 2 * DAY_MS };
    const issued = await call('reports.issuePeriod', {
      ...{ kind: 'denials', ...period },
      ...{ password: 'password of carla', meaning: 'responsibility' },
    });
    expect(issued).toMatchObject({ signatures: [], maySign: false });

    await signIn('Ada');
    expect((await call('reports.list', {}))[0]).toMatchObject({ maySign: true });
    one.answerDialogs(at('signed.pdf'));
    const signature = { report: issued.id, password: 'password of ada', meaning: 'approval' } as const;
    await call('signing.countersign', signature);
    const [listed] = await call('reports.list', {});
    expect(listed).toMatchObject({ maySign: false, signatures: [{ by: 'Ada', meaning: 'approval' }] });
    expect(await ask('signing.countersign', signature)).toMatchObject({ ok: false, code: 'not_allowed' });

    const read = await call('reports.read', { report: issued.id });
    expect(read).toMatchObject({ signatures: 2, verdict: { ok: true } });
    // The entries that a report about a period cites travel inside it, with their proofs.
    const attached = read.verdict.lines.find(({ what }) => what === 'Data')?.detail;
    for (const name of ['report.json', 'report.html', 'evidence.jsonl', 'checkpoint.txt', 'proofs.txt'])
      expect(attached).toContain(name);
    await signIn('Vera');
    one.answerDialogs(at('saved.pdf'));
    await call('reports.save', { report: issued.id });
    expect(await readFile(at('saved.pdf'))).toEqual(Buffer.from(read.pdf, 'base64'));
    const said = execFileSync('pdfsig', ['-nocert', at('saved.pdf')], { encoding: 'utf8', timeout: 30_000 });
    expect(said.match(/Signature is Valid/g)).toHaveLength(2);
    expect(await verify('saved.pdf')).toMatchObject({ ok: true });
    const missing = await ask('reports.read', { report: '00000000-0000-4000-8000-000000000000' });
    expect(missing).toMatchObject({ ok: false, code: 'not_found' });
  }, 120_000);

  it('knows signers of elsewhere only once their root is pinned', async () => {
    for (const name of ['elsewhere.pdf', 'elsewhere.zip']) {
      const unknown = await verify(name);
      expect(unknown?.ok).toBe(false);
      const bad = unknown?.lines.filter(({ verdict }) => verdict === 'failed');
      expect(bad?.map(({ what }) => what)).toEqual(['Signer']);
    }
    await writeFile(at('known-roots.json'), JSON.stringify({ [foreign.rootSha256]: 'North clinic' }));
    const { roots } = await call('reports.getKnownRoots', {});
    expect(roots.map(({ name }) => name).sort()).toEqual(['North clinic', 'this workspace']);
    for (const name of ['elsewhere.pdf', 'elsewhere.zip']) expect((await verify(name))?.ok).toBe(true);
    await writeFile(at('known-roots.json'), 'damaged');
    expect(await ask('reports.getKnownRoots', {})).toMatchObject({ ok: false, code: 'damaged' });
    await rm(at('known-roots.json'));
  }, 60_000);

  it('answers files of every kind in plain words', async () => {
    const pdf = await readFile(at('saved.pdf'));
    const huge = await open(at('huge.pdf'), 'w');
    await huge.write('%PDF-1.7\n');
    await huge.truncate(2 * GIBIBYTE);
    await huge.close();
    one.answerDialogs(at('huge.pdf'));
    expect(await ask('reports.verifyFile', {})).toMatchObject({
      ...{ ok: false, code: 'limit_reached' },
      message: 'the file is larger than 256 MiB',
    });
    const others: Readonly<Record<string, readonly [Uint8Array | undefined, string]>> = {
      'nothing.pdf': [undefined, 'not_found'],
      'text.pdf': [Buffer.from('no report'), 'unsupported'],
      'empty.pdf': [Buffer.alloc(0), 'invalid_input'],
    };
    for (const [name, [bytes, code]] of Object.entries(others)) {
      if (bytes !== undefined) await writeFile(at(name), bytes);
      one.answerDialogs(at(name));
      expect([name, await ask('reports.verifyFile', {})]).toMatchObject([name, { ok: false, code }]);
    }

    const secondBad = Buffer.from(pdf);
    const cms = secondBad.lastIndexOf('/Contents <') + '/Contents <'.length + 200;
    secondBad[cms] = secondBad[cms] === 0x30 ? 0x31 : 0x30;
    const files: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
      'truncated.pdf': [pdf.subarray(0, pdf.length >> 1), /cut short|not well-formed/],
      'appended.pdf': [Buffer.concat([pdf, Buffer.from('% more\n')]), /bytes follow the end/],
      'second-bad.pdf': [secondBad, /./],
    };
    for (const [name, [bytes, sentence]] of Object.entries(files)) {
      await writeFile(at(name), bytes);
      const view = await verify(name);
      expect([name, view?.ok]).toEqual([name, false]);
      const bad = view?.lines.filter(({ verdict }) => verdict === 'failed') ?? [];
      expect([name, bad.length > 0]).toEqual([name, true]);
      expect(bad.map(({ detail }) => detail).join('\n')).toMatch(sentence);
    }
    const { lines = [] } = (await verify('second-bad.pdf')) ?? {};
    const bad = lines.filter(({ verdict }) => verdict === 'failed').map(({ what }) => what);
    expect(bad.length > 0 && bad.every((what) => what.endsWith('(signature 2)'))).toBe(true);
  }, 60_000);

  it('leaves a journal that verifies, with what was read in it', async () => {
    await signIn('Carla');
    expect((await call('journal.verify', {})).ok).toBe(true);
    const looked = await call('journal.searchEntries', { filter: { kinds: ['journal.viewed'] }, limit: 50 });
    expect(looked.entries.some(({ entry }) => entry.body.what === 'report')).toBe(true);
  }, 60_000);
});
