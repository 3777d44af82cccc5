import type { Lexicon } from '../lexicon.ts';
import { decideColumn, type ColumnDecision } from './column-decision.ts';
import type { SampleValue } from './column-evidence.ts';

/** A column of a table before it is decided upon. */
export interface SampledColumn {
  /** Undefined where the table has no header. */
  readonly header: string | undefined;
  readonly sample: readonly SampleValue[];
}

const STATES = new Set(
  (
    'al|ak|az|ar|ca|co|ct|de|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|pa|ri|sc|sd|tn|tx|ut|vt|va|wa|wv|wi|wy|dc|pr|vi|gu|as|mp|' +
    'alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|district of columbia|puerto rico'
  ).split('|'),
);
/** How far apart the parts of an address stand in a table. */
const NEAR = 4;

/**
 * Decides about every column, first each by itself, then by its neighbours: five digits beside a state or a street
 * are a ZIP code, two numbers with many decimals side by side are a place, unexplained words beside them a town.
 */
export function decideTable(columns: readonly SampledColumn[], lexicon?: Lexicon): ColumnDecision[] {
  const decisions = columns.map(({ header, sample }) => decideColumn(header, sample, lexicon));
  const states = columns.map(({ sample }) => share(sample, (text) => STATES.has(text.toLowerCase())) >= 0.8);
  states.forEach((is, column) => {
    if (is && decisions[column]?.why !== 'header')
      decisions[column] = { treatment: 'keep', share: 1, why: 'values' };
  });
  const placed = decisions.map(
    ({ treatment, label }, column) =>
      states[column] === true || (treatment === 'identifier' && (label === 'ADDRESS' || label === 'ZIP')),
  );
  const nearPlace = (column: number): boolean =>
    placed.some((is, other) => is && other !== column && Math.abs(other - column) <= NEAR);
  columns.forEach(({ sample }, column) => {
    const decision = decisions[column];
    if (decision === undefined || decision.why === 'header') return;
    if (!nearPlace(column)) return;
    const open = decision.treatment !== 'identifier' || decision.why === 'unknown';
    if (open && share(sample, (text) => /^\d{4,5}(?:-\d{4})?$/.test(text)) >= 0.8 && differs(sample))
      decisions[column] = { treatment: 'identifier', label: 'ZIP', share: 1, why: 'neighbour' };
    else if (decision.why === 'unknown' && decision.label === 'NAME' && besidePlace(column, placed))
      decisions[column] = { ...decision, label: 'ADDRESS', why: 'neighbour' };
  });
  columns.slice(1).forEach((second, at) => {
    const first = columns[at];
    const undecided =
      [at, at + 1].every((column) => decisions[column]?.why !== 'header') ||
      [at, at + 1].some((column) => decisions[column]?.treatment === 'keep');
    if (first === undefined || !undecided || !areCoordinates(first.sample, second.sample)) return;
    decisions[at] = decisions[at + 1] = {
      treatment: 'identifier',
      label: 'ADDRESS',
      share: 1,
      why: 'neighbour',
    };
  });
  return decisions;
}

function besidePlace(column: number, placed: readonly boolean[]): boolean {
  return placed[column - 1] === true && placed[column + 1] === true;
}

/** Latitude and longitude, in degrees with at least four decimals, not all at one place. */
function areCoordinates(a: readonly SampleValue[], b: readonly SampleValue[]): boolean {
  const within = (sample: readonly SampleValue[], most: number): boolean =>
    share(sample, (text) => /^-?\d{1,3}\.\d{4,}$/.test(text) && Math.abs(Number(text)) <= most) >= 0.9;
  const wide =
    share(b, (text) => Math.abs(Number(text)) > 25) >= 0.5 ||
    share(a, (text) => Math.abs(Number(text)) > 25) >= 0.5;
  return (
    ((within(a, 90) && within(b, 180)) || (within(a, 180) && within(b, 90))) &&
    wide &&
    (differs(a) || differs(b))
  );
}

function differs(sample: readonly SampleValue[]): boolean {
  return sample.length > 1;
}

function share(sample: readonly SampleValue[], test: (text: string) => boolean): number {
  let filled = 0;
  let meets = 0;
  for (const { text, weight } of sample) {
    const trimmed = text.trim();
    if (trimmed === '') continue;
    filled += weight;
    if (test(trimmed)) meets += weight;
  }
  return filled === 0 ? 0 : meets / filled;
}
