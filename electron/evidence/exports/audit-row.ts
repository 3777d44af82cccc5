import type { WorkspaceId } from '../../../shared/domain/index.ts';
import type { Entry, EventName } from '../../../shared/formats/journal/index.ts';
import { looksLikeIdentifier } from '../../../shared/formats/report.ts';

/** What an act does to what it touches, as DICOM and FHIR tell it: create, read, update, delete, execute. */
export type AuditAction = 'create' | 'read' | 'update' | 'delete' | 'execute';
/** `begun` is an intent: what came of it stands in the entry that names it. */
export type AuditOutcome = 'begun' | 'success' | 'failure' | 'unknown';

/**
 * A journal entry as other systems take it in: flat, and made of ids, codes and times alone. Words that
 * people wrote, and counts of rows, do not come along.
 */
export interface AuditRow {
  readonly workspace: string;
  readonly epoch: number;
  readonly seq: number;
  /** RFC 6962 leaf hash of the stored entry: what proves that two exports tell of the same one. */
  readonly leaf_sha256: string;
  /** Milliseconds since 1970, as the workstation's clock had it. */
  readonly recorded_at: number;
  readonly kind: EventName;
  readonly phase: Entry['phase'];
  /** Of an outcome: the position of its intent. */
  readonly intent_seq: number | null;
  readonly actor_id: string;
  readonly actor_role: string;
  readonly agent: string | null;
  readonly run_id: string | null;
  readonly call_id: string | null;
  readonly correlation: string;
  readonly phi_accessed: boolean;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  /** Code of the problem that an act ended with. */
  readonly problem: string | null;
  readonly object_type: string | null;
  readonly object_id: string | null;
  readonly tool: string | null;
  readonly rule_id: string | null;
  readonly decision: string | null;
  /** One code word more, where the kind has one: the role a person got, the format of an export. */
  readonly detail: string | null;
}

export type CellType = 'text' | 'count' | 'time' | 'flag';

/** Columns in their order, with what their cells are. CSV, Parquet and the recipes for databases follow it. */
export const AUDIT_COLUMNS: readonly {
  readonly name: keyof AuditRow;
  readonly type: CellType;
  readonly optional: boolean;
}[] = [
  { name: 'workspace', type: 'text', optional: false },
  { name: 'epoch', type: 'count', optional: false },
  { name: 'seq', type: 'count', optional: false },
  { name: 'leaf_sha256', type: 'text', optional: false },
  { name: 'recorded_at', type: 'time', optional: false },
  { name: 'kind', type: 'text', optional: false },
  { name: 'phase', type: 'text', optional: false },
  { name: 'intent_seq', type: 'count', optional: true },
  { name: 'actor_id', type: 'text', optional: false },
  { name: 'actor_role', type: 'text', optional: false },
  { name: 'agent', type: 'text', optional: true },
  { name: 'run_id', type: 'text', optional: true },
  { name: 'call_id', type: 'text', optional: true },
  { name: 'correlation', type: 'text', optional: false },
  { name: 'phi_accessed', type: 'flag', optional: false },
  { name: 'action', type: 'text', optional: false },
  { name: 'outcome', type: 'text', optional: false },
  { name: 'problem', type: 'text', optional: true },
  { name: 'object_type', type: 'text', optional: true },
  { name: 'object_id', type: 'text', optional: true },
  { name: 'tool', type: 'text', optional: true },
  { name: 'rule_id', type: 'text', optional: true },
  { name: 'decision', type: 'text', optional: true },
  { name: 'detail', type: 'text', optional: true },
];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;
const CODE = /^[A-Za-z0-9][A-Za-z0-9 ._/:+-]{0,119}$/;

/**
 * A code as it stands, or `withheld`. SEC: whatever an entry holds in a place for codes, nothing that
 * looks like an identifier leaves; random ids and hashes are none.
 */
export function safeCode(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return 'withheld';
  if (UUID.test(value) || HASH.test(value)) return value;
  return CODE.test(value) && !looksLikeIdentifier(value) ? value : 'withheld';
}

type Body = Readonly<Record<string, unknown>>;

/** What an entry is about: the member of its body that names it. Earlier lines come first. */
const OBJECTS: readonly (readonly [member: string, type: string])[] = [
  ['dataset', 'dataset'],
  ['report', 'report'],
  ['approval', 'approval'],
  ['person', 'person'],
  ['claimed', 'person'],
  ['review', 'redaction review'],
  ['version', 'policy version'],
  ['artefact', 'artefact'],
];

