/**
 * How the text of one cell reads as another type. Profiles, findings and tools all use these, so
 * that "98 % parse as numbers" and what a cast then keeps are the same cells. Surrounding white
 * space is ignored; nothing else is guessed: `1,234`, `12 mg` and `03.04.2024` are text.
 */

const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const ISO_DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** A whole number in decimal digits, sign allowed. */
export function readsAsInteger(cell: string): boolean {
  return INTEGER.test(cell.trim());
}

/** The finite decimal number that a cell spells, or undefined. */
export function readNumber(cell: string): number | undefined {
  const text = cell.trim();
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** `true/false`, `yes/no`, `y/n`, `t/f`, any case; digits are numbers, not booleans. */
export function readBoolean(cell: string): boolean | undefined {
  switch (cell.trim().toLowerCase()) {
    case 'true':
    case 'yes':
    case 'y':
    case 't':
      return true;
    case 'false':
    case 'no':
    case 'n':
    case 'f':
      return false;
    default:
      return undefined;
  }
}

export interface CellDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly format: 'YYYY-MM-DD' | 'MM/DD/YYYY';
  /** Whether a time of day follows; only with the first format. */
  readonly timed: boolean;
}

/** A calendar date from year 1000 to 2999 as `YYYY-MM-DD` (a time may follow) or `MM/DD/YYYY`, or undefined. */
export function readDate(cell: string): CellDate | undefined {
  const text = cell.trim();
  const iso = ISO_DATE.exec(text);
  if (iso !== null)
    return checked(Number(iso[1]), Number(iso[2]), Number(iso[3]), 'YYYY-MM-DD', text.length > 10);
  const us = US_DATE.exec(text);
  return us === null ? undefined : checked(Number(us[3]), Number(us[1]), Number(us[2]), 'MM/DD/YYYY', false);
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, for intervals between dates. */
export function dayNumber(date: CellDate): number {
  return Math.round(Date.UTC(date.year, date.month - 1, date.day) / 86_400_000);
}

function checked(
  year: number,
  month: number,
  day: number,
  format: CellDate['format'],
  timed: boolean,
): CellDate | undefined {
  if (year < 1000 || year > 2999 || day < 1 || day > (DAYS[month - 1] ?? 0)) return undefined;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2 && day === 29 && !leap) return undefined;
  return { year, month, day, format, timed };
}
