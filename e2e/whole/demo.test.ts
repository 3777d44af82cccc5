import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutOwnNumbers } from '../../electron/testing/own-numbers.ts';
import { Desk, run, start, type Ended } from './swarm.ts';

const truthFile = new URL('../../resources/samples/admissions.truth.json', import.meta.url);

describe('the demo', () => {
  let desk: Desk;
  let ended: Ended;
  beforeAll(async () => {
    desk = await Desk.make();
    ended = await start('demo', ['--folder', desk.path('demo')], desk.path('user')).ended;
  });
  afterAll(() => desk.remove());

  it('does the main job from import to verified report, and finds every flipped bit', () => {
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    for (const line of [
      'denied by HIPAA-001',
      'Approved by Clara Compliance',
      'The run is finished.',
      '12 of 12 identifier columns',
      '0 of 892 planted identifier values',
    ]) {
      expect(ended.stdout).toContain(line);
    }
    expect(ended.stdout.match(/: NOT verified, /g)).toHaveLength(3);
  });

  it('leaves a report that tools nobody here wrote accept', async () => {
    const pdf = desk.path('demo/audit-report.pdf');
    const signature = await run('pdfsig', [pdf]);
    expect(signature.stdout).toContain('Signature is Valid');
    expect(signature.stdout).toContain('Total document signed');
    const text = await run('pdftotext', ['-layout', pdf, '-']);
    expect(text.stdout).toContain('HIPAA-001');
  });

  it('leaves no planted identifier in clear: workspace, report, run folder, output', async () => {
    const truth = JSON.parse(await readFile(truthFile, 'utf8')) as { leakProbes: { value: string }[] };
    const probes = truth.leakProbes.map(({ value }) => value).filter((value) => value.length >= 7);
    const files = await desk.files(desk.path('demo'));
    expect(files.size).toBeGreaterThan(20);
    for (const [path, bytes] of [...files, ['output', Buffer.from(ended.stdout + ended.stderr)] as const]) {
      const text = withoutOwnNumbers(bytes.toString('latin1'));
      expect([path, probes.filter((value) => text.includes(value))]).toEqual([path, []]);
    }
  });

  it('keeps everything for the owner alone', async () => {
    for (const name of ['workspace', 'people.txt', 'workspace/keys.json', 'workspace/content.db']) {
      const { mode } = await stat(join(desk.path('demo'), name));
      expect([name, mode & 0o077]).toEqual([name, 0]);
    }
  });
});
