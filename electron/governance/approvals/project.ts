import {
  conflictOf,
  refusalOfDuty,
  type ApprovalId,
  type CallId,
  type DeidProfile,
  type PersonId,
  type RunId,
  type Sha256Hex,
} from '../../../shared/domain/index.ts';
import { EVENTS, type Entry } from '../../../shared/formats/index.ts';

/** A person's answer to an ask, bound to hashes of arguments, data and policy. */
export interface Approval {
  readonly id: ApprovalId;
  readonly state: 'waiting' | 'approved' | 'refused' | 'expired' | 'voided';
  readonly run: RunId | undefined;
  readonly call: CallId | undefined;
  readonly agent: string | undefined;
  readonly requestedById: PersonId | 'application';
  readonly requestedAtMs: number;
  /** Sequence number of the entry that asked. */
  readonly requestedSeq: number;
  readonly expiresAtMs: number;
  readonly tool: string;
  readonly args: Entry['body'];
  readonly ruleId: string;
  readonly reason: string;
  readonly valuesLost: number;
  readonly recordsTouched: number;
  /** The data use agreement or the method on file that the data rests on. */
  readonly restsOn?: { readonly profile: DeidProfile; readonly reference: string } | undefined;
  readonly argsSha256: Sha256Hex;
  readonly snapshotSha256: Sha256Hex;
  readonly policySha256: Sha256Hex;
  /** Absent in requests of older versions. */
  readonly codeSha256?: Sha256Hex | undefined;
  readonly answer?: ApprovalAnswer | undefined;
  readonly voidedBecause?: string | undefined;
}

export interface ApprovalAnswer {
  readonly byId: PersonId;
  readonly atMs: number;
  readonly reason: string;
  readonly meaning: 'review' | 'approval' | 'responsibility';
  readonly seq: number;
}

/**
 * The approvals that a journal tells of, oldest first. Pure. An answer counts only where the rules of
 * `requireMayAnswer` were kept when it was given, so that nothing written past them takes effect.
 *
 * @param entries in order of sequence number; entries of other kinds are passed over
 * @param nowMs wall clock, for what has expired meanwhile
 */
export function projectApprovals(entries: Iterable<Entry>, nowMs: number): readonly Approval[] {
  const approvals = new Map<ApprovalId, Approval>();
  for (const entry of entries) {
    if (entry.kind === 'approval.requested') request(approvals, entry);
    else if (entry.kind === 'approval.answered') answer(approvals, entry);
    else if (entry.kind === 'approval.voided') voidOne(approvals, entry);
  }
  return [...approvals.values()].map((approval) =>
    approval.state === 'waiting' && nowMs >= approval.expiresAtMs
      ? { ...approval, state: 'expired' }
      : approval,
  );
}

function request(approvals: Map<ApprovalId, Approval>, entry: Entry): void {
  const body = EVENTS['approval.requested'].event.safeParse(entry.body);
  if (!body.success || approvals.has(body.data.approval)) return;
  const { approval: id, ...asked } = body.data;
  approvals.set(id, {
    ...asked,
    id,
    state: 'waiting',
    run: entry.run,
    call: entry.call,
    agent: entry.agent,
    requestedById: entry.actor.id,
    requestedAtMs: entry.wallMs,
    requestedSeq: entry.seq,
  });
}

function answer(approvals: Map<ApprovalId, Approval>, entry: Entry): void {
  const body = EVENTS['approval.answered'].event.safeParse(entry.body);
  if (!body.success) return;
  const approval = approvals.get(body.data.approval);
  const { id: byId, role } = entry.actor;
  if (approval === undefined || byId === 'application' || role === 'none') return;
  if (refusalToAnswer(approval, { id: byId, role }, entry.wallMs) !== undefined) return;
  const { answer: state, reason, meaning } = body.data;
  approvals.set(approval.id, {
    ...approval,
    state,
    answer: { byId, atMs: entry.wallMs, reason, meaning, seq: entry.seq },
  });
}

function voidOne(approvals: Map<ApprovalId, Approval>, entry: Entry): void {
  const body = EVENTS['approval.voided'].event.safeParse(entry.body);
  const approval = body.success ? approvals.get(body.data.approval) : undefined;
  if (!body.success || approval === undefined || approval.state === 'refused') return;
  approvals.set(approval.id, { ...approval, state: 'voided', voidedBecause: body.data.reason });
}

export interface Answerer {
  readonly id: PersonId;
  readonly role: string;
}

/** Why this person may not answer now, or undefined. */
export function refusalToAnswer(
  approval: Approval,
  person: Answerer,
  nowMs: number,
): 'role' | 'requester' | 'expired' | 'settled' | undefined {
  if (refusalOfDuty('approver', person.role, []) !== undefined) return 'role';
  if (conflictOf('approver', approval.requestedById === person.id ? ['requester'] : []) !== undefined)
    return 'requester';
  if (approval.state === 'expired') return 'expired';
  if (approval.state !== 'waiting') return 'settled';
  return nowMs < approval.expiresAtMs ? undefined : 'expired';
}
