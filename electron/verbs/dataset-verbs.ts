import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Problem, type CallId, type DatasetId, type DatasetSummary } from '../../shared/domain/index.ts';
import { canonicalJson, EVENTS, type ComplianceProfileFile } from '../../shared/formats/index.ts';
import type { Approval } from '../governance/index.ts';
import type { Transfers } from '../operations/index.ts';
import type { ImportProgress } from '../runtime/datasets/index.ts';
import type { Notify } from './application.ts';
import { readApprovals } from './approval-verbs.ts';
import type { ChosenFiles } from './chosen-files.ts';
import type { Content } from './content.ts';
import { actorOf, contextOf, lookContextOf } from './actor.ts';
import { originOf } from './data-origin.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { placeToSend } from './place-to-send.ts';
import { recordedAct } from './recorded.ts';
import { Stoppable } from './stoppable.ts';
import { redactTyped } from './typed-text.ts';

export interface DatasetPorts {
  readonly transfers: Transfers;
  readonly notify: Notify;
  /** Wall clock. */
  nowMs(): number;
  /** The profile that a person's own calls are judged under. */
  ownProfile(): ComplianceProfileFile;
}

type Names =
  | 'datasets.chooseFile'
  | 'datasets.previewFile'
  | 'datasets.importFile'
  | 'datasets.list'
  | 'datasets.listDamaged'
  | 'datasets.cancel'
  | 'datasets.get'
  | 'datasets.getRows'
  | 'datasets.recordSourceFate'
  | 'datasets.lintCodes'
  | 'datasets.exportTable';

/** Tables in and out, and a look at them. */
export function datasetVerbs(
  desk: Desk<Content>,
  files: ChosenFiles,
  ports: DatasetPorts,
): Pick<Handlers, Names> {
  const moving = new Stoppable();
  return {
    'datasets.chooseFile': async (_, caller) => {
      const brought = await ports.transfers.bring('table', contextOf(caller));
      return brought === undefined ? null : files.add(brought.path);
    },

    'datasets.previewFile': async ({ token }) => {
      // Looked at again each time: what lies there may be another file by now.
      const { path } = await ports.transfers.look('table', files.get(token));
      const preview = await desk.content.datasets.previewFile(path);
      return { ...preview, file: basename(path) };
    },

    'datasets.importFile': async ({ token, delimiter }, caller) => {
      const { path: file, sizeBytes } = await ports.transfers.look('table', files.get(token));
      const dataset = randomUUID() as DatasetId;
      const { datasets } = desk.content;
      const onProgress = ({ share, rows, stage, secondsLeft }: ImportProgress): void => {
        const message = `${stage}, ${rows.toLocaleString('en')} rows`;
        ports.notify('task.progress', { task: 'import', done: share, total: 1, message, secondsLeft });
      };
      return recordedAct(
        desk.journal,
        'dataset.import',
        { dataset, format: formatOf(file), sizeBytes },
        lookContextOf(caller),
        () =>
          moving
            .run(
              (signal) => datasets.importFile({ dataset, file, delimiter }, { signal, onProgress }),
              caller.signal,
            )
            .then(async (summary) => ({ summary, detail: await datasets.get(dataset, 1) })),
        ({ summary, detail }) => ({
          ok: true as const,
          dataset,
          table: summary.table,
          rows: summary.rows,
          columns: detail.columns.map(({ name, type, labels }) => ({ name, type, labels })),
          paddedRows: detail.notes.paddedRows,
        }),
      ).then(({ summary }) => summary);
    },

    'datasets.list': async () => {
      // Roles without content keys learn what the journal tells: that a table came in, and how large.
      if (desk.person?.role === 'admin' || desk.person?.role === 'viewer') return listFromJournal(desk);
      return [...(await desk.content.datasets.list()).datasets];
    },

    'datasets.listDamaged': async () => {
      const { damaged } = await desk.content.datasets.list();
      if (damaged.length === 0) return [];
      const known = new Map((await listFromJournal(desk)).map((each) => [each.id, each]));
      return damaged.map((id) => {
        const { table, importedAtMs } = known.get(id) ?? {};
        return { id, table, importedAtMs };
      });
    },

    'datasets.cancel': () => {
      moving.stop();
      return Promise.resolve({});
    },

    'datasets.get': async ({ dataset, version, target, purpose }, caller) => {
      const { datasets } = desk.content;
      const detail = await datasets.get(dataset, version);
      const drafts = await datasets.findings(dataset, detail.version, {
        purpose: purpose ?? 'quality',
        deidProfile: 'strict',
        decided: [],
        ...(target === undefined ? {} : { target }),
      });
      await desk.journal.event(
        'dataset.viewed',
        { dataset, version: detail.version, what: 'profile' },
        lookContextOf(caller),
      );
      return {
        ...detail.summary,
        version: detail.version,
        rows: detail.rows,
        columns: detail.columns.length,
        columnInfo: [...detail.columns],
        findings: drafts.map((draft, index) => ({ ...draft, id: `F${index + 1}` })),
        versions: [...detail.versions],
      };
    },

    'datasets.getRows': async ({ dataset, version, offset, limit }, caller) => {
      await desk.journal.event('dataset.viewed', { dataset, version, what: 'rows' }, lookContextOf(caller));
      return desk.content.datasets.readRows(dataset, version, offset, limit);
    },

    'datasets.recordSourceFate': async ({ dataset, fate, reason }, caller) => {
      const said = { dataset, fate, reason: await redactTyped(desk, reason, { dataset }) };
      return recordedAct(
        desk.journal,
        'dataset.source_fate',
        said,
        contextOf(caller),
        () => desk.content.datasets.recordSourceFate(dataset, { fate, reason }),
        () => ({ ok: true as const, ...said }),
      );
    },

    'datasets.lintCodes': async ({ dataset, version }) => [
      ...(await desk.content.datasets.lint(dataset, version)),
    ],

    'datasets.exportTable': async ({ dataset, version, format, formulas, raw, ...said }, caller) => {
      const { datasets, gate } = desk.content;
      const { summary, columns } = await datasets.get(dataset, version);
      const purpose = await redactTyped(desk, said.purpose, { dataset });
      const { place, sent } = await placeToSend(desk, ports.transfers, {
        ...{ what: 'table', suggestedName: `${summary.table}-v${version}.${format}`, about: { dataset } },
        ...{ said, caller },
        labels: [...new Set(columns.flatMap((column) => column.labels))].sort(),
        source: { dataset, version: String(version) },
      });
      if (place === undefined) return null;
      const tool = raw ? 'export_raw_data' : 'export_table';
      const args = raw
        ? { table: summary.table }
        : { table: summary.table, protection: said.protection.kind === 'clear' ? 'clear' : 'encrypted' };
      const approved = await findApproved(desk, caller, tool, args, ports.nowMs());
      const origin = await originOf(desk, dataset, version);
      const pass = (signal: AbortSignal): ReturnType<typeof gate.pass> =>
        gate.pass({
          by: 'person',
          call: approved?.call ?? (randomUUID() as CallId),
          approval: approved?.id,
          actor: actorOf(caller.person),
          correlation: caller.correlation,
          dataset,
          version,
          purpose,
          profile: ports.ownProfile(),
          ...origin,
          signal,
          tool,
          args,
          destination: { format, formulas, place },
        });
      const result = await moving.run(pass, caller.signal);
      switch (result.kind) {
        case 'done': {
          if (result.exported === undefined) throw new Error('an export without a file');
          const { formulaLikeCells = 0, shieldedCells = 0 } = result.exported;
          return { ...result.exported, formulaLikeCells, shieldedCells, ...sent() };
        }
        case 'refused':
          throw new Problem('denied', `denied by ${result.ruleId}: ${result.reason}`, hintFor(result.ruleId));
        case 'waiting':
          throw new Problem(
            'waiting_for_approval',
            'the export waits for an approval',
            'Another person answers it under approvals; then export again.',
          );
        case 'failed':
          throw new Problem(result.code, result.message, result.hint);
      }
    },
  };
}

