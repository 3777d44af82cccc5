import type { ColumnLabel } from '../../../shared/domain/index.ts';
import { lintCodes, type TableLint } from '../phi/index.ts';
import type { TableVersion } from './table-version.ts';

/** Rows that are looked at; a code that is derived is derived in the first rows too. */
const ROWS = 200;
const OF_SOMEBODY: readonly ColumnLabel[] = ['direct_identifier', 'patient_key'];

/**
 * Columns of a version that look like hashes, or like codes made of an identifier of their row (45 CFR 164.514(c)). Held
 * against the identifying columns as they were imported, too, as long as no row went since.
 */
export async function lintVersion(version: TableVersion, imported: TableVersion): Promise<TableLint[]> {
  const names = version.columns.map(({ name }) => name);
  const gone =
    imported.rows === version.rows && imported.manifest.version !== version.manifest.version
      ? imported.columns.filter(({ labels }) => OF_SOMEBODY.some((label) => labels.includes(label)))
      : [];
  const window = await version.window(0, ROWS);
  const before = gone.length === 0 ? [] : await imported.window(0, ROWS);
  const places = gone.map(({ name }) => imported.columns.findIndex((column) => column.name === name));
  const rows = window.map((row, at) =>
    [...row, ...places.map((place) => before[at]?.[place])].map((cell) => cell ?? ''),
  );
  const nameOf = (place: number): string =>
    names[place] ?? `${gone[place - names.length]?.name ?? 'a column'} as imported`;
  return lintCodes(rows)
    .filter(({ column }) => column < names.length)
    .map(({ column, from, ...lint }) => ({
      ...lint,
      column: nameOf(column),
      ...(from === undefined ? {} : { from: nameOf(from) }),
    }));
}
