import type { ColumnInfo, FindingKind } from '../../../shared/domain/index.ts';
import { flagName } from '../tools/index.ts';
import {
  directClass,
  filled,
  isCategory,
  isDateColumn,
  isQuantity,
  isZipColumn,
  namesCode,
  namesCodeSystem,
  namesKey,
  percent,
} from './column-facts.ts';
import type { RunContext } from './run-context.ts';
import type { TableFacts } from './table-facts.ts';

/** Kind and detail of a finding about one column. */
export type Observation = readonly [kind: FindingKind, detail: string];

/** Distributions with more rows than this outside the range have long tails, not outliers. */
const OUTLIER_SHARE = 0.1;
/** Fewer rows than this say nothing about uniqueness. */
const ID_ROWS = 20;
/** Share of cells that have to read as another type before a cast makes sense. */
const PARSED_SHARE = 0.9;

/** All that one column's figures say, before one finding hides another. Pure. */
export function observeColumn(
  column: ColumnInfo,
  all: readonly ColumnInfo[],
  facts: TableFacts,
  run: RunContext,
): Observation[] {
  if (column.profile.rows === 0) return [];
  if (column.labels.includes('surrogate')) return [];
  return [
    ...observeIdentity(column, all, facts),
    ...observeShape(column, facts, run),
    ...observeValues(column, all, facts, run),
  ];
}

function observeIdentity(column: ColumnInfo, all: readonly ColumnInfo[], facts: TableFacts): Observation[] {
  const identifier = directClass(column);
  if (identifier !== undefined) {
    const kind = patientKey(all) === column.name ? 'patient_key' : 'direct_identifier';
    return [[kind, `class ${identifier}${kind === 'patient_key' ? ' repeats' : ''}`]];
  }
  const found: Observation[] = [];
  const { profile, labels } = column;
  const unread = column.type === 'text' && !labels.includes('redacted_text');
  if (unread && (labels.includes('free_text') || profile.identifierHits > 0))
    found.push(['identifier_in_text', `hits ${profile.identifierHits}`]);
  if (isZipColumn(column)) found.push(['zip_code', `digits ${profile.length.max > 5 ? 9 : 5}`]);
  const old = facts.oldAges.get(column.name) ?? 0;
  if (old > 0) found.push(['age_over_89', `rows ${old}`]);
  const pair = facts.datePairs.find(([from]) => from === column.name);
  if (pair !== undefined) found.push(['date_pair', `until ${pair[1]}`]);
  if (isDateColumn(column)) found.push(['date_of_event', `format ${profile.dateFormat ?? 'YYYY-MM-DD'}`]);
  return found;
}

/** How the column is filled and typed. */
function observeShape(column: ColumnInfo, facts: TableFacts, run: RunContext): Observation[] {
  const { profile } = column;
  const found: Observation[] = [];
  const target = column.name === run.target;
  const missing = profile.missing / profile.rows;
  if (missing > 0.5 && !target) found.push(['missing_high', `missing ${Math.max(51, percent(missing))}%`]);
  if (profile.distinct === 1 && profile.missing === 0 && profile.rows > 1 && !target)
    found.push(['constant', 'distinct 1']);
  if (filled(column) === 0) return found;
  if (column.type === 'text' && isDateColumn(column) && profile.parses.date >= PARSED_SHARE)
    found.push(['date_as_text', `parsed ${percent(profile.parses.date)}%`]);
  else if (readsAsNumber(column) && !facts.pooledAges.has(column.name))
    found.push(['number_as_text', `parsed ${percent(profile.parses.double)}%`]);
  const coded = profile.leadingZeros >= 0.01 || (namesCodeSystem(column) && profile.parses.integer > 0);
  if ((column.type === 'integer' || column.type === 'double') && coded)
    found.push(['code_as_number', `leading zeros ${percent(profile.leadingZeros)}%`]);
  if (!target && isUnique(column, facts) && looksLikeKey(column)) found.push(['id_like', 'distinct 100%']);
  return found;
}

/** What the values themselves say. */
function observeValues(
  column: ColumnInfo,
  all: readonly ColumnInfo[],
  facts: TableFacts,
  run: RunContext,
): Observation[] {
  if (column.name === run.target) return [];
  const { profile } = column;
  const found: Observation[] = [];
  const auc = facts.leakage.get(column.name);
  if (auc !== undefined) found.push(['leakage', `auc ${auc.toFixed(2)}`]);
  const quantity = isQuantity(column) || (facts.pooledAges.has(column.name) && profile.numeric !== undefined);
  const missing = profile.missing / profile.rows;
  if (missing > 0 && missing <= 0.5) {
    const detail = `missing ${Math.min(50, percent(missing))}%`;
    if (quantity) found.push(['missing_numeric', detail]);
    else if (isCategory(column)) found.push(['missing_category', detail]);
  }
  const numeric = profile.numeric;
  if (quantity && numeric !== undefined && numeric.q1 < numeric.q3) {
    const flagged = all.some((each) => each.name === flagName(column.name));
    const few = numeric.outliers <= OUTLIER_SHARE * filled(column);
    if (numeric.outliers > 0 && few && !flagged) found.push(['outliers', `rows ${numeric.outliers}`]);
  }
  return found;
}

/** The one column that links a patient's rows: MRN goes before the others, and a surrogate before all. */
function patientKey(all: readonly ColumnInfo[]): string | undefined {
  if (all.some((column) => column.labels.includes('surrogate'))) return undefined;
  const keys = all.filter((column) => column.labels.includes('patient_key'));
  const order = ['MRN', 'HEALTH_PLAN_ID', 'ACCOUNT'] as const;
  return order
    .map((wanted) => keys.find((column) => directClass(column) === wanted))
    .find((column) => column !== undefined)?.name;
}

function isUnique(column: ColumnInfo, facts: TableFacts): boolean {
  const { rows, missing, distinct } = column.profile;
  return rows >= ID_ROWS && missing === 0 && (facts.unique.get(column.name) ?? distinct >= rows);
}

/** Different in every row and no measurement: a text without spaces, a number that counts rows or is called an id. */
function looksLikeKey(column: ColumnInfo): boolean {
  if (column.labels.includes('free_text') || column.labels.includes('redacted_text')) return false;
  if (isDateColumn(column) || column.type === 'double' || column.type === 'boolean') return false;
  const { numeric, parses, rows, length } = column.profile;
  if (parses.double < PARSED_SHARE) return length.max <= 64;
  if (parses.integer < PARSED_SHARE) return false;
  return namesKey(column) || (numeric !== undefined && numeric.max - numeric.min + 1 <= rows * 1.01);
}

function readsAsNumber(column: ColumnInfo): boolean {
  const { parses, leadingZeros } = column.profile;
  const plain = column.type === 'text' && parses.double >= PARSED_SHARE && leadingZeros === 0;
  return plain && !namesCode(column) && column.profile.identifier === undefined;
}
