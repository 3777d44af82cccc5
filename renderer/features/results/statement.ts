import type { StatementView } from '../../../shared/ipc/index.ts';

/** Only the reasons that a person changed, by column; a blank one falls back to the draft. */
export function changedReasons(
  columns: StatementView['columns'],
  edits: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const changed: Record<string, string> = {};
  for (const column of columns) {
    const edit = edits[column.name]?.trim();
    if (edit !== undefined && edit !== '' && edit !== column.reason) changed[column.name] = edit;
  }
  return changed;
}

/** Columns that still lack a reason, so that the statement cannot be signed. */
export function withoutReason(
  columns: StatementView['columns'],
  edits: Readonly<Record<string, string>>,
): readonly string[] {
  return columns
    .filter((column) => (edits[column.name] ?? column.reason).trim() === '')
    .map((column) => column.name);
}
