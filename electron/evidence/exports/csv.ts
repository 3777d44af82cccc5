import { AUDIT_COLUMNS, type AuditRow, type CellType } from './audit-row.ts';

/** The first line: names of the columns. Lines end as RFC 4180 wants. */
export const CSV_HEADER = `${AUDIT_COLUMNS.map(({ name }) => name).join(',')}\r\n`;

/** A row as RFC 4180 has it; an absent value is an empty field, and no value is ever empty text. */
export function csvLine(row: AuditRow): string {
  return `${AUDIT_COLUMNS.map(({ name, type }) => field(type, row[name])).join(',')}\r\n`;
}

function field(type: CellType, value: string | number | boolean | null): string {
  if (value === null) return '';
  if (type === 'time') return new Date(Number(value)).toISOString();
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
