const MACHINE_FIREWALL = String.raw`HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy`;
const POLICY_FIREWALL = String.raw`HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall`;
const LOGON = String.raw`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System`;
const OWN_DESKTOP = String.raw`HKCU\Control Panel\Desktop`;
const POLICY_DESKTOP = String.raw`HKCU\Software\Policies\Microsoft\Windows\Control Panel\Desktop`;

/** Everything that is ever asked of the registry of Windows; nothing of it is of a person's making. */
export const REGISTRY_QUERIES = {
  firewall: ['query', MACHINE_FIREWALL, '/s'],
  firewallPolicy: ['query', POLICY_FIREWALL, '/s'],
  logon: ['query', LOGON, '/v', 'InactivityTimeoutSecs'],
  desktop: ['query', OWN_DESKTOP],
  desktopPolicy: ['query', POLICY_DESKTOP],
} as const satisfies Record<string, readonly string[]>;
export type RegistryQuery = keyof typeof REGISTRY_QUERIES;

/**
 * Reads the registry; part of every Windows.
 *
 * @returns undefined where the variable that says where Windows lies says something else
 */
export function registryProgram(systemRoot: string | undefined): string | undefined {
  return /^[A-Z]:\\[\w ]{1,40}$/i.test(systemRoot ?? '')
    ? `${systemRoot ?? ''}\\System32\\reg.exe`
    : undefined;
}

/** Whether a command is one of the queries above, to the letter. `args` without the program. */
export function isRegistryQuery(
  file: string,
  args: readonly string[],
  systemRoot: string | undefined,
): boolean {
  return (
    file === registryProgram(systemRoot) &&
    Object.values(REGISTRY_QUERIES).some(
      (query) => query.length === args.length && query.every((word, at) => word === args[at]),
    )
  );
}
