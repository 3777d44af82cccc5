import { z } from 'zod';
import { SafeName } from '../../../domain/dataset.ts';
import { FiledReference, Finding } from '../../../domain/finding.ts';
import { DatasetId, ReportId, Sha256Hex } from '../../../domain/ids.ts';
import { ReportKind } from '../../../domain/report-kinds.ts';
import { ArtefactKind, RunEndReason, RunState } from '../../../domain/run.ts';
import { done, safeText, type Events } from './words.ts';

/** Runs, their steps, and what code found. */
export const RUN_EVENTS = {
  'run.started': {
    event: z.strictObject({
      template: z.string(),
      pipelineSha256: Sha256Hex,
      policySha256: Sha256Hex,
      complianceProfile: z.string(),
      /** Version of the profile's pack, and its hash: profile, floor and rules together. */
      profileVersion: z.int().optional(),
      profileSha256: Sha256Hex.optional(),
      purpose: z.string(),
      deidProfile: z.string(),
      /** What the profile rests on, and whether surrogates read like values; absent in older entries. */
      reference: FiledReference.optional(),
      realistic: z.boolean().optional(),
      dataset: DatasetId,
      datasetVersion: z.int(),
      snapshotSha256: Sha256Hex,
      modelSha256: Sha256Hex,
      agents: z.array(z.string()),
      limits: z.strictObject({ llmCalls: z.int(), toolCalls: z.int(), tokens: z.int(), minutes: z.number() }),
      table: SafeName.optional(),
      steps: z
        .array(z.strictObject({ id: z.string(), agent: z.string(), description: z.string().max(300) }))
        .optional(),
      mandatoryArtefacts: z.array(ArtefactKind).optional(),
      backend: safeText.optional(),
    }),
  },
  'run.state_changed': { event: z.strictObject({ from: RunState, to: RunState, reason: safeText }) },
  /** The operator's word that the run goes on while nobody is signed in; content keys stay for it alone. */
  'run.kept_going': { event: z.strictObject({ reason: safeText }) },
  'run.ended': {
    event: z.strictObject({
      state: RunState,
      reason: RunEndReason,
      calls: z.int(),
      denials: z.int(),
      tokens: z.int(),
      agreedWithUsual: z.int(),
      decided: z.int(),
    }),
  },
  'step.started': {
    event: z.strictObject({
      step: z.int(),
      findings: z.int(),
      /** Of those, findings about columns outside the agent's data categories: it is never told of them. */
      withheld: z.int().optional(),
    }),
  },
  'step.ended': {
    event: z.strictObject({ step: z.int(), closed: z.int(), refused: z.int(), open: z.int() }),
  },
  /** Code looked at the table: findings that are new, that it no longer makes, and that nobody tries again. */
  'findings.looked': {
    event: z.strictObject({
      step: z.int(),
      datasetVersion: z.int(),
      found: z.array(Finding),
      closed: z.array(z.string()),
      refused: z.array(z.string()),
    }),
  },
} as const satisfies Events;

const Meaning = z.enum(['review', 'approval', 'responsibility']);

/** What a run leaves, and who stands for it. */
export const ARTEFACT_EVENTS = {
  'artefact.write': {
    intent: z.strictObject({ artefact: ArtefactKind, file: z.string(), mandatory: z.boolean() }),
    outcome: done({ sizeBytes: z.int(), sha256: Sha256Hex }),
    unknown: 'whether the artefact was written; without an outcome it is not one of the run',
  },
  /** A person signs an artefact: the signed file takes the draft's place. */
  'attestation.sign': {
    intent: z.strictObject({ artefact: ArtefactKind, meaning: Meaning }),
    outcome: done({ artefact: ArtefactKind, meaning: Meaning, sha256: Sha256Hex }),
    unknown: 'whether the signed file was written; without an outcome nobody has signed',
  },
  'report.issue': {
    intent: z.strictObject({
      report: ReportId,
      kind: ReportKind,
      throughSeq: z.int(),
      /** Of a report about a period: its first moment, and the first behind it. */
      fromMs: z.int().optional(),
      toMs: z.int().optional(),
    }),
    outcome: done({ report: ReportId, sizeBytes: z.int(), sha256: Sha256Hex, pages: z.int() }),
    unknown: 'whether the report was signed and written; a file without an outcome was not issued',
  },
  /** A further signature behind an issued report, which stays as it is. */
  'report.countersign': {
    intent: z.strictObject({ report: ReportId, meaning: z.enum(['review', 'approval', 'responsibility']) }),
    outcome: done({ sha256: Sha256Hex, sizeBytes: z.int(), certificateSha256: Sha256Hex }),
    unknown: 'whether the signature was made; a file without an outcome counts as unsigned',
  },
  /** An issued report copied out of the workspace. */
  'report.save': {
    intent: z.strictObject({ report: ReportId }),
    outcome: done({ sha256: Sha256Hex }),
    unknown: 'whether the copy was written where it was meant to go, and how much of it',
  },
} as const satisfies Events;
