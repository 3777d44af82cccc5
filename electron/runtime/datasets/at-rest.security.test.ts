import { randomBytes, randomUUID } from 'node:crypto';
import { copyFile, cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DatasetId, WorkspaceId, type DatasetSummary, type Problem } from '../../../shared/domain/index.ts';
import { TestLibrary } from './test-library.ts';
import { CategoryKeys } from './storage/category-keys.ts';
import { STRICT_ORDER } from '../phi/testing.ts';

const SECRET = 'Quatermass, Zebulon';
const HEADER = 'note about Zebulon Quatermass';

let test: TestLibrary;
let summary: DatasetSummary;
beforeAll(async () => {
  test = await TestLibrary.make();
  const rows = Array.from({ length: 70_000 }, (_, i) => `"${SECRET}",${i},plain text number ${i}`);
  summary = await test.import(`patient_name,value,${HEADER}\n${rows.join('\n')}\n`, {
    name: `${SECRET}.csv`,
  });
  await test.library.apply(
    {
      dataset: summary.id,
      version: 1,
      tool: 'surrogate_key',
      args: { finding: 'F1', table: summary.table, column: 'patient_name' },
      redaction: STRICT_ORDER,
    },
    new AbortController().signal,
  );
  await cp(test.root, join(test.folder, 'sound'), { recursive: true });
});
/** Puts the files back as they were. */
afterEach(async () => {
  await rm(test.root, { recursive: true });
  await cp(join(test.folder, 'sound'), test.root, { recursive: true });
  await test.reopen();
});
afterAll(() => test.destroy());

function path(name: string): string {
  return join(test.root, summary.id, name);
}

/** The code of the failure when the whole of a version is read, or `fine`. */
async function readAll(version: number): Promise<string> {
  try {
    const source = await test.library.source(summary.id, version);
    for (const column of source.columns) await source.cells(column.name);
    return 'fine';
  } catch (error) {
    return (error as Problem).code;
  }
}

describe('what lies on the disk', () => {
  it('holds no cell, header or file name in clear, and no key', async () => {
    const bytes = await test.bytesAtRest();
    expect(bytes.length).toBeGreaterThan(3_000_000);
    for (const clear of ['Quatermass', 'Zebulon', 'plain text', 'patient_name', 'surrogate'])
      expect(bytes.includes(clear), clear).toBe(false);
    expect(bytes.includes(test.key)).toBe(false);
    const { columns } = await test.library.get(summary.id, 1);
    expect([summary.table, ...columns.map((column) => column.name)]).toEqual([
      'table',
      'patient_name',
      'value',
      'column_3',
    ]);
  });

  it('does not look alike for the same table imported twice', async () => {
    const first = await test.import('a,b\n1,2\n');
    const second = await test.import('a,b\n1,2\n');
    const [one, two] = await Promise.all([first, second].map(({ id }) => test.library.get(id)));
    expect(one?.snapshotSha256).not.toBe(two?.snapshotSha256);
  });
});

describe('tampering', () => {
  it('finds one flipped byte anywhere in a segment or manifest', async () => {
    await test.reopen();
    for (const name of [await test.segment(summary.id), path('v0001.manifest')]) {
      const sound = await readFile(name);
      for (const at of [0, 13, Math.floor(sound.length / 2), sound.length - 1]) {
        const changed = Buffer.from(sound);
        changed[at] = (changed[at] ?? 0) ^ 1;
        await writeFile(name, changed);
        await test.reopen();
        expect(await readAll(1), `${name} at ${at}`).toBe('damaged');
      }
      await writeFile(name, sound);
    }
    await test.reopen();
    expect(await readAll(1)).toBe('fine');
  });

  it('opens no chunk in another chunk’s place', async () => {
    const source = await test.library.source(summary.id, 1);
    const [first, second] = source.stored('column_3').chunks;
    const segment = await readFile(await test.segment(summary.id));
    const swapped = Buffer.from(segment);
    // As far as the shorter one goes: the rest of the longer one stays where it was.
    const length = Math.min(first!.sizeBytes, second!.sizeBytes);
    segment.copy(swapped, first!.offset, second!.offset, second!.offset + length);
    segment.copy(swapped, second!.offset, first!.offset, first!.offset + length);
    await writeFile(await test.segment(summary.id), swapped);
    await test.reopen();
    expect(await readAll(1)).toBe('damaged');
  });

  it('opens no manifest under another version’s name', async () => {
    await copyFile(path('v0001.manifest'), path('v0002.manifest'));
    await test.reopen();
    expect(await readAll(2)).toBe('damaged');
    expect(await readAll(1)).toBe('fine');
  });

  it('opens no segment of another dataset', async () => {
    const other = await test.import('a,b\n1,2\n');
    await copyFile(await test.segment(other.id), await test.segment(summary.id));
    await test.reopen();
    expect(await readAll(1)).toBe('damaged');
  });

  it('opens no dataset under another id, workspace or category key, and says which do not open', async () => {
    const moved = DatasetId.parse(randomUUID());
    await rename(join(test.root, summary.id), join(test.root, moved));
    await test.reopen();
    expect(await test.library.list()).toEqual({ datasets: [], damaged: [moved] });
    await rename(join(test.root, moved), join(test.root, summary.id));

    await test.reopen({ workspace: WorkspaceId.parse(randomUUID()) });
    expect(await readAll(1)).toBe('damaged');
    await test.reopen({ keys: new CategoryKeys({ epoch: 1, key: randomBytes(32) }) });
    expect(await readAll(1)).toBe('damaged');
    await test.reopen();
    expect(await readAll(1)).toBe('fine');
  });

  it('tells a missing segment from an empty dataset', async () => {
    await rename(await test.segment(summary.id), path('elsewhere'));
    await test.reopen();
    expect(await readAll(1)).toBe('damaged');
    expect(await readdir(join(test.root, summary.id))).toContain('elsewhere');
  });
});
