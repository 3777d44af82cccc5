import { randomUUID } from 'node:crypto';
import type { EntryContext } from '../shared/formats/index.ts';
import { Problem, type CallId, type DatasetId, type RunId, type Sha256Hex } from '../shared/domain/index.ts';
import { localTimeOf, systemClock, workstationName } from './core/index.ts';
import { openContent as openPayloads, type ContentStore, type Journal } from './evidence/index.ts';
import { authorize, type Catalogue, type PolicyFacts } from './governance/index.ts';
import { keysOfCategory, readKeyFileView, type ContentKeyring, type ServiceTerms } from './keys/index.ts';
import { trackRuns } from './compose-runs.ts';
import { readBundledModels, readPinnedModels } from './operations/index.ts';
import { openDatasets, type DatasetStore } from './runtime/datasets/index.ts';
import { createGate, type Exported, type ExportRequest, type GatePorts } from './runtime/gate/index.ts';
import { createInference } from './runtime/inference/index.ts';
import {
  createDocumentRedactor,
  openProofBench,
  type Dictionary,
  type RedactionManner,
  type RedactionOrder,
  type Redactor,
} from './runtime/phi/index.ts';
import { callBeganIn, createRunEngine, openRunFiles, type CataloguePort } from './runtime/run/index.ts';
import {
  agentDesk,
  annexOf,
  approvalPort,
  dictionaryOfAnnex,
  openDictionary,
  openVaultKey,
  placeOfAnnex,
  requireWorking,
  keepErased,
  keepPayloadsErased,
  takeInServiceRuns,
  textProof,
  type ApplicationSettings,
  type Content,
  type Place,
} from './verbs/index.ts';

export interface ContentParts {
  readonly settings: Pick<ApplicationSettings, 'resourcesFolder' | 'launchProcess' | 'notify'>;
  readonly catalogue: Catalogue;
  readonly journal: Journal;
  readonly place: Place;
  readonly keys: ContentKeyring;
  /** Set where a service key works, in its annex. */
  readonly service?: ServiceTerms | undefined;
  /** SHA-256 of the code that runs; computed once. */
  codeSha256(): Promise<Sha256Hex>;
}

