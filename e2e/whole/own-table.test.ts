import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openZipAes256 } from '../../electron/operations/transfer/protect/open-zip.ts';
import { Desk, refusal, run } from './swarm.ts';

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
      ...['--recipient', 'the liver registry'],
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

    const inClear = await desk.as(
      ...([
        'operator',
        'datasets',
        'export',
        ...out('clean.csv'),
        '--clear',
        'a reader without 7-Zip',
      ] as const),
    );
    expect([inClear.code, inClear.stderr]).toEqual([3, expect.stringMatching(/waits for an approval/)]);
    const left = await desk.as('operator', 'datasets', 'export', ...out('clean.csv'), '--json');
    expect([left.code, left.stderr]).toEqual([0, '']);
    const { file, passphrase } = JSON.parse(left.stdout) as { file: string; passphrase: string };
    expect(file).toBe(desk.path('clean.csv.zip'));
    const clean = openZipAes256(await readFile(file), passphrase).content.toString('utf8');
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
