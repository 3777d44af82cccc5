import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallId, DatasetId, RunId, WorkspaceId } from '../../../shared/domain/index.ts';
import { forkProcess, sha256File, sha256Hex, systemClock, type Channel } from '../../core/index.ts';
import { authorize, loadCatalogue, type Catalogue } from '../../governance/index.ts';
import { openDatasets, type DatasetStore } from '../datasets/index.ts';
import { createGate, type GatePorts } from '../gate/index.ts';
import { CODE_SHA256, MemoryApprovals, memoryAgents, OPERATOR } from '../gate/testing/fixtures.ts';
import { MemoryJournal, MemoryPayloads } from '../gate/testing/memory-journal.ts';
import { createInference, type Inference } from '../inference/index.ts';
import { createRedactor, type Redactor } from '../phi/index.ts';
import { STRICT_ORDER } from '../phi/testing.ts';
import { callBeganIn, createRunEngine, type EnginePorts, type RunEngine } from './engine.ts';
import { projectRun } from './projection.ts';
import type { RunModel } from './ports.ts';

// The bundled model, datasets, findings, tools, rules and redactor that ship, joined by the real gate and
// engine; only journal, payloads and run folder are in memory here.

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
const COLUMNS = 'mrn,patient_name,ward,visit_date,glucose,site,note';
const NAMES = ['Maren Holt', 'Ivo Prask', 'Tilda Quist', 'Oren Falk', 'Petra Nuss', 'Sverre Lind'];

/** Patients of a ward with the identifiers that have to go. */
function table(): string {
  const rows = Array.from({ length: 240 }, (_, at) => {
    const name = NAMES[at % NAMES.length]!;
    const date = `2024-0${1 + (at % 9)}-1${at % 10}`;
    const glucose = at % 25 === 0 ? '' : String(80 + ((at * 37) % 120));
    const note = `Seen with ${name}, call (555) 010-${1000 + at}. Stable.`;
    return [4_100_000 + at * 7, name, `W${at % 4}`, date, glucose, 'Ellery', `"${note}"`].join(',');
  });
  return [COLUMNS, ...rows].join('\n');
}

