import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatasetId, WorkspaceId } from '../../../shared/domain/index.ts';
import { openDatasets, type DatasetStore } from './index.ts';
import { STRICT_ORDER } from '../phi/testing.ts';

let folder: string;
let store: DatasetStore;
const options = {
  workspaceId: WorkspaceId.parse(randomUUID()),
  keys: [{ epoch: 1, key: randomBytes(32) }] as [{ epoch: number; key: Uint8Array }],
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
  store = await openDatasets({ ...options, folder: join(folder, 'datasets') });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(content: string, name = 'visits.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('the datasets worker', () => {
  it('does the whole way: preview, import, look, estimate, apply, export', async () => {
    const path = await file('mrn,age,note\n1001,93,one\n1001,55,\n1002,x,two\n');
    expect(await store.previewFile(path)).toMatchObject({
      file: 'visits.csv',
      format: 'csv',
      delimiter: ',',
      encoding: 'utf-8',
      headers: ['mrn', 'age', 'note'],
      types: ['integer', 'text', 'text'],
      rows: [
        ['1001', '93', 'one'],
        ['1001', '55', null],
        ['1002', 'x', 'two'],
      ],
      problems: [],
    });
    const dataset = DatasetId.parse(randomUUID());
    const stages = new Set<string>();
    const summary = await store.importFile(
      { file: path, dataset },
      { onProgress: ({ stage }) => stages.add(stage) },
    );
    expect(summary).toMatchObject({ id: dataset, table: 'visits', version: 1, rows: 3, columns: 3 });
    expect([...stages]).toEqual(['reading', 'profiling']);
    const args = { finding: 'F1', table: 'visits', column: 'mrn' };
    const order = { redaction: STRICT_ORDER };
    expect(await store.estimate(dataset, 1, 'drop_column', args, order)).toMatchObject({ recordsTouched: 3 });
    const { version } = await store.apply(dataset, 1, 'drop_column', args, order);
    expect(await store.readRows(dataset, version, 0, 1)).toMatchObject({
      columns: ['age', 'note'],
      rows: [['93', 'one']],
    });
    expect(await store.readCells(dataset, 1, 'mrn')).toEqual(['1001', '1001', '1002']);
    const run = { purpose: 'model', deidProfile: 'strict', decided: [] } as const;
    const found = await store.findings(dataset, 1, run);
    expect(found.map(({ kind }) => kind)).toContain('patient_key');
    const shape = { format: 'csv', formulas: 'keep' } as const;
    const pieces = store.exportPieces(dataset, version, shape);
    const read: Uint8Array[] = [];
    let step = await pieces.next();
    for (; step.done !== true; step = await pieces.next()) read.push(step.value);
    expect(step.value.rows).toBe(3);
    expect(Buffer.concat(read).toString()).toMatch(/^age,note\r\n93,one\r\n/);
    const dropped = store.exportPieces(dataset, version, shape);
    await dropped.next();
    await dropped.return({ rows: 0, formulaLikeCells: 0, shieldedCells: 0 });
    await expect(store.exportPieces(dataset, 99, shape).next()).rejects.toMatchObject({ code: 'not_found' });
    await store.recordSourceFate(dataset, { fate: 'deleted', reason: 'not needed' });
    expect((await store.list()).datasets[0]?.sourceFate.fate).toBe('deleted');
  });

  it('shows in a preview what an import would stumble over', async () => {
    const preview = await store.previewFile(await file('a,b\n1,2\n3\n4,5,6\n7,"8'));
    expect(preview.problems.map(({ line }) => line)).toEqual([3, 4, 5]);
  });

  it('brings its problems over as problems', async () => {
    const path = await file('a,b\n1,"2\n');
    await expect(
      store.importFile({ file: path, dataset: DatasetId.parse(randomUUID()) }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^line 2, column 2/) as string,
    });
  });

  it('stops an import when told to', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i},${i % 7},text number ${i} to read`);
    const path = await file(`a,b,c\n${rows.join('\n')}\n`);
    const controller = new AbortController();
    const importing = store.importFile(
      { file: path, dataset: DatasetId.parse(randomUUID()) },
      {
        signal: controller.signal,
        onProgress: () => {
          controller.abort();
        },
      },
    );
    await expect(importing).rejects.toMatchObject({ code: 'cancelled' });
    expect(await store.list()).toEqual({ datasets: [], damaged: [] });
  });

  it('leaves the caller its key, and answers nothing once closed', async () => {
    expect(options.keys[0].key.some((byte) => byte !== 0)).toBe(true);
    await store.close();
    await expect(store.list()).rejects.toMatchObject({ code: 'process_ended' });
    store = await openDatasets({ ...options, folder: join(folder, 'datasets') });
  });
});
