import { execFile } from 'node:child_process';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CONTRACT, VERB_NAMES, type VerbInput, type VerbName } from '../shared/ipc/index.ts';
import type { RunView } from '../shared/ipc/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';

// Small groups of patients: whatever leaves the workspace shows none, nor what would tell it. Every verb of the contract
// that writes a file stands here with what it writes, and each that writes about patients is asked for it, after a run
// over a table whose every count of a finding is small and tells itself by its figure.

/** What a file holds: `gate` counts of patients, behind the gate; `table` rows that policy lets go; or no count of patients. */
type Holds = 'gate' | 'table' | 'no patients' | 'no file';

const HOLDS: Readonly<Record<string, Holds>> = {
  'datasets.chooseFile': 'no file',
  'datasets.previewFile': 'no file',
  'datasets.exportTable': 'table',
  // Certificates of an erasure: what, by whom and when.
  'datasets.erase': 'no patients',
  'payloads.erase': 'no patients',
  'workspace.erase': 'no patients',
  'runs.get': 'no file',
  'runs.signStatement': 'no file',
  'denials.list': 'no file',
  'denials.getQueue': 'no file',
  'denials.review': 'no file',
  'denials.signReview': 'no file',
  'policy.get': 'no file',
  'policy.checkText': 'no file',
  'policy.draft': 'no file',
  'policy.check': 'no file',
  'policy.explain': 'no file',
  'policy.explainRule': 'no file',
  // Keys, roots and signatures.
  'recovery.makeSheets': 'no patients',
  'emergency.makeEnvelope': 'no patients',
  'serviceKeys.make': 'no patients',
  'serviceKeys.rotate': 'no patients',
  'audit.exportWitness': 'no patients',
  'audit.signWitness': 'no patients',
  'audit.importWitness': 'no file',
  'signing.requestCertificate': 'no patients',
  // One entry as it stands, for those who may read the journal, with its proof.
  'audit.prove': 'no patients',
  'transfers.export': 'no patients',
  // The workspace itself, encrypted as it is.
  'backup.write': 'no patients',
  'backup.drill': 'no file',
  'backup.getState': 'no file',
  'backup.setSchedule': 'no file',
  'backup.endSchedule': 'no file',
  'restore.choose': 'no file',
  'restore.addWitness': 'no file',
  'signing.countersign': 'gate',
  'conversations.export': 'gate',
  'audit.exportEntries': 'gate',
  // Entries whole, because nothing less shows that a population is complete: for those who read the journal.
  'audit.drawSample': 'no patients',
  'reports.list': 'no file',
  'reports.issue': 'gate',
  'reports.issuePeriod': 'gate',
  'reports.save': 'gate',
};

describe('every verb that gives a file', () => {
  it('has been decided upon', () => {
    const giving = VERB_NAMES.filter((verb) => {
      const shape = z.toJSONSchema(CONTRACT[verb].result, { io: 'output', unrepresentable: 'any' });
      return /"(?:file|files|savedTo)":\{/.test(JSON.stringify(shape));
    });
    expect(giving.sort()).toEqual(Object.keys(HOLDS).sort());
  });
});

/** Nothing around the file, so that it can be read here. */
const IN_CLEAR = { recipient: 'the ethics board', protection: { kind: 'clear', reason: 'read on the spot' } };

const Written = z.object({ file: z.string() });
const DAY_MS = 86_400_000;
const ROWS = 400;
/** How many rows have each fault; no other figure of the run is one of these. */
const FEW = { duplicates: 7, missing: 6, over89: 9, hits: 8 } as const;

/** A table of a ward with a few of everything. */
function table(): string {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const age = row < FEW.over89 ? 90 + (row % 5) : 40 + (row % 45);
    const glucose = row >= 100 && row < 100 + FEW.missing ? '' : String(90 + ((row * 37) % 80));
    const note =
      row % 50 === 0 ? `Call (206) 555-01${10 + row / 50} with results.` : `Doing well, visit ${row}.`;
    return `${48_200_100 + row * 13},${age},${glucose},"${note}"`;
  });
  return ['mrn,age,glucose,note', ...rows, ...rows.slice(200, 200 + FEW.duplicates)].join('\n');
}

/** Sentences and fields that tell one of the few, in the words of findings, documents and reports. */
const TELLING = new RegExp(
  [
    String.raw`\b(?:rows|hits|cells|values|patients|records) (?:${Object.values(FEW).join('|')})\b`,
    String.raw`\b(?:${Object.values(FEW).join('|')}) (?:rows|hits|cells|values|patients|records)\b`,
    String.raw`"(?:missing|rows|rowsRemoved|cellsChanged|valuesLost|hits|identifierHits|recordsTouched)":\s*[1-9](?![\d.])`,
    String.raw`"(?:PHONE|AGE_OVER_89|MRN)":\s*(?:10|[1-9])(?!\d)`,
    // Six of four hundred, and what is left of them.
    String.raw`\b(?:1|1\.\d|2|98|98\.\d|99)\s?%`,
  ].join('|'),
);

