/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- reads within the bounds of typed arrays, in hot loops */
import type { ColumnProfile } from '../../../../shared/domain/index.ts';
import type { ColumnScan } from './column-scan.ts';

type Numeric = NonNullable<ColumnProfile['numeric']>;

/** Multiples of the interquartile range beyond which a value is an outlier. */
const OUTLIER_RANGES = 3;
const BINS = 12;

interface Weighed {
  /** Ascending. */
  readonly values: Float64Array;
  /** Rows up to and including each value. */
  readonly cumulative: Float64Array;
}

/**
 * Figures over the numbers of a scanned column. Quartiles interpolate between neighbours (type 7 of
 * Hyndman and Fan). Where the quartiles coincide there is no spread to measure by, hence no outlier.
 */
export function numericFigures(scan: ColumnScan): { numeric: Numeric; histogram: number[] } | undefined {
  const weighed = weigh(scan);
  const count = weighed.values.length;
  if (count === 0) return undefined;
  const { values, cumulative } = weighed;
  const min = values[0] as number;
  const max = values[count - 1] as number;
  const rows = cumulative[count - 1] as number;
  let sum = 0;
  const histogram = new Array<number>(BINS).fill(0);
  const scale = max > min ? BINS / (max - min) : 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    const weight = (cumulative[i] as number) - (i === 0 ? 0 : (cumulative[i - 1] as number));
    sum += value * weight;
    const bin = Math.min(BINS - 1, Math.floor((value - min) * scale));
    histogram[bin] = (histogram[bin] as number) + weight;
  }
  const q1 = quantile(weighed, 0.25);
  const q3 = quantile(weighed, 0.75);
  const spread = OUTLIER_RANGES * (q3 - q1);
  const lower = spread > 0 ? q1 - spread : min;
  const upper = spread > 0 ? q3 + spread : max;
  const below = rowsBelow(weighed, lower, false);
  const outliers = below + rows - rowsBelow(weighed, upper, true);
  const numeric = {
    min,
    max,
    mean: sum / rows,
    median: quantile(weighed, 0.5),
    q1,
    q3,
    outliers,
    lower,
    upper,
  };
  return { numeric, histogram };
}

/** Merges the kept values, each with its count, and the numbers beyond them, each for one row. */
function weigh(scan: ColumnScan): Weighed {
  const { size, counts } = scan.values;
  const numbers = new Float64Array(size);
  const order = new Uint32Array(size);
  let count = 0;
  for (let index = 0; index < size; index++) {
    const value = scan.numberAt(index);
    if (value === undefined) continue;
    numbers[index] = value;
    order[count++] = index;
  }
  const kept = order.subarray(0, count).sort((a, b) => (numbers[a] as number) - (numbers[b] as number));
  const beyond = scan.numbers.subarray(0, scan.numberCount).sort();
  const values = new Float64Array(count + beyond.length);
  const cumulative = new Float64Array(values.length);
  let rows = 0;
  for (let i = 0, k = 0, b = 0; i < values.length; i++) {
    const index = kept[k] as number;
    if (k < count && (b >= beyond.length || (numbers[index] as number) <= (beyond[b] as number))) {
      values[i] = numbers[index] as number;
      rows += counts[index] as number;
      k++;
    } else {
      values[i] = beyond[b++] as number;
      rows += 1;
    }
    cumulative[i] = rows;
  }
  return { values, cumulative };
}

function quantile(weighed: Weighed, share: number): number {
  const rows = weighed.cumulative.at(-1) as number;
  const position = (rows - 1) * share;
  const low = Math.floor(position);
  const a = valueAt(weighed, low);
  const b = valueAt(weighed, Math.min(low + 1, rows - 1));
  return a + (b - a) * (position - low);
}

/** The value of row `rank` in ascending order, from 0. */
function valueAt({ values, cumulative }: Weighed, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulative[middle] as number) > rank) high = middle;
    else low = middle + 1;
  }
  return values[low] as number;
}

/** Rows whose value is below the bound, or at it where `inclusive`. */
function rowsBelow({ values, cumulative }: Weighed, bound: number, inclusive: boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = values[middle] as number;
    if (value < bound || (inclusive && value === bound)) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (cumulative[low - 1] as number);
}
