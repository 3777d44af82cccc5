import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../../../shared/domain/index.ts';
import { decodeCells } from '../../storage/cells.ts';
import { openSource, previewSource } from '../open-source.ts';
import { isDateFormat, serialDate } from './serial-date.ts';

/** A ZIP file of these entries, every other one deflated. */
function zip(entries: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [index, [name, text]] of Object.entries(entries).entries()) {
    const clear = Buffer.from(text);
    const method = index % 2 === 0 ? 8 : 0;
    const packed = method === 8 ? deflateRawSync(clear) : clear;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(clear), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(clear.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, tail, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

const RELATIONS =
  '<Relationships xmlns="r"><Relationship Id="rId7" Target="worksheets/sheet2.xml" Type="t"/>' +
  '<Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/></Relationships>';
const STYLES =
  '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd&quot;.&quot;mm yyyy"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="22"/></cellXfs></styleSheet>';
const SHARED =
  '<sst><si><t>mrn</t></si><si><t xml:space="preserve">a &lt;b&gt; &amp; c&#233;</t></si>' +
  '<si><r><t>rich</t></r><r><t> text</t></r><rPh><t>ignored</t></rPh></si><si/></sst>';

function workbook(rows: string, parts: Record<string, string> = {}): Buffer {
  return zip({
    'xl/workbook.xml':
      '<workbook><sheets><sheet name="old" state="hidden" r:id="rId7"/><sheet name="S" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/styles.xml': STYLES,
    'xl/sharedStrings.xml': SHARED,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><x:worksheet xmlns:x="s"><!-- c > --><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData/></worksheet>',
    ...parts,
  });
}

const HEADER =
  '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>when</t></is></c><c r="C1" t="str"><v>value</v></c></row>';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xlsx-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(
  content: Buffer,
): Promise<{ headers: readonly string[]; rows: (string | null)[][]; emptyRows: number }> {
  const path = join(folder, 'book.xlsx');
  await writeFile(path, content);
  const reader = await openSource(path, { delimiter: undefined, signal: new AbortController().signal });
  try {
    const columns: (string | null)[][] = reader.headers.map(() => []);
    for await (const { column, chunk } of reader.read(
      reader.headers,
      new AbortController().signal,
      () => undefined,
    ))
      columns[column]?.push(...decodeCells(Buffer.from(chunk.bytes)));
    const rows = Array.from({ length: reader.rows }, (_, row) => columns.map((cells) => cells[row] ?? null));
    return { headers: reader.headers, rows, emptyRows: reader.notes().emptyRows };
  } finally {
    await reader.close();
  }
}

describe('a workbook', () => {
  it('is read from its first visible sheet, cell by cell as it shows', async () => {
    const table = await read(
      workbook(
        `${HEADER}
        <row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>45351</v></c><c r="C2"><v>0.30000000000000004</v></c></row>
        <row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" s="3"><v>45351.5</v></c><c r="C4" t="b"><v>1</v></c></row>
        <row r="5"><c r="B5" s="2"><v>1</v></c><c r="C5" t="e"><v>#N/A</v></c></row>
        <row r="6"><c r="A6" t="s"><v>3</v></c></row>
        <row><c><v>7</v></c><c/><c><v>1e-7</v></c></row>`,
      ),
    );
    expect(table).toEqual({
      headers: ['mrn', 'when', 'value'],
      rows: [
        ['a <b> & cé', '2024-02-29', '0.3'],
        ['rich text', '2024-02-29 12:00:00', 'true'],
        [null, '1900-01-01', null],
        ['7', null, '1e-7'],
      ],
      emptyRows: 2,
    });
  });

  it('has a preview', async () => {
    const path = join(folder, 'preview.xlsx');
    await writeFile(path, workbook(`${HEADER}<row r="2"><c r="A2"><v>007</v></c></row>`));
    expect(await previewSource(path, undefined)).toMatchObject({
      headers: ['mrn', 'when', 'value'],
      rows: [['7', null, null]],
      notes: { format: 'xlsx' },
    });
  });

  it.each<[string, () => Buffer, RegExp]>([
    [
      'a cell beyond the header',
      () => workbook(`${HEADER}<row r="9"><c r="E9"><v>1</v></c></row>`),
      /^line 9, column 5/,
    ],
    ['no cells', () => workbook(''), /first sheet is empty/],
    [
      'a document type',
      () => workbook('', { 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><x/>' }),
      /not valid XML/,
    ],
    [
      'a sheet cut off',
      () => workbook('', { 'xl/worksheets/sheet1.xml': `<w><sheetData>${HEADER}<row r="2">` }),
      /ends in the middle/,
    ],
    [
      'no sheet',
      () => zip({ 'xl/workbook.xml': '<workbook/>', 'xl/_rels/workbook.xml.rels': '<R/>' }),
      /no visible sheet/,
    ],
    ['another kind of document', () => zip({ 'word/document.xml': '<w/>' }), /not a table but an archive/],
    ['bytes cut off', () => workbook(HEADER).subarray(0, 300), /damaged/],
  ])('with %s is refused', async (_, content, message) => {
    const failure = (await read(content()).catch((error: unknown) => error)) as Problem;
    expect(failure.message).toMatch(message);
  });

  it('whose packed bytes are damaged is refused', async () => {
    const sound = workbook(`${HEADER}<row r="2">${'<c><v>12345</v></c>'.repeat(3)}</row>`);
    const damaged = Buffer.from(sound);
    damaged.fill(0xff, 40, 80);
    const failure = (await read(damaged).catch((error: unknown) => error)) as Problem;
    expect(failure.code).toBe('invalid_input');
  });
});

describe('days of a spreadsheet', () => {
  it.each<[number, boolean, string | undefined]>([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [61, false, '1900-03-01'],
    [45351, false, '2024-02-29'],
    [45351.999999, false, '2024-03-01'],
    [0.5, false, '12:00:00'],
    [0, true, '1904-01-01'],
    [43889, true, '2024-02-29'],
    [-1, false, undefined],
    [Number.NaN, false, undefined],
  ])('%s', (serial, from1904, text) => {
    expect(serialDate(serial, from1904)).toBe(text);
  });

  it('are told by their number format', () => {
    expect([14, 22, 2, 49].map((id) => isDateFormat(id, undefined))).toEqual([true, true, false, false]);
    const codes = ['yyyy-mm-dd', '[h]:mm', '0.00', '"day" 0', 'General', '[Red]0', '#,##0_d'];
    expect(codes.map((code) => isDateFormat(170, code))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
