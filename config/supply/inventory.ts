import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `package-lock.json` says of one installed package. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
  /** Subresource integrity of the archive. */
  readonly integrity: string | undefined;
  /** Part of what ships, not only of building and testing. */
  readonly ships: boolean;
  readonly hasInstallScript: boolean;
}

export interface PackageFile {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

interface LockEntry {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Packages that state their licence in a file of their own alone, read by hand. */
const READ_BY_HAND: Readonly<Record<string, string>> = { 'png-js': 'MIT' };

/** Every package of a lock file, in its order. */
export function lockedPackages(lock: {
  readonly packages: Readonly<Record<string, LockEntry>>;
}): LockedPackage[] {
  return Object.entries(lock.packages).flatMap(([place, entry]) => {
    if (place === '') return [];
    const name = entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return {
      ...{
        name,
        version: entry.version ?? '',
        licence: entry.license ?? READ_BY_HAND[name],
        integrity: entry.integrity,
      },
      ships: entry.dev !== true && entry.devOptional !== true,
      hasInstallScript: entry.hasInstallScript === true,
    };
  });
}

export function readPackageFile(root: string): PackageFile {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageFile;
}

export function readLock(root: string): LockedPackage[] {
  return lockedPackages(
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, LockEntry>;
    },
  );
}
