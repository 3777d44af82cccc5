import { Problem } from '../../../../../shared/domain/index.ts';
import { isDateFormat, serialDate } from './serial-date.ts';
import { attribute, readXml, type XmlEvent } from './xml.ts';
import type { ZipFile } from './zip.ts';

/** One row of a sheet: its number there, and its cells from column A on. */
export interface SheetRow {
  readonly line: number;
  readonly cells: readonly (string | null)[];
}

/** Characters of shared text that are held in memory. */
const LARGEST_SHARED = 512 << 20;
const LAST_COLUMN = 16_384;

/** What is needed to read the cells of a workbook's first visible sheet. */
export interface Workbook {
  readonly sheetPath: string;
  readonly shared: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly from1904: boolean;
}

/** @throws Problem `invalid_input` for a ZIP file that is no workbook */
export async function openWorkbook(zip: ZipFile): Promise<Workbook> {
  if (!zip.has('xl/workbook.xml'))
    throw new Problem(
      'unsupported',
      'the file is not a table but an archive or another kind of document',
      'Save the table as CSV, XLSX or Parquet and import that.',
    );
  let relation: string | undefined;
  let from1904 = false;
  for await (const event of eventsOf(zip, 'xl/workbook.xml')) {
    if (event.kind !== 'open') continue;
    if (event.name === 'workbookPr') from1904 = isTrue(attribute(event.attributes, 'date1904'));
    const hidden = (attribute(event.attributes, 'state') ?? 'visible') !== 'visible';
    if (event.name === 'sheet' && !hidden) relation ??= attribute(event.attributes, 'id');
  }
  let sheetPath: string | undefined;
  for await (const event of eventsOf(zip, 'xl/_rels/workbook.xml.rels'))
    if (
      event.kind === 'open' &&
      event.name === 'Relationship' &&
      attribute(event.attributes, 'Id') === relation
    )
      sheetPath = resolvePath(attribute(event.attributes, 'Target') ?? '');
  if (relation === undefined || sheetPath === undefined || !zip.has(sheetPath))
    throw new Problem(
      'invalid_input',
      'the workbook has no visible sheet',
      'Put the table on its first sheet.',
    );
  return { sheetPath, from1904, shared: await readShared(zip), dateStyles: await readDateStyles(zip) };
}

/** Rows with at least one cell, in the order of the sheet. */
export async function* readSheet(zip: ZipFile, workbook: Workbook): AsyncGenerator<SheetRow> {
  let line = 0;
  let nextColumn = 0;
  let cells: (string | null)[] = [];
  let cell = { column: 0, type: 'n', style: 0, text: '', kept: false };
  let inValue = false;
  let phonetic = false;
  for await (const event of eventsOf(zip, workbook.sheetPath)) {
    if (event.kind === 'text') {
      if (inValue && !phonetic) cell.text += event.text;
    } else if (event.kind === 'open') {
      if (event.name === 'row') {
        line = Number(attribute(event.attributes, 'r') ?? line + 1);
        cells = [];
        nextColumn = 0;
      } else if (event.name === 'c') {
        const column = columnOf(attribute(event.attributes, 'r')) ?? nextColumn;
        nextColumn = column + 1;
        const type = attribute(event.attributes, 't') ?? 'n';
        cell = { column, type, style: Number(attribute(event.attributes, 's') ?? 0), text: '', kept: false };
      } else if (event.name === 'sheetData' && event.empty) return;
      else if (event.name === 'rPh') phonetic = !event.empty;
      else if (event.name === 'v' || event.name === 't') inValue = !event.empty;
    } else if (event.name === 'v' || event.name === 't') inValue = false;
    else if (event.name === 'rPh') phonetic = false;
    else if (event.name === 'c') {
      const value = cellText(cell, workbook);
      if (value === null) continue;
      while (cells.length < cell.column) cells.push(null);
      cells[cell.column] = value;
    } else if (event.name === 'row' && cells.length > 0) yield { line, cells };
    else if (event.name === 'sheetData') return;
  }
  throw new Problem(
    'invalid_input',
    'the sheet ends in the middle; the workbook is damaged',
    'Open it in a spreadsheet program, save it again and import that.',
  );
}

function cellText(cell: { type: string; style: number; text: string }, workbook: Workbook): string | null {
  if (cell.text === '') return null;
  switch (cell.type) {
    case 's':
      return workbook.shared[Number(cell.text)] ?? null;
    case 'b':
      return cell.text === '1' ? 'true' : 'false';
    case 'e':
      // An error such as #N/A is no value.
      return null;
    case 'n': {
      const value = Number(cell.text);
      if (workbook.dateStyles[cell.style] === true) return serialDate(value, workbook.from1904) ?? cell.text;
      // Stored with 17 digits, of which a spreadsheet itself shows and compares 15.
      return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : cell.text;
    }
    default:
      return cell.text;
  }
}

async function readShared(zip: ZipFile): Promise<string[]> {
  const shared: string[] = [];
  if (!zip.has('xl/sharedStrings.xml')) return shared;
  let text = '';
  let total = 0;
  let inText = false;
  let phonetic = false;
  for await (const event of eventsOf(zip, 'xl/sharedStrings.xml')) {
    if (event.kind === 'text') {
      if (inText && !phonetic) text += event.text;
    } else if (event.name === 't') inText = event.kind === 'open' && !event.empty;
    else if (event.name === 'rPh') phonetic = event.kind === 'open' && !event.empty;
    else if (event.name === 'si' && (event.kind === 'close' || event.empty)) {
      total += text.length;
      if (total > LARGEST_SHARED)
        throw new Problem(
          'limit_reached',
          'the workbook holds too much text',
          'Save it as CSV and import that.',
        );
      shared.push(text);
      text = '';
    }
  }
  return shared;
}

async function readDateStyles(zip: ZipFile): Promise<boolean[]> {
  const styles: boolean[] = [];
  if (!zip.has('xl/styles.xml')) return styles;
  const codes = new Map<number, string>();
  let inCells = false;
  for await (const event of eventsOf(zip, 'xl/styles.xml')) {
    if (event.kind === 'text') continue;
    if (event.name === 'cellXfs') inCells = event.kind === 'open';
    if (event.kind !== 'open') continue;
    if (event.name === 'numFmt')
      codes.set(
        Number(attribute(event.attributes, 'numFmtId')),
        attribute(event.attributes, 'formatCode') ?? '',
      );
    if (event.name === 'xf' && inCells) {
      const id = Number(attribute(event.attributes, 'numFmtId') ?? 0);
      styles.push(isDateFormat(id, codes.get(id)));
    }
  }
  return styles;
}

async function* eventsOf(zip: ZipFile, name: string): AsyncGenerator<XmlEvent> {
  for await (const events of readXml(zip.read(name))) yield* events;
}

/** `B` of `B12` is 1. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column > LAST_COLUMN ? undefined : column - 1;
}

function resolvePath(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
