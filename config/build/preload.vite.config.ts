import type { InlineConfig } from 'vite';

/** The preload as one CommonJS file with everything inside: a sandboxed preload cannot require ours. */
export function preloadBuild(root: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: `${root}out/electron`,
      emptyOutDir: false,
      target: 'chrome140',
      minify: false,
      lib: {
        entry: `${root}electron/shell/preload/window.preload.ts`,
        formats: ['cjs'],
        fileName: () => 'window.preload.cjs',
      },
      rolldownOptions: { external: ['electron'] },
    },
  };
}
