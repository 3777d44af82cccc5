import { globSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename } from 'node:path';
import type { InlineConfig, Plugin } from 'vite';

/**
 * Main, command line, workers and utility processes as separate entries that lie flat in
 * `out/electron`, so that `new URL('./x.worker.ts', import.meta.url)` becomes `./x.worker.js` from
 * wherever the line ends up.
 */
export function nodeBuild(root: string, releaseKey: string): InlineConfig {
  const entries = globSync(
    ['electron/*.main.ts', 'electron/cli/*.main.ts', 'electron/**/*.{worker,utility,prelude}.ts'],
    { cwd: root },
  );
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    define: { MANIFEST_KEY: JSON.stringify(releaseKey) },
    plugins: [followWorkers(), guardFirst()],
    build: {
      outDir: `${root}out/electron`,
      target: 'node24',
      ssr: true,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((path) => [basename(path, '.ts'), `${root}${path}`])),
        external: [/^node:/, ...builtinModules, 'electron', /^[^./\0]/],
        output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  };
}

/**
 * SEC-27: every program and worker of ours begins with the guard. A module's imports run in the order in
 * which they stand, each with all that it imports, so nothing runs before the first.
 */
function guardFirst(): Plugin {
  return {
    name: 'guard-first',
    renderChunk: (code, { isEntry, name }) => {
      // What a package begins with chooses between two programs, each with its own guard, and loads nothing else.
      if (!isEntry || name.endsWith('.prelude') || name === 'start.main') return null;
      // SEC-50: the one program with a guard of its own, which lets it reach the identity provider.
      const guard = name.startsWith('sign-in.') ? 'sign-in' : 'guard';
      return { code: `import './${guard}.prelude.js';\n${code}`, map: null };
    },
  };
}

function followWorkers(): Plugin {
  const pattern =
    /new URL\(\s*['"]\.{1,2}\/(?:[\w./-]+\/)?([\w-]+\.(?:worker|utility))\.ts['"],\s*import\.meta\.url,?\s*\)/g;
  return {
    name: 'follow-workers',
    transform: (code) =>
      code.includes('import.meta.url')
        ? {
            code: code.replaceAll(pattern, (_, name: string) => `new URL('./${name}.js', import.meta.url)`),
            map: null,
          }
        : null,
  };
}
