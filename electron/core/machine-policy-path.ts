/** Where the machine policy stands: a place that only administrators of the system write to. */
export function machinePolicyPath(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (platform === 'win32')
    return `${environment.ProgramData ?? 'C:\\ProgramData'}\\Swarm Clinical\\machine-policy.json`;
  if (platform === 'darwin') return '/Library/Application Support/Swarm Clinical/machine-policy.json';
  return '/etc/swarm-clinical/machine-policy.json';
}
