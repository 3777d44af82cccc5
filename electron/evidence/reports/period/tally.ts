import { EVENTS, type Entry, type EventName } from '../../../../shared/formats/journal/index.ts';
import type { DayTally, KeptEntry, PeriodFacts, PersonTally, Touch } from './facts.ts';

const DAY_MS = 86_400_000;
/** Entries that are named as showing something. */
const SHOWN = 8;
/** Combinations of person, agent, act and thing that are told apart. */
const MOST_TOUCHES = 20_000;
const MOST_RANGES = 20;

/** Kinds that come by the thousand in a run: counted, never kept one by one. */
const COUNTED_ALONE: ReadonlySet<EventName> = new Set<EventName>([
  'tool.decided',
  'tool.call',
  'model.call',
  'findings.looked',
  'step.started',
  'step.ended',
  'memory.read',
  'memory.write',
  'journal.viewed',
  'dataset.viewed',
  'emergency.viewed',
  'approval.viewed',
  'auth.signed_in',
  'auth.locked',
  'workspace.opened',
  'workspace.closed',
]);

/** Kinds that say what stands in a period although they were written before it or after it. */
const STANDING: ReadonlySet<EventName> = new Set<EventName>([
  'workspace.created',
  'person.changed',
  'person.removed',
  'service_key.proposed',
  'service_key.declined',
  'service_key.made',
  'service_key.rotated',
  'service_key.revoked',
  'service_key.used',
  'run.started',
  'run.ended',
  'emergency.began',
  'emergency.ended',
  'emergency.reviewed',
  'attestation.sign',
  'dataset.source_fate',
  'dataset.import',
  'approval.answered',
  'approval.voided',
  'denials.reviewed',
  'denials.review_signed',
  'policy.activated',
  'epoch.began',
  'key.created',
  'key.rotated',
  'integrity.drilled',
  // What was measured before a period is what attestations within it stand on.
  'redaction.measured',
  'redaction.review_signed',
]);

type Growing<T> = { -readonly [K in keyof T]: T[K] };
type GrowingPerson = Growing<Omit<PersonTally, 'days'>> & { readonly days: Set<number> };

/**
 * One pass over a journal, entry by entry, oldest first: linear in time, and in memory bounded by what is
 * rare. Pure: the same entries give the same facts.
 */
export class PeriodTally {
  readonly #fromMs: number;
  readonly #toMs: number;
  readonly #shown = new Map<string, { count: number; seqs: number[] }>();
  readonly #days = new Map<number, Growing<DayTally>>();
  readonly #people = new Map<string, GrowingPerson>();
  readonly #touches = new Map<string, Growing<Touch>>();
  readonly #kept: KeptEntry[] = [];
  readonly #open = new Set<number>();
  readonly #runs = new Map<string, { dataset: string; purpose: string; model: string }>();
  /** What who is there now said that they look for. */
  readonly #stated = new Map<string, string>();
  readonly #ranges: { from: number; to: number }[] = [];
  #unreadable = 0;
  #entries = 0;
  #intents = 0;
  #phi = 0;
  #unknown = 0;
  #touchesLeftOut = 0;
  #firstSeq: number | undefined;
  #lastSeq: number | undefined;

  /** @param toMs the first moment behind the period */
  constructor(fromMs: number, toMs: number) {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
  }

  take(entry: Entry): void {
    const { kind, phase, seq } = entry;
    const within = entry.wallMs >= this.#fromMs && entry.wallMs < this.#toMs;
    if (kind === 'run.started') this.#learnRun(entry);
    this.#learnPurpose(entry);
    if (phase === 'outcome' && entry.intent !== undefined) this.#open.delete(entry.intent);
    if (within) {
      this.#count(entry);
      this.#touch(entry);
      if (phase === 'intent') {
        this.#intents += 1;
        this.#open.add(seq);
      }
    }
    if (COUNTED_ALONE.has(kind) || (!within && !STANDING.has(kind))) return;
    const schema = (EVENTS[kind] as Record<string, { safeParse(body: unknown): { success: boolean } }>)[
      phase
    ];
    if (schema?.safeParse(entry.body).success === true) this.#kept.push(keptOf(entry));
    else this.#unknown += 1;
  }

