import { expect, it } from 'vitest';
import { COVERAGE, IDENTIFIER_CLASSES } from '../../../shared/domain/index.ts';
import { tryEveryClass } from './coverage.ts';

it('tries every class, and each that is said to be found in text and tables is', () => {
  const tried = new Map(tryEveryClass().map((each) => [each.class, each]));
  expect([...tried.keys()].sort()).toEqual([...IDENTIFIER_CLASSES].sort());
  expect(COVERAGE.map((row) => row.class).sort()).toEqual([...IDENTIFIER_CLASSES].sort());
  const said = COVERAGE.filter(({ detected }) => detected === 'in_text_and_tables');
  const failing = said.filter(({ class: name }) => {
    const { inText, inTables } = tried.get(name) ?? { inText: [], inTables: [] };
    return inText.length === 0 || inTables.length === 0;
  });
  expect(said.length).toBeGreaterThan(15);
  expect(failing).toEqual([]);
});
