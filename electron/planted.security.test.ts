import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WorkspaceId } from '../shared/domain/index.ts';
import { forkProcess, type LaunchProcess } from './core/index.ts';
import { fileDeviceSecretStore, openKeys, readKeyFileView } from './keys/index.ts';
import { openZipAes256, workspacePaths } from './operations/index.ts';
import { Composed, passwordOf } from './testing/composed.ts';
import { databaseInClear } from './testing/in-clear.ts';
import { withoutOwnNumbers } from './testing/own-numbers.ts';

// A full run over rows of the samples, with the model that ships: no identifier of any row reaches a prompt as the
// process of llama.cpp really gets and evaluates it, an answer, a log, a journal body, an error, a report file or a temporary file.

const samples = fileURLToPath(new URL('../resources/samples', import.meta.url));
const ROWS = 120;
const IDENTIFYING = [
  'mrn',
  'patient_name',
  'ssn',
  'phone',
  'email',
  'address',
  'member_id',
  'account_no',
  'device_serial',
  'portal_url',
];

/** Cells of a line of the sample: its quotes hold no quotes. */
function cells(line: string): string[] {
  return Array.from(
    line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g),
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}

async function planted(): Promise<{ table: string; values: readonly string[] }> {
  const lines = (await readFile(join(samples, 'admissions.csv'), 'utf8')).split('\n').slice(0, ROWS + 1);
  const [head = '', ...rows] = lines;
  const places = IDENTIFYING.map((name) => cells(head).indexOf(name));
  expect(places).not.toContain(-1);
  const values = new Set<string>();
  for (const row of rows) {
    const read = cells(row);
    for (const place of places) {
      const value = read[place]?.trim() ?? '';
      if (value.length >= 6) values.add(value);
    }
    // A family name of its own, as notes write it.
    values.add(read[places[1] ?? 0]?.split(',')[0] ?? '');
  }
  const truth = JSON.parse(await readFile(join(samples, 'admissions.truth.json'), 'utf8')) as {
    leakProbes: { value: string }[];
  };
  for (const { value } of truth.leakProbes) if (value.length >= 7) values.add(value);
  return { table: lines.join('\n'), values: [...values].filter((value) => value.length >= 6) };
}

/** The words of a PDF, by a reader that nobody here wrote. */
async function textOf(pdf: string): Promise<string> {
  const { stdout } = await promisify(execFile)('pdftotext', ['-layout', pdf, '-'], {
    timeout: 60_000,
    maxBuffer: 1 << 26,
  });
  expect(stdout.length).toBeGreaterThan(1000);
  return stdout;
}

