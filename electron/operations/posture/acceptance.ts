import { EVENTS, type Actor, type Entry } from '../../../shared/formats/index.ts';

/** Kinds of entries that tell who answers for the network, and how strict the workspace is. */
export const POSTURE_STATE_KINDS = ['posture.network_accepted', 'posture.strict_set'] as const;

/** Who may answer for a network. */
export const ACCEPTING_ROLES: readonly string[] = ['compliance', 'admin'];

export interface Acceptance {
  readonly interfaces: readonly string[];
  readonly expiresAtMs: number;
  /** Who answers. */
  readonly personId: Actor['id'];
  readonly seq: number;
}

export interface PostureRules {
  readonly acceptance: Acceptance | undefined;
  readonly strict: boolean;
}

/**
 * What people have said about the network, from the journal. Pure. The last word counts, and only of a role
 * that may say it, so that nothing written past that rule takes effect.
 *
 * @param entries in order of sequence number; others are passed over
 */
export function postureRules(entries: Iterable<Entry>): PostureRules {
  let acceptance: Acceptance | undefined;
  let strict = false;
  for (const { kind, body, actor, seq } of entries) {
    if (kind === 'posture.network_accepted' && ACCEPTING_ROLES.includes(actor.role)) {
      const said = EVENTS[kind].event.safeParse(body);
      if (said.success) acceptance = { ...said.data, personId: actor.id, seq };
    } else if (kind === 'posture.strict_set' && actor.role === 'admin') {
      const said = EVENTS[kind].event.safeParse(body);
      if (said.success) ({ strict } = said.data);
    }
  }
  return { acceptance, strict };
}

/** Interfaces that somebody answers for at this moment. */
export function acceptedNow({ acceptance }: PostureRules, nowMs: number): readonly string[] {
  return acceptance !== undefined && nowMs < acceptance.expiresAtMs ? acceptance.interfaces : [];
}