/** What to do about a refused export. */
function hintFor(ruleId: string): string {
  return ruleId === 'REDACT-001'
    ? 'The attempt was recorded. Measure the redactor on this dataset (under Redactor, Measure now; or `swarm phi measure`), then export again.'
    : 'The attempt was recorded. Run a pipeline that removes the identifiers, then export its result.';
}

async function listFromJournal(desk: Desk<Content>): ReturnType<Handlers['datasets.list']> {
  const entries = await desk.journal.read.ofKinds(['dataset.import', 'dataset.source_fate', 'dataset.erase']);
  const erased = new Set(
    entries.flatMap(({ entry: { kind, body } }) =>
      kind === 'dataset.erase' && body.ok === true ? [body.dataset] : [],
    ),
  );
  const fates = new Map<string, DatasetSummary['sourceFate']>();
  for (const { entry } of entries) {
    if (entry.kind !== 'dataset.source_fate' || entry.phase !== 'outcome') continue;
    const said = EVENTS['dataset.source_fate'].outcome.parse(entry.body);
    if (said.ok) fates.set(said.dataset, { fate: said.fate, reason: said.reason });
  }
  return entries.flatMap(({ entry: { kind, phase, body, wallMs } }) => {
    if (kind !== 'dataset.import' || phase !== 'outcome') return [];
    const imported = EVENTS['dataset.import'].outcome.parse(body);
    if (!imported.ok || erased.has(imported.dataset)) return [];
    const { dataset: id, table, rows, columns } = imported;
    const sourceFate = fates.get(id) ?? { fate: 'open' as const, reason: '' };
    return [{ id, table, version: 1, rows, columns: columns.length, importedAtMs: wallMs, sourceFate }];
  });
}

function formatOf(file: string): 'csv' | 'xlsx' | 'parquet' {
  const ending = file.toLowerCase().split('.').at(-1);
  return ending === 'xlsx' || ending === 'parquet' ? ending : 'csv';
}

/** An approval that this person asked for with the same arguments, and has not used yet. */
async function findApproved(
  desk: Desk<Content>,
  { person }: Caller,
  tool: string,
  args: Readonly<Record<string, string>>,
  nowMs: number,
): Promise<Approval | undefined> {
  const used = new Set((await desk.journal.read.ofKinds(['dataset.export'])).map(({ entry }) => entry.call));
  const approvals = await readApprovals(desk, nowMs);
  return approvals.findLast(
    (approval) =>
      approval.state === 'approved' &&
      approval.tool === tool &&
      approval.requestedById === person?.id &&
      canonicalJson(approval.args) === canonicalJson(args) &&
      !used.has(approval.call),
  );
}
