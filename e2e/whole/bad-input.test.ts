import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, NAMES, readFirstLine, refusal, run } from './swarm.ts';

describe('bad input', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.make();
    await desk.create();
  });
  afterAll(() => desk.remove());

  it('gets one plain sentence with what to do, and exit code 2', async () => {
    await writeFile(desk.path('short'), 'only one line\n');
    await writeFile(desk.path('ragged.csv'), 'a,b\n1,2\n3,4,5\n');
    await mkdir(desk.path('other'));
    await writeFile(desk.path('other/letter.txt'), 'not a workspace');
    const wrong = ['--user', NAMES.operator, '--password-file', desk.path('admin')];
    const cases: [readonly string[], RegExp][] = [
      [['datasets', 'list', ...wrong], /^Wrong password\. Try again; nothing was changed\.$/],
      [
        ['datasets', 'list', '--user', 'Nobody', '--password-file', desk.path('admin')],
        /^Nobody here is called `Nobody`\. People of this workspace: /,
      ],
      [['datasets', 'list', '--user', NAMES.operator], /^No password was given\. Use --password-file FILE/],
      [['datasets', 'list'], /^Who are you\. Name yourself with --user\. There are: /],
      [
        [
          'datasets',
          'import',
          desk.path('absent.csv'),
          '--user',
          NAMES.operator,
          '--password-file',
          desk.path('operator'),
        ],
        /^There is no such file\. Nothing lies at `\/.+\/absent\.csv`\. Check how it is written, and whether its medium is in\.$/,
      ],
      [
        [
          'datasets',
          'import',
          desk.path('ragged.csv'),
          '--user',
          NAMES.operator,
          '--password-file',
          desk.path('operator'),
        ],
        /^Line 3, column 3: /,
      ],
      [
        ['runs', 'show', 'x', '--user', NAMES.operator, '--password-file', desk.path('operator')],
        /^`x` is not the id of a run\. /,
      ],
      [['nonsense'], /^Unknown command 'nonsense'\. See swarm --help\.$/],
      [
        ['datasets', 'list', '--workspace', desk.path('other'), '--user', 'x'],
        /is not a workspace: it holds other files/,
      ],
      [['audit', 'verify', desk.path('absent')], /^There is nothing at /],
      [['audit', 'verify', desk.path('ragged.csv')], /is neither a PDF nor an evidence bundle/],
      [
        [
          'workspace',
          'create',
          '--admin',
          'a',
          '--operator',
          'b',
          '--compliance',
          'c',
          '--workspace',
          desk.path('other'),
          '--password-file',
          desk.path('three'),
        ],
        /no workspace can be made at|is not a workspace/i,
      ],
      [
        [
          'workspace',
          'create',
          '--admin',
          'a',
          '--operator',
          'b',
          '--compliance',
          'c',
          '--workspace',
          desk.path('new'),
          '--password-file',
          desk.path('short'),
        ],
        /has no line 2 for b/,
      ],
    ];
    for (const [args, expected] of cases) {
      const { code, sentence } = refusal(await desk.swarm(...args));
      expect([args.join(' '), code, sentence.split('\n').length]).toEqual([args.join(' '), 2, 1]);
      expect(sentence).toMatch(expected);
    }
    expect(await readFile(desk.path('other/letter.txt'), 'utf8')).toBe('not a workspace');
    const list = await desk.as('operator', 'datasets', 'list', '--json');
    expect(JSON.parse(list.stdout)).toEqual([]);
  });

  it('takes a model of one’s own only if it is one, and pins it by its bytes', async () => {
    await writeFile(desk.path('own.csv'), 'ward,beds\nnorth,12\nsouth,9\n');
    const start = (model: string) =>
      desk.as(
        'operator',
        ...['pipelines', 'run', '--template', 'table_readiness', '--dataset', desk.path('own.csv')],
        ...['--compliance', 'hipaa', '--purpose', 'quality', '--model', desk.path(model)],
      );
    await writeFile(desk.path('fake.gguf'), 'not a model');
    expect(refusal(await start('fake.gguf')).sentence).toBe(
      'The file is named .gguf but holds text. Choose the file that was written for this.',
    );
    await run('cp', [
      new URL('../../resources/models/starter.gguf', import.meta.url).pathname,
      desk.path('mine.gguf'),
    ]);
    const ended = await start('mine.gguf');
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toMatch(/Model mine, pinned by SHA-256 [0-9a-f]{64}\./);
  });

  it('is not ended by a reader that goes away', async () => {
    const shown = await readFirstLine(['policy', 'explain', '--rule', 'HIPAA-001'], desk.path('user'));
    expect([shown.code, shown.stderr, shown.stdout.split('\n').length]).toEqual([0, '', 2]);
    const help = await readFirstLine(['--help'], desk.path('user'));
    expect([help.code, help.stderr]).toEqual([0, '']);
  });

  it('says that the shipped configuration is valid, and names every mistake of another', async () => {
    const good = await desk.swarm('config', 'validate');
    expect([good.code, good.stdout]).toEqual([0, expect.stringMatching(/^Configuration is valid: /)]);
    const copy = desk.path('resources');
    await run('cp', ['-r', new URL('../../resources', import.meta.url).pathname, copy]);
    const policy = await readFile(`${copy}/policies/hipaa.yaml`, 'utf8');
    await writeFile(`${copy}/policies/hipaa.yaml`, policy.replace('behaviour: deny', 'behavior: deny'));
    const bad = await desk.swarm('config', 'validate', copy);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toMatch(/policies\/hipaa\.yaml:\d+.*behavior/);
  });
});
