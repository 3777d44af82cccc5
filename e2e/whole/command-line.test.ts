import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, NAMES, readFirstLine, refusal, run } from './swarm.ts';

/** A table that nobody planned for: other names, other columns, a semicolon, identifiers and a few gaps. */
function ownTable(): string {
  const people = ['Marta Oliveira', 'Jonas Brandt', 'Aiko Tanaka', 'Femi Adeyemi', 'Lucia Romano'];
  const rows = Array.from({ length: 400 }, (_, index) => {
    const day = String((index % 27) + 1).padStart(2, '0');
    const person = people[index % people.length] ?? '';
    const bilirubin = index % 9 === 0 ? '' : (0.4 + (index % 13) / 10).toFixed(1);
    return [
      person,
      700_000 + (index % 80),
      `2024-02-${day}`,
      30 + (index % 40),
      bilirubin,
      'hepatology',
      `seen by Dr. ${person.split(' ')[1] ?? ''}, call 617-555-01${String(10 + (index % 80))}`,
    ].join(';');
  });
  return `Patient;MRN;visit date;age;bilirubin;clinic;remark\n${rows.join('\n')}\n`;
}

describe('the command line on a table of one’s own', () => {
  let desk: Desk;
  let runId: string;
  beforeAll(async () => {
    desk = await Desk.make();
    await writeFile(desk.path('liver visits.csv'), ownTable());
    expect((await desk.create()).code).toBe(0);
  });
  afterAll(() => desk.remove());

  it('runs the pipeline, and only redacted text reaches the model', async () => {
    const ended = await desk.as(
      'operator',
      ...['pipelines', 'run', '--template', 'table_readiness', '--dataset', desk.path('liver visits.csv')],
      ...['--compliance', 'hipaa', '--purpose', 'report', '--json'],
    );
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const view = JSON.parse(ended.stdout) as {
      id: string;
      state: string;
      table: string;
      denials: number;
      findings: { kind: string; column: string; state: string }[];
    };
    runId = view.id;
    expect(view).toMatchObject({ state: 'awaiting_attestation', table: 'liver_visits', denials: 0 });
    const closed = view.findings
      .filter(({ state }) => state === 'closed')
      .map(({ kind, column }) => `${kind} ${column}`);
    expect(closed).toEqual(
      expect.arrayContaining([
        'direct_identifier Patient',
        'patient_key MRN',
        'identifier_in_text remark',
        'date_of_event visit_date',
        'constant clinic',
      ]),
    );
    expect(ended.stdout).not.toMatch(/Oliveira|Brandt|Tanaka|617-555/);
  });

  it('denies the raw table, lets the cleaned one out, and no identifier goes with it', async () => {
    const list = JSON.parse((await desk.as('operator', 'datasets', 'list', '--json')).stdout) as {
      id: string;
    }[];
    const id = String(list[0]?.id);
    const out = (name: string): string[] => [
      '--dataset',
      id,
      '--out',
      desk.path(name),
      '--purpose',
      'study of liver values',
    ];
    const raw = await desk.as('operator', 'datasets', 'export', ...out('raw.csv'), '--raw');
    expect(raw.code).toBe(2);
    expect(raw.stderr).toMatch(/^Denied by HIPAA-001: /);
    await expect(readFile(desk.path('raw.csv'))).rejects.toThrow(/ENOENT/);

    const early = await desk.as('operator', 'datasets', 'export', ...out('clean.csv'));
    expect([early.code, early.stderr]).toEqual([
      2,
      expect.stringMatching(/^Denied by REDACT-001: .*swarm phi measure/),
    ]);
    await expect(readFile(desk.path('clean.csv'))).rejects.toThrow(/ENOENT/);
    const measured = await desk.as('operator', 'phi', 'measure', '--dataset', id, '--json');
    expect([measured.code, measured.stderr]).toEqual([0, '']);
    expect(JSON.parse(measured.stdout)).toMatchObject({ identities: 200, planted: 3600 });

    expect((await desk.as('operator', 'datasets', 'export', ...out('clean.csv'))).code).toBe(0);
    const clean = await readFile(desk.path('clean.csv'), 'utf8');
    expect(clean.split('\n')[0]).not.toMatch(/Patient|clinic/);
    expect(clean).not.toMatch(/Oliveira|Brandt|Tanaka|Adeyemi|Romano|617-555|2024-02/);
  });

  it('tells why a recorded call was decided so, and what a draft would have decided', async () => {
    const rules = await readFile(
      new URL('../../resources/policies/table_work.yaml', import.meta.url),
      'utf8',
    );
    const closed =
      '\n  - {id: SITE-001, behaviour: deny, when: {tool: drop_column}, reason: no column goes}\n';
    await writeFile(desk.path('closed.yaml'), rules + closed);
    const asked = async <T>(...args: string[]): Promise<T> => {
      const { code, stdout, stderr } = await desk.as('compliance', 'policy', ...args, '--json');
      expect([code, stderr]).toEqual([0, '']);
      return JSON.parse(stdout) as T;
    };
    const drafted = await asked<{ version: { id: string } }>(
      'draft',
      desk.path('closed.yaml'),
      '--name',
      'Closed',
    );
    interface Replay {
      replayed: number;
      changed: number;
      groups: { tool: string; entries: number[]; after: { ruleId: string } }[];
    }
    const same = await asked<Replay>('replay', 'in_effect');
    expect([same.replayed > 5, same.changed]).toEqual([true, 0]);
    const other = await asked<Replay>('replay', drafted.version.id);
    expect(other.changed).toBeGreaterThan(0);
    expect(new Set(other.groups.map(({ tool, after }) => `${tool} ${after.ruleId}`))).toEqual(
      new Set(['drop_column SITE-001']),
    );
    const seq = String(other.groups[0]?.entries[0]);
    const why = await desk.as('compliance', 'policy', 'explain', seq);
    expect(why.stdout).toMatch(/^allow by /);
    expect(why.stdout).toMatch(/Role operator: allow\. The role operator may have data changed\./);
    expect(why.stdout).toMatch(/drop_column is on the agent's allowlist/);
    expect(why.stdout).toMatch(/, in effect today\./);
  });

  it('finishes with a signature, and the report verifies by pdfsig and by us until a byte changes', async () => {
    expect((await desk.as('operator', 'runs', 'sign', runId)).stdout).toContain('finished');
    const pdf = desk.path('report.pdf');
    expect((await desk.as('compliance', 'audit', 'generate', '--run', runId, '--out', pdf)).code).toBe(0);
    const signature = await run('pdfsig', [pdf]);
    expect(signature.stdout).toContain('Signature is Valid');
    expect(signature.stdout).toContain('Total document signed');
    expect(signature.stdout).toContain('ETSI.CAdES.detached');
    expect((await desk.swarm('audit', 'verify', pdf)).code).toBe(0);

    const bytes = await readFile(pdf);
    bytes[Math.floor(bytes.length / 3)]! ^= 1;
    await writeFile(desk.path('changed.pdf'), bytes);
    const changed = await desk.swarm('audit', 'verify', desk.path('changed.pdf'));
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('changed after it was signed');

    const stranger = await desk.swarm('audit', 'verify', pdf, '--workspace', desk.path('elsewhere'));
    expect(stranger.code).toBe(1);
    expect(stranger.stdout).toMatch(/unknown\s+Signer/);
  });

  it('takes a newcomer in by two people, who then opens what the admin cannot', async () => {
    await writeFile(desk.path('both'), 'admin holds this key\nnina picks four words\n');
    const propose = ['people', 'propose', 'Nina', '--role', 'operator', '--reason', 'joins the ward'];
    const proposed = await desk.swarm(...propose, '--user', 'Ada', '--password-file', desk.path('both'));
    expect([proposed.code, proposed.stderr]).toEqual([0, '']);
    expect(refusal(await desk.as('admin', 'people', 'agree', 'Nina'))).toMatchObject({ code: 2 });
    expect((await desk.as('compliance', 'people', 'agree', 'Nina')).stdout).toMatch(
      /active\s+Nina\s+operator/,
    );
    await writeFile(desk.path('nina'), 'nina picks four words\n');
    const asNina = ['--user', 'Nina', '--password-file', desk.path('nina')];
    expect((await desk.swarm('datasets', 'list', ...asNina)).stdout).toContain('liver');
    const remove = ['people', 'remove', 'Nina', '--reason', 'left again'];
    expect((await desk.as('admin', ...remove)).stdout).toMatch(/left\s+Nina/);
    expect(refusal(await desk.swarm('datasets', 'list', ...asNina))).toMatchObject({ code: 2 });
  });

  it('verifies the workspace with the admin’s keys, who opens no content', async () => {
    const verified = await desk.as('admin', 'audit', 'verify', desk.workspace);
    expect([verified.code, verified.stderr]).toEqual([0, '']);
    expect(
      refusal(
        await desk.as(
          'admin',
          'pipelines',
          'run',
          '--template',
          'table_readiness',
          '--dataset',
          desk.path('liver visits.csv'),
          '--compliance',
          'hipaa',
          '--purpose',
          'report',
        ),
      ),
    ).toEqual({
      code: 2,
      sentence:
        'As admin you may not choose a file to import. This needs the role operator. The attempt was recorded.',
    });
  });

  it('holds no identifier in clear anywhere in the workspace', async () => {
    for (const [path, bytes] of await desk.files(desk.workspace)) {
      const text = bytes.toString('latin1');
      expect([path, /Oliveira|Brandt|Tanaka|Adeyemi|617-555-01/.test(text)]).toEqual([path, false]);
    }
  });
});

describe('an approval', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.make();
    await desk.create();
  });
  afterAll(() => desk.remove());

  it('holds the run, refuses who asked, and lets the approved call run once', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, index) =>
        `${index % 50},${index % 60 === 7 ? 'n/a' : (3 + (index % 20) / 10).toFixed(1)},${index % 2 ? 'yes' : 'no'}`,
    );
    await writeFile(desk.path('labs.csv'), `ward_bed,potassium,outcome\n${rows.join('\n')}\n`);
    const begun = await desk.as(
      'operator',
      ...['pipelines', 'run', '--template', 'table_readiness', '--dataset', desk.path('labs.csv')],
      ...['--compliance', 'hipaa', '--purpose', 'quality', '--json'],
    );
    expect(begun.code).toBe(3);
    const { id } = JSON.parse(begun.stdout) as { id: string };
    const list = JSON.parse((await desk.as('compliance', 'approvals', 'list', '--json')).stdout) as {
      id: string;
      tool: string;
      valuesLost: number;
    }[];
    const [asked] = list;
    expect(list).toHaveLength(1);
    expect(asked!.valuesLost).toBeGreaterThan(0);

    const answer = ['approvals', 'answer', asked!.id, '--approve', '--reason', 'the cells hold no number'];
    expect(refusal(await desk.as('operator', ...answer))).toEqual({
      code: 2,
      sentence: 'Nobody approves what they asked for. Have another operator or a compliance officer answer.',
    });
    expect(refusal(await desk.as('operator', 'runs', 'resume', id)).code).toBe(3);
    expect((await desk.as('compliance', ...answer)).code).toBe(0);
    expect(refusal(await desk.as('compliance', ...answer)).sentence).toContain('approved already');

    let resumed = await desk.as('operator', 'runs', 'resume', id, '--json');
    for (let more = 0; resumed.code === 3 && more < 5; more++) {
      const waiting = JSON.parse((await desk.as('compliance', 'approvals', 'list', '--json')).stdout) as {
        id: string;
        state: string;
      }[];
      const next = waiting.find(({ state }) => state === 'waiting');
      await desk.as('compliance', 'approvals', 'answer', next!.id, '--approve', '--reason', 'the same');
      resumed = await desk.as('operator', 'runs', 'resume', id, '--json');
    }
    expect(JSON.parse(resumed.stdout)).toMatchObject({ state: 'awaiting_attestation' });
  });
});

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
        /^The file `absent\.csv` cannot be read\. /,
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
      '`fake.gguf` is not a GGUF model. Choose a model file that llama.cpp can read.',
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
