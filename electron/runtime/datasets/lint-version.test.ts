import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { STRICT_ORDER } from '../phi/testing.ts';
import { TestLibrary } from './test-library.ts';

let test: TestLibrary;
beforeEach(async () => {
  test = await TestLibrary.make();
});
afterEach(() => test.destroy());

const hash = (value: string): string => createHash('sha256').update(value).digest('hex');
const mrns = Array.from({ length: 30 }, (_, i) => `${4_480_000 + i * 37}`);
const table = `mrn,ref,ward\n${mrns.map((mrn, i) => `${mrn},${hash(mrn)},${i % 3}`).join('\n')}\n`;
const change = async (text: string, tool: 'drop_column' | 'surrogate_key') => {
  const { id, table: name } = await test.import(text);
  const { version } = await test.library.apply(
    {
      ...{ dataset: id, version: 1, tool, redaction: STRICT_ORDER },
      args: { finding: 'F1', table: name, column: 'mrn' },
    },
    new AbortController().signal,
  );
  return { imported: await test.library.lint(id, 1), after: await test.library.lint(id, version) };
};

it('names a hash of the record number, also after the number has gone', async () => {
  const { imported, after } = await change(table, 'drop_column');
  expect(imported).toMatchObject([{ column: 'ref', kind: 'hash_of', from: 'mrn' }]);
  expect(after).toMatchObject([{ column: 'ref', kind: 'hash_of', from: 'mrn as imported' }]);
});

it('has nothing against random keys and figures', async () => {
  const { after } = await change(table.replaceAll(/,[0-9a-f]{64},/g, ',x,'), 'surrogate_key');
  expect(after).toEqual([]);
});