  /** Told of positions that hold no readable entry. */
  miss(from: number, to: number): void {
    if (to < from) return;
    this.#unreadable += to - from + 1;
    const last = this.#ranges.at(-1);
    if (last?.to === from - 1) last.to = to;
    else if (this.#ranges.length < MOST_RANGES) this.#ranges.push({ from, to });
  }

  finish(throughSeq: number): PeriodFacts {
    return {
      fromMs: this.#fromMs,
      toMs: this.#toMs,
      throughSeq,
      firstSeq: this.#firstSeq,
      lastSeq: this.#lastSeq,
      entries: this.#entries,
      intents: this.#intents,
      unanswered: [...this.#open].slice(0, SHOWN),
      unansweredCount: this.#open.size,
      phiEntries: this.#phi,
      unknownBodies: this.#unknown,
      unreadable: { entries: this.#unreadable, ranges: this.#ranges },
      shown: this.#shown,
      days: [...this.#days.values()].sort((a, b) => a.dayMs - b.dayMs),
      people: [...this.#people.values()].map((person) => ({ ...person, days: person.days.size })),
      touches: [...this.#touches.values()],
      touchesLeftOut: this.#touchesLeftOut,
      kept: this.#kept,
    };
  }

  #learnRun({ run, body }: Entry): void {
    if (run === undefined) return;
    this.#runs.set(run, {
      dataset: textOf(body.dataset),
      purpose: textOf(body.purpose),
      model: textOf(body.modelSha256),
    });
  }

  /** A purpose is one person's, from where they state it until they leave or come anew. */
  #learnPurpose({ kind, actor, body }: Entry): void {
    if (kind === 'content.purpose_stated') this.#stated.set(actor.id, textOf(body.purpose));
    else if (kind === 'auth.locked' || kind === 'auth.signed_in') this.#stated.delete(actor.id);
  }

  #count({ kind, phase, seq, wallMs, phiAccessed, actor }: Entry): void {
    this.#entries += 1;
    this.#firstSeq ??= seq;
    this.#lastSeq = seq;
    if (phiAccessed) this.#phi += 1;
    const key = `${kind} ${phase}`;
    const shown = this.#shown.get(key);
    if (shown === undefined) this.#shown.set(key, { count: 1, seqs: [seq] });
    else {
      shown.count += 1;
      if (shown.seqs.length < SHOWN) shown.seqs.push(seq);
    }
    const dayMs = Math.floor(wallMs / DAY_MS) * DAY_MS;
    let day = this.#days.get(dayMs);
    if (day === undefined) this.#days.set(dayMs, (day = { dayMs, entries: 0, phiEntries: 0, denials: 0 }));
    day.entries += 1;
    if (phiAccessed) day.phiEntries += 1;
    if (kind === 'tool.denied' || kind === 'access.refused') day.denials += 1;
    let person = this.#people.get(actor.id);
    if (person === undefined) {
      person = {
        ...{ id: actor.id, entries: 0, signIns: 0, phiEntries: 0, views: 0, refused: 0 },
        ...{ firstMs: wallMs, lastMs: wallMs, days: new Set<number>() },
      };
      this.#people.set(actor.id, person);
    }
    person.entries += 1;
    person.firstMs = Math.min(person.firstMs, wallMs);
    person.lastMs = Math.max(person.lastMs, wallMs);
    person.days.add(dayMs);
    if (phiAccessed) person.phiEntries += 1;
    if (kind === 'auth.signed_in') person.signIns += 1;
    if (kind === 'journal.viewed') person.views += 1;
    if (kind === 'access.refused') person.refused += 1;
  }

  #touch(entry: Entry): void {
    const touched = touchedBy(entry);
    if (touched === undefined) return;
    const { actor, agent, seq, wallMs } = entry;
    const run = entry.run === undefined ? undefined : this.#runs.get(entry.run);
    const object = touched.object ?? (touched.what === 'dataset' ? run?.dataset : run?.model) ?? '';
    if (object === '') return;
    const purpose = run?.purpose ?? this.#stated.get(actor.id);
    const key = `${actor.id} ${agent ?? ''} ${touched.act} ${object} ${purpose ?? ''}`;
    const known = this.#touches.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.lastSeq = seq;
      known.lastMs = wallMs;
    } else if (this.#touches.size < MOST_TOUCHES) {
      this.#touches.set(key, {
        ...{ person: actor.id, agent, act: touched.act, what: touched.what, object, purpose, count: 1 },
        ...{ firstSeq: seq, firstMs: wallMs, lastSeq: seq, lastMs: wallMs },
      });
    } else this.#touchesLeftOut += 1;
  }
}

interface Touched {
  readonly act: string;
  readonly what: Touch['what'];
  /** Undefined where the run says which. */
  readonly object?: string | undefined;
}

/** Which thing an entry touches; an act counts once, by its intent. */
function touchedBy({ kind, phase, body }: Entry): Touched | undefined {
  // Which file was pinned is known only when it was taken in.
  if (phase === 'outcome') return kind === 'model.pin' ? model('pinned')(body) : undefined;
  return TOUCHING[kind]?.(body);
}

type Touching = (body: Entry['body']) => Touched;
const dataset =
  (act: string): Touching =>
  (body) => ({ act, what: 'dataset', object: textOf(body.dataset) });
const model =
  (act: string): Touching =>
  (body) => ({ act, what: 'model', object: textOf(body.sha256) });

/** Kinds that touch a dataset or a model. */
const TOUCHING: Readonly<Partial<Record<EventName, Touching>>> = {
  'dataset.import': dataset('imported'),
  'dataset.viewed': (body) => dataset(`viewed_${textOf(body.what)}`)(body),
  'emergency.viewed': dataset('viewed_in_an_emergency'),
  'dataset.export': dataset('asked_to_export'),
  'dataset.source_fate': dataset('recorded_source_file'),
  'redaction.measured': dataset('examined_redaction'),
  'redaction.review_started': dataset('examined_redaction'),
  'tool.call': () => ({ act: 'used_tools', what: 'dataset' }),
  'model.load': model('loaded'),
  'model.call': () => ({ act: 'asked', what: 'model' }),
};

function keptOf({
  seq,
  wallMs,
  kind,
  phase,
  intent,
  actor,
  agent,
  run,
  call,
  phiAccessed,
  body,
}: Entry): KeptEntry {
  return {
    ...{ seq, wallMs, kind, phase, actor, phiAccessed, body },
    ...(intent === undefined ? {} : { intent }),
    ...(agent === undefined ? {} : { agent }),
    ...(run === undefined ? {} : { run }),
    ...(call === undefined ? {} : { call }),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
