import { z } from 'zod';

export const RUN_STATES = [
  'running',
  'waiting_for_approval',
  'paused',
  'awaiting_attestation',
  'finished',
  'stopped',
  'interrupted',
] as const;
export const RunState = z.enum(RUN_STATES);
export type RunState = z.infer<typeof RunState>;

/** Why a run's loop ended. */
export const RUN_END_REASONS = [
  'finished',
  'token_limit',
  'call_limit',
  'time_limit',
  'three_refusals',
  'agent_paused',
  'cancelled',
  'failed',
  'interrupted',
] as const;
export const RunEndReason = z.enum(RUN_END_REASONS);
export type RunEndReason = z.infer<typeof RunEndReason>;

/** Artefacts that a run may have to produce before it counts as finished. */
export const ARTEFACT_KINDS = [
  'cleaned_dataset',
  'data_profile',
  'minimum_necessary',
  'deidentification',
  'access_audit',
  'model_sheet',
  'audit_report',
  'conversations',
] as const;
export const ArtefactKind = z.enum(ARTEFACT_KINDS);
export type ArtefactKind = z.infer<typeof ArtefactKind>;
