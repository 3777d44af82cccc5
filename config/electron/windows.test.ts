import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { msiProjectCreated } from './msi-project.ts';

/** What electron-builder lays out for Windows Installer, with the one file that our rule names. */
async function project(): Promise<string> {
  const builder = createRequire(import.meta.url).resolve('electron-builder/package.json');
  const template = createRequire(builder).resolve('app-builder-lib/package.json');
  const text = await readFile(join(dirname(template), 'templates/msi/template.xml'), 'utf8');
  return text
    .replaceAll('{{-files}}', '<Component><File Id="mainExecutable" Name="swarm-clinical.exe"/></Component>')
    .replaceAll(/\{\{.*?\}\}/g, '');
}

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarm-windows-'));
  file = join(folder, 'project.wxs');
  await writeFile(file, await project());
  await msiProjectCreated(file);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Attributes of every element of a kind, as they read once the file is parsed. */
function elements(text: string, name: string): Record<string, string>[] {
  return [...text.matchAll(new RegExp(`<${name}\\s([^>]*?)/?>`, 'g'))].map(([, attributes = '']) =>
    Object.fromEntries(
      [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        value.replaceAll('&quot;', '"'),
      ]),
    ),
  );
}

/** Elements that are opened and not closed, or the other way round. */
function unbalanced(text: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const bare = text.replaceAll(/<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>/gs, '');
  for (const [tag, slash, name = ''] of bare.matchAll(/<(\/?)(\w+)(?:"[^"]*"|'[^']*'|[^'">])*>/g))
    if (slash === '/') wrong.push(...(open.pop() === name ? [] : [tag]));
    else if (!tag.endsWith('/>')) open.push(name);
  return [...open, ...wrong];
}

it('the installer blocks whatever the program would send, for every network', async () => {
  const text = await readFile(file, 'utf8');
  expect(unbalanced(text)).toEqual([]);
  const actions = elements(text, 'CustomAction').filter(({ Id = '' }) => Id.startsWith('Firewall'));
  const block = actions.find(({ Id }) => Id === 'FirewallBlock');
  expect(block?.ExeCommand).toBe(
    '[System64Folder]netsh.exe advfirewall firewall add rule name="Swarm Clinical: no network" dir=out action=block profile=any enable=yes program="[#mainExecutable]"',
  );
  // As the system: a person who installs may set no rules.
  expect(new Set(actions.map(({ Impersonate }) => Impersonate))).toEqual(new Set(['no']));
});

it('takes the rule away with the program, when installing fails, and before it is set again', async () => {
  const text = await readFile(file, 'utf8');
  const sequence = [...text.matchAll(/<Custom Action="(Firewall\w+)" After="(\w+)">([^<]+)</g)];
  expect(sequence.map(([, name, after, when]) => [name, after, when])).toEqual([
    ['FirewallClear', 'InstallFiles', 'NOT REMOVE'],
    ['FirewallUndo', 'FirewallClear', 'NOT REMOVE'],
    ['FirewallBlock', 'FirewallUndo', 'NOT REMOVE'],
    ['FirewallRemove', 'InstallInitialize', 'REMOVE = "ALL"'],
  ]);
  const actions = elements(text, 'CustomAction').filter(({ Id = '' }) => Id.startsWith('Firewall'));
  const removing = actions.filter(({ ExeCommand = '' }) => ExeCommand.includes(' delete rule name='));
  expect(removing.map(({ Id, Execute }) => [Id, Execute])).toEqual([
    ['FirewallClear', 'deferred'],
    ['FirewallUndo', 'rollback'],
    ['FirewallRemove', 'deferred'],
  ]);
});

it('refuses a project of another form', async () => {
  await writeFile(file, '<Wix><Package/></Wix>');
  await expect(msiProjectCreated(file)).rejects.toThrow('not the project');
});