describe('a run with the bundled model', () => {
  let folder: string;
  let datasets: DatasetStore;
  let inference: Inference;
  let channel: Channel;
  let catalogue: Catalogue;
  let redactor: Redactor;
  let model: RunModel;
  const dataset = randomUUID() as DatasetId;
  const journal = new MemoryJournal();
  const payloads = new MemoryPayloads();
  const approvals = new MemoryApprovals(journal);
  const files = new Map<string, Uint8Array>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'real-run-'));
    datasets = await openDatasets({
      folder: join(folder, 'datasets'),
      workspaceId: randomUUID() as WorkspaceId,
      keys: [{ epoch: 1, key: randomBytes(32) }],
    });
    const file = join(folder, 'visits.csv');
    await writeFile(file, table());
    await datasets.importFile({ dataset, file });
    redactor = createRedactor(await datasets.knownValues(dataset));
    catalogue = await loadCatalogue(resources);
    inference = createInference({
      launch: (entry, name) => (channel = forkProcess(entry, name)),
      gpu: 'off',
    });
    const path = join(resources, 'models/starter.gguf');
    model = {
      name: 'starter',
      path,
      sha256: await sha256File(path),
      contextTokens: 832,
      findingsPerConversation: 4,
    };
  });
  afterAll(async () => {
    await inference.close();
    await datasets.close();
    await rm(folder, { recursive: true });
  });

  function ports(): EnginePorts {
    const hipaa = catalogue.profiles.get('hipaa')!;
    const describeVersion: GatePorts['tables']['describe'] = async (id, version) => {
      const { summary, rows, columns, snapshotSha256 } = await datasets.get(id, version);
      return { table: summary.table, rows, columns, snapshotSha256 };
    };
    const gate = createGate({
      journal,
      payloads,
      approvals,
      agents: memoryAgents(journal),
      codeSha256: () => Promise.resolve(CODE_SHA256),
      policyOf: () => ({
        sha256: hipaa.policy.sha256,
        authorize: (request, facts) => authorize(request, hipaa.policy, facts),
      }),
      tables: {
        describe: describeVersion,
        record: () => Promise.reject(new Error('nobody looks anything up')),
        estimate: (id, version, tool, args, manner, signal) =>
          datasets.estimate(id, version, tool, args, { redaction: { ...STRICT_ORDER, manner }, signal }),
        apply: (id, version, tool, args, manner, signal) =>
          datasets.apply(id, version, tool, args, { redaction: { ...STRICT_ORDER, manner }, signal }),
      },
      exports: {
        write: () => Promise.reject(new Error('nobody exports anything')),
      },
      textProof: { whyNot: () => Promise.resolve(undefined) },
      clock: systemClock,
      callBegan: (call, run) => Promise.resolve(callBeganIn(journal.entries(run), call)),
      redactorFor: () => Promise.resolve(redactor),
    });
    return {
      journal,
      payloads,
      gate,
      inference,
      entries: (run) => Promise.resolve(journal.entries(run)),
      catalogue: {
        pipeline: (name) => Promise.resolve(catalogue.pipelines.get(name)!),
        agent: (name) => Promise.resolve(catalogue.agents.get(name)!),
        complianceProfile: () => Promise.resolve(hipaa.file),
      },
      policyOf: () => ({ sha256: hipaa.policy.sha256, packSha256: hipaa.sha256 }),
      tables: { describe: describeVersion },
      findings: { look: (id, version, run, signal) => datasets.findings(id, version, run, { signal }) },
      redactorFor: () => Promise.resolve(redactor),
      artefacts: {
        write: (_run, { file, bytes }) => {
          files.set(file, bytes);
          return Promise.resolve({ sizeBytes: bytes.byteLength, sha256: sha256Hex(bytes) });
        },
        read: (_run, file) => Promise.resolve(files.get(file)!),
      },
      clock: systemClock,
      ids: { run: () => randomUUID() as RunId, call: () => randomUUID() as CallId },
      requireWorking: () => Promise.resolve(),
      isWaiting: async (approval) => (await approvals.find(approval)).state === 'waiting',
    };
  }

  /** Starts a run and approves whatever it asks, until it waits for nothing but a signature. */
  async function toTheEnd(engine: RunEngine) {
    const request = {
      template: 'table_readiness',
      dataset,
      version: 1,
      purpose: 'report',
      deidProfile: 'strict',
      complianceProfile: 'hipaa',
    } as const;
    const { run: id, done } = await engine.start({ request, actor: OPERATOR, model });
    let outcome = await done;
    while (outcome.approval !== undefined) {
      approvals.answer(outcome.approval, 'approved');
      outcome = await (await engine.resume(id, model, OPERATOR)).done;
    }
    return { id, outcome };
  }

  it('takes the identifiers away, proves every step, and shows the model no patient', async () => {
    const engine = createRunEngine(ports());
    const { id, outcome } = await toTheEnd(engine);
    expect(outcome.state).toBe('awaiting_attestation');
    const view = projectRun(journal.entries(id), () => 'Olga Operator');
    const after = await datasets.get(dataset, view?.versions.after);
    const names = after.columns.map(({ name }) => name);
    expect(names).not.toContain('patient_name');
    expect(names).not.toContain('mrn');
    const cells = JSON.stringify(await datasets.readRows(dataset, after.version, 0, 240));
    for (const name of NAMES) expect(cells).not.toContain(name);
    expect(cells).not.toMatch(/\(555\) 010|2024-0/);
    expect(view?.findings.filter(({ state }) => state === 'open')).toEqual([]);
    expect(view?.backend).toMatch(/^cpu, 1 thread, llama\.cpp/);

    const told = [...payloads.stored.values()]
      .filter(({ category }) => category === 'conversation_history')
      .map(({ content }) => new TextDecoder().decode(content))
      .join('\n');
    const entries = JSON.stringify(journal.all);
    for (const secret of [...NAMES, '4100007', '010-1001', '2024-01']) {
      // Not inside a hash or a moment, which hold any digits by chance.
      const alone = new RegExp(`(?<![0-9a-f])${secret}(?![0-9a-f])`);
      expect(told).not.toMatch(alone);
      expect(entries).not.toMatch(alone);
    }
    expect([...files.keys()]).toContain('reports/minimum-necessary.json');
    const signing = { actor: OPERATOR, name: 'Olga Operator', meaning: 'responsibility' as const };
    expect(await engine.signStatement(id, signing)).toBe(true);
  });

  it('loses one answer and nothing else when the inference process is killed', async () => {
    const engine = createRunEngine(ports());
    let killed = false;
    engine.onChange(() => {
      if (killed || journal.all.at(-1)?.kind !== 'model.call') return;
      killed = true;
      void channel.close();
    });
    const { id, outcome } = await toTheEnd(engine);
    expect(outcome.state).toBe('awaiting_attestation');
    const answers = journal
      .entries(id)
      .filter(({ kind, phase }) => kind === 'model.call' && phase === 'outcome');
    expect(answers.filter(({ body }) => body.ok === false)).toMatchObject([
      { body: { code: 'process_ended' } },
    ]);
  });
});
