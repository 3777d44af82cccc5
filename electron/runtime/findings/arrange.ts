import type { FindingKind } from '../../../shared/domain/index.ts';
import type { FindingDraft, RunContext } from './run-context.ts';
import { wants } from './run-context.ts';

const QUALITY: readonly FindingKind[] = [
  'missing_numeric',
  'missing_category',
  'number_as_text',
  'code_as_number',
  'outliers',
  'id_like',
];
const DATES: readonly FindingKind[] = ['date_as_text', 'date_pair', 'date_of_event'];
const REST: readonly FindingKind[] = [...QUALITY, ...DATES, 'identifier_in_text', 'zip_code', 'age_over_89'];

/** What an open finding hides on its own column, because its answer may settle or change them. */
const HIDES: Partial<Record<FindingKind, readonly FindingKind[]>> = {
  leakage: ['missing_high', 'constant', ...REST],
  missing_high: ['constant', ...REST],
  constant: REST,
  date_as_text: ['date_pair', 'date_of_event', 'id_like'],
  date_pair: ['date_of_event', 'id_like'],
  date_of_event: ['id_like'],
  zip_code: QUALITY,
  identifier_in_text: ['id_like', 'missing_category'],
  code_as_number: ['missing_numeric', 'outliers', 'number_as_text', 'id_like'],
  number_as_text: ['missing_numeric', 'missing_category', 'outliers', 'id_like'],
};

/** A column that names a person is decided first, and stays out of every other question even when it was kept. */
const IDENTITY: readonly FindingKind[] = ['direct_identifier', 'patient_key'];

/**
 * Leaves out what the step does not decide, what was decided before, and what another open finding hides,
 * so that one conversation never holds two findings whose answers contradict each other. Pure.
 */
export function arrange(drafts: readonly FindingDraft[], run: RunContext): FindingDraft[] {
  const settled = new Set(run.decided.map(({ kind, column }) => key(kind, column)));
  const identity = new Set(drafts.filter(({ kind }) => IDENTITY.includes(kind)).map(({ column }) => column));
  const candidates = drafts.filter(
    ({ kind, column }) =>
      wants(run, kind) &&
      !settled.has(key(kind, column)) &&
      (IDENTITY.includes(kind) || kind === 'duplicate_rows' || !identity.has(column)),
  );
  const hidden = new Set<string>();
  for (const { kind, column, detail } of candidates) {
    for (const other of HIDES[kind] ?? []) hidden.add(key(other, column));
    // An interval needs both dates as they are.
    if (kind === 'date_pair') hidden.add(key('date_of_event', detail.slice('until '.length)));
  }
  return candidates.filter(({ kind, column }) => !hidden.has(key(kind, column)));
}

function key(kind: FindingKind, column: string): string {
  return `${kind} ${column}`;
}
