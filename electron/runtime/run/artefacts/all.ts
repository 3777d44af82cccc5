import {
  withholdInDocument,
  type ArtefactKind,
  type IdentifierClass,
} from '../../../../shared/domain/index.ts';
import type { Entry } from '../../../../shared/formats/index.ts';
import { EVENTS } from '../../../../shared/formats/index.ts';
import type { LiveRun } from '../live-run.ts';
import type { RunPorts } from '../ports.ts';
import { conversationLines } from './conversations.ts';
import { accessAudit, dataProfile, deidentification } from './documents.ts';
import { draftStatement } from './statement.ts';
import { jsonBytes, writeArtefact, type Artefact } from './write.ts';

/** Where the statement lies in the run folder. */
export const STATEMENT_FILE = 'reports/minimum-necessary.json';

/** Writes everything that a run leaves behind when its steps are done. */
export async function writeArtefacts(run: LiveRun, ports: RunPorts): Promise<void> {
  const { request, profile } = run.setup;
  const threshold = profile.small_cell_threshold;
  const before = await ports.tables.describe(request.dataset, request.version);
  const after = await ports.tables.describe(request.dataset, run.version);
  const ledger = run.ledger.items;
  const redactions = redactionsOf(await ports.entries(run.id));
  await write(run, ports, 'cleaned_dataset', 'reports/cleaned-dataset.json', {
    format: 'swarm-clinical/cleaned-dataset',
    version: 1,
    dataset: request.dataset,
    datasetVersion: run.version,
    snapshotSha256: after.snapshotSha256,
    columns: after.columns.map(({ name, type, labels }) => ({ name, type, labels })),
    leavesBy: 'the export of the results, through the call gate',
  });
  await write(run, ports, 'data_profile', 'reports/data-profile.json', dataProfile(before, after, threshold));
  await write(
    run,
    ports,
    'deidentification',
    'reports/deidentification.json',
    deidentification(ledger, redactions, after, threshold, request),
  );
  await write(
    run,
    ports,
    'minimum_necessary',
    STATEMENT_FILE,
    draftStatement(request.purpose, after.table, run.version, after.columns, ledger),
  );
  await writeConversations(run, ports);
  await write(
    run,
    ports,
    'access_audit',
    'audit/access-audit.json',
    accessAudit(run.id, await ports.entries(run.id)),
  );
}

/** The conversations alone: what a run that was stopped leaves behind. */
export async function writeConversations(run: LiveRun, ports: RunPorts): Promise<void> {
  const files = await conversationLines(await ports.entries(run.id), ports.payloads);
  for (const [agent, bytes] of files)
    await writeOne(run, ports, {
      kind: 'conversations',
      file: `conversations/${agent}.jsonl`,
      bytes,
      secret: true,
    });
}

async function write(
  run: LiveRun,
  ports: RunPorts,
  kind: ArtefactKind,
  file: string,
  value: unknown,
): Promise<void> {
  // What is counted in an access audit is acts of people, not patients.
  const { request, profile } = run.setup;
  const counted = kind !== 'access_audit';
  const { rows } = await ports.tables.describe(request.dataset, run.version);
  const shown = counted ? withholdInDocument(value, profile.small_cell_threshold, rows) : value;
  await writeOne(run, ports, { kind, file, bytes: jsonBytes(shown), secret: false });
}

async function writeOne(run: LiveRun, ports: RunPorts, artefact: Omit<Artefact, 'mandatory'>): Promise<void> {
  const mandatory = run.setup.profile.mandatory_artefacts.includes(artefact.kind);
  await writeArtefact(
    ports,
    run.id,
    { ...artefact, mandatory },
    run.context({ phiAccessed: artefact.secret }),
  );
}

/** Identifiers that tools took out of cells, per class, over the whole run. */
function redactionsOf(entries: readonly Entry[]): Partial<Record<IdentifierClass, number>> {
  const sums: Record<string, number> = {};
  for (const { kind, phase, body } of entries) {
    if (kind !== 'tool.call' || phase !== 'outcome') continue;
    const outcome = EVENTS['tool.call'].outcome.parse(body);
    if (!outcome.ok) continue;
    for (const [name, count] of Object.entries(outcome.change?.redactions ?? {}))
      sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}
