import { readFile } from 'node:fs/promises';
import { Problem } from '../../shared/domain/index.ts';
import { EXPORT_EXTENSIONS, type ExportFormat } from '../../shared/domain/export-formats.ts';
import { POPULATIONS, queryInWords } from '../../shared/formats/sample.ts';
import { sha256Hex, type Clock } from '../core/index.ts';
import {
  runExport,
  signDetached,
  type DocumentSigner,
  type ExportTask,
  type Exported,
} from '../evidence/index.ts';
import type { Transfers } from '../operations/index.ts';
import { contextOf } from './actor.ts';
import type { ApplicationSettings } from './application.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { recordedAct } from './recorded.ts';
import { reportSigner } from './signing/index.ts';
import { redactTyped } from './typed-text.ts';
import { ownKeys } from './witness-verbs.ts';
import { aboutNote } from './witness-state.ts';

export interface ExportPorts {
  readonly settings: Pick<ApplicationSettings, 'appVersion' | 'notify'>;
  readonly transfers: Transfers;
  readonly clock: Clock;
  /** Names a workspace's journal in its checkpoints. */
  originOf(workspaceId: string): string;
  /** The verifier as one HTML page, where this build has it. */
  readonly verifierPage: string;
}

/** Where a period is about no profile of its own, counts from 1 to this are not shown. */
const SMALL_CELLS = 10;
/** The verifier's name in a bundle. */
const VERIFIER_FILE = 'swarm-verifier.html';

type ExportVerbs = Pick<Handlers, 'audit.exportEntries' | 'audit.drawSample' | 'audit.cancelExport'>;

/** Journal entries that leave: a bundle with proofs, rows for other systems, a sample. One at a time. */
export function exportVerbs(desk: Desk<Content>, ports: ExportPorts): ExportVerbs {
  let running: AbortController | undefined;
  const alone = async <T>(caller: Caller, act: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    if (running !== undefined)
      throw new Problem('in_use', 'something is being exported already', 'Wait for it, or cancel it.');
    const controller = new AbortController();
    running = controller;
    try {
      return await act(AbortSignal.any([controller.signal, caller.signal]));
    } finally {
      running = undefined;
    }
  };
  const write = (task: ExportTask, signal: AbortSignal, signer?: DocumentSigner): Promise<Exported> =>
    runExport(task, {
      signal,
      sign: (manifest) => {
        if (signer === undefined) throw new Problem('internal', 'nobody signs this export');
        return signDetached([manifest], signer);
      },
      onProgress: (done, total) => {
        if (!signal.aborted) ports.settings.notify('task.progress', { task: 'export', done, total });
      },
    });
  return {
    'audit.exportEntries': ({ format, fromMs, toMs, purpose, pin }, caller) =>
      alone(caller, async (signal) => {
        const said = await redactTyped(desk, purpose);
        const outgoing = await ports.transfers.place(
          {
            what: format === 'bundle' ? 'evidence_bundle' : 'journal',
            suggestedName: suggestedName('journal', fromMs, toMs, EXPORT_EXTENSIONS[format]),
            purpose: said,
          },
          contextOf(caller),
        );
        if (outgoing === undefined) return null;
        const { file: target } = outgoing;
        const base = await begin(desk, ports, { target, fromMs, toMs });
        const bundle = format === 'bundle' ? await prepareBundle(desk, ports, pin) : undefined;
        const throughSeq = bundle?.throughSeq ?? base.request.throughSeq;
        const exported = await recordedAct(
          desk.journal,
          'evidence.export',
          { format, fromMs, toMs, throughSeq, purpose: said },
          contextOf(caller),
          () =>
            bundle === undefined
              ? outgoing.sendBy(
                  () => write({ ...base, what: 'rows', format: rowFormat(format) }, signal),
                  contextOf(caller),
                )
              : handingOut(desk, caller, bundle.checkpointed, () =>
                  outgoing.sendBy(
                    () =>
                      write(
                        { ...base, ...bundle.task, what: 'bundle', smallest: SMALL_CELLS },
                        signal,
                        bundle.signer,
                      ),
                    contextOf(caller),
                  ),
                ),
          ({ entries, unreadable, withheld, sizeBytes, sha256 }) => ({
            ...{ ok: true as const, entries, unreadable, withheld, sizeBytes, sha256 },
          }),
        );
        const { entries, unreadable, withheld, sizeBytes, sha256 } = exported;
        return {
          ...{ file: target, entries, unreadable, withheld, sizeBytes, sha256 },
          ...(bundle === undefined ? {} : { checkpointSize: bundle.checkpointed.size }),
        };
      }),

    'audit.drawSample': ({ population, fromMs, toMs, seed, size, purpose, pin }, caller) =>
      alone(caller, async (signal) => {
        if ((await redactTyped(desk, seed)) !== seed)
          throw new Problem(
            'invalid_input',
            'the seed reads like something about a person',
            'Take other words or figures: it is printed with the sample.',
          );
        const said = await redactTyped(desk, purpose);
        const outgoing = await ports.transfers.place(
          {
            ...{ what: 'evidence_bundle', title: 'Save the sample', purpose: said },
            suggestedName: suggestedName(`sample-${population.replaceAll('_', '-')}`, fromMs, toMs, 'zip'),
          },
          contextOf(caller),
        );
        if (outgoing === undefined) return null;
        const { file: target } = outgoing;
        const base = await begin(desk, ports, { target, fromMs, toMs });
        const { throughSeq, checkpointed, task, signer } = await prepareBundle(desk, ports, pin);
        const { text, anyOf } = POPULATIONS[population];
        const query = { fromMs, toMs, anyOf };
        const context = contextOf(caller);
        const drawn = await recordedAct(
          desk.journal,
          'sample.draw',
          {
            ...{ population, size, fromMs, toMs, throughSeq },
            seedSha256: sha256Hex(Buffer.from(seed, 'utf8')),
            purpose: said,
          },
          context,
          () =>
            handingOut(desk, caller, checkpointed, () =>
              outgoing.sendBy(
                () =>
                  write(
                    {
                      ...{ ...base, ...task, what: 'sample', population, populationText: text },
                      ...{ query, seed, size, drawnBy: context.actor.id },
                    },
                    signal,
                    signer,
                  ),
                context,
              ),
            ),
          (done) => ({ ok: true as const, ...sampled(done) }),
        );
        return {
          ...{ file: target, ...sampled(drawn), query: queryInWords(query) },
          checkpointSize: checkpointed.size,
        };
      }),

    'audit.cancelExport': () => {
      running?.abort();
      return Promise.resolve({});
    },
  };
}

