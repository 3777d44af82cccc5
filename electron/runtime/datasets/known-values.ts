import type { ColumnProfile, IdentifierClass } from '../../../shared/domain/index.ts';
import type { KnownValue } from '../phi/index.ts';

/**
 * Classes whose values are looked for wherever else they may stand. Dates and ZIP codes are too common, and
 * the form of e-mail addresses, URLs and IP addresses gives them away without a list.
 */
const SOUGHT: ReadonlySet<IdentifierClass> = new Set([
  ...(['NAME', 'SSN', 'PHONE', 'FAX', 'MRN', 'HEALTH_PLAN_ID', 'ACCOUNT', 'LICENSE'] as const),
  ...(['VEHICLE', 'DEVICE', 'ADDRESS', 'OTHER_ID'] as const),
]);

/** How many different values are taken from one column, and from all of them. */
export interface KnownBounds {
  readonly perColumn: number;
  readonly inAll: number;
}

/** For a run, whose redactor guards what a model sees. */
export const RUN_BOUNDS: KnownBounds = { perColumn: 50_000, inAll: 200_000 };

/** For counting hits during an import, where the number only informs. */
export const IMPORT_BOUNDS: KnownBounds = { perColumn: 10_000, inAll: 50_000 };

/** Shorter values would be found inside ordinary words. */
const SHORTEST = 3;

/** Whether a column's values belong in the redactor's dictionary. */
export function isSought(profile: ColumnProfile): boolean {
  return profile.identifier !== undefined && SOUGHT.has(profile.identifier.class);
}

/** Gathers different values of identifying columns, each once per class, up to a bound. */
export class KnownValues {
  readonly #all: KnownValue[] = [];
  readonly #bounds: KnownBounds;

  constructor(bounds: KnownBounds) {
    this.#bounds = bounds;
  }

  /** Adds the values of one column whose profile `isSought`. */
  add(profile: ColumnProfile, values: Iterable<string | null>): void {
    const label = profile.identifier?.class;
    if (label === undefined) return;
    const seen = new Set<string>();
    for (const cell of values) {
      if (this.#all.length >= this.#bounds.inAll || seen.size >= this.#bounds.perColumn) return;
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
