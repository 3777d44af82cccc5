import { Problem, type RunId } from '../../../shared/domain/index.ts';
import type { Entry, EntryContext } from '../../../shared/formats/index.ts';
import type { StatementView } from '../../../shared/ipc/index.ts';
import { STATEMENT_FILE } from './artefacts/all.ts';
import { Statement } from './artefacts/statement.ts';
import { jsonBytes, writeArtefact } from './artefacts/write.ts';
import { recordEnd } from './end.ts';
import type { RunPorts } from './ports.ts';
import { projectRun } from './projection.ts';

type FinishPorts = Pick<RunPorts, 'journal' | 'entries' | 'artefacts' | 'redactorFor' | 'clock'>;

export interface Signing {
  readonly actor: EntryContext['actor'];
  /** Printed name of the signer. */
  readonly name: string;
  readonly meaning: 'review' | 'approval' | 'responsibility';
  /** The signer's own reasons, by column; they take the place of the drafted ones. */
  readonly reasons?: Readonly<Record<string, string>> | undefined;
}

/** What keeps the run from being finished: mandatory artefacts that are missing or unsigned. */
export function missingArtefacts(entries: readonly Entry[]): readonly string[] {
  const view = projectRun(entries, () => '');
  return (view?.artefacts ?? [])
    .filter(({ mandatory, state }) => mandatory && state !== 'done')
    .map(({ kind }) => kind);
}

/**
 * Finishes a run that waits for nothing any more: every mandatory artefact is there and signed. Called
 * after a signature and after a report was issued.
 *
 * @returns whether the run is finished now
 */
export async function finishIfComplete(
  ports: FinishPorts,
  run: RunId,
  actor: EntryContext['actor'],
): Promise<boolean> {
  const entries = await ports.entries(run);
  const view = projectRun(entries, () => '');
  if (view?.state !== 'awaiting_attestation') return view?.state === 'finished';
  if (missingArtefacts(entries).length > 0) return false;
  await recordEnd(
    ports,
    run,
    {
      from: 'awaiting_attestation',
      to: 'finished',
      reason: 'finished',
      detail: 'every mandatory artefact is there and signed',
    },
    { actor, correlation: run, run },
  );
  return true;
}

/** The statement as it stands in the run folder. @throws Problem `not_found`, `changed`, `damaged`. */
export async function readStatement(ports: Pick<RunPorts, 'artefacts'>, run: RunId): Promise<Statement> {
  const bytes = await ports.artefacts.read(run, STATEMENT_FILE);
  const parsed = Statement.safeParse(parseJson(new TextDecoder().decode(bytes)));
  if (!parsed.success) throw new Problem('damaged', 'the minimum-necessary statement cannot be read');
  return parsed.data;
}

export function statementView({ purpose, columns, signature }: Statement): StatementView {
  return {
    purpose,
    columns,
    signedBy: signature?.by,
    signedAtMs: signature?.atMs,
    meaning: signature?.meaning,
  };
}

/**
 * A person signs the statement, with reasons of their own where they give any. The signed file takes
 * the draft's place, its hash stands in the attestation, and the run is finished if nothing is missing.
 *
 * @throws Problem `wrong_usage` when the run does not wait for it, `invalid_input` for a reason about
 * no column of the statement.
 */
export async function signStatement(ports: FinishPorts, run: RunId, signing: Signing): Promise<boolean> {
  const entries = await ports.entries(run);
  const view = projectRun(entries, () => '');
  const draft = view?.artefacts.find(({ kind }) => kind === 'minimum_necessary');
  if (view?.state !== 'awaiting_attestation' || draft?.state !== 'awaiting_signature')
    throw new Problem('wrong_usage', 'this run does not wait for a signature', 'Look at its state.');
  const statement = await readStatement(ports, run);
  const context: EntryContext = { actor: signing.actor, correlation: run, run };
  const columns = await withReasons(ports, view.dataset, statement, signing.reasons ?? {});
  const signed: Statement = {
    ...statement,
    columns,
    signature: { by: signing.name, meaning: signing.meaning, atMs: ports.clock.wallMs() },
  };
  const attested = { artefact: 'minimum_necessary', meaning: signing.meaning } as const;
  const intent = await ports.journal.intent('attestation.sign', attested, context);
  try {
    const sha256 = await writeArtefact(
      ports,
      run,
      {
        kind: 'minimum_necessary',
        file: STATEMENT_FILE,
        bytes: jsonBytes(signed),
        secret: false,
        mandatory: draft.mandatory,
      },
      context,
    );
    await ports.journal.outcome('attestation.sign', intent, { ok: true, ...attested, sha256 }, context);
  } catch (error) {
    const code = error instanceof Problem ? error.code : 'internal';
    const failed = { ok: false, code, message: 'the signed statement could not be written' } as const;
    await ports.journal.outcome('attestation.sign', intent, failed, context);
    throw error;
  }
  return finishIfComplete(ports, run, signing.actor);
}

/** A person's own words are redacted: the statement leaves with the results. */
async function withReasons(
  ports: FinishPorts,
  dataset: Parameters<FinishPorts['redactorFor']>[0],
  statement: Statement,
  reasons: Readonly<Record<string, string>>,
): Promise<Statement['columns']> {
  const unknown = Object.keys(reasons).find(
    (name) => !statement.columns.some((column) => column.name === name),
  );
  if (unknown !== undefined)
    throw new Problem('invalid_input', 'a reason is about a column that is not in the statement');
  const redactor = await ports.redactorFor(dataset);
  return statement.columns.map((column) => {
    const reason = Object.hasOwn(reasons, column.name) ? reasons[column.name]?.trim() : undefined;
    if (reason === undefined || reason.length < 3) return column;
    return {
      ...column,
      reason: redactor.redact(reason.slice(0, 300)).text.slice(0, 300),
      by: 'person' as const,
    };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