function sampled({ populationSize = 0, drawn = [], sizeBytes, sha256 }: Exported): {
  populationSize: number;
  drawn: number[];
  sizeBytes: number;
  sha256: Exported['sha256'];
} {
  return { populationSize, drawn: [...drawn], sizeBytes, sha256 };
}

/** What every export takes along. */
async function begin(
  desk: Desk<Content>,
  { settings }: ExportPorts,
  { target, fromMs, toMs }: { readonly target: string; readonly fromMs: number; readonly toMs: number },
) {
  const { place, metadata, journal } = desk;
  const { firstSeq, size } = await journal.read.state();
  return {
    folder: place.paths.folder,
    databaseKey: metadata.journalDbKey,
    target,
    request: {
      workspace: place.workspaceId,
      appVersion: settings.appVersion,
      ...{ fromMs, toMs, fromSeq: 0, throughSeq: firstSeq + size - 1 },
    },
  };
}

/**
 * A new checkpoint for what will be signed, and who signs. It comes before the intent, so that a bundle
 * never has to prove the entry of its own making.
 */
async function prepareBundle(desk: Desk<Content>, ports: ExportPorts, pin: string | undefined) {
  const { signer } = await reportSigner(desk, pin);
  const files = { [VERIFIER_FILE]: await readVerifier(ports.verifierPage) };
  const { size, root, note } = await desk.journal.checkpoint('proof');
  const { firstSeq } = await desk.journal.read.state();
  const { logKey } = await ownKeys(desk, ports);
  const checkpointed = { logKey, note, root, firstSeq, size };
  return {
    signer,
    checkpointed,
    throughSeq: firstSeq + size - 1,
    task: { checkpointed, nowMs: ports.clock.wallMs(), files },
  };
}

async function readVerifier(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    throw new Problem(
      'not_found',
      'the verifier page is missing from this installation',
      'A bundle carries it. Install the application again, or run `npm run build`.',
    );
  }
}

/** A bundle takes its checkpoint along: whoever keeps it is a witness. */
function handingOut<T>(
  desk: Desk<Content>,
  caller: Caller,
  { note }: { readonly note: string },
  act: () => Promise<T>,
): Promise<T> {
  const { size, root } = aboutNote(note);
  const handedOut = { size, root, medium: 'file' } as const;
  return recordedAct(desk.journal, 'witness.export', handedOut, contextOf(caller), act, () => ({
    ok: true as const,
    ...handedOut,
  }));
}

function rowFormat(format: ExportFormat): Exclude<ExportFormat, 'bundle'> {
  if (format === 'bundle') throw new Problem('internal', 'a bundle is no list of rows');
  return format;
}

function suggestedName(what: string, fromMs: number, toMs: number, extension: string): string {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return `${what}-${day(fromMs)}-${day(toMs - 1)}.${extension}`;
}
