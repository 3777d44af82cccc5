import { Problem, type ReportId } from '../../shared/domain/index.ts';
import type { PaperName, SignatureMeaning } from '../../shared/formats/report.ts';
import type { Clock } from '../core/index.ts';
import type { IssuedCheckpoint, Journal, ReportRenderer, RunReportInput } from '../evidence/index.ts';
import type { Catalogue } from '../governance/index.ts';
import type { Transfers } from '../operations/index.ts';
import type { ApplicationSettings } from './application.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller } from './dispatch.ts';
import { emergencyStanding } from './emergency/index.ts';
import { collectAnchoring } from './report-anchoring.ts';
import { reportSigner } from './signing/index.ts';
import type { VerifyJournal } from './verify-port.ts';
import { ownKeys } from './witness-verbs.ts';

export interface ReportPorts {
  readonly catalogue: Catalogue;
  readonly renderer: ReportRenderer;
  readonly verifyJournal: VerifyJournal;
  readonly clock: Clock;
  readonly settings: Pick<ApplicationSettings, 'appVersion' | 'userFolder' | 'notify'>;
  readonly transfers: Transfers;
  /** Names a workspace's journal in its checkpoints. */
  originOf(workspaceId: string): string;
  /** Fingerprint of the workspace's root certificate, where a workspace is open. */
  rootSha256(): string | undefined;
}

/** One report on its way: its ports, its cancellation, and its progress as a share of the whole. */
export interface ReportMaking {
  readonly ports: ReportPorts;
  readonly signal: AbortSignal;
  /** @throws Problem `cancelled` */
  progress(message: string, share: number): void;
  /** Options of the renderer, whose pages stand for a part of the progress. */
  rendering(from: number, to: number): NonNullable<Parameters<ReportRenderer['render']>[1]>;
}

const WHOLE = 1000;

export function makingReport(ports: ReportPorts, signal: AbortSignal): ReportMaking {
  const tell = (message: string, share: number): void => {
    const done = Math.round(share * WHOLE);
    ports.settings.notify('task.progress', { task: 'report', done, total: WHOLE, message });
  };
  return {
    ports,
    signal,
    progress: (message, share) => {
      if (signal.aborted) throw new Problem('cancelled', 'the report was cancelled');
      tell(message, share);
    },
    rendering: (from, to) => ({
      signal,
      onProgress: (done, total) => {
        tell(`page ${done} of ${total}`, from + ((to - from) * done) / Math.max(1, total));
      },
    }),
  };
}

/** What every report stands on, whatever it is about. */
export type ReportBasis = Pick<
  RunReportInput,
  | 'reportId'
  | 'workspaceId'
  | 'appVersion'
  | 'nowMs'
  | 'paper'
  | 'throughSeq'
  | 'people'
  | 'checkpoint'
  | 'anchoring'
  | 'drill'
  | 'emergencies'
  | 'verification'
  | 'signer'
  | 'rootSha256'
  | 'certificateSha256'
>;

/**
 * Verifies the journal, signs a checkpoint over it where the report will be signed, and gathers what is
 * known outside. Damage of the journal does not stop it: the report says so first.
 */
export async function prepareReport(
  desk: Desk<Content>,
  making: ReportMaking,
  caller: Caller,
  request: {
    readonly report: ReportId;
    readonly meaning: SignatureMeaning;
    readonly paper?: PaperName | undefined;
    readonly sign: boolean;
  },
): Promise<ReportBasis> {
  const { ports } = making;
  const { journal, metadata, place } = desk;
  // First of all: a signer that cannot be opened stops a report before anything is made.
  const { view } = await reportSigner(desk);
  making.progress('verifying the journal', 0);
  const verification = await ports.verifyJournal(place, metadata, desk.contentDbKey, (done, total) => {
    if (!making.signal.aborted) making.progress('verifying the journal', (0.25 * done) / Math.max(1, total));
  });
  making.progress('reading what is known outside', 0.25);
  const checkpoint = await checkpointFor(journal, request.sign);
  const known =
    checkpoint === undefined
      ? undefined
      : await collectAnchoring(journal, await ownKeys(desk, ports), checkpoint);
  const { asOfSeq } = await journal.read.list({ offset: 0, limit: 1, newestFirst: true });
  return {
    reportId: request.report,
    workspaceId: place.workspaceId,
    appVersion: ports.settings.appVersion,
    nowMs: ports.clock.wallMs(),
    paper: request.paper,
    throughSeq: asOfSeq,
    people: desk.everyone,
    checkpoint:
      checkpoint === undefined
        ? undefined
        : {
            seq: checkpoint.seq,
            wallMs: (await journal.read.get(checkpoint.seq)).entry.wallMs,
            size: checkpoint.size,
            note: checkpoint.note,
            anchored: known?.anchored === true,
          },
    anchoring: known?.anchoring,
    drill: known?.drill,
    emergencies: await emergencyStanding(journal),
    verification,
    signer: { person: signerOf(caller), meaning: request.meaning },
    rootSha256: view.rootSha256,
    certificateSha256: view.certificateSha256,
  };
}

/** A new checkpoint for what will be signed; the newest there is for what is only looked at. */
async function checkpointFor(journal: Journal, sign: boolean): Promise<IssuedCheckpoint | undefined> {
  return sign ? journal.checkpoint('report') : (await journal.read.state()).lastCheckpoint;
}

function signerOf({ person }: Caller): NonNullable<Caller['person']> {
  if (person === undefined) throw new Problem('not_signed_in', 'nobody is signed in', 'Sign in first.');
  return person;
}
