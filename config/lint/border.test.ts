import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import { borderRules } from './border.ts';

const complaints = (code: string): number => new Linter().verify(code, [{ rules: borderRules }]).length;

test.each([
  ['the port of the dialog', 'settings.chooseFile({})'],
  ['the port of the other dialog', 'ports.settings.chooseSaveFile({})'],
  ['the port by its name as text', "settings['chooseFile']({})"],
  ['the port taken apart', 'const { chooseSaveFile } = settings'],
  ['the dialog of Electron', 'dialog.showOpenDialog({})'],
  ['the dialog that blocks', 'dialog.showSaveDialogSync({})'],
  ['what networks forbid, still', 'await import(`node:${name}`)'],
])('past the transfer service, %s is a lint error', (_, code) => {
  expect(complaints(code)).toBeGreaterThan(0);
});

test('asking the transfer service is none', () => {
  expect(complaints("await transfers.bring('table', context)")).toBe(0);
});
