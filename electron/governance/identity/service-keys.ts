import type { PersonId, ServiceKeyId, ServiceKeyState, ServiceScope } from '../../../shared/domain/index.ts';
import { EVENTS, type Entry, type EventKind, type PayloadRef } from '../../../shared/formats/index.ts';

/** Kinds that tell of service keys; the two of signing in are counted. */
export const SERVICE_KEY_KINDS = [
  'service_key.proposed',
  'service_key.declined',
  'service_key.made',
  'service_key.rotated',
  'service_key.revoked',
  'service_key.used',
  'service_key.refused',
] as const satisfies readonly EventKind[];

/** A service key as the journal tells it. */
export interface ServiceKey {
  readonly id: ServiceKeyId;
  readonly name: string;
  readonly state: ServiceKeyState;
  readonly scope: ServiceScope;
  readonly days: number;
  /** 0 before it was made. */
  readonly generation: number;
  readonly proposedBy: PersonId;
  readonly proposedAtMs: number;
  readonly reason: string;
  /** Who made the present generation, and when. */
  readonly made?: { readonly by: PersonId; readonly atMs: number; readonly expiresAtMs: number };
  /** The keys of its annex, sealed with the content holders' own store; of the present generation. */
  readonly annex?: PayloadRef;
  readonly lastUsedAtMs?: number;
  readonly uses: number;
  readonly refusals: number;
  readonly ended?: { readonly by: PersonId; readonly atMs: number; readonly reason: string };
}

type Known = { -readonly [K in keyof ServiceKey]: ServiceKey[K] };

/**
 * The service keys that a journal tells of, oldest first. Pure. A key that is made counts only where somebody
 * else asked for it, and one that was revoked or declined never counts again, whatever is written after.
 *
 * @param entries of `SERVICE_KEY_KINDS`, in order of sequence number
 * @param nowMs for what has expired; the newest entry's time where the clock was set back behind it
 */
export function projectServiceKeys(entries: readonly Entry[], nowMs: number): readonly ServiceKey[] {
  const keys = new Map<string, Known>();
  const intents = new Map<number, Entry>();
  for (const entry of entries) {
    if (entry.phase === 'intent') intents.set(entry.seq, entry);
    if (entry.phase === 'outcome') {
      const intent = intents.get(entry.intent ?? -1);
      if (intent !== undefined && entry.body.ok === true) settle(keys, intent);
    }
    if (entry.phase === 'event') event(keys, entry);
    // A revocation counts from its intent on: whoever said so wants it gone.
    if (entry.kind === 'service_key.revoked' && entry.phase === 'intent') end(keys, entry, 'revoked');
  }
  const at = Math.max(nowMs, entries.at(-1)?.wallMs ?? 0);
  return [...keys.values()].map((key) =>
    key.state === 'good' && key.made !== undefined && key.made.expiresAtMs <= at
      ? { ...key, state: 'expired' as const }
      : key,
  );
}

function event(keys: Map<string, Known>, entry: Entry): void {
  if (entry.kind === 'service_key.proposed') propose(keys, entry);
  if (entry.kind === 'service_key.declined') end(keys, entry, 'declined');
  const known = keys.get(textOf(entry, 'key'));
  if (known === undefined) return;
  if (entry.kind === 'service_key.used') {
    known.uses += 1;
    known.lastUsedAtMs = entry.wallMs;
  }
  if (entry.kind === 'service_key.refused') known.refusals += 1;
}

function propose(keys: Map<string, Known>, entry: Entry): void {
  const body = EVENTS['service_key.proposed'].event.safeParse(entry.body);
  if (!body.success || entry.actor.id === 'application' || keys.has(body.data.key)) return;
  const { key: id, scope, days, name, reason } = body.data;
  keys.set(id, {
    ...{ id, name, scope, days, reason, state: 'proposed' },
    ...{ generation: 0, uses: 0, refusals: 0 },
    ...{ proposedBy: entry.actor.id, proposedAtMs: entry.wallMs },
  });
}

function settle(keys: Map<string, Known>, intent: Entry): void {
  const { actor, wallMs, kind } = intent;
  if (kind !== 'service_key.made' && kind !== 'service_key.rotated') return;
  const body = EVENTS[kind].intent.safeParse(intent.body);
  const known = body.success ? keys.get(body.data.key) : undefined;
  if (!body.success || known === undefined || actor.id === 'application') return;
  const first = kind === 'service_key.made';
  const due = first ? known.state === 'proposed' && actor.id !== known.proposedBy : known.state === 'good';
  if (!due || body.data.generation !== known.generation + 1) return;
  known.state = 'good';
  known.generation = body.data.generation;
  known.made = { by: actor.id, atMs: wallMs, expiresAtMs: body.data.expiresAtMs };
  const [annex] = intent.payloads;
  if (annex !== undefined) known.annex = annex;
}

function end(keys: Map<string, Known>, entry: Entry, state: 'revoked' | 'declined'): void {
  const known = keys.get(textOf(entry, 'key'));
  if (known === undefined || entry.actor.id === 'application' || known.ended !== undefined) return;
  known.state = state;
  known.ended = { by: entry.actor.id, atMs: entry.wallMs, reason: textOf(entry, 'reason') };
}

function textOf({ body }: Entry, field: string): string {
  const value = body[field];
  return typeof value === 'string' ? value : '';
}
