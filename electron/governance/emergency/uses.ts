import {
  ESCALATED_AFTER_MS,
  Problem,
  type EmergencyEnd,
  type EmergencyReason,
  type EmergencyScope,
  type PersonId,
} from '../../../shared/domain/index.ts';
import { EVENTS, type Entry, type EventName, type PayloadRef } from '../../../shared/formats/index.ts';

/** Kinds that say how emergency access stands. */
export const EMERGENCY_KINDS = [
  'emergency.began',
  'emergency.viewed',
  'emergency.ended',
  'emergency.escalated',
  'emergency.seen',
  'emergency.told_system',
  'emergency.reviewed',
  'emergency.drilled',
] as const satisfies readonly EventName[];

/** Kinds whose times are looked at when it is asked how late it is: each was written as something happened. */
export const TIME_KINDS = [
  ...EMERGENCY_KINDS,
  'emergency.resumed',
  'auth.signed_in',
  'auth.locked',
  'auth.sign_in_failed',
  'workspace.opened',
  'workspace.closed',
  'journal.checkpoint',
] as const satisfies readonly EventName[];

/** What somebody looked at under emergency access. */
export interface EmergencyLook {
  readonly seq: number;
  readonly wallMs: number;
  readonly what: 'table' | 'rows' | 'prompt';
  readonly dataset?: string | undefined;
  readonly version?: number | undefined;
  readonly offset?: number | undefined;
  readonly rows?: number | undefined;
  readonly call?: string | undefined;
}

interface Marked {
  readonly atMs: number;
  readonly by: string;
}

/** One use of emergency access, as its entries tell. */
export interface EmergencyUseOnFile {
  readonly began: number;
  readonly person: PersonId;
  readonly reason: EmergencyReason;
  readonly scope: EmergencyScope;
  /** Of the envelope. */
  readonly set: string;
  readonly papers: number;
  readonly beganAtMs: number;
  readonly endsAtMs: number;
  /** What the person wrote, in the content store. */
  readonly note: PayloadRef | undefined;
  readonly ended: { readonly atMs: number; readonly how: EmergencyEnd } | undefined;
  readonly seen: Marked | undefined;
  readonly escalatedAtMs: number | undefined;
  /** Whether the log of the operating system took the line that it began; undefined before it was told. */
  readonly systemTold: boolean | undefined;
  readonly looks: readonly EmergencyLook[];
  readonly review:
    | (Marked & {
        readonly judgement: 'justified' | 'not_justified';
        readonly meaning: 'review' | 'approval' | 'responsibility';
        readonly reason: string;
      })
    | undefined;
}

type Growing = { -readonly [K in keyof EmergencyUseOnFile]: EmergencyUseOnFile[K] } & {
  looks: EmergencyLook[];
};

/** Every use of emergency access, oldest first. Pure; entries of other kinds are passed over. */
export function projectEmergencies(entries: readonly Entry[]): readonly EmergencyUseOnFile[] {
  const uses = new Map<number, Growing>();
  for (const entry of entries) {
    if (entry.kind === 'emergency.began') uses.set(entry.seq, begin(entry));
    else if (typeof entry.body.began === 'number') {
      const use = uses.get(entry.body.began);
      if (use !== undefined) grow(use, entry);
    }
  }
  return [...uses.values()];
}

function begin(entry: Entry): Growing {
  const { person, reason, scope, set, papers, endsAtMs } = EVENTS['emergency.began'].event.parse(entry.body);
  return {
    ...{ began: entry.seq, beganAtMs: entry.wallMs, note: entry.payloads[0] },
    ...{ person, reason, scope, set, papers, endsAtMs },
    ...{ ended: undefined, seen: undefined, escalatedAtMs: undefined, systemTold: undefined },
    ...{ looks: [], review: undefined },
  };
}

function grow(use: Growing, entry: Entry): void {
  GROWS[entry.kind]?.(use, entry, { atMs: entry.wallMs, by: entry.actor.id });
}

/** What an entry adds to a use; the first one of its kind counts, but for looks. */
const GROWS: Partial<Readonly<Record<EventName, (use: Growing, entry: Entry, mark: Marked) => void>>> = {
  'emergency.viewed': (use, { seq, wallMs, body, call }) => {
    const { what, dataset, version, offset, rows } = EVENTS['emergency.viewed'].event.parse(body);
    use.looks.push({ seq, wallMs, what, dataset, version, offset, rows, call });
  },
  'emergency.ended': (use, { body }, { atMs }) => {
    use.ended ??= { atMs, how: EVENTS['emergency.ended'].event.parse(body).how };
  },
  'emergency.seen': (use, _entry, mark) => {
    use.seen ??= mark;
  },
  'emergency.escalated': (use, { wallMs }) => {
    use.escalatedAtMs ??= wallMs;
  },
  'emergency.told_system': (use, { body }) => {
    const { what, taken } = EVENTS['emergency.told_system'].event.parse(body);
    if (what === 'began') use.systemTold ??= taken;
  },
  'emergency.reviewed': (use, { body }, mark) => {
    const { judgement, meaning, reason } = EVENTS['emergency.reviewed'].event.parse(body);
    use.review ??= { ...mark, judgement, meaning, reason };
  },
};

/** The latest time on record, by whichever process it was written. */
export function latestMs(entries: readonly Entry[]): number {
  return entries.reduce((latest, { wallMs }) => Math.max(latest, wallMs), 0);
}

/** Whether nobody of compliance has said for too long that they have seen it. */
export function mustEscalate(use: EmergencyUseOnFile, nowMs: number): boolean {
  const { seen, review, escalatedAtMs, beganAtMs } = use;
  const open = seen === undefined && review === undefined && escalatedAtMs === undefined;
  return open && nowMs - beganAtMs >= ESCALATED_AFTER_MS;
}

/** @throws Problem `not_found`; `wrong_usage` while it goes on or once it is reviewed; `not_allowed` for one's own */
export function requireMayReview(use: EmergencyUseOnFile | undefined, reviewer: string): EmergencyUseOnFile {
  if (use === undefined) throw new Problem('not_found', 'there is no such use of emergency access');
  if (use.person === reviewer)
    throw new Problem('not_allowed', 'nobody reviews their own emergency access', 'Somebody else does.');
  if (use.ended === undefined)
    throw new Problem('wrong_usage', 'the access has not ended yet', 'End it first; then review it.');
  if (use.review !== undefined)
    throw new Problem('wrong_usage', 'this use was reviewed already', 'A review is signed once.');
  return use;
}
