import { COLUMN_TYPES, DEID_PROFILES, PURPOSES } from '../../../shared/domain/index.ts';
import type { RunView } from '../../../shared/ipc/run-views.ts';
import type { Evidence } from './evidence.ts';

/** Words that tools take as arguments besides names of the run's own tables, columns and findings. */
const METHODS = ['median', 'mode', 'mean', 'csv', 'parquet', 'dev', 'test', 'staging', 'prod', 'production'];

/**
 * Every word an argument may hold in a report: what code computed about this run, nothing a cell could
 * have supplied. Values outside it are withheld.
 */
export function runVocabulary(run: RunView, evidence: Evidence): ReadonlySet<string> {
  const words = new Set<string>([...COLUMN_TYPES, ...PURPOSES, ...DEID_PROFILES, ...METHODS, run.table]);
  for (const finding of run.findings) {
    words.add(finding.id).add(finding.table).add(finding.column);
  }
  for (const { body } of evidence.facts('dataset.import', 'outcome')) {
    if (!body.ok) continue;
    words.add(body.table);
    for (const column of body.columns) words.add(column.name);
  }
  for (const { body } of evidence.facts('dataset.export', 'intent'))
    for (const column of body.columns) words.add(column);
  return words;
}

/** The text of one argument value as a report may show it. */
export function argumentText(value: unknown, vocabulary: ReadonlySet<string>): string {
  if (typeof value === 'boolean' || value === null) return String(value);
  // A number with many digits could be a record number; limits of a clip and counts are short.
  if (typeof value === 'number' && Math.abs(value) < 10_000) return String(Math.round(value * 1000) / 1000);
  if (typeof value === 'string' && vocabulary.has(value)) return value;
  if (Array.isArray(value))
    return value
      .map((item) => argumentText(item, vocabulary))
      .join(', ')
      .slice(0, 600);
  return '[withheld]';
}
