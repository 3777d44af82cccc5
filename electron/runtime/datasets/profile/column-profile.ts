import type { ColumnProfile, ColumnType } from '../../../../shared/domain/index.ts';
import { ColumnScan } from './column-scan.ts';
import { identifierClass, type SampleValue } from './identifier-class.ts';
import { isFreeText } from './labels.ts';
import { numericFigures } from './numeric.ts';

/** Different values looked at to tell an identifier class and free text. */
const SAMPLE = 2000;

/** Filled cells that must read as numbers or dates before figures of that kind are given. */
const MOSTLY = 0.9;

export interface Profiled {
  readonly profile: ColumnProfile;
  /** How the cells read when every filled one of them reads so. */
  readonly type: ColumnType;
  readonly freeText: boolean;
}

/**
 * Figures over one column from all its cells.
 *
 * @param chunks clear chunks in row order; each is let go of before the next is asked for
 */
export async function profileColumn(
  header: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Profiled & { scan: ColumnScan }> {
  const scan = new ColumnScan();
  for await (const chunk of chunks) scan.add(chunk);
  scan.finish();
  const sample = sampleValues(scan);
  const filled = scan.rows - scan.missing;
  const { reads, characters } = scan;
  const distinct = scan.values.size + scan.values.beyond;
  const mean = filled === 0 ? 0 : characters.sum / filled;
  const numbers = filled > 0 && reads.double / filled >= MOSTLY ? numericFigures(scan) : undefined;
  const identifier = identifierClass(header, sample);
  const profile: ColumnProfile = {
    rows: scan.rows,
    missing: scan.missing,
    distinct,
    parses: {
      integer: share(reads.integer, filled),
      double: share(reads.double, filled),
      boolean: share(reads.boolean, filled),
      date: share(reads.date, filled),
    },
    leadingZeros: share(reads.leadingZeros, reads.integer),
    length: { min: filled === 0 ? 0 : characters.min, max: characters.max, mean },
    identifierHits: 0,
    histogram: numbers?.histogram ?? commonest(scan),
    ...(numbers === undefined ? {} : { numeric: numbers.numeric }),
    ...(filled > 0 && reads.date / filled >= MOSTLY
      ? { dateFormat: reads.isoDate * 2 >= reads.date ? ('YYYY-MM-DD' as const) : ('MM/DD/YYYY' as const) }
      : {}),
    ...(identifier === undefined ? {} : { identifier }),
  };
  const freeText = identifier === undefined && isFreeText(meanWords(sample), mean, distinct);
  return { profile, type: typeOf(scan, filled), freeText, scan };
}

function typeOf(scan: ColumnScan, filled: number): ColumnType {
  const { reads } = scan;
  if (filled === 0) return 'text';
  if (reads.integer === filled) return 'integer';
  if (reads.double === filled) return 'double';
  if (reads.boolean === filled) return 'boolean';
  if (reads.timed === filled) return 'timestamp';
  return reads.date === filled && reads.timed === 0 ? 'date' : 'text';
}

/** Evenly spread over the kept values, in the order of first appearance. */
function sampleValues(scan: ColumnScan): SampleValue[] {
  const { size, counts } = scan.values;
  const step = Math.max(1, size / SAMPLE);
  const sample: SampleValue[] = [];
  for (let at = 0; at < size; at += step) {
    const index = Math.floor(at);
    sample.push({ text: scan.values.text(index).trim(), weight: counts[index] ?? 0 });
  }
  return sample;
}

function meanWords(sample: readonly SampleValue[]): number {
  let words = 0;
  let cells = 0;
  for (const { text, weight } of sample) {
    words += text.split(/\s+/).length * weight;
    cells += weight;
  }
  return cells === 0 ? 0 : words / cells;
}

/** Counts of the twelve most common values. */
function commonest(scan: ColumnScan): number[] {
  return Array.from(scan.values.counts.slice(0, scan.values.size).sort().reverse().slice(0, 12));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
