import {
  CEREMONIES,
  CONTENT_ROLES,
  type Ceremony,
  type CeremonyName,
  type PersonId,
  type Role,
} from '../../../shared/domain/index.ts';
import type { Actor, Entry } from '../../../shared/formats/index.ts';

/** Kinds of entries that tell how far a ceremony has come. */
export const CEREMONY_KINDS = [
  'workspace.created',
  'auth.signed_in',
  'person.proposed',
  'person.changed',
  'person.declined',
  'person.removed',
  'recovery.made',
  'recovery.drilled',
  'backup.write',
  'key.rotated',
  'device.asked',
  'device.dismissed',
  'device.admitted',
  'emergency.began',
  'emergency.ended',
  'emergency.reviewed',
] as const;

const YEAR_MS = 365 * 24 * 3_600_000;

/** What of a step is on record. */
export interface StepDone {
  readonly seq: number;
  readonly atMs: number;
  readonly by: Actor['id'];
}

/** One time that a ceremony is, or was, under way. */
export interface CeremonyUnderWay {
  readonly ceremony: CeremonyName;
  /** The person that it is about, where it is about one. */
  readonly subject: PersonId | undefined;
  readonly role: Role | undefined;
  /** Beside the steps of the ceremony, in their order; undefined for one that is still to do. */
  readonly steps: readonly (StepDone | undefined)[];
}

/** Where the first step is that is still to do; the number of steps where none is. */
export function nextStep({ steps }: Pick<CeremonyUnderWay, 'steps'>): number {
  const at = steps.indexOf(undefined);
  return at === -1 ? steps.length : at;
}

/**
 * How far every ceremony has come, newest last. Pure: all that it knows is on record, so that it can be left
 * and taken up by anybody, at any workstation, at any time.
 *
 * @param entries of `CEREMONY_KINDS`, in order of sequence number
 */
export function ceremoniesUnderWay(
  entries: readonly Entry[],
  facts: { readonly people: readonly { readonly role: Role }[]; readonly nowMs: number },
): readonly CeremonyUnderWay[] {
  const log = new Log(entries);
  return [
    ...(log.events('workspace.created').length > 0 ? [setUp(log), twoPeople(log, facts)] : []),
    ...log.done('person.proposed').flatMap((proposed) => ofPerson(log, proposed)),
    ...log.done('person.removed').map((removed) => leaving(log, removed)),
    ...osUsers(log),
    ...emergencies(log),
  ].filter((each) => each.steps.some((step) => step !== undefined));
}

interface Said {
  readonly seq: number;
  /** What other entries call it by: of an act its intent. */
  readonly ref: number;
  readonly wallMs: number;
  readonly actor: Actor;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Entries by kind; an act counts where its outcome says that it was done, and says what its intent said. */
class Log {
  readonly #entries: readonly Entry[];

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  events(kind: string): readonly Said[] {
    return this.#entries
      .filter((entry) => entry.kind === kind && entry.phase === 'event')
      .map(({ seq, wallMs, actor, body }) => ({ seq, ref: seq, wallMs, actor, body }));
  }

  done(kind: string): readonly Said[] {
    const outcomes = new Map(
      this.#entries
        .filter((entry) => entry.kind === kind && entry.phase === 'outcome' && entry.body.ok === true)
        .map((entry) => [entry.intent, entry]),
    );
    return this.#entries.flatMap((entry) => {
      const outcome = entry.kind === kind && entry.phase === 'intent' ? outcomes.get(entry.seq) : undefined;
      return outcome === undefined
        ? []
        : [
            {
              seq: outcome.seq,
              ref: entry.seq,
              wallMs: outcome.wallMs,
              actor: entry.actor,
              body: entry.body,
            },
          ];
    });
  }
}

const stepOf = (said: Said | undefined): StepDone | undefined =>
  said && { seq: said.seq, atMs: said.wallMs, by: said.actor.id };

function inOrder(
  ceremony: CeremonyName,
  found: Readonly<Record<string, StepDone | undefined>>,
  about: { readonly subject?: PersonId | undefined; readonly role?: Role | undefined } = {},
): CeremonyUnderWay {
  const { steps }: Ceremony = CEREMONIES[ceremony];
  return { ceremony, subject: about.subject, role: about.role, steps: steps.map(({ id }) => found[id]) };
}