/** The member of the body that is one code word worth having. */
const DETAILS: Readonly<Partial<Record<EventName, string>>> = {
  'journal.viewed': 'what',
  'content.purpose_stated': 'purpose',
  'dataset.viewed': 'what',
  'dataset.import': 'format',
  'dataset.export': 'format',
  'dataset.source_fate': 'fate',
  'person.proposed': 'change',
  'person.changed': 'change',
  'person.declined': 'change',
  'access.refused': 'verb',
  'tool.denied': 'stage',
  'run.started': 'template',
  'run.state_changed': 'to',
  'run.ended': 'state',
  'approval.answered': 'answer',
  'report.issue': 'kind',
  'report.countersign': 'meaning',
  'attestation.sign': 'meaning',
  'integrity.verified': 'verdict',
  'journal.checkpoint': 'reason',
  'auth.signed_in': 'method',
  'posture.checked': 'why',
  'denials.reviewed': 'outcome',
  'emergency.reviewed': 'judgement',
  'emergency.ended': 'how',
  'emergency.asked': 'reason',
  'emergency.began': 'reason',
  'emergency.viewed': 'what',
  'emergency.told_system': 'what',
  'backup.write': 'what',
  'evidence.export': 'format',
  'sample.draw': 'population',
  'witness.export': 'medium',
};

const READS = /\.(?:viewed|read|looked|tried|verified|checked|drilled|replayed|loaded|load)$/;
const CREATES =
  /\.(?:created|import|imported|write|written|proposed|drafted|requested|issue|sign|signed|countersign|pin|began|started|vault_made|envelope_made)$/;
const UPDATES =
  /\.(?:changed|password_changed|source_fate|answered|reviewed|review_signed|review_judged|activated|site_trusted|rotated|resumed|escalated|seen|dictionary_changed|state_changed|network_accepted|strict_set)$/;
const DELETES = /\.(?:removed|erase|withdrawn|voided|envelope_voided|declined)$/;

function actionOf(kind: EventName): AuditAction {
  if (/\.(?:export|save)$/.test(kind) || READS.test(kind)) return 'read';
  if (DELETES.test(kind)) return 'delete';
  if (UPDATES.test(kind)) return 'update';
  return CREATES.test(kind) ? 'create' : 'execute';
}

/** Events that tell of something that was not done. */
const REFUSALS: ReadonlySet<EventName> = new Set<EventName>([
  'auth.sign_in_failed',
  'auth.locked_out',
  'access.refused',
  'tool.denied',
  'agent.paused',
  'witness.refused',
  'policy.unreadable',
]);

function outcomeOf({ kind, phase, body }: Entry): AuditOutcome {
  if (phase === 'intent') return 'begun';
  if (phase === 'event') return REFUSALS.has(kind) ? 'failure' : 'success';
  if (body.ok === true) return 'success';
  return body.code === 'interrupted' ? 'unknown' : 'failure';
}

/** How a decision fell, and the rule that it rests on. */
function decisionIn({ decision }: Body): { readonly behaviour?: unknown; readonly ruleId?: unknown } {
  return typeof decision === 'object' && decision !== null ? decision : {};
}

/** An entry as a row. Pure; the same entry gives the same row on every workstation. */
export function auditRow(entry: Entry, leafSha256: string, workspace: WorkspaceId): AuditRow {
  const body: Body = entry.body;
  const object = OBJECTS.find(([member]) => typeof body[member] === 'string');
  const detail = DETAILS[entry.kind];
  const decision = decisionIn(body);
  const failed = entry.phase === 'outcome' && body.ok === false;
  return {
    workspace,
    epoch: entry.epoch,
    seq: entry.seq,
    leaf_sha256: leafSha256,
    recorded_at: entry.wallMs,
    kind: entry.kind,
    phase: entry.phase,
    intent_seq: entry.intent ?? null,
    actor_id: safeCode(entry.actor.id) ?? 'withheld',
    actor_role: safeCode(entry.actor.role) ?? 'withheld',
    agent: safeCode(entry.agent),
    run_id: safeCode(entry.run),
    call_id: safeCode(entry.call),
    correlation: safeCode(entry.correlation) ?? 'withheld',
    phi_accessed: entry.phiAccessed,
    action: actionOf(entry.kind),
    outcome: outcomeOf(entry),
    problem: failed ? safeCode(body.code) : null,
    object_type: object === undefined ? null : object[1],
    object_id: object === undefined ? null : safeCode(body[object[0]]),
    tool: safeCode(body.tool),
    rule_id: safeCode(body.ruleId ?? decision.ruleId),
    decision: safeCode(decision.behaviour),
    detail: detail === undefined ? null : safeCode(body[detail]),
  };
}
