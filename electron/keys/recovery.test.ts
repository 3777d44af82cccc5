import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSheetText, SHEET_BYTES, sheetGroups } from '../../shared/formats/sheet-code.ts';
import {
  keyFileForTests,
  TEST_PASSWORD_COST as passwordCost,
  TEST_WORKSPACE as workspaceId,
} from '../testing/key-file/index.ts';
import { fileDeviceSecretStore, openKeys } from './index.ts';
import type { KeyFile } from './key-file.ts';
import { makeSheets, rewrapSheets, trySheets, type PrintedSheets } from './recovery.ts';
import { openSheets } from './recovery-open.ts';
import { printedGroups, readSheet } from './sheet.ts';

const NEW_PASSWORD = 'found the way back in';

/** Sealed sheets of paper: made by two, tried in drills, and the one other way in. */
describe('recovery sheets', () => {
  const keyFile = keyFileForTests({
    device: (folder) => fileDeviceSecretStore(join(folder, 'device')),
  });
  const { idOf } = keyFile;
  const device = (name: string) => fileDeviceSecretStore(join(keyFile.folder, name));
  const request = (role: string, password = keyFile.passwordOf(role)) => keyFile.request(role, { password });
  let path: string;
  let before: string;
  beforeAll(() => {
    ({ path } = keyFile);
  });
  beforeEach(async () => {
    before = await readFile(path, 'utf8');
  });
  const make = async (count = 3, threshold = 2): Promise<readonly string[]> => {
    const printed: PrintedSheets[] = [];
    await makeSheets(request('compliance'), {
      ...{ count, threshold, witness: idOf('admin') },
      print: (sheets) => {
        printed.push(sheets);
        return Promise.resolve();
      },
    });
    return printed[0]!.sheets.map(({ groups }) => groups.join('-'));
  };
  const open = (sheets: readonly string[], name = 'device') =>
    openSheets({ path, workspaceId, sheets, deviceSecrets: device(name) });
  const refused = async (sheets: readonly string[]) => {
    try {
      (await open(sheets)).close();
    } catch (error) {
      return (error as Error).message;
    }
    return 'opened';
  };

  it('let a person in again, whichever two are there, with what the role may have', async () => {
    const [one, two, three] = (await make()) as [string, string, string];
    for (const [sheets, role] of [
      [[one, two], 'operator'],
      [[three, one], 'admin'],
      [[two, three, one], 'viewer'],
    ] as const) {
      const opened = await open(sheets);
      expect(opened.otherDevice).toBe(false);
      await opened.giveAccess(idOf(role), NEW_PASSWORD, { nowMs: 1, passwordCost });
      opened.close();
      expect([...opened.metadata.journalDbKey]).toEqual(Array.from({ length: 32 }, () => 0));
      await expect(openKeys(request(role))).rejects.toMatchObject({ code: 'wrong_password' });
      const keys = await openKeys(request(role, NEW_PASSWORD));
      expect(keys.content !== undefined).toBe(role === 'operator');
      keys.close();
    }
    const file = JSON.parse(await readFile(path, 'utf8')) as KeyFile;
    expect(file.recovery?.usedAtMs).toBe(1);
    expect(file.people.find(({ role }) => role === 'admin')?.wraps.content).toBeUndefined();
    // Who was not recovered signs in as before.
    (await openKeys(request('compliance'))).close();
  });

  it('open a copy on another workstation, where no password does', async () => {
    const [one, two] = (await make()) as [string, string];
    const elsewhere = { ...request('operator'), deviceSecrets: device('other') };
    await expect(openKeys(elsewhere)).rejects.toMatchObject({ code: 'foreign_file' });
    const opened = await open([one, two], 'other');
    expect(opened.otherDevice).toBe(true);
    await opened.giveAccess(idOf('operator'), NEW_PASSWORD, { nowMs: 1, passwordCost });
    opened.close();
    (await openKeys({ ...elsewhere, password: NEW_PASSWORD })).close();
    await expect(
      openKeys({ ...request('compliance'), deviceSecrets: device('other') }),
    ).rejects.toMatchObject({ code: 'wrong_password' });
  });

  it('are refused one by one: too few, the same twice, mixed sets, slips, and sheets nobody made', async () => {
    const [old] = (await make()) as [string];
    const [one, two] = (await make()) as [string, string];
    expect(await refused([one])).toBe('2 different sheets are needed, 1 is here');
    expect(await refused([])).toMatch(/0 are here/);
    expect(await refused([one, one])).toBe('the second sheet is the same as one before it');
    expect(await refused([one, old])).toMatch(
      /^the second sheet is of set [0-9a-f]{8}, and set [0-9a-f]{8} is/,
    );
    const slip = one.slice(0, 12) + (one[12] === 'A' ? 'B' : 'A') + one.slice(13);
    expect(await refused([two, slip])).toBe('the second sheet: group 3 is not as printed');
    expect(await refused([two, one.slice(0, -12)])).toBe('the second sheet: 15 of 17 groups are typed');

    // Whole letters, right set and number, another secret: as somebody would print who never had a sheet.
    const forged = readSheet(two, 'recovery', 'it');
    forged.secret[5]! ^= 1;
    expect(await refused([one, printedGroups(forged).join(' ')])).toMatch(/not one of those that were made/);
    const other = { ...forged, number: 7 };
    expect(await refused([one, printedGroups(other).join(' ')])).toMatch(/not one of those that were made/);
    const shorter = { ...forged, secret: new Uint8Array(16) };
    expect(await refused([one, printedGroups(shorter).join(' ')])).toMatch(/groups/);
    const read = readSheetText(two, SHEET_BYTES.recovery);
    const bytes = read.ok ? read.bytes : new Uint8Array();
    bytes[1] = 0x45;
    expect(await refused([one, sheetGroups(bytes).join(' ')])).toMatch(/is no sheet for this/);
    expect(await refused([one, two])).toBe('opened');
  });

  it('of a set before open nothing once new ones were made, and stay good when printing fails', async () => {
    const [one, two] = (await make()) as [string, string];
    await expect(
      makeSheets(request('compliance'), {
        ...{ count: 3, threshold: 2, witness: idOf('admin') },
        print: () => Promise.reject(new Error('no paper')),
      }),
    ).rejects.toThrow('no paper');
    expect(await refused([one, two])).toBe('opened');
    await make();
    expect(await refused([one, two])).toMatch(/is good now/);
  });

  it('are made by a content holder with a witness, in numbers that make sense', async () => {
    const print = () => Promise.reject(new Error('printed'));
    const wanted = { count: 3, threshold: 2, witness: idOf('admin'), print };
    const code = { code: 'not_allowed' };
    await expect(makeSheets(request('admin'), { ...wanted, witness: idOf('viewer') })).rejects.toMatchObject(
      code,
    );
    await expect(
      makeSheets(request('compliance'), { ...wanted, witness: idOf('compliance') }),
    ).rejects.toMatchObject(code);
    for (const [count, threshold] of [
      [3, 1],
      [2, 3],
      [9, 2],
    ] as const)
      await expect(makeSheets(request('compliance'), { ...wanted, count, threshold })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    await expect(makeSheets(request('compliance', 'wrong'), wanted)).rejects.toMatchObject({
      code: 'wrong_password',
    });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('are tried in a drill, each alone or enough together, and say which does not fit', async () => {
    const sheets = await make(5, 3);
    const [one = '', two = '', three = '', four = ''] = sheets;
    expect(await trySheets(path, [four])).toMatchObject({
      sheets: [{ number: 4, good: true }],
      opened: false,
    });
    expect(await trySheets(path, [one, two, three])).toMatchObject({ opened: true });
    const tried = await trySheets(path, [
      one,
      two,
      `${three.slice(0, -1)}${three.endsWith('7') ? '8' : '7'}`,
      one,
    ]);
    expect(tried).toMatchObject({
      opened: false,
      sheets: [
        { number: 1, good: true },
        { number: 2, good: true },
        { good: false, problem: 'the third sheet: group 17 is not as printed' },
        { good: false, problem: 'the fourth sheet is the same as one before it' },
      ],
    });
    expect(JSON.stringify(tried)).not.toMatch(/[0-9A-HJKMNP-TV-Z]{5}-/);
  });

  it('are not said to open by a drill where what is wrapped to them was changed', async () => {
    const [one, two] = (await make()) as [string, string];
    const file = JSON.parse(await readFile(path, 'utf8')) as KeyFile;
    const keys = { metadata: new Uint8Array(32), content: new Uint8Array(32) };
    const { wraps } = rewrapSheets(workspaceId, file.recovery!, keys);
    const recovery = { ...file.recovery!, wraps: { ...file.recovery!.wraps, content: wraps.content } };
    await writeFile(path, JSON.stringify({ ...file, recovery }));
    await expect(trySheets(path, [one, two])).rejects.toMatchObject({ code: 'damaged' });
    await writeFile(path, JSON.stringify(file));
    expect(await trySheets(path, [one, two])).toMatchObject({ opened: true });
  });

  it('leave nothing in the key file that opens anything, and a changed record is damage', async () => {
    const [one, two] = (await make()) as [string, string];
    const text = await readFile(path, 'utf8');
    const file = JSON.parse(text) as KeyFile;
    for (const sheet of [one, two]) expect(text).not.toContain(sheet.slice(0, 17));
    const { recovery } = file;
    await writeFile(path, JSON.stringify({ ...file, recovery: { ...recovery!, threshold: 3 } }));
    await expect(openKeys(request('operator'))).rejects.toMatchObject({ code: 'damaged' });
    await writeFile(path, JSON.stringify({ ...file, recovery: undefined }));
    await expect(openKeys(request('operator'))).rejects.toMatchObject({ code: 'damaged' });
    expect(await refused([one, two])).toBe('no recovery sheets were made for this workspace');
    // A threshold that somebody lowered in the file helps nobody: the shares still do not give the key.
    await writeFile(path, before);
    const strict = await make(3, 3);
    const now = JSON.parse(await readFile(path, 'utf8')) as KeyFile;
    await writeFile(path, JSON.stringify({ ...now, recovery: { ...now.recovery!, threshold: 2 } }));
    expect(await refused(strict.slice(0, 2))).toBe('these sheets do not give the key together');
  });

  it('open other keyring keys after those were wrapped anew, without the sheets at hand', async () => {
    const sheets = await make();
    const file = JSON.parse(await readFile(path, 'utf8')) as KeyFile;
    const keys = { metadata: new Uint8Array(32).fill(1), content: new Uint8Array(32).fill(2) };
    const recovery = rewrapSheets(workspaceId, file.recovery!, keys);
    await writeFile(path, JSON.stringify({ ...file, recovery }));
    // The file around them is not theirs, so opening goes as far as the wraps and no further.
    await expect(open(sheets.slice(0, 2))).rejects.toMatchObject({ code: 'damaged' });
    expect(recovery.wraps).not.toEqual(file.recovery!.wraps);
  });
});
