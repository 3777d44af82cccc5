import { readRegistryText, valueBelow, type RegistryText } from './registry-text.ts';

/** What the firewall of Windows does with what a program sends. */
export type FirewallFound = 'blocks' | 'no_rule' | 'switched_off' | 'overruled';

/** Fields that name or describe a rule. Any other field narrows it to some traffic, and it does not count. */
const HARMLESS = new Set(['action', 'active', 'dir', 'app', 'name', 'desc', 'embedctxt']);
/** The three kinds of network, as the machine's own settings and those of the domain call them. */
const PROFILES = [
  { own: ['domainprofile'], policy: ['domainprofile'] },
  { own: ['standardprofile'], policy: ['privateprofile', 'standardprofile'] },
  { own: ['publicprofile'], policy: ['publicprofile'] },
] as const;

/**
 * Whether a rule blocks everything that a program sends, on every kind of network, and is in force: rules as
 * in MS-FASP, settings of a domain over it as in MS-GPFAS.
 *
 * @param own `reg.exe query` of the machine's own firewall settings, all of them
 * @param policy the same of a domain's settings; empty where there are none
 * @param program full path
 * @param environment what variables in paths stand for
 */
export function firewallOnWindows(
  own: string,
  policy: string,
  program: string,
  environment: Readonly<Record<string, string | undefined>>,
): FirewallFound {
  const [local, domain] = [readRegistryText(own), readRegistryText(policy)];
  const setting = (at: number, name: string): string | undefined => {
    const profile = PROFILES[at];
    const fromDomain = profile?.policy.map((key) => valueBelow(domain, `\\${key}`, name));
    const fromMachine = profile?.own.map((key) => valueBelow(local, `\\${key}`, name));
    return [...(fromDomain ?? []), ...(fromMachine ?? [])].find((value) => value !== undefined);
  };
  const blocks = (text: RegistryText): boolean =>
    [...text]
      .filter(([key]) => key.endsWith('\\firewallrules'))
      .some(([, rules]) => [...rules.values()].some((rule) => blocksAll(rule, program, environment)));
  const byDomain = blocks(domain);
  if (!byDomain && !blocks(local)) return 'no_rule';
  if (PROFILES.some((_, at) => setting(at, 'EnableFirewall') !== '1')) return 'switched_off';
  // A domain may say that rules of the machine itself do not count.
  if (!byDomain && PROFILES.some((_, at) => setting(at, 'AllowLocalPolicyMerge') === '0')) return 'overruled';
  return 'blocks';
}

/** `v2.32|Action=Block|Active=TRUE|Dir=Out|App=C:\...|Name=...|` */
function blocksAll(
  rule: string,
  program: string,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const fields = new Map<string, string>();
  for (const field of rule.split('|').slice(1)) {
    const at = field.indexOf('=');
    if (at > 0) fields.set(field.slice(0, at).toLowerCase(), field.slice(at + 1));
  }
  const is = (name: string, value: string): boolean => fields.get(name)?.toLowerCase() === value;
  return (
    is('action', 'block') &&
    is('active', 'true') &&
    is('dir', 'out') &&
    expand(fields.get('app') ?? '', environment).toLowerCase() === program.toLowerCase() &&
    [...fields.keys()].every((name) => HARMLESS.has(name))
  );
}

function expand(path: string, environment: Readonly<Record<string, string | undefined>>): string {
  const known = new Map(Object.entries(environment).map(([name, value]) => [name.toLowerCase(), value]));
  return path.replaceAll(/%(\w+(?:\(x86\))?)%/g, (all, name: string) => known.get(name.toLowerCase()) ?? all);
}
