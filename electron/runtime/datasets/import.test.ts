import fc from 'fast-check';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import { TestLibrary } from './test-library.ts';

let test: TestLibrary;
beforeAll(async () => {
  test = await TestLibrary.make();
});
afterAll(() => test.destroy());

async function imported(
  content: string | Uint8Array,
  options?: Parameters<TestLibrary['import']>[1],
): Promise<{ columns: Record<string, (string | null)[]>; notes: Record<string, unknown> }> {
  const summary = await test.import(content, options);
  const { notes } = await test.library.get(summary.id);
  return { columns: await test.columns(summary.id), notes };
}

describe('files that are tables', () => {
  it.each([
    ['comma', 'a,b\n1,2\n', ','],
    ['tab', 'a\tb\n1\t2\n', '\t'],
    ['bar', 'a|b\n1|2\n', '|'],
    ['semicolon', 'a;b\n1;2\n', ';'],
    ['decimal commas between semicolons', 'a;b\n1,5;2,5\n', ';'],
    ['byte order mark and CRLF', '\ufeffa,b\r\n1,2\r\n', ','],
    ['carriage returns alone', 'a,b\r1,2\r', ','],
    ['no line end at the end', 'a,b\n1,2', ','],
  ])('%s', async (_, content, delimiter) => {
    const { columns, notes } = await imported(content);
    const cells = content.includes('1,5') ? { a: ['1,5'], b: ['2,5'] } : { a: ['1'], b: ['2'] };
    expect(columns).toEqual(cells);
    expect(notes.delimiter).toBe(delimiter);
  });

  it('keeps quotes, delimiters and line breaks inside quotes, and quotes inside a cell', async () => {
    const { columns } = await imported('a,b\n"x, ""y""\r\nz",5\'10"\n"",2\n');
    expect(columns).toEqual({ a: ['x, "y"\r\nz', null], b: ['5\'10"', '2'] });
  });

  it('skips and counts rows without any cell, and takes white space for missing', async () => {
    const { columns, notes } = await imported('\n\na,b\n\n1, \n,\n  ,\t\n2,3\n\n');
    expect(columns).toEqual({ a: ['1', '2'], b: [null, '3'] });
    expect(notes).toMatchObject({ emptyRows: 4, paddedRows: 0 });
  });

  it('pads rows with too few cells and names their lines', async () => {
    const { columns, notes } = await imported('a,b,c\n"1\n1",2\n3,4,5\n6\n');
    expect(columns).toEqual({ a: ['1\n1', '3', '6'], b: ['2', '4', null], c: [null, '5', null] });
    expect(notes).toMatchObject({
      paddedRows: 2,
      problems: [
        { line: 2, message: '2 of 3 cells; the rest counts as missing' },
        { line: 5, message: '1 of 3 cells; the rest counts as missing' },
      ],
    });
  });

  it('reads Windows-1252 and says so', async () => {
    const { columns, notes } = await imported(
      Buffer.from('name,city\nM\xfcller \x80,\x8aibenik\n', 'latin1'),
    );
    expect(columns).toEqual({ name: ['Müller €'], city: ['Šibenik'] });
    expect(notes.encoding).toBe('windows-1252');
  });

  it('reads Windows-1252 whose first odd byte comes late, over many blocks', async () => {
    const plain = Array.from({ length: 60_000 }, (_, i) => `row ${i},plain text of some length`).join('\n');
    const { columns, notes } = await imported(Buffer.from(`a,b\n${plain}\nlast,caf\xe9 \xa9\n`, 'latin1'));
    expect(columns.b?.at(-1)).toBe('café ©');
    expect(columns.a?.length).toBe(60_001);
    expect(notes.encoding).toBe('windows-1252');
  });

  it('reads UTF-8 of every width, also where a block cuts a character', async () => {
    const cell = 'aé€😀'.repeat(20_000);
    const rows = Array.from({ length: 12 }, (_, i) => `${i},${'x'.repeat(i)}${cell}`);
    const { columns, notes } = await imported(`a,b\n${rows.join('\n')}\n`);
    expect(columns.b?.map((text) => text?.length)).toEqual(rows.map((_, i) => i + cell.length));
    expect(columns.b?.[11]).toBe(`${'x'.repeat(11)}${cell}`);
    expect(notes.encoding).toBe('utf-8');
  });

  it('takes 200 columns with headers that repeat, are empty or hold an identifier', async () => {
    const headers = Array.from({ length: 200 }, (_, i) => (i < 3 ? 'same' : `Größe ${i} (mg/dl)`));
    headers[5] = '';
    headers[6] = 'John Smith 555-12-3456';
    headers[7] = '***';
    const row = headers.map((_, i) => String(i));
    const summary = await test.import(`${headers.join(',')}\n${row.join(',')}\n`);
    const { columns } = await test.library.get(summary.id);
    expect(columns.slice(0, 9).map((column) => column.name)).toEqual([
      ...[
        'same',
        'column_2',
        'column_3',
        'Gro_e_3_mg_dl',
        'Gro_e_4_mg_dl',
        'column_6',
        'column_7',
        'column_8',
      ],
      'Gro_e_8_mg_dl',
    ]);
    expect(columns[6]?.header).toBe(headers[6]);
    expect(columns[199]?.profile).toMatchObject({
      rows: 1,
      missing: 0,
      distinct: 1,
      numeric: { median: 199 },
    });
  });

  it('reads a record that is longer than a block', async () => {
    const long = `${'long "" text '.repeat(100_000)}end`;
    const { columns } = await imported(`a,b\n1,"${long}"\n2,3\n`);
    expect(columns).toEqual({ a: ['1', '2'], b: [long.replaceAll('""', '"'), '3'] });
  });

  it('takes one column where the delimiter is named', async () => {
    const { columns } = await imported('word\nalpha\nbeta\n', { delimiter: ',' });
    expect(columns).toEqual({ word: ['alpha', 'beta'] });
  });

  it('reports progress that only grows, and what is left', async () => {
    const seen: number[] = [];
    const rows = Array.from({ length: 120_000 }, (_, i) => `${i},${i % 7},text ${i}`).join('\n');
    await test.import(`a,b,c\n${rows}\n`, { onProgress: ({ share }) => seen.push(share) });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

describe('files that are no tables', () => {
  it.each<[string, string | Uint8Array, Problem['code'], RegExp]>([
    ['empty', '', 'invalid_input', /file is empty/],
    ['header only', 'a,b\n', 'invalid_input', /header but no rows/],
    ['blank lines only', '\n\n \n', 'invalid_input', /not a table/],
    ['prose', 'This is a letter\nwithout any table\n', 'invalid_input', /not a table/],
    ['a quote left open', 'a,b\n1,2\n3,"4\n5,6\n', 'invalid_input', /^line 3, column 2 \(`b`\): a quote/],
    ['text behind a quote', 'a,b\n1,2\n"3"x,4\n', 'invalid_input', /^line 3, column 1 \(`a`\): text follows/],
    ['too many cells', 'a,b\n"1\n2",2\n3,4,5\n', 'invalid_input', /^line 4, column 3: more cells/],
    ['a zero byte', `a,b\n${'1,2\n'.repeat(200)}3,\0\n`, 'invalid_input', /^line 202, .*zero byte/],
    [
      'a zero byte far in',
      `a,b\n${'1,2\n'.repeat(90_000)}3,x\0y\n`,
      'invalid_input',
      /^line 90002, column 2 \(`b`\): a zero/,
    ],
    ['a zero byte in quotes', 'a,b\n1,2\n3,"\0"\n', 'invalid_input', /zero byte/],
    ['an open quote in the header', 'a,"b\n1,2\n', 'invalid_input', /quote/],
    ['binary', Buffer.alloc(5000), 'invalid_input', /binary/],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'unsupported', /UTF-16/],
    ['PDF', '%PDF-1.7 ...', 'unsupported', /a PDF/],
    ['old Excel', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'unsupported', /old Excel/],
    ['a ZIP that is no workbook', Buffer.from('504b0304', 'hex'), 'invalid_input', /workbook is damaged/],
    ['Parquet cut short', 'PAR1....', 'invalid_input', /Parquet/],
    [
      'UTF-8 with a broken place',
      Buffer.concat([Buffer.from('a,b\né,1\n2,3\nx'), Buffer.of(0xe9), Buffer.from(',4\n')]),
      'invalid_input',
      /^line 4 holds text that is not UTF-8/,
    ],
    [
      'bytes of no encoding',
      Buffer.concat([Buffer.from('a,b\n1,2\n3,'), Buffer.of(0x81), Buffer.from('\n')]),
      'invalid_input',
      /^line 3 holds a byte/,
    ],
  ])('%s', async (_, content, code, message) => {
    const before = await test.left();
    const failure = await test.import(content).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Problem);
    expect((failure as Problem).message).toMatch(message);
    expect((failure as Problem).code).toBe(code);
    expect(await test.left()).toEqual(before);
  });

  it('never quotes a cell in what it says', async () => {
    const secret = 'Zebulon Quatermass';
    const bad = [
      `a,b\n"${secret}"x,1\n`,
      `a,b\n${secret},1,2\n`,
      `a,b\n1,"${secret}\n`,
      `${secret}\n${secret}\n`,
    ];
    for (const content of bad) {
      const failure = (await test.import(content).catch((error: unknown) => error)) as Problem;
      expect(failure.message + (failure.hint ?? '')).not.toContain('Zebulon');
    }
  });

  it('says what is wrong with the path', async () => {
    const attempt = (file: string): Promise<unknown> =>
      test.library
        .importFile(
          { file, dataset: crypto.randomUUID() as never },
          { signal: new AbortController().signal, onProgress: () => undefined },
        )
        .catch((error: unknown) => (error as Problem).code);
    await mkdir(join(test.folder, 'folder'), { recursive: true });
    expect(await attempt(join(test.folder, 'nowhere.csv'))).toBe('not_found');
    expect(await attempt(join(test.folder, 'folder'))).toBe('invalid_input');
    const locked = await test.file('a,b\n1,2\n', 'locked.csv');
    await chmod(locked, 0o000);
    // The superuser may read everything.
    if (process.getuid?.() !== 0) expect(await attempt(locked)).toBe('not_allowed');
  });

  it('leaves nothing when it is cancelled, wherever that is', async () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => `${i},${i % 7},text ${i}`).join('\n');
    const before = await test.left();
    for (const stage of ['reading', 'profiling'] as const) {
      const controller = new AbortController();
      const failure = await test
        .import(`a,b,c\n${rows}\n`, {
          signal: controller.signal,
          onProgress: (progress) => {
            if (progress.stage === stage) controller.abort();
          },
        })
        .catch((error: unknown) => (error as Problem).code);
      expect(failure).toBe('cancelled');
      expect(await test.left()).toEqual(before);
    }
  });

  it('refuses an id that is taken', async () => {
    const { id } = await test.import('a,b\n1,2\n');
    const again = test.library.importFile(
      { file: await test.file('a,b\n1,2\n'), dataset: id },
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
    await expect(again).rejects.toMatchObject({ code: 'already_exists' });
  });
});

describe('any table', () => {
  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    { weight: 1, arbitrary: fc.constantFrom('', '"', '""', ',', '\n', '\r\n', ' a', '\t', ';|', '007', 'é') },
  );

  it('comes back as it was written, and again after an export', async () => {
    const tables = fc.record({
      width: fc.integer({ min: 2, max: 5 }),
      cells: fc.array(cell, { minLength: 2, maxLength: 60 }),
      delimiter: fc.constantFrom(...([',', '\t', '|', ';'] as const)),
      newline: fc.constantFrom('\n', '\r\n'),
    });
    await fc.assert(
      fc.asyncProperty(tables, async ({ width, cells, delimiter, newline }) => {
        const rows: string[][] = [];
        for (let at = 0; at + width <= cells.length; at += width) {
          const row = cells.slice(at, at + width).map((text) => text.replaceAll('\0', '?'));
          if (row.some((text) => text.trim() !== '')) rows.push(row);
        }
        if (rows.length === 0) return;
        const headers = Array.from({ length: width }, (_, i) => `h${i}`);
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = [headers, ...rows].map((row) => row.map(quote).join(delimiter)).join(newline);
        const summary = await test.import(text, { delimiter });
        const expected = Object.fromEntries(
          headers.map((name, i) => [
            name,
            rows.map((row) => (row[i]?.trim() === '' ? null : (row[i] ?? null))),
          ]),
        );
        expect(await test.columns(summary.id)).toEqual(expected);
        for (const format of ['csv', 'parquet'] as const) {
          const path = join(test.folder, `out.${format}`);
          await writeFile(path, (await test.export(summary.id, { format, formulas: 'keep' })).bytes);
          const again = await test.library.importFile(
            { file: path, dataset: crypto.randomUUID() as never, delimiter: ',' },
            { signal: new AbortController().signal, onProgress: () => undefined },
          );
          expect(await test.columns(again.id)).toEqual(expected);
          await test.library.remove(again.id);
        }
        await test.library.remove(summary.id);
      }),
      { numRuns: 20 },
    );
  });
});
