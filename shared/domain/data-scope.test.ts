import { describe, expect, it } from 'vitest';
import { DATA_NAMES, withinScope, type DataName, type ScopedColumn } from './data-scope.ts';
import type { ColumnLabel, IdentifierClass } from './labels.ts';

const column = (name: string, labels: ColumnLabel[], identifier?: IdentifierClass): ScopedColumn => ({
  name,
  labels,
  profile: identifier === undefined ? {} : { identifier: { class: identifier, share: 1 } },
});
const sees = (
  phi_categories: DataName[],
  excluded: DataName[],
  of: ScopedColumn,
  phi_access = true,
): boolean => withinScope({ phi_access, data_access: { phi_categories, excluded } }, of);

const SSN = column('social', ['direct_identifier'], 'SSN');
const MRN = column('mrn', ['direct_identifier', 'patient_key'], 'MRN');
const DX = column('primary_dx', ['clinical']);
const DRUG = column('drug_name', ['clinical']);
const WARD = column('ward', ['clinical']);
const CHARGE = column('charges', ['financial', 'clinical']);
const AGE = column('age', ['quasi_identifier']);
const COUNT = column('visits', []);

describe('the reach of an agent', () => {
  it('is as the documented report generator has it', () => {
    const reporter = (of: ScopedColumn) =>
      sees(['demographics', 'diagnoses', 'medications'], ['ssn', 'financial'], of);
    expect([AGE, DX, DRUG].map(reporter)).toEqual([true, true, true]);
    expect([SSN, MRN, WARD, CHARGE, COUNT, column('note', ['free_text'])].map(reporter)).toEqual(
      Array.from({ length: 6 }, () => false),
    );
  });

  it('ends where a word excludes, whatever another allows', () => {
    expect(sees(['all'], [], SSN)).toBe(true);
    expect(sees(['all'], ['ssn'], SSN)).toBe(false);
    expect(sees(['all'], ['ssn'], MRN)).toBe(true);
    expect(sees(['identifiers'], ['ssn'], MRN)).toBe(true);
    expect(sees(['all'], ['identifiers'], MRN)).toBe(false);
    expect(sees(['all'], ['direct_identifier'], MRN)).toBe(false);
    expect(sees(['all'], ['all'], COUNT)).toBe(false);
  });

  it('covers a column only when every label of it is allowed', () => {
    expect(sees(['financial'], [], CHARGE)).toBe(false);
    expect(sees(['financial', 'clinical'], [], CHARGE)).toBe(true);
    expect(sees(['diagnoses'], [], DRUG)).toBe(false);
    expect(sees(['clinical'], [], DRUG)).toBe(true);
  });

  it('is nothing without patient data, and a column without labels is not free for all', () => {
    for (const of of [SSN, DX, AGE, COUNT]) {
      expect(sees([...DATA_NAMES], [], of, false)).toBe(false);
      expect(sees([], [], of)).toBe(false);
    }
    expect(sees(['other'], [], COUNT)).toBe(true);
    expect(sees(['demographics'], [], COUNT)).toBe(false);
    expect(sees(['other'], [], column('key', ['surrogate']))).toBe(true);
  });
});
