import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerbInput, VerbName, VerbResult } from '../shared/ipc/index.ts';
import { Composed, type Name } from './testing/composed.ts';

const PASSWORD = { password: 'password of carla', meaning: 'review' } as const;
const DAY_MS = 86_400_000;

/** Poppler's tools, written by others, judge what we wrote. */
function tool(name: string, ...args: string[]): string {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  return execFileSync(name, args, { encoding: 'utf8', env, timeout: 30_000 });
}

/** A real application, and the answers of a system dialog that nobody sees. */
describe('reports about a period, through the one door', () => {
  let one: Composed;
  const told: { message?: string | undefined; done: number; total: number }[] = [];
  const at = (name: string): string => join(one.folder, name);
  const ask = (verb: VerbName, args: object) => one.ask(verb, args);
  const call = <N extends VerbName>(verb: N, args: VerbInput<N>): Promise<VerbResult<N>> =>
    one.call(verb, args);
  const signIn = async (name: Name): Promise<void> => {
    await call('session.lock', {});
    await one.signIn(name);
  };
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const period = { fromMs: today - DAY_MS, toMs: today + 2 * DAY_MS };

  beforeAll(async () => {
    one = await Composed.create();
    one.onNotice = (name, body) => {
      if (name === 'task.progress') told.push(body as (typeof told)[number]);
    };
    await one.signIn('Carla');
  }, 60_000);
  afterAll(async () => {
    await one.close();
  }, 60_000);

  it.each(['access', 'integrity'] as const)(
    'issue a %s report, list it with its checkpoint, save and verify it',
    async (kind) => {
      const issued = await call('reports.issuePeriod', { kind, ...period, paper: 'letter', ...PASSWORD });
      expect(issued).toMatchObject({ kind, period, issuedBy: 'Carla' });
      expect(issued.checkpoint?.size).toBe(issued.checkpoint?.entry);
      const [newest] = await call('reports.list', {});
      expect(newest).toEqual(issued);

      one.answerDialogs(at(`${kind}.pdf`));
      await call('reports.save', { report: issued.id });
      expect(tool('pdfsig', '-nocert', at(`${kind}.pdf`))).toContain('Signature is Valid');
      expect(tool('pdfinfo', at(`${kind}.pdf`))).toContain('Page size:       612 x 792 pts (letter)');
      const verdict = await call('reports.verifyFile', {});
      expect(verdict?.lines.filter(({ verdict: one }) => one === 'failed')).toEqual([]);
      expect(verdict?.ok).toBe(true);
    },
    60_000,
  );

  it('tell their progress, never backwards, to the end', async () => {
    told.length = 0;
    await call('reports.issuePeriod', { kind: 'access', ...period, ...PASSWORD });
    const shares = told.map(({ done, total }) => done / total);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(told.some(({ message }) => /^page \d+ of \d+$/.test(message ?? ''))).toBe(true);
  }, 60_000);

  it('show a preview that is the PDF itself, unsigned and recorded, and leave no report', async () => {
    const before = (await call('reports.list', {})).length;
    const preview = await call('reports.previewPeriod', { kind: 'denials', ...period });
    const pdf = Buffer.from(preview.pdf, 'base64');
    await writeFile(at('preview.pdf'), pdf);
    const text = tool('pdftotext', '-layout', at('preview.pdf'), '-');
    expect(text).toContain('PREVIEW, NOT SIGNED');
    expect(text).not.toContain('SIGNED ELECTRONICALLY');
    expect(await call('reports.list', {})).toHaveLength(before);
    const looked = await call('journal.searchEntries', { filter: { kinds: ['journal.viewed'] }, limit: 50 });
    expect(looked.entries.some(({ entry }) => entry.body.what === 'report')).toBe(true);
  }, 60_000);

  it('can be cancelled, one is made at a time, and the next can begin', async () => {
    const making = ask('reports.previewPeriod', { kind: 'period', ...period });
    const second = await ask('reports.issuePeriod', { kind: 'period', ...period, ...PASSWORD });
    expect(second).toMatchObject({ ok: false, code: 'in_use' });
    await call('reports.cancel', {});
    expect(await making).toMatchObject({ ok: false, code: 'cancelled' });
    await call('reports.previewPeriod', { kind: 'denials', ...period });
  }, 60_000);

  it('of an empty period are issued too', async () => {
    const long = { fromMs: Date.UTC(1999, 0, 1), toMs: Date.UTC(1999, 0, 2) };
    const issued = await call('reports.issuePeriod', { kind: 'activity', ...long, ...PASSWORD });
    expect(issued.pages).toBeGreaterThan(2);
  }, 60_000);

  it('are refused in plain words where something is wrong', async () => {
    const backwards = { kind: 'period', fromMs: period.toMs, toMs: period.fromMs };
    expect(await ask('reports.issuePeriod', { ...backwards, ...PASSWORD })).toMatchObject({
      ...{ ok: false, code: 'invalid_input' },
      message: 'reports.issuePeriod: `toms`: the period ends before it begins',
    });
    const wrong = { kind: 'period', ...period, ...PASSWORD, password: 'a guess' };
    expect(await ask('reports.issuePeriod', wrong)).toMatchObject({ ok: false, code: 'wrong_password' });
    for (const person of ['Otto', 'Vera', 'Ada'] as const) {
      await signIn(person);
      for (const verb of ['reports.issuePeriod', 'reports.previewPeriod'] as const) {
        const more = verb === 'reports.issuePeriod' ? PASSWORD : {};
        const answer = await ask(verb, { kind: 'access', ...period, ...more });
        expect(answer).toMatchObject({ ok: false, code: 'not_allowed' });
        if (!answer.ok)
          expect(answer.message).toMatch(/^as \w+ you may not (?:issue|preview) a report about a period$/);
      }
    }
    await signIn('Carla');
    const refused = await call('journal.searchEntries', { filter: { kinds: ['access.refused'] }, limit: 50 });
    expect(refused.total).toBeGreaterThanOrEqual(6);
  }, 60_000);

  it('leave a journal that verifies', async () => {
    expect((await call('journal.verify', {})).ok).toBe(true);
    expect((await readFile(at('access.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
  }, 60_000);
});
