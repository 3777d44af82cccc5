import type { LockedPackage, PackageFile } from './inventory.ts';

/** Licences that what ships may have; permissive all of them. */
const LICENCES = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'OFL-1.1',
  '(BSD-2-Clause OR MIT OR Apache-2.0)',
  '(MIT OR CC0-1.0)',
  'MIT-0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
]);
const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** One rule, what it looked at, and what is wrong. */
export interface RuleResult {
  readonly rule: string;
  readonly looked: number;
  readonly wrong: readonly string[];
}

/** The rules of the supply chain. Pure: what is installed and written down goes in, findings come out. */
export function auditSupply(
  file: PackageFile,
  packages: readonly LockedPackage[],
  dependencyNotes: string,
): RuleResult[] {
  const asked = Object.entries({ ...file.dependencies, ...file.devDependencies });
  const shipping = packages.filter(({ ships }) => ships);
  const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript);
  return [
    {
      rule: 'every version asked for is exact',
      looked: asked.length,
      wrong: asked.flatMap(([name, version]) => (EXACT.test(version) ? [] : [`${name} ${version}`])),
    },
    {
      rule: 'every package is locked with the hash of its archive',
      looked: packages.length,
      wrong: packages.flatMap(({ name, integrity }) =>
        integrity?.startsWith('sha512-') === true ? [] : [name],
      ),
    },
    {
      rule: 'every package that ships has a licence on the list',
      looked: shipping.length,
      wrong: shipping.flatMap(({ name, licence }) =>
        LICENCES.has(licence ?? '') ? [] : [`${name}: ${licence ?? 'none stated'}`],
      ),
    },
    {
      rule: 'every install script is named, allowed or not',
      looked: scripts.length,
      wrong: scripts.flatMap(({ name }) => (Object.hasOwn(file.allowScripts, name) ? [] : [name])),
    },
    {
      rule: 'every runtime dependency has a line that says why',
      looked: Object.keys(file.dependencies).length,
      wrong: Object.keys(file.dependencies).filter(
        (name) => !new RegExp(`^\\|[^|]*(?<![\\w/@-])${name}(?![\\w/-])`, 'm').test(dependencyNotes),
      ),
    },
  ];
}
