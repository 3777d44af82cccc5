import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundBelow, peopleTable, PLANTED } from './planted.ts';
import { remainsIn } from './remains.ts';
import { Desk, NAMES, start, type Ended } from './swarm.ts';

// SEC-47: after a full run and what leaves it, the workspace, the home and the folder for temporary files hold no
// planted value, in whatever form.

describe('the search', () => {
  const value = PLANTED[1] ?? '';
  const text = Buffer.from(`before ${value} after`);
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(8, 8);
  const zip = Buffer.concat([Buffer.from('front'), header, deflateRawSync(text)]);

  it.each<[string, Buffer]>([
    ['plain', text],
    ['UTF-16', Buffer.from(text.toString(), 'utf16le')],
    ['UTF-16 of the other order', Buffer.from(text.toString(), 'utf16le').swap16()],
    ['gzip', gzipSync(text)],
    ['gzip behind other bytes', Buffer.concat([Buffer.alloc(100, 7), gzipSync(text)])],
    ['ZIP', zip],
    ['ZIP in gzip', gzipSync(zip)],
    ['a stream of PDF', Buffer.concat([Buffer.from('%PDF-1.7 stream\n'), deflateSync(text)])],
  ])('finds a value in %s', (_, bytes) => {
    expect(remainsIn(bytes, PLANTED)).toEqual([value]);
  });

  it('finds nothing where nothing is', () => {
    expect(remainsIn(gzipSync(Buffer.from('Quillhave n, 70431')), PLANTED)).toEqual([]);
  });
});

describe('planted values', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.make();
    await writeFile(desk.path('ward round.csv'), peopleTable());
  });
  afterAll(() => desk.remove());

  /** A home and a folder for temporary files of their own, with a workspace. */
  const place = async (name: string) => {
    const [home, temporary] = [desk.path(`${name}/home`), desk.path(`${name}/temporary`)];
    for (const folder of [home, temporary]) await mkdir(folder, { recursive: true });
    const begin = (...args: string[]) => start('swarm', args, home, temporary);
    const as = (role: keyof typeof NAMES, ...args: string[]): Promise<Ended> =>
      begin(...args, '--user', NAMES[role], '--password-file', desk.path(role)).ended;
    const { admin, operator, compliance } = NAMES;
    const people = ['--admin', admin, '--operator', operator, '--compliance', compliance];
    const created = await begin('workspace', 'create', ...people, '--password-file', desk.path('three'))
      .ended;
    expect([created.code, created.stderr]).toEqual([0, '']);
    return { as, folder: desk.path(name) };
  };
  const run = [
    ...['pipelines', 'run', '--template', 'table_readiness', '--compliance', 'hipaa', '--purpose', 'report'],
    ...['--dataset'],
  ];
  it('are on no disk after a full run and what leaves it', async () => {
    const { as, folder } = await place('whole');
    const ended = await as('operator', ...run, desk.path('ward round.csv'), '--json');
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(remainsIn(Buffer.from(ended.stdout), PLANTED)).toEqual([]);
    const { id } = JSON.parse(ended.stdout) as { id: string };
    expect((await as('operator', 'runs', 'sign', id)).code).toBe(0);
    const report = ['audit', 'generate', '--run', id, '--out', join(folder, 'report.pdf')];
    expect((await as('compliance', ...report)).code).toBe(0);
    const said = ['conversations', 'export', '--run', id, '--out', join(folder, 'said.zip')];
    const left = await as('operator', ...said, '--purpose', 'study', '--recipient', 'the registry');
    expect([left.code, left.stderr]).toEqual([0, '']);
    const { files, found } = await foundBelow(desk, folder);
    expect(files).toBeGreaterThan(10);
    expect(found).toEqual([]);
  });
});
