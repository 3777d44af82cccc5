import type { AuditAction, AuditOutcome, AuditRow } from './audit-row.ts';
import type { Recorder } from './fhir.ts';

/**
 * Entries as events of the Open Cybersecurity Schema Framework (schema.ocsf.io), version 1.3.0: what
 * people's sessions do as Authentication (3002), changes of people as Account Change (3001), datasets as
 * Datastore Activity (6005), all else as API Activity (6003).
 */
export const OCSF_VERSION = '1.3.0';

const AUTHENTICATION = { category: 3, uid: 3002 };
const ACCOUNT_CHANGE = { category: 3, uid: 3001 };
const API_ACTIVITY = { category: 6, uid: 6003 };
const DATASTORE = { category: 6, uid: 6005 };
const OTHER = 99;

/** Activities that the class names itself; anything else is 99, with the kind as its name. */
const LOGON: Readonly<Record<string, number>> = {
  'auth.signed_in': 1,
  'auth.sign_in_failed': 1,
  'auth.locked': 2,
};
const ACCOUNT: Readonly<Record<string, number>> = {
  'auth.password_changed': 3,
  'auth.locked_out': 9,
  'person.removed': 6,
};
const CHANGES: Readonly<Record<string, number>> = { new: 1, password: 4, return: 2 };
const API: Readonly<Record<AuditAction, number>> = {
  create: 1,
  read: 2,
  update: 3,
  delete: 4,
  execute: OTHER,
};
const STORE: Readonly<Record<AuditAction, number>> = {
  create: 6,
  read: 1,
  update: 2,
  delete: 7,
  execute: OTHER,
};

const STATUS: Readonly<Record<AuditOutcome, readonly [id: number, name: string]>> = {
  begun: [OTHER, 'Begun'],
  success: [1, 'Success'],
  failure: [2, 'Failure'],
  unknown: [0, 'Unknown'],
};
const INFORMATIONAL = 1;
const MEDIUM = 3;
const HIGH = 4;

/** One event, ready for a line of JSON. */
export function ocsfEvent(row: AuditRow, { appVersion }: Recorder): Readonly<Record<string, unknown>> {
  const { of, activity } = classOf(row);
  const [status_id, status] = STATUS[row.outcome];
  const user = { uid: row.actor_id, type_id: row.actor_id === 'application' ? 3 : 1 };
  const subject = row.object_type === 'person' && row.object_id !== null ? row.object_id : row.actor_id;
  const here = { uid: row.workspace, name: 'workspace' };
  return {
    category_uid: of.category,
    class_uid: of.uid,
    activity_id: activity,
    ...(activity === OTHER ? { activity_name: row.kind } : {}),
    type_uid: of.uid * 100 + activity,
    time: row.recorded_at,
    severity_id: severityOf(row),
    status_id,
    status,
    ...(row.problem === null ? {} : { status_code: row.problem }),
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'Swarm Clinical', vendor_name: 'Swarm Clinical', version: appVersion },
      uid: `${row.workspace}/${row.epoch}/${row.seq}`,
      sequence: row.seq,
      correlation_uid: row.correlation,
      log_name: 'run_events',
      event_code: row.kind,
    },
    actor: { user, ...(row.agent === null ? {} : { app_name: row.agent }) },
    ...(of.category === 3
      ? { user: { uid: subject, type_id: subject === 'application' ? 3 : 1 } }
      : { src_endpoint: here }),
    ...(of === AUTHENTICATION ? { service: { name: 'Swarm Clinical', uid: row.workspace } } : {}),
    ...(of === DATASTORE ? { table: { uid: row.object_id ?? 'unknown' }, type_id: 3 } : {}),
    ...(of === API_ACTIVITY ? { api: { operation: row.tool ?? row.kind }, ...resources(row) } : {}),
    unmapped: unmapped(row),
  };
}

function classOf(row: AuditRow): { readonly of: typeof AUTHENTICATION; readonly activity: number } {
  const { kind, action, detail } = row;
  const logon = LOGON[kind];
  if (logon !== undefined) return { of: AUTHENTICATION, activity: logon };
  if (kind.startsWith('person.') || ACCOUNT[kind] !== undefined)
    return {
      of: ACCOUNT_CHANGE,
      activity: ACCOUNT[kind] ?? (kind === 'person.changed' ? CHANGES[detail ?? ''] : undefined) ?? OTHER,
    };
  if (kind.startsWith('dataset.')) return { of: DATASTORE, activity: STORE[action] };
  return { of: API_ACTIVITY, activity: API[action] };
}

function severityOf({ kind, outcome, decision }: AuditRow): number {
  if (kind === 'auth.locked_out' || kind === 'emergency.began' || kind === 'clock.stepped') return HIGH;
  if (outcome === 'failure' || decision === 'deny' || kind === 'posture.network_changed') return MEDIUM;
  return INFORMATIONAL;
}

function resources({ object_type, object_id, run_id }: AuditRow): { readonly resources?: readonly object[] } {
  const named = [
    ...(object_id === null || object_type === null ? [] : [{ uid: object_id, type: object_type }]),
    ...(run_id === null ? [] : [{ uid: run_id, type: 'run' }]),
  ];
  return named.length === 0 ? {} : { resources: named };
}

/** What the schema has no place for, under the names of the CSV. */
function unmapped(row: AuditRow): Readonly<Record<string, unknown>> {
  const { epoch, phase, leaf_sha256, intent_seq, actor_role, run_id, call_id, phi_accessed } = row;
  const { rule_id, decision, detail } = row;
  const all = { epoch, phase, leaf_sha256, intent_seq, actor_role, run_id, call_id, phi_accessed };
  return Object.fromEntries(
    Object.entries({ ...all, rule_id, decision, detail }).filter(([, value]) => value !== null),
  );
}
