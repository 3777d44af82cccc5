/** The parts of a written date, and how to write another day the same way. */
export interface WrittenDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  write(year: number, month: number, day: number): string;
}

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october'],
  ...['november', 'december'],
];
const YEAR = /(?<!\d)(?:1[89]|20|21)\d{2}(?!\d)/g;
const COMPACT_YEAR = /(?<!\d)((?:1[89]|20|21)\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;

/** The one year that a date names in full; undefined where it names none or several. */
export function yearOf(text: string): number | undefined {
  const years = [...text.matchAll(YEAR)].map(([year]) => Number(year));
  if (years.length === 1) return years[0];
  const compact = COMPACT_YEAR.exec(text)?.[1];
  return years.length === 0 && compact !== undefined ? Number(compact) : undefined;
}

const ISO = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(.*)$/s;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(\d{0,6}.*)$/s;
const NUMERIC = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(.*)$/s;
const DAY_MONTH = /^(\d{1,2})((?:st|nd|rd|th)?(?: of)?[ -])([a-z]{3,9})(\.?,?[ -])(\d{4})(.*)$/is;
const MONTH_DAY = /^([a-z]{3,9})(\.? )(\d{1,2})((?:st|nd|rd|th)?,? )(\d{4})(.*)$/is;

/** A date with day, month and year, in the forms that can be written again; undefined for any other. */
export function readWritten(text: string): WrittenDate | undefined {
  let match = ISO.exec(text) ?? undefined;
  if (match !== undefined) {
    const [, y = '', mark = '', m = '', d = '', rest = ''] = match;
    return checked(
      Number(y),
      Number(m),
      Number(d),
      (year, month, day) => `${year}${mark}${pad(month, m)}${mark}${pad(day, d)}${rest}`,
    );
  }
  match = COMPACT.exec(text) ?? undefined;
  if (match !== undefined) {
    const [, y = '', m = '', d = '', rest = ''] = match;
    return checked(
      Number(y),
      Number(m),
      Number(d),
      (year, month, day) => `${year}${pad(month, m)}${pad(day, d)}${rest}`,
    );
  }
  match = NUMERIC.exec(text) ?? undefined;
  if (match !== undefined) {
    const [, a = '', mark = '', b = '', y = '', rest = ''] = match;
    const dayFirst = mark === '.' || Number(a) > 12;
    const [m, d] = dayFirst ? [b, a] : [a, b];
    const year = y.length === 4 ? Number(y) : Number(y) + (Number(y) > 40 ? 1900 : 2000);
    return checked(year, Number(m), Number(d), (newYear, month, day) => {
      const first = dayFirst ? pad(day, a) : pad(month, a);
      const second = dayFirst ? pad(month, b) : pad(day, b);
      return `${first}${mark}${second}${mark}${String(newYear).slice(-y.length)}${rest}`;
    });
  }
  match = DAY_MONTH.exec(text) ?? undefined;
  if (match !== undefined) {
    const [, d = '', between = '', name = '', gap = '', y = '', rest = ''] = match;
    return checked(
      Number(y),
      monthOf(name),
      Number(d),
      (year, month, day) => `${pad(day, d)}${plain(between)}${monthName(month, name)}${gap}${year}${rest}`,
    );
  }
  match = MONTH_DAY.exec(text) ?? undefined;
  if (match === undefined) return undefined;
  const [, name = '', gap = '', d = '', between = '', y = '', rest = ''] = match;
  return checked(
    Number(y),
    monthOf(name),
    Number(d),
    (year, month, day) => `${monthName(month, name)}${gap}${pad(day, d)}${plain(between)}${year}${rest}`,
  );
}

/** A date moved back by days and written as it was; undefined where its form cannot be written again. */
export function shifted(text: string, days: number): string | undefined {
  const date = readWritten(text);
  if (date === undefined) return undefined;
  const moved = new Date(Date.UTC(date.year, date.month - 1, date.day) - days * 86_400_000);
  return date.write(moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate());
}

function checked(
  year: number,
  month: number,
  day: number,
  write: WrittenDate['write'],
): WrittenDate | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1000;
  return real ? { year, month, day, write } : undefined;
}

/** As many digits as it had. */
function pad(value: number, like: string): string {
  return String(value).padStart(like.length === 2 ? 2 : 1, '0');
}

/** `3rd` would be wrong on another day. */
function plain(between: string): string {
  return between.replace(/^(?:st|nd|rd|th)/i, '');
}

function monthOf(name: string): number {
  return (
    MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3)) && name.length >= 3) + 1
  );
}

/** The month in the length and case that stood there. */
function monthName(month: number, like: string): string {
  const name = MONTHS[month - 1] ?? '';
  const cut = like.length <= 4 && like.toLowerCase() !== name ? name.slice(0, 3) : name;
  if (like === like.toUpperCase()) return cut.toUpperCase();
  return /^\p{Lu}/u.test(like) ? cut.charAt(0).toUpperCase() + cut.slice(1) : cut;
}
