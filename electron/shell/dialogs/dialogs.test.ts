import { expect, test } from 'vitest';
import { fileChooser, saveFileChooser } from './dialogs.main.ts';

type Dialog = Parameters<typeof fileChooser>[0] & Parameters<typeof saveFileChooser>[0];

const openDialog = (filePaths: string[], canceled = false, seen: unknown[] = []) =>
  ({
    showOpenDialog: (options: unknown) => {
      seen.push(options);
      return Promise.resolve({ canceled, filePaths });
    },
  }) as unknown as Dialog;
const saveDialog = (filePath: string, canceled = false, seen: unknown[] = []) =>
  ({
    showSaveDialog: (options: unknown) => {
      seen.push(options);
      return Promise.resolve({ canceled, filePath });
    },
  }) as unknown as Dialog;

test('gives the chosen path, and nothing for cancelled or odd answers', async () => {
  const ask = { title: 'Choose a table', extensions: ['csv'] };
  expect([
    await fileChooser(openDialog(['/data/a.csv']))(ask),
    await fileChooser(openDialog([]))(ask),
    await fileChooser(openDialog(['/data/a.csv'], true))(ask),
    await fileChooser(openDialog(['a.csv']))(ask),
  ]).toEqual(['/data/a.csv', undefined, undefined, undefined]);
});

test('neither dialog feeds the list of recent files', async () => {
  const seen: { properties: string[] }[] = [];
  await fileChooser(openDialog([], true, seen))({ title: 'Choose', extensions: [] });
  await saveFileChooser(saveDialog('', true, seen))({ title: 'Save', suggestedName: 'a.pdf' });
  expect(seen.map(({ properties }) => properties.includes('dontAddToRecent'))).toEqual([true, true]);
});

test('a suggested name cannot lead to another folder', async () => {
  const seen: { defaultPath: string; filters: unknown[] }[] = [];
  const chosen = await saveFileChooser(saveDialog('/out/passwd', false, seen))({
    title: 'Save',
    suggestedName: '../../etc/passwd',
  });
  expect({ chosen, defaultPath: seen[0]?.defaultPath, filters: seen[0]?.filters }).toEqual({
    chosen: '/out/passwd',
    defaultPath: 'passwd',
    filters: [],
  });
});