describe('a run over a table with small groups', () => {
  let composed: Composed;
  let run: RunView;
  let written = 0;

  beforeAll(async () => {
    composed = await Composed.create(new ObedientModel().launch);
    await writeFile(join(composed.folder, 'verifier.html'), '<!doctype html><title>the verifier</title>');
    await composed.signIn('Otto');
    const source = join(composed.folder, 'ward.csv');
    await writeFile(source, table());
    const { id: dataset } = await composed.import(source);
    const started = await composed.call('runs.start', {
      ...{ template: 'table_readiness', dataset, purpose: 'model', deidProfile: 'strict' },
      complianceProfile: 'hipaa',
    });
    run = await composed.approved(started.run);
    await composed.call('runs.signStatement', {
      ...{ run: run.id, password: passwordOf('Otto'), meaning: 'responsibility' },
    });
  }, 180_000);
  afterAll(() => composed.close());

  /** The file that a verb wrote; the next one writes another. */
  const fileOf = async (verb: VerbName, args: VerbInput<VerbName>): Promise<string> => {
    const { file } = Written.parse(await composed.call(verb, args));
    const copy = join(composed.folder, `written-${(written += 1)}`);
    await rename(file, copy);
    return copy;
  };

  it('met what it was made to meet, and its operator sees the counts', () => {
    const details = run.findings.map(({ detail }) => detail).join('\n');
    for (const told of [`rows ${FEW.duplicates}`, `rows ${FEW.over89}`]) expect(details).toContain(told);
    expect(details).toMatch(TELLING);
  });

  it.each<[VerbName, Name, () => unknown]>([
    ['conversations.export', 'Carla', () => ({ run: run.id, purpose: 'a study of answers', ...IN_CLEAR })],
    ['audit.exportEntries', 'Carla', () => ({ ...around(), format: 'bundle', purpose: 'archive' })],
    ['audit.exportEntries', 'Carla', () => ({ ...around(), format: 'csv', purpose: 'archive' })],
    ['audit.exportEntries', 'Carla', () => ({ ...around(), format: 'fhir', purpose: 'archive' })],
    ['audit.exportEntries', 'Carla', () => ({ ...around(), format: 'ocsf', purpose: 'archive' })],
  ])('%s by %s tells none', async (verb, name, args) => {
    await composed.signIn(name);
    const text = await textOf(await fileOf(verb, args() as VerbInput<VerbName>));
    expect(text.length).toBeGreaterThan(200);
    expect(told(text)).toBeUndefined();
  });

  it('tells none in its report, nor in the report of a period, nor in what lies beside them', async () => {
    const signed = { password: passwordOf('Carla'), meaning: 'review' } as const;
    await composed.signIn('Carla');
    const about = await composed.call('reports.issue', { run: run.id, ...signed });
    const period = await composed.call('reports.issuePeriod', {
      ...{ ...around(), kind: 'deidentification', ...signed },
    });
    for (const { id } of [about, period]) {
      const text = await textOf(await fileOf('reports.save', { report: id }));
      expect(text.length).toBeGreaterThan(1000);
      expect(told(text)).toBeUndefined();
    }
  });

  it('tells none in the files of its folder', async () => {
    const folder = join(composed.folder, 'workspace');
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && entry.name.endsWith('.json') && entry.parentPath.includes(run.id),
    );
    expect(files.map(({ name }) => name).sort()).toEqual(
      expect.arrayContaining(['data-profile.json', 'deidentification.json']),
    );
    for (const { parentPath, name } of files) {
      const text = await readFile(join(parentPath, name), 'utf8');
      expect([name, name === 'access-audit.json' ? undefined : TELLING.exec(text)?.[0]]).toEqual([
        name,
        undefined,
      ]);
    }
  });
});

function around(): { fromMs: number; toMs: number } {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return { fromMs: today - 2 * DAY_MS, toMs: today + 3 * DAY_MS };
}

/** The words of a file: of a PDF by a reader that nobody here wrote, of a zip those of its parts. */
async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file);
  const limits = { timeout: 60_000, maxBuffer: 1 << 26 };
  if (bytes.subarray(0, 4).toString('latin1') === '%PDF')
    return (await promisify(execFile)('pdftotext', ['-layout', file, '-'], limits)).stdout;
  if (bytes.subarray(0, 2).toString('latin1') === 'PK')
    return (await promisify(execFile)('unzip', ['-p', file], { ...limits, encoding: 'utf8' })).stdout;
  return bytes.toString('utf8');
}

/** The first place that tells, with what stands around it. */
function told(text: string): string | undefined {
  const at = text.search(TELLING);
  return at < 0 ? undefined : text.slice(Math.max(0, at - 120), at + 60).replaceAll(/\s+/g, ' ');
}