/** Opens what a content holder works with and joins it: stores, redactors, gate, inference, engine. */
export async function openContent({
  settings,
  catalogue,
  journal,
  place: workspace,
  keys,
  service,
  codeSha256,
}: ContentParts): Promise<Content> {
  const place = service === undefined ? workspace : placeOfAnnex(workspace, service.id);
  const { workspaceId, paths } = place;
  let inUse = keys;
  const payloads = await openPayloads({
    folder: paths.folder,
    workspaceId,
    databaseKey: keys.contentDbKey,
    ...wrappingKeys(keys),
  });
  const datasets = await openDatasets({
    folder: paths.datasets,
    workspaceId,
    keys: keysOfCategory(keys, 'datasets'),
    ...(service && { keysIn: annexOf(workspace, service.id).datasetKeys }),
  });
  if (service === undefined) await keepErased(journal, datasets, paths.datasets);
  // Behind a damaged epoch nobody can say what its entries cite: nothing is an orphan then.
  if (journal.opened.epoch === 1) await payloads.sweep(await journal.read.citedPayloads());

  const entries = async (run: RunId) => (await journal.read.ofRun(run)).map(({ entry }) => entry);
  const dictionary =
    service === undefined
      ? openDictionary(journal, payloads, () => {
          redactors.forget();
        })
      : dictionaryOfAnnex(journal, { place: workspace, id: service.id, keys });
  const redactors = cachedRedactors(datasets, () => dictionary.read());
  const vaultKey = openVaultKey(journal, payloads);
  const orderOf = async (manner: RedactionManner): Promise<RedactionOrder> => ({
    dictionary: await dictionary.read(),
    manner,
    ...(manner.profile === 'expert' ? { vaultKey: await vaultKey.read() } : {}),
  });
  const redactorFor = redactors.of;
  const inference = createInference({ launch: settings.launchProcess, gpu: 'auto' });
  const approvals = approvalPort(journal, payloads, {
    nowMs: systemClock.wallMs,
    tell: (waiting) => {
      settings.notify('approvals.changed', { waiting });
    },
    people: async () => (await readKeyFileView(paths.keyFile)).people,
  });
  const agents = agentDesk(journal, entries, () => {
    void agents.paused().then(({ size }) => {
      settings.notify('agents.changed', { paused: size });
    });
  });
  const ports = gatePorts({
    ...{ catalogue, journal, payloads, datasets, redactorFor, approvals, agents, codeSha256, orderOf },
    textProof: textProof({ journal, datasets, dictionary, codeSha256 }),
  });
  const gate = createGate(ports);
  const runFiles = openRunFiles({
    folder: paths.runs,
    workspaceId,
    keys: () => keysOfCategory(inUse, 'artefacts'),
    writtenSha256: async (run, file) => {
      const written = await entries(run);
      const intents = new Set(
        written
          .filter(({ kind, body }) => kind === 'artefact.write' && body.file === file)
          .map(({ seq }) => seq),
      );
      const last = written.findLast(
        ({ intent, body }) => intent !== undefined && intents.has(intent) && body.ok === true,
      );
      return last?.body.sha256 as Sha256Hex | undefined;
    },
  });
  if (service === undefined) await keepPayloadsErased(journal, payloads, runFiles);
  const engine = createRunEngine({
    ...{ journal, payloads, entries, gate, inference, redactorFor },
    catalogue: cataloguePort(catalogue),
    policyOf: (profile) => {
      const { policy, sha256: packSha256 } = profileOf(catalogue, profile);
      return { sha256: policy.sha256, packSha256 };
    },
    tables: { describe: (dataset, version) => describe(datasets, dataset, version) },
    findings: {
      look: (dataset, version, context, signal) => datasets.findings(dataset, version, context, { signal }),
    },
    artefacts: runFiles,
    clock: systemClock,
    ids: { run: () => randomUUID() as RunId, call: () => randomUUID() as CallId },
    requireWorking: (names) => requireWorking(agents, names),
    isWaiting: async (approval) => (await approvals.find(approval)).state === 'waiting',
  });
  engine.onChange((run) => {
    settings.notify('run.changed', { run });
  });
  const tracked = trackRuns(engine, journal, settings.notify);
  const takeIn = (): Promise<void> =>
    takeInServiceRuns(journal, workspace, { payloads, datasets, runFiles, dictionary }, systemClock.wallMs());
  if (service === undefined) await takeIn();

  return {
    ...{
      payloads,
      datasets,
      gate,
      engine: tracked.engine,
      runFiles,
      agents,
      dictionary,
      redactorFor,
      orderOf,
    },
    proofBench: openProofBench(),
    codeSha256,
    bindings: async (complianceProfile) => ({
      policySha256: ports.policyOf(complianceProfile).sha256,
      codeSha256: await codeSha256(),
    }),
    models: async () => [
      ...(await readBundledModels(settings.resourcesFolder)),
      ...(await readPinnedModels(paths.models)),
    ],
    redactFor: async (run, dataset) => {
      const start =
        run === undefined ? undefined : (await entries(run)).find(({ kind }) => kind === 'run.started');
      const about = (start?.body.dataset as DatasetId | undefined) ?? dataset;
      const redactor = await (about === undefined ? redactors.withoutTables() : redactorFor(about));
      return (text) => redactor.redact(text).text;
    },
    keys: {
      stores: [payloads.keyed, datasets.keyed, runFiles.keyed],
      adopt: async (newer) => {
        inUse = newer;
        await payloads.adoptKeys(wrappingKeys(newer));
        await datasets.adoptKeys(keysOfCategory(newer, 'datasets'));
      },
    },
    takeInServiceRuns: takeIn,
    keepGoing: tracked.keepGoing,
    goingOn: tracked.goingOn,
    close: async () => {
      // Each part is closed and its keys wiped, also where one before it fails.
      try {
        await tracked.pause();
      } finally {
        await inference.close();
        await datasets.close();
        await payloads.close();
      }
    },
  };
}

function wrappingKeys({ epoch, categories: categoryKeys, former }: ContentKeyring) {
  return { epoch, categoryKeys, former };
}

interface GateParts {
  readonly catalogue: Catalogue;
  readonly journal: Journal;
  readonly payloads: ContentStore;
  readonly datasets: DatasetStore;
  readonly redactorFor: (dataset: DatasetId) => Promise<Redactor>;
  readonly approvals: GatePorts['approvals'];
  readonly agents: GatePorts['agents'];
  readonly textProof: GatePorts['textProof'];
  orderOf(manner: RedactionManner): Promise<RedactionOrder>;
  codeSha256(): Promise<Sha256Hex>;
}

