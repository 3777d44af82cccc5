import type { z } from 'zod';
import type { ActKind, EVENTS, EntryPhase, EventName } from '../../../../shared/formats/journal/index.ts';
import type {
  GradedStatement,
  ListCell,
  ListColumn,
  ReportList,
} from '../../../../shared/formats/period-report.ts';
import type { Grade } from '../../../../shared/formats/report.ts';
import { personName, safeWord, textGuard, type TextGuard } from '../text.ts';
import { shownKey, type KeptEntry, type PeriodFacts, type Shown } from './facts.ts';
import type { PeriodReportInput } from './input.ts';

type BodyOf<K extends EventName, P extends EntryPhase> =
  (typeof EVENTS)[K] extends Record<P, infer S extends z.ZodType> ? z.output<S> : never;

/** A kept entry with its body as the catalogue has it. */
export interface PeriodFact<K extends EventName, P extends EntryPhase> {
  readonly entry: KeptEntry;
  readonly body: BodyOf<K, P>;
}

/** The outcome of an act that was done. */
export interface DoneFact<K extends ActKind> {
  readonly entry: KeptEntry;
  readonly body: Extract<BodyOf<K, 'outcome'>, { readonly ok: true }>;
}

/** The facts of a period with all that those who write about it need. */
export interface PeriodView {
  readonly input: PeriodReportInput;
  readonly facts: PeriodFacts;
  readonly guard: TextGuard;
  nameOf(id: string): string;
  /** The name of a dataset's table, where its import is known. */
  tableOf(dataset: string): string;
  /** Kept entries of the period; those of kinds that are counted alone are not kept. */
  within<K extends EventName, P extends EntryPhase>(kind: K, phase: P): readonly PeriodFact<K, P>[];
  /** Kept entries of any time. */
  ever<K extends EventName, P extends EntryPhase>(kind: K, phase: P): readonly PeriodFact<K, P>[];
  /** Acts of the period that were done: their outcomes. */
  doneWithin<K extends ActKind>(kind: K): readonly DoneFact<K>[];
  doneEver<K extends ActKind>(kind: K): readonly DoneFact<K>[];
  /** How often a kind stands in the period. */
  shown(kind: EventName, phase: EntryPhase): Shown;
  outcomeOf(intent: number): KeptEntry | undefined;
}

const NOTHING: Shown = { count: 0, seqs: [] };

export function viewPeriod(input: PeriodReportInput): PeriodView {
  const { facts } = input;
  const byKey = new Map<string, KeptEntry[]>();
  const outcomes = new Map<number, KeptEntry>();
  for (const entry of facts.kept) {
    const key = shownKey(entry.kind, entry.phase);
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [entry]);
    else list.push(entry);
    if (entry.intent !== undefined) outcomes.set(entry.intent, entry);
  }
  const ever = <K extends EventName, P extends EntryPhase>(kind: K, phase: P): PeriodFact<K, P>[] =>
    // The tally kept only bodies that their schema takes.
    (byKey.get(shownKey(kind, phase)) ?? []).map((entry) => ({ entry, body: entry.body as BodyOf<K, P> }));
  const doneEver = <K extends ActKind>(kind: K): DoneFact<K>[] =>
    ever(kind, 'outcome').flatMap(({ entry, body }) =>
      (body as { readonly ok: boolean }).ok ? [{ entry, body: body as DoneFact<K>['body'] }] : [],
    );
  const inside = ({ entry }: { readonly entry: KeptEntry }): boolean =>
    entry.wallMs >= facts.fromMs && entry.wallMs < facts.toMs;
  const names = new Map<string, string>(input.people.map(({ id, name }) => [id, personName(name)]));
  // A service key is called by the name that whoever asked for it gave it, redacted when it was recorded.
  for (const { body } of ever('service_key.proposed', 'event'))
    names.set(body.key, `service key ${personName(body.name)}`);
  const tables = new Map<string, string>();
  for (const { body } of ever('dataset.import', 'outcome')) if (body.ok) tables.set(body.dataset, body.table);
  return {
    input,
    facts,
    guard: textGuard(input.redact, facts.throughSeq + 2),
    nameOf: (id) =>
      id === 'application' ? 'the application' : (names.get(id) ?? 'a person no longer known'),
    tableOf: (dataset) => tables.get(dataset) ?? 'table no longer known',
    ever,
    within: (kind, phase) => ever(kind, phase).filter(inside),
    doneEver,
    doneWithin: (kind) => doneEver(kind).filter(inside),
    shown: (kind, phase) => facts.shown.get(shownKey(kind, phase)) ?? NOTHING,
    outcomeOf: (intent) => outcomes.get(intent),
  };
}

/** Rows of one list that are printed; a shorter period shows the others. */
const MOST_ROWS = 3000;
const CITED = 8;

/** A column of a list: `column('who', 'Person', 'person', 14)`. */
export function column(id: string, title: string, cells: ListColumn['cells'], width: number): ListColumn {
  return { id, title, cells, width };
}

/** A list cut to what is printed; `total` says how many there are. */
export function list(
  about: Omit<ReportList, 'total' | 'rows'>,
  rows: readonly (readonly ListCell[])[],
  total = rows.length,
): ReportList {
  return {
    ...about,
    total,
    rows: rows.slice(0, MOST_ROWS).map((row) => row.map((cell) => (isMany(cell) ? [...cell] : cell))),
  };
}

function isMany(cell: ListCell): cell is readonly number[] {
  return typeof cell === 'object' && cell !== null;
}

/** A statement with its grade and the entries that show it. */
export function graded(text: string, grade: Grade, shown: Shown | readonly number[] = []): GradedStatement {
  const each = 'seqs' in shown ? shown.seqs : [...new Set(shown)];
  const count = 'seqs' in shown ? shown.count : each.length;
  const entries = each.slice(0, CITED);
  return { text, grade, entries: [...entries], more: Math.max(0, count - entries.length) };
}

/** Positions of facts. */
export function seqsOf(facts: readonly { readonly entry: KeptEntry }[]): number[] {
  return facts.map(({ entry }) => entry.seq);
}

/** Several counts as one. */
export function together(...parts: readonly Shown[]): Shown {
  return {
    count: parts.reduce((total, { count }) => total + count, 0),
    seqs: parts
      .flatMap(({ seqs }) => seqs)
      .sort((a, b) => a - b)
      .slice(0, CITED),
  };
}

/** An agent's name, or that a person acted by hand. */
export function agentName(agent: string | undefined): string {
  return agent === undefined ? 'by hand' : safeWord(agent);
}
