import { z } from 'zod';
import { ACCOUNT_EVENTS } from './catalogue/accounts.ts';
import { AUTHENTICATION_EVENTS, PERMISSION_EVENTS } from './catalogue/access.ts';
import { AGENT_EVENTS } from './catalogue/agent.ts';
import { CONFIGURATION_EVENTS, KEY_EVENTS } from './catalogue/configuration.ts';
import { DATA_EVENTS, MEMORY_EVENTS } from './catalogue/data.ts';
import { BACKUP_EVENTS, INTEGRITY_EVENTS, VIEW_EVENTS } from './catalogue/evidence.ts';
import { EMERGENCY_EVENTS } from './catalogue/emergency.ts';
import { EXPORT_EVENTS } from './catalogue/exports.ts';
import { MODEL_EVENTS } from './catalogue/model.ts';
import { POLICY_EVENTS } from './catalogue/policy.ts';
import { DEVICE_EVENTS } from './catalogue/device.ts';
import { POSTURE_EVENTS } from './catalogue/posture.ts';
import { KEY_FILE_EVENTS } from './catalogue/key-file.ts';
import { ROTATION_EVENTS } from './catalogue/keys.ts';
import { RECOVERY_EVENTS } from './catalogue/recovery.ts';
import { REDACTION_EVENTS } from './catalogue/redaction.ts';
import { REVIEW_EVENTS } from './catalogue/review.ts';
import { ARTEFACT_EVENTS, RUN_EVENTS } from './catalogue/run.ts';
import { APPROVAL_EVENTS, TOOL_EVENTS } from './catalogue/tool.ts';
import { TRANSFER_EVENTS } from './catalogue/transfer.ts';
import { SERVICE_KEY_EVENTS } from './catalogue/service-keys.ts';
import { WORKSPACE_EVENTS } from './catalogue/workspace.ts';
import { WITNESS_EVENTS } from './catalogue/witness.ts';
import type { Events } from './catalogue/words.ts';

/**
 * The catalogue of everything the journal records. Per kind: whether it is a single event or an
 * intent with an outcome, and the schema of each body. A kind stands in the file of its class, under
 * `catalogue/`.
 */
export const EVENTS = {
  ...WORKSPACE_EVENTS,
  ...DEVICE_EVENTS,
  ...POSTURE_EVENTS,
  ...AUTHENTICATION_EVENTS,
  ...ACCOUNT_EVENTS,
  ...PERMISSION_EVENTS,
  ...EMERGENCY_EVENTS,
  ...KEY_FILE_EVENTS,
  ...ROTATION_EVENTS,
  ...RECOVERY_EVENTS,
  ...SERVICE_KEY_EVENTS,
  ...DATA_EVENTS,
  ...TRANSFER_EVENTS,
  ...MEMORY_EVENTS,
  ...MODEL_EVENTS,
  ...RUN_EVENTS,
  ...TOOL_EVENTS,
  ...APPROVAL_EVENTS,
  ...AGENT_EVENTS,
  ...REVIEW_EVENTS,
  ...REDACTION_EVENTS,
  ...ARTEFACT_EVENTS,
  ...INTEGRITY_EVENTS,
  ...VIEW_EVENTS,
  ...BACKUP_EVENTS,
  ...EXPORT_EVENTS,
  ...WITNESS_EVENTS,
  ...CONFIGURATION_EVENTS,
  ...POLICY_EVENTS,
  ...KEY_EVENTS,
} as const satisfies Events;

export type EventName = keyof typeof EVENTS;
export const EVENT_NAMES = Object.keys(EVENTS) as [EventName, ...EventName[]];
export const EventKind = z.enum(EVENT_NAMES);
export type EventKind = EventName;

type Catalogue = typeof EVENTS;
/** Kinds that stand alone, and kinds that are an act with an intent and an outcome. */
export type PlainKind = {
  [K in EventName]: Catalogue[K] extends { event: z.ZodType } ? K : never;
}[EventName];
export type ActKind = Exclude<EventName, PlainKind>;
export type EventBody<K extends PlainKind> = Catalogue[K] extends { event: infer S extends z.ZodType }
  ? z.input<S>
  : never;
export type IntentBody<K extends ActKind> = Catalogue[K] extends { intent: infer S extends z.ZodType }
  ? z.input<S>
  : never;
export type OutcomeBody<K extends ActKind> = Catalogue[K] extends { outcome: infer S extends z.ZodType }
  ? z.input<S>
  : never;
