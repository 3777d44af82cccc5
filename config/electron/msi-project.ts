import { readFile, writeFile } from 'node:fs/promises';

/** What administrators see in the firewall; `electron/operations/posture/firewall.ts` looks for its effect. */
const RULE = 'Swarm Clinical: no network';
const NETSH = '[System64Folder]netsh.exe advfirewall firewall';
const REMOVE = `${NETSH} delete rule name=&quot;${RULE}&quot;`;
/** The path that Windows Installer gave the program. Helper processes run from the same file. */
const ADD = `${NETSH} add rule name=&quot;${RULE}&quot; dir=out action=block profile=any enable=yes program=&quot;[#mainExecutable]&quot;`;

/** As the system, since only that may set rules; a firewall that is not there stops no installation. */
const custom = (id: string, command: string, when = 'deferred'): string =>
  `<CustomAction Id="${id}" Directory="TARGETDIR" ExeCommand="${command}" Execute="${when}" Impersonate="no" Return="ignore"/>`;

const FRAGMENT = `
    <!-- Nothing of this program leaves the workstation: a rule of the Windows firewall says so too. -->
    ${custom('FirewallClear', REMOVE)}
    ${custom('FirewallUndo', REMOVE, 'rollback')}
    ${custom('FirewallBlock', ADD)}
    ${custom('FirewallRemove', REMOVE)}
    <InstallExecuteSequence>
      <Custom Action="FirewallClear" After="InstallFiles">NOT REMOVE</Custom>
      <Custom Action="FirewallUndo" After="FirewallClear">NOT REMOVE</Custom>
      <Custom Action="FirewallBlock" After="FirewallUndo">NOT REMOVE</Custom>
      <Custom Action="FirewallRemove" After="InstallInitialize">REMOVE = "ALL"</Custom>
    </InstallExecuteSequence>
  `;

/**
 * electron-builder's `msiProjectCreated`: adds the rule that blocks whatever the program would send, put in
 * place at installation and repair, and taken away with the program.
 *
 * @param file the WiX project
 * @throws Error where it has another form
 */
export async function msiProjectCreated(file: string): Promise<void> {
  const project = await readFile(file, 'utf8');
  const end = project.lastIndexOf('</Product>');
  if (end < 0 || !project.includes('Id="mainExecutable"'))
    throw new Error('this is not the project that electron-builder writes');
  await writeFile(file, `${project.slice(0, end)}${FRAGMENT}${project.slice(end)}`);
}