function setUp(log: Log): CeremonyUnderWay {
  const signedIn = (role: Role): StepDone | undefined =>
    stepOf(log.events('auth.signed_in').find(({ actor }) => actor.role === role));
  return inOrder('set_up', {
    made: stepOf(log.events('workspace.created')[0]),
    operator_in: signedIn('operator'),
    compliance_in: signedIn('compliance'),
    admin_in: signedIn('admin'),
    sheets: stepOf(log.done('recovery.made')[0]),
    tried: stepOf(goodDrills(log)[0]),
    backup: stepOf(log.done('backup.write')[0]),
  });
}

function twoPeople(
  log: Log,
  { people, nowMs }: { readonly people: readonly { readonly role: Role }[]; readonly nowMs: number },
): CeremonyUnderWay {
  const holders = people.filter(({ role }) => CONTENT_ROLES.includes(role)).length;
  const settled = holders >= 2 && people.some(({ role }) => role === 'admin');
  const since = [...log.events('workspace.created'), ...log.done('person.changed')].at(-1);
  const sheets = log.done('recovery.made').at(-1);
  const tried = goodDrills(log).findLast(
    ({ seq, wallMs }) => sheets !== undefined && seq > sheets.seq && nowMs - wallMs < YEAR_MS,
  );
  return inOrder('two_people', {
    two_holders: settled ? stepOf(since) : undefined,
    sheets: stepOf(sheets),
    tried: stepOf(tried),
  });
}

const OF_CHANGE: Readonly<Record<string, CeremonyName>> = {
  new: 'join',
  password: 'password',
  return: 'return',
  deputy: 'deputy',
};

function ofPerson(log: Log, proposed: Said): CeremonyUnderWay[] {
  const { person, change, role } = proposed.body;
  const ceremony = OF_CHANGE[String(change)];
  if (ceremony === undefined) return [];
  const about = (said: Said): boolean => said.body.person === person && said.seq > proposed.seq;
  const agreed = log.done('person.changed').find(about);
  // Taken back, or another proposal for the same person took its place: there is nothing left to do.
  const over = [...log.done('person.declined'), ...log.done('person.proposed')].find(about);
  if (over !== undefined && (agreed === undefined || over.seq < agreed.seq)) return [];
  const signedIn = log
    .events('auth.signed_in')
    .find(
      ({ seq, actor, body }) =>
        agreed !== undefined &&
        seq > agreed.seq &&
        actor.id === person &&
        (body.deputyUntilMs !== undefined) === (change === 'deputy'),
    );
  const steps = { proposed: stepOf(proposed), agreed: stepOf(agreed), signed_in: stepOf(signedIn) };
  return [inOrder(ceremony, steps, { subject: person as PersonId, role: role as Role })];
}

function leaving(log: Log, removed: Said): CeremonyUnderWay {
  const role = removed.body.role as Role;
  const rotated = log.done('key.rotated').find(({ seq }) => seq > removed.seq);
  return inOrder(
    'leave',
    {
      removed: stepOf(removed),
      // Nobody who held none leaves with any.
      rotated: CONTENT_ROLES.includes(role) ? stepOf(rotated) : stepOf(removed),
    },
    { subject: removed.body.person as PersonId, role },
  );
}

function osUsers(log: Log): CeremonyUnderWay[] {
  return log.events('device.asked').flatMap((asked) => {
    const same = (said: Said): boolean => said.body.account === asked.body.account && said.seq > asked.seq;
    const admitted = log.done('device.admitted').find(same);
    const over = [...log.events('device.dismissed'), ...log.events('device.asked')].find(same);
    if (over !== undefined && (admitted === undefined || over.seq < admitted.seq)) return [];
    return [inOrder('os_user', { asked: stepOf(asked), admitted: stepOf(admitted) })];
  });
}

function emergencies(log: Log): CeremonyUnderWay[] {
  const all = (kind: string): readonly Said[] => [...log.events(kind), ...log.done(kind)];
  return all('emergency.began').map((began) => {
    const after = (kind: string): Said | undefined => all(kind).find(({ body }) => body.began === began.ref);
    const steps = {
      emergency: stepOf(began),
      ended: stepOf(after('emergency.ended')),
      reviewed: stepOf(after('emergency.reviewed')),
    };
    return inOrder('night', steps, { subject: began.body.person as PersonId | undefined });
  });
}

function goodDrills(log: Log): readonly Said[] {
  return log
    .events('recovery.drilled')
    .filter(({ body }) => Array.isArray(body.good) && body.good.length > 0);
}
