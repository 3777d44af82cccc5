import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IncomingKind } from '../../../shared/domain/index.ts';
import { lookAt } from './incoming.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'incoming-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Part {
  readonly name: string;
  readonly text?: string;
  readonly unpacked?: number;
  readonly offset?: number;
  readonly mode?: number;
  readonly flags?: number;
}

/** A ZIP file whose directory may say anything. */
function zip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text = 'x', unpacked, offset: lies, mode = 0o100644, flags = 0 } of parts) {
    const clear = Buffer.from(text);
    const packed = deflateRawSync(clear);
    const encoded = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(clear), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(unpacked ?? clear.length, 18);
    fields.writeUInt16LE(encoded.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, encoded, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(lies ?? offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, tail, encoded);
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

const WORKBOOK: readonly Part[] = [
  { name: '[Content_Types].xml', text: '<Types/>' },
  { name: 'xl/workbook.xml', text: '<workbook/>' },
  { name: 'xl/worksheets/sheet1.xml', text: '<worksheet/>' },
];

async function put(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

it('lets plain tables through, in every kind, and says how large they are', async () => {
  const table = await put('visits of march.csv', 'a,b\n1,2\n');
  const book = await put('book.xlsx', zip(WORKBOOK));
  const columns = await put('columns.parquet', 'PAR1....PAR1');
  expect(await lookAt('table', table, [])).toEqual({ path: table, folder, sizeBytes: 8 });
  expect((await lookAt('table', book, [])).path).toBe(book);
  expect((await lookAt('table', columns, [])).path).toBe(columns);
  // Text may begin with the letters of another kind.
  const letters = await put('letters.csv', 'MZ,BZh\n1,2\n');
  expect((await lookAt('table', letters, [])).path).toBe(letters);
  // UTF-16 is text; the reader of tables says what to do about it.
  const wide = await put('wide.csv', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'));
  expect((await lookAt('table', wide, [])).sizeBytes).toBeGreaterThan(0);
});

const CONTENTS: readonly (readonly [string, IncomingKind, string, string | Buffer, RegExp])[] = [
  ['an archive of another kind', 'table', 'a.csv', '7z\xbc\xaf\x27\x1c\0\0', /holds/],
  ['a gzip called a table', 'table', 'b.csv', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), /gzip/],
  [
    'a program called a table',
    'table',
    'c.csv',
    Buffer.from('\x7fELF\x02\x01\x01\0\0', 'latin1'),
    /a program/,
  ],
  ['a PDF called a table', 'table', 'd.csv', '%PDF-1.7\n%\xe2\xe3\0', /a PDF/],
  ['a workbook called a table of text', 'table', 'e.csv', zip(WORKBOOK), /ZIP archive or workbook/],
  ['text called a workbook', 'table', 'f.xlsx', 'a,b\n1,2\n', /named \.xlsx but holds text/],
  ['an old workbook', 'table', 'g.xlsx', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1', 'latin1'), /carry macros/],
  ['zero bytes in text', 'table', 'h.csv', 'a,b\n1,\0\n', /no kind of file/],
  ['half a Parquet file', 'table', 'i.parquet', 'PAR1 and no end', /ends in the middle/],
  ['an encrypted Parquet file', 'table', 'j.parquet', 'PARE....PARE', /holds text/],
  ['macros by name', 'table', 'k.xlsm', zip(WORKBOOK), /\.xlsm can carry macros/],
  ['binary workbooks', 'table', 'l.xlsb', zip(WORKBOOK), /\.xlsb can carry macros/],
  ['a kind that is not on the list', 'table', 'm.docx', 'x', /not taken in here/],
  ['no extension at all', 'table', 'n', 'a,b\n', /no extension/],
  ['nothing in it', 'table', 'o.csv', '', /empty/],
  ['a table where a model is asked for', 'model', 'p.gguf', 'a,b\n1,2\n', /holds text/],
  ['text where a PDF is asked for', 'report', 'q.pdf', 'no pdf', /holds text/],
  ['text where a key file is asked for', 'key_file', 'r.p12', 'no key', /holds text/],
  ['a checkpoint that is too large', 'witness', 's.txt', Buffer.alloc(1_000_001, 'a'), /larger than 1 MiB/],
  ['text where a library is asked for', 'token_library', 't.so', 'no library', /holds text/],
];
it.each(CONTENTS)('refuses %s', async (_, what, name, content, words) => {
  await expect(lookAt(what, await put(name, content), [])).rejects.toThrow(words);
});

const TRAPS: readonly (readonly [string, readonly Part[], RegExp])[] = [
  ['macros in a workbook', [...WORKBOOK, { name: 'xl/vbaProject.bin' }], /macros \(VBA\)/],
  ['macros under another case', [...WORKBOOK, { name: 'XL/VBAPROJECT.BIN' }], /macros \(VBA\)/],
  ['macro sheets', [...WORKBOOK, { name: 'xl/macrosheets/sheet1.xml' }], /macro sheets/],
  ['ActiveX controls', [...WORKBOOK, { name: 'xl/activeX/activeX1.bin' }], /ActiveX/],
  ['embedded files', [...WORKBOOK, { name: 'xl/embeddings/oleObject1.bin' }], /embedded files/],
  ['a way up and out', [...WORKBOOK, { name: '../../home/a.xml' }], /outside of itself/],
  ['a way out by backslashes', [...WORKBOOK, { name: 'xl\\..\\..\\a.xml' }], /outside of itself/],
  ['a part from the root', [...WORKBOOK, { name: '/etc/passwd' }], /outside of itself/],
  ['a part on a drive', [...WORKBOOK, { name: 'C:/a.xml' }], /outside of itself/],
  ['a name with a zero byte', [...WORKBOOK, { name: 'xl/a\0.xml' }], /outside of itself/],
  ['one name twice', [...WORKBOOK, { name: 'XL/workbook.xml' }], /one part twice/],
  ['a link as a part', [...WORKBOOK, { name: 'xl/link', mode: 0o120777 }], /holds a link/],
  ['a locked part', [...WORKBOOK, { name: 'xl/locked', flags: 1 }], /password/],
  [
    'a part that bursts',
    [...WORKBOOK, { name: 'xl/bomb.xml', unpacked: 3 * 2 ** 30 }],
    /far more than a table/,
  ],
  ['parts over each other', [...WORKBOOK, { name: 'xl/over.xml', offset: 10 }], /over each other/],
  ['a part beyond the end', [...WORKBOOK, { name: 'xl/far.xml', offset: 2 ** 31 }], /beyond its end/],
  ['an archive that is no workbook', [{ name: 'readme.txt' }], /archive or another kind/],
  [
    'more parts than a workbook needs',
    [...WORKBOOK, ...Array.from({ length: 10_000 }, (_, at) => ({ name: `p${at}` }))],
    /more parts/,
  ],
];
it.each(TRAPS)('refuses %s', async (_, parts, words) => {
  await expect(lookAt('table', await put('trap.xlsx', zip(parts)), [])).rejects.toThrow(words);
});

it('refuses a workbook with a torn directory', async () => {
  const whole = zip(WORKBOOK);
  for (let cut = 1; cut < 80; cut += 3)
    await expect(
      lookAt('table', await put('torn.xlsx', whole.subarray(0, whole.length - cut)), []),
    ).rejects.toMatchObject({ code: 'invalid_input' });
});

it('refuses what is larger than its kind may be, without reading it', async () => {
  const path = await put('large.csv', 'a,b\n');
  await truncate(path, 8 * 2 ** 30 + 1);
  await expect(lookAt('table', path, [])).rejects.toMatchObject({ code: 'limit_reached' });
});

it('refuses links, pipes, sockets, folders and devices, and no pipe holds it up', async () => {
  const real = await put('real.csv', 'a,b\n1,2\n');
  await symlink(real, join(folder, 'link.csv'));
  await expect(lookAt('table', join(folder, 'link.csv'), [])).rejects.toThrow('that is a link');
  await symlink(join(folder, 'nowhere'), join(folder, 'dangling.csv'));
  await expect(lookAt('table', join(folder, 'dangling.csv'), [])).rejects.toThrow('that is a link');
  await mkdir(join(folder, 'folder.csv'));
  await expect(lookAt('table', join(folder, 'folder.csv'), [])).rejects.toThrow('that is a folder');
  if (process.platform === 'win32') return;
  execFileSync('/usr/bin/mkfifo', [join(folder, 'pipe.csv')], { timeout: 10_000 });
  await expect(lookAt('table', join(folder, 'pipe.csv'), [])).rejects.toThrow('that is a pipe');
  const server = await listening(join(folder, 'socket.csv'));
  await expect(lookAt('table', join(folder, 'socket.csv'), [])).rejects.toThrow('that is a socket');
  server.close();
  await expect(lookAt('table', '/dev/null', [])).rejects.toThrow(/device|system/);
  await expect(lookAt('table', '/proc/self/environ', [])).rejects.toThrow('folder of the system');
});

function listening(path: string): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

it('follows links to folders once, and keeps out of the folders of the application', async () => {
  const workspace = join(folder, 'workspace');
  await mkdir(join(workspace, 'datasets'), { recursive: true });
  await writeFile(join(workspace, 'datasets', 'a.csv'), 'a,b\n');
  await symlink(join(workspace, 'datasets'), join(folder, 'shortcut'));
  for (const path of [join(workspace, 'datasets', 'a.csv'), join(folder, 'shortcut', 'a.csv')])
    await expect(lookAt('table', path, [workspace])).rejects.toMatchObject({ code: 'not_allowed' });
  await mkdir(join(folder, 'elsewhere'));
  await writeFile(join(folder, 'elsewhere', 'b.csv'), 'a,b\n');
  await symlink(join(folder, 'elsewhere'), join(folder, 'way'));
  expect((await lookAt('table', join(folder, 'way', 'b.csv'), [workspace])).path).toBe(
    join(folder, 'elsewhere', 'b.csv'),
  );
  // A hard link is the file itself under another name.
  await link(join(folder, 'elsewhere', 'b.csv'), join(folder, 'hard.csv'));
  expect((await lookAt('table', join(folder, 'hard.csv'), [workspace])).sizeBytes).toBe(4);
});

it.each([
  ['an alternate data stream', '/data/table.csv:hidden.csv', /alternate data stream/],
  ['a stream behind a drive', 'C:\\data\\a.csv:b', /no path of a file|alternate data stream/],
  ['a device of Windows', '/data/con.csv', /name is that of a device/],
  ['a serial port', '/data/COM1.csv', /name is that of a device/],
  ['a fork of a file', '/data/a.csv/..namedfork/rsrc', /fork of a file/],
  ['a relative path', 'a.csv', /no path of a file/],
  ['a zero byte in the path', '/data/a\0.csv', /no path of a file/],
  ['a folder that is not there', '/nonexistent-folder/a.csv', /no such folder/],
])('refuses %s', async (_, path, words) => {
  await expect(lookAt('table', path, [])).rejects.toThrow(words);
});
