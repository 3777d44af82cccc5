import type { ColumnProfile, ColumnType } from '../../../../shared/domain/index.ts';
import { decideColumn, isIdentifying, type SampleValue } from '../../phi/tables/index.ts';
import { IMPORT_BOUNDS, isSought } from '../known-values.ts';
import { ColumnScan } from './column-scan.ts';
import { numericFigures } from './numeric.ts';

/** Different values looked at to tell an identifier class and free text. */
const SAMPLE = 2000;

/** Filled cells that must read as numbers or dates before figures of that kind are given. */
const MOSTLY = 0.9;

/** Different texts that are handed out for the redactor to look into, and values for it to know. */
const TEXTS_OUT = 20_000;

export interface Profiled {
  readonly profile: ColumnProfile;
  /** How the cells read when every filled one of them reads so. */
  readonly type: ColumnType;
  readonly freeText: boolean;
  /** Different values with their counts, bounded; of identifying columns and of text only. */
  readonly values: readonly SampleValue[];
}

/** Takes a column's cells chunk by chunk and gives figures over all of them. */
export class ColumnProfiler {
  readonly #header: string;
  readonly #scan = new ColumnScan();

  constructor(header: string) {
    this.#header = header;
  }

  /** Cells in the stored form, in row order. */
  add(bytes: Uint8Array): void {
    this.#scan.add(bytes);
  }

  /** Call once, after the last `add`. */
  finish(): Profiled {
    const scan = this.#scan;
    scan.finish();
    const sample = sampleValues(scan, SAMPLE);
    const filled = scan.rows - scan.missing;
    const { reads, characters } = scan;
    const { distinct } = scan;
    const mean = share(characters.sum, filled);
    const numbers = share(reads.double, filled) >= MOSTLY ? numericFigures(scan) : undefined;
    const decision = decideColumn(this.#header, sample);
    const identifier = isIdentifying(decision) ? { class: decision.label, share: decision.share } : undefined;
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
      ...(share(reads.date, filled) < MOSTLY ? {} : { dateFormat: dateFormat(scan) }),
      ...(identifier === undefined ? {} : { identifier }),
    };
    const freeText = decision.treatment === 'text' && isProse(sample, mean, distinct);
    const most = freeText ? TEXTS_OUT : isSought(profile) ? IMPORT_BOUNDS.perColumn : 0;
    const values = most > 0 ? sampleValues(scan, most) : [];
    return { profile, type: typeOf(scan, filled), freeText, values };
  }
}

/** Figures over a column whose chunks lie in memory. */
export function profileCells(header: string, chunks: Iterable<Uint8Array>): Profiled {
  const profiler = new ColumnProfiler(header);
  for (const chunk of chunks) profiler.add(chunk);
  return profiler.finish();
}

function dateFormat(scan: ColumnScan): 'YYYY-MM-DD' | 'MM/DD/YYYY' {
  return scan.reads.isoDate * 2 >= scan.reads.date ? 'YYYY-MM-DD' : 'MM/DD/YYYY';
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
function sampleValues(scan: ColumnScan, most: number): SampleValue[] {
  const { size, counts } = scan.values;
  const step = Math.max(1, size / most);
  const sample: SampleValue[] = [];
  for (let at = 0; at < size; at += step) {
    const index = Math.floor(at);
    sample.push({ text: scan.values.text(index).trim(), weight: counts[index] ?? 0 });
  }
  return sample;
}

/** Free text has sentences: this many words and characters per filled cell on average. */
const TEXT_WORDS = 4;
const TEXT_CHARACTERS = 20;

/** Whether cells are sentences rather than values. */
function isProse(sample: readonly SampleValue[], meanCharacters: number, distinct: number): boolean {
  return meanWords(sample) >= TEXT_WORDS && meanCharacters >= TEXT_CHARACTERS && distinct > 1;
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
