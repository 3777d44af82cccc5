import type { TransferView } from '../../shared/ipc/index.ts';

type Value = string | number | boolean | undefined;

/** The columns of the file, in order; part of the format that others read. */
const COLUMNS: readonly (readonly [string, (line: TransferView) => Value])[] = [
  ['entry', ({ entry }) => entry],
  ['time', ({ atMs }) => new Date(atMs).toISOString()],
  ['person', ({ person }) => person],
  ['way', ({ way }) => way],
  ['what', ({ what }) => what],
  ['state', ({ state }) => state],
  ['why', ({ why }) => why],
  ['medium', ({ medium }) => medium.kind],
  ['volume', ({ medium }) => medium.volume],
  ['label', ({ medium }) => medium.label],
  ['device', ({ medium }) => medium.device],
  ['filesystem', ({ medium }) => medium.filesystem],
  ['volume_encrypted', ({ medium }) => medium.encrypted],
  ['protection', ({ protection }) => protection],
  ['purpose', ({ purpose }) => purpose],
  ['recipient', ({ recipient }) => recipient],
  ['clear_reason', ({ clearReason }) => clearReason],
  ['size_bytes', ({ sizeBytes }) => sizeBytes],
  ['sha256', ({ sha256 }) => sha256],
];

/** The removable-media log as RFC 4180 has it; times in UTC, an empty field where the system did not tell. */
export function transferLogCsv(lines: readonly TransferView[]): string {
  const rows = lines.map((line) => COLUMNS.map(([, of]) => field(of(line))));
  return [COLUMNS.map(([name]) => name), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function field(value: Value): string {
  if (value === undefined) return '';
  // People typed some of it: what a spreadsheet would run stands behind an apostrophe.
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