describe('a run over the samples', () => {
  let composed: Composed;
  let values: readonly string[];
  let table: string;
  const sent: string[] = [];
  const printed: string[] = [];
  const evaluated: string[] = [];
  const launch: LaunchProcess = (...args) => {
    const channel = forkProcess(...args);
    return {
      ...channel,
      post: (message, transfer) => {
        sent.push(JSON.stringify(message));
        channel.post(message, transfer);
      },
      // What comes back holds each prompt exactly as llama.cpp evaluated it, markers included.
      onMessage: (listener) => {
        channel.onMessage((message) => {
          evaluated.push(JSON.stringify(message));
          listener(message);
        });
      },
    };
  };
  const remains = (text: string): string[] => {
    const told = withoutOwnNumbers(text);
    return values.filter((value) => told.includes(value));
  };

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    ({ table, values } = await planted());
    composed = await Composed.create(launch);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await composed.close();
  });

  it('leaves no planted value in prompts, answers, logs, journal bodies, errors, reports or temporary files', async () => {
    const temporary = new Set(await readdir(tmpdir()));
    await composed.signIn('Otto');
    const source = join(composed.folder, 'Zellerthwaite, Delphine.csv');
    await writeFile(source, table);
    const dataset = await composed.import(source);
    const { run } = await composed.call('runs.start', {
      ...{ template: 'table_readiness', dataset: dataset.id, purpose: 'model', deidProfile: 'strict' },
      complianceProfile: 'hipaa',
      problem: 'Readmission of Zellerthwaite, Delphine K., 954-11-8652',
    });
    const view = await composed.approved(run);
    expect(view.callList.length).toBeGreaterThan(10);
    const redacted = view.callList.find(({ tool }) => tool === 'redact_column');
    expect(redacted?.state).toBe('done');

    // What the process of llama.cpp really got holds the prompts, and nothing planted.
    const toModel = sent.join('\n');
    expect(toModel).toContain('open findings:');
    expect(remains(toModel)).toEqual([]);
    const fromModel = evaluated.join('\n');
    expect(fromModel).toContain('<|im_start|>');
    expect(remains(fromModel)).toEqual([]);
    for (const call of view.callList) {
      const { prompt, answer } = await composed.call('runs.getPrompt', { run, call: call.id });
      expect(remains(prompt + answer)).toEqual([]);
    }
    expect(remains(JSON.stringify(await composed.entries({})))).toEqual([]);

    // What leaves: the cleaned table, once the redactor is measured on it, and the report.
    const wanted = {
      ...({ dataset: dataset.id, version: view.versions.after, format: 'csv', raw: false } as const),
      ...({ recipient: 'the registry', protection: { kind: 'passphrase' } } as const),
    };
    const early = await composed.ask('datasets.exportTable', {
      ...wanted,
      purpose: 'study',
    });
    expect(early).toMatchObject({
      ok: false,
      code: 'denied',
      message: expect.stringContaining('REDACT-001') as string,
    });
    const { measured } = await composed.call('phi.measure', { dataset: dataset.id });
    expect(measured?.below).toBeUndefined();
    const written = await composed.call('datasets.exportTable', { ...wanted, purpose: 'study' });
    const left = openZipAes256(await readFile(written?.file ?? ''), written?.passphrase ?? '').content;
    expect(left.length).toBeGreaterThan(1000);
    expect(remains(left.toString('utf8'))).toEqual([]);
    if (view.state === 'awaiting_attestation')
      await composed.call('runs.signStatement', {
        ...{ run, password: passwordOf('Otto'), meaning: 'responsibility' },
      });
    const report = await composed.call('reports.issue', {
      run,
      password: passwordOf('Otto'),
      meaning: 'review',
    });
    const saved = await composed.call('reports.save', { report: report.id });
    expect(remains(await textOf(saved?.file ?? ''))).toEqual([]);
    expect(remains(JSON.stringify(await composed.entries({})))).toEqual([]);

    // Errors: a file that breaks in the middle of a name, and a table that nobody has.
    const broken = join(composed.folder, 'broken.csv');
    await writeFile(broken, `${table.split('\n').slice(0, 3).join('\n')}\n"Zellerthwaite, Delphine K.`);
    const failed = await composed
      .import(broken)
      .catch((error: unknown) => (error instanceof Error ? error.message : 'failed'));
    expect(remains(JSON.stringify(failed))).toEqual([]);
    expect(remains(printed.join(''))).toEqual([]);

    // The journal's own file and what is derived from it, every byte, with the keys that an administrator holds.
    const { workspace } = composed.application.status();
    await composed.application.close();
    const { keyFile, journal } = workspacePaths(workspace!.folder);
    const opened = await openKeys({
      ...{ path: keyFile, workspaceId: workspace!.id as WorkspaceId, password: passwordOf('Ada') },
      personId: (await readKeyFileView(keyFile)).people.find(({ name }) => name === 'Ada')!.id,
      deviceSecrets: fileDeviceSecretStore(composed.folder),
      nowMs: 0,
    });
    const databases = (await readdir(journal)).filter((name) => name.endsWith('.db'));
    expect(databases.length).toBeGreaterThan(0);
    for (const name of databases) {
      const clear = await databaseInClear(join(journal, name), opened.metadata.journalDbKey);
      expect(clear.subarray(0, 15).toString()).toBe('SQLite format 3');
      expect([name, remains(clear.toString('latin1')), remains(clear.toString('utf8'))]).toEqual([
        name,
        [],
        [],
      ]);
    }
    opened.close();

    await Promise.all([source, broken].map((file) => writeFile(file, '')));
    for (const entry of await readdir(composed.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      expect([entry.name, remains((await readFile(path)).toString('latin1'))]).toEqual([entry.name, []]);
    }
    for (const name of await readdir(tmpdir()))
      if (!temporary.has(name)) expect([name, remains(name)]).toEqual([name, []]);
  }, 300_000);
});
