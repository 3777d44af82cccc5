const LOCALE = 'en-US';
const counts = new Intl.NumberFormat(LOCALE);
const NBSP = '\u00a0';
const MINUS = '\u2212';

/** `12,345` */
export function formatCount(value: number): string {
  return counts.format(value);
}

/** `1 record`, `12 records`; irregular plurals by `many`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)}${NBSP}${value === 1 ? one : many}`;
}

/** Share from 0 to 1 as `4.1 %`; shares that are not quite none or all say so. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return '\u2013';
  if (share > 0 && share < 0.001) return `<${NBSP}0.1${NBSP}%`;
  if (share < 1 && share > 0.999) return `>${NBSP}99.9${NBSP}%`;
  const percent = share * 100;
  return `${share === 0 || share === 1 ? percent.toString() : percent.toFixed(1)}${NBSP}%`;
}

/** Decimal units: `840 B`, `3.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = unit === 0 || value >= 100 ? Math.round(value).toString() : value.toFixed(1);
  return `${text}${NBSP}${units[unit] ?? 'B'}`;
}

/** Milliseconds as `0.4 ms`, `840 ms`, `3.2 s`, `2 min 05 s`, `1 h 04 min`. */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)}${NBSP}ms`;
  if (ms < 1000) return `${Math.round(ms)}${NBSP}ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)}${NBSP}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)}${NBSP}min${NBSP}${(seconds % 60).toString().padStart(2, '0')}${NBSP}s`;
  }
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${NBSP}h${NBSP}${(minutes % 60).toString().padStart(2, '0')}${NBSP}min`;
}

/** An estimate, never more exact than it is: `about 40 s left`. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 2) return 'almost done';
  if (seconds < 10) return `about ${Math.round(seconds)}${NBSP}s left`;
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10}${NBSP}s left`;
  return `about ${Math.round(seconds / 60)}${NBSP}min left`;
}

/** A figure of a column: up to six significant digits. */
export function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return '\u2013';
  return new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 6 }).format(value).replace('-', MINUS);
}

/** Time in the zone of this computer: today `14:03:07`, else `22 Nov 14:03`, other years with the year. */
export function formatTime(ms: number, nowMs: number): string {
  const time = new Date(ms);
  const now = new Date(nowMs);
  const clock = `${pad(time.getHours())}:${pad(time.getMinutes())}`;
  if (time.toDateString() === now.toDateString()) return `${clock}:${pad(time.getSeconds())}`;
  const day = `${time.getDate()}${NBSP}${MONTHS[time.getMonth()] ?? ''}`;
  const year = time.getFullYear() === now.getFullYear() ? '' : `${NBSP}${time.getFullYear()}`;
  return `${day}${year}, ${clock}`;
}

/** The same moment with everything: `2026-11-22 14:03:07.123 UTC\u221205:00 (America/New_York)`. */
export function formatExactTime(ms: number): string {
  const time = new Date(ms);
  const offset = -time.getTimezoneOffset();
  const sign = offset < 0 ? MINUS : '+';
  const zone = new Intl.DateTimeFormat(LOCALE).resolvedOptions().timeZone;
  const day = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
  const clock = `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
  const fraction = time.getMilliseconds().toString().padStart(3, '0');
  const shift = `${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  return `${day} ${clock}.${fraction} UTC${sign}${shift} (${zone})`;
}

/** The zone that times on this screen are in, as `UTC\u221205:00`. */
export function zoneName(nowMs: number): string {
  return /UTC\S+/.exec(formatExactTime(nowMs))?.[0] ?? 'UTC';
}

/** First eight characters of an id or hash. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** A message from main as a sentence: capital first letter unless it quotes, one final stop. */
export function sentence(message: string): string {
  const text = message.trim();
  if (text === '') return '';
  const first = text.charAt(0);
  const start = /[a-z]/.test(first) ? first.toUpperCase() + text.slice(1) : text;
  return /[.?:\u2026]$/.test(start) ? start : `${start}.`;
}

/** A word from the middle of a sentence on: `Outliers` becomes `outliers`, `ZIP code` stays. */
export function inSentence(word: string): string {
  return /^[A-Z][A-Z]/.test(word) ? word : word.charAt(0).toLowerCase() + word.slice(1);
}

/** Parts of a text, so that what stands in backticks can be set as code. */
export function codeParts(text: string): readonly { readonly text: string; readonly code: boolean }[] {
  return text
    .split('`')
    .map((part, index) => ({ text: part, code: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function pad(value: number): string {
  return value.toString().padStart(2, '0');
}
