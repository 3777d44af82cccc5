import { describe, expect, it } from 'vitest';
import { createRedactor } from '../redactor.ts';
import { readGrid, type Dialect } from './grid.ts';
import { TableStream } from './table-stream.ts';

const dialect: Dialect = { delimiter: ',', quotes: true };
const stream = (): TableStream =>
  new TableStream(dialect, { redactor: createRedactor(), knowing: (values) => createRedactor(values) });
const read = (table: TableStream, text: string): string[] =>
  table
    .detect(text, [...readGrid(text, dialect)])
    .map(({ start, end, label }) => `${label} ${text.slice(start, end)}`);
const rows = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => row(i)).join('\n');

const GIVEN = 'Maribel Robert Anna Chidi Oren Tilda Maren Ivo'.split(' ');
const FAMILY = 'Okafor Quell Lindquist Holt Prask Quist Falk Vex'.split(' ');

describe('a table, some rows at a time', () => {
  it('decides about its columns once, by the first rows', () => {
    const table = stream();
    const head = read(table, `mrn,ward,glucose\n${rows(50, (i) => `4825${1000 + i},north,${90 + i}`)}`);
    expect(head).toHaveLength(50);
    expect(
      read(
        table,
        rows(3, (i) => `x${i},north,120`),
      ),
    ).toEqual(['MRN x0', 'MRN x1', 'MRN x2']);
  });

  it('decides again where a column that stayed shows other values, and then for good', () => {
    const table = stream();
    expect(
      read(table, `code,remark\n${rows(60, (i) => `I1${i % 10},${i % 2 === 0 ? 'yes' : 'no'}`)}`),
    ).toEqual([]);
    const name = (i: number): string => `${GIVEN[i % 8] ?? ''} ${FAMILY[(i >>> 3) % 8] ?? ''}`;
    const found = read(
      table,
      rows(64, (i) => `I10,${name(i)}`),
    );
    expect(found).toHaveLength(64);
    expect(read(table, 'I10,Nobody Known')).toEqual([expect.stringContaining('Nobody Known')]);
  });

  it('looks in text for what the identifying columns of the same rows hold', () => {
    const table = stream();
    read(
      table,
      `patient_name,note\n${rows(40, (i) => `${GIVEN[i % 8] ?? ''} Quist,"Eats well, day ${i}, no pain at all."`)}`,
    );
    expect(read(table, 'Zbyszko Brz,"Eats well, zbyszko brz slept, no pain."')).toEqual([
      'NAME Zbyszko Brz',
      'NAME zbyszko brz',
    ]);
  });

  it('reads the cells of a row of another width as prose', () => {
    const table = stream();
    read(table, `mrn,ward\n${rows(30, (i) => `4825${1000 + i},north`)}`);
    expect(read(table, '48251234,north,seen by Dr. Okafor')).toEqual(['MRN 48251234', 'NAME Okafor']);
    expect(read(table, '')).toEqual([]);
  });
});
