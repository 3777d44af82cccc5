import { expect, it } from 'vitest';
import { createRedactor } from '../phi/index.ts';
import { afterChange, inMemoryTable, toolContext } from './in-memory-table.ts';
import { surrogateKey } from './surrogate-key.ts';

const args = { finding: 'F1', table: 'admissions', column: 'mrn' };
const cells = ['MRN-0001', 'MRN-0002', ' MRN-0001', null, 'MRN-0002'];

it('gives a patient one random key, no two patients the same, and the column another label', async () => {
  const source = inMemoryTable({ mrn: { cells, labels: ['direct_identifier', 'patient_key'] } });
  const change = await surrogateKey.plan(source, args, toolContext());
  const [first, second, again, missing, other] = change.replace[0]!.cells;
  expect([again, other, missing]).toEqual([first, second, null]);
  expect(first).not.toBe(second);
  expect(first).toMatch(/^[b-z]{10}$/);
  expect(change.replace[0]).toMatchObject({ type: 'text', labels: ['surrogate'] });
  expect(change.record).toMatchObject({ cellsChanged: 4, valuesLost: 0 });
});

it('depends on the random bytes alone, not on the value', async () => {
  const one = inMemoryTable({ mrn: ['A-11111', 'A-22222'] });
  const two = inMemoryTable({ mrn: ['Z-98765', 'Z-43210'] });
  const keys = async (source: typeof one) =>
    (await surrogateKey.plan(source, args, toolContext())).replace[0]?.cells;
  expect(await keys(one)).toEqual(await keys(two));
  const otherBytes = toolContext({
    randomBytes: (length) => Uint8Array.from({ length }, (_, i) => (i * 31) % 256),
  });
  expect((await surrogateKey.plan(one, args, otherBytes)).replace[0]?.cells).not.toEqual(await keys(one));
});

it('looks like no identifier to the redactor or to an import', async () => {
  const many = Array.from({ length: 2000 }, (_, i) => `MRN-${i}`);
  const source = inMemoryTable({ mrn: many });
  const after = await afterChange(source, await surrogateKey.plan(source, args, toolContext()));
  const keys = await after.cells('mrn');
  expect(new Set(keys).size).toBe(2000);
  const redactor = createRedactor();
  expect(keys.filter((key) => redactor.detect(key ?? '').length > 0)).toEqual([]);
});

it('stops where the random bytes repeat themselves', async () => {
  const source = inMemoryTable({ mrn: ['A-11111', 'A-22222'] });
  const stuck = toolContext({ randomBytes: (length) => new Uint8Array(length) });
  await expect(surrogateKey.plan(source, args, stuck)).rejects.toMatchObject({ code: 'internal' });
});