function gatePorts({ catalogue, datasets, orderOf, ...parts }: GateParts): GatePorts {
  const { journal } = parts;
  return {
    ...parts,
    policyOf: (profile) => {
      const { policy } = profileOf(catalogue, profile);
      return {
        sha256: policy.sha256,
        authorize: (request, facts) => authorize(request, policy, { ...facts, ...here() }),
      };
    },
    tables: {
      describe: (dataset, version) => describe(datasets, dataset, version),
      record: (dataset, version, row, columns) => readRecord(datasets, dataset, version, row, columns),
      estimate: async (dataset, version, tool, args, manner, signal) =>
        datasets.estimate(dataset, version, tool, args, { redaction: await orderOf(manner), signal }),
      apply: async (dataset, version, tool, args, manner, signal) =>
        datasets.apply(dataset, version, tool, args, { redaction: await orderOf(manner), signal }),
    },
    exports: {
      write: (request, context, signal) => writeExport(datasets, request, context, signal),
    },
    clock: systemClock,
    callBegan: async (call, run) => {
      const { read } = journal;
      const written = run === undefined ? await read.ofKinds(['dataset.export']) : await read.ofRun(run);
      return callBeganIn(
        written.map(({ entry }) => entry),
        call,
      );
    },
  };
}

/** A version goes to its place piece by piece; what the pieces count up to is known at the end. */
async function writeExport(
  datasets: DatasetStore,
  { dataset, version, format, formulas, place }: ExportRequest,
  context: EntryContext,
  signal: AbortSignal,
): Promise<Exported> {
  let counts: Omit<Exported, 'sizeBytes' | 'sha256'> | undefined;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    counts = yield* datasets.exportPieces(
      dataset,
      version,
      { format, formulas, about: place.stamp },
      { signal },
    );
  };
  const { sizeBytes, sha256 } = await place.send(counted(), context, { signal });
  if (counts === undefined) throw new Error('an export that was not read to its end');
  return { ...counts, sizeBytes, sha256 };
}

async function readRecord(
  datasets: DatasetStore,
  dataset: DatasetId,
  version: number,
  row: number,
  names: readonly string[],
): Promise<Readonly<Record<string, string | null>>> {
  const page = await datasets.readRows(dataset, version, row - 1, 1);
  const cells = page.rows[0];
  if (cells === undefined) throw new Problem('not_found', `the table has no row ${row}`);
  return Object.fromEntries(
    page.columns.flatMap((name, at) => (names.includes(name) ? [[name, cells[at] ?? null]] : [])),
  );
}

/** Where and when a decision is made. */
function here(): Pick<PolicyFacts, 'workstation' | 'localTime'> {
  return { workstation: workstationName(), localTime: localTimeOf(systemClock.wallMs()) };
}

/** What the gate and the engine need to know of a dataset version. */
async function describe(datasets: DatasetStore, dataset: DatasetId, version: number) {
  const { summary, rows, columns, snapshotSha256 } = await datasets.get(dataset, version);
  return { table: summary.table, rows, columns, snapshotSha256 };
}

/** One redactor per dataset, with the values of its identifying columns; made at first use. */
function cachedRedactors(datasets: DatasetStore, dictionary: () => Promise<Dictionary>) {
  const made = new Map<DatasetId, Promise<Redactor>>();
  const make = async (dataset: DatasetId | undefined): Promise<Redactor> => {
    const { identifiers, words } = await dictionary();
    const values = dataset === undefined ? [] : await datasets.knownValues(dataset);
    return createDocumentRedactor([...values, ...identifiers], words);
  };
  return {
    of: (dataset: DatasetId): Promise<Redactor> => {
      const known = made.get(dataset) ?? make(dataset);
      made.set(dataset, known);
      // A failure must not be remembered: the next call tries again.
      known.catch(() => made.delete(dataset));
      return known;
    },
    withoutTables: () => make(undefined),
    /** The dictionary has changed. */
    forget: () => {
      made.clear();
    },
  };
}

function profileOf(catalogue: Catalogue, name: string) {
  const profile = catalogue.profiles.get(name);
  if (profile === undefined)
    throw new Problem(
      'not_found',
      `there is no compliance profile \`${name}\``,
      `There are: ${[...catalogue.profiles.keys()].join(', ')}.`,
    );
  return profile;
}

function cataloguePort(catalogue: Catalogue): CataloguePort {
  // async, so that a missing name rejects like every other failure.
  return {
    pipeline: async (name) => Promise.resolve(required(catalogue.pipelines, name, 'pipeline')),
    agent: async (name) => Promise.resolve(required(catalogue.agents, name, 'agent')),
    complianceProfile: async (name) => Promise.resolve(profileOf(catalogue, name).file),
  };
}

function required<T>(known: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  throw new Problem(
    'not_found',
    `there is no ${what} \`${name}\``,
    `There are: ${[...known.keys()].join(', ')}.`,
  );
}
