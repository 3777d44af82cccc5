import type { RowCount } from '../../../../shared/formats/report.ts';
import { formatCount } from '../text.ts';
import { COLOUR, TEXT, tinted, type Colour, type TextStyle } from './theme.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** `22 Nov 2026, 14:03:07 UTC`. Reports speak UTC, so that two readers read the same. */
export function time(ms: number): string {
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}, ${clock(ms)} UTC`;
}

/** `14:03:07`, UTC. */
export function clock(ms: number): string {
  const date = new Date(ms);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** `1 min 12 s`, `840 ms`. */
export function duration(ms: number): string {
  if (ms < 1) return 'under 1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  return `${formatCount(minutes)} min ${Math.floor((ms % 60_000) / 1000)} s`;
}

export function rows(count: RowCount): string {
  return typeof count === 'number' ? formatCount(count) : `${count.from} to ${count.to}`;
}

/** A hash in lines of 32 digits, so that two can be compared by eye. */
export function hashLines(sha256: string): string {
  return `${sha256.slice(0, 32)}\n${sha256.slice(32)}`;
}

/** Entry numbers as references: `#12, #15 and 4 more`. */
export function entryRefs(seqs: readonly number[], shown = 8): string {
  if (seqs.length === 0) return '-';
  const first = seqs
    .slice(0, shown)
    .map((seq) => `#${seq}`)
    .join(', ');
  return seqs.length > shown ? `${first} and ${seqs.length - shown} more` : first;
}

/** `minimum_necessary` as a reader says it: `Minimum necessary`. */
export function title(name: string): string {
  if (name === 'ok') return 'OK';
  const plain = name.replaceAll('_', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

const TONES: Readonly<Record<string, Colour>> = {
  ok: COLOUR.good,
  done: COLOUR.good,
  allow: COLOUR.good,
  approved: COLOUR.good,
  enforced: COLOUR.good,
  finished: COLOUR.good,
  failed: COLOUR.bad,
  denied: COLOUR.bad,
  deny: COLOUR.bad,
  refused: COLOUR.bad,
  missing: COLOUR.bad,
  unknown: COLOUR.doubt,
  ask: COLOUR.doubt,
  waiting: COLOUR.doubt,
  interrupted: COLOUR.doubt,
  not_checked: COLOUR.doubt,
  asserted: COLOUR.doubt,
};

/** A word of state: the word says it, the colour only repeats it. */
export function stateCell(
  state: string,
  base: TextStyle = TEXT.cellStrong,
): { text: string; style: TextStyle } {
  return { text: title(state), style: tinted(base, TONES[state] ?? COLOUR.ink) };
}
