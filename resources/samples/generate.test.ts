import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleFiles } from './generate.ts';
import type { Truth } from './truth.ts';

const files = sampleFiles();
const truth = JSON.parse(files.get('admissions.truth.json') ?? '') as Truth;
const lines = (files.get('admissions.csv') ?? '').split('\n');

describe('the samples', () => {
  it('are what the generator writes, byte for byte', () => {
    for (const [name, content] of files)
      expect(readFileSync(join(import.meta.dirname, name), 'utf8') === content, name).toBe(true);
  });

  it('hold the planted number of rows, columns, identifier columns and errors', () => {
    expect({
      rows: lines.length - 2,
      header: lines[0]?.split(',').length,
      identifiers: truth.identifierColumns.length,
      errors: truth.errors.length,
      hard: truth.errors.filter((error) => error.kind.startsWith('hard:')).length,
    }).toEqual({ rows: truth.rows, header: truth.columns, identifiers: 12, errors: 41, hard: 5 });
    const header = new Set(lines[0]?.split(','));
    for (const { column } of [...truth.identifierColumns, ...truth.errors]) expect(header).toContain(column);
  });

  it('hold every leak probe in the table, and each only once in the list', () => {
    const text = files.get('admissions.csv') ?? '';
    expect(truth.leakProbes.filter(({ value }) => !text.includes(value))).toEqual([]);
    expect(new Set(truth.leakProbes.map(({ value }) => value)).size).toBe(truth.leakProbes.length);
    expect(truth.leakProbes.length).toBeGreaterThan(300);
  });

  it('use only numbers and domains that are never given out', () => {
    const text = files.get('admissions.csv') ?? '';
    expect(text.match(/\b[0-8]\d\d-\d\d-\d{4}\b/g)).toBeNull();
    expect(text.match(/@(?!example\.org)/g)).toBeNull();
    expect(text.match(/https:\/\/(?!portal\.example\.org)/g)).toBeNull();
    expect(text.match(/\(\d{3}\) (?!555-01)/g)).toBeNull();
  });
});
