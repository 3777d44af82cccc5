import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ManifestRoot } from './manifest.ts';

export type RootFolders = Readonly<Record<ManifestRoot, string>>;

export interface ShippedFile {
  readonly root: ManifestRoot;
  readonly path: string;
  readonly file: string;
  readonly stats: Stats;
}

/** What does not ship: maps for developers, sources and tests of samples. */
const NOT_SHIPPED = /\.map$|\.ts$/;
const NATIVE = /\.(?:node|dll|dylib|so(?:\.\d+)*)$/;

/** Packages with native parts for this kind of machine; those for graphics cards are packs of their own. */
function nativePackages(): string[] {
  const { platform, arch } = process;
  return [
    'better-sqlite3-multiple-ciphers',
    '@duckdb/node-bindings',
    `@duckdb/node-bindings-${platform}-${arch}`,
    '@node-rs/argon2',
    `@koromix/koffi-${platform}-${arch}`,
    ...['', '-gnu', '-msvc'].map((end) => `@node-rs/argon2-${platform}-${arch}${end}`),
    `@node-llama-cpp/${{ darwin: 'mac', win32: 'win' }[platform as string] ?? platform}-${arch}`,
  ];
}

/** Every file that ships, with what the system says of it. Links are listed as such: none ships. */
export async function listShipped(folders: RootFolders): Promise<ShippedFile[]> {
  const lists = await Promise.all([
    ...(['out/electron', 'out/renderer', 'out/verifier', 'resources'] as const).map((root) =>
      below(root, folders[root], folders[root], (name) => !NOT_SHIPPED.test(name)),
    ),
    ...nativePackages().map((name) =>
      below('node_modules', folders.node_modules, join(folders.node_modules, name), (file) =>
        NATIVE.test(file),
      ),
    ),
  ]);
  return lists.flat();
}

async function below(
  root: ManifestRoot,
  from: string,
  folder: string,
  ships: (name: string) => boolean,
): Promise<ShippedFile[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    found
      .filter((item) => !item.isDirectory() && ships(item.name))
      .map(async (item) => {
        const file = join(item.parentPath, item.name);
        const path = relative(from, file).split(sep).join('/');
        return { root, path, file, stats: await lstat(file) };
      }),
  );
}
