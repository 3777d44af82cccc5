/** Number formats of ECMA-376 part 1, 18.8.30 that show a date or a time. */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([
  ...[
    14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53,
    54,
  ],
  ...[55, 56, 57, 58],
]);

/** Whether a number under this format is shown as a date or time. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN_DATES.has(id);
  const bare = code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_./gi, '');
  return /[dmyhs]/i.test(bare) && !/^general$/i.test(bare.trim());
}

const DAY_SECONDS = 86_400;

/**
 * A spreadsheet's day number as `YYYY-MM-DD`, with the time behind it where there is one, or as
 * `HH:MM:SS` below one day. The 1900 system counts a 29 February 1900 that never was.
 */
export function serialDate(serial: number, from1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return undefined;
  let days = Math.floor(serial);
  let seconds = Math.round((serial - days) * DAY_SECONDS);
  if (seconds === DAY_SECONDS) {
    days++;
    seconds = 0;
  }
  const time = new Date(seconds * 1000).toISOString().slice(11, 19);
  if (days === 0 && !from1904) return time;
  const epochDays = from1904 ? days - 24_107 : days < 60 ? days - 25_568 : days - 25_569;
  const date = new Date(epochDays * DAY_SECONDS * 1000).toISOString().slice(0, 10);
  return seconds === 0 ? date : `${date} ${time}`;
}
