import { EVENT_WORDS } from '../../ui/event-words.ts';
import { BEHAVIOURS as BEHAVIOUR_WORDS } from '../../ui/words.ts';
import type { EntryFilterArgs } from '../../../shared/ipc/index.ts';
import { JOURNAL_CONDITIONS, type JournalCondition, type Route } from '../../app/routes.ts';

type Conditions = Readonly<Partial<Record<JournalCondition, string | undefined>>>;

const PHASES = ['intent', 'outcome', 'event'] as const;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Kinds of the catalogue, in its order. */
export const KINDS = Object.keys(EVENT_WORDS) as readonly (keyof typeof EVENT_WORDS)[];
const BEHAVIOURS = Object.keys(BEHAVIOUR_WORDS) as readonly (keyof typeof BEHAVIOUR_WORDS)[];

/** The filter that an address stands for; what means nothing in it is left out. */
export function filterOf(conditions: Conditions): EntryFilterArgs {
  const { run, call, act, from, to, q } = conditions;
  const filter: Record<string, unknown> = {
    kinds: known(conditions.kind, KINDS),
    phases: known(conditions.phase, PHASES),
    people: list(conditions.person, (id) => id === 'application' || UUID.test(id)),
    agents: list(conditions.agent, (name) => name.length <= 64),
    decisions: known(conditions.decision, BEHAVIOURS),
    phiAccessed: flag(conditions.phi),
    failed: flag(conditions.failed),
    run: run !== undefined && UUID.test(run) ? run : undefined,
    call: call !== undefined && UUID.test(call) ? call : undefined,
    correlation: act !== undefined && act.length <= 64 ? act : undefined,
    fromMs: moment(from),
    toMs: moment(to),
    text: q?.trim().slice(0, 200),
  };
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** The parts of an address that stand for a filter; `filterOf` the other way round. */
export function conditionsOf(filter: EntryFilterArgs): Conditions {
  const { kinds, phases, people, agents, decisions, phiAccessed, failed, fromMs, toMs } = filter;
  return {
    kind: joined(kinds),
    phase: joined(phases),
    person: joined(people),
    agent: joined(agents),
    decision: joined(decisions),
    phi: word(phiAccessed),
    failed: word(failed),
    run: filter.run,
    call: filter.call,
    act: filter.correlation,
    from: fromMs === undefined ? undefined : new Date(fromMs).toISOString(),
    to: toMs === undefined ? undefined : new Date(toMs).toISOString(),
    q: filter.text,
  };
}

/** The journal under a filter, with an entry open or none. */
export function journalRoute(filter: EntryFilterArgs, seq?: number): Route {
  return { screen: 'journal', seq, ...conditionsOf(filter) };
}

/** The conditions of a route alone. */
export function conditionsIn(route: Conditions): Conditions {
  return Object.fromEntries(JOURNAL_CONDITIONS.map((name) => [name, route[name]]));
}

function known<T extends string>(text: string | undefined, names: readonly T[]): T[] | undefined {
  const found = names.filter((name) => text?.split(',').includes(name));
  return found.length === 0 ? undefined : found;
}

function list(text: string | undefined, fits: (name: string) => boolean): string[] | undefined {
  const found = (text ?? '').split(',').filter((name) => name !== '' && fits(name));
  return found.length === 0 ? undefined : found.slice(0, 100);
}

function flag(text: string | undefined): boolean | undefined {
  return text === 'yes' ? true : text === 'no' ? false : undefined;
}

function word(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? 'yes' : 'no';
}

function moment(text: string | undefined): number | undefined {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function joined(values: readonly string[] | undefined): string | undefined {
  return values === undefined || values.length === 0 ? undefined : values.join(',');
}
