import type { ColumnProfile, IdentifierClass } from '../../../shared/domain/index.ts';
import type { KnownValue } from '../phi/index.ts';

/** Classes whose values are looked for wherever else they may stand. Dates and ZIP codes are too common. */
const SOUGHT: ReadonlySet<IdentifierClass> = new Set([
  ...([
    'NAME',
    'SSN',
    'EMAIL',
    'PHONE',
    'FAX',
    'MRN',
    'HEALTH_PLAN_ID',
    'ACCOUNT',
    'LICENSE',
    'VEHICLE',
  ] as const),
  ...(['DEVICE', 'URL', 'IP', 'ADDRESS', 'OTHER_ID'] as const),
]);

/** Different values taken from one column, and from all of them. */
const PER_COLUMN = 50_000;
const IN_ALL = 200_000;

/** Shorter values would be found inside ordinary words. */
const SHORTEST = 3;

/** Whether a column's values belong in the redactor's dictionary. */
export function isSought(profile: ColumnProfile): boolean {
  return profile.identifier !== undefined && SOUGHT.has(profile.identifier.class);
}

/** Gathers different values of identifying columns, each once per class, up to a bound. */
export class KnownValues {
  readonly #all: KnownValue[] = [];

  /** Adds the values of one column whose profile `isSought`. */
  add(profile: ColumnProfile, values: Iterable<string | null>): void {
    const label = profile.identifier?.class;
    if (label === undefined) return;
    const seen = new Set<string>();
    for (const cell of values) {
      if (this.#all.length >= IN_ALL || seen.size >= PER_COLUMN) return;
      const value = cell?.trim() ?? '';
      if (value.length < SHORTEST || seen.has(value)) continue;
      seen.add(value);
      this.#all.push({ value, label });
    }
  }

  list(): readonly KnownValue[] {
    return this.#all;
  }
}
